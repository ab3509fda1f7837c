#include "commands/followup/when.h"

#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum part {
	PART_NONE,
	PART_NIGHT,
	PART_MORNING,
	PART_NOON,
	PART_AFTERNOON,
	PART_EVENING
};

static size_t starts(const char *text, const char *word)
{
	size_t n = strlen(word);

	return strncasecmp(text, word, n) == 0 ? n : 0;
}

/* Longer ones first. */
static size_t scan_word(const char *text, int64_t today, struct when *w)
{
	static const struct {
		const char *word;
		int back; /* days; -1: a part of the day only */
		enum part part;
	} words[] = {
		{"大前天", 3, PART_NONE},     {"前天", 2, PART_NONE},
		{"昨天", 1, PART_NONE},       {"昨日", 1, PART_NONE},
		{"昨晚", 1, PART_EVENING},    {"昨早", 1, PART_MORNING},
		{"今天", 0, PART_NONE},       {"今日", 0, PART_NONE},
		{"今早", 0, PART_MORNING},    {"今晨", 0, PART_MORNING},
		{"今晚", 0, PART_EVENING},    {"yesterday", 1, PART_NONE},
		{"today", 0, PART_NONE},      {"凌晨", -1, PART_NIGHT},
		{"清晨", -1, PART_MORNING},   {"早上", -1, PART_MORNING},
		{"早晨", -1, PART_MORNING},   {"上午", -1, PART_MORNING},
		{"中午", -1, PART_NOON},      {"下午", -1, PART_AFTERNOON},
		{"傍晚", -1, PART_EVENING},   {"晚上", -1, PART_EVENING},
		{"夜里", -1, PART_NIGHT},     {"早", -1, PART_MORNING},
		{"晚", -1, PART_EVENING},     {"morning", -1, PART_MORNING},
		{"evening", -1, PART_EVENING}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = starts(text, words[i].word);
		/* 早餐前 and 晚餐后 are meals */
		if (!n || starts(text + n, "餐") || starts(text + n, "饭") ||
		    isalpha((unsigned char)text[n]))
			continue;
		if (words[i].back >= 0) {
			w->has_day = true;
			w->day = today - words[i].back;
		}
		if (words[i].part)
			w->part = words[i].part;
		return n;
	}
	return 0;
}

/* 3天前, 2 days ago, 11月28日, 上周五. */
static size_t scan_day(const char *text, int64_t today, struct when *w)
{
	static const char *const weekdays[] = {"一", "二", "三", "四",
					       "五", "六", "日", "天"};
	int a, b, n = 0;
	size_t week = starts(text, "上周") + starts(text, "上星期");

	if ((sscanf(text, "%3d天前%n", &a, &n) == 1 && n) ||
	    (sscanf(text, "%3d 天前%n", &a, &n) == 1 && n) ||
	    (sscanf(text, "%3d days ago%n", &a, &n) == 1 && n) ||
	    (sscanf(text, "%3d day ago%n", &a, &n) == 1 && n)) {
		w->has_day = a >= 0;
		w->day = today - a;
		return a >= 0 ? (size_t)n : 0;
	}
	for (size_t i = 0; week && i < 8; i++) {
		size_t m = starts(text + week, weekdays[i]);
		if (!m)
			continue;
		/* 1970-01-01 was a Thursday; weeks begin on Monday */
		int64_t monday = today - ((today + 3) % 7 + 7) % 7;
		w->has_day = true;
		w->day = monday - 7 + (i < 7 ? (int64_t)i : 6);
		return week + m;
	}
	if (sscanf(text, "%2d月%2d%n", &a, &b, &n) != 2 || !n)
		return 0;
	size_t end =
		(size_t)n + starts(text + n, "日") + starts(text + n, "号");
	struct date d = date_civil(today);
	d = (struct date){d.year, a, b};
	if (end == (size_t)n || !date_valid(d))
		return 0;
	if (date_days(d) > today)
		d.year--; /* in December, of a January that is to come */
	if (!date_valid(d))
		return 0;
	w->has_day = true;
	w->day = date_days(d);
	return end;
}

/* 7:30, 7点, 7点半, 19点30分, 8时. */
static size_t scan_clock(const char *text, struct when *w)
{
	int hour, minute = 0, n = 0;

	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &n) == 2 && n > 0 &&
	    !isdigit((unsigned char)text[n]) && text[n] != '/') {
		/* as it is */
	} else if (sscanf(text, "%2d%n", &hour, &n) == 1 && n > 0 &&
		   (starts(text + n, "点") || starts(text + n, "时"))) {
		size_t m = (size_t)n + strlen("点");
		int k = 0;
		minute = 0;
		if (starts(text + m, "半")) {
			minute = 30;
			m += strlen("半");
		} else if (sscanf(text + m, "%2d%n", &minute, &k) == 1) {
			m += (size_t)k + starts(text + m + k, "分");
		}
		n = (int)m;
	} else {
		return 0;
	}
	if (!isdigit((unsigned char)*text) || hour > 23 || minute < 0 ||
	    minute > 59 || hour < 0)
		return 0;
	w->has_clock = true;
	w->hour = hour;
	w->minute = minute;
	return (size_t)n;
}

size_t when_scan(const char *text, int64_t today, struct when *w)
{
	size_t n = 0;

	for (;;) {
		size_t space = n + strspn(text + n, " ");
		size_t m = scan_day(text + space, today, w);
		m = m ? m : scan_word(text + space, today, w);
		m = m ? m : scan_clock(text + space, w);
		if (!m)
			return n;
		n = space + m;
	}
}

bool when_settle(const struct when *w, int64_t today, int64_t *ret_local,
		 bool *ret_timed)
{
	int hour = w->hour;

	if (!w->has_day && !w->has_clock && !w->part)
		return false;
	if (w->has_clock && hour < 12 &&
	    (w->part == PART_AFTERNOON || w->part == PART_EVENING ||
	     (w->part == PART_NOON && hour < 3)))
		hour += 12;
	if (w->has_clock && w->part == PART_NIGHT && hour == 12)
		hour = 0;
	if (w->has_clock && w->part == PART_MORNING && hour > 12)
		return false;
	*ret_timed = w->has_clock;
	*ret_local = (w->has_day ? w->day : today) * DATE_DAY +
		     (w->has_clock ? hour * 3600 + w->minute * 60 : 0);
	return true;
}

bool when_parse(const char *text, int64_t today, int64_t *ret_local,
		bool *ret_timed)
{
	struct when w = {0};
	struct date d = date_civil(today);
	size_t n = date_parse(text, strlen(text), -1, ret_local, ret_timed);
	int month, day, end = 0;

	if (n)
		return !text[n];
	n = when_scan(text, today, &w);
	if (n)
		return !text[n] && when_settle(&w, today, ret_local, ret_timed);
	/* 11-28: of this year, or of the last */
	if (sscanf(text, "%2d-%2d%n", &month, &day, &end) != 2 || text[end])
		return false;
	d = (struct date){d.year, month, day};
	if (date_valid(d) && date_days(d) > today)
		d.year--;
	if (!date_valid(d))
		return false;
	*ret_local = date_days(d) * DATE_DAY;
	*ret_timed = false;
	return true;
}
