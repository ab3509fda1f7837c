/* The chart: opening, migrations, undo, due, backups, many writers. */
#include "base/date.h"
#include "base/db.h"
#include "chart/chart.h"
#include "chart/critical.h"
#include "chart/migrate.h"
#include "chart/observation.h"
#include "chart/patient.h"
#include "chart/plan.h"
#include "tests/tools/with_chart.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void file_is_private(void **state)
{
	struct stat st;

	(void)state;
	chart_close(open_chart());
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	chmod(path, 0644);
	struct chart_place place = {.path = path, .actor = "t"};
	struct chart *c = NULL;
	struct err err = {0};
	assert_false(chart_open(&place, &c, &err));
	assert_int_equal(err.id, ERR_CHART);
}

static void absent_is_not_made(void **state)
{
	struct chart_place place = {.path = path, .actor = "t"};
	struct chart *c = NULL;
	struct err err = {0};

	(void)state;
	assert_false(chart_open(&place, &c, &err));
	assert_int_equal(access(path, F_OK), -1);
}

static void every_old_version_is_brought_up(void **state)
{
	(void)state;
	for (int version = 1; version < CHART_VERSION; version++) {
		sqlite3 *db;
		struct err err;
		char sql[96], old[96];
		snprintf(old, sizeof old, "%s/v%d.db", dir, version);
		assert_true(db_open_file(
			old, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db,
			&err));
		for (int i = 0; i < version; i++)
			assert_true(db_exec(db, chart_step(i), &err));
		snprintf(sql, sizeof sql,
			 "PRAGMA application_id = %d; PRAGMA user_version = %d",
			 CHART_APPLICATION, version);
		assert_true(db_exec(db, sql, &err));
		assert_true(db_exec(db,
				    "INSERT INTO batch(id, kind, at, actor)"
				    " VALUES(1, 'enrol', 0, 'x');"
				    "INSERT INTO patient(id, batch)"
				    " VALUES('P1', 1)",
				    &err));
		assert_true(chart_migrate(db, old, &err));
		assert_int_equal(db_int(db, "PRAGMA user_version", 0),
				 CHART_VERSION);
		assert_int_equal(
			db_int(db, "SELECT count(*) FROM live_patient", 0), 1);
		sqlite3_close(db);
	}
}

static void newer_and_foreign_are_refused(void **state)
{
	static const char *const make[] = {
		"PRAGMA application_id = 1129071432; PRAGMA user_version = 99",
		"CREATE TABLE other(x); PRAGMA user_version = 1"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		sqlite3 *db;
		struct err err = {0};
		assert_true(db_open_file(":memory:", SQLITE_OPEN_READWRITE, &db,
					 &err));
		assert_true(db_exec(db, make[i], &err));
		assert_false(chart_migrate(db, "x", &err));
		assert_int_equal(err.id, ERR_CHART);
		assert_int_not_equal(db_int(db, "PRAGMA user_version", 0),
				     CHART_VERSION);
		sqlite3_close(db);
	}
}

static int64_t enrol(struct chart *c, const char *id)
{
	struct chart_patient p = {.id = id, .sex = 'F', .birth = DATE_NONE};
	struct err err;
	int64_t batch;

	assert_true(chart_begin(c, &err));
	assert_true(chart_batch(c, "enrol", NULL, &batch, &err));
	assert_true(chart_patient_add(c, &p, batch, &err));
	assert_true(chart_commit(c, &err));
	return batch;
}

static size_t count_series(struct chart *c, const char *patient)
{
	struct chart_observation_vec list = {0};
	struct arena a = ARENA_INIT;
	struct err err;

	assert_true(chart_observation_series(c, patient, "SBP", 0, &a, &list,
					     &err));
	size_t n = list.n;
	vec_free(&list);
	arena_free(&a);
	return n;
}

static struct chart_observation pressure(const char *source,
					 const char *context)
{
	return (struct chart_observation){.code = "SBP",
					  .value = 148,
					  .unit = "mm[Hg]",
					  .canonical = 148,
					  .canonical_unit = "mm[Hg]",
					  .at = 500,
					  .timed = true,
					  .context = context,
					  .source = source};
}

/* The context of the one reading there is, "" without one. */
static const char *only_context(struct chart *c, const char *id)
{
	static char context[16];
	struct chart_observation_vec list = {0};
	struct arena a = ARENA_INIT;
	struct err err = {0};

	assert_true(chart_observation_series(c, id, NULL, 0, &a, &list, &err));
	assert_int_equal(list.n, 1);
	snprintf(context, sizeof context, "%s",
		 list.at[0].context ? list.at[0].context : "");
	vec_free(&list);
	arena_free(&a);
	return context;
}

static void same_reading_twice_is_one_and_undo_takes_it_back(void **state)
{
	struct chart *c = open_chart();
	struct chart_observation o = pressure("typed", NULL);
	struct err err = {0};
	int64_t batch, id, entries;
	enum chart_added added;

	(void)state;
	enrol(c, "P1");
	assert_true(chart_begin(c, &err));
	assert_true(chart_batch(c, "add", NULL, &batch, &err));
	assert_true(
		chart_observation_add(c, "P1", &o, batch, &id, &added, &err));
	assert_int_equal(added, CHART_NEW);
	assert_true(
		chart_observation_add(c, "P1", &o, batch, &id, &added, &err));
	assert_int_equal(added, CHART_THERE);
	assert_true(chart_commit(c, &err));
	assert_int_equal(count_series(c, "P1"), 1);
	assert_true(chart_begin(c, &err));
	assert_true(chart_undo(c, batch, &id, &entries, &err));
	assert_int_equal(entries, 1);
	assert_true(chart_commit(c, &err));
	assert_int_equal(count_series(c, "P1"), 0);
	assert_true(chart_begin(c, &err));
	assert_false(chart_undo(c, batch, &id, &entries, &err));
	chart_close(c);
}

/* Typed first without saying how it was taken, the same pressure as the
 * monitor's file has it says "home" from then on; undo gives the first back. A
 * critical record keeps the reading it hangs on. */
static void the_copy_that_says_how_it_was_taken_stands(void **state)
{
	struct chart *c = open_chart();
	struct chart_observation o = pressure("typed", NULL);
	struct chart_observation home = pressure("omron", "home");
	struct err err = {0};
	int64_t first, second, third, id, old, entries;
	enum chart_added added;

	(void)state;
	enrol(c, "P1");
	assert_true(chart_begin(c, &err));
	assert_true(chart_batch(c, "add", NULL, &first, &err));
	assert_true(
		chart_observation_add(c, "P1", &o, first, &old, &added, &err));
	assert_true(chart_batch(c, "import", NULL, &second, &err));
	assert_true(chart_observation_add(c, "P1", &home, second, &id, &added,
					  &err));
	assert_int_equal(added, CHART_COMPLETES);
	assert_string_equal(only_context(c, "P1"), "home");
	/* neither comes again, from either side */
	assert_true(chart_batch(c, "import", NULL, &third, &err));
	assert_true(chart_observation_add(c, "P1", &home, third, &id, &added,
					  &err));
	assert_int_equal(added, CHART_THERE);
	assert_true(
		chart_observation_add(c, "P1", &o, third, &id, &added, &err));
	assert_int_equal(added, CHART_OTHER_SOURCE);
	assert_true(chart_undo(c, second, &id, &entries, &err));
	assert_string_equal(only_context(c, "P1"), "");
	struct chart_critical k = {.patient = "P1",
				   .observation = old,
				   .code = "SBP",
				   .value = "148 mmHg",
				   .finding = "crit.sbp",
				   .opened = 500};
	bool is_new;
	assert_true(chart_critical_open(c, &k, first, &is_new, &err));
	assert_true(chart_observation_add(c, "P1", &home, third, &id, &added,
					  &err));
	assert_int_equal(added, CHART_OTHER_SOURCE);
	assert_true(chart_commit(c, &err));
	chart_close(c);
}

static void states_at_the_edges_of_a_window(void **state)
{
	struct chart_visit v = {.planned = 100,
				.first = 90,
				.last = 110,
				.lost = 200,
				.done = DATE_NONE,
				.cancelled = DATE_NONE};
	int64_t days;

	(void)state;
	assert_int_equal(visit_state(&v, 89, &days), VISIT_UPCOMING);
	assert_int_equal(visit_state(&v, 90, &days), VISIT_IN_WINDOW);
	assert_int_equal(visit_state(&v, 110, &days), VISIT_IN_WINDOW);
	assert_int_equal(days, 0);
	assert_int_equal(visit_state(&v, 111, &days), VISIT_OVERDUE);
	assert_int_equal(days, 1);
	assert_int_equal(visit_state(&v, 200, &days), VISIT_LOST);
	v.cancelled = 95;
	assert_int_equal(visit_state(&v, 111, &days), VISIT_CANCELLED);
}

static void a_backup_is_the_chart_and_overwrites_nothing(void **state)
{
	struct chart *c = open_chart();
	struct err err = {0};
	char copy[96];

	(void)state;
	enrol(c, "P1");
	snprintf(copy, sizeof copy, "%s/copy.db", dir);
	assert_true(chart_backup(c, copy, &err));
	assert_false(chart_backup(c, copy, &err));
	chart_close(c);
	assert_true(chart_verify(copy, &err));
	FILE *f = fopen(copy, "r+b");
	fseek(f, 5000, SEEK_SET);
	for (int i = 0; i < 4000; i++)
		fputc(0x5a, f);
	fclose(f);
	assert_false(chart_verify(copy, &err));
}

/* Each child enrols one patient and adds ten readings of its own. */
static void fifty_writers_all_succeed(void **state)
{
	enum { WRITERS = 50 };
	int status;

	(void)state;
	chart_close(open_chart());
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0) {
			char id[16];
			struct chart *c = open_chart();
			snprintf(id, sizeof id, "W%d", i);
			enrol(c, id);
			chart_close(c);
			_exit(0);
		}
	for (int i = 0; i < WRITERS; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	struct chart *c = open_chart();
	struct chart_patient_vec list = {0};
	struct arena a = ARENA_INIT;
	struct err err;
	assert_true(chart_patient_list(c, NULL, NULL, false, &a, &list, &err));
	assert_int_equal(list.n, WRITERS);
	vec_free(&list);
	arena_free(&a);
	chart_close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(file_is_private),
		TEST(absent_is_not_made),
		TEST(every_old_version_is_brought_up),
		TEST(newer_and_foreign_are_refused),
		TEST(same_reading_twice_is_one_and_undo_takes_it_back),
		TEST(the_copy_that_says_how_it_was_taken_stands),
		TEST(states_at_the_edges_of_a_window),
		TEST(a_backup_is_the_chart_and_overwrites_nothing),
		TEST(fifty_writers_all_succeed),
	};

	db_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
