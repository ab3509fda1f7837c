/* How often, with numbers: q8h, 3次/日, 每8小时一次, 2 times a week. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] == ' ')
		i++;
	return i;
}

static size_t blanks_before(const char *s, size_t i)
{
	size_t n = 0;

	while (n < i && s[i - 1 - n] == ' ')
		n++;
	return n;
}

/* The span of time at s in days; bytes, 0 none. */
size_t frequency_span(const char *s, size_t n, double *ret_days)
{
	static const struct {
		const char *word;
		double days;
	} spans[] = {{"小时", 1.0 / 24},
		     {"hours", 1.0 / 24},
		     {"hourly", 1.0 / 24},
		     {"hour", 1.0 / 24},
		     {"hrly", 1.0 / 24},
		     {"hrs", 1.0 / 24},
		     {"hr", 1.0 / 24},
		     {"h", 1.0 / 24},
		     {"分钟", 1.0 / 1440},
		     {"minutes", 1.0 / 1440},
		     {"mins", 1.0 / 1440},
		     {"min", 1.0 / 1440},
		     {"日", 1},
		     {"晚", 1},
		     {"晨", 1},
		     {"天", 1},
		     {"days", 1},
		     {"daily", 1},
		     {"day", 1},
		     {"d", 1},
		     {"周", 7},
		     {"星期", 7},
		     {"weeks", 7},
		     {"weekly", 7},
		     {"week", 7},
		     {"wks", 7},
		     {"wk", 7},
		     {"w", 7},
		     {"个月", 30},
		     {"months", 30},
		     {"mths", 30},
		     {"mth", 30},
		     {"mos", 30},
		     {"month", 30},
		     {"mo", 30},
		     {"月", 30},
		     {"years", 365},
		     {"year", 365},
		     {"年", 365}};

	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		const char *word = spans[i].word;
		if (!n || !word_may_be(word, s, n))
			continue;
		size_t m = strlen(word);
		if (m > n || strncasecmp(s, word, m) != 0)
			continue;
		*ret_days = spans[i].days;
		return m;
	}
	return 0;
}

/* QW(1,3): the days of the week. */
static size_t read_days(const char *s, size_t n, double *per_day)
{
	size_t k = 1, days = 0;

	if (!n || *s != '(')
		return 0;
	while (k < n && (isdigit((unsigned char)s[k]) || s[k] == ',')) {
		days += isdigit((unsigned char)s[k]) != 0;
		k++;
	}
	if (k >= n || s[k] != ')' || !days)
		return 0;
	*per_day = (double)days / 7;
	return k + 1;
}

/* q8h, q12h, q2w, qw(1,3), q4-6h, every 8 hours. */
static size_t read_q(const char *s, size_t n, double *per_day)
{
	static const char *const every[] = {"every ", "each ", NULL};
	static const char *const to[] = {"-", "~", "to ", NULL};
	size_t i = reading_starts(s, n, every);
	double x = 1, longer, days = 0;

	if (!i) {
		if (n < 2 || (s[0] != 'q' && s[0] != 'Q'))
			return 0;
		i = 1;
	}
	if (i + 1 < n && s[i] == ' ' && isdigit((unsigned char)s[i + 1]))
		i++;
	size_t m = i + 2 < n && memcmp(s + i + 1, "/7", 2) == 0 &&
				   isdigit((unsigned char)s[i]) && s[i] != '0'
			   ? 3
			   : 0;
	if (m) { /* every 3/7 */
		*per_day = 1.0 / (s[i] - '0');
		return i + m;
	}
	m = amount_read(s + i, n - i, &x);
	if (!m && (s[i] == 'x' || s[i] == 'X') && i + 1 < n &&
	    (s[i + 1] == 'h' || s[i + 1] == 'H')) {
		*per_day = NUM_NONE; /* "q x h": the number was not filled in */
		return i + 2;
	}
	bool had_number = m > 0 && *s != 'e' && *s != 'E';
	if (!m)
		x = 1;
	i += m;
	i += m ? blanks(s + i, n - i) : 0;
	size_t dash = m ? reading_starts(s + i, n - i, to) : 0;
	/* at its most often */
	if (dash && (m = num_parse(s + i + dash, n - i - dash, &longer)) &&
	    longer > x)
		i += dash + m;
	i += blanks(s + i, n - i);
	if ((i >= n && !had_number) || !(x > 0))
		return 0;
	m = frequency_span(s + i, n - i, &days);
	/* q12: hours, as no other span is left out */
	if (!m && had_number && s[i - 1] == ' ')
		i -= blanks_before(s, i);
	if (!m && had_number &&
	    (x == 4 || x == 6 || x == 8 || x == 12 || x == 24) &&
	    (i >= n || !isalnum((unsigned char)s[i]))) {
		*per_day = 24 / x;
		return i;
	}
	if (!m || (i == 1 && m > 1 && (unsigned char)s[i] >= 0x80))
		return 0;
	/* every five minutes is not kept up all day */
	*per_day = x * days < 0.9 / 24 ? NUM_NONE : 1 / (x * days);
	i += m;
	return i + (m == 1 && days == 7 ? read_days(s + i, n - i, per_day) : 0);
}

/* "3次/日", "2 times a week", "3x/week", "3/日": a number of times in a span.
 * The number has been read. */
static size_t read_times(const char *s, size_t n, double count, double *per_day)
{
	static const char *const times[] = {"次", "times", "time",
					    "x",  "days",  NULL};
	static const char *const each[] = {"/",    "每",    "a ",
					   "per ", "each ", NULL};
	double length = 1, days;
	size_t i = blanks(s, n);
	size_t m = reading_starts(s + i, n - i, times);
	bool bare = !m && n && *s == '/';
	bool of_days = m && (s[i] | 0x20) == 'd';

	if ((!m && !bare) || (bare && count > 12)) /* 75/d is a dose */
		return 0;
	/* "40 x5d" is how long */
	if (m == 1 && i + 1 < n && isdigit((unsigned char)s[i + 1]))
		return 0;
	i = bare ? 0 : i + m;
	i += blanks(s + i, n - i);
	size_t between = reading_starts(s + i, n - i, each);
	if (!between && (unsigned char)*s >= 0x80)
		return 0; /* "3次" alone */
	if (!between && of_days)
		return 0; /* "6 days" alone */
	i += between;
	size_t had = amount_read(s + i, n - i, &length);
	if (!had)
		length = 1;
	if (bare && had)
		return 0; /* 1/2 */
	i += had;
	m = frequency_span(s + i, n - i, &days);
	/* 3/day is said of takings, 3/hr of drops */
	bool day = m == 3 && days == 1;
	if (!m || (bare && (unsigned char)s[i] < 0x80 && m > 1 && !day) ||
	    (i + m < n && isalpha((unsigned char)s[i + m])))
		return 0;
	if (!(count > 0) || !(length > 0))
		return 0;
	*per_day = count / (length * days);
	return i + m;
}

/* "-4", "到4", " to 4" behind a number of times: the higher. */
size_t frequency_up_to(const char *s, size_t n, double *count)
{
	static const char *const to[] = {"-",  "~",    "至",   "到", "或",
					 "、", " to ", " or ", NULL};
	size_t m = reading_starts(s, n, to), more;
	double high;

	if (!m || !(more = amount_read(s + m, n - m, &high)) ||
	    !(high > *count) || high > 24)
		return 0;
	*count = high;
	return m + more;
}

/* 12/12h, 8/8小时: every so many hours. */
static size_t read_every(const char *s, size_t n, double *per_day)
{
	static const char *const hours[] = {"hrs", "hr", "h", "小时", NULL};
	double x, again;
	size_t i = num_parse(s, n, &x), m;

	if (!i || i >= n || s[i] != '/' ||
	    !(m = num_parse(s + i + 1, n - i - 1, &again)) || x != again ||
	    !(x >= 1))
		return 0;
	i += 1 + m;
	if (!(m = reading_starts(s + i, n - i, hours)))
		return 0;
	*per_day = 24 / x;
	return i + m;
}

/* "8-hourly", "6 hrly", "12 weekly", "3-monthly". */
static size_t read_hourly(const char *s, size_t n, double count,
			  double *per_day)
{
	static const struct {
		const char *word;
		double a_day;
	} words[] = {{"hourly", 24},
		     {"hrly", 24},
		     {"weekly", 1.0 / 7},
		     {"monthly", 1.0 / 30}};
	size_t gap = n && (*s == '-' || *s == ' ');

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *const one[] = {words[i].word, NULL};
		size_t m = reading_starts(s + gap, n - gap, one);
		/* "one weekly" is one a week */
		if (!m || !(count > 0) ||
		    (count == 1 && words[i].a_day < 1 && *s != '-'))
			continue;
		*per_day = words[i].a_day / count;
		return gap + m;
	}
	return 0;
}

size_t frequency_pattern(const char *s, size_t n, double *per_day)
{
	unsigned char c = n ? (unsigned char)*s : 0;
	double count;
	size_t len = 0;

	if (c == 'q' || c == 'Q' || c == 'e' || c == 'E')
		len = read_q(s, n, per_day);
	if (len || (!isdigit(c) && c < 0x80 && c != 't' && c != 'T' &&
		    c != 'f' && c != 'F' && c != 'o' && c != 'O'))
		return len;
	size_t m = amount_read(s, n, &count);
	if (m) {
		len = isdigit(c) ? read_every(s, n, per_day) : 0;
		if (len)
			return len;
		m += frequency_up_to(s + m, n - m, &count);
		len = read_times(s + m, n - m, count, per_day);
		if (!len)
			len = read_hourly(s + m, n - m, count, per_day);
		if (len)
			return m + len;
	}
	return c >= 0x80 || isdigit(c) ? frequency_chinese(s, n, per_day) : 0;
}
