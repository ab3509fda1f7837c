/* Calculators: formula entries. Those with `yields` also derive an analyte
 * from a report (kb/derive.c). */
#include "kb/compile_private.h"

#include "kb/unit.h"

#include <string.h>

struct inputs {
	struct compiler *compiler;
	const struct yaml *list, *tables;
};

/* The CODE-style name behind a formula's lower-case input. */
static const char *input_name(void *self, const char *name)
{
	const struct inputs *in = self;

	for (size_t i = 0; i < yaml_count(in->list); i++) {
		const struct yaml *input = yaml_at(in->list, i);
		const char *own = yaml_str(input, "name");
		const char *code = yaml_str(input, "code");
		const char *unit = yaml_str(input, "unit");
		if (!own || strcmp(own, name) != 0)
			continue;
		if (!code)
			return arena_printf(in->compiler->arena, "%%%s", own);
		return unit ? arena_printf(in->compiler->arena, "%s@%s", code,
					   unit)
			    : code;
	}
	return strcmp(name, "today") == 0 ? "%today" : NULL;
}

static const char *table_name(void *self, const char *name)
{
	const struct inputs *in = self;

	return yaml_get(in->tables, name) ? name : NULL;
}

static bool compile_formula(struct compiler *c, const struct entry *e,
			    struct expr_names *names, struct strbuf *sql)
{
	struct inputs inputs = {c, yaml_get(e->node, "inputs"),
				yaml_get(e->node, "tables")};
	struct expr_scope scope = {
		.input = input_name, .table = table_name, .self = &inputs};
	const char *given = yaml_str(e->node, "given");
	const char *formula = need(c, e, "formula");
	struct err err;

	if (!formula)
		return false;
	strbuf_adds(sql, "SELECT (");
	bool ok = expr_compile(c->arena, given ? given : "1 = 1", &scope, names,
			       sql, &err);
	strbuf_adds(sql, "), (");
	ok = ok && expr_compile(c->arena, formula, &scope, names, sql, &err);
	strbuf_adds(sql, ")");
	if (!ok)
		problem_add(c->problems, e, e->node->line, "%s: %s", err.arg[0],
			    err.arg[1]);
	for (size_t i = 0; ok && i < names->n; i++)
		if (names->at[i][0] != '%')
			check_name(c, e, e->node->line, names->at[i]);
	return ok;
}

/* A derived value is written after those it needs: repeated passes over the
 * list until nothing new can be placed. */
static bool ready(struct compiler *c, const struct entry *list, size_t n,
		  const bool *done, size_t i)
{
	const struct yaml *inputs = yaml_get(list[i].node, "inputs");

	for (size_t k = 0; k < yaml_count(inputs); k++) {
		const char *code = yaml_str(yaml_at(inputs, k), "code");
		for (size_t j = 0; code && j < n; j++) {
			const char *yields = yaml_str(list[j].node, "yields");
			if (j != i && !done[j] && yields &&
			    strcmp(yields, code) == 0)
				return false;
		}
	}
	(void)c;
	return true;
}

static void write_derived(struct compiler *c, const struct entry *e,
			  const char *yields, const char *sql,
			  const char *names)
{
	const struct entry *a = find_analyte(c, yields);
	const char *unit = need(c, e, "unit");

	if (!a) {
		problem_add(c->problems, e, e->node->line,
			    "yields unknown analyte '%s'", yields);
		return;
	}
	sqlite3_stmt *s = prepare(c, "INSERT INTO derived VALUES(NULL,?1,?2,?3,"
				     "?4,?5)");
	sqlite3_bind_int(s, 1, a->number);
	bind_str(s, 2, e->id);
	bind_str(s, 3, sql);
	bind_str(s, 4, names);
	bind_str(s, 5, unit);
	run_statement(c, e, s);
	sqlite3_finalize(s);
}

/* alerts: [{when:, text:}], conditions over the same inputs. */
static void check_alerts(struct compiler *c, const struct entry *e)
{
	static const char *const keys[] = {"when", "text", NULL};
	struct inputs inputs = {c, yaml_get(e->node, "inputs"),
				yaml_get(e->node, "tables")};
	struct expr_scope scope = {
		.input = input_name, .table = table_name, .self = &inputs};
	const struct yaml *list = yaml_get(e->node, "alerts");

	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *row = yaml_at(list, i);
		const char *when = yaml_str(row, "when"), *text[2];
		struct expr_names names = {0};
		struct strbuf sql = STRBUF_INIT;
		struct err err;
		check_keys(c, e, row, keys);
		need_text(c, e, row, "text", text);
		if (!when)
			problem_add(c->problems, e, row->line,
				    "alert without when");
		else if (!expr_compile(c->arena, when, &scope, &names, &sql,
				       &err))
			problem_add(c->problems, e, row->line, "%s: %s",
				    err.arg[0], err.arg[1]);
		vec_free(&names);
		strbuf_release(&sql);
	}
}

static void check_calculator(struct compiler *c, const struct entry *e)
{
	static const char *const keys[] = {
		"id",     "name",   "names",    "specialty", "variant",
		"inputs", "given",  "validity", "formula",   "unit",
		"digits", "bands",  "notes",    "sources",   "tests",
		"yields", "tables", "alerts",   "note",      NULL};
	const struct yaml *bands = yaml_get(e->node, "bands");
	const struct yaml *inputs = yaml_get(e->node, "inputs");
	const char *text[2];

	check_keys(c, e, e->node, keys);
	check_sources(c, e, e->node);
	need_text(c, e, e->node, "name", text);
	need(c, e, "specialty");
	need(c, e, "unit");
	check_alerts(c, e);
	if (yaml_count(yaml_get(e->node, "tests")) < 4)
		problem_add(c->problems, e, e->node->line,
			    "fewer than 4 tests");
	if (yaml_get(e->node, "given"))
		need_text(c, e, e->node, "validity", text);
	for (size_t i = 0; i < yaml_count(bands); i++)
		need_text(c, e, yaml_at(bands, i), "text", text);
	for (size_t i = 0; i < yaml_count(inputs); i++) {
		const struct yaml *input = yaml_at(inputs, i);
		if (!yaml_str(input, "name"))
			problem_add(c->problems, e, input->line,
				    "input without name");
		if (!yaml_str(input, "code"))
			need_text(c, e, input, "label", text);
	}
}

static void add_names(struct compiler *c, const struct entry *e)
{
	const struct yaml *name = yaml_get(e->node, "name");
	const struct yaml *names = yaml_get(e->node, "names");

	add_term(c, TERM_CALCULATOR, e->id, e->number);
	if (yaml_str(name, "zh"))
		add_term(c, TERM_CALCULATOR, yaml_str(name, "zh"), e->number);
	if (yaml_str(name, "en"))
		add_term(c, TERM_CALCULATOR, yaml_str(name, "en"), e->number);
	for (size_t i = 0; i < yaml_count(names); i++)
		add_term(c, TERM_CALCULATOR, yaml_at(names, i)->scalar,
			 e->number);
}

static void compile_one(struct compiler *c, const struct entry *e)
{
	const char *yields = yaml_str(e->node, "yields");
	struct expr_names names = {0};
	struct strbuf sql = STRBUF_INIT;

	check_calculator(c, e);
	add_names(c, e);
	if (compile_formula(c, e, &names, &sql) && yields)
		write_derived(c, e, yields, sql.buf, join_names(c, &names));
	vec_free(&names);
	strbuf_release(&sql);
}

void compile_calculators(struct compiler *c)
{
	size_t n, left;
	const struct entry *e = entries_of(c->entries, ENTRY_CALCULATOR, &n);
	bool *done = arena_array(c->arena, bool, n);

	for (left = n; left > 0;) {
		size_t before = left;
		for (size_t i = 0; i < n; i++) {
			if (done[i] || !ready(c, e, n, done, i))
				continue;
			compile_one(c, &e[i]);
			done[i] = true;
			left--;
		}
		if (left == before) {
			problem_add(c->problems, e, e->node->line,
				    "derived values in a circle");
			break;
		}
	}
}
