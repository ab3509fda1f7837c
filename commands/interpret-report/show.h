/* A judged report as text, Markdown or JSON. */
#ifndef COMMANDS_INTERPRET_REPORT_SHOW_H
#define COMMANDS_INTERPRET_REPORT_SHOW_H

#include "commands/interpret-report/report.h"
#include "commands/result.h"

void report_text(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result, bool all);
void report_md(struct strbuf *out, const struct app *app,
	       const struct report *r, const struct result *result);
/* The result's own fields (observations, unread) after result_json; closes
 * the object. */
void report_json(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result);

/* FHIR R4: a Bundle with one Observation a row, interpretation written back,
 * and one DetectedIssue a finding. */
void report_fhir(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result);

/* "N" … or NULL; "ok" …; notes of a row in the user's language. */
const char *flag_name(enum flag f);
const char *row_status_name(enum row_status s);
void observation_notes(const struct report *r, const struct observation *o,
		       enum lang lang, struct str_vec *ret);

#endif
