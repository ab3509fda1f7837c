#include "chart/patient.h"

#include "chart/private.h"

#include <string.h>

#define COLUMNS                                                             \
	"id, name, sex, birth, birth_exact, doctor, village, phone, ended," \
	" outcome, reason"

bool chart_patient_id(const char *id, struct err *err)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-_.";
	size_t n = strlen(id);

	return (n > 0 && n <= 32 && id[0] != '-' && strspn(id, allowed) == n) ||
	       ERR(err, ERR_VALUE, "id", id, "P012: A-Z a-z 0-9 - _ .");
}

static void read_patient(sqlite3_stmt *s, struct arena *a,
			 struct chart_patient *ret)
{
	const char *sex = db_text(s, 2);

	*ret = (struct chart_patient){
		.id = column_text(a, s, 0),
		.name = column_text(a, s, 1),
		.sex = *sex,
		.birth = column_time(s, 3),
		.birth_exact = sqlite3_column_int(s, 4),
		.doctor = column_text(a, s, 5),
		.village = column_text(a, s, 6),
		.phone = column_text(a, s, 7),
		.ended = column_time(s, 8),
		.outcome = column_text(a, s, 9),
		.reason = column_text(a, s, 10),
	};
}

/* An id whose entry was taken back may be used again: its row is replaced,
 * which is the one place where something goes. */
bool chart_patient_add(struct chart *c, const struct chart_patient *p,
		       int64_t batch, struct err *err)
{
	char sex[2] = {p->sex, '\0'};
	sqlite3_stmt *s;

	if (!chart_patient_id(p->id, err))
		return false;
	if (!db_prepare(
		    chart_db(c),
		    "INSERT INTO patient(id, name, sex, birth, birth_exact,"
		    " doctor, village, phone, batch)"
		    " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)"
		    " ON CONFLICT(id) DO UPDATE SET name = ?2, sex = ?3,"
		    " birth = ?4, birth_exact = ?5, doctor = ?6,"
		    " village = ?7, phone = ?8, batch = ?9 WHERE"
		    " (SELECT undone_at FROM batch WHERE id = patient.batch)"
		    " IS NOT NULL",
		    &s, err))
		return false;
	bind_text(s, 1, p->id);
	bind_text(s, 2, p->name);
	bind_text(s, 3, p->sex ? sex : NULL);
	bind_time(s, 4, p->birth);
	sqlite3_bind_int(s, 5, p->birth_exact);
	bind_text(s, 6, p->doctor);
	bind_text(s, 7, p->village);
	bind_text(s, 8, p->phone);
	sqlite3_bind_int64(s, 9, batch);
	if (!run_once(c, s, err))
		return false;
	return sqlite3_changes(chart_db(c)) == 1 ||
	       ERR(err, ERR_CHART_THERE, p->id);
}

bool chart_patient_get(struct chart *c, const char *id, struct arena *a,
		       struct chart_patient *ret, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"SELECT " COLUMNS " FROM live_patient WHERE id = ?1",
			&s, err))
		return false;
	bind_text(s, 1, id);
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		read_patient(s, a, ret);
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || ERR(err, ERR_CHART_PATIENT, id);
}

bool chart_patient_list(struct chart *c, const char *doctor,
			const char *village, bool ended, struct arena *a,
			struct chart_patient_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	struct chart_patient p;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT " COLUMNS " FROM live_patient WHERE"
			" (?1 IS NULL OR doctor = ?1) AND"
			" (?2 IS NULL OR village = ?2) AND"
			" (?3 OR ended IS NULL) ORDER BY id",
			&s, err))
		return false;
	bind_text(s, 1, doctor);
	bind_text(s, 2, village);
	sqlite3_bind_int(s, 3, ended);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		read_patient(s, a, &p);
		vec_push(ret, p);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

bool chart_patient_end(struct chart *c, const char *id, int64_t day,
		       const char *outcome, const char *reason, int64_t batch,
		       struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"UPDATE patient SET ended = ?2, outcome = ?3,"
			" reason = ?4, end_batch = ?5 WHERE id = ?1",
			&s, err))
		return false;
	bind_text(s, 1, id);
	bind_time(s, 2, day);
	bind_text(s, 3, outcome);
	bind_text(s, 4, reason);
	sqlite3_bind_int64(s, 5, batch);
	return run_once(c, s, err);
}

bool chart_context_add(struct chart *c, const char *patient,
		       const struct chart_context *x, int64_t batch,
		       struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO context(patient, kind, text, code, batch)"
			" VALUES(?1,?2,?3,?4,?5)",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, x->kind);
	bind_text(s, 3, x->text);
	bind_text(s, 4, x->code);
	sqlite3_bind_int64(s, 5, batch);
	return run_once(c, s, err);
}

bool chart_context_list(struct chart *c, const char *patient, struct arena *a,
			struct chart_context_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT x.kind, x.text, x.code, x.rowid FROM context x"
			" JOIN batch b ON b.id = x.batch WHERE patient = ?1"
			" AND b.undone_at IS NULL ORDER BY x.kind, x.text, 4",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_context x = {
			column_text(a, s, 0), column_text(a, s, 1),
			column_text(a, s, 2), sqlite3_column_int64(s, 3)};
		vec_push(ret, x);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
