/* Reference cells: every way an interval is printed. */
#include "commands/interpret-report/range.h"
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

static struct range read_for(const char *text, enum sex sex, double years)
{
	struct patient p = patient_unknown();
	struct range r;

	p.sex = sex;
	p.age.days = years * 365.25;
	range_parse(kb, text, &p, &arena, &r);
	return r;
}

static struct range read_range(const char *text)
{
	return read_for(text, SEX_UNKNOWN, NAN);
}

static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static void check(const char *text, double low, double high)
{
	struct range r = read_range(text);

	if (!r.found || !same(r.low, low) || !same(r.high, high))
		fail_msg("'%s': found %d, %g … %g", text, r.found, r.low,
			 r.high);
}

static void test_two_sided(void **state)
{
	(void)state;
	check("3.5-9.5", 3.5, 9.5);
	check("3.5--9.5", 3.5, 9.5);
	check("0--1.75", 0, 1.75);
	check("4.5—8", 4.5, 8);
	check("40~55", 40, 55);
	check("40～55", 40, 55);
	check("7 ~ 40", 7, 40);
	check("70_105", 70, 105);
	check("(4--6)", 4, 6);
	check("[130.0 - 180.0]", 130, 180);
	check("13 to 18 gm/dl", 13, 18);
	check("3.50-9.50 10^9/L", 3.5, 9.5);
	check("3.5%-9.5%", 3.5, 9.5);
	check("150,000-450,000", 150000, 450000);
	check("1.050E+02-2.000E+02", 105, 200);
	check("参考值:3.5-9.5", 3.5, 9.5);
	check("Reference: 12.0-15.5", 12, 15.5);
	check("0.00-0.06", 0, 0.06);
	check("40-55 g/L", 40, 55);
	check("135至145", 135, 145);
	check("-3-3", -3, 3);
	check("-3~+3", -3, 3);
	check("-2.3 - 2.3", -2.3, 2.3);
	check("５．０－８．０", 5, 8);
}

static void test_one_sided(void **state)
{
	(void)state;
	check("<5.2", NAN, 5.2);
	check("< 5.2", NAN, 5.2);
	check("＜5.2", NAN, 5.2);
	check("≤3.37", NAN, 3.37);
	check("≦3.37", NAN, 3.37);
	check("<=3.37", NAN, 3.37);
	check("~<0.05", NAN, 0.05);
	check("-<0.05", NAN, 0.05);
	check("~0.05", NAN, 0.05);
	check("--1.75", NAN, 1.75);
	check("<2.000E+01", NAN, 20);
	check("<25/ul", NAN, 25);
	check(">=60", 60, NAN);
	check("≥1.04", 1.04, NAN);
	check(">59", 59, NAN);
	check("> OR = 50 mg/dL", 50, NAN);
	check("Upto 4.4 pg/ml", NAN, 4.4);
	check("Up to 5.0", NAN, 5);
	check("less than 10", NAN, 10);
	check("小于10", NAN, 10);
	check("5.2以下", NAN, 5.2);
	check("1.0以上", 1, NAN);
	check("3.5~", 3.5, NAN);
}

static void test_strictness(void **state)
{
	(void)state;
	assert_true(read_range("<5.2").high_strict);
	assert_false(read_range("≤5.2").high_strict);
	assert_true(read_range(">59").low_strict);
	assert_false(read_range(">=60").low_strict);
	struct range r = read_range("3.5-9.5");
	assert_false(r.low_strict || r.high_strict);
	assert_false(read_range("Upto 5").high_strict);
}

/* An upper bound never becomes a lower one, nor the reverse. */
static void test_direction(void **state)
{
	(void)state;
	assert_true(isnan(read_range("<5").low));
	assert_true(isnan(read_range(">5").high));
	assert_true(isnan(read_range("~5").low));
}

static void test_words(void **state)
{
	struct range r = read_range("阴性");

	(void)state;
	assert_true(r.found && r.ordinal == 0 && isnan(r.high));
	assert_true(read_range("阴性(-)").ordinal == 0);
	assert_true(read_range("(-)").ordinal == 0);
	assert_true(read_range("-").ordinal == 0);
	assert_true(read_range("0-阴性").ordinal == 0);
	assert_true(read_range("Negative").ordinal == 0);
	assert_true(read_range("Non-Reactive").ordinal == 0);
	assert_true(read_range("未检出").ordinal == 0);
	assert_true(read_range("阴性~±").ordinal == 0.5);
	r = read_range("阴性:<1.0;阳性:≥1.0");
	assert_true(r.found && r.high == 1 && isnan(r.low));
	r = read_range("<1.0 阴性");
	assert_true(r.high == 1 && r.ordinal == 0);
}

static void test_titres(void **state)
{
	struct range r = read_range("<1:40");

	(void)state;
	assert_true(r.found && r.titre && r.high == 40 && r.high_strict);
	assert_true(read_range("1:20以下").high == 20);
}

/* Words that are no interval stay words; nothing is made up. */
static void test_no_interval(void **state)
{
	static const char *const texts[] = {
		"空腹测定值的3~6倍",
		"Not Estab.",
		"<1 = Susceptible, >= 1 = Resistant",
		"理想 <5.2 边缘升高 5.2-6.2 升高 >6.2",
		"卵泡期:3.5-12.5 排卵期:4.7-21.5 黄体期:1.7-7.7",
		"Deficiency: <20 Toxicity: >100",
		"见备注",
		"淡黄色",
		"5.2"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct range r = read_range(texts[i]);
		if (r.found && (!isnan(r.low) || !isnan(r.high)))
			fail_msg("'%s' read as %g … %g", texts[i], r.low,
				 r.high);
	}
	assert_null(read_range(NULL).words);
}

static void test_sexes(void **state)
{
	static const char *const texts[] = {"男:130-175 女:115-150",
					    "男130-175女115-150",
					    "男性：130-175；女性：115-150",
					    "130-175(男) 115-150(女)",
					    "M: 130-175 F: 115-150",
					    "Male 130-175; Female 115-150",
					    "成年男性130-175 成年女性115-150"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct range r = read_for(texts[i], SEX_FEMALE, 40);
		if (!r.found || r.low != 115 || r.high != 150)
			fail_msg("'%s' for a woman: %g … %g", texts[i], r.low,
				 r.high);
		r = read_for(texts[i], SEX_MALE, 40);
		if (!r.found || r.low != 130 || r.high != 175)
			fail_msg("'%s' for a man: %g … %g", texts[i], r.low,
				 r.high);
		r = read_for(texts[i], SEX_UNKNOWN, 40);
		assert_false(r.found);
		assert_int_equal(r.state, INTERVAL_NEEDS_SEX);
	}
	struct range r = read_for("M - < 3.55, F - < 3.22", SEX_FEMALE, 40);
	assert_true(r.found && r.high == 3.22);
}

static void test_ages(void **state)
{
	const char *text = "成人:3.5-9.5 儿童:5.0-12.0";

	(void)state;
	assert_true(read_for(text, SEX_MALE, 30).high == 9.5);
	assert_true(read_for(text, SEX_MALE, 6).high == 12);
	assert_int_equal(read_range(text).state, INTERVAL_NEEDS_AGE);
	text = "18-60岁:3.1-8.0 >60岁:3.6-9.5";
	assert_true(read_for(text, SEX_MALE, 30).high == 8);
	assert_true(read_for(text, SEX_MALE, 70).high == 9.5);
}

/* A list of grades is an interval when one of them says what should be. */
static void test_grades(void **state)
{
	static const struct {
		const char *text;
		double low, high;
	} cells[] = {
		{"Deficiency: <20 Insufficiency: 20-29 Sufficiency: 30-100", 30,
		 100},
		{"缺乏:<20 不足:20-30 充足:30-100", 30, 100},
		{"合适水平:<5.2 边缘升高:5.2-6.2 升高:≥6.2", NAN, 5.2},
		{"Desirable: <200  Borderline: 200-239  High: >=240", NAN, 200},
		{"Normal: <150", NAN, 150},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct range r = read_range(cells[i].text);
		bool low = isnan(cells[i].low) ? isnan(r.low)
					       : r.low == cells[i].low;
		if (!r.found || !low || r.high != cells[i].high)
			fail_msg("'%s' read as %g … %g", cells[i].text, r.low,
				 r.high);
	}
}

static void test_misreadings(void **state)
{
	struct range r = read_range("1-2. 5");

	(void)state;
	assert_true(r.found && r.high == 2.5 && (r.doubt & DOUBT_DIGITS));
	r = read_range("1 0-100");
	assert_true(!r.found || r.doubt);
	assert_true(read_range("9.5-3.5").doubt & DOUBT_RANGE);
}

static void test_units(void **state)
{
	(void)state;
	assert_string_equal(read_range("13.0-17.0 g/dL").unit, "g/dL");
	assert_string_equal(read_range("<25/ul").unit, "/ul");
	assert_null(read_range("3.5-9.5").unit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_sided),
		cmocka_unit_test(test_one_sided),
		cmocka_unit_test(test_strictness),
		cmocka_unit_test(test_direction),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_titres),
		cmocka_unit_test(test_no_interval),
		cmocka_unit_test(test_sexes),
		cmocka_unit_test(test_ages),
		cmocka_unit_test(test_grades),
		cmocka_unit_test(test_misreadings),
		cmocka_unit_test(test_units),
	};

	return cmocka_run_group_tests(tests, open_kb, close_all);
}
