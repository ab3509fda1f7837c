/* Critical results that were saved to the chart: each opens a record that
 * stays on the lists until it is closed. */
#ifndef COMMANDS_CHART_CRITICAL_H
#define COMMANDS_CHART_CRITICAL_H

#include "chart/observation.h"
#include "commands/app.h"
#include "kb/finding.h"

/* For every critical finding that rests on an observation of `batch`: `list`
 * is what the findings' evidence refers to; id 0 was not saved. *ret: how many
 * records were opened. */
bool chart_critical_note(const struct app *app, struct chart *c,
			 const char *patient,
			 const struct finding_vec *findings,
			 const struct chart_observation *list, size_t n,
			 int64_t batch, size_t *ret, struct err *err);
/* "6.9 mmol/L" as entered. */
const char *chart_value_text(const struct chart_observation *o,
			     struct arena *a);

#endif
