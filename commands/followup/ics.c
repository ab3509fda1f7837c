#include "commands/followup/ics.h"

#include "base/date.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 75 };

/* RFC 5545 3.3.11: backslash, semicolon, comma and line ends. */
static void escape(struct strbuf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (*p == '\n') {
			strbuf_adds(out, "\\n");
			continue;
		}
		if (strchr("\\;,", *p))
			strbuf_addch(out, '\\');
		if ((unsigned char)*p >= ' ')
			strbuf_addch(out, *p);
	}
}

void ics_line(struct strbuf *out, const char *name, const char *value)
{
	struct strbuf line = STRBUF_INIT;
	size_t at = 0, room = LINE;

	strbuf_addf(&line, "%s:", name);
	escape(&line, value);
	while (line.len - at > room) {
		size_t n = room;
		while (n > 1 &&
		       ((unsigned char)line.buf[at + n] & 0xC0) == 0x80)
			n--;
		strbuf_add(out, line.buf + at, n);
		strbuf_adds(out, "\r\n ");
		at += n;
		room = LINE - 1; /* the space counts */
	}
	strbuf_add(out, line.buf + at, line.len - at);
	strbuf_adds(out, "\r\n");
	strbuf_release(&line);
}

void ics_begin(struct strbuf *out)
{
	ics_line(out, "BEGIN", "VCALENDAR");
	ics_line(out, "VERSION", "2.0");
	ics_line(out, "PRODID", "-//clin//followup//ZH");
}

/* "20261130" or "20261130T010203Z" */
static void stamp(char buf[32], int64_t instant, bool timed)
{
	char iso[32];
	size_t n = 0;

	date_format(iso, instant, timed);
	for (const char *p = iso; *p; p++)
		if (*p != '-' && *p != ':')
			buf[n++] = *p;
	if (timed)
		buf[n++] = 'Z';
	buf[n] = '\0';
}

void ics_add_day(struct strbuf *out, const struct ics_day *d)
{
	char text[64];

	ics_line(out, "BEGIN", "VEVENT");
	snprintf(text, sizeof text, "visit-%lld@clin", (long long)d->uid);
	ics_line(out, "UID", text);
	stamp(text, d->stamp, true);
	ics_line(out, "DTSTAMP", text);
	stamp(text, d->day * DATE_DAY, false);
	ics_line(out, "DTSTART;VALUE=DATE", text);
	snprintf(text, sizeof text, "%d", d->sequence);
	ics_line(out, "SEQUENCE", text);
	if (d->cancelled)
		ics_line(out, "STATUS", "CANCELLED");
	ics_line(out, "SUMMARY", d->summary);
	ics_line(out, "TRANSP", "TRANSPARENT");
	ics_line(out, "END", "VEVENT");
}

void ics_add_dose(struct strbuf *out, const struct ics_dose *d)
{
	char text[80], date[32];

	ics_line(out, "BEGIN", "VEVENT");
	snprintf(text, sizeof text, "dose-%lld-%d@clin",
		 (long long)d->medication, d->index);
	ics_line(out, "UID", text);
	stamp(text, d->stamp, true);
	ics_line(out, "DTSTAMP", text);
	stamp(date, d->day * DATE_DAY, false);
	snprintf(text, sizeof text, "%sT%02d%02d00", date, d->minute / 60,
		 d->minute % 60);
	ics_line(out, "DTSTART", text);
	ics_line(out, "DURATION", "PT5M");
	/* RECUR is no text: its semicolons are not escaped */
	strbuf_adds(out, "RRULE:FREQ=DAILY");
	if (d->until != DATE_NONE) {
		stamp(date, d->until * DATE_DAY, false);
		strbuf_addf(out, ";UNTIL=%sT235959", date);
	}
	strbuf_adds(out, "\r\n");
	ics_line(out, "SUMMARY", d->summary);
	ics_line(out, "BEGIN", "VALARM");
	ics_line(out, "ACTION", "DISPLAY");
	ics_line(out, "DESCRIPTION", d->summary);
	ics_line(out, "TRIGGER", "PT0M");
	ics_line(out, "END", "VALARM");
	ics_line(out, "END", "VEVENT");
}

void ics_end(struct strbuf *out)
{
	ics_line(out, "END", "VCALENDAR");
}
