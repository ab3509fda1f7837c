/* Taking a batch back. */
#include "chart/chart.h"

#include "base/db.h"

/* The batch to take back: the one named, or the actor's last that stands. */
static int64_t find_batch(struct chart *c, int64_t batch, struct err *err)
{
	sqlite3_stmt *s;
	int64_t found = 0;

	if (!db_prepare(chart_db(c),
			"SELECT max(id) FROM batch WHERE undone_at IS NULL AND"
			" CASE WHEN ?1 = 0 THEN actor = ?2 AND part_of IS NULL"
			" ELSE id = ?1 END",
			&s, err))
		return 0;
	sqlite3_bind_int64(s, 1, batch);
	sqlite3_bind_text(s, 2, chart_where(c)->actor, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW)
		found = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	if (!found)
		ERR(err, ERR_CHART, chart_where(c)->path,
		    "nothing there to take back");
	return found;
}

/* One statement over the batch (?1), with now (?2) and who (?3). */
static bool run(struct chart *c, const char *sql, int64_t batch, int64_t *count,
		struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c), sql, &s, err))
		return false;
	sqlite3_bind_int64(s, 1, batch);
	if (sqlite3_bind_parameter_count(s) > 1) {
		sqlite3_bind_int64(s, 2, chart_where(c)->now);
		sqlite3_bind_text(s, 3, chart_where(c)->actor, -1,
				  SQLITE_STATIC);
	}
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW && count)
		*count += sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ||
	       db_fail(chart_db(c), err);
}

/* What a batch entered or changed; with what an import brought as parts. */
#define WHOLE                                                              \
	" IN (SELECT ?1 UNION ALL SELECT id FROM batch WHERE part_of = ?1" \
	" AND undone_at IS NULL)"

static bool count(struct chart *c, int64_t batch, int64_t *ret, struct err *err)
{
	static const char *const counts[] = {
		"SELECT count(*) FROM observation WHERE batch" WHOLE,
		"SELECT count(*) FROM medication WHERE batch" WHOLE,
		"SELECT count(*) FROM plan WHERE batch" WHOLE,
		"SELECT count(*) FROM patient WHERE batch" WHOLE,
		"SELECT count(*) FROM visit WHERE done_batch" WHOLE,
		"SELECT count(*) FROM patient WHERE end_batch" WHOLE,
		"SELECT count(*) FROM answer WHERE batch" WHOLE,
		"SELECT count(*) FROM sent WHERE batch" WHOLE,
		"SELECT count(*) FROM critical WHERE close_batch" WHOLE,
		"SELECT count(*) FROM take WHERE batch" WHOLE,
		"SELECT count(*) FROM refill WHERE batch" WHOLE,
	};

	*ret = 0;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (!run(c, counts[i], batch, ret, err))
			return false;
	return true;
}

static bool take_back(struct chart *c, int64_t batch, struct err *err)
{
	static const char *const takes[] = {
		/* what it had superseded stands again */
		"UPDATE observation SET superseded_by = NULL WHERE superseded_by"
		" IN (SELECT id FROM observation WHERE batch = ?1)",
		"UPDATE visit SET done = NULL, outcome = NULL, note = NULL,"
		" done_batch = NULL WHERE done_batch = ?1",
		"UPDATE medication SET stop = NULL, reason = NULL,"
		" stop_batch = NULL WHERE stop_batch = ?1",
		"UPDATE patient SET ended = NULL, outcome = NULL,"
		" reason = NULL, end_batch = NULL WHERE end_batch = ?1",
		"UPDATE plan SET ended = NULL, reason = NULL,"
		" end_batch = NULL WHERE end_batch = ?1",
		"UPDATE visit SET cancelled = NULL, note = NULL,"
		" cancel_batch = NULL, sequence = sequence + 1"
		" WHERE cancel_batch = ?1",
		"UPDATE sent SET answered = NULL, answer_batch = NULL"
		" WHERE answer_batch = ?1",
		"UPDATE critical SET told = NULL, told_at = NULL,"
		" read_back = NULL, action = NULL, closed = NULL,"
		" close_batch = NULL WHERE close_batch = ?1",
		"UPDATE batch SET undone_at = ?2, undone_by = ?3 WHERE id = ?1"
		" OR (part_of = ?1 AND undone_at IS NULL)",
		/* of tries to reach somebody the one before stands again */
		"UPDATE visit SET note = (SELECT a.value FROM live_answer a"
		" JOIN plan p ON p.patient = a.patient WHERE p.id = visit.plan"
		" AND a.form = 'attempt' AND a.item = visit.id"
		" ORDER BY a.at DESC, a.id DESC LIMIT 1) WHERE done IS NULL"
		" AND cancelled IS NULL AND id IN (SELECT CAST(item AS INT)"
		" FROM answer WHERE batch = ?1 AND form = 'attempt')",
		"UPDATE visit SET outcome = NULL WHERE done IS NULL AND"
		" note IS NULL AND outcome = 'not-reached' AND id IN"
		" (SELECT CAST(item AS INT) FROM answer WHERE batch = ?1 AND"
		" form = 'attempt')",
	};

	for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
		if (!run(c, takes[i], batch, NULL, err))
			return false;
	return true;
}

bool chart_undo(struct chart *c, int64_t batch, int64_t *ret_batch,
		int64_t *ret_entries, struct err *err)
{
	*ret_batch = find_batch(c, batch, err);
	return *ret_batch && count(c, *ret_batch, ret_entries, err) &&
	       take_back(c, *ret_batch, err);
}
