/* The rows of other tables that belong to an analyte, kept once read. */
#include "kb/private.h"

#include "base/vec.h"

#include <string.h>

static const void *keep(struct kb *kb, void *rows, size_t bytes)
{
	void *copy = arena_alloc(&kb->arena, bytes);

	if (bytes)
		memcpy(copy, rows, bytes);
	free(rows);
	return copy;
}

static sqlite3_stmt *query(struct kb *kb, enum kb_query q, int analyte)
{
	sqlite3_stmt *s = kb_query(kb, q);

	sqlite3_bind_int(s, 1, analyte);
	return s;
}

const struct analyte_rows *rows_intervals(struct kb *kb, int analyte)
{
	struct analyte_rows *r = &kb->rows[analyte];
	VEC(struct interval_row) all = {0};

	if (r->intervals_read)
		return r;
	sqlite3_stmt *s = query(kb, KB_Q_INTERVAL, analyte);
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct interval_row row = {.sex = sqlite3_column_int(s, 0),
					   .pregnant = sqlite3_column_int(s, 1),
					   .age_low = kb_real(s, 2),
					   .age_high = kb_real(s, 3)};
		row.interval = (struct interval){kb_real(s, 4),
						 kb_real(s, 5),
						 sqlite3_column_int(s, 6),
						 sqlite3_column_int(s, 7),
						 kb_real(s, 8),
						 kb_text(kb, s, 9)};
		vec_push(&all, row);
	}
	sqlite3_reset(s);
	r->n_interval = all.n;
	r->interval = keep(kb, all.at, all.n * sizeof *all.at);
	r->intervals_read = true;
	return r;
}

static enum ward ward_named(const char *name)
{
	static const char *const names[] = {"general", "maternity", "dialysis",
					    "newborn"};

	for (int i = 0; i < WARD_OTHER; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum ward)i;
	return WARD_OTHER;
}

const struct analyte_rows *rows_criticals(struct kb *kb, int analyte)
{
	struct analyte_rows *r = &kb->rows[analyte];
	VEC(struct critical_row) all = {0};

	if (r->criticals_read)
		return r;
	sqlite3_stmt *s = query(kb, KB_Q_CRITICAL, analyte);
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct critical_row row = {ward_named(db_text(s, 0)),
					   kb_real(s, 1),
					   kb_real(s, 2),
					   kb_real(s, 3),
					   kb_real(s, 4),
					   sqlite3_column_int(s, 5),
					   sqlite3_column_int(s, 6)};
		vec_push(&all, row);
	}
	sqlite3_reset(s);
	r->n_critical = all.n;
	r->critical = keep(kb, all.at, all.n * sizeof *all.at);
	r->criticals_read = true;
	return r;
}

const struct analyte_rows *rows_conversions(struct kb *kb, int analyte)
{
	struct analyte_rows *r = &kb->rows[analyte];
	VEC(struct conversion_row) all = {0};

	if (r->conversions_read)
		return r;
	sqlite3_stmt *s = query(kb, KB_Q_CONVERSION, analyte);
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct conversion_row row = {kb_text(kb, s, 0), kb_real(s, 1),
					     kb_real(s, 2)};
		vec_push(&all, row);
	}
	sqlite3_reset(s);
	r->n_conversion = all.n;
	r->conversion = keep(kb, all.at, all.n * sizeof *all.at);
	r->conversions_read = true;
	return r;
}

const struct analyte_rows *rows_triggers(struct kb *kb, int analyte)
{
	struct analyte_rows *r = &kb->rows[analyte];
	VEC(int) all = {0};

	if (r->triggers_read)
		return r;
	sqlite3_stmt *s = query(kb, KB_Q_TRIGGER, analyte);
	while (sqlite3_step(s) == SQLITE_ROW)
		vec_push(&all, sqlite3_column_int(s, 0));
	sqlite3_reset(s);
	r->n_trigger = all.n;
	r->trigger = keep(kb, all.at, all.n * sizeof *all.at);
	r->triggers_read = true;
	return r;
}
