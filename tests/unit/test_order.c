/* The reader of orders: golden lists, whose reading was checked by eye, and
 * tables of its smallest parts.
 *
 * tests/golden/orders/NAME.txt is read, NAME.expect says how, an order a line.
 * CLIN_GOLDEN_WRITE=1 rewrites what differs, to be read before it is kept. */
#include "base/io.h"
#include "base/num.h"
#include "base/strbuf.h"
#include "commands/drug-check/read_order.h"
#include "commands/order_forms.h"
#include "tests/tools/with_kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char golden_dir[] = "tests/golden/orders";

static void add_quantity(struct strbuf *out, const char *label, double x,
			 const char *unit)
{
	char number[NUM_SIZE];

	if (!isnan(x))
		strbuf_addf(out, " | %s %s%s%s", label,
			    num_format(number, round(x * 1e6) / 1e6),
			    unit ? " " : "", unit ? unit : "");
}

static void add_drug(struct strbuf *out, const struct order *o)
{
	static const char *const states[] = {"", "could be ", "unknown"};
	const struct drug *d = o->drug;

	if (o->aside) {
		strbuf_adds(out, "no drug");
		return;
	}
	strbuf_adds(out, states[o->status]);
	/* a patent medicine by itself: what is in it is knowledge */
	if (d && (!d->n_ingredients || d->patent))
		strbuf_adds(out, d->code);
	for (size_t i = 0; d && !d->patent && i < d->n_ingredients; i++)
		strbuf_addf(out, "%s%s", i ? "+" : "",
			    d->ingredients[i].drug->code);
	if (!d && o->n_candidates) /* the nearest */
		strbuf_adds(out, o->candidates[0]->code);
}

/* Of a combination the first ingredient's. */
static void add_daily(struct strbuf *out, const struct order *o)
{
	const struct drug *d = o->drug;
	const char *unit = NULL;
	double daily;

	if (d && d->n_ingredients)
		d = d->ingredients[0].drug;
	if (!d)
		return;
	daily = order_daily(o, d, &unit);
	add_quantity(out, "daily", daily, unit);
}

static void print_order(struct strbuf *out, const struct order *o)
{
	strbuf_addf(out, "%d: ", o->line);
	add_drug(out, o);
	add_quantity(out, "strength", o->strength.value, o->strength.unit);
	for (size_t i = 0; i < o->parts.n; i++)
		add_quantity(out, "part", o->parts.at[i], o->parts.unit);
	add_quantity(out, "dose", o->dose.value, o->dose.unit);
	add_quantity(out, "to", o->dose_high, NULL);
	add_quantity(out, "a day", o->per_day, NULL);
	if (o->prn)
		strbuf_adds(out, " | prn");
	if (o->once)
		strbuf_adds(out, " | once");
	if (o->route)
		strbuf_addf(out, " | %s", o->route);
	if (o->push)
		strbuf_adds(out, " | push");
	if (o->stopped)
		strbuf_adds(out, " | stopped");
	add_quantity(out, "days", o->days, NULL);
	add_daily(out, o);
	if (o->form)
		strbuf_addf(out, " | %s", o->form);
	if (o->release)
		strbuf_addf(out, " | %s", o->release);
	strbuf_addch(out, '\n');
}

static void read_golden(const char *name)
{
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT,
		      expect = STRBUF_INIT;
	struct arena arena = ARENA_INIT;
	struct order_vec orders = {0};
	const char *format;
	struct err err;
	char *path = arena_printf(&arena, "%s/%s.txt", golden_dir, name);
	char *want = arena_printf(&arena, "%s/%s.expect", golden_dir, name);

	assert_true(io_read(path, IO_LIMIT_REPORT, &text, &err));
	assert_true(orders_read(kb, text.buf, text.len, &arena, &orders,
				&format, &err));
	orders_resolve(kb, &orders, &arena);
	for (size_t i = 0; i < orders.n; i++)
		print_order(&out, &orders.at[i]);
	if (getenv("CLIN_GOLDEN_WRITE"))
		assert_true(io_replace(want, out.buf, out.len, 0644, &err));
	assert_true(io_read(want, IO_LIMIT_REPORT, &expect, &err));
	assert_string_equal(out.buf, expect.buf);
	vec_free(&orders);
	strbuf_release(&text);
	strbuf_release(&out);
	strbuf_release(&expect);
	arena_free(&arena);
}

static void test_golden(void **state)
{
	static const char *const names[] = {
		"hospital",    "scripts",     "discharge",   "herbs",
		"ward",        "clinic",      "fhir",        "print-zh",
		"print-en",    "fresh-zh-1",  "fresh-en-1",  "fresh-zh-2",
		"fresh-en-2",  "fresh-zh-3",  "fresh-en-3",  "fresh-zh-4",
		"fresh-en-4",  "fresh-zh-5",  "fresh-en-5",  "fresh-zh-6",
		"fresh-en-6",  "fresh-zh-7",  "fresh-en-7",  "fresh-zh-8",
		"fresh-en-8",  "fresh-zh-9",  "fresh-en-9",  "fresh-zh-10",
		"fresh-en-10", "fresh-zh-11", "fresh-en-11", "fresh-zh-12",
		"fresh-zh-13", "fresh-en-12", "fresh-en-13", "tables"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		read_golden(names[i]);
}

static void test_amounts(void **state)
{
	static const struct {
		const char *text;
		double value;
		size_t taken;
	} rows[] = {
		{"0.5g", 0.5, 3},       {".5", 0.5, 2},
		{"50,000 u", 50000, 6}, {"1,2", 1, 1},
		{"1/2片", 0.5, 3},      {"半片", 0.5, 3},
		{"两片", 2, 3},         {"half a", 0.5, 6},
		{"halfway", NAN, 0},    {"5/325", 5, 1},
		{"1e5", NAN, 0},        {"-3", NAN, 0},
		{"x", NAN, 0},          {"9999999999", 9999999999.0, 10},
		{"1½", 1.5, 3},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double x = NAN;
		size_t n = amount_read(rows[i].text, strlen(rows[i].text), &x);
		assert_int_equal(n, rows[i].taken);
		if (n)
			assert_true(fabs(x - rows[i].value) < 1e-9);
	}
}

static void test_quantities(void **state)
{
	static const struct {
		const char *text;
		double value, high;
		const char *unit;
	} rows[] = {
		{"1.25万iu", 12500, NAN, "IU"},
		{"100 micrograms", 0.1, NAN, "mg"},
		{"1-2 tabs", 1, 2, "tablet"},
		{"1 to 2 puffs", 1, 2, "puff"},
		{"1mg/kg", 1, NAN, "mg/kg"},
		{"25 mcg/hr", 0.025, NAN, "mg/h"},
		{"0.05mg/24h", 0.05 / 24, NAN, "mg/h"},
		{"1片半", 1.5, NAN, "tablet"},
		{"3钱", 9000, NAN, "mg"},
		{"80万", 800000, NAN, "IU"},
		{"10mEq", 10, NAN, "mmol"},
		{"5 mgx", 5, NAN, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct quantity q;
		double high;
		assert_true(quantity_read(rows[i].text, strlen(rows[i].text),
					  &q, &high) > 0);
		assert_true(fabs(q.value - rows[i].value) < 1e-9);
		assert_int_equal(isnan(high), isnan(rows[i].high));
		if (!rows[i].unit)
			assert_null(q.unit);
		else
			assert_string_equal(q.unit, rows[i].unit);
	}
}

static void test_parts(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		double last;
	} rows[] = {
		{"49/51 mg", 2, 51},        {"50/12.5", 2, 12.5},
		{"100-25 mg", 2, 25},       {"5-325 mg", 2, 325},
		{"40/10/25", 3, 25},        {"80mg/5mg*7片", 2, 5},
		{"160ug/4.5ug", 2, 0.0045}, {"50ug:250ug", 2, 0.25},
		{"5-10 mg", 0, 0},          {"1/2片", 0, 0},
		{"250mg/5ml", 0, 0},        {"5/7", 0, 0},
		{"2026/11/30", 0, 0},       {"100ml:2g", 0, 0},
		{"1/2/3/4/5", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct parts parts;
		size_t n =
			parts_read(rows[i].text, strlen(rows[i].text), &parts);
		assert_int_equal(n ? parts.n : 0, rows[i].n);
		if (n)
			assert_true(fabs(parts.at[parts.n - 1] - rows[i].last) <
				    1e-9);
	}
}

static void test_frequencies(void **state)
{
	static const struct {
		const char *text;
		double per_day; /* NaN: not said */
		size_t taken;
	} rows[] = {
		{"q8h", 3, 3},
		{"Q12H", 2, 4},
		{"q4-6h", 6, 5},
		{"q5min", NAN, 5},
		{"q2wk", 1.0 / 14, 4},
		{"qw(1,3)", 2.0 / 7, 7},
		{"every 6 hours", 4, 13},
		{"8 hourly", 3, 8},
		{"3x/week", 3.0 / 7, 7},
		{"2 times a day", 2, 13},
		{"twice weekly", 2.0 / 7, 12},
		{"ON", 1, 2},
		{"on an empty", NAN, 0},
		{"om", 1, 2},
		{"nocte", 1, 5},
		{"qhs", 1, 3},
		{"3次/日", 3, 8},
		{"日三次", 3, 9},
		{"每8小时一次", 3, 16},
		{"两周一次", 1.0 / 14, 12},
		{"每周一三五", 3.0 / 7, 15},
		{"每周一次", 1.0 / 7, 12},
		{"1/日", 1, 5},
		{"1/2", NAN, 0},
		{"隔日", 0.5, 6},
		{"必要时", NAN, 9},
		{"qidx", NAN, 0},
		{"每0小时1次", NAN, 0},
		{"0次/日", NAN, 0},
		{"q0h", NAN, 0},
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct order o = order_blank();
		size_t n = frequency_read(rows[i].text, strlen(rows[i].text),
					  &o, &a);
		if (n != rows[i].taken)
			fail_msg("'%s': %zu bytes", rows[i].text, n);
		if (isnan(o.per_day) != isnan(rows[i].per_day) ||
		    fabs(o.per_day - rows[i].per_day) > 1e-9)
			fail_msg("'%s': %g a day", rows[i].text, o.per_day);
	}
	arena_free(&a);
}

static void test_clinical(void **state)
{
	static const struct {
		const char *text, *want; /* NULL: none of these names */
	} rows[] = {
		{"24 HR Metoprolol 50 MG Oral Tablet [Toprol]",
		 "Metoprolol 50 MG Oral Tablet"},
		{"A 325 MG / B C 5 MG Oral Tablet",
		 "A/B C 325/5 mg Oral Tablet"},
		{"NDA020503 200 ACTUAT Albuterol 0.09 MG/ACTUAT Inhaler",
		 "Albuterol 0.09 MG/ACTUAT Inhaler"},
		{"A 5 MG / B", "A 5 MG / B"},
		{"阿司匹林 100mg qd", NULL},
		{"[基]阿司匹林 100mg", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf out = STRBUF_INIT;
		bool is = clinical_rewrite(rows[i].text, strlen(rows[i].text),
					   &out);
		if (is ||
		    (rows[i].want && strcmp(rows[i].want, rows[i].text) != 0))
			assert_string_equal(out.buf, rows[i].want);
		strbuf_release(&out);
	}
}

static void test_forms_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < order_form_count; i++)
		assert_true(strcmp(order_form_words[i - 1].word,
				   order_form_words[i].word) < 0);
	assert_null(order_form_words[order_form_count].word);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_forms_sorted),
		cmocka_unit_test(test_amounts),
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_frequencies),
		cmocka_unit_test(test_clinical),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
