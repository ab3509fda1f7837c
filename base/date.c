#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Howard Hinnant's civil-day algorithms. */
int64_t date_days(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy =
		(153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct date date_civil(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct date){(int)(yoe + era * 400 + (month <= 2)), month,
			     (int)(doy - (153 * mp + 2) / 5 + 1)};
}

bool date_valid(struct date d)
{
	if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 ||
	    d.year < 1 || d.year > 9999)
		return false;
	struct date back = date_civil(date_days(d));
	return back.month == d.month && back.day == d.day;
}

struct date date_add_months(struct date d, int months)
{
	int m = d.year * 12 + d.month - 1 + months;
	struct date r = {m / 12, m % 12 + 1, d.day};

	while (!date_valid(r) && r.day > 28)
		r.day--;
	return r;
}

int date_age_years(struct date birth, struct date day)
{
	int years = day.year - birth.year;

	if (day.month < birth.month ||
	    (day.month == birth.month && day.day < birth.day))
		years--;
	return years;
}

/* A cursor over text; each eat_* advances only when it succeeds. */
struct cursor {
	const char *s;
	size_t n, i;
};

static bool eat(struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	if (c->n - c->i < n || memcmp(c->s + c->i, word, n))
		return false;
	c->i += n;
	return true;
}

static size_t eat_number(struct cursor *c, size_t max_digits, int *ret)
{
	size_t n = 0;
	int value = 0;

	while (n < max_digits && c->i + n < c->n && c->s[c->i + n] >= '0' &&
	       c->s[c->i + n] <= '9')
		value = value * 10 + (c->s[c->i + n++] - '0');
	if (n)
		*ret = value;
	c->i += n;
	return n;
}

static void eat_spaces(struct cursor *c)
{
	while (c->i < c->n && c->s[c->i] == ' ')
		c->i++;
}

static int eat_month_name(struct cursor *c)
{
	static const char *const name[] = {"january", "february", "march",
					   "april",   "may",      "june",
					   "july",    "august",   "september",
					   "october", "november", "december"};

	if (c->i >= c->n || !strchr("jfmasondJFMASOND", c->s[c->i]))
		return 0;
	for (int m = 0; m < 12; m++) {
		size_t full = strlen(name[m]), left = c->n - c->i;
		if (left >= full &&
		    strncasecmp(c->s + c->i, name[m], full) == 0) {
			c->i += full;
			return m + 1;
		}
		if (left >= 3 && strncasecmp(c->s + c->i, name[m], 3) == 0) {
			c->i += 3;
			eat(c, ".");
			return m + 1;
		}
	}
	return 0;
}

static bool plausible(struct date d)
{
	return d.year >= 1850 && d.year <= 2200 && date_valid(d);
}

/* 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105 */
static bool year_first(struct cursor *c, struct date *d)
{
	struct cursor t = *c;

	if (eat_number(&t, 4, &d->year) != 4)
		return false;
	eat_spaces(&t);
	if (eat(&t, "-") || eat(&t, "/") || eat(&t, ".") || eat(&t, "年")) {
		char separator = t.s[t.i - 1];
		eat_spaces(&t);
		if (!eat_number(&t, 2, &d->month))
			return false;
		eat_spaces(&t);
		if (separator == '-' || separator == '/' || separator == '.') {
			if (t.i >= t.n || t.s[t.i] != separator)
				return false;
			t.i++;
		} else if (!eat(&t, "月")) {
			return false;
		}
		eat_spaces(&t);
		if (!eat_number(&t, 2, &d->day))
			return false;
		eat(&t, "日");
	} else if (eat_number(&t, 2, &d->month) != 2 ||
		   eat_number(&t, 2, &d->day) != 2) {
		return false;
	}
	if (!plausible(*d))
		return false;
	*c = t;
	return true;
}

/* 5 Jan 2026, Jan 5, 2026 */
static bool month_named(struct cursor *c, struct date *d)
{
	struct cursor t = *c;

	d->month = eat_month_name(&t);
	if (d->month) {
		eat_spaces(&t);
		if (!eat_number(&t, 2, &d->day))
			return false;
		eat(&t, ",");
		eat_spaces(&t);
	} else {
		if (!eat_number(&t, 2, &d->day))
			return false;
		if (!eat(&t, "-"))
			eat_spaces(&t);
		d->month = eat_month_name(&t);
		if (!d->month)
			return false;
		if (!eat(&t, "-") && !eat(&t, ","))
			eat_spaces(&t);
		eat_spaces(&t);
	}
	if (eat_number(&t, 4, &d->year) != 4 || !plausible(*d))
		return false;
	*c = t;
	return true;
}

/* 13/01/2026, 01/13/2026: the order only when it is settled; with dots, as
 * from Lisbon to Vladivostok, the day is first */
static bool year_last(struct cursor *c, int day_first, struct date *d)
{
	struct cursor t = *c;
	int a, b;

	if (!eat_number(&t, 2, &a) || t.i >= t.n || !strchr("/-.", t.s[t.i]))
		return false;
	char separator = t.s[t.i++];
	if (!eat_number(&t, 2, &b) || t.i >= t.n || t.s[t.i++] != separator ||
	    eat_number(&t, 4, &d->year) != 4)
		return false;
	if (separator == '.' && day_first < 0)
		day_first = 1;
	bool dmy = a > 12 || day_first == 1;
	bool mdy = b > 12 || day_first == 0;
	if (a != b && dmy == mdy)
		return false;
	d->day = dmy ? a : b;
	d->month = dmy ? b : a;
	if (!plausible(*d))
		return false;
	*c = t;
	return true;
}

/* " 8:30:00", "T08:30", "8时30分", "083000"; optional AM/PM */
static bool clock_time(struct cursor *c, int *ret_seconds)
{
	struct cursor t = *c;
	int h, m = 0, s = 0;
	bool packed = t.i < t.n && t.s[t.i] >= '0' && t.s[t.i] <= '9';

	if (!packed && !eat(&t, "T")) {
		size_t before = t.i;
		eat_spaces(&t);
		if (t.i == before)
			return false;
	}
	if (packed) {
		if (eat_number(&t, 2, &h) != 2 || eat_number(&t, 2, &m) != 2)
			return false;
		if (eat_number(&t, 2, &s) == 1)
			return false;
	} else {
		if (!eat_number(&t, 2, &h) ||
		    !(eat(&t, ":") || eat(&t, "：") || eat(&t, "时")))
			return false;
		if (eat_number(&t, 2, &m) == 0)
			m = 0;
		if (eat(&t, ":") || eat(&t, "：") || eat(&t, "分"))
			eat_number(&t, 2, &s);
		eat(&t, "秒");
		struct cursor u = t;
		eat_spaces(&u);
		bool pm = eat(&u, "PM") || eat(&u, "pm");
		if (pm || eat(&u, "AM") || eat(&u, "am")) {
			t = u;
			h = h % 12 + (pm ? 12 : 0);
		}
	}
	if (h > 24 || m > 59 || s > 60)
		return false;
	*ret_seconds = h * 3600 + m * 60 + s;
	*c = t;
	return true;
}

size_t date_parse(const char *s, size_t n, int day_first, int64_t *ret,
		  bool *ret_time)
{
	struct cursor c = {s, n, 0};
	struct date d = {0, 0, 0};
	int seconds = 0;

	if (!n || !strchr("0123456789jfmasondJFMASOND", *s))
		return 0;
	if (!year_first(&c, &d) && !month_named(&c, &d) &&
	    !year_last(&c, day_first, &d))
		return 0;
	bool timed = clock_time(&c, &seconds);
	*ret = date_days(d) * DATE_DAY + seconds;
	if (ret_time)
		*ret_time = timed;
	return c.i;
}

/* Two digits and what follows them; returns past it. */
static char *two_digits(char *p, int n, char behind)
{
	*p++ = (char)('0' + n / 10 % 10);
	*p++ = (char)('0' + n % 10);
	if (behind)
		*p++ = behind;
	return p;
}

const char *date_format(char buf[32], int64_t instant, bool with_time)
{
	int64_t days = instant / DATE_DAY, rest = instant % DATE_DAY;

	if (rest < 0) {
		rest += DATE_DAY;
		days--;
	}
	struct date d = date_civil(days);
	char *p = two_digits(buf, d.year / 100 % 100, '\0');
	p = two_digits(p, d.year % 100, '-');
	p = two_digits(p, d.month, '-');
	p = two_digits(p, d.day, with_time ? 'T' : '\0');
	if (with_time) {
		p = two_digits(p, (int)(rest / 3600), ':');
		p = two_digits(p, (int)(rest / 60 % 60), ':');
		p = two_digits(p, (int)(rest % 60), '\0');
	}
	*p = '\0';
	return buf;
}

bool date_parse_instant(const char *s, int64_t *ret_utc, int *ret_zone)
{
	bool timed = false;
	int64_t local;
	size_t n = strlen(s), i = date_parse(s, n, -1, &local, &timed);
	int zone = 0, h = 0, m = 0;

	if (!i)
		return false;
	if (timed && i < n && s[i] == '.') /* fraction: ignored */
		for (i++; i < n && s[i] >= '0' && s[i] <= '9';)
			i++;
	if (i < n && (s[i] == '+' || s[i] == '-')) {
		struct cursor c = {s, n, i + 1};
		if (eat_number(&c, 2, &h) != 2)
			return false;
		eat(&c, ":");
		eat_number(&c, 2, &m);
		zone = (h * 3600 + m * 60) * (s[i] == '-' ? -1 : 1);
		i = c.i;
	} else if (i < n && s[i] == 'Z') {
		i++;
	}
	if (i != n)
		return false;
	*ret_utc = local - zone;
	*ret_zone = zone;
	return true;
}
