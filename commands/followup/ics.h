/* iCalendar (RFC 5545): all-day events with stable UIDs. */
#ifndef COMMANDS_FOLLOWUP_ICS_H
#define COMMANDS_FOLLOWUP_ICS_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

struct ics_day {
	int64_t uid;  /* the same visit keeps its UID */
	int64_t day;  /* days since 1970 */
	int sequence; /* grows with every change */
	bool cancelled;
	const char *summary;
	int64_t stamp; /* instant, UTC */
};

/* A dose every day at one hour, with an alarm. Floating time: the hour is that
 * of the patient's own clock. */
struct ics_dose {
	int64_t medication; /* with the index: the UID */
	int index;
	int64_t day;   /* the first */
	int minute;    /* after midnight */
	int64_t until; /* last day; DATE_NONE: on and on */
	const char *summary;
	int64_t stamp;
};
void ics_add_dose(struct strbuf *out, const struct ics_dose *d);

void ics_begin(struct strbuf *out);
void ics_add_day(struct strbuf *out, const struct ics_day *d);
void ics_end(struct strbuf *out);

/* One content line, folded at 75 octets, never inside a character. */
void ics_line(struct strbuf *out, const char *name, const char *value);

#endif
