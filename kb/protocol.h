/* Protocols of follow-up: which visits, when, what to record. Entries of
 * kb/followup/ with `visits:`; clin-kb(5). Days count since 1970. */
#ifndef KB_PROTOCOL_H
#define KB_PROTOCOL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stdint.h>

/* "14d", "2wk", "3mo", "1y": months are of the calendar, so that a month's end
 * stays one. */
struct span {
	int months, days;
};
/* A leading '-' goes back. False: no span. */
bool span_parse(const char *text, struct span *ret);
int64_t span_add(int64_t day, struct span s);

struct protocol_visit {
	const char *id;
	struct text name;
	const struct span *at; /* counted from the start … */
	size_t n_at;           /* … or 0: */
	struct span every;     /* again and again … */
	struct span first;     /* … the first time so long after the start
	                          (0: one interval after it) … */
	struct span until;     /* … and not later than this after it; 0: on */
	bool from_actual;      /* the next counts from the day it was done,
	                          not from the day it was planned */
	struct span before, after; /* the window round the planned day */
	struct span lost;      /* so long after the window it counts as lost */
	const char *const *record; /* codes of what to record */
	size_t n_record;
	const char *const *scales; /* calculators to be administered */
	size_t n_scales;
};

/* What a finding at a visit brings forward. */
struct protocol_recheck {
	const char *finding, *visit;
	struct span after;
};

/* What the start day of a plan is. */
enum protocol_anchor {
	ANCHOR_START,    /* the day of enrolment, or --start */
	ANCHOR_EVENT,    /* an operation, a delivery, a finding: must be given */
	ANCHOR_LMP,      /* the first day of the last period */
	ANCHOR_BIRTH,    /* the patient's own birth */
};

/* What to reach, in words: a value of `code`. */
struct protocol_target {
	const char *code;
	struct text text;
};

struct protocol {
	const char *id, *version;
	struct text title;
	enum protocol_anchor anchor;
	struct text anchor_name; /* what happened on that day; may be empty */
	const struct protocol_target *targets;
	size_t n_targets;
	const char *const *control; /* readings that say whether it is
	                               controlled: all there, and no finding
	                               that brings a visit forward */
	size_t n_control;
	const struct text *refer; /* when to refer, a line each */
	size_t n_refer;
	const char *const *triggers; /* findings that call for it */
	size_t n_triggers;
	const char *days; /* the code under which rules see the days since
	                     the start; NULL */
	const char *dx; /* the diagnosis of whoever is in it; NULL */
	/* diagnoses it cannot judge without: one of each row */
	const struct protocol_need {
		const char *const *any;
		size_t n;
	} *needs;
	size_t n_needs;
	const struct protocol_visit *visits;
	size_t n_visits;
	const struct protocol_recheck *rechecks;
	size_t n_rechecks;
};
struct protocol_vec VEC_OF(struct protocol);

/* ERR_KB_NO_ENTRY when there is none. Strings live in a. */
bool protocol_find(struct kb *kb, const char *id, struct arena *a,
		   struct protocol *ret, struct err *err);
bool protocols_list(struct kb *kb, struct arena *a, struct protocol_vec *ret,
		    struct err *err);
/* NULL: it has none of that name. */
const struct protocol_visit *protocol_visit_find(const struct protocol *p,
						 const char *id);

struct yaml;
/* The entry as a protocol; what cannot be read is told by `problem`, which
 * may be NULL. */
void protocol_read(const struct yaml *node, struct arena *a,
		   struct protocol *ret,
		   void (*problem)(void *self, int line, const char *what),
		   void *self);

#endif
