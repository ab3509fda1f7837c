/* Inside the verb report: one row of a form, and where its fields come from. */
#ifndef COMMANDS_FOLLOWUP_REPORT_H
#define COMMANDS_FOLLOWUP_REPORT_H

#include "chart/medication.h"
#include "commands/followup/followup.h"

/* Days from … until, until not within. */
struct period {
	int64_t from, until;
	const char *text; /* "2026Q3" */
};

/* What a form is filled from: one visit, or a year. Days are local. */
struct report_row {
	const struct chart_patient *patient;
	const struct sheet *sheet;
	int64_t day;         /* of the visit, of the last entry of the year */
	int64_t from, until; /* days whose readings belong to the form */
	const struct chart_visit *visit;       /* NULL: a yearly check */
	struct chart_observation_vec readings; /* all up to `until` */
	struct chart_answer_vec answers;       /* of the form's days */
	struct chart_medication_vec medication;
	struct chart_visit_vec visits;
	int controlled; /* 1, 0; -1: cannot be said */
};
bool report_row_load(struct followup *f, struct report_row *row,
		     struct err *err);
void report_row_release(struct report_row *row);

/* The field as the form wants it; "" when the chart does not say. */
const char *report_field(struct followup *f, const struct report_row *row,
			 const struct sheet_field *field);

/* The latest reading of a code within the days; NULL none. */
const struct chart_observation *report_reading(
	const struct chart_observation_vec *list, const char *code,
	int64_t from, int64_t until);

/* Controlled as the protocol says, by what was recorded within the days: 1, 0;
 * -1 when a reading is missing or a rule could not decide. */
bool report_controlled(struct followup *f, const struct chart_patient *p,
		       const struct protocol *protocol, int64_t from,
		       int64_t until, int *ret, struct err *err);

/* f as it was at the end of a day. */
struct as_of {
	struct followup f;
	struct app app;
	struct ui ui;
};
void report_as_of(const struct followup *f, int64_t day, struct as_of *ret);

bool report_forms(struct followup *f, const char *name,
		  const struct period *period, struct err *err);
bool report_panel(struct followup *f, const struct period *period,
		  struct err *err);
bool report_note(struct followup *f, struct err *err);

#endif
