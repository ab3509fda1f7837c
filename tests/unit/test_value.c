/* Result cells: numbers, comparators, pluses, titres, words. */
#include "commands/interpret-report/value.h"
#include "tests/tools/with_kb.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

static struct arena arena;

static int close_all(void **state)
{
	arena_free(&arena);
	return close_kb(state);
}

static struct value read_value(const char *text)
{
	struct value v;

	value_parse(kb, text, &arena, &v);
	return v;
}

static void check(const char *text, double number, const char *comparator)
{
	struct value v = read_value(text);
	bool same = comparator
			    ? v.comparator && !strcmp(v.comparator, comparator)
			    : !v.comparator;

	if (v.kind != VALUE_NUMBER ||
	    fabs(v.number - number) > 1e-12 * fabs(number) || !same || v.doubt)
		fail_msg("'%s': kind %d, %s%g, doubt %u", text, v.kind,
			 v.comparator ? v.comparator : "", v.number, v.doubt);
}

static void test_numbers(void **state)
{
	(void)state;
	check("5.6", 5.6, NULL);
	check(" 5.6 ", 5.6, NULL);
	check(".50", 0.5, NULL);
	check("-2.1", -2.1, NULL);
	check("+1.5", 1.5, NULL);
	check("1.050E+08", 1.05e8, NULL);
	check("12,500", 12500, NULL);
	check("1,234,567", 1234567, NULL);
	check("９．８６", 9.86, NULL);
	check("18/", 18, NULL);
	check("2.35×10^5 IU/mL", 235000, NULL);
	check("2.35X10E5 copies/mL", 235000, NULL);
	check("0", 0, NULL);
}

static void test_comparators(void **state)
{
	(void)state;
	check("<0.05", 0.05, "<");
	check("＜0.05", 0.05, "<");
	check("> 249.0", 249, ">");
	check("≥1000", 1000, ">=");
	check("<=10", 10, "<=");
	check("LESS THAN 10", 10, "<");
	check("小于10", 10, "<");
	check("大于1000", 1000, ">");
}

static void test_flags_and_units(void **state)
{
	struct value v = read_value("569.412↑");

	(void)state;
	assert_true(v.number == 569.412 && v.flag == FLAG_H);
	v = read_value("2.1↓↓");
	assert_true(v.number == 2.1 && v.flag == FLAG_LL);
	v = read_value("3.5 H");
	assert_true(v.number == 3.5 && v.flag == FLAG_H);
	v = read_value("35.1L");
	assert_true(v.number == 35.1 && v.flag == FLAG_L && !v.unit);
	v = read_value("8%");
	assert_true(v.number == 8 && !strcmp(v.unit, "%"));
	v = read_value("5.6×10^9/L");
	assert_true(v.number == 5.6 && v.unit && isnan(v.power));
	v = read_value("5.6×10^9");
	assert_true(v.number == 5.6 && v.power == 1e9);
	v = read_value("6.8210^9/L");
	assert_true(v.number == 6.82 && v.unit);
	v = read_value("2.4*");
	assert_true(v.number == 2.4 && v.star && !v.doubt);
}

static void test_intervals(void **state)
{
	struct value v = read_value("0-2");

	(void)state;
	assert_int_equal(v.kind, VALUE_INTERVAL);
	assert_true(v.low == 0 && v.high == 2 && isnan(v.number));
	v = read_value("27~25");
	assert_true(v.kind == VALUE_INTERVAL && v.low == 25 && v.high == 27);
	v = read_value("3-5/HP");
	assert_true(v.kind == VALUE_INTERVAL && v.high == 5 && v.unit);
}

static void check_ordinal(const char *text, double x)
{
	struct value v = read_value(text);

	if (v.ordinal != x || v.doubt)
		fail_msg("'%s' is %g, not %g (doubt %u)", text, v.ordinal, x,
			 v.doubt);
}

static void test_ordinals(void **state)
{
	static const char *const negative[] = {"阴性",         "阴性(-)",
					       "(-)",          "-",
					       "（-）",        "—",
					       "neg",          "NEG",
					       "Negative",     "未检出",
					       "未见",         "Not detected",
					       "Non-reactive", "Non-Reactive",
					       "NR",           "陰性",
					       "阴性（-）",    "Nil",
					       "Absent"};
	static const char *const trace[] = {"±",      "+-", "+/-",   "(±)",
					    "弱阳性", "TR", "Trace", "可疑"};
	static const char *const positive[] = {
		"+",   "阳性",     "阳性(+)", "1+",       "+1",
		"(+)", "Reactive", "POS",     "Positive", "阳性（+）"};

	(void)state;
	for (size_t i = 0; i < sizeof negative / sizeof *negative; i++)
		check_ordinal(negative[i], 0);
	for (size_t i = 0; i < sizeof trace / sizeof *trace; i++)
		check_ordinal(trace[i], 0.5);
	for (size_t i = 0; i < sizeof positive / sizeof *positive; i++)
		check_ordinal(positive[i], 1);
	check_ordinal("++", 2);
	check_ordinal("2+", 2);
	check_ordinal("+2", 2);
	check_ordinal("(++)", 2);
	check_ordinal("+++", 3);
	check_ordinal("3+", 3);
	check_ordinal("++++", 4);
	check_ordinal("4+", 4);
	check_ordinal("阳性(++)", 2);
	check_ordinal("MOD", 2);
	check_ordinal("LG", 3);
}

static void test_word_with_number(void **state)
{
	struct value v = read_value("0.01 阴性");

	(void)state;
	assert_true(v.kind == VALUE_NUMBER && v.number == 0.01 &&
		    v.ordinal == 0);
	v = read_value("阳性(+) 125.3");
	assert_true(v.number == 125.3 && v.ordinal == 1);
	v = read_value("0.08(-)");
	assert_true(v.number == 0.08 && v.ordinal == 0);
	v = read_value("<20 未检出");
	assert_true(v.number == 20 && v.ordinal == 0);
	/* a word and a sign that contradict each other */
	assert_true(read_value("阴性(+)").doubt & DOUBT_CONFLICT);
}

static void test_titres(void **state)
{
	struct value v = read_value("1:640均质");

	(void)state;
	assert_int_equal(v.kind, VALUE_TITRE);
	assert_true(v.number == 640);
	assert_string_equal(v.text, "均质");
	v = read_value("<1:40");
	assert_true(v.kind == VALUE_TITRE && v.number == 40);
	assert_string_equal(v.comparator, "<");
	v = read_value("1：80");
	assert_true(v.kind == VALUE_TITRE && v.number == 80);
}

static void test_words(void **state)
{
	(void)state;
	assert_int_equal(read_value("淡黄色").kind, VALUE_WORDS);
	assert_int_equal(read_value("待报").kind, VALUE_PENDING);
	assert_int_equal(read_value("QNS").kind, VALUE_PENDING);
	assert_int_equal(read_value("").kind, VALUE_NONE);
	assert_int_equal(read_value(NULL).kind, VALUE_NONE);
	assert_int_equal(read_value("12.5.6").kind, VALUE_UNREADABLE);
	assert_int_equal(read_value("O型").kind, VALUE_WORDS);
}

/* What OCR does inside numbers is repaired, but never silently. */
/* Sentences hold numbers that are no result; a remark behind one is none. */
static void test_prose(void **state)
{
	static const char *const prose[] = {
		"Patient said glucose was 5.6 yesterday; repeat today",
		"Haemolysed specimen, potassium of 7.9 not reported",
		"See comment 12",
		"102\nRepeat 104",
		"Result 5 of 7",
		"标本溶血，钾7.9仅供参考",
		"CANCELLED 2 tubes clotted",
		"Identification of the isolate was not possible, positive"};
	struct value v;

	(void)state;
	for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
		v = read_value(prose[i]);
		if (v.kind != VALUE_WORDS || !isnan(v.number) ||
		    !isnan(v.ordinal))
			fail_msg("a result in: %s", prose[i]);
	}
	v = read_value("5.1 mmol/L (fasting)");
	assert_true(v.number == 5.1 && v.doubt != 0);
	assert_true(read_value("Non Reactive (0.12)").number == 0.12);
	assert_true(read_value("Negative for malaria parasites").ordinal == 0);
}

static void test_misreadings(void **state)
{
	static const struct {
		const char *text;
		double number;
	} cases[] = {{"1O.5", 10.5}, {"l25", 125},   {"6. 8", 6.8},
		     {"1 .8", 1.8},  {"O.12", 0.12}, {"5,6", 5.6}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct value v = read_value(cases[i].text);
		if (v.number != cases[i].number || !(v.doubt & DOUBT_DIGITS))
			fail_msg("'%s': %g, doubt %u", cases[i].text, v.number,
				 v.doubt);
	}
	assert_true(read_value("1.2 3.4").doubt != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_comparators),
		cmocka_unit_test(test_flags_and_units),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_ordinals),
		cmocka_unit_test(test_word_with_number),
		cmocka_unit_test(test_titres),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_misreadings),
		cmocka_unit_test(test_prose),
	};

	return cmocka_run_group_tests(tests, open_kb, close_all);
}
