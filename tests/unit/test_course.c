/* Courses: slopes, time in range of an INR, pressures at home, weight. */
#include "base/date.h"
#include "commands/followup/course.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct chart_observation reading(double value, const char *unit,
					int64_t at)
{
	return (struct chart_observation){.code = "X",
					  .value = value,
					  .canonical = value,
					  .unit = unit,
					  .at = at};
}

static void assert_near(double x, double expected, double within)
{
	if (!(fabs(x - expected) <= within))
		fail_msg("%.6f is not %.6f", x, expected);
}

static void slope_of_a_line(void **state)
{
	struct chart_observation o[4];
	struct slope s;

	(void)state;
	for (int i = 0; i < 4; i++)
		o[i] = reading(90 - 6 * i, NULL,
			       (int64_t)(i * 365.25 * DATE_DAY));
	assert_true(slope_of(o, 4, &s));
	assert_near(s.per_year, -6, 1e-9);
	assert_near(s.error, 0, 1e-9);
	assert_near(s.years, 3, 1e-6);
	assert_false(slope_of(o, 1, &s));
	o[1].at = o[0].at;
	assert_false(slope_of(o, 2, &s));
}

/* From 1.5 to 2.5 in 10 days: half of it below 2. From 2.5 to 4.0 in 15: ten of
 * 15 days above 3. 60 days apart: nothing is said. */
static void rosendaal_by_hand(void **state)
{
	static const struct {
		double inr;
		int day;
	} tests[] = {{1.5, 0}, {2.5, 10}, {4.0, 25}, {2.5, 85}, {2.5, 95}};
	struct chart_observation o[5];
	struct ttr r;

	(void)state;
	for (int i = 0; i < 5; i++)
		o[i] = reading(tests[i].inr, NULL,
			       (int64_t)tests[i].day * DATE_DAY);
	assert_true(ttr_of(o, 5, 2, 3, &r));
	assert_near(r.days, 35, 1e-9);
	assert_near(r.left_out, 60, 1e-9);
	assert_near(r.within, 100 * (5.0 + 5 + 10) / 35, 1e-9);
	assert_near(r.below, 100 * 5.0 / 35, 1e-9);
	assert_near(r.above, 100 * 10.0 / 35, 1e-9);
	o[3].canonical = o[4].canonical = 2.0; /* on the limit is within */
	assert_true(ttr_of(o + 3, 2, 2, 3, &r));
	assert_near(r.within, 100, 1e-9);
}

static struct chart_observation home(double value, int day, int hour,
				     int minute)
{
	struct chart_observation o = reading(
		value, "mm[Hg]", day * DATE_DAY + hour * 3600 + minute * 60);

	o.context = "home";
	return o;
}

static void home_average_without_the_first_day(void **state)
{
	struct chart_observation s[32], d[32];
	struct home_bp h;
	size_t n = 0;

	(void)state;
	for (int day = 10; day < 17; day++)
		for (int k = 0; k < 4; k++, n++) {
			double x = day == 10 ? 180 : k < 2 ? 140 : 130;
			s[n] = home(x, day, k < 2 ? 7 : 20, k % 2);
			d[n] = home(x / 2, day, k < 2 ? 7 : 20, k % 2);
		}
	assert_true(home_bp_of(s, n, d, n, &h));
	assert_int_equal(h.days, 7);
	assert_int_equal(h.n, 24);
	assert_near(h.sbp, 135, 1e-9);
	assert_near(h.morning_sbp, 140, 1e-9);
	assert_near(h.evening_dbp, 65, 1e-9);
	assert_true(h.sufficient);
	assert_int_equal(h.short_occasions, 0);
	assert_true(home_bp_of(s, 12, d, 12, &h)); /* three days */
	assert_false(h.sufficient);
	for (size_t i = 0; i < n; i++)
		s[i].context = "clinic";
	assert_false(home_bp_of(s, n, d, n, &h));
}

static void weight_gain_in_three_days(void **state)
{
	struct chart_observation o[] = {reading(70, "kg", 0),
					reading(71, "kg", 2 * DATE_DAY),
					reading(73.5, "kg", 5 * DATE_DAY)};

	(void)state;
	assert_near(change_within(o, 3, 3), 2.5, 1e-9);
	assert_near(change_within(o, 3, 7), 3.5, 1e-9);
	assert_true(isnan(change_within(o, 1, 3)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slope_of_a_line),
		cmocka_unit_test(rosendaal_by_hand),
		cmocka_unit_test(home_average_without_the_first_day),
		cmocka_unit_test(weight_gain_in_three_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
