/* The clock of a place: what an instant is by it, summer time included. */
#include "commands/followup/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

bool import_shows(int64_t local, int summer, int64_t *ret, int *ret_zone)
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

/* Whether the host knows the place; the C library takes any other name for
 * UTC. */
static bool is_place(const char *name)
{
	const char *folder = getenv("TZDIR");
	char path[128];

	if (!strchr(name, '/') || strstr(name, "..") || *name == '/' ||
	    strlen(name) > 40 ||
	    name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
			      "uvwxyz0123456789_+-/")])
		return false;
	snprintf(path, sizeof path, "%.60s/%s",
		 folder ? folder : "/usr/share/zoneinfo", name);
	return access(path, R_OK) == 0;
}

bool import_zone_of(const char *place, int64_t local, int *ret)
{
	const char *set = getenv("TZ");
	char *before = set ? strdup(set) : NULL;
	int64_t at;
	int summer, winter;

	/* the C library has the rules of one zone at a time, by TZ */
	bool ok = is_place(place) && (!set || before) &&
		  setenv("TZ", place, 1) == 0;
	if (ok) {
		tzset();
		bool in_winter = import_shows(local, 0, &at, &winter);
		bool in_summer = import_shows(local, 1, &at, &summer);
		/* the first of an hour shown twice; of one skipped the clock
		 * that was not put forward */
		*ret = in_summer || !in_winter ? summer : winter;
		if (!in_summer && !in_winter)
			*ret = winter;
		if (before)
			setenv("TZ", before, 1);
		else
			unsetenv("TZ");
		tzset();
	}
	free(before);
	return ok;
}
