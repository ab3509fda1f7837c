#include "chart/transfer.h"

#include "chart/private.h"

/* The batch that ended it; NULL while it goes on. */
static void bind_end(sqlite3_stmt *s, int i, int64_t day, int64_t batch)
{
	if (day == DATE_NONE)
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_int64(s, i, batch);
}

bool chart_transfer_plan(struct chart *c, const struct chart_plan *p,
			 int64_t batch, int64_t *ret_id, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO plan(patient, protocol, version, start,"
			" ended, reason, batch, end_batch)"
			" VALUES(?1,?2,?3,?4,?5,?6,?7,?8)",
			&s, err))
		return false;
	bind_text(s, 1, p->patient);
	bind_text(s, 2, p->protocol);
	bind_text(s, 3, p->version);
	sqlite3_bind_int64(s, 4, p->start);
	bind_time(s, 5, p->ended);
	bind_text(s, 6, p->reason);
	sqlite3_bind_int64(s, 7, batch);
	bind_end(s, 8, p->ended, batch);
	bool ok = run_once(c, s, err);
	*ret_id = sqlite3_last_insert_rowid(chart_db(c));
	return ok;
}

bool chart_transfer_visit(struct chart *c, const struct chart_visit *v,
			  int64_t batch, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO visit(plan, kind, planned, first, last,"
			" lost, sequence, done, outcome, note, cancelled,"
			" batch, done_batch, cancel_batch)"
			" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,"
			"?14)",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, v->plan);
	bind_text(s, 2, v->kind);
	sqlite3_bind_int64(s, 3, v->planned);
	sqlite3_bind_int64(s, 4, v->first);
	sqlite3_bind_int64(s, 5, v->last);
	sqlite3_bind_int64(s, 6, v->lost);
	sqlite3_bind_int(s, 7, v->sequence);
	bind_time(s, 8, v->done);
	bind_text(s, 9, v->outcome);
	bind_text(s, 10, v->note);
	bind_time(s, 11, v->cancelled);
	sqlite3_bind_int64(s, 12, batch);
	bind_end(s, 13, v->done, batch);
	bind_end(s, 14, v->cancelled, batch);
	return run_once(c, s, err);
}

bool chart_transfer_medication(struct chart *c, const char *patient,
			       const struct chart_medication *m, int64_t batch,
			       struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO medication(patient, text, start, stop,"
			" reason, batch, stop_batch)"
			" VALUES(?1,?2,?3,?4,?5,?6,?7)",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, m->text);
	bind_time(s, 3, m->start);
	bind_time(s, 4, m->stop);
	bind_text(s, 5, m->reason);
	sqlite3_bind_int64(s, 6, batch);
	bind_end(s, 7, m->stop, batch);
	return run_once(c, s, err);
}
