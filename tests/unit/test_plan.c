/* Plans against SQLite: every shipped condition with many bindings, and the
 * corners of three-valued logic. */
#include "base/num.h"
#include "kb/condition.h"
#include "kb/private.h"
#include "tests/tools/with_kb.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void run_sqlite(sqlite3_stmt *s, const double *values, size_t n,
		       double *ret)
{
	for (size_t i = 0; i < n; i++) {
		if (isnan(values[i]))
			sqlite3_bind_null(s, (int)i + 1);
		else
			sqlite3_bind_double(s, (int)i + 1, values[i]);
	}
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	for (int k = 0; k < CONDITION_COLUMNS; k++)
		ret[k] = k < sqlite3_column_count(s) ? kb_real(s, k) : NUM_NONE;
	sqlite3_reset(s);
}

/* A value that lies at, near or far from the numbers of the condition. */
static double draw(const double *fixed, size_t n, uint32_t *seed)
{
	uint32_t r = next_random(seed) % 10;
	double x = n ? fixed[next_random(seed) % n] : 1;

	if (r < 2)
		return NUM_NONE;
	if (r < 4)
		return next_random(seed) % 3;
	if (r < 6)
		return x;
	if (r < 8)
		return x * (0.5 + next_random(seed) % 1000 / 900.0);
	return (next_random(seed) % 4000) / 10.0 - 20;
}

static void compare(const char *sql, const struct plan *plan, sqlite3_stmt *s,
		    const double *values, size_t n)
{
	double one[CONDITION_COLUMNS], two[CONDITION_COLUMNS];

	plan_run(plan, values, one, CONDITION_COLUMNS);
	run_sqlite(s, values, n, two);
	for (int k = 0; k < CONDITION_COLUMNS; k++)
		if (!(isnan(one[k]) && isnan(two[k])) && !(one[k] == two[k]))
			fail_msg("%s\ncolumn %d: plan %.17g, SQLite %.17g", sql,
				 k, one[k], two[k]);
}

/* Returns false when there is no plan. */
static bool check(const char *sql, const double *fixed, size_t n,
		  uint32_t *seed)
{
	struct arena a = ARENA_INIT;
	sqlite3_stmt *s;
	const struct plan *plan = plan_make(&a, sql);

	assert_int_equal(sqlite3_prepare_v2(kb->db, sql, -1, &s, NULL),
			 SQLITE_OK);
	for (int round = 0; plan && round < 60; round++) {
		double values[PLAN_PARAMETERS], known[PLAN_PARAMETERS];
		size_t n_known = 0;
		for (size_t i = 0; i < n; i++)
			if (!isnan(fixed[i]))
				known[n_known++] = fixed[i];
		for (size_t i = 0; i < n; i++)
			values[i] = isnan(fixed[i]) ? draw(known, n_known, seed)
						    : fixed[i];
		compare(sql, plan, s, values, n);
	}
	sqlite3_finalize(s);
	arena_free(&a);
	return plan != NULL;
}

static void test_shipped(void **state)
{
	static const char *const tables[] = {"rule", "derived",
					     "drug_condition", "triage_item",
					     "triage_rule"};
	uint32_t seed = 1;
	size_t all = 0, planned = 0;

	(void)state;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct strbuf query = STRBUF_INIT;
		sqlite3_stmt *s;
		struct err err;
		strbuf_addf(&query, "SELECT condition, names FROM %s",
			    tables[i]);
		assert_int_equal(
			sqlite3_prepare_v2(kb->db, query.buf, -1, &s, NULL),
			SQLITE_OK);
		while (sqlite3_step(s) == SQLITE_ROW) {
			const char *sql =
				(const char *)sqlite3_column_text(s, 0);
			const char *names =
				(const char *)sqlite3_column_text(s, 1);
			struct condition c = {0};
			double fixed[PLAN_PARAMETERS];
			if (!sql || !*sql)
				continue;
			assert_true(condition_names(kb, names ? names : "", &c,
						    &err));
			for (size_t k = 0; k < c.n_names; k++)
				fixed[k] = c.names[k]->attribute == ATTR_LITERAL
						   ? c.names[k]->argument
						   : NUM_NONE;
			all++;
			planned += check(sql, fixed, c.n_names, &seed);
		}
		sqlite3_finalize(s);
		strbuf_release(&query);
	}
	assert_true(all > 800);
	if (planned * 20 < all * 19)
		fail_msg("only %zu of %zu conditions have a plan", planned,
			 all);
}

static void test_corners(void **state)
{
	static const char *const sqls[] = {
		"SELECT (?1 AND ?2), (?1 OR ?2), ( NOT ?1)",
		"SELECT (?1 = ?2 OR ?3), ( NOT ?1 = ?2), (?1 BETWEEN ?2 AND ?3)",
		"SELECT ?1 / ?2, ?1 - ?2 - ?3,  - ?1 * ?2",
		"SELECT ?1 IN (?2,?3), min(?1,?2,?3), max(?1,?2)",
		"SELECT iif(?1 > ?2,?3,?1), abs(?1), sqrt(?2)",
		"SELECT pow(?1,?2), ln(?1), ln(?2)",
		"SELECT exp(?1), floor(?2), ceil(?3)",
		"SELECT (?1 >= ?2) AND (?3 <> ?1), (0), 1",
		"SELECT ?1 + ?2 * ?3, (?1 + ?2) * ?3, ?1 - (?2 - ?3)",
		"SELECT (?1 < ?2) + (?2 < ?3) >= ?1, ?1 AND ?2 OR ?3, 0",
	};
	const double none[3] = {NUM_NONE, NUM_NONE, NUM_NONE};
	uint32_t seed = 7;

	(void)state;
	for (size_t i = 0; i < sizeof sqls / sizeof *sqls; i++)
		for (int k = 0; k < 20; k++)
			if (!check(sqls[i], none, 3, &seed))
				fail_msg("no plan: %s", sqls[i]);
}

/* What is SQLite's alone, or makes no sense, has no plan. */
static void test_none(void **state)
{
	static const char *const sqls[] = {
		"",
		"SELECT",
		"SELECT ?1 ?2",
		"SELECT (?1",
		"SELECT ?1)",
		"SELECT ?0",
		"SELECT ?65",
		"SELECT ?1 < ?2 < ?3",
		"SELECT round(?1,?2)",
		"SELECT log10(?1)", /* SQLite divides two logarithms */
		"SELECT (?1 < ?2) / (?1 > ?2)",
		"SELECT max(?1 < ?2,?1 > ?2)",
		"SELECT abs(?1,?2)",
		"SELECT kb_table_x(?1)",
		"SELECT 2",
		"SELECT ?1 FROM rule",
		"SELECT ?1;",
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof sqls / sizeof *sqls; i++)
		if (plan_make(&a, sqls[i]))
			fail_msg("a plan for: %s", sqls[i]);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped),
					   cmocka_unit_test(test_corners),
					   cmocka_unit_test(test_none)};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
