#include "chart/plan.h"

#include "chart/private.h"

#include <string.h>

#define VISIT_COLUMNS                                                \
	"v.id, v.plan, p.patient, p.protocol, v.kind, v.planned,"    \
	" v.first, v.last, v.lost, v.sequence, v.done, v.cancelled," \
	" v.outcome, v.note, p.start"
#define VISIT                                                            \
	"SELECT " VISIT_COLUMNS " FROM live_visit v JOIN live_plan p ON" \
	" p.id = v.plan"

enum visit_state visit_state(const struct chart_visit *v, int64_t today,
			     int64_t *ret_days)
{
	*ret_days = 0;
	if (v->cancelled != DATE_NONE)
		return VISIT_CANCELLED;
	if (v->done != DATE_NONE)
		return v->outcome && strcmp(v->outcome, "missed") == 0
			       ? VISIT_MISSED
			       : VISIT_DONE;
	if (today < v->first)
		return VISIT_UPCOMING;
	if (today <= v->last)
		return VISIT_IN_WINDOW;
	*ret_days = today - v->last;
	return today >= v->lost ? VISIT_LOST : VISIT_OVERDUE;
}

bool chart_plan_add(struct chart *c, const struct chart_plan *p, int64_t batch,
		    int64_t *ret_id, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO plan(patient, protocol, version, start,"
			" batch) VALUES(?1,?2,?3,?4,?5)",
			&s, err))
		return false;
	bind_text(s, 1, p->patient);
	bind_text(s, 2, p->protocol);
	bind_text(s, 3, p->version);
	sqlite3_bind_int64(s, 4, p->start);
	sqlite3_bind_int64(s, 5, batch);
	bool ok = run_once(c, s, err);
	*ret_id = sqlite3_last_insert_rowid(chart_db(c));
	return ok;
}

bool chart_plan_list(struct chart *c, const char *patient, struct arena *a,
		     struct chart_plan_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			/* one condition, so that its index is used */
			patient ? "SELECT id, patient, protocol, version,"
				  " start, ended, reason FROM live_plan WHERE"
				  " patient = ?1 ORDER BY start, id"
				: "SELECT id, patient, protocol, version,"
				  " start, ended, reason FROM live_plan"
				  " ORDER BY patient, start, id",
			&s, err))
		return false;
	if (patient)
		bind_text(s, 1, patient);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_plan p = {
			.id = sqlite3_column_int64(s, 0),
			.patient = column_text(a, s, 1),
			.protocol = column_text(a, s, 2),
			.version = column_text(a, s, 3),
			.start = sqlite3_column_int64(s, 4),
			.ended = column_time(s, 5),
			.reason = column_text(a, s, 6),
		};
		vec_push(ret, p);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

bool chart_plan_end(struct chart *c, int64_t plan, int64_t day,
		    const char *reason, int64_t batch, struct err *err)
{
	static const char *const steps[] = {
		"UPDATE plan SET ended = ?2, reason = ?3, end_batch = ?4"
		" WHERE id = ?1",
		"UPDATE visit SET cancelled = ?2, sequence = sequence + 1,"
		" note = ?3, cancel_batch = ?4 WHERE plan = ?1 AND done IS NULL"
		" AND cancelled IS NULL",
	};
	sqlite3_stmt *s;

	for (size_t i = 0; i < 2; i++) {
		if (!db_prepare(chart_db(c), steps[i], &s, err))
			return false;
		sqlite3_bind_int64(s, 1, plan);
		sqlite3_bind_int64(s, 2, day);
		bind_text(s, 3, reason);
		sqlite3_bind_int64(s, 4, batch);
		if (!run_once(c, s, err))
			return false;
	}
	return true;
}

bool chart_visit_add(struct chart *c, const struct chart_visit *v,
		     int64_t batch, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO visit(plan, kind, planned, first, last,"
			" lost, batch) VALUES(?1,?2,?3,?4,?5,?6,?7)",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, v->plan);
	bind_text(s, 2, v->kind);
	sqlite3_bind_int64(s, 3, v->planned);
	sqlite3_bind_int64(s, 4, v->first);
	sqlite3_bind_int64(s, 5, v->last);
	sqlite3_bind_int64(s, 6, v->lost);
	sqlite3_bind_int64(s, 7, batch);
	return run_once(c, s, err);
}

bool chart_visit_done(struct chart *c, int64_t visit, int64_t day,
		      const char *outcome, const char *note, int64_t batch,
		      struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"UPDATE visit SET done = ?2, outcome = ?3, note = ?4,"
			" done_batch = ?5 WHERE id = ?1",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, visit);
	sqlite3_bind_int64(s, 2, day);
	bind_text(s, 3, outcome);
	bind_text(s, 4, note);
	sqlite3_bind_int64(s, 5, batch);
	return run_once(c, s, err);
}

bool chart_visit_attempt(struct chart *c, const struct chart_visit *v,
			 const char *reason, int64_t batch, struct err *err)
{
	static const char *const steps[] = {
		"INSERT INTO answer(patient, form, item, value, at, zone,"
		" batch) VALUES(?3, 'attempt', ?1, ?2, ?4, ?5, ?6)",
		"UPDATE visit SET outcome = 'not-reached', note = ?2"
		" WHERE id = ?1",
	};
	const struct chart_place *here = chart_where(c);

	for (size_t i = 0; i < 2; i++) {
		sqlite3_stmt *s;
		if (!db_prepare(chart_db(c), steps[i], &s, err))
			return false;
		sqlite3_bind_int64(s, 1, v->id);
		bind_text(s, 2, reason);
		if (i == 0) {
			bind_text(s, 3, v->patient);
			sqlite3_bind_int64(s, 4, here->now);
			sqlite3_bind_int(s, 5, here->zone);
			sqlite3_bind_int64(s, 6, batch);
		}
		if (!run_once(c, s, err))
			return false;
	}
	return true;
}

static bool read_visits(struct chart *c, sqlite3_stmt *s, struct arena *a,
			struct chart_visit_vec *ret, struct err *err)
{
	int rc;

	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_visit v = {
			.id = sqlite3_column_int64(s, 0),
			.plan = sqlite3_column_int64(s, 1),
			.patient = column_text(a, s, 2),
			.protocol = column_text(a, s, 3),
			.kind = column_text(a, s, 4),
			.planned = sqlite3_column_int64(s, 5),
			.first = sqlite3_column_int64(s, 6),
			.last = sqlite3_column_int64(s, 7),
			.lost = sqlite3_column_int64(s, 8),
			.sequence = sqlite3_column_int(s, 9),
			.done = column_time(s, 10),
			.cancelled = column_time(s, 11),
			.outcome = column_text(a, s, 12),
			.note = column_text(a, s, 13),
			.start = sqlite3_column_int64(s, 14),
		};
		vec_push(ret, v);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

static void bind_filter(sqlite3_stmt *s, const struct due_filter *f,
			int64_t day)
{
	sqlite3_bind_int64(s, 1, day);
	bind_text(s, 2, f->patient);
	bind_text(s, 3, f->doctor);
	bind_text(s, 4, f->village);
	bind_text(s, 5, f->protocol);
}

/* The batches taken back are few: looked up once, and not for every row. */
#define STANDS(table) table ".batch NOT IN (SELECT id FROM undone)"

bool chart_visit_due(struct chart *c, const struct due_filter *f,
		     struct arena *a, struct chart_visit_vec *ret,
		     struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(
		    chart_db(c),
		    "WITH undone AS MATERIALIZED (SELECT id FROM batch"
		    " WHERE undone_at IS NOT NULL) SELECT " VISIT_COLUMNS
		    " FROM visit v JOIN plan p ON p.id = v.plan JOIN"
		    " patient q ON q.id = p.patient WHERE"
		    " v.done IS NULL AND v.cancelled IS NULL AND"
		    " v.first <= ?1 AND q.ended IS NULL AND"
		    " p.ended IS NULL AND " STANDS("v") " AND " STANDS("p") " AND " STANDS(
			    "q") " AND"
				 " (?2 IS NULL OR q.id = ?2) AND"
				 " (?3 IS NULL OR q.doctor = ?3) AND"
				 " (?4 IS NULL OR q.village = ?4) AND"
				 " (?5 IS NULL OR p.protocol = ?5)"
				 " ORDER BY v.last, p.patient",
		    &s, err))
		return false;
	bind_filter(s, f, f->until);
	return read_visits(c, s, a, ret, err);
}

bool chart_visit_cancelled(struct chart *c, const struct due_filter *f,
			   int64_t since, struct arena *a,
			   struct chart_visit_vec *ret, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			VISIT
			" JOIN live_patient q ON q.id = p.patient WHERE"
			" v.cancelled >= ?1 AND (?2 IS NULL OR q.id = ?2) AND"
			" (?3 IS NULL OR q.doctor = ?3) AND"
			" (?4 IS NULL OR q.village = ?4) AND"
			" (?5 IS NULL OR p.protocol = ?5)"
			" ORDER BY v.planned, p.patient",
			&s, err))
		return false;
	bind_filter(s, f, since);
	return read_visits(c, s, a, ret, err);
}

bool chart_visit_list(struct chart *c, const char *patient, struct arena *a,
		      struct chart_visit_vec *ret, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			VISIT " WHERE p.patient = ?1 ORDER BY v.planned, v.id",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	return read_visits(c, s, a, ret, err);
}
