#include "commands/interpret-report/scan.h"

#include "base/utf8.h"
#include "kb/memo.h"
#include "kb/unit.h"

#include <string.h>

struct view_memo {
	size_t from;
	struct term_match match;
};

struct view view_make(struct kb *kb, const char *s, size_t n, struct arena *a)
{
	struct view v = {.kb = kb, .s = s, .n = n, .f = fold_text(kb, s, n, a)};
	uint32_t *index = arena_array(a, uint32_t, n + 1);
	size_t k = 0;

	for (size_t i = 0; i <= n; i++) {
		while (k < v.f.n && v.f.at[k] < i)
			k++;
		index[i] = (uint32_t)k;
	}
	v.index = index;
	v.memo = arena_new(a, struct view_memo);
	v.memo->from = SIZE_MAX;
	return v;
}

/* Byte of s after the character that folded byte k came from. */
static size_t end_of(const struct view *v, size_t k)
{
	size_t at = v->f.at[k];

	return at + char_size(v->s + at, v->n - at);
}

static bool is_word_char(char c)
{
	return is_letter(c) || (unsigned char)c == 0xC2; /* µ */
}

/* Does a match that ends at `end` end a Latin word (or no Latin one)? One
 * letter is not ended by a digit either. */
static bool ends_word(const struct view *v, size_t at, size_t end)
{
	if (end >= v->n || !is_letter(v->s[end - 1]))
		return true;
	if (end - at == 1 && is_digit(v->s[end]))
		return false;
	return !is_word_char(v->s[end]);
}

/* Does a Latin word begin at `at`? */
static bool begins_word(const struct view *v, size_t at)
{
	return at == 0 || !is_letter(v->s[at]) || !is_letter(v->s[at - 1]);
}

static bool starts_at(const struct view *v, size_t at)
{
	return v->index[at] < v->f.n && v->f.at[v->index[at]] == at &&
	       begins_word(v, at);
}

static const struct word *of_class(struct kb *kb, struct term_match m,
				   const char *class)
{
	for (size_t i = 0; i < m.n; i++) {
		const struct word *w = kb_word(kb, (int)m.targets[i]);
		if (w && w->class[0] == class[0] &&
		    strcmp(w->class, class) == 0)
			return w;
	}
	return NULL;
}

/* The longest word of n bytes from `from` on. What was found in more bytes
 * and fits into fewer is the longest there too. */
static struct term_match longest_word(const struct view *v, size_t from,
				      size_t n)
{
	struct view_memo *memo = v->memo;

	if (memo->from != from)
		*memo = (struct view_memo){from, term_longest(v->kb, TERM_WORD,
							      v->f.s + from,
							      v->f.n - from)};
	return memo->match.len <= n
		       ? memo->match
		       : term_longest(v->kb, TERM_WORD, v->f.s + from, n);
}

/* 无色, 中性: one ideograph is a result or flag only when it stands alone. */
static bool is_part_of_word(const struct view *v, size_t at, size_t stop,
			    const char *class)
{
	return stop - at == 3 && is_cjk_at(v->s + at, 3) &&
	       is_cjk_at(v->s + stop, v->n - stop) &&
	       (strcmp(class, "ordinal") == 0 || strcmp(class, "flag") == 0);
}

size_t view_word(const struct view *v, size_t at, size_t end, const char *class,
		 const struct word **ret)
{
	size_t from, n;

	if (at >= end || !starts_at(v, at))
		return 0;
	from = v->index[at];
	n = v->index[end] - from;
	while (n > 0) {
		struct term_match m = longest_word(v, from, n);
		if (!m.len)
			return 0;
		size_t stop = end_of(v, from + m.len - 1);
		const struct word *w = of_class(v->kb, m, class);
		if (w && ends_word(v, at, stop) &&
		    !is_part_of_word(v, at, stop, class)) {
			*ret = w;
			return stop - at;
		}
		n = m.len - 1;
	}
	return 0;
}

const struct word *view_word_exact(const struct view *v, size_t at, size_t end,
				   const char *class)
{
	size_t from = v->index[at], to = v->index[end];

	if (to <= from)
		return NULL;
	return of_class(v->kb,
			term_exact(v->kb, TERM_WORD, v->f.s + from, to - from),
			class);
}

size_t view_name(const struct view *v, size_t at, size_t end,
		 struct term_match *ret)
{
	size_t from, n;

	ret->len = 0;
	if (at >= end || !starts_at(v, at))
		return 0;
	from = v->index[at];
	n = v->index[end] - from;
	while (n > 0) {
		*ret = term_longest(v->kb, TERM_ANALYTE, v->f.s + from, n);
		if (!ret->len)
			return 0;
		size_t stop = end_of(v, from + ret->len - 1);
		if (ends_word(v, at, stop))
			return stop - at;
		n = ret->len - 1;
	}
	ret->len = 0;
	return 0;
}

struct term_match view_name_exact(const struct view *v, size_t at, size_t end)
{
	size_t from = v->index[at], to = v->index[end];

	if (to <= from)
		return (struct term_match){0, NULL, 0};
	return term_exact(v->kb, TERM_ANALYTE, v->f.s + from, to - from);
}

/* Units that are no word or flag on their own. */
static bool is_sure(const char *ucum, const char *s, size_t n)
{
	static const char *const sure[] = {
		"%",      "fL",     "pg",      "mm[Hg]",  "kPa",     "{COI}",
		"{S/CO}", "{S/N}",  "{index}", "[ppth]",  "mm",      "mg",
		"ug",     "ng",     "mL",      "umol",    "mmol",    "nmol",
		"um",     "mmol/L", "[IU]",    "[arb'U]", "{titer}", "min",
		"deg",    "mU",     "mm[H2O]"};

	if (strchr(ucum, '/') || memchr(s, '/', n))
		return true;
	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
		if (strcmp(ucum, sure[i]) == 0)
			return true;
	return n >= 3 && is_cjk_at(s, n); /* 秒 */
}

/* May a unit go on behind the blank at i? With a digit only behind "/", "x"
 * or "10" ("X 10 3"): otherwise that is the next column's number. */
static bool goes_on(const char *s, size_t i, size_t n)
{
	if (i + 1 >= n || !is_digit(s[i + 1]) || i == 0)
		return true;
	return strchr("/xX*", s[i - 1]) || (unsigned char)s[i - 1] == 0x97 ||
	       (i >= 2 && s[i - 2] == '1' && s[i - 1] == '0');
}

/* Where a unit could end: before a space, a bracket that it did not open, a
 * separator or an arrow. Offsets into ends, longest last; at most `most`. */
static size_t unit_ends(const char *s, size_t n, size_t *ends, size_t most)
{
	size_t count = 0, depth = 0, i = 0;

	for (; i < n && i < 48 && count < most; i += char_size(s + i, n - i)) {
		if (i && (unsigned char)s[i - 1] < 0x80 && depth == 0 &&
		    is_cjk_at(s + i, n - i))
			ends[count++] = i; /* "77g/L白蛋白" */
		if (i && depth == 0 && count < most && is_digit(s[i]) &&
		    is_letter(s[i - 1]) && memchr(s, '/', i))
			ends[count++] = i; /* "68.2g/L65-85" */
		if (count == most)
			break;
		if (is_space(s[i]) || strchr(",;|<>=:", s[i])) {
			if (i && !is_space(s[i - 1]))
				ends[count++] = i;
			if (s[i] != ' ' || (i && s[i - 1] == ' ') ||
			    !goes_on(s, i, n))
				return count;
		} else if (s[i] == '(' || s[i] == '[') {
			if (i && depth == 0)
				ends[count++] = i;
			depth++;
		} else if (s[i] == ')' || s[i] == ']') {
			if (depth == 0) {
				if (i)
					ends[count++] = i;
				return count;
			}
			depth--;
		} else if ((unsigned char)s[i] == 0xE2 && i &&
			   ((unsigned char)s[i + 1] == 0x86 ||
			    (unsigned char)s[i + 1] == 0x96)) {
			ends[count++] = i; /* an arrow */
			return count;
		}
	}
	if (count < most && i <= n && i && !is_space(s[i - 1]))
		ends[count++] = i;
	return count;
}

/* May a unit begin with these characters? A digit only as 10^… or 10⁹. */
static bool may_begin_unit(const char *s, size_t n)
{
	if (is_digit(*s))
		return n > 3 && s[0] == '1' && s[1] == '0' &&
		       (strchr("^*(eE~'/9361", s[2]) ||
			(unsigned char)s[2] >= 0x80);
	return is_letter(*s) || strchr("%/*[{", *s) ||
	       (unsigned char)*s >= 0x80;
}

/* "/03/2024" is no unit, and "PG-2" is a name: digits belong to units only
 * as powers of ten or below the line. */
static bool may_be_unit(const char *s, size_t n)
{
	bool letter = false, digit = false, power = false;

	for (size_t i = 0; i < n; i++) {
		letter |= is_letter(s[i]) || s[i] == '%' ||
			  (unsigned char)s[i] >= 0x80;
		digit |= is_digit(s[i]);
		/* "ug/L [10 - 290]": the interval's bracket */
		if (s[i] == '[' && i + 1 < n && is_digit(s[i + 1]))
			return false;
		power |= i + 1 < n && s[i] == '1' && s[i + 1] == '0';
	}
	if (power)
		return true;
	return letter && (!digit || memchr(s, '/', n));
}

/* The code of exactly these bytes, as it was worked out before; "" none. */
static const char *unit_code(struct kb *kb, const char *s, size_t n,
			     char ucum[48])
{
	char buf[48];
	const void *kept;

	if (kb_recall(kb, KB_MEMO_SCANNED_UNIT, s, n, &kept))
		return kept ? strcpy(ucum, kept) : NULL;
	const char *code = unit_normalise(s, n, buf, sizeof buf);
	struct arena *keep = kb_may_keep(kb, KB_MEMO_SCANNED_UNIT, n);
	if (keep)
		kb_keep(kb, KB_MEMO_SCANNED_UNIT, s, n,
			code ? arena_strdup(keep, code) : NULL);
	return code ? strcpy(ucum, code) : NULL;
}

size_t scan_unit(struct kb *kb, const char *s, size_t n, char ucum[48],
		 bool *ret_sure)
{
	size_t ends[8], count;

	if (!n || !may_begin_unit(s, n))
		return 0;
	count = unit_ends(s, n, ends, 8);
	while (count-- > 0) {
		if (!may_be_unit(s, ends[count]) ||
		    !unit_code(kb, s, ends[count], ucum))
			continue;
		*ret_sure = is_sure(ucum, s, ends[count]);
		return ends[count];
	}
	return 0;
}
