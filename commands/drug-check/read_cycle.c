/* Days of a cycle: "d1-14 q3w", "第1、8天 每21天". */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static size_t day_number(const char *s, size_t n, unsigned *ret)
{
	size_t i = n && (*s | 0x20) == 'd', digits = i;

	*ret = 0;
	while (digits < n && digits < i + 2 &&
	       isdigit((unsigned char)s[digits]))
		*ret = *ret * 10 + (unsigned)(s[digits++] - '0');
	return digits > i && *ret ? digits : 0;
}

/* " of 21", "/28": how long the cycle is; bytes. */
static size_t of_days(const char *s, size_t n)
{
	static const char *const of[] = {" of a ", " of ", "/", NULL};
	static const char *const behind[] = {"-day cycle", " day cycle", "-day",
					     " days",      "天",         NULL};
	size_t m = reading_starts(s, n, of), i = m;

	while (m && i < n && isdigit((unsigned char)s[i]))
		i++;
	return i > m ? i + reading_starts(s + i, n - i, behind) : 0;
}

size_t reading_cycle_days(struct reading *r)
{
	static const char *const marks[] = {",", "、", "/", "和", NULL};
	static const char *const until[] = {"-", "~", "至", NULL};
	static const char *const day[] = {"天", "日", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, mark;
	static const char *const begin[] = {"第", "days ", "day ", NULL};
	size_t begun = reading_starts(s, left, begin), i = begun;
	unsigned x, first = 0, count = 0;
	bool range = false;

	if (!begun &&
	    (!left || (*s | 0x20) != 'd' || !reading_boundary(r, r->at)))
		return 0;
	while ((m = day_number(s + i, left - i, &x))) {
		i += m;
		first = first ? first : x;
		count++;
		if ((mark = reading_starts(s + i, left - i, until)) &&
		    (m = day_number(s + i + mark, left - i - mark, &x)) &&
		    x > first) {
			range = true;
			i += mark + m;
			break;
		}
		mark = reading_starts(s + i, left - i, marks);
		if (!mark || !day_number(s + i + mark, left - i - mark, &x))
			break;
		i += mark;
	}
	if (!count || (i < left && isalnum((unsigned char)s[i])))
		return 0;
	bool han = begun == 3;
	m = han ? reading_starts(s + i, left - i, day) : 0;
	/* 第3天起, "d1: 5 mg" are steps; one day alone is read elsewhere */
	if ((han && !m) || (count == 1 && !range) || (r->changes && !range) ||
	    (begun > 3 && !range))
		return 0;
	i += m;
	i += of_days(s + i, left - i);
	if (range)
		r->range = true;
	else
		r->of_cycle = count;
	return i;
}

/* "d1,8 q21d": two a cycle. */
void reading_choose_cycle(struct reading *r)
{
	if (r->of_cycle > 1 && r->o->per_day < 1.0 / 6)
		r->o->per_day *= r->of_cycle;
}
