#include "chart/observation.h"

#include "chart/private.h"

/* What stands for the same reading. */
struct standing {
	int64_t id; /* 0: nothing */
	bool same_source;
	bool bare; /* it does not say how it was taken, and the new one does;
	              no record of a critical value hangs on it */
};

/* One that says as much as the new one comes first. */
static bool find_standing(struct chart *c, const char *patient,
			  const struct chart_observation *o, int64_t batch,
			  struct standing *ret, struct err *err)
{
	sqlite3_stmt *s;

	if (!chart_statement(
		    c, CHART_FIND,
		    "SELECT id, source IS ?7, context IS NULL AND"
		    " ?8 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM critical c"
		    " WHERE c.observation = o.id)"
		    " FROM live_observation o WHERE"
		    " patient = ?1 AND code = ?2 AND"
		    " at BETWEEN ?3 - 59 AND ?3 + 59 AND value IS ?4 AND"
		    " unit IS ?5 AND (context IS ?8 OR ?8 IS NULL OR"
		    " (context IS NULL AND batch <> ?11)) AND"
		    " CASE WHEN source IS ?7 THEN at = ?3 AND text IS ?9"
		    " ELSE value IS NOT NULL AND comparator IS ?6 AND"
		    " timed = ?10 AND (at = ?3 OR (at / 60 = ?3 / 60 AND"
		    " (at % 60 = 0 OR ?3 % 60 = 0))) END"
		    " ORDER BY 3, 2 DESC, id LIMIT 1",
		    &s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, o->code);
	sqlite3_bind_int64(s, 3, o->at);
	bind_real(s, 4, o->value);
	bind_text(s, 5, o->unit);
	bind_text(s, 6, o->comparator);
	bind_text(s, 7, o->source);
	bind_text(s, 8, o->context);
	bind_text(s, 9, o->text);
	sqlite3_bind_int(s, 10, o->timed);
	sqlite3_bind_int64(s, 11, batch);
	int rc = sqlite3_step(s);
	*ret = (struct standing){0};
	if (rc == SQLITE_ROW)
		*ret = (struct standing){sqlite3_column_int64(s, 0),
					 sqlite3_column_int(s, 1),
					 sqlite3_column_int(s, 2)};
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ||
	       db_fail(chart_db(c), err);
}

static bool insert(struct chart *c, const char *patient,
		   const struct chart_observation *o, int64_t batch,
		   int64_t *ret_id, struct err *err)
{
	sqlite3_stmt *s;

	if (!chart_statement(
		    c, CHART_INSERT,
		    "INSERT INTO observation(patient, code, value,"
		    " comparator, text, unit, canonical, canonical_unit,"
		    " at, zone, timed, context, source, batch, row)"
		    " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,"
		    "?14,?15)",
		    &s, err))
		return false;
	bind_text(s, 1, patient);
	bind_text(s, 2, o->code);
	bind_real(s, 3, o->value);
	bind_text(s, 4, o->comparator);
	bind_text(s, 5, o->text);
	bind_text(s, 6, o->unit);
	bind_real(s, 7, o->canonical);
	bind_text(s, 8, o->canonical_unit);
	sqlite3_bind_int64(s, 9, o->at);
	sqlite3_bind_int(s, 10, o->zone);
	sqlite3_bind_int(s, 11, o->timed);
	bind_text(s, 12, o->context);
	bind_text(s, 13, o->source);
	sqlite3_bind_int64(s, 14, batch);
	sqlite3_bind_int(s, 15, o->row);
	bool ok = sqlite3_step(s) == SQLITE_DONE || db_fail(chart_db(c), err);
	sqlite3_reset(s);
	*ret_id = sqlite3_last_insert_rowid(chart_db(c));
	return ok;
}

bool chart_observation_add(struct chart *c, const char *patient,
			   const struct chart_observation *o, int64_t batch,
			   int64_t *ret_id, enum chart_added *ret,
			   struct err *err)
{
	struct standing old;

	if (!find_standing(c, patient, o, batch, &old, err))
		return false;
	*ret = !old.id           ? CHART_NEW
	       : old.bare        ? CHART_COMPLETES
	       : old.same_source ? CHART_THERE
				 : CHART_OTHER_SOURCE;
	*ret_id = old.id;
	if (*ret == CHART_THERE || *ret == CHART_OTHER_SOURCE)
		return true;
	return insert(c, patient, o, batch, ret_id, err) &&
	       (*ret == CHART_NEW ||
		chart_observation_supersede(c, old.id, *ret_id, err));
}

bool chart_observation_supersede(struct chart *c, int64_t old, int64_t by,
				 struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(chart_db(c),
			"UPDATE observation SET superseded_by = ?2"
			" WHERE id = ?1",
			&s, err))
		return false;
	sqlite3_bind_int64(s, 1, old);
	sqlite3_bind_int64(s, 2, by);
	return run_once(c, s, err);
}

static struct chart_observation read_observation(sqlite3_stmt *s,
						 struct arena *a)
{
	return (struct chart_observation){
		.id = sqlite3_column_int64(s, 0),
		.code = column_text(a, s, 1),
		.value = column_real(s, 2),
		.comparator = column_text(a, s, 3),
		.text = column_text(a, s, 4),
		.unit = column_text(a, s, 5),
		.canonical = column_real(s, 6),
		.canonical_unit = column_text(a, s, 7),
		.at = sqlite3_column_int64(s, 8),
		.zone = sqlite3_column_int(s, 9),
		.timed = sqlite3_column_int(s, 10),
		.context = column_text(a, s, 11),
		.source = column_text(a, s, 12),
		.batch = sqlite3_column_int64(s, 13),
		.row = sqlite3_column_int(s, 14),
	};
}

bool chart_observation_series(struct chart *c, const char *patient,
			      const char *code, int64_t from, struct arena *a,
			      struct chart_observation_vec *ret,
			      struct err *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!db_prepare(chart_db(c),
			code ? "SELECT id, code, value, comparator, text, unit,"
			       " canonical, canonical_unit, at, zone, timed,"
			       " context, source, batch, row FROM"
			       " live_observation WHERE patient = ?1 AND"
			       " at >= ?2 AND code = ?3 ORDER BY at, id"
			     : "SELECT id, code, value, comparator, text, unit,"
			       " canonical, canonical_unit, at, zone, timed,"
			       " context, source, batch, row FROM"
			       " live_observation WHERE patient = ?1 AND"
			       " at >= ?2 ORDER BY code, at, id",
			&s, err))
		return false;
	bind_text(s, 1, patient);
	sqlite3_bind_int64(s, 2, from);
	if (code)
		bind_text(s, 3, code);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct chart_observation o = read_observation(s, a);
		vec_push(ret, o);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || db_fail(chart_db(c), err);
}
