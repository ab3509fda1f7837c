/* Days of the calendar: month ends, leap years, windows, and charts of every
 * earlier version with rows in all their tables. */
#include "base/date.h"
#include "base/db.h"
#include "chart/migrate.h"
#include "chart/plan.h"
#include "kb/protocol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int64_t day(int year, int month, int d)
{
	return date_days((struct date){year, month, d});
}

static void assert_day(int64_t got, int year, int month, int d)
{
	struct date is = date_civil(got);

	if (is.year != year || is.month != month || is.day != d)
		fail_msg("%04d-%02d-%02d is not %04d-%02d-%02d", is.year,
			 is.month, is.day, year, month, d);
}

static int64_t plus(int64_t from, const char *text)
{
	struct span s;

	assert_true(span_parse(text, &s));
	return span_add(from, s);
}

static void months_keep_their_end(void **state)
{
	(void)state;
	assert_day(plus(day(2026, 11, 30), "3mo"), 2027, 2, 28);
	assert_day(plus(day(2027, 11, 30), "3mo"), 2028, 2, 29);
	assert_day(plus(day(2028, 1, 31), "1mo"), 2028, 2, 29);
	assert_day(plus(day(2026, 1, 31), "1mo"), 2026, 2, 28);
	assert_day(plus(day(2026, 12, 31), "6mo"), 2027, 6, 30);
	assert_day(plus(day(2028, 2, 29), "1y"), 2029, 2, 28);
	assert_day(plus(day(2028, 2, 29), "12mo"), 2029, 2, 28);
	assert_day(plus(day(2027, 2, 28), "12mo"), 2028, 2, 28);
	assert_day(plus(day(1999, 11, 30), "3mo"), 2000, 2, 29);
	assert_day(plus(day(2099, 11, 30), "3mo"), 2100, 2, 28);
	assert_day(plus(day(2028, 3, 31), "-1mo"), 2028, 2, 29);
	assert_day(plus(day(2027, 1, 15), "-2mo"), 2026, 11, 15);
}

static void days_and_weeks_cross_everything(void **state)
{
	(void)state;
	assert_day(plus(day(2028, 2, 28), "1d"), 2028, 2, 29);
	assert_day(plus(day(2027, 2, 28), "1d"), 2027, 3, 1);
	assert_day(plus(day(2026, 12, 25), "2wk"), 2027, 1, 8);
	assert_day(plus(day(2027, 3, 5), "-14d"), 2027, 2, 19);
	assert_day(plus(day(1970, 1, 3), "-1wk"), 1969, 12, 27);
}

/* Four hundred years of adding a month twelve times, and of days there and
 * back. */
static void calendar_is_whole(void **state)
{
	(void)state;
	for (int64_t d = day(1900, 1, 1); d < day(2300, 1, 1); d++)
		assert_int_equal(date_days(date_civil(d)), d);
	for (int year = 1900; year < 2300; year++) {
		int64_t at = day(year, 1, 15);
		for (int i = 0; i < 12; i++)
			at = plus(at, "1mo");
		assert_day(at, year + 1, 1, 15);
	}
}

static void age_turns_on_the_birthday(void **state)
{
	struct date leap = {1960, 2, 29};

	(void)state;
	assert_int_equal(date_age_years(leap, (struct date){2026, 2, 28}), 65);
	assert_int_equal(date_age_years(leap, (struct date){2026, 3, 1}), 66);
	assert_int_equal(date_age_years(leap, (struct date){2028, 2, 29}), 68);
	assert_int_equal(date_age_years((struct date){1961, 12, 31},
					(struct date){2026, 12, 30}),
			 64);
	assert_int_equal(date_age_years((struct date){1961, 12, 31},
					(struct date){2026, 12, 31}),
			 65);
}

/* A window over 29 February, day by day. */
static void window_over_a_leap_day(void **state)
{
	struct chart_visit v = {.planned = day(2028, 2, 29),
				.first = day(2028, 2, 15),
				.last = day(2028, 3, 14),
				.lost = day(2028, 6, 14),
				.done = DATE_NONE,
				.cancelled = DATE_NONE};
	int64_t days;

	(void)state;
	assert_int_equal(visit_state(&v, day(2028, 2, 14), &days),
			 VISIT_UPCOMING);
	assert_int_equal(visit_state(&v, day(2028, 2, 15), &days),
			 VISIT_IN_WINDOW);
	assert_int_equal(visit_state(&v, day(2028, 3, 14), &days),
			 VISIT_IN_WINDOW);
	assert_int_equal(days, 0);
	assert_int_equal(visit_state(&v, day(2028, 3, 15), &days),
			 VISIT_OVERDUE);
	assert_int_equal(days, 1);
	assert_int_equal(visit_state(&v, day(2028, 6, 13), &days),
			 VISIT_OVERDUE);
	assert_int_equal(days, 91);
	assert_int_equal(visit_state(&v, day(2028, 6, 14), &days), VISIT_LOST);
	assert_int_equal(days, 92);
	v.done = day(2028, 5, 1);
	assert_int_equal(visit_state(&v, day(2028, 6, 14), &days), VISIT_DONE);
}

/* What each version's tables held, before the next step. */
static const char first_rows[] =
	"INSERT INTO batch(id, kind, at, actor) VALUES(1, 'enrol', 0, 'x');"
	"INSERT INTO patient(id, sex, birth, birth_exact, batch)"
	" VALUES('P1', 'F', -4000, 1, 1);"
	"INSERT INTO context VALUES('P1', 'dx', '高血压', 'hypertension', 1);"
	"INSERT INTO observation(id, patient, code, value, unit, canonical,"
	" canonical_unit, at, zone, timed, source, batch)"
	" VALUES(1, 'P1', 'SBP', 20, 'kPa', 150, 'mm[Hg]', 86400, 28800, 1,"
	" 'typed', 1);"
	"INSERT INTO access VALUES(0, 'x', 'show', 'P1')";
static const char second_rows[] =
	"INSERT INTO plan(id, patient, protocol, version, start, batch)"
	" VALUES(1, 'P1', 'htn', '1', 20000, 1);"
	"INSERT INTO visit(id, plan, kind, planned, first, last, lost, batch)"
	" VALUES(1, 1, 'regular', 20090, 20076, 20104, 20194, 1);"
	"INSERT INTO medication(id, patient, text, start, batch)"
	" VALUES(1, 'P1', '氨氯地平', 20000, 1)";

static void old_chart_keeps_its_rows(void **state)
{
	static const char *const counts[] = {
		"SELECT count(*) FROM live_patient WHERE birth = -4000",
		"SELECT count(*) FROM live_context WHERE text = '高血压'",
		"SELECT count(*) FROM live_observation WHERE canonical = 150",
		"SELECT count(*) FROM access",
		"SELECT count(*) FROM live_plan WHERE start = 20000",
		"SELECT count(*) FROM live_visit WHERE last = 20104",
		"SELECT count(*) FROM live_medication WHERE stop IS NULL"};
	char sql[96];

	(void)state;
	for (int version = 1; version <= CHART_VERSION; version++) {
		sqlite3 *db;
		struct err err = {0};
		assert_true(db_open_file(":memory:", SQLITE_OPEN_READWRITE, &db,
					 &err));
		assert_true(db_exec(db, "PRAGMA foreign_keys = ON", &err));
		for (int i = 0; i < version; i++) {
			assert_true(db_exec(db, chart_step(i), &err));
			if (i < 2)
				assert_true(db_exec(
					db, i ? second_rows : first_rows,
					&err));
		}
		snprintf(sql, sizeof sql,
			 "PRAGMA application_id = %d; PRAGMA user_version = %d",
			 CHART_APPLICATION, version);
		assert_true(db_exec(db, sql, &err));
		assert_true(chart_migrate(db, "x", &err));
		assert_int_equal(db_int(db, "PRAGMA user_version", 0),
				 CHART_VERSION);
		for (size_t i = 0; i < (version == 1 ? 4u : 7u); i++)
			if (db_int(db, counts[i], -1) != 1)
				fail_msg("from version %d: %s", version,
					 counts[i]);
		assert_int_equal(
			db_int(db,
			       "SELECT count(*) FROM pragma_foreign_key_check",
			       -1),
			0);
		sqlite3_close(db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(months_keep_their_end),
		cmocka_unit_test(days_and_weeks_cross_everything),
		cmocka_unit_test(calendar_is_whole),
		cmocka_unit_test(age_turns_on_the_birthday),
		cmocka_unit_test(window_over_a_leap_day),
		cmocka_unit_test(old_chart_keeps_its_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
