/* Mean amplitude of excursions and mean of daily differences, against figures
 * that their definition's own authors publish and against sums done by hand. */
#include "base/date.h"
#include "base/num.h"
#include "commands/followup/cgm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 1000, RUN = 256 };

/* Readings every five minutes from a second of the day on; the last: 0. */
struct run {
	int second;
	int mg[RUN];
};

/* A day of subject 4 of the sample data of the R package iglu (rows 7413 to
 * 7698), of which its tests expect, by the moving averages of 5 and 32 points,
 * 71.6316666666667 upwards, 75.0433333333333 downwards, 73.3375 of both. */
static const struct run day[] = {
	{247, {161, 163, 165, 167, 169, 170, 168, 167, 166, 165, 168,
	       169, 169, 168, 145, 156, 166, 155, 162, 163, 159, 156,
	       155, 155, 146, 136, 137, 135, 133, 132, 132, 131, 131}},
	{10146, {130, 129, 128, 127, 126, 124, 127, 127, 126, 124, 120, 118,
		 117, 116, 117, 119, 120, 120, 120, 121, 121, 123, 124, 121,
		 119, 118, 128, 138, 135, 136, 140, 142, 152, 151, 154, 155,
		 155, 154, 154, 155, 156, 156, 157, 158, 158, 158, 159, 161,
		 162, 161, 162, 164, 167, 174, 172, 172, 172, 170, 169, 169,
		 168, 165, 164, 160, 156, 161, 161, 161, 161, 159, 159, 161}},
	{32046, {160, 165, 142, 140, 125, 127, 126, 125, 124}},
	{34745, {125, 130, 132}},
	{35646, {124}},
	{35945, {126}},
	{36246, {126}},
	{36545, {125, 129, 131, 130, 131, 130, 127}},
	{38646, {119, 109}},
	{39245, {98, 90, 82, 78, 81, 82, 86, 90, 93, 95}},
	{42246, {96}},
	{42545,
	 {95,  91,  85,  81,  79,  79,  79,  81,  80,  80,  81,  81,  80,
	  79,  78,  78,  78,  80,  81,  84,  85,  85,  88,  89,  93,  93,
	  93,  94,  96,  97,  102, 109, 116, 126, 138, 145, 151, 158, 165,
	  166, 165, 166, 170, 172, 172, 175, 175, 173, 170, 170, 167, 162}},
	{58144, {157, 154, 149, 142, 136, 131, 125, 119, 112, 108, 106, 104,
		 102, 101, 101, 99,  97,  95,  91,  91,  93,  96,  98,  99,
		 99,  99,  99,  97,  95,  89,  84,  79,  76,  75,  75,  77,
		 81,  88,  95,  104, 115, 122, 117, 121, 121, 117, 111, 105,
		 99,  93,  91,  89,  87,  85,  85,  83,  81,  79}},
	{75545, {79}},
	{75844, {77}},
	{76145, {76}},
	{76745, {73}},
	{77044,
	 {71, 70, 70, 96, 101, 106, 111, 117, 119, 134, 147, 151, 146, 152, 151,
	  146, 141}},
	{82143, {138}},
	{82444, {139}},
	{82743,
	 {144, 156, 156, 153, 155, 155, 156, 156, 154, 151, 153, 155, 157}},
	{0, {0}},
};

static struct chart_observation reading(double mg, int64_t at)
{
	return (struct chart_observation){
		.code = "CGM", .value = mg, .unit = "mg/dL", .at = at};
}

static size_t unroll(const struct run *run, int64_t from,
		     struct chart_observation *ret)
{
	size_t n = 0;

	for (; run->mg[0]; run++)
		for (int i = 0; i < RUN && run->mg[i]; i++)
			ret[n++] = reading(run->mg[i],
					   from + run->second + i * 300);
	return n;
}

static void assert_printed(double x, int digits, const char *expected)
{
	char number[NUM_SIZE];

	assert_string_equal(num_format_fixed(number, x, digits), expected);
}

static void mage_as_published(void **state)
{
	struct chart_observation list[MOST];
	size_t n = unroll(day, 0, list);
	struct cgm m;

	(void)state;
	assert_int_equal(n, 286);
	assert_true(cgm_describe(list, n, CGM_ADULT, &m));
	assert_printed(m.mage, 9, "73.337500000");
}

/* The same in mmol/L is the same; a second day, days later, is a stretch of its
 * own that weighs as much, and the hours between are none. */
static void mage_of_two_stretches(void **state)
{
	struct chart_observation list[MOST];
	size_t n = unroll(day, 0, list);
	struct cgm m;

	(void)state;
	n += unroll(day, 5 * DATE_DAY, list + n);
	assert_true(cgm_describe(list, n, CGM_ADULT, &m));
	assert_printed(m.mage, 6, "73.337500");
	for (size_t i = 0; i < n; i++) {
		list[i].value /= CGM_MG_PER_MMOL;
		list[i].unit = "mmol/L";
	}
	assert_true(cgm_describe(list, n, CGM_ADULT, &m));
	assert_printed(m.mage, 6, "73.337500");
}

/* Three days of 150, 200 and 250: 50, as a port of iglu tests it. */
static void modd_as_published(void **state)
{
	struct chart_observation *list = calloc(3 * 288, sizeof *list);
	struct cgm m;

	(void)state;
	for (int i = 0; i < 3 * 288; i++)
		list[i] = reading(150 + 50 * (i / 288), (int64_t)i * 300);
	assert_true(cgm_describe(list, 3 * 288, CGM_ADULT, &m));
	/* the grid's last point of a day is the first of the next */
	assert_printed(m.modd, 6, "50.000000");
	assert_true(isnan(m.mage)); /* a staircase never turns */
	for (int i = 0; i < 3 * 288; i++)
		list[i].value = 150;
	assert_true(cgm_describe(list, 3 * 288, CGM_ADULT, &m));
	assert_true(isnan(m.mage));
	assert_printed(m.modd, 6, "0.000000");
	free(list);
}

/* Two days, the second later by a minute and with a gap: on the grid of five
 * minutes 125 stands against 110 and 135.714 against 120, by hand. */
static void modd_by_hand(void **state)
{
	struct chart_observation o[] = {reading(100, 0),
					reading(110, 300),
					reading(120, 600),
					reading(105, DATE_DAY + 60),
					reading(130, DATE_DAY + 360),
					reading(150, DATE_DAY + 1200)};
	struct cgm m;

	(void)state;
	assert_true(cgm_describe(o, 6, CGM_ADULT, &m));
	assert_printed(m.modd, 3, "15.357");
	assert_true(isnan(m.mage)); /* under 32 points */
}

/* What cannot be laid on a grid has no figure: two readings, years apart, one
 * instant, none with a number. */
static void none_of_too_little(void **state)
{
	struct chart_observation o[] = {reading(100, 0), reading(120, 0),
					reading(100, 3000LL * DATE_DAY)};
	struct cgm m;

	(void)state;
	assert_true(cgm_describe(o, 2, CGM_ADULT, &m));
	assert_true(isnan(m.mage) && isnan(m.modd));
	assert_true(cgm_describe(o, 3, CGM_ADULT, &m));
	assert_true(isnan(m.mage) && isnan(m.modd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mage_as_published),
		cmocka_unit_test(mage_of_two_stretches),
		cmocka_unit_test(modd_as_published),
		cmocka_unit_test(modd_by_hand),
		cmocka_unit_test(none_of_too_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
