#include "commands/interpret-report/token_private.h"

#include <string.h>
#include <strings.h>

bool token_is_latin(const struct view *v, size_t i)
{
	return i < v->n && is_letter(v->s[i]);
}

/* Is the bracket at i an interval, a sign or an interval's wording, and so no
 * part of a name? "(4--6)" "(-)" "(<5)" "(Reference: 12-15)" */
static bool opens_value(const struct view *v, size_t i, size_t end)
{
	size_t at = i + 1, n;
	const char *comparator;
	struct number number;
	const struct word *w;
	double x;

	if (scan_pluses(v->s + i, end - i, &x))
		return true;
	while (at < end && v->s[at] == ' ')
		at++;
	if (at < end &&
	    (strchr("~-", v->s[at]) || v->s[at] == '<' || v->s[at] == '>'))
		return true;
	if (scan_comparator(v->s + at, end - at, &comparator))
		return true;
	if ((n = scan_number(v->s + at, end - at, false, &number))) {
		size_t k = scan_between(v->s + at + n, end - at - n);
		return k > 0 && at + n + k < end &&
		       (is_digit(v->s[at + n + k]) ||
			strchr("<>", v->s[at + n + k]));
	}
	n = view_word(v, at, end, "range", &w);
	if (n)
		return strcmp(w->means, "label") == 0 ||
		       strcmp(w->means, "upto") == 0;
	n = view_word(v, at, end, "ordinal", &w);
	if (!n)
		n = view_word(v, at, end, "flag", &w);
	return n && at + n < end && v->s[at + n] == ')' && n > 2;
}

static size_t skip_bracket(const struct view *v, size_t i, size_t end)
{
	size_t depth = 0;

	for (size_t k = i; k < end; k++) {
		depth += v->s[k] == '(' || v->s[k] == '[';
		if (v->s[k] == ')' || v->s[k] == ']')
			depth--;
		if (depth == 0)
			return k + 1;
	}
	return end;
}

/* Does a value, flag or the like begin at i, so that a name ends before it? */
static bool begins_value(const struct stretch *t, size_t i)
{
	const struct view *v = t->v;
	const char *s = v->s + i, *comparator;
	size_t n = t->end - i, k;
	const struct word *w;
	enum flag flag;
	char ucum[48];
	bool sure;
	double x;

	if (is_digit(*s) || (*s == '.' && n > 1 && is_digit(s[1])))
		return true;
	if (scan_comparator(s, n, &comparator) || scan_arrow(s, n, &flag))
		return true;
	if (strchr("+-", *s) || (unsigned char)*s == 0xC2)
		if (is_space(v->s[i - 1]) || *s == '+' ||
		    (unsigned char)*s == 0xC2 ||
		    token_dash_is_result(v, i, t->end))
			if (scan_pluses(s, n, &x) ||
			    (n > 1 && is_digit(s[1])) ||
			    token_dash_is_result(v, i, t->end))
				return true;
	k = view_word(v, i, t->end, "ordinal", &w);
	if (k && (is_cjk_at(s, n) ? k > 3 || i + k == t->end
				  : i + k == t->end || !is_letter(s[k])))
		if (i > t->at)
			return true;
	if (i == t->at || !is_space(v->s[i - 1]))
		return false;
	k = view_word(v, i, t->end, "flag", &w);
	if (k && (i + k == t->end || is_space(s[k])) && t->after_value)
		return true;
	if (view_word(v, i, t->end, "pending", &w))
		return true;
	k = scan_unit(v->kb, s, n, ucum, &sure);
	return k > 0 && sure && (i + k == t->end || strchr(" )", s[k]));
}

/* Where the words end that begin at `from`; Latin words go on over single
 * blanks, ideographs do not. */
size_t token_words_end(const struct stretch *t, size_t from)
{
	const struct view *v = t->v;
	size_t i = from;
	bool latin = token_is_latin(v, t->at);

	while (i < t->end) {
		if (i > t->at && begins_value(t, i)) {
			/* digits glued to Latin letters: a code like XY12 */
			if (is_digit(v->s[i]) && is_letter(v->s[i - 1]) &&
			    latin) {
				size_t k = i;
				while (k < t->end && (is_digit(v->s[k]) ||
						      is_letter(v->s[k])))
					k++;
				if (k == t->end || is_space(v->s[k]) ||
				    strchr("()-/:+", v->s[k]) ||
				    (from == t->at &&
				     (unsigned char)v->s[k] >= 0x80)) {
					i = k;
					continue;
				}
			}
			break;
		}
		if (v->s[i] == '(' || v->s[i] == '[') {
			if (opens_value(v, i, t->end))
				break;
			i = skip_bracket(v, i, t->end);
			continue;
		}
		if (strchr(":=;|", v->s[i]))
			break;
		if (v->s[i] == ',' && !(latin && i + 1 < t->end))
			break;
		if (v->s[i] == ' ') {
			size_t next = i + 1;
			bool bracket = next < t->end &&
				       (v->s[next] == '(' || v->s[next] == '[');
			if (!bracket && !(latin && token_is_latin(v, next)) &&
			    !(latin && next < t->end &&
			      strchr("&/,-%#", v->s[next])))
				break;
			if (bracket && opens_value(v, next, t->end))
				break;
			if (!bracket && begins_value(t, next))
				break;
			i = next;
			continue;
		}
		i += char_size(v->s + i, t->end - i);
	}
	while (i > from && strchr(" ,-", v->s[i - 1]))
		i--;
	return i;
}

bool token_number_follows(const struct view *v, size_t i)
{
	for (; i < v->n; i++)
		if (is_digit(v->s[i]) || strchr("+", v->s[i]))
			return true;
	return false;
}

/* Where the digits begin that end the text before `end`. */
static size_t trailing_digits(const struct view *v, size_t at, size_t end)
{
	size_t k = end;

	while (k > at && is_digit(v->s[k - 1]))
		k--;
	return k;
}

/* Matching drops blanks and points, so a name may have swallowed the value:
 * "IgG 4.5" is not IgG4. Returns where the name found at t->at really ends
 * (0: no name), *m its targets. */
static size_t name_end(const struct stretch *t, struct term_match *m,
		       unsigned *doubt)
{
	const struct view *v = t->v;
	size_t n = view_name(v, t->at, t->end, m), end = t->at + n;
	size_t run = trailing_digits(v, t->at, end);

	double titre; /* "抗核抗体 1:320" is not 抗核抗体1 */

	if (!n)
		return 0;
	/* "白细胞 +++/HP": the pluses are the result */
	for (size_t k = t->at + 1; k < end; k++)
		if (v->s[k] == '+' && is_space(v->s[k - 1])) {
			struct term_match bare;
			size_t m_n = view_name(v, t->at, k, &bare);
			if (!m_n)
				break;
			*m = bare;
			return t->at + m_n;
		}
	bool cut =
		end < v->n && run < end &&
		(is_digit(v->s[end]) || (v->s[end] == '.' && end + 1 < v->n &&
					 is_digit(v->s[end + 1])));
	bool loose = run < end && run > t->at &&
		     (is_space(v->s[run - 1]) || v->s[run - 1] == '.') &&
		     !token_number_follows(v, end);
	if (run < end && run > t->at)
		loose |= (v->s[run - 1] == '.' && run - 1 > t->at &&
			  is_digit(v->s[run - 2])) || /* "7.5" folded to 75 */
			 (is_space(v->s[run - 1]) &&
			  token_unit_follows(v, end)) ||
			 scan_titre(v->s + run, v->n - run, &titre);
	/* "血红蛋白 H 182": the letter is the flag, not haemoglobin H */
	if (n > 2 && v->s[end - 2] == ' ' && strchr("HL", v->s[end - 1]) &&
	    token_number_follows(v, end)) {
		struct term_match bare;
		size_t k = view_name(v, t->at, end - 2, &bare);
		if (k && t->at + k == end - 2) {
			*m = bare;
			return end - 2;
		}
	}
	if (!cut && !loose)
		return end;
	struct term_match shorter;
	size_t k = view_name(v, t->at, run, &shorter);
	if (k && v->index[t->at + k] == v->index[run]) {
		if (cut && run > t->at && !is_space(v->s[run - 1]))
			*doubt |= DOUBT_DIGITS; /* C3 1.05 or C 31.05? */
		*m = shorter;
		return t->at + k;
	}
	/* "C31.05" has no shorter reading: the name takes its own digits */
	return end;
}

static void make_name(struct token *ret, struct term_match m)
{
	ret->kind = TOKEN_NAME;
	ret->name = (struct name_match){.n = 0};
	for (size_t i = 0; i < m.n && ret->name.n < NAME_CANDIDATES; i++)
		ret->name.ids[ret->name.n++] = (int)m.targets[i];
}

/* The whole stretch is a name with companions or brackets. */
static bool whole_name(const struct stretch *t, size_t stop, struct token *ret)
{
	const char *s = arena_strndup(t->arena, t->v->s + t->at, stop - t->at);
	struct name_match m;

	if (stop - t->at > 160 ||
	    !name_resolve(t->v->kb, s, false, t->arena, &m))
		return false;
	ret->kind = TOKEN_NAME;
	ret->end = stop;
	ret->name = m;
	return true;
}

bool token_read_name(const struct stretch *t, struct token *ret)
{
	struct term_match m;
	size_t end = name_end(t, &m, &ret->doubt);
	if (end && token_closes_bracket(t->v, t->at, end))
		end = 0; /* "L), K" is no name */
	if (end)
		end += token_charge_size(t, end);
	size_t stop = token_words_end(t, end ? end : t->at);

	if (end && token_is_code_head(t, end))
		end = 0;
	if (end && (stop <= end || token_is_glued(t, end))) {
		make_name(ret, m);
		ret->end = end;
		return true;
	}
	bool known = end && strchr(" \t([:=,/", t->v->s[end]);
	bool bracket = known && strchr("([", t->v->s[end]);
	if (stop > t->at && !token_closes_bracket(t->v, t->at, stop) &&
	    whole_name(t, stop, ret) &&
	    !(known && !bracket && ret->name.doubt)) {
		ret->end += token_charge_size(t, ret->end);
		return true;
	}
	/* the known name, when it ends at a blank or a bracket */
	if (known) {
		ret->doubt = 0;
		make_name(ret, m);
		ret->end = end;
		return true;
	}
	return false;
}
