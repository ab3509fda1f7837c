#include "chart/medication.h"

#include "chart/private.h"

bool chart_medication_add(struct chart *c, const char *patient,
			  const char *text, int64_t start, int64_t batch,
			  struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO medication(patient, text, start, batch)"
			" VALUES(?1,?2,?3,?4)",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, text);
	bind_time(s, 3, start);
	sqlite3_bind_int64(s, 4, batch);
	return run_once(c, s, err);
}

bool chart_medication_stop(struct chart *c, const char *patient, int64_t id,
			   int64_t day, const char *reason, int64_t batch,
			   struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"UPDATE medication SET stop = ?3, reason = ?4,"
			" stop_batch = ?5 WHERE id = ?1 AND patient = ?2 AND"
			" stop IS NULL",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, id);
	bind_text(s, 2, patient);
	bind_time(s, 3, day);
	bind_text(s, 4, reason);
	sqlite3_bind_int64(s, 5, batch);
	if (!run_once(c, s, err))
		return false;
	return sqlite3_changes(chart_db(c)) == 1 ||
	       ERR(err, ERR_CHART, patient, "takes no such thing now");
}

bool chart_medication_list(struct chart *c, const char *patient,
			   struct arena *a, struct chart_medication_vec *ret,
			   struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT id, text, start, stop, reason FROM"
			" live_medication WHERE patient = ?1"
			" ORDER BY start, id",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_medication m = {
			.id = sqlite3_column_int64(s, 0),
			.text = column_text(a, s, 1),
			.start = column_time(s, 2),
			.stop = column_time(s, 3),
			.reason = column_text(a, s, 4),
		};
		vec_push(ret, m);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
