/* The tests of rules and the healthy cases, as kb_test runs them. */
#include "kb/case.h"

#include "kb/entries.h"
#include "kb/rule.h"
#include "kb/triage.h"

#include <string.h>

struct test_run {
	struct kb *kb;
	struct arena *arena; /* failures */
	struct case_failure_vec *failures;
	size_t *cases;
};

static void fail(struct test_run *t, const char *rule, const char *file,
		 int number, const char *expected, const char *got)
{
	struct case_failure f = {arena_strdup(t->arena, rule),
				 arena_strdup(t->arena, file), number, expected,
				 arena_strdup(t->arena, got)};

	vec_push(t->failures, f);
}

static const char *outcome_of(const char *rule, const struct finding_vec *found,
			      const struct not_checked_vec *unchecked)
{
	for (size_t i = 0; i < found->n; i++)
		if (strcmp(found->at[i].id, rule) == 0)
			return "fires";
	for (size_t i = 0; i < unchecked->n; i++)
		if (strcmp(unchecked->at[i].rule, rule) == 0)
			return "unknown";
	return "silent";
}

/* rule NULL: a healthy case, in which nothing may be found. */
static void run_case(struct test_run *t, const char *rule, const char *file,
		     const struct yaml *node, int number, const char *expected)
{
	struct arena a = ARENA_INIT;
	struct patient p;
	struct facts facts;
	struct finding_vec found = {0};
	struct not_checked_vec unchecked = {0};
	struct err err;
	const char *name = rule ? rule : yaml_str(node, "name");

	(*t->cases)++;
	if (!case_read(t->kb, node, &a, &p, &facts, &err)) {
		char text[ERR_ARG_SIZE * 3];
		strcat(strcat(strcpy(text, err.arg[0]), ": "), err.arg[1]);
		fail(t, name, file, number, expected, text);
	} else if (!facts_derive(&facts, &err) ||
		   !rules_evaluate(&facts, &found, &unchecked, &err)) {
		fail(t, name, file, number, expected, err.arg[1]);
	} else if (!rule) {
		for (size_t i = 0; i < found.n; i++)
			fail(t, name, file, number, expected, found.at[i].id);
	} else if (strcmp(outcome_of(rule, &found, &unchecked), expected) !=
		   0) {
		fail(t, name, file, number, expected,
		     outcome_of(rule, &found, &unchecked));
	}
	vec_free(&found);
	vec_free(&unchecked);
	facts_release(&facts);
	patient_release(&p);
	arena_free(&a);
}

static void run_rule(struct test_run *t, const struct entry *e)
{
	static const char *const kinds[] = {"fires", "silent", "unknown"};
	const struct yaml *tests = yaml_get(e->node, "tests");

	for (int k = 0; k < 3; k++) {
		const struct yaml *cases = yaml_get(tests, kinds[k]);
		for (size_t i = 0; i < yaml_count(cases); i++)
			run_case(t, e->id, e->file, yaml_at(cases, i),
				 (int)i + 1, kinds[k]);
	}
}

bool kb_test(struct kb *kb, struct arena *a, struct case_failure_vec *ret,
	     size_t *ret_cases, struct err *err)
{
	struct entries e = {0};
	struct test_run t = {kb, a, ret, ret_cases};
	size_t n;

	*ret_cases = 0;
	if (!entries_read_db(&e, kb_db(kb), err))
		return false;
	const struct entry *list = entries_of(&e, ENTRY_RULE, &n);
	for (size_t i = 0; i < n; i++)
		run_rule(&t, &list[i]);
	list = entries_of(&e, ENTRY_WELL, &n);
	for (size_t i = 0; i < n; i++)
		run_case(&t, NULL, list[i].file, list[i].node, 1, "well");
	entries_release(&e);
	return triage_test(kb, a, ret, ret_cases, err);
}
