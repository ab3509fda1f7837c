/* Grades in Roman numerals: the cleanliness of the vagina, Ⅰ to Ⅳ. */
#include "commands/interpret-report/token.h"

#include "base/num.h"

#include <string.h>

size_t scan_grade(const char *s, size_t n, double *ret)
{
	static const struct {
		const char *text;
		int value;
	} numerals[] = {{"IV", 4},           {"III", 3},
			{"II", 2},           {"I", 1},
			{"\xE2\x85\xA0", 1}, {"\xE2\x85\xA1", 2},
			{"\xE2\x85\xA2", 3}, {"\xE2\x85\xA3", 4}};
	static const char *const marks[] = {"度", "级", "°"};

	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
		size_t k = strlen(numerals[i].text);
		if (k > n || memcmp(s, numerals[i].text, k) != 0)
			continue;
		if (k < n && is_letter(s[k]))
			return 0;
		for (size_t m = 0; m < 3; m++)
			if (strncmp(s + k, marks[m], strlen(marks[m])) == 0)
				k += strlen(marks[m]);
		*ret = numerals[i].value;
		return k;
	}
	return 0;
}

size_t scan_grade_range(const char *s, size_t n, double *low, double *high)
{
	size_t k = scan_grade(s, n, low);
	size_t between = k ? scan_between(s + k, n - k) : 0, m;

	if (!between)
		return 0;
	m = scan_grade(s + k + between, n - k - between, high);
	return m && *low <= *high ? k + between + m : 0;
}

/* The tokens that the grade took in, from i on, become one. */
static void merge(struct tokens *t, size_t i, size_t end, enum token_kind kind)
{
	struct token *k = &t->list.at[i];
	size_t last = i + 1;

	while (last < t->list.n && t->list.at[last].start < end)
		last++;
	k->kind = kind;
	k->end = end;
	k->tight = false;
	k->doubt = 0;
	memmove(k + 1, t->list.at + last,
		(t->list.n - last) * sizeof *t->list.at);
	t->list.n -= last - i - 1;
}

void tokens_take_grades(struct tokens *t)
{
	const char *s = t->v.s;
	bool named = false;

	if (!strstr(s, "清洁") && !strstr(s, "清潔") && !strstr(s, "lean"))
		return;
	for (size_t i = 0; i < t->list.n; i++) {
		struct token *k = &t->list.at[i];
		double low, high;
		size_t left = t->v.n - k->start, n;
		if (k->kind == TOKEN_NAME)
			named = memmem(s + k->start, k->end - k->start, "清洁",
				       6) ||
				memmem(s + k->start, k->end - k->start, "清潔",
				       6) ||
				memmem(s + k->start, k->end - k->start, "lean",
				       4);
		if (!named || k->kind == TOKEN_NAME)
			continue;
		if ((n = scan_grade_range(s + k->start, left, &low, &high))) {
			merge(t, i, k->start + n, TOKEN_RANGE);
			t->list.at[i].number = low;
			t->list.at[i].high = high;
		} else if ((n = scan_grade(s + k->start, left, &low))) {
			merge(t, i, k->start + n, TOKEN_NUMBER);
			t->list.at[i].number = low;
		}
	}
}
