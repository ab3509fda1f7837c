/* Rows as they stood in another chart, with their whole state: for taking in
 * an export. Each belongs to the batch, so that an undo takes all back. */
#ifndef CHART_TRANSFER_H
#define CHART_TRANSFER_H

#include "chart/medication.h"
#include "chart/plan.h"

/* With `ended` and `reason`; *ret_id its new number. */
bool chart_transfer_plan(struct chart *c, const struct chart_plan *p,
			 int64_t batch, int64_t *ret_id, struct err *err);
/* With what became of it, and how often it was planned anew. */
bool chart_transfer_visit(struct chart *c, const struct chart_visit *v,
			  int64_t batch, struct err *err);
bool chart_transfer_medication(struct chart *c, const char *patient,
			       const struct chart_medication *m, int64_t batch,
			       struct err *err);

#endif
