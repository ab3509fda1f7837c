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

/* Keep the rows that are `ok`, one batch; *ret_kept: those that were new. */
bool chart_report_save(const struct app *app, struct chart *c, const char *id,
		       const char *file, const struct report *r,
		       size_t *ret_kept, struct err *err);

#endif
