#include "chart/critical.h"

#include "chart/private.h"

bool chart_critical_open(struct chart *c, const struct chart_critical *x,
			 int64_t batch, bool *ret_new, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO critical(patient, observation, code,"
			" value, finding, opened, batch)"
			" SELECT ?1,?2,?3,?4,?5,?6,?7 WHERE NOT EXISTS("
			"SELECT 1 FROM live_critical WHERE observation = ?2)",
			&s, err))
		return false;
	bind_text(s, 1, x->patient);
	sqlite3_bind_int64(s, 2, x->observation);
	bind_text(s, 3, x->code);
	bind_text(s, 4, x->value);
	bind_text(s, 5, x->finding);
	sqlite3_bind_int64(s, 6, x->opened);
	sqlite3_bind_int64(s, 7, batch);
	bool ok = run_once(c, s, err);
	*ret_new = ok && sqlite3_changes(chart_db(c)) == 1;
	return ok;
}

bool chart_critical_close(struct chart *c, const struct chart_critical *x,
			  int64_t batch, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"UPDATE critical SET told = ?3, told_at = ?4,"
			" read_back = ?5, action = ?6, closed = ?7,"
			" close_batch = ?8 WHERE id = ?1 AND patient = ?2 AND"
			" closed IS NULL",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, x->id);
	bind_text(s, 2, x->patient);
	bind_text(s, 3, x->told);
	bind_time(s, 4, x->told_at);
	sqlite3_bind_int(s, 5, x->read_back);
	bind_text(s, 6, x->action);
	bind_time(s, 7, x->closed);
	sqlite3_bind_int64(s, 8, batch);
	if (!run_once(c, s, err))
		return false;
	return sqlite3_changes(chart_db(c)) == 1 ||
	       ERR(err, ERR_CHART, x->patient,
		   "has no open critical record of that number");
}

bool chart_critical_list(struct chart *c, const char *patient, bool open,
			 struct arena *a, struct chart_critical_vec *ret,
			 struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT k.id, k.patient, k.observation, k.code,"
			" k.value, k.finding, k.opened, k.told, k.told_at,"
			" k.read_back, k.action, k.closed FROM live_critical k"
			" WHERE (?1 IS NULL OR k.patient = ?1) AND"
			" (NOT ?2 OR k.closed IS NULL)"
			" ORDER BY k.opened, k.id",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	sqlite3_bind_int(s, 2, open);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_critical x = {
			.id = sqlite3_column_int64(s, 0),
			.patient = column_text(a, s, 1),
			.observation = sqlite3_column_int64(s, 2),
			.code = column_text(a, s, 3),
			.value = column_text(a, s, 4),
			.finding = column_text(a, s, 5),
			.opened = sqlite3_column_int64(s, 6),
			.told = column_text(a, s, 7),
			.told_at = column_time(s, 8),
			.read_back = sqlite3_column_int(s, 9),
			.action = column_text(a, s, 10),
			.closed = column_time(s, 11),
		};
		vec_push(ret, x);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
