/* Phrases of several words among what is typed → one word each: "heart rate",
 * "2h after dinner", "138 over 84", "3 days ago"; what was said of the day is
 * taken out. */
#include "commands/followup/followup.h"
#include "commands/followup/typed.h"

#include "base/num.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 5 }; /* words of a phrase */

static const char *join(struct followup *f, const struct string_vec *words,
			size_t from, size_t n)
{
	const char *text = words->at[from];

	for (size_t i = 1; i < n; i++)
		text = arena_printf(&f->arena, "%s %s", text,
				    words->at[from + i]);
	return text;
}

static bool is_word(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcasecmp(*list, word) == 0)
			return true;
	return false;
}

static bool is_plain_number(const char *text)
{
	double x;
	size_t n = num_parse(text, strlen(text), &x);

	return n && !text[n];
}

/* "158 / 96", "158 /96", "158/ 96", "138 over 84": the pieces; 0: no pair. */
static size_t pair_at(struct followup *f, const struct string_vec *w, size_t i,
		      const char **ret)
{
	static const char *const marks[] = {"/", "over", NULL};
	size_t left = w->n - i, n = strlen(w->at[i]);

	if (left >= 3 && isdigit((unsigned char)w->at[i][n - 1]) &&
	    is_word(marks, w->at[i + 1]) &&
	    isdigit((unsigned char)*w->at[i + 2])) {
		*ret = arena_printf(&f->arena, "%s/%s", w->at[i], w->at[i + 2]);
		return 3;
	}
	if (left < 2)
		return 0;
	bool ends = n > 1 && w->at[i][n - 1] == '/' &&
		    isdigit((unsigned char)w->at[i][n - 2]) &&
		    isdigit((unsigned char)*w->at[i + 1]);
	bool starts = is_plain_number(w->at[i]) && *w->at[i + 1] == '/' &&
		      isdigit((unsigned char)w->at[i + 1][1]);
	if (!ends && !starts)
		return 0;
	*ret = arena_printf(&f->arena, "%s%s", w->at[i], w->at[i + 1]);
	return 2;
}

static bool is_name(struct followup *f, const char *text)
{
	const char *second;

	return followup_code(f, text, &second) != NULL;
}

/* A name or a context of several words, all of them letters. */
static size_t name_at(struct followup *f, const struct string_vec *w, size_t i,
		      const char **ret)
{
	size_t most = w->n - i < LONGEST ? w->n - i : LONGEST;

	for (size_t n = most; n > 1; n--) {
		const char *text = join(f, w, i, n);
		if (followup_is_after(text)) {
			*ret = text;
			return n;
		}
		bool letters = true;
		for (size_t k = 0; k < n; k++)
			letters &= isalpha((unsigned char)*w->at[i + k]) &&
				   strlen(w->at[i + k]) > 1;
		if (letters && is_name(f, text)) {
			*ret = text;
			return n;
		}
	}
	return 0;
}

/* A day or a clock in several words, or one that begins with a year: those
 * glued to a reading are parted later. */
static size_t day_at(struct followup *f, const struct string_vec *w, size_t i,
		     struct when *when)
{
	static const char *const fillers[] = {"on",  "at",   "in",
					      "the", "this", NULL};
	size_t skip = 0;

	while (i + skip + 1 < w->n && is_word(fillers, w->at[i + skip]))
		skip++;
	for (int filled = skip > 0; filled >= 0; filled--) {
		size_t from = i + (filled ? skip : 0);
		size_t most = w->n - from < LONGEST ? w->n - from : LONGEST;
		for (size_t n = most; n > 0; n--) {
			const char *text = join(f, w, from, n);
			struct when said = *when;
			if (when_scan(text, f->today, &said) != strlen(text))
				continue;
			*when = said;
			return from - i + n;
		}
	}
	return 0;
}

/* 11/28 and 11-28 are no pressure: a day, where the order of day and month is
 * sure. */
static bool is_day_of_year(struct followup *f, const char *text,
			   struct when *when)
{
	const char *slash = strpbrk(text, "/-");
	double a, b;

	if (!slash || !is_plain_number(slash + 1) ||
	    num_parse(text, strlen(text), &a) != (size_t)(slash - text) ||
	    !num_parse(slash + 1, strlen(slash + 1), &b) || strchr(text, '.') ||
	    a < 1 || b < 1 || a > 31 || b > 31 || (a > 12 && b > 12))
		return false;
	if (a <= 12 && b <= 12 && f->app->ui->lang != LANG_ZH)
		return false;
	bool month_first = a <= 12;
	const char *said =
		arena_printf(&f->arena, "%d月%d日", (int)(month_first ? a : b),
			     (int)(month_first ? b : a));
	return when_scan(said, f->today, when) == strlen(said);
}

/* Whether the last reading so far, or the name that waits for its value, is a
 * pulse. */
static bool is_pulse(struct followup *f, const struct string_vec *so_far)
{
	for (size_t back = 1; back <= 2 && back <= so_far->n; back++) {
		const char *second,
			*code = followup_code(f, so_far->at[so_far->n - back],
					      &second);
		if (code)
			return strcmp(code, "HR") == 0;
	}
	return false;
}

/* A word or two that stand beside the readings: left out, or told. */
static size_t aside_at(struct followup *f, const struct string_vec *w, size_t i,
		       const struct string_vec *so_far)
{
	size_t most = w->n - i < 3 ? w->n - i : 3;

	for (size_t n = most; n > 0; n--) {
		const char *text = join(f, w, i, n);
		enum aside aside = typed_aside(text, is_pulse(f, so_far));
		if (aside == ASIDE_REMARK)
			vec_push(&f->remarks, text);
		if (aside != ASIDE_NONE)
			return n;
	}
	return 0;
}

/* "血脂 TC 5.2": the heading of what follows. */
static bool is_heading(struct followup *f, const char *word, const char *next)
{
	static const char *const headings[] = {
		"血脂",   "血常规", "肾功能", "肝功能", "肾功",     "肝功",
		"电解质", "化验",   "检查",   "查体",   "生命体征", "lipids",
		"vitals", "labs",   "obs",    NULL};

	return next && is_word(headings, word) && !is_name(f, word) &&
	       isalpha((unsigned char)*next ? (unsigned char)*next : 0) |
		       ((unsigned char)*next >= 0x80);
}

/* "smoke 10/5" is a field with its target: a day stands first, behind a value,
 * or behind the visit. */
static bool may_be_day(const struct string_vec *so_far)
{
	const char *before = so_far->n ? so_far->at[so_far->n - 1] : NULL;

	return !before || strpbrk(before, "0123456789") ||
	       strcmp(before, "visit") == 0 || strcmp(before, "随访") == 0;
}

void followup_phrases(struct followup *f, const struct string_vec *words,
		      struct when *when, struct string_vec *ret)
{
	for (size_t i = 0, n; i < words->n; i += n) {
		const char *word = words->at[i];
		const char *next = i + 1 < words->n ? words->at[i + 1] : NULL;
		bool named = ret->n && is_name(f, ret->at[ret->n - 1]);
		n = 1;
		if (strchr(word, '=') || is_heading(f, word, next)) {
			if (strchr(word, '='))
				vec_push(ret, word);
			continue;
		}
		if (next && strcmp(word, "mm") == 0 &&
		    strcmp(next, "Hg") == 0) {
			vec_push(ret, "mmHg");
			n = 2;
			continue;
		}
		size_t taken = pair_at(f, words, i, &word);
		taken = taken ? taken : name_at(f, words, i, &word);
		if (taken) {
			n = taken;
			vec_push(ret, word);
		} else if (!named && (taken = day_at(f, words, i, when)) != 0) {
			n = taken;
		} else if ((taken = aside_at(f, words, i, ret)) != 0) {
			n = taken;
		} else if (named || !may_be_day(ret) ||
			   !is_day_of_year(f, word, when)) {
			vec_push(ret, word);
		}
	}
}
