/* Records of critical values: open from the saving of the result until who
 * was told, when, and that it was read back is written down. */
#ifndef CHART_CRITICAL_H
#define CHART_CRITICAL_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_critical {
	int64_t id;
	const char *patient;
	int64_t observation;      /* the result */
	const char *code, *value; /* value with its unit, as entered */
	const char *finding;      /* the rule that called it critical */
	int64_t opened;           /* instant */
	const char *told;         /* NULL: nobody yet */
	int64_t told_at;          /* instant; DATE_NONE */
	bool read_back;
	const char *action;
	int64_t closed; /* instant; DATE_NONE: open */
};
struct chart_critical_vec VEC_OF(struct chart_critical);

/* Open one for a result; *ret_new false when it has one. */
bool chart_critical_open(struct chart *c, const struct chart_critical *x,
			 int64_t batch, bool *ret_new, struct err *err);
/* ERR_CHART when the patient has no open record of that number. */
bool chart_critical_close(struct chart *c, const struct chart_critical *x,
			  int64_t batch, struct err *err);
/* patient NULL: everybody's; open: those not closed only. Oldest first. */
bool chart_critical_list(struct chart *c, const char *patient, bool open,
			 struct arena *a, struct chart_critical_vec *ret,
			 struct err *err);

#endif
