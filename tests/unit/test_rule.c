/* The condition language and its evaluation: whitelist, three values,
 * censored values, cut-offs per unit, grouping, missing. */
#include "base/db.h"
#include "kb/case.h"
#include "kb/compile.h"
#include "kb/entries.h"
#include "kb/expr.h"
#include "kb/rule.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A knowledge base of its own, small enough to see whole. */
static const char base[] =
	"- {id: s, title: {zh: 源, en: s}, edition: e, year: 2026}\n"
	"- {id: FPG, name: {zh: 空腹血糖, en: Fasting glucose}, specimen: serum,"
	" panel: glucose, scale: quantitative, unit: mmol/L, units: [mg/dL],"
	" molar_mass: {value: 180.156, sources: [s]}, sources: [s],"
	" intervals: [{low: 3.9, high: 6.1, sources: [s]}]}\n"
	"- {id: FERRITIN, name: {zh: 铁蛋白, en: Ferritin}, specimen: serum,"
	" panel: iron, scale: quantitative, unit: ug/L, sources: [s]}\n"
	"- {id: HGB, name: {zh: 血红蛋白, en: Haemoglobin}, specimen: blood,"
	" panel: cbc, scale: quantitative, unit: g/L, units: [g/dL], sources: [s],"
	" intervals: [{sex: F, low: 115, high: 150, sources: [s]},"
	" {sex: M, low: 130, high: 175, sources: [s]}]}\n"
	"- {id: FPG.diabetes, title: {zh: 切点, en: cut-off},"
	" values: {mmol/L: 7.0, mg/dL: 126}, sources: [s]}\n"
	"- {id: r.diabetes, given: FPG, when: FPG >= FPG.diabetes, urgency: soon,"
	" title: {zh: 糖, en: dm}, because: {zh: '{FPG}', en: '{FPG}'},"
	" patient: {zh: 患, en: p}, actions: [{zh: 做, en: do}], sources: [s],"
	" tests: {fires: [{FPG: 7}], silent: [{FPG: 6.9}], unknown: [{FPG: unreadable}]}}\n"
	"- {id: r.iron, given: HGB < HGB.low, when: FERRITIN < 15, urgency: routine,"
	" explains: [r.anaemia],"
	" title: {zh: 铁, en: iron}, because: {zh: 因, en: b}, patient: {zh: 患, en: p},"
	" actions: [{zh: 做, en: do}], sources: [s],"
	" tests: {fires: [{sex: F, HGB: 92, FERRITIN: 6}], silent: [{sex: F, HGB: 92,"
	" FERRITIN: 15}], unknown: [{sex: F, HGB: 92}]}}\n"
	"- {id: r.anaemia, given: HGB, when: HGB < HGB.low, urgency: urgent,"
	" title: {zh: 贫, en: an}, because: {zh: 因, en: b}, patient: {zh: 患, en: p},"
	" actions: [{zh: 做, en: do}], sources: [s],"
	" tests: {fires: [{sex: F, HGB: 92}], silent: [{sex: F, HGB: 115}],"
	" unknown: [{HGB: 92}]}}\n";

struct fixture {
	struct kb *kb;
	struct strbuf image;
};

static void compile_text(const char *text, struct strbuf *image,
			 struct problems *problems)
{
	struct entries entries = {0};
	struct err err;
	char dir[] = "/tmp/clin-test-XXXXXX", path[64];

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/a.yaml", dir);
	FILE *f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
	assert_true(entries_read_dir(&entries, dir, "base", problems, &err));
	assert_true(kb_compile(&entries, "1", NULL, image, problems, &err));
	entries_release(&entries);
	remove(path);
	remove(dir);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct problems problems = {0};
	struct err err;

	strbuf_init(&f->image);
	compile_text(base, &f->image, &problems);
	for (size_t i = 0; i < problems.n; i++)
		print_error("%s %s\n", problems.at[i].arg[2],
			    problems.at[i].arg[3]);
	assert_int_equal(problems.n, 0);
	assert_true(kb_open_bytes(f->image.buf, f->image.len, &f->kb, &err));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	kb_close(f->kb);
	strbuf_release(&f->image);
	free(f);
	return 0;
}

/* "fires:a b unknown:c(X)" for a case. */
static void assert_outcome(void **state, const char *text, const char *expected)
{
	struct fixture *f = *state;
	struct arena a = ARENA_INIT;
	struct patient p;
	struct facts facts;
	struct finding_vec found = {0};
	struct not_checked_vec unchecked = {0};
	struct strbuf got = STRBUF_INIT;
	struct yaml *node;
	struct err err;

	assert_true(yaml_parse(&a, text, strlen(text), "case", &node, &err));
	assert_true(case_read(f->kb, node, &a, &p, &facts, &err));
	assert_true(facts_derive(&facts, &err));
	assert_true(rules_evaluate(&facts, &found, &unchecked, &err));
	for (size_t i = 0; i < found.n; i++)
		strbuf_addf(&got, "%s%s ",
			    found.at[i].group == (int)i ? "" : "+",
			    found.at[i].id);
	for (size_t i = 0; i < unchecked.n; i++)
		for (size_t k = 0; k < unchecked.at[i].n_missing; k++)
			strbuf_addf(&got, "?%s:%s:%s ", unchecked.at[i].rule,
				    unchecked.at[i].missing[k].code,
				    unchecked.at[i].missing[k].state);
	assert_string_equal(got.buf, expected);
	strbuf_release(&got);
	vec_free(&found);
	vec_free(&unchecked);
	facts_release(&facts);
	patient_release(&p);
	arena_free(&a);
}

static void test_cutoff_in_printed_unit(void **state)
{
	assert_outcome(state, "{FPG: 126 mg/dL}", "r.diabetes ");
	assert_outcome(state, "{FPG: 125.9 mg/dL}", "");
	assert_outcome(state, "{FPG: 7.0 mmol/L}", "r.diabetes ");
	assert_outcome(state, "{FPG: 6.994 mmol/L}", "");
}

static void test_censored(void **state)
{
	assert_outcome(state, "{FPG: '>249 mg/dL'}", "r.diabetes ");
	assert_outcome(state, "{FPG: '>=126 mg/dL'}", "r.diabetes ");
	assert_outcome(state, "{FPG: '<60 mg/dL'}", "");
	assert_outcome(state, "{FPG: '>100 mg/dL'}",
		       "?r.diabetes:FPG:censored ");
}

static void test_missing_and_grouping(void **state)
{
	assert_outcome(state, "{sex: F, HGB: 92}",
		       "r.anaemia ?r.iron:FERRITIN:absent ");
	/* the explainer stands first although it is the less urgent */
	assert_outcome(state, "{sex: F, HGB: 92, FERRITIN: 6}",
		       "r.iron +r.anaemia ");
	/* sex unknown: no interval, and that is said */
	assert_outcome(state, "{HGB: 92}", "?r.anaemia:HGB.low:absent ");
	assert_outcome(state, "{sex: F, HGB: unreadable}",
		       "?r.anaemia:HGB:unreadable ");
}

static void test_conflict_and_series(void **state)
{
	assert_outcome(state, "{FPG: [5.0, 8.0]}", "?r.diabetes:FPG:conflict ");
	assert_outcome(state, "{FPG: [5.0, 5.0]}", "");
	assert_outcome(state,
		       "{FPG: [{at: -2d, value: 8.0}, {at: 0d, value: 5.0}]}",
		       "");
}

static void assert_expression(const char *text, const char *sql)
{
	struct arena a = ARENA_INIT;
	struct expr_names names = {0};
	struct strbuf out = STRBUF_INIT;
	struct err err;
	bool ok = expr_compile(&a, text, NULL, &names, &out, &err);

	assert_int_equal(ok, sql != NULL);
	if (sql)
		assert_string_equal(out.buf, sql);
	strbuf_release(&out);
	vec_free(&names);
	arena_free(&a);
}

static void test_language(void **state)
{
	(void)state;
	assert_expression("HGB < 7", "?1 < ?2");
	assert_expression("HGB < HGB.low AND NOT (K > 6)",
			  "?1 < ?2 AND  NOT (?3 > ?4)");
	assert_expression("K BETWEEN 3 AND 5", "?1 BETWEEN ?2 AND ?3");
	assert_expression("pow(K, 2) > 4 OR K IN (1, 2)",
			  "pow(?1,?2) > ?3 OR ?1 IN (?4,?2)");
	assert_expression("1 < K < 5", NULL);
	assert_expression("K > 'x'", NULL);
	assert_expression("SELECT K", NULL);
	assert_expression("K; DROP", NULL);
	assert_expression("coalesce(K, 1)", NULL);
	assert_expression("random() > 1", NULL);
	assert_expression("(K > 1", NULL);
	assert_expression("", NULL);
	assert_expression("K - - 1 > 2", "?1 -  - ?2 > ?3");
	assert_expression("K -- x", NULL);
}

static void assert_refused(const char *entry, const char *problem)
{
	struct problems problems = {0};
	struct strbuf text = STRBUF_INIT;
	struct strbuf image = STRBUF_INIT;
	bool found = false;

	strbuf_addf(&text, "%s%s", base, entry);
	compile_text(text.buf, &image, &problems);
	for (size_t i = 0; i < problems.n; i++)
		found |= strstr(problems.at[i].arg[3], problem) != NULL;
	assert_true(found);
	strbuf_release(&image);
	strbuf_release(&text);
	vec_free(&problems);
}

#define RULE(given, when)                            \
	"- {id: r.x, given: " given ", when: '" when \
	"', urgency: soon, title: {zh: 题, en: t}, because: {zh: 因, en: b}, patient: {zh: 患, en: p}, actions: [{zh: 做, en: do}], sources: [s], tests: {fires: [{FPG: 7}], silent: [{FPG: 7}], unknown: [{FPG: 7}]}}\n"

static void test_lint(void **state)
{
	(void)state;
	assert_refused(RULE("FPG", "FPG > XYZ"), "is no analyte");
	assert_refused(RULE("FPG", "FPG > FPG.nothing"), "is no cut-off");
	assert_refused(RULE("FPG", "1 < FPG < 5"), "chained comparison");
	assert_refused(RULE("FPG", "FPG IS NULL"), "no operator before");
	assert_refused(RULE("AGE > 18", "AGE > 20"), "no analyte");
	assert_refused("- {id: NEW, name: {zh: 新}, specimen: serum, panel: x,"
		       " scale: quantitative, unit: mg/dk, sources: [t]}\n",
		       "no UCUM unit");
	assert_refused("- {id: NEW2, name: {zh: 新}, specimen: serum, panel: x,"
		       " scale: quantitative, unit: mg/dL, sources: [t]}\n",
		       "needs zh and en");
	assert_refused("- {id: r.diabetes, given: FPG, when: FPG > 1}\n",
		       "stands twice");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cutoff_in_printed_unit),
		cmocka_unit_test(test_censored),
		cmocka_unit_test(test_missing_and_grouping),
		cmocka_unit_test(test_conflict_and_series),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_lint),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
