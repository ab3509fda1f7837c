/* What was taken and what was dispensed, of a medication of the chart. */
#ifndef CHART_ADHERENCE_H
#define CHART_ADHERENCE_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

/* A dose taken (1), or one that was due and not taken (0). */
struct chart_take {
	int64_t medication;
	int64_t at; /* instant */
	bool taken;
};
struct chart_take_vec VEC_OF(struct chart_take);

/* A supply for so many days, dispensed on a day. */
struct chart_refill {
	int64_t medication;
	int64_t day;
	double days;
};
struct chart_refill_vec VEC_OF(struct chart_refill);

/* ERR_CHART when the patient has no such medication. */
bool chart_take_add(struct chart *c, const char *patient,
		    const struct chart_take *t, int64_t batch, struct err *err);
bool chart_refill_add(struct chart *c, const char *patient,
		      const struct chart_refill *r, int64_t batch,
		      struct err *err);
/* Of one medication, oldest first. */
bool chart_take_list(struct chart *c, int64_t medication,
		     struct chart_take_vec *ret, struct err *err);
bool chart_refill_list(struct chart *c, int64_t medication,
		       struct chart_refill_vec *ret, struct err *err);

#endif
