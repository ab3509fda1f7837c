/* Dates and times of the sheet: no doses. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

static size_t digits_at(const char *s, size_t n, size_t most)
{
	size_t i = 0;

	while (i < n && i < most && isdigit((unsigned char)s[i]))
		i++;
	return i;
}

/* 8:30, 08:30:00 */
static size_t read_clock(const char *s, size_t n)
{
	size_t i = digits_at(s, n, 2);

	if (!i || n - i < 3 || s[i] != ':' ||
	    digits_at(s + i + 1, n - i - 1, 3) != 2)
		return 0;
	i += 3;
	if (n - i >= 3 && s[i] == ':' &&
	    digits_at(s + i + 1, n - i - 1, 2) == 2)
		i += 3;
	return i < n && isalnum((unsigned char)s[i]) ? 0 : i;
}

/* 2026-11-30, 2026年11月30日, 11/30/2026; short: 11-30. */
static size_t read_date(const char *s, size_t n, bool may_short)
{
	static const char *const between[] = {"-", "/", ".", "年", "月", NULL};
	static const char *const day[] = {"日", NULL};
	size_t i = digits_at(s, n, 4), first = i, parts = 1, m, last = i;

	while (parts < 3 && i && (m = reading_starts(s + i, n - i, between))) {
		last = digits_at(s + i + m, n - i - m, 4);
		if (!last || last == 3)
			return 0;
		i += m + last;
		parts++;
	}
	if (i < n && (isalnum((unsigned char)s[i]) || s[i] == '%'))
		return 0;
	if (parts == 3 && (first == 4 ? last <= 2 : first <= 2 && last == 4))
		return i + reading_starts(s + i, n - i, day);
	/* 11-30 and a blank: whoever asks knows that no dose can stand here */
	return parts == 2 && may_short && first == 2 && last == 2 && i < n &&
			       s[i] == ' '
		       ? i
		       : 0;
}

size_t stamp_read(const char *s, size_t n, bool may_short)
{
	if (!n || !isdigit((unsigned char)*s))
		return 0;
	size_t m = read_date(s, n, may_short);

	return m ? m : read_clock(s, n);
}
