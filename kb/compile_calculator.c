/* Calculators: formula entries. Those with `yields` also derive an analyte
 * from a report (kb/derive.c). */
#include "kb/compile_private.h"

#include "kb/unit.h"

#include <string.h>

struct inputs {
	struct compiler *compiler;
	const struct yaml *list;
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
		if (!own || !code || strcmp(own, name) != 0)
			continue;
		return unit ? arena_printf(in->compiler->arena, "%s@%s", code, unit)
			    : code;
	}
	return NULL;
}

static bool compile_formula(struct compiler *c, const struct entry *e,
			    struct expr_names *names, struct strbuf *sql)
{
	struct inputs inputs = {c, yaml_get(e->node, "inputs")};
	struct expr_scope scope = {NULL, input_name, &inputs};
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
			  const char *yields, const char *sql, const char *names)
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

static void compile_one(struct compiler *c, const struct entry *e)
{
	const char *yields = yaml_str(e->node, "yields"), *name[2];
	struct expr_names names = {0};
	struct strbuf sql = STRBUF_INIT;

	check_sources(c, e, e->node);
	need_text(c, e, e->node, "name", name);
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
