/* Evaluating a calculator's formula, and the tests that stand beside it. */
#include "kb/calculator.h"

#include "base/date.h"
#include "base/db.h"
#include "base/num.h"
#include "base/strbuf.h"
#include "kb/expr.h"
#include "kb/private.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A formula's inputs are its parameters by their own names. */
static const char *input_name(void *self, const char *name)
{
	const struct calculator *c = self;

	if (strcmp(name, "today") == 0)
		return "%today";
	for (size_t i = 0; i < c->n_inputs; i++)
		if (strcmp(c->inputs[i].name, name) == 0)
			return c->inputs[i].name;
	return NULL;
}

static const char *table_name(void *self, const char *name)
{
	const struct calculator *c = self;

	return yaml_get(yaml_get(c->node, "tables"), name) ? name : NULL;
}

/* Linear interpolation in rows of [x, y]; NULL outside. */
static void table_value(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct yaml *rows = sqlite3_user_data(context);
	double x = sqlite3_value_double(values[0]);

	if (n != 1 || sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	for (size_t i = 0; i < yaml_count(rows); i++) {
		double x0, y0, x1, y1;
		if (!yaml_number(yaml_at(yaml_at(rows, i), 0), &x0) ||
		    !yaml_number(yaml_at(yaml_at(rows, i), 1), &y0))
			return;
		if (x == x0) {
			sqlite3_result_double(context, y0);
			return;
		}
		if (x < x0 || i + 1 >= yaml_count(rows))
			return;
		if (!yaml_number(yaml_at(yaml_at(rows, i + 1), 0), &x1) ||
		    !yaml_number(yaml_at(yaml_at(rows, i + 1), 1), &y1))
			return;
		if (x < x1) {
			sqlite3_result_double(
				context, y0 + (y1 - y0) * (x - x0) / (x1 - x0));
			return;
		}
	}
}

static void register_tables(struct kb *kb, const struct calculator *c)
{
	const struct yaml *tables = yaml_get(c->node, "tables");

	for (size_t i = 0; tables && i < tables->n; i++) {
		char name[64] = "kb_table_";
		strncat(name, tables->child[i]->key, 40);
		sqlite3_create_function(
			kb->db, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
			tables->child[i], table_value, NULL, NULL);
	}
}

static double value_of(const struct calculator *c, const char *name,
		       int64_t today)
{
	if (name[0] == '#')
		return strtod(name + 1, NULL);
	if (strcmp(name, "%today") == 0)
		return (double)today;
	for (size_t i = 0; i < c->n_inputs; i++)
		if (strcmp(c->inputs[i].name, name) == 0)
			return isnan(c->inputs[i].value) &&
					       c->inputs[i].optional
				       ? c->inputs[i].fallback
				       : c->inputs[i].value;
	return NUM_NONE;
}

/* One expression of the entry, with the inputs given. */
static bool evaluate(struct kb *kb, struct calculator *c, const char *text,
		     int64_t today, struct arena *a, double *ret,
		     struct err *err)
{
	struct expr_scope scope = {
		.input = input_name, .table = table_name, .self = c};
	struct expr_names names = {0};
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *s = NULL;

	strbuf_adds(&sql, "SELECT ");
	bool ok = expr_compile(a, text, &scope, &names, &sql, err) &&
		  db_prepare(kb->db, sql.buf, &s, err);
	*ret = NUM_NONE;
	for (size_t i = 0; ok && i < names.n; i++) {
		double x = value_of(c, names.at[i], today);
		if (isnan(x))
			sqlite3_bind_null(s, (int)i + 1);
		else
			sqlite3_bind_double(s, (int)i + 1, x);
	}
	if (ok && sqlite3_step(s) == SQLITE_ROW)
		*ret = kb_real(s, 0);
	sqlite3_finalize(s);
	strbuf_release(&sql);
	vec_free(&names);
	return ok;
}

static bool find_missing(const struct calculator *c, struct arena *a,
			 struct calculated *ret)
{
	ret->missing = arena_array(a, const char *, c->n_inputs);
	for (size_t i = 0; i < c->n_inputs; i++)
		if (isnan(c->inputs[i].value) && !c->inputs[i].optional)
			ret->missing[ret->n_missing++] = c->inputs[i].name;
	return ret->n_missing > 0;
}

/* The formula with each input's name replaced by its number. */
static const char *show_working(const struct calculator *c, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *p = c->formula;

	while (*p) {
		size_t n = 0;
		while (isalnum((unsigned char)p[n]) || p[n] == '_')
			n++;
		const struct input *in = NULL;
		for (size_t i = 0; n && i < c->n_inputs; i++)
			if (strlen(c->inputs[i].name) == n &&
			    memcmp(c->inputs[i].name, p, n) == 0)
				in = &c->inputs[i];
		char number[NUM_SIZE];
		if (in && !isnan(in->value) && in->type == INPUT_SEX)
			strbuf_adds(&sb, in->value == 1 ? "FEMALE" : "MALE");
		else if (in && !isnan(in->value))
			strbuf_adds(&sb,
				    num_format(number,
					       round(in->value * 1e6) / 1e6));
		else
			strbuf_add(&sb, p, n ? n : 1);
		p += n ? n : 1;
	}
	const char *text = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return text;
}

static const struct band *find_band(const struct calculator *c, double value)
{
	for (size_t i = 0; i < c->n_bands; i++)
		if (isnan(c->bands[i].below) || value < c->bands[i].below)
			return &c->bands[i];
	return NULL;
}

static bool find_alerts(struct kb *kb, struct calculator *c, int64_t today,
			struct arena *a, struct calculated *ret,
			struct err *err)
{
	const struct yaml *list = yaml_get(c->node, "alerts");

	ret->alerts = arena_array(a, struct text, yaml_count(list));
	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *row = yaml_at(list, i);
		const struct yaml *text = yaml_get(row, "text");
		double x;
		if (!evaluate(kb, c, yaml_str(row, "when"), today, a, &x, err))
			return false;
		if (!isnan(x) && x != 0)
			ret->alerts[ret->n_alerts++] = (struct text){
				{yaml_str(text, "zh"), yaml_str(text, "en")}};
	}
	return true;
}

bool calculator_compute(struct kb *kb, struct calculator *c, int64_t today,
			struct arena *a, struct calculated *ret,
			struct err *err)
{
	const char *given = yaml_str(c->node, "given");
	double valid = 1;

	*ret = (struct calculated){.value = NUM_NONE};
	register_tables(kb, c);
	if (find_missing(c, a, ret)) {
		ret->state = CALCULATION_MISSING;
		return true;
	}
	if (given && !evaluate(kb, c, given, today, a, &valid, err))
		return false;
	if (!(valid != 0) || isnan(valid)) {
		ret->state = CALCULATION_INVALID;
		return true;
	}
	if (!evaluate(kb, c, c->formula, today, a, &ret->value, err))
		return false;
	if (!num_is_finite(ret->value)) {
		ret->state = CALCULATION_INVALID;
		ret->value = NUM_NONE;
		return true;
	}
	char text[NUM_SIZE], day[32];
	bool date = c->unit && strcmp(c->unit, "date") == 0;
	ret->text = arena_strdup(
		a,
		date ? date_format(day, (int64_t)ret->value * DATE_DAY, false)
		     : num_format_fixed(text, ret->value, c->digits));
	ret->working = show_working(c, a);
	ret->band = find_band(c, ret->value);
	return find_alerts(kb, c, today, a, ret, err);
}

struct test_run {
	struct kb *kb;
	struct arena *arena;
	struct strbuf *out;
	size_t failed;
};

static void fail(struct test_run *t, const char *id, size_t i, const char *what)
{
	strbuf_addf(t->out, "calculators: %s: case %zu: %s\n", id, i + 1, what);
	t->failed++;
}

static double tolerance_of(const struct yaml *test, double value)
{
	const char *text = yaml_str(test, "tolerance");
	double x;
	size_t n = text ? num_parse(text, strlen(text), &x) : 0;

	if (!n)
		return fabs(value) * 0.001 + 1e-9;
	return text[n] == '%' ? fabs(value) * x / 100 : x + 1e-9;
}

static void check(struct test_run *t, struct calculator *c, size_t i,
		  const struct yaml *test, const struct calculated *got)
{
	const struct yaml *missing = yaml_get(test, "missing");
	double value;
	char a[NUM_SIZE];

	if (yaml_count(missing)) {
		bool same = got->n_missing == yaml_count(missing);
		for (size_t k = 0; same && k < got->n_missing; k++)
			same = strcmp(got->missing[k],
				      yaml_at(missing, k)->scalar) == 0;
		if (!same)
			fail(t, c->id, i, "missing inputs differ");
	} else if (yaml_get(test, "invalid")) {
		if (got->state != CALCULATION_INVALID)
			fail(t, c->id, i, "expected invalid");
	} else if (yaml_get(test, "refused")) {
		fail(t, c->id, i, "expected a refusal");
	} else if (yaml_get(test, "date")) {
		if (!got->text ||
		    strcmp(got->text, yaml_str(test, "date")) != 0)
			fail(t, c->id, i, got->text ? got->text : "no value");
	} else if (!yaml_number(yaml_get(test, "value"), &value)) {
		fail(t, c->id, i,
		     "a test needs value, missing, refused or invalid");
	} else if (!(fabs(got->value - value) <= tolerance_of(test, value))) {
		fail(t, c->id, i,
		     arena_printf(t->arena, "got %s, expected %s",
				  num_format(a, got->value),
				  yaml_str(test, "value")));
	}
}

/* Gives the case's inputs; true when one was refused that should be. */
static bool give_all(struct test_run *t, struct calculator *c, size_t i,
		     const struct yaml *test, bool *ret_done)
{
	const struct yaml *in = yaml_get(test, "in");
	const char *refused = yaml_str(test, "refused");
	struct err err;

	*ret_done = false;
	for (size_t k = 0; in && k < in->n; k++) {
		const struct yaml *value = in->child[k];
		if (calculator_give(t->kb, c, value->key, value->scalar,
				    t->arena, &err))
			continue;
		*ret_done = true;
		if (!refused || strcmp(refused, value->key) != 0)
			fail(t, c->id, i,
			     arena_printf(t->arena, "%s=%s refused (%s)",
					  value->key, value->scalar,
					  err.arg[2]));
		return true;
	}
	return false;
}

bool calculator_test(struct kb *kb, const char *id, struct arena *a,
		     size_t *ret_cases, size_t *ret_failed, struct strbuf *ret,
		     struct err *err)
{
	struct test_run t = {kb, a, ret, 0};
	struct calculator *c;

	if (!calculator_find(kb, id, a, &c, err))
		return false;
	const struct yaml *tests = yaml_get(c->node, "tests");
	*ret_cases = yaml_count(tests);
	for (size_t i = 0; i < yaml_count(tests); i++) {
		struct calculated got;
		bool done;
		int64_t today = 0;
		const char *day = yaml_str(yaml_at(tests, i), "today");
		if (day && date_parse(day, strlen(day), -1, &today, NULL))
			today /= DATE_DAY;
		if (!calculator_find(kb, id, a, &c, err))
			return false;
		if (give_all(&t, c, i, yaml_at(tests, i), &done) || done)
			continue;
		if (!calculator_compute(kb, c, today, a, &got, err))
			return false;
		check(&t, c, i, yaml_at(tests, i), &got);
	}
	*ret_failed = t.failed;
	return true;
}
