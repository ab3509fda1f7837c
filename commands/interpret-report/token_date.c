#include "commands/interpret-report/token_private.h"

#include "base/date.h"

#include <string.h>

/* 8:30, 08:30:00 */
static size_t clock_size(const char *s, size_t n)
{
	size_t i = 0, k = 0;

	while (i < n && is_digit(s[i]))
		i++;
	if (i == 0 || i > 2 || i + 2 >= n || s[i] != ':' ||
	    !is_digit(s[i + 1]) || !is_digit(s[i + 2]))
		return 0;
	k = i + 3;
	if (k + 2 < n && s[k] == ':' && is_digit(s[k + 1]) &&
	    is_digit(s[k + 2]))
		k += 3;
	return k < n && is_digit(s[k]) ? 0 : k;
}

/* 04/13/2022, 1-5-22: a date whose order is not settled. */
static size_t date_shape(const char *s, size_t n)
{
	size_t i = 0, parts = 0;
	char separator = 0;

	while (i < n && parts < 3) {
		size_t start = i;
		while (i < n && is_digit(s[i]))
			i++;
		if (i == start || i - start > 4 || (parts < 2 && i - start > 2))
			return 0;
		parts++;
		if (parts == 3)
			return i - start == 3 ? 0 : i;
		if (i >= n || !strchr("/-", s[i]) ||
		    (separator && s[i] != separator))
			return 0;
		separator = s[i++];
	}
	return 0;
}

bool token_read_date(struct reader *r)
{
	int64_t when = DATE_NONE;
	bool time;
	struct token t;
	size_t n = date_parse(token_rest(r), token_left(r), -1, &when, &time);

	/* eight digits alone are as well a number */
	if (n == 8 && !memchr(token_rest(r), '-', 8) &&
	    !memchr(token_rest(r), '/', 8) && !memchr(token_rest(r), '.', 8))
		n = 0;
	if (!n)
		n = clock_size(token_rest(r), token_left(r));
	if (!n)
		n = date_shape(token_rest(r), token_left(r));
	if (!n || (n < token_left(r) &&
		   (is_digit(token_rest(r)[n]) || token_rest(r)[n] == '.')))
		return false;
	t = token_at(r, TOKEN_DATE, n);
	t.when = when;
	token_push(r, &t);
	return true;
}
