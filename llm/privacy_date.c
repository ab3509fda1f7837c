/* Dates of days: shifted, all by the same number of days, so that intervals
 * and ages survive. */
#include "llm/privacy_find.h"

#include "base/date.h"

#include <ctype.h>

size_t find_date(const char *s, size_t n, size_t i, long long *ret_days)
{
	int64_t instant = 0;
	bool time;

	if (i > 0 && (isalnum((unsigned char)s[i - 1]) || s[i - 1] == '.' ||
		      s[i - 1] == '-' || s[i - 1] == '/'))
		return 0;
	if (!isalnum((unsigned char)s[i]))
		return 0;
	size_t len = 0, rest = n - i < 32 ? n - i : 32;
	for (size_t k = 6; k <= rest; k++) {
		int64_t day;
		/* the clock time stays */
		if (date_parse(s + i, k, 1, &day, &time) == k && !time) {
			instant = day;
			len = k;
		}
	}
	bool compact = len == 8 &&
		       date_parse(s + i, rest, 1, &(int64_t){0}, &time) >= 12;
	if (len < 8 ||
	    (i + len < n && isdigit((unsigned char)s[i + len]) && !compact))
		return 0;
	int64_t days = (instant - (instant % DATE_DAY + DATE_DAY) % DATE_DAY) /
		       DATE_DAY;
	/* 1890 to 2100: other numbers look like dates, too */
	if (days < -29220 || days > 47482)
		return 0;
	*ret_days = days;
	return len;
}
