/* The reader of printed reports: golden prints, then what must not hang,
 * crash, or turn into rows.
 *
 * tests/golden/text/NAME.txt is read, NAME.expect says how (read_print.h); its
 * first line names the reality the print stands for. CLIN_GOLDEN_WRITE=1
 * rewrites what differs, to be read before it is kept. */
#include "base/encoding.h"
#include "base/io.h"
#include "tests/tools/read_print.h"
#include "tests/tools/with_kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char golden_dir[] = "tests/golden/text";

/* Reads and prints n bytes of decoded text; returns the number of rows. */
static size_t read_into(struct strbuf *out, const char *text, size_t n)
{
	struct arena arena = ARENA_INIT;
	struct report_vec reports = {0};
	struct report_sink sink = report_sink_to(&reports);
	struct err err;
	size_t rows = 0;

	assert_true(read_text(kb, text, n, &arena, &sink, &err));
	for (size_t i = 0; i < reports.n; i++) {
		report_observe(kb, reports.at[i]);
		rows += reports.at[i]->observations.n;
		print_report(out, reports.at[i]);
		report_release(reports.at[i]);
	}
	vec_free(&reports);
	arena_free(&arena);
	return rows;
}

static size_t rows_of(const char *text, size_t n)
{
	struct strbuf out = STRBUF_INIT;
	size_t rows = read_into(&out, text, n);

	strbuf_release(&out);
	return rows;
}

/* The expectation without its "# reality" line, which is put into *reality. */
static void read_expected(const char *path, struct strbuf *reality,
			  struct strbuf *expected)
{
	struct strbuf all = STRBUF_INIT;
	struct err err;
	char *end;

	if (io_exists(path) && io_read(path, IO_LIMIT_REPORT, &all, &err)) {
		end = strchr(all.buf, '\n');
		if (end && strncmp(all.buf, "# reality", 9) == 0) {
			strbuf_add(reality, all.buf,
				   (size_t)(end + 1 - all.buf));
			strbuf_adds(expected, end + 1);
		} else {
			strbuf_adds(expected, all.buf);
		}
	}
	strbuf_release(&all);
}

static bool check_golden(const char *path)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT,
		      got = STRBUF_INIT;
	struct strbuf reality = STRBUF_INIT, expected = STRBUF_INIT;
	struct strbuf other = STRBUF_INIT;
	const char *encoding;
	struct err err;

	assert_true(io_read(path, IO_LIMIT_REPORT, &bytes, &err));
	assert_true(encoding_decode(bytes.buf, bytes.len, NULL, path, &text,
				    &encoding, NULL, &err));
	read_into(&got, text.buf, text.len);
	strbuf_add(&other, path, strlen(path) - strlen(".txt"));
	strbuf_adds(&other, ".expect");
	read_expected(other.buf, &reality, &expected);
	bool same = strcmp(got.buf, expected.buf) == 0;
	if (!same && getenv("CLIN_GOLDEN_WRITE")) {
		strbuf_adds(&reality, got.buf);
		same = io_replace(other.buf, reality.buf, reality.len, 0644,
				  &err);
	} else if (!same) {
		print_error("%s\n--- expected\n%s--- got\n%s", path,
			    expected.buf, got.buf);
	}
	struct strbuf *all[] = {&bytes,   &text,     &got,
				&reality, &expected, &other};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		strbuf_release(all[i]);
	return same;
}

static void test_goldens(void **state)
{
	char **paths;
	size_t n, bad = 0;
	struct err err;

	(void)state;
	assert_true(io_list(golden_dir, ".txt", false, &paths, &n, &err));
	assert_true(n >= 60);
	/* twice: lines met before have the same effect */
	for (size_t i = 0; i < 2 * n; i++)
		bad += !check_golden(paths[i % n]);
	io_list_free(paths, n);
	assert_int_equal(bad, 0);
}

/* Text that is no report gives no row. */
static void test_prose(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n\n",
		"   ",
		"hello world\n",
		"患者今日体温38.5℃，咳嗽3天，予头孢呋辛1.5g静滴，建议明日复查血常规。\n",
		"空腹血糖≥7.0mmol/L可诊断糖尿病。\n",
		"地址：某某路123号  电话：0571-87654321  邮编：310000\n",
		"第1页 共3页\n",
		"2024-01-05 10:30:22\n",
		"The patient was seen on 12/03/2024 and will return in 2 weeks.\n",
		"肝脏大小形态正常，右叶最大斜径120mm，门静脉内径11mm。\n",
		"----|----|----\n",
		"1 2 3 4 5\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (rows_of(texts[i], strlen(texts[i])) != 0)
			fail_msg("rows in: %s", texts[i]);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void fill_noise(char *buf, size_t n, uint32_t seed, const char *alphabet)
{
	size_t letters = strlen(alphabet);

	for (size_t i = 0; i < n; i++)
		buf[i] = alphabet[next_random(&seed) % letters];
}

/* Noise of every kind is read to its end. */
static void test_noise(void **state)
{
	static const char *const alphabets[] = {
		"0123456789 .-~<>\n",
		"\xE7\x99\xBD\xE7\xBB\x86\xE8\x83\x9E 5.6\n",
		"()[]{}<>|\t,;:+-*/^%#",
		"abcdefgHL \n\t0.1/",
		"\x1B[]31m;\n\xC2\x80 x",
		"\xFF\xFE\x80\xC3\xE2\x28 1\n"};
	enum { SIZE = 1 << 15 };
	char *buf = malloc(SIZE);

	(void)state;
	for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++)
		for (uint32_t seed = 1; seed < 4; seed++) {
			fill_noise(buf, SIZE, seed, alphabets[i]);
			rows_of(buf, SIZE);
		}
	free(buf);
}

/* Every prefix of a report is read: cut lines, cut characters. */
static void test_truncated(void **state)
{
	static const char report[] =
		"姓名：甲  性别：女  年龄：34岁\n项目\t结果\t单位\t参考值\n"
		"白细胞计数\t5.6↑\t10^9/L\t3.5-9.5\n乙肝表面抗原\t阴性(-)\t\t阴性\n"
		"<tr><td>血红蛋白&nbsp;</td><td>92&#8595;</td></tr>\n";

	(void)state;
	for (size_t n = 0; n < sizeof report; n++)
		rows_of(report, n);
}

static double seconds_for(const char *text, size_t n)
{
	clock_t start = clock();

	rows_of(text, n);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Four times the input takes about four times as long, also in one line. */
static void test_linear(void **state)
{
	static const char *const units[] = {"白细胞计数 5.6 10^9/L 3.5-9.5\n",
					    "总蛋白77白蛋白47.3",
					    "((((([[[[",
					    "1-2-3-4-5.6.7,8 ",
					    "aaaa bbbb cccc ",
					    "<1 >2 ~3 "};
	enum { SIZE = 1 << 18 };
	char *buf = malloc(4 * SIZE);

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i]);
		for (size_t k = 0; k < 4 * SIZE; k++)
			buf[k] = units[i][k % n];
		double one = seconds_for(buf, SIZE);
		double four = seconds_for(buf, 4 * SIZE);
		if (four > 8 * one + 0.5)
			fail_msg("'%s': %.2f s, four times that: %.2f s",
				 units[i], one, four);
	}
	free(buf);
}

/* Terminal sequences in the text never reach a row. */
static void test_escapes(void **state)
{
	static const char text[] =
		"项目\t结果\t单位\t参考值\n"
		"\x1B[31m血红蛋白\x1B[0m\t92\x1B]0;x\a\tg/L\t115-150\n";
	struct strbuf out = STRBUF_INIT;

	(void)state;
	read_into(&out, text, sizeof text - 1);
	assert_null(strchr(out.buf, 0x1B));
	assert_non_null(strstr(out.buf, "HGB"));
	strbuf_release(&out);
}

/* Spans point into the decoded text. */
static void test_spans(void **state)
{
	static const char text[] = "项目\t结果\n白细胞\t5.6\n血红蛋白\t92\n";
	struct arena arena = ARENA_INIT;
	struct report_vec reports = {0};
	struct report_sink sink = report_sink_to(&reports);
	struct err err;

	(void)state;
	assert_true(read_text(kb, text, strlen(text), &arena, &sink, &err));
	assert_int_equal(reports.at[0]->rows.n, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct raw_row *raw = &reports.at[0]->rows.at[i];
		assert_true(raw->start < raw->end && raw->end <= strlen(text));
		assert_memory_equal(text + raw->start, raw->name,
				    strlen(raw->name));
	}
	report_release(reports.at[0]);
	vec_free(&reports);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_goldens),
		cmocka_unit_test(test_prose),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_linear),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_spans),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
