/* What the chart adds to an order list: what is being taken, who the patient
 * is, allergies, and values that are not too old to be relied on. */
#ifndef COMMANDS_DRUG_CHECK_CHART_H
#define COMMANDS_DRUG_CHECK_CHART_H

#include "commands/drug-check/run.h"
#include "kb/fact.h"

/* Patient, orders and allergies of the chart's patient q->common->patient into
 * *d. Orders typed beside it count as new. */
bool drug_chart_read(struct drug_run *run, const struct drug_request *q,
		     struct drug_result *d, struct err *err);
/* Its values as facts, those too old noted; the weight where none was given. */
void drug_chart_facts(struct drug_run *run, const struct drug_request *q,
		      struct drug_result *d, struct facts *facts);
/* The chart's value of the code that is too old; NULL: none. */
const struct chart_value *drug_chart_stale(const struct drug_result *d,
					   const char *code);
/* The value with its date: "INR 2.8 (2026-06-01, over 30 days)", without its
 * name where that stands already. */
const char *drug_chart_word(const struct app *app, const struct chart_value *v,
			    bool named, struct arena *a);
void drug_chart_text(struct strbuf *out, const struct app *app,
		     const struct drug_result *d);
void drug_chart_json(struct jw *j, const struct app *app,
		     const struct drug_result *d);

#endif
