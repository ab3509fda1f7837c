/* Derived values: calculators that yield an analyte. */
#include "kb/condition.h"
#include "kb/private.h"
#include "kb/rule.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct derived {
	const struct analyte *analyte;
	const char *sql, *names, *unit;
	const int *inputs; /* analyte ids that must be there */
	size_t n_inputs;
	struct condition condition; /* prepared at first use */
};

/* The analytes among the names, resolved by the compiler: each name is its
 * text and its analyte's id. */
static void read_inputs(struct kb *kb, struct derived *d)
{
	VEC(int) ids = {0};

	for (const char *names = d->names; *names;) {
		size_t len = strcspn(names, "\x1e\x1f");
		char text[80], code[48];
		enum attribute attribute;
		double argument;
		if (len < sizeof text && names[len] == '\x1e') {
			memcpy(text, names, len);
			text[len] = '\0';
			if (name_split(text, code, sizeof code, &attribute,
				       &argument) &&
			    attribute <= ATTR_COUNT)
				vec_push(&ids, atoi(names + len + 1));
		}
		names += strcspn(names, "\x1f");
		names += *names != '\0';
	}
	int *copy = arena_array(&kb->arena, int, ids.n);
	if (ids.n)
		memcpy(copy, ids.at, ids.n * sizeof *copy);
	d->inputs = copy;
	d->n_inputs = ids.n;
	vec_free(&ids);
}

static void load(struct kb *kb)
{
	VEC(struct derived) all = {0};
	sqlite3_stmt *s = kb_query(kb, KB_Q_DERIVED);

	while (sqlite3_step(s) == SQLITE_ROW) {
		struct derived d = {.sql = kb_text(kb, s, 1),
				    .names = kb_text(kb, s, 2),
				    .unit = kb_text(kb, s, 3)};
		d.analyte = kb_analyte(kb, sqlite3_column_int(s, 0));
		if (d.analyte) {
			read_inputs(kb, &d);
			vec_push(&all, d);
		}
	}
	sqlite3_reset(s);
	kb->derived = all.at;
	kb->n_derived = all.n;
	kb->derived_loaded = true;
}

void derive_free_all(struct kb *kb)
{
	for (size_t i = 0; i < kb->n_derived; i++)
		condition_release(&kb->derived[i].condition);
	free(kb->derived);
	kb->derived = NULL;
	kb->n_derived = 0;
}

/* Every analyte among the names must be there: checked before preparing. */
static bool inputs_there(const struct facts *f, const struct derived *d)
{
	for (size_t i = 0; i < d->n_inputs; i++)
		if (!facts_latest(f, d->inputs[i]))
			return false;
	return true;
}

/* "73.2 mL/min": as many digits as are worth it. */
static const char *show_value(struct arena *a, double value, const char *ucum)
{
	char text[NUM_SIZE + UNIT_SIZE + 1], unit[UNIT_SIZE];
	int digits = fabs(value) >= 100 ? 0 : fabs(value) >= 10 ? 1 : 2;

	num_format_fixed(text, value, digits);
	if (*unit_show(ucum, unit, sizeof unit))
		strcat(strcat(text, " "), unit);
	return arena_strdup(a, text);
}

static bool derive_one(struct facts *f, struct derived *d, struct err *err)
{
	struct bindings b;
	double value;

	if (facts_latest(f, d->analyte->id) || !inputs_there(f, d))
		return true;
	if (!d->condition.names &&
	    !condition_names(f->kb, d->names, &d->condition, err))
		return false;
	if (!condition_prepare(f->kb, d->sql, &d->condition, err))
		return false;
	condition_bind(&d->condition, f, &b);
	struct outcome out = condition_run(&d->condition, &b);
	if (!(out.column[0] > 0) || !num_is_finite(out.column[1]) ||
	    !analyte_convert(f->kb, d->analyte, d->unit, out.column[1], &value))
		return true;

	struct fact fact = {.analyte = d->analyte,
			    .value = value,
			    .lo = NUM_NONE,
			    .hi = NUM_NONE,
			    .number = NUM_NONE,
			    .low = NUM_NONE,
			    .high = NUM_NONE,
			    .unit = d->analyte->unit,
			    .when = DATE_NONE,
			    .ref = -1};
	struct interval interval;
	if (analyte_interval(f->kb, d->analyte, f->patient, &interval) ==
	    INTERVAL_FOUND) {
		fact.low = interval.low;
		fact.high = interval.high;
	}
	fact.printed = show_value(f->arena, value, d->analyte->unit);
	f->n_single += f->n_single == f->list.n;
	facts_add(f, &fact);
	f->latest[d->analyte->id] = (int)f->list.n - 1;
	return true;
}

bool facts_derive(struct facts *f, struct err *err)
{
	if (!f->kb->derived_loaded)
		load(f->kb);
	facts_settle(f);
	for (size_t i = 0; i < f->kb->n_derived; i++)
		if (!derive_one(f, &f->kb->derived[i], err))
			return false;
	return true;
}
