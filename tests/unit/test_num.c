/* Numbers as text: the short ways must say what printf and strtod say. */
#include "base/map.h"
#include "base/num.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 16;
}

static void check_format(double x)
{
	char ours[NUM_SIZE], theirs[NUM_SIZE];

	snprintf(theirs, sizeof theirs, "%.15g", x == 0 ? 0.0 : x);
	assert_string_equal(num_format(ours, x), theirs);
}

/* With a number of decimals: rounded half away from zero, then as printf. */
static void test_fixed(void **state)
{
	uint64_t seed = 5;
	char ours[NUM_SIZE], theirs[NUM_SIZE];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		int digits = i % 5;
		double scale = pow(10, digits);
		double x =
			(double)(int64_t)(next(&seed) % 20000000) / 777 - 9000;
		double rounded = round(x * scale * (1 + 4e-16)) / scale;
		snprintf(theirs, sizeof theirs, "%.*f", digits,
			 rounded == 0 ? 0.0 : rounded);
		assert_string_equal(num_format_fixed(ours, x, digits), theirs);
	}
	assert_string_equal(num_format_fixed(ours, 2.675, 2), "2.68");
	assert_string_equal(num_format_fixed(ours, -0.04, 1), "0.0");
	assert_string_equal(num_format_fixed(ours, 1e20, 1),
			    "100000000000000000000.0");
}

static void test_format(void **state)
{
	static const double scales[] = {1,    10,    100, 1e3,  1e4,  1e5,  1e9,
					1e-3, 1e-12, 3,   7e-5, 1e18, 1e300};
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 400000; i++) {
		double m = (double)(next(&seed) % 10000000);
		double x = m / scales[i % 13];
		check_format(i & 64 ? -x : x);
	}
	/* any bits, so that all 15 digits are there and ties are met */
	for (int i = 0; i < 400000; i++) {
		double x = ldexp((double)(next(&seed) & 0xFFFFFFFFFFF) + 0.5 +
					 (double)(next(&seed) & 255) / 512,
				 (int)(next(&seed) % 64) - 56);
		check_format(x);
		check_format(-x);
		check_format(ldexp(round(x), -(i & 15)));
	}
	check_format(0.00100000000000000005);
	check_format(999999999999999.5);
	check_format(99999999999999.95);
	check_format(0);
	check_format(-0.0);
	check_format(0.001);
	check_format(0.0009);
	check_format(9999999999.9999);
	check_format(1e10);
	check_format(0.1 + 0.2);
	check_format(1e15);
}

static void check_parse(const char *text)
{
	double ours = -1;

	assert_true(num_parse_all(text, &ours));
	double theirs = strtod(text, NULL);
	assert_memory_equal(&ours, &theirs, sizeof ours);
}

static void test_parse(void **state)
{
	uint64_t seed = 2;
	char text[64];

	(void)state;
	for (int i = 0; i < 400000; i++) {
		uint64_t a = next(&seed), b = next(&seed);
		int n = snprintf(text, sizeof text, "%llu.%llu",
				 (unsigned long long)(a >> (i % 48)),
				 (unsigned long long)(b >> (i / 7 % 48)));
		assert_in_range(n, 3, 63);
		check_parse(text);
	}
	check_parse(".5");
	check_parse("5.");
	check_parse("0");
	check_parse("000.100");
	check_parse("999999999999999");
	check_parse("1234567890123456");
	check_parse("1.5e3");
	check_parse("-2.5");
}

static void test_int(void **state)
{
	char buf[NUM_SIZE];

	(void)state;
	assert_string_equal(num_format_int(buf, 0), "0");
	assert_string_equal(num_format_int(buf, -7), "-7");
	assert_string_equal(num_format_int(buf, INT64_MAX),
			    "9223372036854775807");
	assert_string_equal(num_format_int(buf, INT64_MIN),
			    "-9223372036854775808");
}

static void test_map(void **state)
{
	static char keys[5000][8];
	struct map m = {NULL, 0, 0};

	(void)state;
	assert_null(map_find(&m, "x", 1));
	for (size_t i = 0; i < 5000; i++) {
		int n = snprintf(keys[i], sizeof keys[i], "k%zu", i);
		map_put(&m, keys[i], (size_t)n, keys[i]);
	}
	map_put(&m, "", 0, NULL);
	for (size_t i = 0; i < 5000; i++) {
		struct map_slot *s = map_find(&m, keys[i], strlen(keys[i]));
		assert_non_null(s);
		assert_ptr_equal(s->value, keys[i]);
	}
	assert_null(map_find(&m, "k5000", 5));
	assert_null(map_find(&m, "k", 1));
	assert_non_null(map_find(&m, "", 0));
	map_free(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_format), cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_parse),  cmocka_unit_test(test_int),
		cmocka_unit_test(test_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
