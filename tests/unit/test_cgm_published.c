/* A sensor's metrics against figures published for a public sample: two days
 * of subject 1 of the sample data of the R package iglu 4.3.0 (Dexcom G4, time
 * of day and mg/dL), with the results its authors' own tests expect. Where
 * definitions differ (MAGE there works on moving averages) nothing is
 * compared. */
#include "base/num.h"
#include "commands/followup/cgm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 200, RUN = 64 };

/* Readings every five minutes from a time on; 0: the last. */
struct run {
	int hour, minute;
	int mg[RUN];
};

static const struct run first_day[] = {
	{16, 50, {153}},
	{17, 5, {137, 128, 121}},
	{17, 25, {120}},
	{17, 45, {138}},
	{17, 55, {155}},
	{18, 5, {159}},
	{18, 25, {154, 152, 149, 151, 146, 140, 138, 136}},
	{19, 25, {142}},
	{19, 35, {159, 163, 165}},
	{20, 0, {172, 172}},
	{20, 15, {174, 174, 170}},
	{20, 35, {152, 144, 140}},
	{20, 55, {135, 131, 154, 152, 145, 146}},
	{21, 30, {145, 139}},
	{21, 45, {128, 128}},
	{22, 0, {127, 129}},
	{22, 20, {131, 134, 135}},
	{22, 50, {119}},
	{23, 0, {122}},
	{23, 45, {117, 118, 116}},
	{0},
};

static const struct run third_day[] = {
	{0, 0, {92, 92, 93, 94, 95, 96, 96, 97, 98, 98, 96, 96,
		94, 93, 92, 90, 90, 88, 89, 91, 92, 92, 93, 95,
		95, 96, 96, 96, 95, 96, 97, 96, 95, 94, 94, 94,
		94, 94, 94, 94, 94, 94, 94, 94, 93, 92, 94, 95}},
	{4, 5, {96,  96,  96,  96,  96,  96,  97,  96,  95,  95,  96,  97,  99,
		99,  99,  98,  97,  98,  98,  97,  97,  94,  94,  96,  96,  94,
		98,  99,  100, 101, 101, 101, 104, 105, 106, 107, 107, 108, 109,
		109, 110, 110, 110, 109, 108, 107, 106, 105, 103, 105, 105, 109,
		109, 104, 104, 105, 106, 108, 110, 114, 117}},
	{9, 15, {121, 122, 123}},
	{9,
	 55,
	 {123, 121, 118, 115, 112, 110, 110, 108, 107, 106, 105, 103, 101, 98}},
	{11, 15, {94}},
	{13, 50, {180, 183, 179, 178, 175}},
	{14, 20, {173, 168, 157}},
	{14, 55, {117}},
	{15, 5, {101, 93, 86, 81, 78}},
	{15, 35, {75, 73}},
	{15, 50, {69, 67, 66, 66}},
	{16, 20, {73}},
	{18, 40, {109}},
	{19, 5, {120, 119, 117}},
	{19, 30, {113}},
	{19, 45, {107, 110, 114, 119, 122}},
	{20, 15, {122}},
	{20, 25, {118, 115, 112, 109, 103}},
	{20, 55, {98}},
	{21, 10, {93}},
	{21, 20, {90, 88, 86, 85}},
	{21, 45, {83}},
	{21, 55, {81, 82}},
	{22, 10, {79}},
	{22, 30, {80}},
	{22, 55, {82, 81, 81, 89, 89, 90, 91, 91, 92, 93, 92, 93, 92}},
	{0},
};

static size_t unroll(const struct run *run, struct chart_observation *ret)
{
	size_t n = 0;

	for (; run->mg[0]; run++)
		for (int i = 0; i < RUN && run->mg[i]; i++)
			ret[n++] = (struct chart_observation){
				.code = "CGM",
				.value = run->mg[i],
				.canonical = run->mg[i] / 18.0156,
				.unit = "mg/dL",
				.at = run->hour * 3600 + run->minute * 60 +
				      i * 300};
	return n;
}

static void assert_printed(double x, int digits, double published)
{
	char ours[NUM_SIZE], theirs[NUM_SIZE];

	num_format_fixed(ours, x, digits);
	num_format_fixed(theirs, published, digits);
	assert_string_equal(ours, theirs);
}

/* What iglu gives: eA1C = (46.7 + mean) / 28.7, CV, the shares above 140, 180
 * and 250 mg/dL, the share of the possible readings that are there. */
struct published {
	const struct run *day;
	size_t n;
	double ea1c, cv, above_140, above_180, above_250, active;
};

static const struct published days[] = {
	{first_day, 48, 6.6032229965156795, 11.390639903318021, 50, 0, 0,
	 55.81395348837209},
	{third_day, 188, 5.1678404625991545, 18.72442266119599,
	 4.25531914893617, 0.5319148936170213, 0, 65.27777777777779},
};

static void two_days_of_a_public_sample(void **state)
{
	struct chart_observation list[MOST];
	struct cgm m;

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		const struct published *p = &days[i];
		size_t n = unroll(p->day, list);
		assert_int_equal(n, p->n);
		assert_true(cgm_describe(list, n, CGM_ADULT, &m));
		assert_printed((46.7 + m.mean) / 28.7, 9, p->ea1c);
		assert_printed(m.mean, 9, 28.7 * p->ea1c - 46.7);
		assert_printed(m.cv, 9, p->cv);
		assert_printed(m.sd, 9, p->cv / 100 * (28.7 * p->ea1c - 46.7));
		assert_printed(m.gmi, 6,
			       3.31 + 0.02392 * (28.7 * p->ea1c - 46.7));
		assert_printed(m.high + m.very_high, 9, p->above_180);
		assert_printed(m.very_high, 9, p->above_250);
		assert_printed(m.active, 1, p->active);
		/* of pregnancy: above 140 is its upper limit */
		assert_true(cgm_describe(list, n, CGM_PREGNANT, &m));
		assert_printed(m.high, 9, p->above_140);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_days_of_a_public_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
