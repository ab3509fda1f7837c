/* What a patient takes, as ordered. A stop ends a row, it does not remove it. */
#ifndef CHART_MEDICATION_H
#define CHART_MEDICATION_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_medication {
	int64_t id;
	const char *text;    /* the order as written */
	int64_t start, stop; /* days; DATE_NONE: not known, going on */
	const char *reason;
};
struct chart_medication_vec VEC_OF(struct chart_medication);

bool chart_medication_add(struct chart *c, const char *patient,
			  const char *text, int64_t start, int64_t batch,
			  struct err *err);
/* ERR_CHART when this patient takes no such thing now. */
bool chart_medication_stop(struct chart *c, const char *patient, int64_t id,
			   int64_t day, const char *reason, int64_t batch,
			   struct err *err);
/* Oldest first, those stopped included. */
bool chart_medication_list(struct chart *c, const char *patient,
			   struct arena *a, struct chart_medication_vec *ret,
			   struct err *err);

#endif
