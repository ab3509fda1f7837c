/* A report of a patient of the chart: what the chart knows joins the report,
 * and its sound rows may be kept there. */
#ifndef COMMANDS_INTERPRET_REPORT_CHART_REPORT_H
#define COMMANDS_INTERPRET_REPORT_CHART_REPORT_H

#include "commands/app.h"
#include "commands/interpret-report/report.h"

struct chart;

/* Age, sex and diagnoses where the report is silent, and earlier results into
 * r->past. What contradicts the chart (sex, age by more than a year, name) is
 * noted, and with `save` it is ERR_CHART_OTHER. *ret is open; close it. */
bool chart_report_begin(const struct app *app, const char *id, bool save,
			struct report *r, struct chart **ret, struct err *err);

/* What --save did: rows that were new, records of critical values opened. */
struct chart_saved {
	size_t kept, critical;
};

/* Keep the rows that are `ok`, one batch. A critical finding that rests on
 * one of them opens a record. */
bool chart_report_save(const struct app *app, struct chart *c, const char *id,
		       const char *file, const struct report *r,
		       const struct finding_vec *findings,
		       struct chart_saved *ret, struct err *err);

#endif
