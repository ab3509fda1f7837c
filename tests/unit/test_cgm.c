/* Metrics of sensors, against published figures and against sums done by hand. */
#include "base/date.h"
#include "base/num.h"
#include "commands/followup/cgm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct chart_observation reading(double value, const char *unit,
					int64_t at)
{
	return (struct chart_observation){.code = "CGM",
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

static void assert_printed(double x, int digits, const char *expected)
{
	char number[NUM_SIZE];

	assert_string_equal(num_format_fixed(number, x, digits), expected);
}

/* The figures that the R package iglu 4.3.0 expects of these ten values in its
 * own tests. */
static void indices_as_published(void **state)
{
	static const double mg[] = {101, 121, 141, 151, 161,
				    171, 191, 201, 231, 251};
	struct chart_observation o[10];
	struct cgm m;

	(void)state;
	for (int i = 0; i < 10; i++)
		o[i] = reading(mg[i], "mg/dL", i * 300);
	assert_true(cgm_describe(o, 10, CGM_ADULT, &m));
	assert_printed(m.lbgi, 7, "0.0404214");
	assert_printed(m.hbgi, 6, "7.806938");
	assert_printed(m.j_index, 5, "48.06898");
	assert_true(isnan(m.modd)); /* no two of them a day apart */
	o[0] = (struct chart_observation){
		.value = 40, .unit = "mg/dL", .comparator = "<"};
	assert_true(cgm_describe(o, 10, CGM_ADULT, &m));
	assert_near(m.lbgi, pow(1.509 * (pow(log(40), 1.084) - 5.381), 2),
		    1e-9); /* as its limit */
	o[0].value = NUM_NONE;
	assert_true(cgm_describe(o, 10, CGM_ADULT, &m));
	assert_true(isnan(m.lbgi) && isnan(m.hbgi)); /* no limit known */
}

/* Bergenstal 2018, table 1: GMI for a mean glucose. */
static void gmi_as_published(void **state)
{
	static const struct {
		double mean;
		const char *gmi;
	} table[] = {{100, "5.7"},  {125, "6.3"}, {150, "6.9"}, {175, "7.5"},
		     {200, "8.1"},  {225, "8.7"}, {250, "9.3"}, {275, "9.9"},
		     {300, "10.5"}, {350, "11.7"}};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct chart_observation o[] = {
			reading(table[i].mean - 10, "mg/dL", 0),
			reading(table[i].mean + 10, "mg/dL", 300)};
		struct cgm m;
		assert_true(cgm_describe(o, 2, CGM_ADULT, &m));
		assert_printed(m.gmi, 1, table[i].gmi);
	}
}

/* Each threshold belongs to the side the consensus gives it, in either unit,
 * and the index is the published sum. */
static void ranges_and_gri(void **state)
{
	static const double mg[] = {53,  54,  69,  70,  180,
				    181, 250, 251, 120, 130};
	static const double mmol[] = {2.9,  3.0,  3.8,  3.9, 10.0,
				      10.1, 13.9, 14.0, 6.7, 7.2};

	(void)state;
	for (int unit = 0; unit < 2; unit++) {
		struct chart_observation o[10];
		struct cgm m;
		for (int i = 0; i < 10; i++)
			o[i] = reading(unit ? mmol[i] : mg[i],
				       unit ? "mmol/L" : "mg/dL", i * 300);
		assert_true(cgm_describe(o, 10, CGM_ADULT, &m));
		assert_near(m.very_low, 10, 0);
		assert_near(m.low, 20, 0);
		assert_near(m.in_range, 40, 0);
		assert_near(m.high, 20, 0);
		assert_near(m.very_high, 10, 0);
		assert_near(m.gri, 100,
			    0); /* 3·10 + 2.4·20 + 1.6·10 + 0.8·20 */
	}
	assert_int_equal(cgm_gri_zone(20), 'A');
	assert_int_equal(cgm_gri_zone(20.1), 'B');
	assert_int_equal(cgm_gri_zone(81), 'E');
}

static void ranges_of_pregnancy(void **state)
{
	static const double mmol[] = {2.9, 3.0, 3.4, 3.5, 7.8,
				      7.9, 20,  6,   6,   6};
	struct chart_observation o[10];
	struct cgm m;

	(void)state;
	for (int i = 0; i < 10; i++)
		o[i] = reading(mmol[i], "mmol/L", i * 300);
	assert_true(cgm_describe(o, 10, CGM_PREGNANT, &m));
	assert_near(m.very_low, 10, 0);
	assert_near(m.low, 20, 0);
	assert_near(m.in_range, 50, 0);
	assert_near(m.high, 20, 0);
	assert_near(m.very_high, 0, 0);
	assert_true(isnan(m.gri));
}

static void sentinels_count_as_extremes(void **state)
{
	struct chart_observation o[] = {
		reading(100, "mg/dL", 0), reading(110, "mg/dL", 300),
		reading(NUM_NONE, "mg/dL", 600), reading(400, "mg/dL", 900)};
	struct cgm m;

	(void)state;
	o[2].comparator = "<";
	o[3].comparator = ">";
	assert_true(cgm_describe(o, 4, CGM_ADULT, &m));
	assert_near(m.very_low, 25, 0);
	assert_near(m.very_high, 25, 0);
	assert_near(m.mean, 105, 1e-9); /* of what has a number */
}

/* 14 days at 15 minutes are 1,344 readings; 70 % of them are 941. */
static void sufficiency_at_its_edge(void **state)
{
	enum { WHOLE = 1344 };
	struct chart_observation *o = calloc(WHOLE, sizeof *o);
	struct cgm m;

	(void)state;
	for (int n = 940; n <= 941; n++) {
		for (int i = 0; i < n; i++) /* the last ones, then a gap, one */
			o[i] = reading(100 + i % 7, "mg/dL",
				       (i + (i ? WHOLE - n : 0)) * 900);
		assert_true(cgm_describe(o, (size_t)n, CGM_ADULT, &m));
		assert_int_equal(m.sufficient, n == 941);
	}
	free(o);
}

static void quantiles_are_type_7(void **state)
{
	static const double y[] = {1, 2, 4, 8, 16};

	(void)state;
	assert_near(cgm_quantile(y, 5, 0.05), 1.2, 1e-12);
	assert_near(cgm_quantile(y, 5, 0.25), 2, 1e-12);
	assert_near(cgm_quantile(y, 5, 0.5), 4, 1e-12);
	assert_near(cgm_quantile(y, 5, 0.9), 12.8, 1e-12);
	assert_near(cgm_quantile(y, 5, 1), 16, 0);
	assert_near(cgm_quantile(y, 1, 0.5), 1, 0);
}

static void profile_by_local_time(void **state)
{
	struct chart_observation o[14 * 2];
	struct cgm_bin bins[CGM_BINS];

	(void)state;
	for (int d = 0; d < 14; d++)
		for (int k = 0; k < 2; k++) {
			struct chart_observation *x = &o[d * 2 + k];
			*x = reading(d + 1 + 20 * k, "mmol/L",
				     d * DATE_DAY + (k ? 40 : 1) * 1800);
			x->zone = 8 * 3600;
		}
	cgm_profile(o, 28, CGM_BINS, bins);
	assert_int_equal(bins[8].n, 14); /* 00:30 UTC is 08:30 there */
	assert_near(bins[8].at[2], 7.5, 1e-9);
	assert_int_equal(bins[4].n, 14); /* 20:00 UTC is 04:00 */
	assert_near(bins[4].at[2], 27.5, 1e-9);
	assert_int_equal(bins[12].n, 0);
	assert_true(isnan(bins[12].at[2]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gmi_as_published),
		cmocka_unit_test(indices_as_published),
		cmocka_unit_test(ranges_and_gri),
		cmocka_unit_test(ranges_of_pregnancy),
		cmocka_unit_test(sentinels_count_as_extremes),
		cmocka_unit_test(sufficiency_at_its_edge),
		cmocka_unit_test(quantiles_are_type_7),
		cmocka_unit_test(profile_by_local_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
