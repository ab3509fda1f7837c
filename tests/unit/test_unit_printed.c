/* Units as analysers, laboratory systems, people and OCR print them. */
#include "base/strbuf.h"
#include "base/utf8.h"
#include "kb/unit.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

struct printed {
	const char *ucum;        /* NULL: none */
	const char *printed[40]; /* ends with NULL */
};

static void check(const struct printed *rows, size_t n)
{
	char buf[UNIT_SIZE];
	int failed = 0;

	for (size_t i = 0; i < n; i++)
		for (const char *const *p = rows[i].printed; *p; p++) {
			const char *code =
				unit_normalise(*p, strlen(*p), buf, sizeof buf);
			const char *expected = rows[i].ucum;
			if (!code != !expected ||
			    (code && strcmp(code, expected) != 0)) {
				print_error("'%s': %s, not %s\n", *p,
					    code ? code : "none",
					    expected ? expected : "none");
				failed++;
			}
		}
	assert_int_equal(failed, 0);
}
#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void test_powers_of_ten(void **state)
{
	static const struct printed rows[] = {
		{"10*9/L",
		 {"×10⁹/L",       "10^9/L",     "x10E9/L",  "10*9/L",
		  "10e9/L",       "10(9)/L",    "10$^9$/L", "10$^{9}$/L",
		  "10^{9}/L",     "X10~9/L",    "*10^9/L",  "10^9",
		  "x10^9",        "G/L",        "giga.l-1", "Giga/L",
		  "10 9/L",       "x 10 9 / L", "109/L",    "×10^9／Ｌ",
		  "１０＾９／Ｌ", "E9/L",       "1E+9/L",   "10**9/L",
		  "lO^9/L",       "1O^9/L",     "10^9/1",   "10<sup>9</sup>/L",
		  "10^9^/L",      "10^9个/L",   "10E+09/L", "(10^9/L)",
		  "10∧9/L",       "10'9/L",     "¡Á10^9/L", NULL}},
		{"10*12/L",
		 {"×10¹²/L", "10^12/L", "x10E12/L", "10*12/L", "1012/L", "T/L",
		  "x10(12)/L", "10^12", "Tera/L", "tera.l-1", "Tpt/L", NULL}},
		{"10*3/uL",
		 {"K/uL", "k/ul", "THOU/UL", "THOUS/MCL", "10(3)/mcL",
		  "x10(3)/mcL", "X 10 3", "x10E3/uL", "10^3/µL", "x10.e3/uL",
		  "x1000/uL", "Thousand/uL", "thou/mcL", "千/微升",
		  "×10³ cells/µL", "10*3/ul", "K/μL", "10E3/uL", NULL}},
		{"10*3/mm3", {"K/MM3", "THOU/MM3", "K/cumm", "10^3/mm³", NULL}},
		{"10*6/uL",
		 {"M/uL", "MILL/MCL", "MIL/UL", "Million/uL", "x10E6/uL",
		  "10^6/ul", "百万/微升", "mill/ul", NULL}},
		{"10*6/mm3", {"million/cumm", "mill/cumm", "M/MM3", NULL}},
		{"10*6/L", {"10^6/L", "×10⁶/L", "M/L", NULL}},
		{"10*6/mL", {"10^6/ml", "x10^6/mL", "百万/毫升", NULL}},
		{"10*4/uL", {"万/μL", "10^4/ul", "×10⁴/μL", NULL}},
		{"10*5/mm3", {"lakhs/cumm", "lakh/cmm", NULL}},
		{"10*6", {"10^6", "×10^6", "10*6", NULL}},
		{"10*3.[IU]/mL", {"10^3 IU/mL", NULL}},
		{"{copies}/10*6", {"copies/10^6 PBMC", NULL}},
	};

	(void)state;
	CHECK(rows);
}

static void test_concentrations(void **state)
{
	static const struct printed rows[] = {
		{"g/L",
		 {"g/L", "g/l", "克/升", "gm/L", "ｇ／Ｌ", "g.L-1", "g·L⁻¹",
		  "g per L", "g每L", NULL}},
		{"g/dL",
		 {"g/dL", "G/DL", "gm/dl", "GM/DL", "gms%", "g%", "g/dL(calc)",
		  NULL}},
		{"g/(100.mL)", {"g/100mL", "g/100 ml", NULL}},
		{"mg/dL",
		 {"mg/dL", "mg/dl", "MG/DL", "mg%", "mgs/dl", "mg/d1", "mg/dI",
		  "毫克/分升", "mg/dL (calc)", "㎎/㎗", "mg\\dL", NULL}},
		{"ug/dL", {"mcg/dL", "ug/dl", "μg%", "µg/dL", "UG/DL", NULL}},
		{"ug/L", {"Ug/L", "μg/l", "微克/升", "mcg/L", "?g/L", NULL}},
		{"ng/mL",
		 {"ng/mL", "ng/ml", "NG/ML", "纳克/毫升", "ng/m1", NULL}},
		{"pg/mL", {"pg/mL", "PG/ML", "Pg/ml", "皮克/毫升", NULL}},
		{"ng/L", {"ng/L", "NG/L", NULL}},
		{"mmol/L",
		 {"mmol/L", "mmol/l", "MMOL/L", "mmo1/L", "mmoI/L", "mmol/1",
		  "m m o l / L", "mmol／Ｌ", "ｍｍｏｌ/L", "毫摩尔/升",
		  "毫摩爾/升", "mmol·L-1", "mM", "rnmol/L", "mmo|/L", "mmol/I",
		  NULL}},
		{"umol/L",
		 {"umol/L", "μmol/L", "µmol/l", "mcmol/L", "微摩/升", "UMOL/L",
		  "uM", "?mol/L", "\xEF\xBF\xBDmol/L", "¦Ìmol/L", "Âµmol/L",
		  "Î¼mol/L", "urnol/L", "micromol/L", "umol/l", NULL}},
		{"nmol/L", {"nmol/L", "NMOL/L", "nM", "纳摩尔/升", NULL}},
		{"pmol/L", {"pmol/L", "皮摩尔/升", NULL}},
		{"nmol/mL", {"nmol/mL", NULL}},
		{"meq/L", {"mEq/L", "MEQ/L", "meq/l", "毫当量/升", NULL}},
		{"mosm/kg",
		 {"mosm/kg", "mOsm/Kg", "mOsm/kgH2O", "mosmol/kg",
		  "mOsm/(kg·H2O)", "mOsm/kg H20", NULL}},
		{"mg/L{FEU}",
		 {"mg FEU/L", "mg/L FEU", "mg/L(FEU)", "FEU mg/L", NULL}},
		{"ug/mL{FEU}", {"ug/mL FEU", "mcg/mL FEU", "μg(FEU)/mL", NULL}},
		{"ng/mL{DDU}", {"ng/mL DDU", "ng/mL D-DU", NULL}},
	};

	(void)state;
	CHECK(rows);
}

static void test_activity(void **state)
{
	static const struct printed rows[] = {
		{"U/L", {"U/L", "u/l", "Units/L", "单位/升", "U/1", NULL}},
		{"[IU]/L", {"IU/L", "lU/L", "iu/l", "UI/L", "[IU]/L", NULL}},
		{"[IU]/mL", {"IU/ml", "IU/mL", "lU/mL", "国际单位/毫升", NULL}},
		{"m[IU]/mL", {"mlU/mL", "mIU/mL", "MIU/ML", "m1U/ml", NULL}},
		{"m[IU]/L", {"mIU/L", "mIU/l", "mlU/L", "毫国际单位/升", NULL}},
		{"u[IU]/mL",
		 {"uIU/ml", "μIU/mL", "mcIU/mL", "ulU/mL", "µlU/ml", "UIU/ML",
		  "?IU/mL", NULL}},
		{"mU/L", {"mU/L", "MU/L", NULL}},
		{"uU/mL", {"μU/mL", "uU/ml", NULL}},
		{"kU/L", {"KU/L", "kU/L", NULL}},
		{"k[IU]/L", {"kIU/L", "KIU/L", NULL}},
		{"{kUA}/L", {"kUA/L", "KUA/L", "kU_A/L", NULL}},
		{"{AU}/mL", {"AU/mL", "AU/ML", "{AU}/mL", NULL}},
		{"{RU}/mL", {"RU/mL", "RU/ml", NULL}},
		{"{EU}/dL", {"EU/dL", NULL}},
		{"[GPL'U]/mL", {"GPLU/ml", "GPL/mL", "GPL-U/mL", NULL}},
		{"{PL-U}/mL", {"PLU/mL", NULL}},
		{"{copies}/mL", {"copies/mL", "copies/ml", "拷贝/毫升", NULL}},
		{"{log_IU}/mL", {"log10 IU/mL", "lgIU/ml", "Log IU/mL", NULL}},
		{"{log_copies}/mL", {"log copies/mL", "log10 copies/mL", NULL}},
		{"{log10}", {"log10", "Log", NULL}},
		{"U/g{Hb}", {"U/gHb", "U/g Hb", "U/gHGB", "U/g(Hb)", NULL}},
		{"nmol/min/mL", {"nmol/min/mL", "nmol/(min·mL)", NULL}},
		{"ng/mL/h", {"ng/mL/h", "ng/(mL.h)", "ng/mL/hr", NULL}},
		{"ukat/L", {"μkat/L", NULL}},
		{"[CFU]/mL", {"CFU/mL", "cfu/ml", "菌落/毫升", NULL}},
	};

	(void)state;
	CHECK(rows);
}

static void test_counts_and_ratios(void **state)
{
	static const struct printed rows[] = {
		{"/[HPF]",
		 {"/HP", "/HPF", "个/HP", "个/HPF", "/hpf", "HPF", "/高倍视野",
		  "个/高倍视野", "/HPF(×400)", "cells/HPF", "/ HPF", "WBC/HPF",
		  NULL}},
		{"/[LPF]", {"/LP", "/LPF", "个/LPF", "/低倍视野", NULL}},
		{"/uL",
		 {"/μL", "/ul", "个/ul", "个/微升", "cells/uL", "Ery/uL",
		  "Cell/µL", "个/uL", "个每微升", "Leu/µL", NULL}},
		{"/mm3", {"/mm3", "/cumm", "cells/cumm", "/mm³", "/㎣", NULL}},
		{"/100{WBCs}", {"/100WBC", "个/100WBC", "/100 WBCs", NULL}},
		{"/min", {"次/分", "bpm", "beats/min", "/min", NULL}},
		{"%", {"%", "％", "% of total Hgb", "百分比", NULL}},
		{"[ppth]", {"‰", NULL}},
		{"{ratio}", {"ratio", "Ratio", "RATIO", "比值", NULL}},
		{"{S/CO}", {"S/CO", "s/co", "S/C.O.", "{S/CO}", NULL}},
		{"{COI}", {"COI", "coi", "C.O.I", NULL}},
		{"{index}", {"INDEX", "index", "Index", "{index}", NULL}},
		{"mg/g",
		 {"mg/g", "mg/gCr", "mg/g creat", "mg/g{creat}", "毫克/克肌酐",
		  NULL}},
		{"ug/mg", {"ug/mgCr", "mcg/mg creat", NULL}},
		{"mg/mmol", {"mg/mmol", "mg/mmolCr", "mg/mmol肌酐", NULL}},
		{"mmol/mol", {"mmol/mol", "mmol/mol (IFCC)", NULL}},
		{"{dpm}/mmol", {"dpm/mmol", NULL}},
		{"/1000{RBCs}", {"/1000 RBC", NULL}},
	};

	(void)state;
	CHECK(rows);
}

static void test_rates_and_physics(void **state)
{
	static const struct printed rows[] = {
		{"mL/min/{1.73_m2}",
		 {"ml/min/1.73m2", "mL/min/1.73㎡", "mL/min/1.73m²",
		  "mL/min/1.73 m^2", "mL/(min·1.73m²)", "mL/min/1.73m*2",
		  "ml/min*1.73m2", "mL/min/1.73", "ml/(min.1.73m2)",
		  "mL/min/{1.73_m2}", "ML/MIN/1.73M2", "ml/min/1,73m2", NULL}},
		{"mmol/(24.h)",
		 {"mmol/24h", "mmol/24hr", "mmol/24小时", "mmol/24 hours",
		  "mmol/(24h)", "mmol/(24.h)", NULL}},
		{"mg/(24.h)", {"mg/24hr", "mg/24H", "毫克/24小时", NULL}},
		{"g/d", {"g/d", "g/day", "G/D", "克/天", NULL}},
		{"umol/(8.h)/kg", {"umol/(8.h.kg)", NULL}},
		{"mm/h",
		 {"mm/h", "mm/1h", "mm/hr", "mm/1hr", "MM/HR", "mm/H",
		  "mm/1小时", "毫米/小时", "mm/1st hr", NULL}},
		{"s", {"sec", "s", "秒", "S", "seconds", "SEC", NULL}},
		{"fL", {"fl", "fL", "FL", "飞升", NULL}},
		{"pg", {"Pg", "pg", "PG", "皮克", NULL}},
		{"mm[Hg]",
		 {"mmHg", "mm Hg", "MMHG", "毫米汞柱", "mm[Hg]", NULL}},
		{"kPa", {"kPa", "KPa", "千帕", NULL}},
		{"deg", {"°", NULL}},
		{"Cel", {"℃", "°C", "ºC", "Cel", NULL}},
		{"mPa.s", {"mPa.s", "mPa·s", "mPas", NULL}},
		{"mS/cm", {"ms/cm", "mS/cm", NULL}},
		{"[pH]", {"pH", "PH", "[pH]", NULL}},
		{"kg/m2", {"kg/m²", "kg/m2", "kg/㎡", "kg/m^2", NULL}},
		{"cm[H2O]", {"cmH2O", "cmH₂O", NULL}},
		/* UCUM that no table row spells */
		{"[arb'U]/mL", {"[arb'U]/mL", " [arb'U]/mL ", NULL}},
		{"dyn.s/cm5", {"dyn.s/cm5", NULL}},
		{"1/min", {"1/min", NULL}},
	};

	(void)state;
	CHECK(rows);
}

static void test_what_is_no_unit(void **state)
{
	static const struct printed rows[] = {
		{NULL, {"",         " ",          "per ",    "1",    "5.5",
			"109",      "103",        "1012",    "100",  "24",
			"2026/1/5", "2026-01-05", "3.5-9.5", "12/5", "1.73",
			"5g/L",     "109g/L",     "10/HP",   "-",    "--",
			"/",        "*",          ".",       "↑",    NULL}},
		{NULL, {"H",    "N",        "A",   "C",  "P",  "HH",    "LL",
			"N/A",  "C/S",      "H/L", "NA", "as", "at",    "Ca",
			"Na",   "Mg",       "Cu",  "CT", "K",  "M",     "u",
			"PCT",  "WBC",      "HGB", "Cr", "个", "cells", "阴性",
			"正常", "negative", NULL}},
		{NULL,
		 {"mg/", "//L", "mg//L", "/", "g/L/", "mg/dk", "xyz/L",
		  "mg/dL mg/dL", "10^/L", "10^123/L", "(", "K/", "血红蛋白",
		  "g/L 130-175", "\xFF\xFE", NULL}},
	};

	(void)state;
	CHECK(rows);
}

/* "G/L" is a count, "g/L" a mass; a bare capital tells nothing. */
static void test_case_tells_units_apart(void **state)
{
	static const struct printed rows[] = {
		{"10*9/L", {"G/L", "G/l", NULL}},
		{"g/L", {"g/L", "g/l", NULL}},
		{"mmol/L", {"mM", NULL}},
		{"mm", {"mm", NULL}},
		{"umol/L", {"uM", NULL}},
		{"um", {"um", "μm", NULL}},
		{"mS/cm", {"mS/cm", "ms/cm", NULL}},
		{"ms", {"ms", NULL}},
		{"mPa", {"mPa", NULL}},
		{"MPa", {"MPa", NULL}},
	};

	(void)state;
	CHECK(rows);
}

static void test_small_buffer(void **state)
{
	char buf[6];

	(void)state;
	assert_null(unit_normalise("mmol/L", 6, buf, sizeof buf));
	assert_null(unit_normalise("mmol/24h", 8, buf, sizeof buf));
	assert_null(unit_normalise("10^9/L", 6, buf, sizeof buf));
	assert_null(unit_normalise("[hnsf'U]", 9, buf, sizeof buf));
	assert_null(unit_normalise("g", 1, buf, 1));
	assert_string_equal(unit_normalise("mg/dL", 5, buf, sizeof buf),
			    "mg/dL");
	/* only n bytes are read */
	assert_string_equal(unit_normalise("mg/dL", 2, buf, sizeof buf), "mg");
}

/* Pieces of units thrown together: whatever comes back is a unit, and comes
 * back again as one equal to it. */
static void test_noise(void **state)
{
	static const char *const pieces[] = {
		"10",     "^",    "9",    "/",    "L",     "m",   "g",    "μ",
		"I",      "U",    "l",    "*",    "(",     ")",   "x",    "E",
		".",      "24",   "h",    "个",   "HP",    "{",   "}",    "[",
		"-1",     " ",    "1.73", "m2",   "%",     "FEU", "Cr",   "K",
		"\xE7",   "\xFF", "千",   "微升", "<sup>", "$",   "mmol", "dL",
		"copies", "~",    "×",
	};
	struct strbuf sb = STRBUF_INIT;
	char buf[UNIT_SIZE], again[UNIT_SIZE];
	struct unit a, b;
	double x;

	(void)state;
	srand(11);
	for (int i = 0; i < 200000; i++) {
		strbuf_clear(&sb);
		for (int k = rand() % 9; k >= 0; k--)
			strbuf_adds(&sb,
				    pieces[(size_t)rand() %
					   (sizeof pieces / sizeof *pieces)]);
		if (!unit_normalise(sb.buf, sb.len, buf, sizeof buf))
			continue;
		assert_true(unit_parse(buf, &a));
		if (!unit_normalise(buf, strlen(buf), again, sizeof again))
			fail_msg("'%s' → '%s' → none", sb.buf, buf);
		if (!unit_parse(again, &b) || !unit_convert(&a, &b, 3, &x) ||
		    x != 3)
			fail_msg("'%s' → '%s' → '%s'", sb.buf, buf, again);
	}
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_powers_of_ten),
		cmocka_unit_test(test_concentrations),
		cmocka_unit_test(test_activity),
		cmocka_unit_test(test_counts_and_ratios),
		cmocka_unit_test(test_rates_and_physics),
		cmocka_unit_test(test_what_is_no_unit),
		cmocka_unit_test(test_case_tells_units_apart),
		cmocka_unit_test(test_small_buffer),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
