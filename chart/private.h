/* Inside chart/: binding and reading of rows. */
#ifndef CHART_PRIVATE_H
#define CHART_PRIVATE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/db.h"
#include "base/num.h"
#include "chart/chart.h"

#include <math.h>

static inline void bind_text(sqlite3_stmt *s, int i, const char *text)
{
	sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

/* NaN and DATE_NONE are NULL. */
static inline void bind_real(sqlite3_stmt *s, int i, double x)
{
	if (isnan(x))
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_double(s, i, x);
}

static inline void bind_time(sqlite3_stmt *s, int i, int64_t t)
{
	if (t == DATE_NONE)
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_int64(s, i, t);
}

static inline const char *column_text(struct arena *a, sqlite3_stmt *s, int i)
{
	const unsigned char *text = sqlite3_column_text(s, i);

	return text ? arena_strdup(a, (const char *)text) : NULL;
}

static inline double column_real(sqlite3_stmt *s, int i)
{
	return sqlite3_column_type(s, i) == SQLITE_NULL
		       ? NUM_NONE
		       : sqlite3_column_double(s, i);
}

static inline int64_t column_time(sqlite3_stmt *s, int i)
{
	return sqlite3_column_type(s, i) == SQLITE_NULL
		       ? DATE_NONE
		       : sqlite3_column_int64(s, i);
}

/* The numbers of the statements that are prepared once. */
enum {
	CHART_FIND,
	CHART_INSERT,
	CHART_TRANSFER_ADD, /* one a table */
	CHART_TRANSFER_FIND = CHART_TRANSFER_ADD + 11,
	CHART_LAST_STATEMENT = CHART_TRANSFER_FIND + 11
};
_Static_assert((int)CHART_LAST_STATEMENT <= (int)CHART_STATEMENTS,
	       "chart.h keeps a place for each");

/* Run a statement without rows to its end and finalise it. */
static inline bool run_once(struct chart *c, sqlite3_stmt *s, struct err *err)
{
	bool ok = sqlite3_step(s) == SQLITE_DONE || db_fail(chart_db(c), err);

	sqlite3_finalize(s);
	return ok;
}

#endif
