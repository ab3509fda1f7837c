/* Civil dates and times. An instant is seconds since 1970-01-01 00:00 of the
 * stated clock; a printed report has no zone, so its times are local. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_NONE INT64_MIN
enum { DATE_DAY = 86400 };

struct date {
	int year, month, day; /* month 1–12, day 1–31 */
};

/* Days since 1970-01-01 (proleptic Gregorian) and back. */
int64_t date_days(struct date d);
struct date date_civil(int64_t days);
bool date_valid(struct date d);
/* d plus months; a day the month lacks becomes its last one (31 Jan + 1
 * month = 28/29 Feb). */
struct date date_add_months(struct date d, int months);
/* Whole years from birth to day (29 Feb: on 1 March in common years). */
int date_age_years(struct date birth, struct date day);

/* Find a date, with or without time, in text: 2026-01-05, 2026/1/5 8:30,
 * 2026.1.5, 20260105, 20260105083000, 2026年1月5日 8时30分, 5 Jan 2026,
 * Jan 5, 2026, 05.01.2026 (the day first); 05/01/2026 only when a part > 12 settles the order or
 * `day_first` is 1 (yes) or 0 (no); -1: refuse when ambiguous.
 * Returns the bytes read from the start of s (0: none there). *ret_time gets
 * false when no clock time was there. */
size_t date_parse(const char *s, size_t n, int day_first, int64_t *ret,
		  bool *ret_time);

/* "2026-01-05" or, with time, "2026-01-05T08:30:00". Returns buf. */
const char *date_format(char buf[32], int64_t instant, bool with_time);

/* CLIN_NOW: ISO 8601 instant with zone (Z or ±hh:mm). */
bool date_parse_instant(const char *s, int64_t *ret_utc, int *ret_zone);

#endif
