/* Dates of days: shifted, all by the same number of days, so that intervals
 * and ages survive. */
#include "llm/privacy_find.h"

#include "base/date.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A digit, plain or Chinese, at s: its bytes, 0 none. */
static size_t digit_at(const char *s, size_t n, int *ret)
{
	static const char digits[] = "〇零一二三四五六七八九";

	if (n && isdigit((unsigned char)*s)) {
		*ret = *s - '0';
		return 1;
	}
	const char *p = n >= 3 ? memmem(digits, sizeof digits - 1, s, 3) : NULL;
	if (!p || (p - digits) % 3)
		return 0;
	*ret = (int)(p - digits) / 3 - ((p - digits) > 0);
	return 3;
}

/* 二十八, 十一, 28: up to 31. Its bytes; 0: none. */
static size_t small_at(const char *s, size_t n, int *ret)
{
	size_t at = 0, len;
	int d, tens = -1, value = -1;

	while ((len = digit_at(s + at, n - at, &d)) && at < 9) {
		value = value < 0 || tens >= 0 ? d : value * 10 + d;
		at += len;
		if (starts_with(s + at, n - at, "十")) {
			tens = value * 10;
			value = 0;
			at += 3;
		}
	}
	if (!at && starts_with(s, n, "十")) {
		tens = 10;
		value = 0;
		at = 3;
		if ((len = digit_at(s + at, n - at, &d))) {
			value = d;
			at += len;
		}
	}
	*ret = value + (tens > 0 ? tens : 0);
	return *ret >= 1 && *ret <= 31 ? at : 0;
}

static bool days_of(int year, int month, int day, long long *ret_days)
{
	struct date d = {year, month, day};

	if (!date_valid(d))
		return false;
	*ret_days = date_days(d);
	return true;
}

/* 11月28日, 十一月二十八号: its bytes. */
static size_t month_day(const char *s, size_t n, int *ret_month, int *ret_day)
{
	size_t at = small_at(s, n, ret_month), len;

	if (!at || *ret_month > 12 || !starts_with(s + at, n - at, "月"))
		return 0;
	at += 3;
	if (!(len = small_at(s + at, n - at, ret_day)))
		return 0;
	at += len;
	if (starts_with(s + at, n - at, "日") ||
	    starts_with(s + at, n - at, "号"))
		return at + 3;
	return 0;
}

/* 二〇二六年十一月二十八日 */
static size_t chinese_date(const char *s, size_t n, long long *ret_days)
{
	size_t at = 0, len;
	int year = 0, d, month, day;

	for (int k = 0; k < 4; k++, at += len) {
		if (!(len = digit_at(s + at, n - at, &d)))
			return 0;
		year = year * 10 + d;
	}
	if (!starts_with(s + at, n - at, "年") || year < 1890 || year > 2100)
		return 0;
	at += 3;
	len = month_day(s + at, n - at, &month, &day);
	return len && days_of(year, month, day, ret_days) ? at + len : 0;
}

static int month_named(const char *s, size_t n, size_t *ret_len)
{
	static const char *const months[] = {"january", "february", "march",
					     "april",   "may",      "june",
					     "july",    "august",   "september",
					     "october", "november", "december"};

	for (int k = 0; k < 12; k++) {
		size_t full = strlen(months[k]);
		if (n < 3 || strncasecmp(s, months[k], 3) != 0 ||
		    !isupper((unsigned char)*s))
			continue;
		*ret_len = full <= n && strncasecmp(s, months[k], full) == 0
				   ? full
				   : 3;
		if (*ret_len < n && isalpha((unsigned char)s[*ret_len]))
			return 0;
		return k + 1;
	}
	return 0;
}

/* 1st of May 1950, 28 Nov, Nov 28: *ret_year 0 when none stands there. */
static size_t english_date(const char *s, size_t n, int *ret_year,
			   int *ret_month, int *ret_day)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	size_t at = 0, len = 0;

	*ret_year = *ret_day = 0;
	*ret_month = month_named(s, n, &len);
	if (*ret_month) {
		at = len;
		while (at < n && (s[at] == ' ' || s[at] == '.'))
			at++;
	}
	size_t from = at;
	while (at < n && at - from < 3 && isdigit((unsigned char)s[at]))
		*ret_day = *ret_day * 10 + (s[at++] - '0');
	if (at == from || at - from > 2 || *ret_day < 1 || *ret_day > 31)
		return 0;
	for (int k = 0; k < 4; k++)
		if (starts_with(s + at, n - at, endings[k])) {
			at += 2;
			break;
		}
	if (at < n && isalnum((unsigned char)s[at]))
		return 0;
	if (!*ret_month) {
		size_t gap = at;
		while (gap < n && s[gap] == ' ')
			gap++;
		if (starts_with(s + gap, n - gap, "of "))
			gap += 3;
		if (gap == at ||
		    !(*ret_month = month_named(s + gap, n - gap, &len)))
			return 0;
		at = gap + len;
	}
	size_t year = at;
	while (year < n && strchr(" ,.", s[year]))
		year++;
	for (from = year; year < n && isdigit((unsigned char)s[year]); year++)
		*ret_year =
			*ret_year < 10000 ? *ret_year * 10 + s[year] - '0' : 0;
	if (year - from != 4)
		*ret_year = 0;
	return *ret_year ? year : at;
}

/* 12-03-61 behind DOB or born. */
static size_t short_birth(const char *s, size_t n, size_t i,
			  long long *ret_days)
{
	static const char *const cues[] = {"DOB",  "dob",  "d.o.b", "D.O.B",
					   "born", "Born", "birth", "生"};
	size_t from = i > 16 ? i - 16 : 0;
	bool cued = false;
	int d[8];

	for (size_t k = 0; k < sizeof cues / sizeof *cues; k++)
		cued |= memmem(s + from, i - from, cues[k], strlen(cues[k])) !=
			NULL;
	if (!cued || i + 8 > n || !strchr("-/.", s[i + 2]) ||
	    s[i + 5] != s[i + 2])
		return 0;
	for (int k = 0; k < 8; k++) {
		if (k != 2 && k != 5 && !isdigit((unsigned char)s[i + k]))
			return 0;
		d[k] = s[i + k] - '0';
	}
	if (i + 8 < n && isdigit((unsigned char)s[i + 8]))
		return 0;
	int day = d[0] * 10 + d[1], month = d[3] * 10 + d[4];
	if (month > 12) {
		int swap = day;
		day = month;
		month = swap;
	}
	int year = d[6] * 10 + d[7];
	return days_of(year > 26 ? 1900 + year : 2000 + year, month, day,
		       ret_days)
		       ? 8
		       : 0;
}

static bool word_before(const char *s, size_t i)
{
	return i > 0 && (isalnum((unsigned char)s[i - 1]) || s[i - 1] == '.' ||
			 s[i - 1] == '-' || s[i - 1] == '/');
}

size_t find_day(const char *s, size_t n, size_t i, long long today,
		long long *ret_days)
{
	int year = 0, month = 0, day = 0;
	size_t len;

	if (word_before(s, i))
		return 0;
	len = month_day(s + i, n - i, &month, &day);
	if (!len)
		len = english_date(s + i, n - i, &year, &month, &day);
	if (!len || year)
		return 0;
	for (year = date_civil(today).year; year > 1970; year--)
		if (days_of(year, month, day, ret_days) && *ret_days <= today)
			return len;
	return 0;
}

size_t find_old_age(const char *s, size_t n, size_t i)
{
	static const char *const units[] = {
		"岁", "周岁",  "y/o",  "yo", "-year", "year", "yrs",
		"yr", "y old", "-y-o", "M",  "F",     "y",    "高龄"};
	static const char *const before[] = {"年龄", "age",  "aged",
					     "Age",  "Aged", "AGE"};
	size_t at = i, digits;
	int value = 0;

	if (!isdigit((unsigned char)s[i]) || word_before(s, i))
		return 0;
	while (at < n && at - i < 4 && isdigit((unsigned char)s[at]))
		value = value * 10 + (s[at++] - '0');
	digits = at - i;
	if (value < 90 || value > 125)
		return 0;
	while (at < n && s[at] == ' ')
		at++;
	for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
		size_t len = strlen(units[k]);
		if (starts_with(s + at, n - at, units[k]) &&
		    !starts_with(s + at + len, n - at - len, "以上") &&
		    !(isalpha((unsigned char)units[k][len - 1]) &&
		      at + len < n && len < 4 &&
		      isalnum((unsigned char)s[at + len])))
			return digits;
	}
	size_t from = i;
	while (from > 0 && strchr(" :\t", s[from - 1]) && s[from - 1])
		from--;
	if (from >= 3 && starts_with(s + from - 3, 3, "："))
		from -= 3;
	for (size_t k = 0; k < sizeof before / sizeof *before; k++) {
		size_t len = strlen(before[k]);
		if (from >= len &&
		    memcmp(s + from - len, before[k], len) == 0 &&
		    (from == len ||
		     !isalpha((unsigned char)s[from - len - 1])) &&
		    (i + digits >= n || s[i + digits] != '+'))
			return digits;
	}
	return 0;
}

/* As a year in Chinese, with its day as an ordinal, or short. */
static size_t worded_date(const char *s, size_t n, size_t i,
			  long long *ret_days)
{
	int year, month, day;
	size_t len = chinese_date(s + i, n - i, ret_days);

	if (len || word_before(s, i) || (unsigned char)s[i] >= 0x80)
		return len;
	len = english_date(s + i, n - i, &year, &month, &day);
	if (len && year > 1889 && year < 2101 &&
	    days_of(year, month, day, ret_days))
		return len;
	return short_birth(s, n, i, ret_days);
}

static size_t plain_date(const char *s, size_t n, size_t i, long long *ret_days)
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

size_t find_date(const char *s, size_t n, size_t i, long long *ret_days)
{
	size_t len = plain_date(s, n, i, ret_days);

	return len ? len : worded_date(s, n, i, ret_days);
}
