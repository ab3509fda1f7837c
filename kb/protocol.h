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
	struct span every;     /* again and again */
	bool from_actual;      /* the next counts from the day it was done,
	                          not from the day it was planned */
	struct span before, after; /* the window round the planned day */
	struct span lost;      /* so long after the window it counts as lost */
	const char *const *record; /* codes of what to record */
	size_t n_record;
};

/* What a finding at a visit brings forward. */
struct protocol_recheck {
	const char *finding, *visit;
	struct span after;
};

struct protocol {
	const char *id, *version;
	struct text title;
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
