/* Result tables: delimiters, quoting, long and wide, patients, dates. */
#include "cli/embedded.h"
#include "commands/csv.h"
#include "commands/interpret-report/report.h"

#include "base/date.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

struct read {
	struct kb *kb;
	struct arena arena;
	struct report_vec reports;
	struct err err;
};

static bool read_table(struct read *r, const char *text)
{
	struct report_sink sink = report_sink_to(&r->reports);

	memset(r, 0, sizeof *r);
	assert_true(kb_open_bytes(kb_embedded,
				  (size_t)(kb_embedded_end - kb_embedded),
				  &r->kb, &r->err));
	return read_csv(r->kb, text, strlen(text), &r->arena, &sink, &r->err);
}

static void done(struct read *r)
{
	for (size_t i = 0; i < r->reports.n; i++)
		report_release(r->reports.at[i]);
	vec_free(&r->reports);
	arena_free(&r->arena);
	kb_close(r->kb);
}

static void test_detect(void **state)
{
	(void)state;
	const char *table =
		"项目,结果,单位\n白细胞,5.1,10^9/L\n血红蛋白,92,g/L\n";
	const char *print = "血常规检验报告单\n白细胞 5.1 3.5-9.5\n";
	assert_true(csv_detect(table, strlen(table)));
	assert_false(csv_detect(print, strlen(print)));
	assert_false(csv_detect("", 0));
}

static void test_records(void **state)
{
	struct arena a = ARENA_INIT;
	struct csv_cells cells = {0};
	struct csv c;
	int line;
	const char *text = "a;\"b;\"\"x\"\"\";c\r\n\r\n\"two\nlines\";2;3";

	(void)state;
	csv_begin(&c, text, strlen(text), &a);
	assert_true(csv_next(&c, &cells, &line));
	assert_int_equal(cells.n, 3);
	assert_string_equal(cells.at[1], "b;\"x\"");
	assert_true(csv_next(&c, &cells, &line));
	assert_string_equal(cells.at[0], "two\nlines");
	assert_int_equal(line, 3);
	assert_false(csv_next(&c, &cells, &line));
	vec_free(&cells);
	arena_free(&a);
}

static void test_long(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_table(
		&r, "病历号,性别,年龄,项目名称,结果,单位,参考值,提示,检验日期\n"
		    "P1,女,34,血红蛋白,92,g/L,115-150,L,2026-01-05\n"
		    "P2,男,60,血红蛋白,140,g/L,130-175,,2026-01-05\n"
		    "P1,女,34,白细胞,,10^9/L,3.5-9.5,,2026-01-05\n"));
	assert_int_equal(r.reports.n, 2);
	assert_int_equal(r.reports.at[0]->rows.n, 1);
	assert_int_equal(r.reports.at[0]->unread.n, 1);
	assert_int_equal(r.reports.at[0]->patient.sex, SEX_FEMALE);
	assert_string_equal(r.reports.at[0]->rows.at[0].range, "115-150");
	assert_true(r.reports.at[1]->patient.age.value == 60);
	done(&r);
}

static void test_wide(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_table(
		&r, "patient_id\tdate\tHGB (g/L)\tWBC\n"
		    "1\t2026-01-05\t92\t5.1\n1\t2026-02-05\t101\t\n"));
	assert_int_equal(r.reports.n, 1);
	assert_int_equal(r.reports.at[0]->rows.n, 3);
	assert_string_equal(r.reports.at[0]->rows.at[0].unit, "g/L");
	done(&r);
}

static void test_dates_settle_per_file(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_table(
		&r, "test,result,date\nK,4.1,03/04/2026\nK,4.2,25/04/2026\n"));
	int64_t when = r.reports.at[0]->rows.at[0].when;
	assert_true(when == date_days((struct date){2026, 4, 3}) * DATE_DAY);
	done(&r);
	assert_true(read_table(
		&r, "test,result,date\nK,4.1,03/04/2026\nK,4.2,05/04/2026\n"));
	assert_true(r.reports.at[0]->rows.at[0].when == DATE_NONE);
	assert_int_equal(r.reports.at[0]->notes.n, 2);
	done(&r);
}

static void test_no_headings(void **state)
{
	struct read r;

	(void)state;
	assert_false(read_table(&r, "foo,bar,qux\n1,2,3\n"));
	assert_int_equal(r.err.id, ERR_MESSAGE);
	done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_detect),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_dates_settle_per_file),
		cmocka_unit_test(test_no_headings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
