/* Wrapping, nearest words, symbols, messages. */
#include "base/nearest.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/messages.h"
#include "cli/symbols.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

static void assert_wrapped(const char *text, size_t width, const char *expected)
{
	struct strbuf out = STRBUF_INIT;

	wrap_add(&out, text, strlen(text), 0, 0, width);
	assert_string_equal(out.buf, expected);
	strbuf_release(&out);
}

static void test_wrap(void **state)
{
	(void)state;
	assert_wrapped("one two three", 8, "one two\nthree");
	assert_wrapped("血红蛋白偏低", 8, "血红蛋白\n偏低");
	/* closing punctuation stays with what it closes, opening with what
	 * it opens */
	assert_wrapped("血红蛋白，低", 8, "血红蛋\n白，低");
	assert_wrapped("血红（偏低）", 6, "血红\n（偏\n低）");
	assert_wrapped("MCV 71 fL 低", 6, "MCV 71\nfL 低");
	assert_wrapped("a-very-long-word x", 5, "a-very-long-word\nx");
	assert_wrapped("a\nb", 80, "a\nb");
	assert_wrapped("", 10, "");
}

static void test_wrap_indents(void **state)
{
	struct strbuf out = STRBUF_INIT;

	(void)state;
	strbuf_adds(&out, "- ");
	size_t column = wrap_add(&out, "aa bb cc", 8, 2, 2, 7);
	assert_string_equal(out.buf, "- aa bb\n  cc");
	assert_int_equal(column, 4);
	strbuf_release(&out);
}

static void test_wrap_never_exceeds(void **state)
{
	static const char text[] =
		"报告上打印的参考区间优先；没有时按性别和年龄取知识库的区间 (by sex "
		"and age)，并注明来源。10⁹/L，≥ 3.5。";
	struct strbuf out = STRBUF_INIT;

	(void)state;
	for (size_t width = 12; width < 100; width++) {
		strbuf_clear(&out);
		wrap_add(&out, text, sizeof text - 1, 0, 0, width);
		for (char *line = strtok(out.buf, "\n"); line;
		     line = strtok(NULL, "\n"))
			assert_true(utf8_width(line, strlen(line)) <= width);
	}
	strbuf_release(&out);
}

static const char *nearest(const char *given)
{
	static const char *const words[] = {"interpret-report", "kb", "config",
					    "triage"};
	struct nearest near = nearest_to(given);

	for (size_t i = 0; i < 4; i++)
		nearest_try(&near, words[i]);
	return near.word;
}

static void test_nearest(void **state)
{
	(void)state;
	assert_string_equal(nearest("confg"), "config");
	assert_string_equal(nearest("cnofig"), "config");
	assert_string_equal(nearest("traige"), "triage");
	assert_string_equal(nearest("bk"), "kb");
	assert_string_equal(nearest("interpret_report"), "interpret-report");
	assert_string_equal(nearest("zzzzzz"), "");
	assert_string_equal(nearest(""), "");
}

static void assert_symbols(const char *text, bool ascii, const char *expected)
{
	struct strbuf out = STRBUF_INIT;

	symbols_replace(text, strlen(text), ascii, &out);
	assert_string_equal(out.buf, expected);
	strbuf_release(&out);
}

static void test_symbols(void **state)
{
	(void)state;
	assert_symbols("6.3 10⁹/L", false, "6.3 10^9/L");
	assert_symbols("10¹²/L", false, "10^12/L");
	assert_symbols("10⁻³", false, "10^-3");
	assert_symbols("µmol 血", false, "μmol 血");
	assert_symbols("≥ 3 ↑", false, "≥ 3 ↑");
	assert_symbols("≥ 3 ↑ µg（高）", true, ">= 3 ^ ug(高)");
	assert_symbols("1.73 m²", true, "1.73 m^2");
}

/* Every error is worded in both languages, with its arguments. */
static void test_every_error_is_worded(void **state)
{
	struct strbuf text = STRBUF_INIT;

	(void)state;
	for (int id = 0; id < ERR_COUNT; id++)
		for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
			struct err err;
			ERR(&err, (enum err_id)id, "one", "two", "three",
			    "four");
			strbuf_clear(&text);
			messages_word(lang, &err, &text);
			assert_true(text.len > 0);
			assert_null(strpbrk(text.buf, "${}\n"));
			if (id != ERR_NONE && id != ERR_TERMINAL_EOF)
				assert_non_null(strstr(text.buf, "one"));
		}
	strbuf_release(&text);
}

static void test_optional_parts(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct err err;

	(void)state;
	ERR(&err, ERR_OPTION_UNKNOWN, "--x", "");
	messages_word(LANG_EN, &err, &text);
	assert_string_equal(text.buf,
			    "there is no option '--x'; see 'clin --help'");
	strbuf_clear(&text);
	ERR(&err, ERR_OPEN, "a\033[31mb\nc", "No such file or directory");
	messages_word(LANG_ZH, &err, &text);
	assert_string_equal(text.buf,
			    "无法读取 'ab c'：文件不存在；请检查文件名和权限");
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_wrap_indents),
		cmocka_unit_test(test_wrap_never_exceeds),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_symbols),
		cmocka_unit_test(test_every_error_is_worded),
		cmocka_unit_test(test_optional_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
