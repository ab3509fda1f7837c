/* The condition language: tokenised, checked against a whitelist, and turned
 * into an SQLite expression with numbered parameters. Nothing of the text
 * reaches SQLite but the operators and functions named in clin-kb(5).
 *
 * Names become ?1, ?2 …; numbers are parameters too (named "#7"), so that
 * censored values can be tried on both sides of them. Integers are reals. */
#ifndef KB_EXPR_H
#define KB_EXPR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

struct expr_names VEC_OF(const char *); /* parameter i+1 is at[i] */

/* Where identifiers that are not plain CODEs come from. Each may be NULL.
 * predicate: text of "P.X"; input: the parameter name behind a lower-case
 * input of a calculator; table: a calculator's own table, called as a
 * function (SQL kb_table_<name>). NULL result: unknown. */
struct expr_scope {
	const char *(*predicate)(void *self, const char *name);
	const char *(*input)(void *self, const char *name);
	const char *(*table)(void *self, const char *name);
	void *self;
};

/* A top-level conjunct that is one comparison of two parameters: what can be
 * judged without SQLite. When it is not TRUE (in a given) or FALSE (in a
 * when), the whole is decided, and most rules end here. */
struct expr_guard {
	int16_t left, right;  /* parameters, from 1 */
	int16_t op;           /* enum guard_op */
	int16_t of;           /* 0 given, 1 when */
};
enum guard_op { GUARD_LT, GUARD_LE, GUARD_GT, GUARD_GE, GUARD_EQ, GUARD_NE };
struct expr_guards VEC_OF(struct expr_guard);

/* Append the expression's SQL to *sql and new names to *names (strings in
 * a). ERR_EXPR says what is wrong with it. */
bool expr_compile(struct arena *a, const char *text,
		  const struct expr_scope *scope, struct expr_names *names,
		  struct strbuf *sql, struct err *err);
/* The same for a `when`, noting its guards. */
bool expr_compile_when(struct arena *a, const char *text,
		       const struct expr_scope *scope, struct expr_names *names,
		       struct strbuf *sql, struct expr_guards *guards,
		       struct err *err);

/* A `given`: its top-level conjuncts. A bare CODE is a presence test and
 * leaves no SQL. required: codes without which the given cannot be true;
 * any: the codes of conjuncts with OR, for indexing when required is empty. */
struct expr_given {
	struct expr_names required, any;
	struct expr_guards *guards; /* appended to */
};
bool expr_compile_given(struct arena *a, const char *text,
			const struct expr_scope *scope,
			struct expr_names *names, struct strbuf *sql,
			struct expr_given *ret, struct err *err);

#endif
