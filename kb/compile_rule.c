/* Rules: conditions to SQL, texts, triggers. */
#include "kb/compile_private.h"

#include "base/mem.h"
#include "base/num.h"
#include "kb/finding.h"

#include <stdlib.h>
#include <string.h>

static const char *predicate(void *self, const char *name)
{
	struct compiler *c = self;
	const struct entry *e = entries_find(c->entries, ENTRY_DEFINE, name);

	return e ? yaml_str(e->node, "expr") : NULL;
}

/* SQL of all three parts over one numbering of names. False: a problem. */
static bool compile_condition(struct compiler *c, const struct rule_draft *d,
			      struct expr_names *names, struct strbuf *sql,
			      struct expr_given *given)
{
	struct expr_scope scope = {.predicate = predicate, .self = c};
	struct err err;

	strbuf_adds(sql, "SELECT ");
	bool ok = expr_compile_given(c->arena, d->given, &scope, names, sql,
				     given, &err);
	strbuf_adds(sql, ", (");
	ok = ok && expr_compile_when(c->arena, d->when, &scope, names, sql,
				     given->guards, &err);
	strbuf_adds(sql, "), (");
	if (d->unless)
		ok = ok && expr_compile(c->arena, d->unless, &scope, names, sql,
					&err);
	else
		strbuf_adds(sql, "0");
	strbuf_adds(sql, ")");
	if (!ok) {
		problem_add(c->problems, d->entry, d->line, "%s: %s",
			    err.arg[0], err.arg[1]);
		return false;
	}
	for (size_t i = 0; i < names->n; i++)
		ok &= check_name(c, d->entry, d->line, names->at[i]);
	sqlite3_stmt *probe = NULL;
	if (ok && sqlite3_prepare_v2(c->db, sql->buf, -1, &probe, NULL) !=
			  SQLITE_OK) {
		problem_add(c->problems, d->entry, d->line, "%s",
			    sqlite3_errmsg(c->db));
		ok = false;
	}
	sqlite3_finalize(probe);
	return ok;
}

static void write_texts(struct compiler *c, const struct rule_draft *d, int id)
{
	sqlite3_stmt *s = prepare(c, "INSERT INTO rule_text VALUES(?1,?2,?3,?4,"
				     "?5,?6,?7,?8,?9,?10,?11,?12)");
	const char *const texts[] = {
		d->title[0],   d->title[1],   d->because[0], d->because[1],
		d->patient[0], d->patient[1], d->actions[0], d->actions[1],
		d->explains,   d->refine,     d->sources};

	sqlite3_bind_int(s, 1, id);
	for (int i = 0; i < 11; i++)
		bind_str(s, i + 2, texts[i]);
	run_statement(c, d->entry, s);
	sqlite3_finalize(s);
}

static size_t analyte_ids(struct compiler *c, const struct expr_names *codes,
			  int32_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < codes->n; i++) {
		const struct entry *a = find_analyte(c, codes->at[i]);
		bool seen = false;
		for (size_t k = 0; a && k < n; k++)
			seen |= ret[k] == a->number;
		if (a && !seen)
			ret[n++] = a->number;
	}
	return n;
}

void write_rule(struct compiler *c, const struct rule_draft *d)
{
	struct expr_names names = {0};
	struct expr_guards guards = {0};
	struct expr_given given = {{0}, {0}, &guards};
	struct strbuf sql = STRBUF_INIT;

	if (compile_condition(c, d, &names, &sql, &given)) {
		int32_t *required =
			arena_array(c->arena, int32_t, given.required.n);
		int32_t *any = arena_array(c->arena, int32_t, given.any.n);
		size_t n_required = analyte_ids(c, &given.required, required);
		size_t n_any = analyte_ids(c, &given.any, any);
		if (!n_required && !n_any)
			problem_add(c->problems, d->entry, d->line,
				    "given names no analyte");
		sqlite3_stmt *s =
			prepare(c, "INSERT INTO rule VALUES(NULL,?1,?2,"
				   "?3,?4,?5,?6,?7,?8)");
		bind_str(s, 1, d->name);
		bind_str(s, 2, d->origin);
		sqlite3_bind_int(s, 3, d->urgency);
		sqlite3_bind_int(s, 4, d->rank);
		bind_str(s, 5, sql.buf);
		bind_str(s, 6, join_names(c, &names));
		sqlite3_bind_blob(s, 7, required,
				  (int)(n_required * sizeof *required),
				  SQLITE_STATIC);
		sqlite3_bind_blob(s, 8, guards.at,
				  (int)(guards.n * sizeof *guards.at),
				  SQLITE_STATIC);
		run_statement(c, d->entry, s);
		sqlite3_finalize(s);
		int id = (int)sqlite3_last_insert_rowid(c->db);
		write_texts(c, d, id);
		s = prepare(c, "INSERT INTO rule_any VALUES(?1, ?2)");
		for (size_t i = 0; !n_required && i < n_any; i++) {
			sqlite3_bind_int(s, 1, id);
			sqlite3_bind_int(s, 2, any[i]);
			run_statement(c, d->entry, s);
		}
		sqlite3_finalize(s);
	}
	vec_free(&names);
	vec_free(&guards);
	vec_free(&given.required);
	vec_free(&given.any);
	strbuf_release(&sql);
}

/* Index each rule under the one required analyte that fewest rules need, so
 * that a blood count does not wake every rule that mentions haemoglobin. */
void write_triggers(struct compiler *c)
{
	size_t n_analytes;
	entries_of(c->entries, ENTRY_ANALYTE, &n_analytes);
	int *uses = mem_calloc(n_analytes + 1, sizeof *uses);
	sqlite3_stmt *all = prepare(c, "SELECT id, required FROM rule");
	sqlite3_stmt *add =
		prepare(c, "INSERT INTO rule_trigger VALUES(?1,?2)");

	while (sqlite3_step(all) == SQLITE_ROW) {
		const int32_t *ids = sqlite3_column_blob(all, 1);
		size_t n = (size_t)sqlite3_column_bytes(all, 1) / sizeof *ids;
		for (size_t i = 0; i < n; i++)
			uses[ids[i]]++;
	}
	sqlite3_reset(all);
	while (sqlite3_step(all) == SQLITE_ROW) {
		const int32_t *ids = sqlite3_column_blob(all, 1);
		size_t n = (size_t)sqlite3_column_bytes(all, 1) / sizeof *ids;
		if (!n)
			continue;
		int32_t rarest = ids[0];
		for (size_t i = 1; i < n; i++)
			if (uses[ids[i]] < uses[rarest])
				rarest = ids[i];
		sqlite3_bind_int(add, 1, rarest);
		sqlite3_bind_int(add, 2, sqlite3_column_int(all, 0));
		sqlite3_step(add);
		sqlite3_reset(add);
	}
	sqlite3_finalize(all);
	sqlite3_finalize(add);
	db_exec(c->db,
		"INSERT OR IGNORE INTO rule_trigger"
		" SELECT analyte, rule FROM rule_any; DELETE FROM rule_any",
		NULL);
	free(uses);
}

static void read_actions(struct compiler *c, const struct entry *e,
			 struct rule_draft *d)
{
	const struct yaml *list = yaml_get(e->node, "actions");
	struct strbuf zh = STRBUF_INIT, en = STRBUF_INIT;

	if (!yaml_count(list))
		problem_add(c->problems, e, e->node->line, "no action");
	for (size_t i = 0; i < yaml_count(list); i++) {
		const char *text[2];
		if (!need_text(c, e, yaml_at(list, i), NULL, text))
			continue;
		strbuf_addf(&zh, "%s%s", zh.len ? "\x1f" : "", text[0]);
		strbuf_addf(&en, "%s%s", en.len ? "\x1f" : "", text[1]);
	}
	d->actions[0] = arena_strndup(c->arena, zh.buf, zh.len);
	d->actions[1] = arena_strndup(c->arena, en.buf, en.len);
	strbuf_release(&zh);
	strbuf_release(&en);
}

/* {CODE} and {CODE.attribute} in a text must be names. */
static void check_template(struct compiler *c, const struct rule_draft *d,
			   const char *text)
{
	while (text && (text = strchr(text, '{'))) {
		size_t n = strcspn(text + 1, "}");
		check_name(c, d->entry, d->line,
			   arena_strndup(c->arena, text + 1, n));
		text += n + 1;
	}
}

static void check_tests(struct compiler *c, const struct entry *e)
{
	static const char *const keys[] = {"fires", "silent", "unknown", NULL};
	const struct yaml *tests = yaml_get(e->node, "tests");

	if (!tests) {
		problem_add(c->problems, e, e->node->line, "no tests");
		return;
	}
	check_keys(c, e, tests, keys);
	for (int i = 0; keys[i]; i++)
		if (!yaml_count(yaml_get(tests, keys[i])))
			problem_add(c->problems, e, tests->line, "no '%s' case",
				    keys[i]);
}

static void check_references(struct compiler *c, const struct entry *e)
{
	const struct yaml *explains = yaml_get(e->node, "explains");
	const struct yaml *refine = yaml_get(e->node, "refine");

	for (size_t i = 0; i < yaml_count(explains); i++) {
		const char *id = yaml_at(explains, i)->scalar;
		if (strncmp(id, "lab.critical.", 13) != 0 &&
		    !entries_find(c->entries, ENTRY_RULE, id))
			problem_add(c->problems, e, explains->line,
				    "explains unknown rule '%s'", id);
	}
	for (size_t i = 0; i < yaml_count(refine); i++)
		if (!find_analyte(c, yaml_at(refine, i)->scalar))
			problem_add(c->problems, e, refine->line,
				    "refine: unknown analyte '%s'",
				    yaml_at(refine, i)->scalar);
}

static void compile_rule(struct compiler *c, const struct entry *e)
{
	static const char *const keys[] = {
		"id",      "given",    "when",   "unless",
		"urgency", "rank",     "title",  "because",
		"actions", "explains", "refine", "patient",
		"sources", "tests",    "note",   NULL};
	struct rule_draft d = {.entry = e,
			       .name = e->id,
			       .origin = e->origin,
			       .line = e->node->line};
	const char *urgency = need(c, e, "urgency");
	enum urgency u = URGENCY_INFO;
	double rank = 50;

	check_keys(c, e, e->node, keys);
	check_sources(c, e, e->node);
	check_tests(c, e);
	check_references(c, e);
	if (urgency && !urgency_parse(urgency, &u))
		problem_add(c->problems, e, e->node->line, "urgency '%s'",
			    urgency);
	if (yaml_get(e->node, "rank"))
		yaml_number(yaml_get(e->node, "rank"), &rank);
	d.urgency = (int)u;
	d.rank = (int)rank;
	d.given = need(c, e, "given");
	d.when = need(c, e, "when");
	d.unless = yaml_str(e->node, "unless");
	bool title = need_text(c, e, e->node, "title", d.title);
	bool because = need_text(c, e, e->node, "because", d.because);
	bool patient = need_text(c, e, e->node, "patient", d.patient);
	read_actions(c, e, &d);
	d.explains = join_list(c, yaml_get(e->node, "explains"));
	d.refine = join_list(c, yaml_get(e->node, "refine"));
	d.sources = join_list(c, yaml_get(e->node, "sources"));
	check_template(c, &d, d.because[0]);
	check_template(c, &d, d.because[1]);
	if (d.given && d.when && title && because && patient)
		write_rule(c, &d);
}

void compile_rules(struct compiler *c)
{
	static const char *const keys[] = {"define", "expr", "note", NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_DEFINE, &n);

	for (size_t i = 0; i < n; i++) {
		check_keys(c, &e[i], e[i].node, keys);
		need(c, &e[i], "expr");
	}
	e = entries_of(c->entries, ENTRY_RULE, &n);
	for (size_t i = 0; i < n; i++)
		compile_rule(c, &e[i]);
}
