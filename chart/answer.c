#include "chart/answer.h"

#include "chart/private.h"

bool chart_answer_add(struct chart *c, const char *patient,
		      const struct chart_answer *a, int64_t batch,
		      struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO answer(patient, form, item, value, at,"
			" zone, batch) VALUES(?1,?2,?3,?4,?5,?6,?7)",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, a->form);
	bind_text(s, 3, a->item);
	bind_text(s, 4, a->value);
	sqlite3_bind_int64(s, 5, a->at);
	sqlite3_bind_int(s, 6, a->zone);
	sqlite3_bind_int64(s, 7, batch);
	return run_once(c, s, err);
}

bool chart_answer_list(struct chart *c, const char *patient, const char *form,
		       int64_t from, int64_t until, struct arena *a,
		       struct chart_answer_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT form, item, value, at, zone, batch, id FROM"
			" live_answer WHERE patient = ?1 AND"
			" (?2 IS NULL OR form = ?2) AND at >= ?3 AND at < ?4"
			" ORDER BY at, id",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, form);
	sqlite3_bind_int64(s, 3, from);
	sqlite3_bind_int64(s, 4, until);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_answer x = {
			.form = column_text(a, s, 0),
			.item = column_text(a, s, 1),
			.value = column_text(a, s, 2),
			.at = sqlite3_column_int64(s, 3),
			.zone = sqlite3_column_int(s, 4),
			.batch = sqlite3_column_int64(s, 5),
			.id = sqlite3_column_int64(s, 6),
		};
		vec_push(ret, x);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

bool chart_sent_add(struct chart *c, const struct chart_sent *x, int64_t batch,
		    int64_t *ret_id, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO sent(patient, form, day, due, batch)"
			" VALUES(?1,?2,?3,?4,?5)",
			&s, err))
		return false;
	bind_text(s, 1, x->patient);
	bind_text(s, 2, x->form);
	sqlite3_bind_int64(s, 3, x->day);
	sqlite3_bind_int64(s, 4, x->due);
	sqlite3_bind_int64(s, 5, batch);
	bool ok = run_once(c, s, err);
	*ret_id = sqlite3_last_insert_rowid(chart_db(c));
	return ok;
}

bool chart_sent_answer(struct chart *c, int64_t id, int64_t day, int64_t batch,
		       struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"UPDATE sent SET answered = ?2, answer_batch = ?3"
			" WHERE id = ?1",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int64(s, 2, day);
	sqlite3_bind_int64(s, 3, batch);
	return run_once(c, s, err);
}

bool chart_sent_list(struct chart *c, const char *patient, struct arena *a,
		     struct chart_sent_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT s.id, s.patient, s.form, s.day, s.due,"
			" s.answered FROM live_sent s JOIN live_patient p"
			" ON p.id = s.patient WHERE ?1 IS NULL OR"
			" s.patient = ?1 ORDER BY s.day, s.id",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_sent x = {
			.id = sqlite3_column_int64(s, 0),
			.patient = column_text(a, s, 1),
			.form = column_text(a, s, 2),
			.day = sqlite3_column_int64(s, 3),
			.due = sqlite3_column_int64(s, 4),
			.answered = column_time(s, 5),
		};
		vec_push(ret, x);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
