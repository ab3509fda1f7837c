#include "chart/access.h"

#include "chart/private.h"

bool chart_note_access(struct chart *c, const char *what, const char *patient,
		       struct err *err)
{
	sqlite3_stmt *s;

	if (!chart_where(c)->group)
		return true;
	if (!db_prepare(chart_db(c), "INSERT INTO access VALUES(?1,?2,?3,?4)",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, chart_where(c)->now);
	sqlite3_bind_text(s, 2, chart_where(c)->actor, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 3, what, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 4, patient, -1, SQLITE_STATIC);
	bool ok = sqlite3_step(s) == SQLITE_DONE || db_fail(chart_db(c), err);
	sqlite3_finalize(s);
	return ok;
}

bool chart_access_list(struct chart *c, const char *patient, int64_t from,
		       struct arena *a, struct chart_access_vec *ret,
		       struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT at, actor, what, patient FROM access WHERE"
			" at >= ?1 AND (?2 IS NULL OR patient = ?2)"
			" ORDER BY at DESC, rowid DESC",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, from);
	bind_text(s, 2, patient);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_access x = {
			.at = sqlite3_column_int64(s, 0),
			.actor = column_text(a, s, 1),
			.what = column_text(a, s, 2),
			.patient = column_text(a, s, 3),
		};
		vec_push(ret, x);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
