/* A compiled condition: the names it takes and a plan or, where there is none,
 * an SQLite statement. Rules, derived values and calculators are conditions
 * with different columns. */
#ifndef KB_CONDITION_H
#define KB_CONDITION_H

#include "base/err.h"
#include "kb/fact.h"
#include "kb/plan.h"

#include <sqlite3.h>
#include <stdbool.h>

struct condition {
	sqlite3_stmt *statement;
	const struct plan *plan; /* in the kb's arena, as the names */
	const struct name **names; /* NULL: not resolved yet */
	const char *names_text;    /* borrowed */
	size_t n_names;
};

/* The names, separated by U+001F as the compiler stores them. condition_begin
 * only counts them: condition_name resolves one, for what is decided by the
 * first few; condition_names resolves all (that are not yet). The text must
 * live as long. */
bool condition_begin(struct kb *kb, const char *names, struct condition *ret,
		     struct err *err);
const struct name *condition_name(struct kb *kb, const struct condition *c,
				  size_t i);
bool condition_names(struct kb *kb, const char *names, struct condition *ret,
		     struct err *err);
/* Make the plan or the statement unless that was done: the dear part, so it
 * comes last. */
bool condition_prepare(struct kb *kb, const char *sql, struct condition *c,
		       struct err *err);
void condition_release(struct condition *c);

enum { CONDITION_COLUMNS = 3, CONDITION_NAMES = PLAN_PARAMETERS };

/* A column's outcome: NaN is NULL. */
struct outcome {
	double column[CONDITION_COLUMNS];
};

/* What a condition sees of the facts. */
struct bindings {
	double value[CONDITION_NAMES];
	enum fact_state why[CONDITION_NAMES];
	bool absent[CONDITION_NAMES];   /* and could be given */
	const struct fact *censored[CONDITION_NAMES]; /* value is an interval */
	int n_censored;
};

void condition_bind(const struct condition *c, const struct facts *f,
		    struct bindings *ret);
/* One name alone. */
struct name_value name_bind(const struct name *name, const struct facts *f);
/* Put a name's value where the condition's i-th stands; n_censored must have
 * begun at 0. */
void bindings_set(struct bindings *b, size_t i, const struct name_value *bound);
/* Evaluate with the values in b (censored ones as they stand: NULL). */
struct outcome condition_run(const struct condition *c, const struct bindings *b);
/* Evaluate over the whole interval of every censored value: a column keeps
 * its value only where it is the same at every probed point. */
struct outcome condition_run_censored(const struct condition *c,
				      const struct bindings *b);
/* Could a value for parameter i change the column, which is NULL now? */
bool condition_depends(const struct condition *c, const struct bindings *b,
		       size_t i, int column);

#endif
