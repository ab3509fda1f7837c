#include "commands/interpret-report/token_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* "H 182": a letter before the number is its flag; "A型" is a blood group. */
static bool is_flag_before_value(const struct stretch *t)
{
	size_t i = t->at + 1;

	while (i < t->end && t->v->s[i] == ' ')
		i++;
	return i > t->at + 1 && i < t->end &&
	       (is_digit(t->v->s[i]) || strchr("<>.", t->v->s[i]));
}

static bool read_word_token(const struct stretch *t, struct token *ret)
{
	static const char *const classes[] = {"ordinal", "flag", "pending",
					      "grade"};
	static const enum token_kind kinds[] = {TOKEN_ORDINAL, TOKEN_FLAG,
						TOKEN_PENDING, TOKEN_NUMBER};
	static const struct {
		const char *means;
		enum flag flag;
	} flags[] = {{"H", FLAG_H},   {"L", FLAG_L}, {"HH", FLAG_HH},
		     {"LL", FLAG_LL}, {"N", FLAG_N}, {"A", FLAG_A}};
	const struct word *w;

	for (size_t i = 0; i < 4; i++) {
		/* after a value 正常 and N are flags, otherwise results */
		size_t c = t->after_value && i < 2 ? 1 - i : i;
		size_t n = view_word(t->v, t->at, t->end, classes[c], &w);
		if (!n || (c == 1 && n == 1 && !t->after_value &&
			   !is_flag_before_value(t)))
			continue;
		/* "(L), K 3.1": the word, not the marks behind it */
		while (n > 1 && !memchr(t->v->s + t->at, '(', n) &&
		       strchr("),;", t->v->s[t->at + n - 1]))
			n--;
		ret->kind = kinds[c];
		ret->end = t->at + n;
		ret->number =
			kinds[c] == TOKEN_ORDINAL || kinds[c] == TOKEN_NUMBER
				? w->value
				: NUM_NONE;
		for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
			if (kinds[c] == TOKEN_FLAG &&
			    strcmp(flags[k].means, w->means) == 0)
				ret->flag = flags[k].flag;
		return true;
	}
	return false;
}

static bool read_unit_token(const struct stretch *t, bool only_sure,
			    struct token *ret)
{
	char ucum[48];
	size_t n = scan_unit(t->v->kb, t->v->s + t->at, t->end - t->at, ucum,
			     &ret->sure);

	if (!n || (only_sure && !ret->sure))
		return false;
	/* "mmol/L (<0.6)": the bracket is the interval's, "mmol/L. INR 1.9":
	 * the stop the sentence's */
	while (n > 1 && strchr(" (.", t->v->s[t->at + n - 1]))
		n--;
	ret->kind = TOKEN_UNIT;
	ret->end = t->at + n;
	return true;
}

/* "NA" says there is no interval, "Na 130", "Na+ 130" that there is sodium;
 * "NA 2026-11-30" has a date behind it. */
static bool is_sodium(const struct stretch *t, size_t n)
{
	const char *s = t->v->s;
	size_t i = t->at + n, digits;

	i += i < t->end && s[i] == '+';
	while (i < t->end && s[i] == ' ')
		i++;
	for (digits = i; i < t->end && (is_digit(s[i]) || s[i] == '.'); i++)
		;
	return n == 2 && i > digits && i - digits < 6 &&
	       (i == t->end || !strchr("-/:~", s[i]));
}

/* 孕4周, 妊娠12-16周: whom an interval is for. */
static size_t weeks_size(const char *s, size_t n)
{
	static const char *const leads[] = {"孕", "妊娠"};

	for (size_t i = 0; i < 2; i++) {
		size_t k = strlen(leads[i]);
		if (n < k + 4 || memcmp(s, leads[i], k) != 0)
			continue;
		size_t digits = strspn(s + k, "0123456789-~");
		k += digits;
		return digits && strncmp(s + k, "周", 3) == 0 ? k + 3 : 0;
	}
	return 0;
}

static bool read_who(const struct stretch *t, struct token *ret)
{
	const struct word *w;
	size_t n = view_word(t->v, t->at, t->end, "range", &w);

	if (!n && (n = weeks_size(t->v->s + t->at, t->end - t->at))) {
		ret->kind = TOKEN_WHO;
		ret->end = t->at + n;
		return true;
	}
	if (!n || strcmp(w->means, "to") == 0)
		return false;
	if (strcmp(w->means, "none") == 0 && is_sodium(t, n))
		return false;
	/* single letters (M, F) only with something of an interval behind */
	if (n == 1 &&
	    !(t->at + 1 < t->end && strchr(":-( ", t->v->s[t->at + 1]) &&
	      token_number_follows(t->v, t->at)))
		return false;
	ret->kind = TOKEN_WHO;
	ret->end = t->at + n;
	return true;
}

/* Before a value a name is due: the usual case, and the quick one. */
static bool read_due_name(const struct stretch *t, struct token *ret)
{
	struct token name = *ret, word = *ret, unit = *ret;

	if (!token_read_name(t, &name))
		return false;
	/* "g/L" is no G, "阴性" no name */
	if (name.end - t->at < 6 && read_unit_token(t, true, &unit) &&
	    (unit.end > name.end ||
	     (unit.end == name.end &&
	      !memchr(t->v->s + t->at, '/', unit.end - t->at))))
		return false;
	if (name.end - t->at < 10 && read_word_token(t, &word) &&
	    word.end >= name.end)
		return false;
	*ret = name;
	return true;
}

static bool is_ph(const struct stretch *t, const struct token *unit)
{
	const char *s = t->v->s;
	size_t i = unit->end;

	if (i - t->at != 2 || strncasecmp(s + t->at, "ph", 2) != 0)
		return false;
	while (i < t->end && (s[i] == ' ' || s[i] == ':'))
		i++;
	return i > unit->end && i < t->end && is_digit(s[i]);
}

/* Behind a value: unit, flag, wording of the interval; then a name. */
static bool read_after_value(const struct stretch *t, struct token *ret)
{
	struct token unit = *ret, word = *ret, who = *ret, name = *ret;
	bool is_unit = read_unit_token(t, false, &unit);
	bool is_word = read_word_token(t, &word);

	if (is_unit && is_ph(t, &unit)) /* "PRO 1+ PH 6.0" */
		is_unit = false;
	if (is_unit && (unit.sure || !is_word || word.end < unit.end)) {
		*ret = unit;
		return true;
	}
	/* "178 H g/L" is no mercury, "8.8 L %" no lymphocytes */
	if (is_word && word.kind == TOKEN_FLAG && word.end - t->at <= 2 &&
	    (word.end == t->end || strchr(" \t*)", t->v->s[word.end]))) {
		*ret = word;
		return true;
	}
	if (read_who(t, &who) && (!is_word || who.end >= word.end)) {
		*ret = who;
		return true;
	}
	bool is_name = token_read_name(t, &name);
	/* "POS A" is positive and its mark, no posaconazole */
	bool swallows = is_name && is_word && word.kind == TOKEN_ORDINAL &&
			word.end + 2 == name.end && t->v->s[word.end] == ' ';
	if (is_word && (!is_name || word.end >= name.end || swallows)) {
		*ret = word;
		return true;
	}
	*ret = name;
	return is_name;
}

/* "7.112  (7.350 - 7.450)  L": one letter in the last cell names nothing. */
static bool is_lone_flag(const struct view *v, size_t at)
{
	return at > 0 && is_space(v->s[at - 1]) && strchr("HL", v->s[at]) &&
	       v->s[at + strspn(v->s + at + 1, " \t\r") + 1] == '\0';
}

bool token_read_text(const struct view *v, size_t at, size_t end,
		     bool after_value, struct arena *a, struct token *ret)
{
	struct stretch t = {v, at, end, after_value, a};

	if (is_lone_flag(v, at)) {
		ret->kind = TOKEN_FLAG;
		ret->flag = v->s[at] == 'H' ? FLAG_H : FLAG_L;
		ret->end = at + 1;
		return true;
	}
	if (after_value ? read_after_value(&t, ret) : read_due_name(&t, ret))
		return true;
	if (!after_value && (read_unit_token(&t, true, ret) ||
			     read_word_token(&t, ret) || read_who(&t, ret)))
		return true;
	ret->kind = TOKEN_TEXT;
	ret->end = token_words_end(&t, at);
	if (ret->end <= at)
		ret->end = at + char_size(v->s + at, end - at);
	return true;
}
