#include "commands/interpret-report/name_private.h"

#include <string.h>

/* "(2h)", "(餐后60min)": a time in brackets is part of what is measured. */
static bool is_timing(const char *s, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (is_digit(s[i]) && (strchr("hHmM'", s[i + 1]) ||
				       is_cjk_at(s + i + 1, n - i - 1)))
			return true;
	return false;
}

static bool is_short_latin(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return n <= 14;
}

/* A word in small letters that no list knows: it may say what is measured, as
 * a maker's name or an abbreviation in capitals does not. */
static bool is_plain_word(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < 'a' || s[i] > 'z')
			return false;
	return n > 2;
}

/* A word in a bracket that makes another analyte of the name; NULL none. */
struct part {
	const char *words, *part;
};

/* What a bracket says; the names in it, if it is one, into *other. */
static void read_bracket(struct kb *kb, const char *s, size_t n,
			 struct arena *a, struct name_match *m,
			 struct name_match *other, struct part *says)
{
	struct view v = view_make(kb, s, n, a);
	char ucum[48];
	bool sure;

	if (n == 0)
		return;
	const struct word *part = view_word_exact(&v, 0, n, "fraction");
	if (part) {
		says->part = part->means;
		says->words = arena_strndup(a, s, n);
	}
	if (name_is_companion(&v, 0, n, m))
		return;
	/* "Positive (A)", "Lipoprotein(a)": one letter names nothing there */
	struct term_match t =
		n > 1 ? view_name_exact(&v, 0, n) : (struct term_match){0};
	if (t.len) {
		name_take(other, t);
		return;
	}
	if (scan_unit(kb, s, n, ucum, &sure) == n && sure) {
		m->unit = arena_strndup(a, s, n);
		return;
	}
	if (n >= 3 && memcmp(s + n - 3, "\xE6\xB3\x95", 3) == 0) /* 法 */
		return;
	if (!part &&
	    (is_timing(s, n) || !is_short_latin(s, n) || is_plain_word(s, n)))
		m->doubt |= DOUBT_NAME;
}

static bool is_exact(struct kb *kb, const char *s, struct arena *a)
{
	struct view v = view_make(kb, s, strlen(s), a);

	return view_name_exact(&v, 0, v.n).len > 0;
}

/* "Calcium (Ionized)", "S. Bilirubin (Direct)": with the word in its place it
 * may be another analyte's name. Sets *m; without such a name the word leaves
 * it unsure, unless it is the whole or may be a method. */
static void settle_part(struct kb *kb, const char *s, size_t n,
			const struct part *says, struct arena *a,
			struct name_match *m)
{
	for (int behind = 0; behind < 2; behind++) {
		const char *whole =
			behind ? arena_printf(a, "%.*s %s", (int)n, s,
					      says->words)
			       : arena_printf(a, "%s %.*s", says->words, (int)n,
					      s);
		struct name_match found = *m, same = *m;
		found.n = found.n_exact = 0;
		/* the same analyte again: the word was taken for a method */
		if (name_match_bare(kb, whole, strlen(whole), false, a,
				    &found) &&
		    !(found.doubt & DOUBT_NAME) &&
		    (is_exact(kb, whole, a) ||
		     !name_intersect(&same, &found))) {
			*m = found;
			return;
		}
	}
	if (strcmp(says->part, "part") == 0)
		m->doubt |= DOUBT_NAME;
}

/* Cut the first bracket out of s (length *n) after noting what it says. */
static bool cut_bracket(struct kb *kb, char *s, size_t *n, struct arena *a,
			struct name_match *m, struct name_match *other,
			struct part *says)
{
	size_t open = 0, close, depth = 0;

	while (open < *n && s[open] != '(' && s[open] != '[')
		open++;
	if (open == *n)
		return false;
	for (close = open; close < *n; close++) {
		depth += s[close] == '(' || s[close] == '[';
		if ((s[close] == ')' || s[close] == ']') && --depth == 0)
			break;
	}
	size_t from = open + 1, to = close;
	while (from < to && is_space(s[from]))
		from++;
	while (to > from && is_space(s[to - 1]))
		to--;
	read_bracket(kb, s + from, to - from, a, m, other, says);
	close += close < *n;
	s[open] = ' ';
	memmove(s + open + 1, s + close, *n - close);
	*n = open + 1 + (*n - close);
	return true;
}

bool name_match_brackets(struct kb *kb, const char *s, size_t n, bool near,
			 struct arena *a, struct name_match *ret)
{
	char *copy = arena_strndup(a, s, n);
	struct name_match other = {.n = 0};
	struct part says = {NULL, NULL};

	for (int i = 0; i < 4; i++)
		if (!cut_bracket(kb, copy, &n, a, ret, &other, &says))
			break;
	size_t lead = name_lead(copy, n);
	copy += lead;
	n = name_trim(copy, n - lead);
	struct name_match main = *ret;
	bool found = n > 0 &&
		     name_match_bare(kb, copy, n, near && !other.n, a, &main);
	if (found && says.words && !other.n)
		settle_part(kb, copy, n, &says, a, &main);
	if (found && other.n && !name_intersect(&main, &other))
		main.doubt |= DOUBT_NAME;
	if (!found && other.n) { /* only the bracket is known */
		memcpy(main.ids, other.ids, sizeof main.ids);
		main.n = other.n;
		if (n > 0)
			main.doubt |= DOUBT_NAME;
		found = true;
	}
	*ret = main;
	return found;
}
