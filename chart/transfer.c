#include "chart/transfer.h"

#include "base/strbuf.h"
#include "chart/private.h"
#include "chart/transfer_rule.h"

#include <string.h>

static bool has_patient(enum transfer_table t)
{
	return t != TRANSFER_VISIT && t != TRANSFER_TAKE &&
	       t != TRANSFER_REFILL;
}

static void read_value(sqlite3_stmt *s, int i, struct arena *a,
		       struct transfer_value *ret)
{
	*ret = (struct transfer_value){0};
	switch (sqlite3_column_type(s, i)) {
	case SQLITE_INTEGER:
		ret->is = TRANSFER_IS_INT;
		ret->i = sqlite3_column_int64(s, i);
		break;
	case SQLITE_FLOAT:
		ret->is = TRANSFER_IS_REAL;
		ret->r = sqlite3_column_double(s, i);
		break;
	case SQLITE_TEXT:
		ret->is = TRANSFER_IS_TEXT;
		ret->text = column_text(a, s, i);
		break;
	default:
		break;
	}
}

static void bind_value(sqlite3_stmt *s, int i, const struct transfer_value *v)
{
	if (v->is == TRANSFER_IS_INT)
		sqlite3_bind_int64(s, i, v->i);
	else if (v->is == TRANSFER_IS_REAL)
		sqlite3_bind_double(s, i, v->r);
	else if (v->is == TRANSFER_IS_TEXT)
		bind_text(s, i, v->text);
	else
		sqlite3_bind_null(s, i);
}

bool chart_transfer_list(struct chart *c, enum transfer_table t,
			 const char *patient, struct arena *a,
			 struct transfer_row_vec *ret, struct err *err)
{
	const struct transfer_column *column = chart_transfer_shape(t)->column;
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *s;
	int rc;

	strbuf_addf(&sql, "SELECT %s, %s, b.undone_at IS NOT NULL",
		    transfer_rules[t].id, transfer_rules[t].counts);
	for (int i = 0; column[i].name; i++)
		strbuf_addf(&sql, ", t.\"%s\"", column[i].name);
	strbuf_addf(&sql,
		    " FROM \"%s\" t JOIN batch b ON b.id = t.batch WHERE %s"
		    " ORDER BY 1",
		    chart_transfer_shape(t)->name, transfer_rules[t].whose);
	bool ok = db_prepare(chart_db(c), sql.buf, &s, err);
	strbuf_release(&sql);
	if (!ok)
		return false;
	bind_text(s, 1, patient);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct transfer_row row = {
			.id = sqlite3_column_int64(s, 0),
			.taken_back = sqlite3_column_int(s, 2),
		};
		row.live = sqlite3_column_int(s, 1) && !row.taken_back;
		for (int i = 0; column[i].name; i++)
			read_value(s, i + 3, a, &row.at[i]);
		vec_push(ret, row);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

/* The statement that adds a row: the patient is the last parameter. */
static void insert_sql(enum transfer_table t, struct strbuf *sql)
{
	const struct transfer_column *column = chart_transfer_shape(t)->column;
	int n = 0;

	strbuf_addf(sql, "INSERT INTO \"%s\"(", chart_transfer_shape(t)->name);
	while (column[n].name)
		strbuf_addf(sql, "\"%s\",", column[n++].name);
	strbuf_adds(sql, t == TRANSFER_PATIENT ? "id)" : "patient)");
	if (!has_patient(t))
		sql->len -= strlen(",patient)"), strbuf_addch(sql, ')');
	strbuf_adds(sql, " VALUES(");
	for (int i = 1; i <= n; i++)
		strbuf_addf(sql, "?%d%s", i, i < n ? "," : "");
	if (has_patient(t))
		strbuf_addf(sql, ",?%d", n + 1);
	strbuf_addch(sql, ')');
	if (t != TRANSFER_PATIENT)
		return;
	strbuf_adds(sql, " ON CONFLICT(id) DO UPDATE SET ");
	for (int i = 0; i < n; i++)
		strbuf_addf(sql, "\"%s\" = ?%d%s", column[i].name, i + 1,
			    i + 1 < n ? "," : "");
	strbuf_adds(sql, " WHERE (SELECT undone_at FROM batch WHERE"
			 " id = patient.batch) IS NOT NULL");
}

/* Prepared once a table: an import runs it for every row. */
static bool statement(struct chart *c, int first, enum transfer_table t,
		      void (*write)(enum transfer_table t, struct strbuf *sql),
		      sqlite3_stmt **ret, struct err *err)
{
	int which = first + (int)t;
	struct strbuf sql = STRBUF_INIT;

	if (!chart_has_statement(c, which))
		write(t, &sql);
	bool ok = chart_statement(c, which, sql.buf, ret, err);
	strbuf_release(&sql);
	return ok;
}

bool chart_transfer_add(struct chart *c, enum transfer_table t,
			const char *patient, const struct transfer_row *row,
			int64_t *ret_id, struct err *err)
{
	sqlite3_stmt *s;
	int n = 0;

	if (!statement(c, CHART_TRANSFER_ADD, t, insert_sql, &s, err))
		return false;
	for (; chart_transfer_shape(t)->column[n].name; n++)
		bind_value(s, n + 1, &row->at[n]);
	if (has_patient(t))
		bind_text(s, n + 1, patient);
	bool ok = sqlite3_step(s) == SQLITE_DONE || db_fail(chart_db(c), err);
	sqlite3_reset(s);
	*ret_id = sqlite3_last_insert_rowid(chart_db(c));
	return ok;
}

/* ?1 the patient, ?2 the import, ?3 whether it counts, ?4 whether its batch
 * was undone; then the columns. */
static void find_sql(enum transfer_table t, struct strbuf *sql)
{
	const struct transfer_column *column = chart_transfer_shape(t)->column;

	strbuf_addf(sql,
		    "SELECT %s FROM \"%s\" t JOIN batch b ON b.id = t.batch"
		    " WHERE %s AND b.id <> ?2 AND b.part_of IS NOT ?2 AND"
		    " (b.undone_at IS NULL AND %s) = ?3 AND"
		    " (?3 OR (b.undone_at IS NOT NULL) = ?4)",
		    transfer_rules[t].id, chart_transfer_shape(t)->name,
		    transfer_rules[t].whose, transfer_rules[t].counts);
	for (int i = 0; column[i].name; i++) {
		bool points = column[i].kind == TRANSFER_BATCH ||
			      column[i].kind == TRANSFER_ROW;
		if (column[i].key)
			strbuf_addf(sql, " AND t.\"%s\" IS ?%d", column[i].name,
				    i + 5);
		else if (!points)
			strbuf_addf(sql, " AND (?3 OR t.\"%s\" IS ?%d)",
				    column[i].name, i + 5);
	}
	strbuf_adds(sql, " LIMIT 1");
}

bool chart_transfer_find(struct chart *c, enum transfer_table t,
			 const char *patient, const struct transfer_row *row,
			 int64_t batch, int64_t *ret_id, struct err *err)
{
	const struct transfer_column *column = chart_transfer_shape(t)->column;
	sqlite3_stmt *s;

	if (!statement(c, CHART_TRANSFER_FIND, t, find_sql, &s, err))
		return false;
	bind_text(s, 1, patient);
	sqlite3_bind_int64(s, 2, batch);
	sqlite3_bind_int(s, 3, row->live);
	sqlite3_bind_int(s, 4, row->taken_back);
	for (int i = 0; column[i].name; i++)
		if (column[i].kind != TRANSFER_BATCH &&
		    (column[i].kind != TRANSFER_ROW || column[i].key))
			bind_value(s, i + 5, &row->at[i]);
	int rc = sqlite3_step(s);
	*ret_id = rc == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ||
	       db_fail(chart_db(c), err);
}

bool chart_transfer_gone(struct chart *c, struct arena *a,
			 struct string_vec *ret, struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			"SELECT p.id FROM patient p JOIN batch b ON"
			" b.id = p.batch WHERE b.undone_at IS NOT NULL"
			" ORDER BY 1",
			&s, err))
		return false;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW)
		vec_push(ret, column_text(a, s, 0));
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}

bool chart_transfer_batch(struct chart *c, int64_t id, struct arena *a,
			  struct transfer_batch *ret, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"SELECT kind, source, actor, undone_by, at, undone_at"
			" FROM batch WHERE id = ?1",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, id);
	bool ok = sqlite3_step(s) == SQLITE_ROW;
	if (ok)
		*ret = (struct transfer_batch){
			.kind = column_text(a, s, 0),
			.source = column_text(a, s, 1),
			.actor = column_text(a, s, 2),
			.undone_by = column_text(a, s, 3),
			.at = column_time(s, 4),
			.undone_at = column_time(s, 5),
		};
	sqlite3_finalize(s);
	return ok || db_fail(chart_db(c), err);
}

bool chart_transfer_batch_add(struct chart *c, const struct transfer_batch *b,
			      int64_t part_of, int64_t *ret_id, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"INSERT INTO batch(kind, source, at, actor, undone_at,"
			" undone_by, part_of) VALUES(?1,?2,?3,?4,?5,?6,?7)",
			&s, err))
		return false;
	bind_text(s, 1, b->kind);
	bind_text(s, 2, b->source);
	bind_time(s, 3, b->at);
	bind_text(s, 4, b->actor);
	bind_time(s, 5, b->undone_at);
	bind_text(s, 6, b->undone_by);
	sqlite3_bind_int64(s, 7, part_of);
	bool ok = run_once(c, s, err);
	*ret_id = sqlite3_last_insert_rowid(chart_db(c));
	return ok;
}
