/* Observations of a patient: value and unit as entered, and canonical. */
#ifndef CHART_OBSERVATION_H
#define CHART_OBSERVATION_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_observation {
	int64_t id;
	const char *code;        /* HGB, SBP, GLU … */
	double value;            /* as entered; NaN: words only */
	const char *comparator;  /* "<", ">=" …; NULL */
	const char *text, *unit; /* as entered; NULL: none */
	double canonical;        /* NaN: could not be converted */
	const char *canonical_unit;
	int64_t at;          /* instant, UTC */
	int zone;            /* seconds east of UTC */
	bool timed;          /* the clock time is known */
	const char *context; /* fasting, home, …; NULL: not said */
	const char *source;  /* "typed", a device, a file's kind */
	int64_t batch;
	int row; /* of the source; 0: none */
};
struct chart_observation_vec VEC_OF(struct chart_observation);

enum chart_added {
	CHART_NEW,
	CHART_COMPLETES,   /* new; the one that did not say how it was taken
	                      counts no more */
	CHART_THERE,       /* this source gave it before */
	CHART_OTHER_SOURCE /* another source gave it */
};
/* Add one. The same patient, code, instant, value, unit and source again is not
 * added, unless both say how it was taken and differ; *ret_id is the one that
 * is there. Nor is a number that another source gave: the same code, value,
 * comparator, unit and instant (to the minute where one of the two has no
 * seconds), in no other context. What an earlier batch gave without a context
 * is superseded by the same with one: "home" decides which limits hold. */
static inline bool chart_is_taken(enum chart_added added)
{
	return added == CHART_NEW || added == CHART_COMPLETES;
}
bool chart_observation_add(struct chart *c, const char *patient,
			   const struct chart_observation *o, int64_t batch,
			   int64_t *ret_id, enum chart_added *ret,
			   struct err *err);
/* `old` counts no more; `by` stands for it. */
bool chart_observation_supersede(struct chart *c, int64_t old, int64_t by,
				 struct err *err);
/* Oldest first, at >= from; code NULL: every code. */
bool chart_observation_series(struct chart *c, const char *patient,
			      const char *code, int64_t from, struct arena *a,
			      struct chart_observation_vec *ret,
			      struct err *err);

#endif
