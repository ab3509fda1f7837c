/* A day as people say it: 昨天 7:30, 昨晚8点, 3天前, 上周五, 11月28日. */
#ifndef COMMANDS_FOLLOWUP_WHEN_H
#define COMMANDS_FOLLOWUP_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was said so far; zeroed at first. */
struct when {
	bool has_day, has_clock;
	int64_t day; /* since 1970 */
	int part;    /* of the day: 0 not said, else as in when.c */
	int hour, minute;
};

/* Reads what stands at the start of `text`, seen from the day `today`; the
 * bytes read, 0: none of it. A clock alone counts. */
size_t when_scan(const char *text, int64_t today, struct when *w);
/* The same of a day alone: 3天前, 上周五, last friday, 11月28日, Nov 28,
 * 2026-11-25 with or without its clock. */
size_t when_scan_day(const char *text, int64_t today, struct when *w);
/* The bytes of `word` when `text` begins with it, in any case. */
size_t when_starts(const char *text, const char *word);
/* Local seconds; without a clock the start of the day. False: nothing was said,
 * or a clock that does not fit the part of the day. */
bool when_settle(const struct when *w, int64_t today, int64_t *ret_local,
		 bool *ret_timed);
/* The whole text, in these words or as date_parse reads it. */
bool when_parse(const char *text, int64_t today, int64_t *ret_local,
		bool *ret_timed);

#endif
