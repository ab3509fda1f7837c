/* iCalendar (RFC 5545): all-day events with stable UIDs. */
#ifndef COMMANDS_FOLLOWUP_ICS_H
#define COMMANDS_FOLLOWUP_ICS_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

struct ics_day {
	int64_t uid;     /* the same visit keeps its UID */
	int64_t day;     /* days since 1970 */
	int sequence;    /* grows with every change */
	bool cancelled;
	const char *summary;
	int64_t stamp;   /* instant, UTC */
};

void ics_begin(struct strbuf *out);
void ics_add_day(struct strbuf *out, const struct ics_day *d);
void ics_end(struct strbuf *out);

/* One content line, folded at 75 octets, never inside a character. */
void ics_line(struct strbuf *out, const char *name, const char *value);

#endif
