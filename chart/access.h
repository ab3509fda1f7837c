/* Who read whom, in group mode; the chart back from a copy. */
#ifndef CHART_ACCESS_H
#define CHART_ACCESS_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_access {
	int64_t at; /* instant */
	const char *actor, *what;
	const char *patient; /* NULL: a list */
};
struct chart_access_vec VEC_OF(struct chart_access);

/* Newest first; patient NULL: of everybody. */
bool chart_access_list(struct chart *c, const char *patient, int64_t from,
		       struct arena *a, struct chart_access_vec *ret,
		       struct err *err);

struct chart_counts {
	long long patients, observations, visits;
};

/* Put the copy at `path` in place of the whole chart, in one step that others
 * see at once or not at all, and compare every row with it. The copy is
 * checked first (integrity, foreign keys; an older version is brought up
 * afterwards). What the chart held before is kept as a copy of its own, named
 * in *ret_before ("" when it held nobody). */
bool chart_restore(struct chart *c, const char *path, struct strbuf *ret_before,
		   struct chart_counts *ret, struct err *err);

/* Before chart_open, for a restore: a chart that cannot be read through is
 * renamed, with its journal, out of the way of a new one, once the copy has been
 * found sound. *ret: its new name, "" when nothing was amiss. */
bool chart_set_aside(const struct chart_place *place, const char *copy,
		     struct strbuf *ret, struct err *err);

#endif
