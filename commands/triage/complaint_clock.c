/* Times of day: "昨晚11点", "since 3 pm" → how long ago. */
#include "commands/triage/complaint_private.h"

#include "base/date.h"
#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* What the words before say of the day and its half. */
struct day {
	int back;      /* days ago */
	int afternoon; /* 1 pm, 0 am, -1 not said */
};

static struct day day_of(const struct reading *r, size_t at)
{
	static const struct {
		const char *word;
		int back, afternoon;
	} list[] = {{"前天", 2, -1},     {"昨天", 1, -1}, {"昨晚", 1, 1},
		    {"昨夜", 1, 1},      {"昨日", 1, -1}, {"昨儿", 1, -1},
		    {"今早", 0, 0},      {"今晚", 0, 1},  {"早上", -1, 0},
		    {"上午", -1, 0},     {"凌晨", -1, 0}, {"清晨", -1, 0},
		    {"早晨", -1, 0},     {"下午", -1, 1}, {"晚上", -1, 1},
		    {"傍晚", -1, 1},     {"中午", -1, 1}, {"半夜", -1, 0},
		    {"yesterday", 1, -1}};
	struct day d = {0, -1};
	size_t from = at > 24 ? at - 24 : 0;

	for (size_t i = from; i < at; i++)
		for (size_t k = 0; k < sizeof list / sizeof *list; k++) {
			if (!text_starts(r->s + i, list[k].word) ||
			    i + strlen(list[k].word) > at)
				continue;
			if (list[k].back >= 0)
				d.back = list[k].back;
			if (list[k].afternoon >= 0)
				d.afternoon = list[k].afternoon;
		}
	return d;
}

/* ":30" or "半" after the hour: adds to it. */
static size_t minutes(const char *s, double *hour)
{
	if (*s == ':' && isdigit((unsigned char)s[1]) &&
	    isdigit((unsigned char)s[2])) {
		*hour += ((s[1] - '0') * 10 + (s[2] - '0')) / 60.0;
		return 3;
	}
	return 0;
}

static size_t english_half(const char *s, int *afternoon)
{
	static const struct {
		const char *word;
		int afternoon;
	} list[] = {{"a.m.", 0},
		    {"p.m.", 1},
		    {"am", 0},
		    {"pm", 1},
		    {"o'clock", -1}};
	size_t skip = strspn(s, " ");

	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		size_t n = strlen(list[i].word);
		if (!text_starts(s + skip, list[i].word) ||
		    isalnum((unsigned char)s[skip + n]))
			continue;
		if (list[i].afternoon >= 0)
			*afternoon = list[i].afternoon;
		return skip + n;
	}
	return 0;
}

/* x点, x点半, x点钟, x时; a Chinese numeral only where a time of day is told
 * ("好一点"). */
static size_t chinese_half(const struct reading *r, size_t at, size_t end,
			   const struct day *d, double *hour)
{
	const char *s = r->s + end;
	size_t n = text_starts(s, "点") || text_starts(s, "點") ? 3 : 0;
	bool clock = n && text_starts(s + n, "钟");
	bool numeral = (unsigned char)r->s[at] >= 0x80;

	if (!n || (numeral && !clock && d->afternoon < 0 && !d->back))
		return 0;
	if (clock)
		n += 3;
	if (text_starts(s + n, "半")) {
		*hour += 0.5;
		n += 3;
	} else if (text_starts(s + n, "多")) {
		n += 3;
	}
	return n;
}

size_t complaint_clock(const struct reading *r, size_t at, size_t end, double x,
		       double *ret_hours)
{
	struct day d = day_of(r, at);
	double hour = x;
	size_t n = minutes(r->s + end, &hour);
	size_t half = english_half(r->s + end + n, &d.afternoon);

	if (!(x >= 0 && x <= 24) || isalpha((unsigned char)r->s[at]))
		return 0;
	if (half)
		n += half;
	else if (!n)
		n = chinese_half(r, at, end, &d, &hour);
	else
		return 0; /* 3:1 is a ratio */
	if (!n)
		return 0;
	if (d.afternoon == 1 && hour < 12)
		hour += 12;
	double now =
		(double)(((r->now % DATE_DAY) + DATE_DAY) % DATE_DAY) / 3600;
	double ago = now - hour + 24.0 * d.back;
	while (ago < 0)
		ago += 24;
	*ret_hours = ago > 0 ? ago : 0.1;
	return n;
}
