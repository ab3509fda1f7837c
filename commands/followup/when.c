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

size_t when_starts(const char *text, const char *word)
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
	} words[] = {{"大前天", 3, PART_NONE},
		     {"前天", 2, PART_NONE},
		     {"昨天", 1, PART_NONE},
		     {"昨日", 1, PART_NONE},
		     {"昨晚", 1, PART_EVENING},
		     {"昨早", 1, PART_MORNING},
		     {"昨夜", 1, PART_EVENING},
		     {"晨起", -1, PART_MORNING},
		     {"起床后", -1, PART_MORNING},
		     {"今天", 0, PART_NONE},
		     {"今日", 0, PART_NONE},
		     {"今早", 0, PART_MORNING},
		     {"今晨", 0, PART_MORNING},
		     {"今晚", 0, PART_EVENING},
		     {"yesterday", 1, PART_NONE},
		     {"today", 0, PART_NONE},
		     {"last night", 1, PART_EVENING},
		     {"this morning", 0, PART_MORNING},
		     {"this afternoon", 0, PART_AFTERNOON},
		     {"this evening", 0, PART_EVENING},
		     {"tonight", 0, PART_EVENING},
		     {"凌晨", -1, PART_NIGHT},
		     {"清晨", -1, PART_MORNING},
		     {"早上", -1, PART_MORNING},
		     {"早晨", -1, PART_MORNING},
		     {"上午", -1, PART_MORNING},
		     {"中午", -1, PART_NOON},
		     {"下午", -1, PART_AFTERNOON},
		     {"傍晚", -1, PART_EVENING},
		     {"晚上", -1, PART_EVENING},
		     {"夜里", -1, PART_NIGHT},
		     {"早", -1, PART_MORNING},
		     {"晚", -1, PART_EVENING},
		     {"morning", -1, PART_MORNING},
		     {"evening", -1, PART_EVENING},
		     {"afternoon", -1, PART_AFTERNOON}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = when_starts(text, words[i].word);
		/* 早餐前 and 晚餐后 are meals */
		if (!n || when_starts(text + n, "餐") ||
		    when_starts(text + n, "饭") ||
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

/* "am", "p.m." behind a clock → whether there is one; 12 am is midnight. */
static size_t scan_half(const char *text, int *hour)
{
	size_t skip = strspn(text, " ");
	bool pm = strncasecmp(text + skip, "p", 1) == 0;

	if (!pm && strncasecmp(text + skip, "a", 1) != 0)
		return 0;
	size_t n = skip + 1;
	n += text[n] == '.';
	if (strncasecmp(text + n, "m", 1) != 0)
		return 0;
	n++;
	n += text[n] == '.';
	if (isalnum((unsigned char)text[n]) || *hour < 1 || *hour > 12)
		return 0;
	*hour = *hour % 12 + (pm ? 12 : 0);
	return n;
}

/* The minutes behind 点: 半, 一刻, 30分. */
static size_t scan_minutes(const char *text, int *minute)
{
	int k = 0;
	size_t n;

	*minute = 0;
	if ((n = when_starts(text, "半")) != 0)
		*minute = 30;
	else if ((n = when_starts(text, "一刻")) != 0)
		*minute = 15;
	else if ((n = when_starts(text, "三刻")) != 0)
		*minute = 45;
	else if (sscanf(text, "%2d%n", minute, &k) == 1)
		n = (size_t)k + when_starts(text + k, "分");
	return n;
}

/* 7:30, 7点, 7点半, 19点30分, 8时, 7:30am, 9 pm. */
static size_t scan_clock(const char *text, struct when *w)
{
	int hour, minute = 0, n = 0;
	size_t half;

	if (!isdigit((unsigned char)*text))
		return 0;
	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &n) == 2 && n > 0 &&
	    !isdigit((unsigned char)text[n]) && text[n] != '/') {
		n += (int)scan_half(text + n, &hour);
	} else if (sscanf(text, "%2d%n", &hour, &n) == 1 && n > 0 &&
		   (when_starts(text + n, "点") ||
		    when_starts(text + n, "时"))) {
		size_t m = (size_t)n + strlen("点");
		n = (int)(m + scan_minutes(text + m, &minute));
	} else if (n > 0 && (half = scan_half(text + n, &hour)) != 0) {
		minute = 0;
		n += (int)half;
	} else {
		return 0;
	}
	if (hour > 23 || minute < 0 || minute > 59 || hour < 0)
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
		size_t m = when_scan_day(text + space, today, w);
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
