/* Times of the clock: when, and so how often. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <string.h>

size_t clock_read(const char *s, size_t n)
{
	static const char *const halves[] = {"am", "pm", "a.m.", "p.m.", NULL};
	static const char *const words[] = {"noon", "midday", "midnight",
					    "bedtime", NULL};
	double hour;
	size_t word = reading_starts(s, n, words);

	if (word)
		return word < n && isalpha((unsigned char)s[word]) ? 0 : word;
	size_t i = n && isdigit((unsigned char)*s) ? num_parse(s, n, &hour) : 0;

	if (!i || i > 2 || !(hour <= 24))
		return 0;
	static const char *const hours[] = {"点半", "点", NULL};
	size_t hour_word = reading_starts(s + i, n - i, hours);
	if (hour_word)
		return i + hour_word;
	bool minutes = i + 2 < n && s[i] == ':' &&
		       (s[i + 1] == '0' || s[i + 1] == '3') && s[i + 2] == '0';
	i += minutes ? 3 : 0;
	size_t gap = i < n && s[i] == ' ';
	size_t half = reading_starts(s + i + gap, n - i - gap, halves);
	if (half)
		i += gap + half;
	else if (!minutes)
		return 0;
	return i < n && (isalnum((unsigned char)s[i]) || s[i] == ':') ? 0 : i;
}

/* "at 8am, 12pm and 8pm", "22:00": when, and so how often. A date and a time
 * are of the sheet. */
size_t reading_clocks(struct reading *r)
{
	static const char *const before[] = {"at ",  "@ ",   "@",    "早上",
					     "上午", "下午", "晚上", "早",
					     "晚",   "每日", "每晚", NULL};
	static const char *const marks[] = {", and ", " and ", ", ", ",", "、",
					    " & ",    "/",     " ",  NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = reading_starts(s, left, before), m,
	       end = 0, count = 0, back = r->at;

	while (back && r->s[back - 1] == ' ')
		back--;
	if (!i && back && isdigit((unsigned char)r->s[back - 1]))
		return 0;
	while ((m = clock_read(s + i, left - i))) {
		count++;
		end = i += m;
		i += reading_starts(s + i, left - i, marks);
	}
	if (end)
		r->clocks += count;
	return end;
}
