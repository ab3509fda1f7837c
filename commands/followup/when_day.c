/* Days as people say and write them. */
#include "commands/followup/when.h"

#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static size_t set_day(struct when *w, int64_t day, size_t n)
{
	w->has_day = true;
	w->day = day;
	return n;
}

/* A day and month without a year: of this year, or of the last. */
static size_t set_date(struct when *w, int month, int day, int64_t today,
		       size_t n)
{
	struct date d = {date_civil(today).year, month, day};

	if (date_valid(d) && date_days(d) > today)
		d.year--; /* in December, of a January that is to come */
	return date_valid(d) ? set_day(w, date_days(d), n) : 0;
}

/* 3, 两, 二十 is not said; the bytes, 0: no small number. */
static size_t scan_count(const char *text, int *ret)
{
	static const struct {
		const char *word;
		int n;
	} words[] = {{"一", 1},   {"两", 2},   {"二", 2},    {"三", 3},
		     {"四", 4},   {"五", 5},   {"六", 6},    {"七", 7},
		     {"八", 8},   {"九", 9},   {"十", 10},   {"a ", 1},
		     {"one ", 1}, {"two ", 2}, {"three ", 3}};
	int n = 0;

	if (isdigit((unsigned char)*text) &&
	    sscanf(text, "%3d%n", ret, &n) == 1)
		return (size_t)n;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((n = (int)when_starts(text, words[i].word)) != 0) {
			*ret = words[i].n;
			return (size_t)n;
		}
	return 0;
}

/* 3天前, 两周前, 2 days ago, a week ago. */
static size_t scan_ago(const char *text, int64_t today, struct when *w)
{
	static const struct {
		const char *word;
		int days;
	} units[] = {{"天前", 1},    {"日前", 1},      {"周前", 7},
		     {"星期前", 7},  {"个星期前", 7},  {"days ago", 1},
		     {"day ago", 1}, {"weeks ago", 7}, {"week ago", 7}};
	int count;
	size_t n = scan_count(text, &count);

	if (!n)
		return 0;
	n += strspn(text + n, " ");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t m = when_starts(text + n, units[i].word);
		if (m)
			return set_day(w,
				       today - (int64_t)count * units[i].days,
				       n + m);
	}
	return 0;
}

/* Days back to the weekday: `last`: in the week before (Chinese weeks begin on
 * Monday). */
static size_t scan_weekday_zh(const char *text, int64_t today, struct when *w)
{
	static const char *const names[] = {"一", "二", "三", "四",
					    "五", "六", "日", "天"};
	static const char *const weeks[] = {"周", "星期", "礼拜"};
	bool last = when_starts(text, "上") != 0;
	size_t n = last ? strlen("上")
			: when_starts(text, "本") + when_starts(text, "这"),
	       m = 0;
	/* 1970-01-01 was a Thursday */
	int weekday = (int)(((today + 3) % 7 + 7) % 7);

	n += last ? when_starts(text + n, "个") : 0;
	for (size_t i = 0; i < 3 && !m; i++)
		m = when_starts(text + n, weeks[i]);
	for (size_t i = 0; m && i < 8; i++) {
		size_t k = when_starts(text + n + m, names[i]);
		int day = i < 7 ? (int)i : 6;
		if (!k)
			continue;
		return set_day(w,
			       last ? today - weekday - 7 + day
				    : today - (weekday - day + 7) % 7,
			       n + m + k);
	}
	return 0;
}

/* friday, last Friday: the last one there was. */
static size_t scan_weekday_en(const char *text, int64_t today, struct when *w)
{
	static const char *const names[] = {"monday",   "tuesday", "wednesday",
					    "thursday", "friday",  "saturday",
					    "sunday"};
	size_t last = when_starts(text, "last ");
	int weekday = (int)(((today + 3) % 7 + 7) % 7);

	for (int i = 0; i < 7; i++) {
		size_t n = when_starts(text + last, names[i]);
		/* "sat 96" is a saturation */
		if (!n && last && strncasecmp(text + last, names[i], 3) == 0)
			n = 3;
		if (!n || isalnum((unsigned char)text[last + n]))
			continue;
		int back = (weekday - i + 7) % 7;
		return set_day(w, today - (last && !back ? 7 : back), last + n);
	}
	return 0;
}

static int month_of(const char *text, size_t *ret_n)
{
	static const char *const names[] = {"january", "february", "march",
					    "april",   "may",      "june",
					    "july",    "august",   "september",
					    "october", "november", "december"};

	for (int m = 0; m < 12; m++) {
		size_t n = when_starts(text, names[m]);
		if (!n && strncasecmp(text, names[m], 3) == 0)
			n = 3;
		if (!n || isalpha((unsigned char)text[n]))
			continue;
		*ret_n = n + (text[n] == '.');
		return m + 1;
	}
	return 0;
}

/* 28 Nov, Nov 28, 28th of no year. */
static size_t scan_month_named(const char *text, int64_t today, struct when *w)
{
	size_t n = 0, k;
	int day = 0, used = 0, month = month_of(text, &n);

	if (month) {
		n += strspn(text + n, " ");
		if (!isdigit((unsigned char)text[n]) ||
		    sscanf(text + n, "%2d%n", &day, &used) != 1)
			return 0;
		n += (size_t)used;
	} else {
		if (!isdigit((unsigned char)*text) ||
		    sscanf(text, "%2d%n", &day, &used) != 1)
			return 0;
		n = (size_t)used;
		n += strspn(text + n, " ");
		month = month_of(text + n, &k);
		if (!month)
			return 0;
		n += k;
	}
	if (isdigit((unsigned char)text[n]) || text[n] == '/' || text[n] == '.')
		return 0;
	return set_date(w, month, day, today, n);
}

static size_t scan_month_zh(const char *text, int64_t today, struct when *w)
{
	int month, day, n = 0;

	if (!isdigit((unsigned char)*text) ||
	    sscanf(text, "%2d月%2d%n", &month, &day, &n) != 2 || !n)
		return 0;
	size_t end = (size_t)n + when_starts(text + n, "日") +
		     when_starts(text + n, "号");
	return end == (size_t)n ? 0 : set_date(w, month, day, today, end);
}

/* 2026-11-25, 2026年11月25日 08:20. */
static size_t scan_full(const char *text, struct when *w)
{
	int64_t local;
	bool timed;
	size_t n;

	if (strspn(text, "0123456789") < 4 ||
	    (strncmp(text, "19", 2) != 0 && strncmp(text, "20", 2) != 0))
		return 0;
	n = date_parse(text, strlen(text), -1, &local, &timed);
	if (!n || isdigit((unsigned char)text[n]) || text[n] == '/' ||
	    text[n] == '.')
		return 0;
	if (timed) {
		w->has_clock = true;
		w->hour = (int)(local % DATE_DAY / 3600);
		w->minute = (int)(local % 3600 / 60);
	}
	return set_day(w, local / DATE_DAY, n);
}

size_t when_scan_day(const char *text, int64_t today, struct when *w)
{
	size_t n = scan_full(text, w);

	n = n ? n : scan_ago(text, today, w);
	n = n ? n : scan_weekday_zh(text, today, w);
	n = n ? n : scan_weekday_en(text, today, w);
	n = n ? n : scan_month_zh(text, today, w);
	return n ? n : scan_month_named(text, today, w);
}
