#include "commands/interpret-report/token.h"

#include <string.h>

static bool is_hard(char c, enum cell_style style)
{
	return c == '\t' || c == '|' || (style == CELLS_COMMA && c == ',');
}

bool cells_are_hard(const char *s, size_t n, enum cell_style style)
{
	size_t i = 0;

	while (i < n && is_space(s[i]))
		i++;
	for (; i < n; i++)
		if (is_hard(s[i], style))
			return true;
	return false;
}

/* One ideograph alone between blanks at i: its size, otherwise 0. */
static size_t lone_ideograph(const char *s, size_t n, size_t i)
{
	if (!is_cjk_at(s + i, n - i))
		return 0;
	size_t size = char_size(s + i, n - i), after = i + size;

	return after == n || is_space(s[after]) || strchr(":|(,", s[after])
		       ? size
		       : 0;
}

/* Text set with space between its characters ("血    糖"): where it ends, if
 * the characters together are a name or word; otherwise 0. */
static size_t spaced_word(const struct view *v, size_t from)
{
	size_t i = from, end = 0, count = 0, size;

	while (i < v->n && (size = lone_ideograph(v->s, v->n, i)) > 0) {
		end = i + size;
		count++;
		i = end;
		size_t gap = i;
		while (gap < v->n && v->s[gap] == ' ' && gap - i < 9)
			gap++;
		if (gap == i)
			break;
		i = gap;
	}
	for (; count >= 2; count--) {
		size_t n = v->index[end] - v->index[from];
		const char *f = v->f.s + v->index[from];
		if (term_exact(v->kb, TERM_ANALYTE, f, n).len ||
		    term_exact(v->kb, TERM_WORD, f, n).len)
			return end;
		end -= char_size(v->s + end - 3, 3); /* ideographs: 3 bytes */
		while (end > from && v->s[end - 1] == ' ')
			end--;
	}
	return 0;
}

/* "4.0  -  10.0": a wide gap around the dash of a range is none. */
static bool is_range_gap(const struct view *v, size_t gap, size_t after)
{
	const char *s = v->s;

	if (gap == 0 || after >= v->n || after - gap > 4)
		return false;
	if (is_digit(s[gap - 1]) && strchr("-~", s[after]) &&
	    after + 1 < v->n && s[after + 1] == ' ') {
		size_t k = after + 1;
		while (k < v->n && s[k] == ' ')
			k++;
		return k < v->n && is_digit(s[k]);
	}
	if (!strchr("-~", s[gap - 1]) || !is_digit(s[after]))
		return false;
	size_t k = gap - 1;
	while (k > 0 && s[k - 1] == ' ')
		k--;
	return k > 0 && is_digit(s[k - 1]);
}

size_t cell_next(const struct view *v, size_t from, enum cell_style style,
		 size_t *ret_end, bool *ret_hard)
{
	const char *s = v->s;
	size_t i = from, skip = 0;
	bool quoted = false;

	while (i < v->n && s[i] == ' ')
		i++;
	skip = spaced_word(v, i);
	if (skip)
		i = skip;
	*ret_hard = false;
	for (; i < v->n; i++) {
		if (style == CELLS_COMMA && s[i] == '"')
			quoted = !quoted;
		if (is_hard(s[i], style) && !quoted) {
			*ret_end = i;
			*ret_hard = true;
			return i + 1;
		}
		if (s[i] != ' ' || i + 1 >= v->n || s[i + 1] != ' ')
			continue;
		size_t after = i;
		while (after < v->n && s[after] == ' ')
			after++;
		if (after < v->n && !is_hard(s[after], style) &&
		    !is_range_gap(v, i, after)) {
			*ret_end = i;
			return after;
		}
		i = after - 1;
	}
	*ret_end = v->n;
	return v->n;
}
