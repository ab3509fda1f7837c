/* The clocks of an export: order of day and month, zones, summer time. */
#include "commands/followup/import.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

bool import_date_order(const struct import *in, int64_t today, int *ret)
{
	bool possible[2] = {true, true}, needed = false;
	int64_t t;

	for (size_t i = 0; i < in->rows.n; i++) {
		const char *when = in->rows.at[i].when;
		size_t n = strlen(when);
		bool reads[2];
		for (int order = 0; order < 2; order++)
			reads[order] = date_parse(when, n, order, &t, NULL) &&
				       t / DATE_DAY <= today + 1;
		if (!reads[0] && !reads[1])
			continue; /* no date at all: left out later */
		possible[0] &= reads[0];
		possible[1] &= reads[1];
		needed |= !date_parse(when, n, -1, &t, NULL);
	}
	*ret = possible[1] ? 1 : 0;
	return !needed || possible[0] != possible[1];
}

/* "Z", "+0800", "+08:00" behind a time. False: it has none. */
static bool read_zone(const char *text, int *ret)
{
	int h, m;

	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	text += strspn(text, " ");
	*ret = 0;
	if (*text == 'Z')
		return true;
	if ((*text != '+' && *text != '-') ||
	    (sscanf(text + 1, "%2d:%2d", &h, &m) != 2 &&
	     sscanf(text + 1, "%2d%2d", &h, &m) != 2) ||
	    h < 0 || h > 15 || m < 0 || m > 59)
		return false;
	*ret = (h * 3600 + m * 60) * (*text == '-' ? -1 : 1);
	return true;
}

struct import_clock import_clock(const struct import *in, int order, int zone,
				 int64_t now)
{
	struct import_clock c = {.order = order, .zone = zone};
	time_t host = (time_t)now;
	int64_t first = 0, last = 0;
	struct tm tm;

	c.rules = localtime_r(&host, &tm) && tm.tm_gmtoff == zone;
	if (in->map && in->map->has_zone) {
		c.zone = in->map->zone;
		c.rules = false;
	}
	for (size_t i = 0; i < in->rows.n && !first; i++)
		date_parse(in->rows.at[i].when, strlen(in->rows.at[i].when),
			   order, &first, NULL);
	for (size_t i = in->rows.n; i-- > 0 && !last;)
		date_parse(in->rows.at[i].when, strlen(in->rows.at[i].when),
			   order, &last, NULL);
	c.ascending = first <= last;
	c.last_local = c.last_at = DATE_NONE;
	return c;
}

/* The instant at which the host's clock shows `local`, taken as summer time or
 * not. False: it shows something else then. */
static bool shows(int64_t local, int summer, int64_t *ret, int *ret_zone)
{
	int64_t days = (local - (local < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
	int64_t rest = local - days * DATE_DAY;
	struct date d = date_civil(days);
	struct tm tm = {.tm_year = d.year - 1900,
			.tm_mon = d.month - 1,
			.tm_mday = d.day,
			.tm_hour = (int)(rest / 3600),
			.tm_min = (int)(rest / 60 % 60),
			.tm_sec = (int)(rest % 60),
			.tm_isdst = summer};
	time_t t = mktime(&tm);

	*ret = (int64_t)t;
	*ret_zone = (int)tm.tm_gmtoff;
	return (int64_t)t + tm.tm_gmtoff == local;
}

static int64_t settle(struct import_clock *c, int64_t local, int *ret_zone)
{
	int64_t summer, winter;
	int summer_zone, winter_zone;
	bool in_summer = shows(local, 1, &summer, &summer_zone);
	bool in_winter = shows(local, 0, &winter, &winter_zone);

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

bool import_instant(struct import_clock *c, const char *when, int64_t *ret,
		    int *ret_zone, bool *ret_timed)
{
	int64_t local;
	size_t n = date_parse(when, strlen(when), c->order, &local, ret_timed);

	if (!n)
		return false;
	if (read_zone(when + n, ret_zone)) {
		*ret = local - *ret_zone;
		return true;
	}
	*ret_zone = c->zone;
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
