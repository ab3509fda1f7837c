/* The clocks of an export: order of day and month, zones, summer time. */
#include "commands/followup/import.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ORDERS = 3, LONGEST = 60, TIDY = 160 };

/* 18/11/26: a year of two digits, at either end. */
static bool short_year(const char *s)
{
	size_t a = strspn(s, "0123456789");
	size_t b, c;

	if (a < 1 || a > 2 || !s[a] || !strchr("/.", s[a]))
		return false;
	b = strspn(s + a + 1, "0123456789");
	if (b < 1 || b > 2 || s[a + 1 + b] != s[a])
		return false;
	c = strspn(s + a + b + 2, "0123456789");
	return c == 2;
}

/* Words for the half of the day that stand before the clock, or with dots. */
static const char *take_half(char *buf)
{
	static const struct {
		const char *word, *half;
	} words[] = {{"上午", " AM"}, {"下午", " PM"},  {"凌晨", " AM"},
		     {"中午", " PM"}, {"晚上", " PM"},  {"a.m.", " AM"},
		     {"p.m.", " PM"}, {"a. m.", " AM"}, {"p. m.", " PM"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char *at = strstr(buf, words[i].word);
		size_t n = strlen(words[i].word);
		if (!at)
			continue;
		if (at > buf && at[-1] == ' ' && at[n] == ' ')
			n++; /* one space is enough */
		else if (at > buf && at[-1] != ' ' && at[n] != ' ' && at[n])
			*at++ = ' ', n--;
		memmove(at, at + n, strlen(at + n) + 1);
		return words[i].half;
	}
	return "";
}

/* A time as date_parse reads it; when itself where there is nothing to tidy. */
static const char *tidy(const char *when, int order, char buf[TIDY])
{
	char rest[LONGEST + 16];
	const char *half;
	bool is_short = short_year(when);

	if (strlen(when) > LONGEST)
		return when;
	snprintf(buf, TIDY, "%s", when);
	half = take_half(buf);
	if (!*half && !is_short)
		return when;
	for (size_t n = strlen(buf); n && buf[n - 1] == ' ';)
		buf[--n] = '\0';
	snprintf(rest, sizeof rest, "%.*s%s", LONGEST + 4, buf, half);
	if (!is_short) {
		snprintf(buf, TIDY, "%s", rest);
		return buf;
	}
	size_t year = 0; /* where it begins */
	for (int slashes = 0; order != 2 && slashes < 2; year++)
		slashes += rest[year] == '/' || rest[year] == '.';
	snprintf(buf, TIDY, "%.*s20%s", (int)year, rest, rest + year);
	return buf;
}

/* The place behind a time: "2026-11-18 08:05 [Europe/Berlin]"; NULL: none. */
static const char *place_of(const char *when)
{
	const char *mark = strstr(when, " [");

	return mark && mark - when <= LONGEST ? mark : NULL;
}

static size_t parse(const char *when, int order, int64_t *ret, bool *ret_timed,
		    char buf[TIDY], const char **ret_text)
{
	const char *place = place_of(when);
	char alone[LONGEST + 1];

	if (place) {
		snprintf(alone, sizeof alone, "%.*s", (int)(place - when),
			 when);
		snprintf(buf, TIDY, "%s", tidy(alone, order, buf));
	}
	const char *text = place ? buf : tidy(when, order, buf);

	*ret_text = text;
	return date_parse(text, strlen(text), order, ret, ret_timed);
}

bool import_date_order(const struct import *in, int64_t today, int *ret)
{
	bool possible[ORDERS] = {true, true, false}, needed = false;
	bool any_short = false;
	char buf[TIDY];
	const char *text;
	int64_t t;

	for (size_t i = 0; i < in->rows.n; i++)
		any_short |= short_year(in->rows.at[i].when);
	possible[2] = any_short;
	for (size_t i = 0; i < in->rows.n; i++) {
		const char *when = in->rows.at[i].when;
		bool reads[ORDERS], one = false;
		for (int order = 0; order < ORDERS; order++) {
			reads[order] =
				parse(when, order, &t, NULL, buf, &text) &&
				t / DATE_DAY <= today + 1;
			one |= reads[order];
		}
		if (!one)
			continue; /* no date at all: left out later */
		for (int order = 0; order < ORDERS; order++)
			possible[order] &= reads[order];
		needed |= short_year(when) ||
			  !parse(when, -1, &t, NULL, buf, &text);
	}
	*ret = possible[1] ? 1 : possible[2] ? 2 : 0;
	return !needed || possible[0] + possible[1] + possible[2] == 1;
}

/* "Z", "+0800", "+08:00", "GMT+8" behind a time. False: it has none. */
static bool read_zone(const char *text, int *ret)
{
	int h, m;

	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	text += strspn(text, " ");
	bool named =
		strncmp(text, "GMT", 3) == 0 || strncmp(text, "UTC", 3) == 0;
	*ret = 0;
	text += named ? 3 : 0;
	if (*text == 'Z' || (named && !*text))
		return true;
	if ((*text != '+' && *text != '-') ||
	    (sscanf(text + 1, "%2d:%2d", &h, &m) != 2 &&
	     sscanf(text + 1, "%2d%2d", &h, &m) != 2 &&
	     (m = 0, !named || sscanf(text + 1, "%2d", &h) != 1)) ||
	    h < 0 || h > 15 || m < 0 || m > 59)
		return false;
	*ret = (h * 3600 + m * 60) * (*text == '-' ? -1 : 1);
	return true;
}

struct import_clock import_clock(const struct import *in, int order, int zone,
				 int64_t now)
{
	struct import_clock c = {.order = order, .zone = zone, .shown = zone};
	time_t host = (time_t)now;
	int64_t first = 0, last = 0;
	char buf[TIDY];
	const char *text;
	struct tm tm;

	c.rules = localtime_r(&host, &tm) && tm.tm_gmtoff == zone;
	if (in->map && in->map->has_zone) {
		c.zone = in->map->zone;
		c.shown = c.zone ? c.zone : zone;
		c.rules = false;
	}
	for (size_t i = 0; i < in->rows.n && !first; i++)
		parse(in->rows.at[i].when, order, &first, NULL, buf, &text);
	for (size_t i = in->rows.n; i-- > 0 && !last;)
		parse(in->rows.at[i].when, order, &last, NULL, buf, &text);
	c.ascending = first <= last;
	c.last_local = c.last_at = DATE_NONE;
	return c;
}

static int64_t settle(struct import_clock *c, int64_t local, int *ret_zone)
{
	int64_t summer, winter;
	int summer_zone, winter_zone;
	bool in_summer = import_shows(local, 1, &summer, &summer_zone);
	bool in_winter = import_shows(local, 0, &winter, &winter_zone);

	if (!in_summer && !in_winter) {
		/* a clock that was not put forward: its own time went on */
		c->skipped++;
		in_winter = true;
	}
	bool later = in_winter && !in_summer;
	if (in_summer && in_winter && c->last_at != DATE_NONE)
		later = c->ascending ? c->last_at >= summer
				     : c->last_at > winter;
	*ret_zone = later ? winter_zone : summer_zone;
	return later ? winter : summer;
}

static int clinic_zone(const struct import_clock *c, int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	return c->rules && localtime_r(&t, &tm) ? (int)tm.tm_gmtoff : c->zone;
}

bool import_instant(struct import_clock *c, const char *when, int64_t *ret,
		    int *ret_zone, bool *ret_timed)
{
	char buf[TIDY];
	const char *text;
	int64_t local;
	size_t n = parse(when, c->order, &local, ret_timed, buf, &text);

	if (!n)
		return false;
	if (place_of(when)) {
		char place[64];
		snprintf(place, sizeof place, "%.63s", place_of(when) + 2);
		place[strcspn(place, "]")] = '\0';
		*ret = local;
		if (!import_zone_of(place, local, ret_zone))
			return false;
		*ret -= *ret_zone;
		return true;
	}
	if (read_zone(text + n, ret_zone)) {
		*ret = local - *ret_zone;
		/* UTC is nobody's clock, the day is the clinic's; a device
		 * that says GMT+0 names its own */
		if (*ret_zone == 0 && !strstr(text + n, "GMT"))
			*ret_zone = clinic_zone(c, *ret);
		return true;
	}
	*ret_zone = c->shown;
	if (!c->rules) {
		*ret = local - c->zone;
		return true;
	}
	if (local == c->last_local) {
		/* another value of the same row */
		*ret = c->last_at;
		*ret_zone = (int)(local - c->last_at);
		return true;
	}
	*ret = settle(c, local, ret_zone);
	c->last_local = local;
	c->last_at = *ret;
	return true;
}
