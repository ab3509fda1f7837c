/* Plans of follow-up: which protocol a patient follows, and its visits. Days
 * are counted since 1970, in the clinic's own calendar. */
#ifndef CHART_PLAN_H
#define CHART_PLAN_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_plan {
	int64_t id;
	const char *patient, *protocol, *version;
	int64_t start, ended; /* DATE_NONE: going on */
	const char *reason;
};
struct chart_plan_vec VEC_OF(struct chart_plan);

enum visit_state {
	VISIT_UPCOMING, /* before its window */
	VISIT_IN_WINDOW,
	VISIT_OVERDUE, /* after its window */
	VISIT_LOST,    /* overdue beyond what the protocol allows */
	VISIT_DONE,
	VISIT_MISSED, /* given up: outcome "missed" */
	VISIT_CANCELLED,
};

struct chart_visit {
	int64_t id, plan;
	const char *patient, *protocol, *kind;
	int64_t start;                /* of its plan */
	int64_t planned, first, last; /* the window, both ends within */
	int64_t lost;                 /* first day on which it counts as lost */
	int sequence;                 /* how often it was planned anew */
	int64_t done, cancelled;      /* DATE_NONE: not */
	const char *outcome, *note;
};
struct chart_visit_vec VEC_OF(struct chart_visit);

/* The one place that says what is due: by date alone. *ret_days: overdue by
 * so many days (counted from the last day of the window), else 0. */
enum visit_state visit_state(const struct chart_visit *v, int64_t today,
			     int64_t *ret_days);

bool chart_plan_add(struct chart *c, const struct chart_plan *p, int64_t batch,
		    int64_t *ret_id, struct err *err);
/* patient NULL: all. */
bool chart_plan_list(struct chart *c, const char *patient, struct arena *a,
		     struct chart_plan_vec *ret, struct err *err);
/* End it; its open visits are cancelled. */
bool chart_plan_end(struct chart *c, int64_t plan, int64_t day,
		    const char *reason, int64_t batch, struct err *err);

bool chart_visit_add(struct chart *c, const struct chart_visit *v,
		     int64_t batch, struct err *err);
/* Record what became of it on `day`: "done", or why it was not reached. */
bool chart_visit_done(struct chart *c, int64_t visit, int64_t day,
		      const char *outcome, const char *note, int64_t batch,
		      struct err *err);
/* Tried and not reached: the visit stays open, with the reason as its note and
 * the outcome "not-reached". Every try is kept. */
bool chart_visit_attempt(struct chart *c, const struct chart_visit *v,
			 const char *reason, int64_t batch, struct err *err);
/* Open visits planned with a window that begins on or before `until`, of
 * patients still on the lists; patient, doctor, village, protocol NULL: any. */
struct due_filter {
	const char *patient, *doctor, *village, *protocol;
	int64_t until;
};
bool chart_visit_due(struct chart *c, const struct due_filter *f,
		     struct arena *a, struct chart_visit_vec *ret,
		     struct err *err);
/* Those cancelled on `since` or later, by the same filter (but `until`): a
 * calendar has to be told. */
bool chart_visit_cancelled(struct chart *c, const struct due_filter *f,
			   int64_t since, struct arena *a,
			   struct chart_visit_vec *ret, struct err *err);
/* All visits of a patient, oldest first. */
bool chart_visit_list(struct chart *c, const char *patient, struct arena *a,
		      struct chart_visit_vec *ret, struct err *err);

#endif
