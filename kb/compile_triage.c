/* Triage: red flags, departments, diseases, self-care, decision points of the
 * ESI. */
#include "kb/compile_private.h"

#include "base/num.h"
#include "kb/triage.h"

#include <string.h>

struct weight_vec VEC_OF(struct triage_weight);

static void bind_weights(struct compiler *c, const struct entry *e,
			 sqlite3_stmt *s, int at, const char *key)
{
	const struct yaml *map = yaml_get(e->node, key);
	struct weight_vec list = {0};

	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
		double points = 0;
		struct triage_weight w = {
			compile_what(c, e, map->line, map->child[i]->key), 0};
		if (!yaml_number(map->child[i], &points))
			problem_add(c->problems, e, map->line,
				    "'%s': no number", map->child[i]->key);
		w.points = (float)points;
		vec_push(&list, w);
	}
	sqlite3_bind_blob(s, at, list.at, (int)(list.n * sizeof *list.at),
			  SQLITE_TRANSIENT);
	vec_free(&list);
}

/* given, when, unless over one numbering of names; binds SQL and names. */
static bool bind_condition(struct compiler *c, const struct entry *e, int line,
			   const char *const part[3], sqlite3_stmt *s, int at,
			   int *ret_given)
{
	static const char *const otherwise[3] = {"1", "1", "0"};
	struct expr_names names = {0};
	struct strbuf sql = STRBUF_INIT;
	struct err err;
	bool ok = true;

	strbuf_adds(&sql, "SELECT ");
	for (int i = 0; ok && i < 3; i++) {
		strbuf_adds(&sql, i ? ", (" : "(");
		if (part[i])
			ok = expr_compile(c->arena, part[i], NULL, &names, &sql,
					  &err);
		else
			strbuf_adds(&sql, otherwise[i]);
		strbuf_adds(&sql, ")");
		if (i == 0)
			*ret_given = (int)names.n;
	}
	if (!ok)
		problem_add(c->problems, e, line, "%s: %s", err.arg[0],
			    err.arg[1]);
	for (size_t i = 0; ok && i < names.n; i++)
		ok &= check_name(c, e, line, names.at[i]);
	if (ok) {
		bind_str(s, at, arena_strdup(c->arena, sql.buf));
		bind_str(s, at + 1, join_names(c, &names));
	}
	vec_free(&names);
	strbuf_release(&sql);
	return ok;
}

/* A list of {zh, en} as two joined columns. */
static void bind_texts(struct compiler *c, const struct entry *e,
		       sqlite3_stmt *s, int at, const char *key, bool wanted)
{
	const struct yaml *list = yaml_get(e->node, key);
	struct strbuf in[2] = {STRBUF_INIT, STRBUF_INIT};
	bool one = list && list->kind == YAML_MAP;
	size_t n = one ? 1 : yaml_count(list);

	if (wanted && !n)
		problem_add(c->problems, e, e->node->line, "'%s' is missing",
			    key);
	for (size_t i = 0; i < n; i++) {
		const char *text[2];
		if (!need_text(c, e, one ? list : yaml_at(list, i), NULL, text))
			continue;
		for (int k = 0; k < 2; k++)
			strbuf_addf(&in[k], "%s%s", in[k].len ? "\x1f" : "",
				    text[k]);
	}
	for (int k = 0; k < 2; k++) {
		bind_str(s, at + k, arena_strdup(c->arena, in[k].buf));
		strbuf_release(&in[k]);
	}
}

static void write_rules(struct compiler *c, const struct entry *e, int item,
			const struct yaml *list)
{
	sqlite3_stmt *s =
		prepare(c, "INSERT INTO triage_rule VALUES(?1,?2,?3,?4,?5,?6,"
			   "?7)");

	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *node = yaml_at(list, i);
		const struct yaml *because = yaml_get(node, "because");
		const char *part[3] = {yaml_str(node, "when"), NULL, NULL};
		double points = 0;
		int given;
		if (!part[0] || !yaml_number(yaml_get(node, "add"), &points)) {
			problem_add(c->problems, e, node->line,
				    "a rule has when: and add:");
			continue;
		}
		sqlite3_bind_int(s, 1, item);
		sqlite3_bind_int(s, 2, (int)i);
		if (!bind_condition(c, e, node->line, part, s, 3, &given))
			continue;
		bind_num(s, 5, points);
		bind_str(s, 6, yaml_str(because, "zh"));
		bind_str(s, 7, yaml_str(because, "en"));
		run_statement(c, e, s);
	}
	sqlite3_finalize(s);
}

/* Tests of a condition: fires and silent at least; read when they are run. */
static void check_item_tests(struct compiler *c, const struct entry *e)
{
	static const char *const keys[] = {"fires", "silent", "unknown", NULL};
	const struct yaml *tests = yaml_get(e->node, "tests");

	if (!tests) {
		problem_add(c->problems, e, e->node->line, "no tests");
		return;
	}
	check_keys(c, e, tests, keys);
	for (int i = 0; i < 2; i++)
		if (!yaml_count(yaml_get(tests, keys[i])))
			problem_add(c->problems, e, tests->line, "no '%s' case",
				    keys[i]);
}

/* What differs between the kinds of items. */
static const struct {
	enum entry_kind entry;
	const char *title, *code, *pro, *doing, *tell;
	bool need_doing;
	const char *keys[20];
} kinds[TRIAGE_KINDS] = {
	[TRIAGE_RED] = {ENTRY_RED,
			"red",
			"esi_point",
			NULL,
			"actions",
			"patient",
			true,
			{"id", "red", "suspects", "given", "when", "unless",
			 "level", "actions", "patient", "phone", "esi_point",
			 "sources", "tests", "note", NULL}},
	[TRIAGE_DEPARTMENT] = {ENTRY_DEPARTMENT,
			       "department",
			       "code",
			       "scores",
			       NULL,
			       NULL,
			       false,
			       {"id", "department", "code", "ages", "sex",
				"scores", "like", "rules", "sources", "note",
				NULL}},
	[TRIAGE_DISEASE] = {ENTRY_DISEASE,
			    "disease",
			    "icd10",
			    "for",
			    "next",
			    NULL,
			    true,
			    {"id", "disease", "icd10", "must_not_miss", "prior",
			     "for", "against", "needs", "next", "departments",
			     "ages", "sex", "sources", "note", NULL}},
	[TRIAGE_ESI] = {ENTRY_ESI,
			"esi",
			"resource",
			NULL,
			NULL,
			NULL,
			false,
			{"id", "esi", "point", "resource", "given", "when",
			 "unless", "sources", "tests", "note", NULL}},
	[TRIAGE_CARE] = {ENTRY_CARE,
			 "care",
			 NULL,
			 NULL,
			 "advice",
			 "come_back",
			 true,
			 {"id", "care", "given", "when", "unless", "advice",
			  "come_back", "tells", "sources", "tests", "note",
			  NULL}},
};

static void bind_who(struct compiler *c, const struct entry *e, sqlite3_stmt *s)
{
	const char *ages = yaml_str(e->node, "ages");
	const char *sex = yaml_str(e->node, "sex");
	double low = NUM_NONE, high = NUM_NONE;

	if (ages && !parse_age_range(ages, &low, &high))
		problem_add(c->problems, e, e->node->line,
			    "ages '%s' is no range", ages);
	sqlite3_bind_int(s, 10, !sex ? 0 : *sex == 'F' ? 1 : 2);
	bind_num(s, 11, low);
	bind_num(s, 12, high);
}

/* Decision point A … D as 1 … 4; at C a resource is named. */
static double esi_point(struct compiler *c, const struct entry *e)
{
	const char *point = yaml_str(e->node, "point");

	if (!point || !*point || point[1] || *point < 'A' || *point > 'D') {
		problem_add(c->problems, e, e->node->line, "point is A to D");
		return 0;
	}
	if ((*point == 'C') != (yaml_str(e->node, "resource") != NULL))
		problem_add(c->problems, e, e->node->line,
			    "point C, and only C, names a resource");
	return *point - 'A' + 1;
}

/* A red flag of level 2 that the ESI leaves to the resources. */
static void check_esi_point(struct compiler *c, const struct entry *e)
{
	const char *point = yaml_str(e->node, "esi_point");

	if (point && strcmp(point, "C") != 0)
		problem_add(c->problems, e, e->node->line,
			    "esi_point is C or absent");
}

/* Columns 5 … 9: title, code, level, flag. */
static void bind_head(struct compiler *c, const struct entry *e,
		      enum triage_kind kind, sqlite3_stmt *s)
{
	const char *title[2] = {NULL, NULL};
	const char *flag = yaml_str(
		e->node, kind == TRIAGE_RED ? "phone" : "must_not_miss");
	double level = 0;

	need_text(c, e, e->node, kinds[kind].title, title);
	yaml_number(yaml_get(e->node, "level"), &level);
	if (kind == TRIAGE_ESI)
		level = esi_point(c, e);
	if (kind == TRIAGE_RED && (level < 1 || level > 4))
		problem_add(c->problems, e, e->node->line, "level is 1 to 4");
	if (kind == TRIAGE_RED)
		check_esi_point(c, e);
	bind_str(s, 5, title[0]);
	bind_str(s, 6, title[1]);
	if (kind == TRIAGE_ESI || kind == TRIAGE_RED)
		bind_str(s, 7, yaml_str(e->node, kinds[kind].code));
	else if (kinds[kind].code)
		bind_str(s, 7, need(c, e, kinds[kind].code));
	sqlite3_bind_int(s, 8, (int)level);
	sqlite3_bind_int(s, 9,
			 flag ? strcmp(flag, "true") == 0 : kind == TRIAGE_RED);
}

/* The condition of what has one; false: it is refused. */
static bool bind_item_condition(struct compiler *c, const struct entry *e,
				enum triage_kind kind, sqlite3_stmt *s)
{
	const char *part[3] = {yaml_str(e->node, "given"),
			       yaml_str(e->node, "when"),
			       yaml_str(e->node, "unless")};
	int given = 0;

	if (kind == TRIAGE_RED || kind == TRIAGE_CARE || kind == TRIAGE_ESI) {
		check_item_tests(c, e);
		if (!part[0])
			problem_add(c->problems, e, e->node->line,
				    "'given' is missing");
		else if (!bind_condition(c, e, e->node->line, part, s, 23,
					 &given))
			return false;
	}
	sqlite3_bind_int(s, 25, given);
	return true;
}

static void compile_item(struct compiler *c, const struct entry *e,
			 enum triage_kind kind, int id, sqlite3_stmt *s)
{
	const struct yaml *prior = yaml_get(e->node, "prior");
	double base = 0;

	check_keys(c, e, e->node, kinds[kind].keys);
	check_sources(c, e, e->node);
	compile_departments_check(c, e);
	yaml_number(yaml_get(prior, "base"), &base);
	sqlite3_clear_bindings(s);
	sqlite3_bind_int(s, 1, id);
	sqlite3_bind_int(s, 2, (int)kind);
	bind_str(s, 3, e->id);
	bind_str(s, 4, e->origin);
	bind_head(c, e, kind, s);
	bind_who(c, e, s);
	bind_num(s, 13, base);
	if (kind == TRIAGE_DEPARTMENT)
		compile_department(c, e, s, 14);
	else if (kinds[kind].pro)
		bind_weights(c, e, s, 14, kinds[kind].pro);
	bind_weights(c, e, s, 15, "against");
	if (kind == TRIAGE_RED)
		compile_suspects(c, e, s, 16);
	else
		compile_ids(c, e, s, 16,
			    kind == TRIAGE_CARE ? "tells" : "needs");
	if (kinds[kind].doing)
		bind_texts(c, e, s, 17, kinds[kind].doing,
			   kinds[kind].need_doing);
	if (kinds[kind].tell)
		bind_texts(c, e, s, 19, kinds[kind].tell, false);
	bind_str(s, 21, join_list(c, yaml_get(e->node, "departments")));
	bind_str(s, 22, join_list(c, yaml_get(e->node, "sources")));
	if (!bind_item_condition(c, e, kind, s))
		return;
	run_statement(c, e, s);
	write_rules(
		c, e, id,
		yaml_get(kind == TRIAGE_DISEASE ? prior : e->node, "rules"));
}

void compile_triage(struct compiler *c)
{
	sqlite3_stmt *s = prepare(
		c, "INSERT INTO triage_item VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,"
		   "?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,"
		   "?24,?25)");
	int id = 0;

	compile_symptoms(c);
	compile_sites(c);
	compile_phrases(c);
	check_topics(c);
	for (int kind = 0; kind < TRIAGE_KINDS; kind++) {
		size_t n;
		const struct entry *e =
			entries_of(c->entries, kinds[kind].entry, &n);
		for (size_t i = 0; i < n; i++)
			compile_item(c, &e[i], (enum triage_kind)kind, ++id, s);
	}
	sqlite3_finalize(s);
}
