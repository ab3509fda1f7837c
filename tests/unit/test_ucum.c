/* The functional tests of the UCUM community against kb/unit.h. They stand
 * beside the project (../shared, or $CLIN_SHARED) and are skipped when they
 * are not there.
 *
 * Left out: display names (clin shows codes), and the empty unit as a case of
 * its own: it is no UCUM, in the one division it means 1. Multiplications and
 * divisions are done on the codes: "(u1).(u2)", "(u1)/(u2)".
 * No case is left out for its units. */
#include "base/num.h"
#include "kb/unit.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_cases(void)
{
	const char *shared = getenv("CLIN_SHARED");
	char path[4096];

	snprintf(path, sizeof path, "%s/data/ucum/UcumFunctionalTests.xml",
		 shared ? shared : "../shared");
	FILE *file = fopen(path, "rb");
	if (!file) {
		print_message("skipped: no %s\n", path);
		return NULL;
	}
	char *text = calloc(1, 1 << 20);
	size_t n = fread(text, 1, (1 << 20) - 1, file);
	fclose(file);
	assert_true(n > 0);
	/* cases that are commented out are none */
	for (char *at = text; (at = strstr(at, "<!--"));) {
		char *end = strstr(at, "-->");
		assert_non_null(end);
		memset(at, ' ', (size_t)(end + 3 - at));
	}
	return text;
}

/* The attribute's value inside one element; "" when it has none. */
static const char *attribute(const char *element, const char *name,
			     char ret[128])
{
	const char *end = strchr(element, '>');
	char key[32];

	ret[0] = '\0';
	snprintf(key, sizeof key, " %s=\"", name);
	const char *at = strstr(element, key);
	if (at && at < end) {
		at += strlen(key);
		size_t n = strcspn(at, "\"");
		assert_true(n < 128);
		memcpy(ret, at, n);
		ret[n] = '\0';
	}
	return ret;
}

/* Half a step of the last digit as given ("25" allows 24.5 to 25.5). */
static double tolerance(const char *decimal)
{
	const char *point = strchr(decimal, '.');
	const char *e = strchr(decimal, 'e');
	size_t n = e ? (size_t)(e - decimal) : strlen(decimal);
	int decimals = point ? (int)(n - (size_t)(point - decimal) - 1) : 0;
	double value = fabs(strtod(decimal, NULL));

	return fmax(0.5 * pow(10, (e ? atoi(e + 1) : 0) - decimals),
		    value * 1e-14);
}

static bool converts(const char *from, const char *to, double value,
		     const char *expected)
{
	struct unit f, t;
	double x;

	return unit_parse(from, &f) && unit_parse(*to ? to : "1", &t) &&
	       unit_convert(&f, &t, value, &x) &&
	       fabs(x - strtod(expected, NULL)) <=
		       tolerance(expected) * 1.000001;
}

/* Runs `check` over the elements of one section; returns how many. */
static int each_case(const char *text, const char *section,
		     bool (*check)(const char *element))
{
	char open[48], id[128];
	int n = 0, failed = 0;

	snprintf(open, sizeof open, "<%s>", section);
	const char *at = strstr(text, open);
	assert_non_null(at);
	snprintf(open, sizeof open, "</%s>", section);
	const char *end = strstr(at, open);
	assert_non_null(end);
	while ((at = strstr(at, "<case ")) && at < end) {
		n++;
		if (!check(at)) {
			failed++;
			print_error("%s %s: %.*s\n", section,
				    attribute(at, "id", id),
				    (int)strcspn(at, "\n"), at);
		}
		at++;
	}
	assert_int_equal(failed, 0);
	return n;
}

static bool check_validation(const char *element)
{
	char code[128], valid[128];
	struct unit u;

	attribute(element, "unit", code);
	return unit_parse(code, &u) ==
	       (strcmp(attribute(element, "valid", valid), "true") == 0);
}

static bool check_conversion(const char *element)
{
	char from[128], to[128], value[128], outcome[128];

	return converts(attribute(element, "srcUnit", from),
			attribute(element, "dstUnit", to),
			strtod(attribute(element, "value", value), NULL),
			attribute(element, "outcome", outcome));
}

static bool check_product(const char *element, char op)
{
	char v1[128], u1[128], v2[128], u2[128], outcome[128], to[128];
	char code[300];

	snprintf(code, sizeof code, "(%s)%c(%s)", attribute(element, "u1", u1),
		 op, attribute(element, "u2", u2));
	double a = strtod(attribute(element, "v1", v1), NULL);
	double b = strtod(attribute(element, "v2", v2), NULL);
	return converts(code, attribute(element, "uRes", to),
			op == '.' ? a * b : a / b,
			attribute(element, "vRes", outcome));
}

static bool check_multiplication(const char *element)
{
	return check_product(element, '.');
}

static bool check_division(const char *element)
{
	return check_product(element, '/');
}

static void run(const char *section, bool (*check)(const char *), int least)
{
	char *text = read_cases();

	if (!text) {
		skip();
		return;
	}
	int n = each_case(text, section, check);
	free(text);
	assert_true(n >= least);
}

static void test_validation(void **state)
{
	(void)state;
	run("validation", check_validation, 500);
}

static void test_conversion(void **state)
{
	(void)state;
	run("conversion", check_conversion, 29);
}

static void test_multiplication(void **state)
{
	(void)state;
	run("multiplication", check_multiplication, 2);
}

static void test_division(void **state)
{
	(void)state;
	run("division", check_division, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_validation),
		cmocka_unit_test(test_conversion),
		cmocka_unit_test(test_multiplication),
		cmocka_unit_test(test_division),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
