/* "李某某 女 71岁", "J. Smith  M/71Y": a header line without labels. Sex and
 * age side by side tell it. */
#include "commands/interpret-report/identity.h"

#include <string.h>

enum { WORDS_MAX = 8, LINE_MAX_BYTES = 90 };

struct word_span {
	size_t start, end;
};

static bool is_separator(char c)
{
	return c == ' ' || c == '\t' || c == ',' || c == ';' || c == '|' ||
	       c == '/';
}

/* The words of the line; -1: too many for such a line. */
static int split(const struct view *v, struct word_span *ret)
{
	int n = 0;

	for (size_t i = 0; i < v->n;) {
		if (is_separator(v->s[i])) {
			i++;
			continue;
		}
		if (n == WORDS_MAX)
			return -1;
		ret[n].start = i;
		while (i < v->n && !is_separator(v->s[i]))
			i++;
		ret[n++].end = i;
	}
	return n;
}

/* "71岁", "71Y", "8个月", "71 yrs" at word i; the words it takes, 0 none. */
static int age_words(const struct view *v, const struct word_span *w, int n,
		     int i, struct arena *a, const char **ret)
{
	struct age age;

	if (i < 0 || i >= n || !is_digit(v->s[w[i].start]))
		return 0;
	for (int k = 1; k <= 2 && i + k <= n; k++) {
		size_t end = w[i + k - 1].end;
		if (is_digit(v->s[end - 1]))
			continue; /* an age says its unit */
		*ret = identity_trim(a, v->s + w[i].start, end - w[i].start);
		if (*ret && age_parse(*ret, &age))
			return k;
	}
	return 0;
}

/* What stands before sex and age is the name, when it looks like one, or the
 * title of the table: "血常规 男 71岁". */
static void take_name(const struct view *v, const struct word_span *w, int n,
		      struct arena *a, struct identity *id)
{
	const struct word *label;
	int first = n > 0 && view_word_exact(v, w[0].start, w[0].end, "label");

	if (n - first < 1 || n - first > 4)
		return;
	size_t start = w[first].start, end = w[n - 1].end;
	for (size_t i = start; i < end; i++)
		if (is_digit(v->s[i]) ||
		    (strchr(":()[]%", v->s[i]) && v->s[i] != '\0'))
			return;
	if (view_word(v, start, end, "label", &label))
		return;
	bool panel = view_word_exact(v, start, end, "panel");
	identity_value(v->kb, panel ? "panel" : "name",
		       identity_trim(a, v->s + start, end - start), a, id);
}

bool identity_read_bare(const struct view *v, struct arena *a,
			struct identity *id)
{
	struct word_span w[WORDS_MAX];
	const char *age = NULL;
	int n = v->n <= LINE_MAX_BYTES ? split(v, w) : -1;

	for (int i = 0; i < n; i++) {
		if (!view_word_exact(v, w[i].start, w[i].end, "sex"))
			continue;
		int first = i, used = age_words(v, w, n, i + 1, a, &age);
		for (int k = 2; !used && k > 0; k--) {
			used = age_words(v, w, i, i - k, a, &age);
			used = used == k ? used : 0;
			first = used ? i - k : i;
		}
		if (!used)
			continue;
		identity_value(v->kb, "sex",
			       identity_trim(a, v->s + w[i].start,
					     w[i].end - w[i].start),
			       a, id);
		identity_value(v->kb, "age", age, a, id);
		take_name(v, w, first, a, id);
		return true;
	}
	return false;
}
