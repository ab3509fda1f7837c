/* How a report was read, as tab-separated lines: for the golden tests and for
 * looking into the reader (read_dump.c).
 *
 * line, printed name, code, value, unit, interval, flag, status. Lines that
 * begin with '#' hold the rest: patient, unread lines, sections, remarks. An
 * interval of the knowledge base is only "kb": its numbers may be revised. */
#ifndef TESTS_TOOLS_READ_PRINT_H
#define TESTS_TOOLS_READ_PRINT_H

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"
#include "commands/interpret-report/report.h"

#include <math.h>

static const char *print_number(char buf[NUM_SIZE], double x)
{
	return isnan(x) ? "" : num_format(buf, x);
}

static void print_value(struct strbuf *sb, const struct observation *o)
{
	char a[NUM_SIZE], b[NUM_SIZE];

	if (o->interval_result)
		strbuf_addf(sb, "%s..%s", print_number(a, o->from),
			    print_number(b, o->to));
	else if (!isnan(o->value))
		strbuf_addf(sb, "%s%s%s",
			    o->analyte && analyte_is_titre(o->analyte) ? "1:"
								       : "",
			    o->comparator ? o->comparator : "",
			    print_number(a, o->value));
	if (!isnan(o->ordinal))
		strbuf_addf(sb, "[%s]", print_number(a, o->ordinal));
	else if (isnan(o->value) && !o->interval_result)
		strbuf_adds(sb, o->text ? o->text : "");
}

static void print_range(struct strbuf *sb, const struct observation *o)
{
	char a[NUM_SIZE], b[NUM_SIZE];

	if (o->range_origin == RANGE_KB) {
		strbuf_adds(sb, "kb");
		return;
	}
	if (!isnan(o->low) || !isnan(o->high))
		strbuf_addf(sb, "%s%s-%s%s", o->low_strict ? ">" : "",
			    print_number(a, o->low), o->high_strict ? "<" : "",
			    print_number(b, o->high));
	if (!isnan(o->range_ordinal))
		strbuf_addf(sb, "[%s]", print_number(a, o->range_ordinal));
	if (o->range_text)
		strbuf_addf(sb, "\"%s\"", o->range_text);
	if (o->range_origin == RANGE_REPORT &&
	    o->interval_state == INTERVAL_NEEDS_SEX)
		strbuf_adds(sb, "(sex?)");
	if (o->range_origin == RANGE_REPORT &&
	    o->interval_state == INTERVAL_NEEDS_AGE)
		strbuf_adds(sb, "(age?)");
}

static void print_status(struct strbuf *sb, const struct observation *o)
{
	static const char *const status[] = {"ok", "doubtful", "code-unknown",
					     "unit-unknown",
					     "value-unreadable"};
	static const char *const doubts[] = {
		"layout", "name",      "digits",   "range",
		"unit",   "plausible", "conflict", "preliminary"};

	strbuf_adds(sb, status[o->status]);
	for (int i = 0; i < 8; i++)
		if (o->doubt & (1u << i))
			strbuf_addf(sb, ",%s", doubts[i]);
	strbuf_adds(sb, o->unit_assumed ? ",unit-assumed" : "");
	strbuf_adds(sb, o->previous ? ",previous" : "");
}

static void print_observation(struct strbuf *sb, const struct observation *o)
{
	static const char *const flags[] = {"", "N", "L", "H", "LL", "HH", "A"};

	strbuf_addf(sb, "%d\t%s\t", o->raw->line,
		    o->raw->name ? o->raw->name : "");
	if (o->analyte)
		strbuf_adds(sb, o->analyte->code);
	for (size_t i = 0; !o->analyte && i < o->n_candidates; i++)
		strbuf_addf(sb, "%s%s", i ? "|" : "?", o->candidates[i]->code);
	strbuf_addch(sb, '\t');
	print_value(sb, o);
	strbuf_addf(sb, "\t%s\t", o->unit ? o->unit : "");
	print_range(sb, o);
	strbuf_addf(sb, "\t%s\t", flags[o->flag]);
	print_status(sb, o);
	strbuf_addch(sb, '\n');
}

/* r read and observed. */
static void print_report(struct strbuf *sb, const struct report *r)
{
	static const char *const sex[] = {"?", "F", "M"};
	char age[NUM_SIZE], when[32];

	strbuf_addf(
		sb, "# patient %s %s%s specimen=%s when=%s\n",
		sex[r->patient.sex], print_number(age, r->patient.age.value),
		isnan(r->patient.age.days) ? "?" : r->patient.age.unit,
		r->specimen ? r->specimen : "",
		r->when == DATE_NONE ? "" : date_format(when, r->when, true));
	if (r->diagnosis)
		strbuf_addf(sb, "# diagnosis %s\n", r->diagnosis);
	for (size_t i = 0; i < r->observations.n; i++)
		print_observation(sb, &r->observations.at[i]);
	for (size_t i = 0; i < r->unread.n; i++)
		strbuf_addf(sb, "# unread %d %s\n", r->unread.at[i].line,
			    r->unread.at[i].text);
	for (size_t i = 0; i < r->not_interpreted.n; i++)
		strbuf_addf(sb, "# section %d %s\n",
			    r->not_interpreted.at[i].line,
			    r->not_interpreted.at[i].title);
	for (size_t i = 0; i < r->notes.n; i++)
		strbuf_addf(sb, "# note %s\n", r->notes.at[i]);
}

#endif
