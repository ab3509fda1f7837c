/* A compiled condition as a small program over doubles. The compiler's SQL
 * consists of parameters, comparisons, AND, OR, NOT, arithmetic and a few
 * functions: running that here costs a hundredth of a statement of SQLite, and
 * nothing has to be prepared. What is anything else has no plan and is left to
 * SQLite. Both give the same answers: tests/unit/test_plan.c runs every shipped
 * condition both ways.
 *
 * NULL is NaN. */
#ifndef KB_PLAN_H
#define KB_PLAN_H

#include "base/arena.h"

#include <stddef.h>

struct plan;

enum { PLAN_PARAMETERS = 64 };

/* The program for "SELECT a, b, c" with the parameters ?1, ?2 …, in a; NULL:
 * there is none. */
const struct plan *plan_make(struct arena *a, const char *sql);

/* The columns' values; those past the last are NaN. */
void plan_run(const struct plan *p, const double *parameters, double *ret,
	      size_t n_columns);

#endif
