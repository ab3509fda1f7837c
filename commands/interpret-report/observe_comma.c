/* Decimal commas. In a report whose numbers have commas and never a point,
 * "11,8" is 11.8 and nothing misread, and "1,015" is no thousand. */
#include "commands/interpret-report/observe_private.h"

#include "commands/interpret-report/scan.h"

#include <string.h>

struct marks {
	size_t commas, points;
};

/* Marks between digits: those before one or two last digits are decimal. */
static void count_marks(const char *s, struct marks *m)
{
	for (size_t i = 1; s && s[0] && s[i]; i++) {
		if (!is_digit(s[i - 1]) || !is_digit(s[i + 1]))
			continue;
		size_t digits = strspn(s + i + 1, "0123456789");
		m->points += s[i] == '.';
		m->commas += s[i] == ',' && digits < 3;
	}
}

bool observe_uses_commas(const struct report *r)
{
	struct marks m = {0, 0};

	for (size_t i = 0; i < r->rows.n && !m.points; i++) {
		count_marks(r->rows.at[i].value, &m);
		count_marks(r->rows.at[i].range, &m);
	}
	return m.commas > 2 && !m.points;
}

/* s with points for its commas between digits; s itself when it has none. */
static const char *with_points(const char *s, struct arena *a, bool *any)
{
	char *copy = NULL;

	for (size_t i = 1; s && s[0] && s[i]; i++) {
		if (s[i] != ',' || !is_digit(s[i - 1]) || !is_digit(s[i + 1]))
			continue;
		if (!copy)
			copy = arena_strdup(a, s);
		copy[i] = '.';
	}
	*any |= copy != NULL;
	return copy ? copy : s;
}

void observe_points(struct report *r)
{
	for (size_t i = 0; i < r->rows.n; i++) {
		struct raw_row *raw = &r->rows.at[i];
		bool any = false;
		raw->value = with_points(raw->value, r->arena, &any);
		raw->range = with_points(raw->range, r->arena, &any);
		raw->previous = with_points(raw->previous, r->arena, &any);
		if (any)
			raw->doubt &= ~(unsigned)DOUBT_DIGITS;
	}
}
