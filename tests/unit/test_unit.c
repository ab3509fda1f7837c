/* Units: the grammar and the vocabulary. (Conversion: test_unit_convert.c, as
 * printed: test_unit_printed.c, the community's own cases: test_ucum.c.) */
#include "kb/unit.h"
#include "kb/unit_table.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

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

/* --- grammar ------------------------------------------------------------- */

static void test_grammar_refuses(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"m ",
		" m",
		"m/",
		"/",
		"m//s",
		"m..s",
		".m",
		"(m",
		"m)",
		"()",
		"m(s)",
		"{a",
		"a}",
		"{a}{b}",
		"{a b}",
		"m{a}s",
		"{錠}",
		"μg",
		"mgg",
		"mmg",
		"kmin",
		"m[HPF]",
		"12h",
		"10+3",
		"m+-2",
		"m-",
		"{x}-1",
		"m2.5s",
		"0",
		"g/0",
		"2[IU",
		"[IU",
		"IU/L",
		"mg/dL\n",
		"m999",
		"m61",
		"AU/mL",
		"RU/mL",
		"Cel/min",
		"Cel2",
		"/Cel",
		"W.Cel",
		"[degF].[degF]",
		"1234567890123456",
		"m50.m50",
		"{a}.{b}.{c}.{d}.{e}",
	};
	struct unit u;
	char deep[64];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (unit_parse(bad[i], &u))
			fail_msg("'%s' parses", bad[i]);
	memset(deep, '(', 40);
	strcpy(deep + 40, "m");
	assert_false(unit_parse(deep, &u));
}

static void test_grammar_reads(void **state)
{
	(void)state;
	assert_true(converted("s/m.mg", "s.m-1.mg", 3) ==
		    3); /* from the left */
	assert_true(converted("/m", "m-1", 3) == 3);
	assert_true(converted("mmol/(8.h.kg)", "mmol/h/kg", 16) == 2);
	assert_true(converted("10*-3/ul", "10^+3/L", 1) == 1);
	assert_true(converted("10*9", "1000000000", 7) == 7);
	assert_true(converted("mm[Hg]", "m[Hg]", 760) == 0.76);
	assert_true(converted("((m))", "dm", 2) == 20);
	assert_true(converted("{a}.rad2{b}", "rad2.{A}", 5) == 5);
	assert_true(converted("{x}/{x}", "1", 5) == 5);
	assert_true(converted("[IU].mL/([IU].L)", "10*-3", 5) == 5);
}

/* --- the vocabulary ------------------------------------------------------ */

static void check_spellings(const struct unit_spelling *s, size_t n, bool whole)
{
	char buf[UNIT_SIZE];

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			assert_true(strcmp(s[i - 1].key, s[i].key) < 0);
		if (*s[i].ucum)
			parsed(s[i].ucum);
		const char *code = unit_normalise(s[i].key, strlen(s[i].key),
						  buf, sizeof buf);
		if (whole && s[i].role == ROLE_NONE)
			assert_null(code);
		else if (whole)
			assert_string_equal(code ? code : s[i].key, s[i].ucum);
	}
}

static void test_vocabulary_is_sound(void **state)
{
	const struct unit_table *t = &unit_table;

	(void)state;
	for (size_t i = 0; i < t->n_atom; i++) {
		parsed(t->atom[i].code);
		assert_true(converted(t->atom[i].code, t->atom[i].code, 3) ==
			    3);
		assert_true(t->atom[i].unit.num > 0 && t->atom[i].unit.den > 0);
	}
	check_spellings(t->whole.folded, t->whole.n_folded, true);
	check_spellings(t->whole.exact, t->whole.n_exact, true);
	check_spellings(t->factor.folded, t->factor.n_folded, false);
	check_spellings(t->factor.exact, t->factor.n_exact, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grammar_refuses),
		cmocka_unit_test(test_grammar_reads),
		cmocka_unit_test(test_vocabulary_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
