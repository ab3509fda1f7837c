/* Times of the day by name, one or several in a row: "mane and midi", "at
 * breakfast, lunch and dinner": so many takings. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

/* "in the", "with": bytes before a time. */
static size_t lead(const char *s, size_t n)
{
	static const char *const words[] = {
		"in the ", "at ",    "with ", "before ", "after ",
		"each ",   "every ", "in ",   "the ",    "w/ ",
		"q ",      "ac ",    "pc ",   "your ",   NULL};
	size_t i = 0, m;

	while ((m = reading_starts(s + i, n - i, words)))
		i += m;
	return i;
}

/* One time, or the three of meals; bytes, 0 none. */
static size_t time_at(const char *s, size_t n, size_t *count)
{
	static const char *const meals[] = {"each meal", "every meal", "meals",
					    NULL};
	static const char *const times[] = {
		"mane",      "midi",       "nocte",     "morning",
		"noon",      "midday",     "mid-day",   "evening",
		"night",     "bedtime",    "breakfast", "lunch",
		"lunchtime", "lunch time", "dinner",    "supper",
		"teatime",   "tea time",   "tea",       "afternoon",
		"am",        "pm",         "qam",       "qpm",
		"qhs",       "hs",         "bed",       "evening meal",
		NULL};

	size_t all = reading_starts(s, n, meals);
	if (all) {
		*count += 3;
		return all;
	}
	for (int i = 0; times[i]; i++) {
		const char *const one[] = {times[i], NULL};
		size_t m = reading_starts(s, n, one);
		if (!m || (m < n && isalpha((unsigned char)s[m])))
			continue;
		++*count;
		return m;
	}
	return 0;
}

size_t frequency_times(const char *s, size_t n, double *per_day)
{
	static const char *const marks[] = {", and ", " and ", " & ", ", ",
					    " + ",    ",",     "&",   "+",
					    "/",      NULL};
	size_t i = lead(s, n), m, end = 0, count = 0, names = 0;

	while ((m = time_at(s + i, n - i, &count))) {
		names++;
		end = i += m;
		if (!(m = reading_starts(s + i, n - i, marks)))
			break;
		i += m;
		i += lead(s + i, n - i);
	}
	if (names < 2 || count > 5)
		return 0;
	*per_day = (double)count;
	return end;
}
