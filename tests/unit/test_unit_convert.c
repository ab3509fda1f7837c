/* Conversion between units: exact, monotone, and refused where it would be a
 * guess. */
#include "kb/unit.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct unit parsed(const char *ucum)
{
	struct unit u;

	if (!unit_parse(ucum, &u))
		fail_msg("'%s' does not parse", ucum);
	return u;
}

static double converted(const char *from, const char *to, double value)
{
	struct unit f = parsed(from), t = parsed(to);
	double x = NAN;

	if (!unit_convert(&f, &t, value, &x))
		fail_msg("'%s' does not convert to '%s'", from, to);
	return x;
}

static bool convertible(const char *from, const char *to)
{
	struct unit f = parsed(from), t = parsed(to);
	double x = 42;
	bool ok = unit_convert(&f, &t, 1, &x);

	if (!ok)
		assert_true(x == 42); /* untouched */
	return ok;
}

static void assert_text(double x, const char *expected)
{
	char buf[32];

	snprintf(buf, sizeof buf, "%.15g", x);
	assert_string_equal(buf, expected);
}

static void test_convert_clinical(void **state)
{
	(void)state;
	assert_text(converted("g/dL", "g/L", 13.4), "134");
	assert_text(converted("mg/dL", "g/L", 126), "1.26");
	assert_text(converted("mg/dL", "mg/L", 0.3), "3");
	assert_text(converted("10*3/uL", "10*9/L", 6.3), "6.3");
	assert_text(converted("10*4/uL", "10*12/L", 452), "4.52");
	assert_text(converted("/uL", "10*6/L", 25), "25");
	assert_text(converted("{cells}/uL", "/mm3", 25), "25");
	assert_text(converted("L/L", "%", 0.45), "45");
	assert_text(converted("[ppth]", "%", 15), "1.5");
	assert_text(converted("mm[Hg]", "kPa", 120), "15.99864");
	assert_text(converted("kPa", "mm[Hg]", 5.3), "39.7533790372182");
	assert_text(converted("ukat/L", "U/L", 1), "60");
	assert_text(converted("U/L", "nkat/L", 30), "500");
	assert_text(converted("mg/(24.h)", "g/d", 150), "0.15");
	assert_text(converted("mL/min", "L/(24.h)", 100), "144");
	assert_text(converted("um3", "fL", 88), "88");
	assert_text(converted("mosm/kg", "mmol/kg", 290), "290");
	assert_text(converted("[lb_av]", "kg", 150), "68.0388555");
	assert_text(converted("kg", "[lb_av]", 70), "154.323583529414");
	assert_text(converted("[in_i]", "cm", 70), "177.8");
	assert_text(converted("a", "d", 1), "365.25");
	assert_text(converted("mg/g{creat}", "ug/mg", 30), "30");
}

static void test_convert_temperature(void **state)
{
	(void)state;
	assert_text(converted("Cel", "[degF]", 37), "98.6");
	assert_text(converted("[degF]", "Cel", 100.4), "38");
	assert_text(converted("Cel", "K", 36.6), "309.75");
	assert_text(converted("[degRe]", "Cel", 80), "100");
	assert_text(converted("10*-3.Cel", "Cel", 36600), "36.6");
	assert_text(converted("mCel", "Cel", 36600), "36.6");
}

/* What would be a guess is refused. */
static void test_convert_refuses(void **state)
{
	static const char *const pairs[][2] = {
		{"mg/dL", "mmol/L"},
		{"meq/L", "mmol/L"},
		{"[IU]/L", "U/L"},
		{"[IU]/mL", "{AU}/mL"},
		{"{AU}/mL", "{RU}/mL"},
		{"{copies}/mL", "[IU]/mL"},
		{"{copies}/mL", "/mL"},
		{"{log_IU}/mL", "[IU]/mL"},
		{"mg/L{FEU}", "mg/L{DDU}"},
		{"mg/L{FEU}", "mg/L"},
		{"/[HPF]", "/uL"},
		{"/[HPF]", "/[LPF]"},
		{"/[HPF]", "1"},
		{"[pH]", "nmol/L"},
		{"mmol/mol", "%"},
		{"mmol/mol", "mg/g"},
		{"mL/min", "mL/min/{1.73_m2}"},
		{"10*9/L", "mmol/L"},
		{"mosm/kg", "mosm/L"},
		{"B[SPL]", "B[V]"},
		{"Cel", "m"},
		{"mg/mmol", "mg/g"},
		{"[GPL'U]/mL", "[MPL'U]/mL"},
		{"s", "%"},
		{"{Ct}", "1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (convertible(pairs[i][0], pairs[i][1]) ||
		    convertible(pairs[i][1], pairs[i][0]))
			fail_msg("'%s' and '%s' convert", pairs[i][0],
				 pairs[i][1]);
}

static void test_convert_arbitrary(void **state)
{
	(void)state;
	assert_true(converted("[IU]/mL", "[iU]/mL", 5) == 5);
	assert_text(converted("u[IU]/mL", "m[IU]/L", 2.5), "2.5");
	assert_text(converted("k[IU]/L", "[IU]/mL", 8), "8");
	assert_text(converted("{mAU}/mL", "{AU}/L", 40), "40");
	assert_text(converted("{kUA}/L", "[IU]/mL", 0.35), "0.35");
	assert_text(converted("{GPL}/mL", "[GPL'U]/L", 0.02), "20");
	assert_text(converted("{au}/mL", "{AU}/mL", 3), "3");
	assert_text(converted("ug{FEU}/mL", "mg/L{FEU}", 0.5), "0.5");
	assert_text(converted("ng/mL{DDU}", "mg/L{DDU}", 250), "0.25");
	assert_text(converted("{S/CO}", "{COI}", 1.2), "1.2");
	assert_text(converted("dB", "B", 35), "3.5");
	assert_text(converted("[pH]", "1", 7.35), "7.35");
	assert_text(converted("umol/mmol", "mmol/mol", 48), "48");
}

static void test_convert_molar(void **state)
{
	struct unit a = parsed("mg/dL"), b = parsed("mmol/L"),
		    c = parsed("mg/g"), d = parsed("mg/mmol"),
		    e = parsed("mg/d"), f = parsed("umol/(24.h)");
	double x = 42;

	(void)state;
	assert_true(unit_convert_molar(&a, &b, 180.156, 126, &x));
	assert_text(x, "6.99393858655832");
	assert_true(unit_convert_molar(&b, &a, 180.156, 7, &x));
	assert_text(x, "126.1092");
	assert_true(unit_convert_molar(&e, &f, 113.12, 1131.2, &x));
	assert_text(x, "10000");
	x = 42;
	assert_false(unit_convert_molar(&c, &d, 113.12, 30, &x));
	assert_false(unit_convert_molar(&a, &a, 180.156, 1, &x));
	assert_false(unit_convert_molar(&a, &f, 180.156, 1, &x));
	assert_false(unit_convert_molar(&a, &b, 0, 1, &x));
	assert_false(unit_convert_molar(&a, &b, NAN, 1, &x));
	assert_false(unit_convert_molar(&a, &b, INFINITY, 1, &x));
	assert_true(x == 42);
}

static void test_convert_valence(void **state)
{
	struct unit a = parsed("meq/L"), b = parsed("mmol/L"),
		    c = parsed("meq/(24.h)"), d = parsed("mmol/d");
	double x;

	(void)state;
	assert_true(unit_convert_valence(&a, &b, 2, 5, &x));
	assert_true(x == 2.5);
	assert_true(unit_convert_valence(&b, &a, 1, 140, &x));
	assert_true(x == 140);
	assert_true(unit_convert_valence(&c, &d, 1, 60, &x));
	assert_true(x == 60);
	assert_false(unit_convert_valence(&a, &d, 1, 60, &x));
	assert_false(unit_convert_valence(&a, &b, 0, 60, &x));
}

static void test_convert_iu(void **state)
{
	struct unit iu = parsed("[IU]/L"), u = parsed("U/L"),
		    mu = parsed("mU/L"), uiu = parsed("u[IU]/mL"),
		    g = parsed("g/L"), au = parsed("{AU}/L");
	double x;

	(void)state;
	assert_true(unit_convert_iu(&iu, &u, 40, &x));
	assert_true(x == 40);
	assert_true(unit_convert_iu(&mu, &uiu, 2.5, &x));
	assert_true(x == 2.5);
	assert_false(unit_convert_iu(&iu, &iu, 1, &x));
	assert_false(unit_convert_iu(&u, &u, 1, &x));
	assert_false(unit_convert_iu(&iu, &g, 1, &x));
	assert_false(unit_convert_iu(&iu, &au, 1, &x));
}

static const char *const codes[] = {
	"g/L",    "g/dL",    "mg/dL",     "mg/L",   "ug/mL",   "ng/mL",
	"ug/dL",  "ug/L",    "Cel",       "[degF]", "K",       "10*9/L",
	"/uL",    "10*3/uL", "mm[Hg]",    "kPa",    "cm[H2O]", "U/L",
	"nkat/L", "ukat/L",  "mg/(24.h)", "g/d",    "%",       "[ppth]",
	"L/L",    "[lb_av]", "kg",        "s",      "min",     "mo",
	"deg",    "m[IU]/L", "u[IU]/mL",
};
enum { CODES = sizeof codes / sizeof *codes };

static void test_convert_is_monotone_and_reversible(void **state)
{
	(void)state;
	srand(7);
	for (int i = 0; i < CODES * CODES; i++) {
		struct unit a = parsed(codes[i / CODES]);
		struct unit b = parsed(codes[i % CODES]);
		double last = -INFINITY, x, back;
		double value = rand() % 1000 / 97.0;
		if (!unit_convert(&a, &b, value, &x))
			continue;
		for (int k = 0; k < 300; k++) {
			assert_true(unit_convert(&a, &b, value, &x));
			assert_true(x >= last);
			assert_true(unit_convert(&b, &a, x, &back));
			assert_true(fabs(back - value) <=
				    1e-13 * (fabs(value) + 500));
			if (i / CODES == i % CODES)
				assert_true(x == value);
			last = x;
			value = k % 3 ? nextafter(value, INFINITY)
				      : value + rand() % 1000 / 311.0;
		}
	}
}

/* Equal units under different names: bit for bit. */
static void test_convert_equal_is_exact(void **state)
{
	static const char *const pairs[][2] = {
		{"ng/mL", "ug/L"},
		{"mg/(24.h)", "mg/d"},
		{"u[IU]/mL", "m[IU]/L"},
		{"10*3/uL", "10*9/L"},
		{"/mm3", "/uL"},
		{"U/L", "umol/min/L"},
		{"mg/g", "g/kg"},
		{"mm3", "uL"},
		{"dm3", "l"},
		{"min", "60.s"},
		{"[Cal]", "kcal"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		for (int k = 1; k < 1000; k++) {
			double value = k / 7.0;
			assert_true(converted(pairs[i][0], pairs[i][1],
					      value) == value);
		}
}

static void test_convert_open_bounds(void **state)
{
	struct unit a = parsed("mg/dL"), b = parsed("g/L"), c = parsed("Cel"),
		    d = parsed("[degF]"), big = parsed("10*50.g"),
		    small = parsed("10*-50.g");
	double x = 42;

	(void)state;
	assert_false(unit_convert(&a, &b, NAN, &x));
	assert_false(unit_convert(&big, &small, 1e250, &x));
	assert_true(x == 42);
	assert_true(unit_convert(&a, &b, INFINITY, &x) && x == INFINITY);
	assert_true(unit_convert(&c, &d, -INFINITY, &x) && x == -INFINITY);
	assert_true(unit_convert(&a, &b, 0, &x) && x == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_convert_clinical),
		cmocka_unit_test(test_convert_temperature),
		cmocka_unit_test(test_convert_refuses),
		cmocka_unit_test(test_convert_arbitrary),
		cmocka_unit_test(test_convert_molar),
		cmocka_unit_test(test_convert_valence),
		cmocka_unit_test(test_convert_iu),
		cmocka_unit_test(test_convert_is_monotone_and_reversible),
		cmocka_unit_test(test_convert_equal_is_exact),
		cmocka_unit_test(test_convert_open_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
