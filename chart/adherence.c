#include "chart/adherence.h"

#include "chart/private.h"

/* The medication is this patient's; else nothing is inserted. */
static bool insert(struct chart *c, const char *sql, const char *patient,
		   int64_t medication, int64_t when, double number,
		   int64_t batch, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c), sql, &s, err))
		return false;
	sqlite3_bind_int64(s, 1, medication);
	sqlite3_bind_int64(s, 2, when);
	sqlite3_bind_double(s, 3, number);
	sqlite3_bind_int64(s, 4, batch);
	bind_text(s, 5, patient);
	if (!run_once(c, s, err))
		return false;
	return sqlite3_changes(chart_db(c)) == 1 ||
	       ERR(err, ERR_CHART, patient, "has no medication of that number");
}

bool chart_take_add(struct chart *c, const char *patient,
		    const struct chart_take *t, int64_t batch, struct err *err)
{
	return insert(c,
		      "INSERT INTO take(medication, at, taken, batch)"
		      " SELECT id, ?2, ?3, ?4 FROM live_medication"
		      " WHERE id = ?1 AND patient = ?5",
		      patient, t->medication, t->at, t->taken, batch, err);
}

bool chart_refill_add(struct chart *c, const char *patient,
		      const struct chart_refill *r, int64_t batch,
		      struct err *err)
{
	return insert(c,
		      "INSERT INTO refill(medication, day, days, batch)"
		      " SELECT id, ?2, ?3, ?4 FROM live_medication"
		      " WHERE id = ?1 AND patient = ?5",
		      patient, r->medication, r->day, r->days, batch, err);
}

bool chart_take_list(struct chart *c, int64_t medication,
		     struct chart_take_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT at, taken FROM live_take WHERE medication = ?1"
			" ORDER BY at, id",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, medication);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_take t = {medication, sqlite3_column_int64(s, 0),
				       sqlite3_column_int(s, 1)};
		vec_push(ret, t);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

bool chart_refill_list(struct chart *c, int64_t medication,
		       struct chart_refill_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT day, days FROM live_refill WHERE"
			" medication = ?1 ORDER BY day, id",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, medication);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_refill r = {medication, sqlite3_column_int64(s, 0),
					 sqlite3_column_double(s, 1)};
		vec_push(ret, r);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
