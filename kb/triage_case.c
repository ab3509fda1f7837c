/* The tests of triage entries:
 *
 *     {age: 58, sex: M, S: {chest_pain: present}, HR: 110, RR: 24}
 *
 * S: the state, or a map {state:, hours:, severity:, sudden:}. */
#include "kb/triage.h"

#include "base/num.h"
#include "kb/entries.h"

#include <string.h>

static int symptom_id(const struct triage_kb *k, const char *code)
{
	for (size_t i = 1; i < k->n_symptoms; i++)
		if (k->symptoms[i].code &&
		    strcmp(k->symptoms[i].code, code) == 0)
			return (int)i;
	return 0;
}

static bool read_symptom(const struct triage_kb *k, const struct yaml *node,
			 struct triage_facts *t)
{
	static const char *const aspects[] = {"state", "hours", "severity",
					      "sudden"};
	bool map = node->kind == YAML_MAP;
	const char *state = map ? yaml_str(node, "state") : node->scalar;
	int id = symptom_id(k, node->key);

	if (!id)
		return false;
	if (!state || strcmp(state, "present") == 0)
		triage_facts_note(t, k, id, true);
	else if (strcmp(state, "absent") == 0)
		triage_facts_note(t, k, id, false);
	else if (strcmp(state, "unknown") != 0)
		return false;
	for (int i = 1; map && i < SYMPTOM_ASPECTS; i++)
		yaml_number(yaml_get(node, aspects[i]),
			    &t->symptom[id * SYMPTOM_ASPECTS + i]);
	return true;
}

/* Takes S and the bedside numbers; *ret_rest gets the other keys. */
static bool read_case(const struct triage_kb *k, const struct yaml *node,
		      struct triage_facts *t, struct yaml *ret_rest,
		      struct arena *a, const char **ret_wrong)
{
	*ret_rest = *node;
	ret_rest->child = arena_array(a, struct yaml *, node->n);
	ret_rest->n = 0;
	for (size_t i = 0; i < node->n; i++) {
		struct yaml *child = node->child[i];
		bool taken = strcmp(child->key, "S") == 0;
		*ret_wrong = child->key;
		for (size_t s = 0; taken && s < child->n; s++)
			if (!read_symptom(k, child->child[s], t)) {
				*ret_wrong = child->child[s]->key;
				return false;
			}
		for (int n = 0; n < TRIAGE_NUMBERS; n++)
			if (strcmp(child->key,
				   triage_number_name((enum triage_number)n)) ==
			    0) {
				taken = true;
				if (!yaml_number(child, &t->number[n]))
					return false;
			}
		if (!taken)
			ret_rest->child[ret_rest->n++] = child;
	}
	return true;
}

static void run_one(struct kb *kb, struct triage_kb *k, struct triage_item *x,
		    const struct entry *e, const struct yaml *node, int number,
		    const char *expected, struct arena *keep,
		    struct case_failure_vec *ret)
{
	static const char *const words[] = {"silent", "fires", "unknown"};
	struct arena a = ARENA_INIT;
	struct triage_facts t;
	struct patient p = patient_unknown();
	struct facts f = {0};
	struct yaml rest;
	struct err err;
	enum triage_outcome outcome = TRIAGE_SILENT;
	const struct name *missing[1];
	size_t n;
	const char *got = "";

	triage_facts_init(&t, k, &a);
	if (read_case(k, node, &t, &rest, &a, &got)) {
		if (!case_read(kb, &rest, &a, &p, &f, &err)) {
			got = err.arg[0];
		} else {
			facts_settle(&f);
			f.triage = &t;
			got = triage_evaluate(kb, x, &f, &outcome, missing, 1,
					      &n, &err)
				      ? words[outcome]
				      : err.arg[1];
		}
	}
	if (strcmp(got, expected) != 0) {
		struct case_failure failure = {
			arena_strdup(keep, e->id), arena_strdup(keep, e->file),
			number, expected, arena_strdup(keep, got)};
		vec_push(ret, failure);
	}
	facts_release(&f);
	patient_release(&p);
	arena_free(&a);
}

static struct triage_item *find_item(struct triage_kb *k, const char *name)
{
	for (size_t i = 0; i < k->first[TRIAGE_KINDS]; i++)
		if (strcmp(k->items[i].name, name) == 0)
			return &k->items[i];
	return NULL;
}

static void run_entry(struct kb *kb, struct triage_kb *k, const struct entry *e,
		      struct arena *a, struct case_failure_vec *ret,
		      size_t *ret_cases)
{
	static const char *const kinds[] = {"fires", "silent", "unknown"};
	const struct yaml *tests = yaml_get(e->node, "tests");
	struct triage_item *x = find_item(k, e->id);

	for (int i = 0; x && i < 3; i++) {
		const struct yaml *cases = yaml_get(tests, kinds[i]);
		for (size_t c = 0; c < yaml_count(cases); c++) {
			++*ret_cases;
			run_one(kb, k, x, e, yaml_at(cases, c), (int)c + 1,
				kinds[i], a, ret);
		}
	}
}

bool triage_test(struct kb *kb, struct arena *a, struct case_failure_vec *ret,
		 size_t *ret_cases, struct err *err)
{
	struct triage_kb *k = kb_triage(kb, err);
	struct entries e = {0};
	bool ok = k && entries_read_db(&e, kb_db(kb), err);

	for (int kind = ENTRY_RED; ok && kind <= ENTRY_ESI; kind++) {
		size_t n;
		const struct entry *list =
			entries_of(&e, (enum entry_kind)kind, &n);
		for (size_t i = 0; i < n; i++)
			run_entry(kb, k, &list[i], a, ret, ret_cases);
	}
	entries_release(&e);
	return ok;
}
