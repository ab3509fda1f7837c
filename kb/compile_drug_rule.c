/* Interactions, stacks, single-drug checks, dose limits and allergies: their
 * rows, conditions, and the index by node. What is shown is read from the
 * entry itself when a rule fires. */
#include "kb/compile_drug.h"

#include "base/num.h"
#include "kb/image.h"

#include <stdlib.h>
#include <string.h>

static const char *predicate(void *self, const char *name)
{
	struct compiler *c = self;
	const struct entry *e = entries_find(c->entries, ENTRY_DEFINE, name);

	return e ? yaml_str(e->node, "expr") : NULL;
}

void drug_condition_write(struct drug_writer *w, const struct entry *e, int seq,
			  const char *when, const char *unless)
{
	struct compiler *c = w->c;
	struct expr_scope scope = {.predicate = predicate, .self = c};
	struct expr_names names = {0};
	struct expr_guards guards = {0};
	struct strbuf sql = STRBUF_INIT;
	struct err err;

	strbuf_adds(&sql, "SELECT (");
	bool ok = expr_compile_when(c->arena, when, &scope, &names, &sql,
				    &guards, &err);
	strbuf_adds(&sql, "), (");
	if (unless)
		ok = ok &&
		     expr_compile(c->arena, unless, &scope, &names, &sql, &err);
	else
		strbuf_adds(&sql, "0");
	strbuf_adds(&sql, ")");
	if (!ok)
		problem_add(c->problems, e, e->node->line, "%s: %s", err.arg[0],
			    err.arg[1]);
	for (size_t i = 0; ok && i < names.n; i++)
		ok &= check_name(c, e, e->node->line, names.at[i]);
	if (ok) {
		sqlite3_bind_int(w->condition, 1, (int)w->id);
		sqlite3_bind_int(w->condition, 2, seq);
		bind_str(w->condition, 3, sql.buf);
		bind_str(w->condition, 4, join_names(c, &names));
		sqlite3_bind_blob(w->condition, 5, guards.at,
				  (int)(guards.n * sizeof *guards.at),
				  SQLITE_STATIC);
		run_statement(c, e, w->condition);
	}
	vec_free(&names);
	vec_free(&guards);
	strbuf_release(&sql);
}

/* The entry's tier; a problem when it is none. */
int drug_tier_need(struct drug_writer *w, const struct entry *e,
		   const struct yaml *node)
{
	const char *word = yaml_str(node, "tier");
	int tier = drug_tier_parse(word);

	if (tier < 0)
		problem_add(w->c->problems, e, node->line, "tier '%s'",
			    word ? word : "");
	return tier < 0 ? TIER_MINOR : tier;
}

void drug_texts_check(struct drug_writer *w, const struct entry *e,
		      const char *const *needed)
{
	static const char *const optional[] = {
		"title",        "effect",   "mechanism", "action", "monitor",
		"alternatives", "exposure", "harm",      NULL};
	const char *text[2];

	for (int i = 0; needed[i]; i++)
		if (!yaml_get(e->node, needed[i]))
			need_text(w->c, e, e->node, needed[i], text);
	for (int i = 0; optional[i]; i++)
		if (yaml_get(e->node, optional[i]))
			need_text(w->c, e, e->node, optional[i], text);
	const char *evidence = yaml_str(e->node, "evidence");
	if (evidence && strcmp(evidence, "established") &&
	    strcmp(evidence, "probable") && strcmp(evidence, "suspected") &&
	    strcmp(evidence, "theoretical"))
		problem_add(w->c->problems, e, e->node->line, "evidence '%s'",
			    evidence);
}

void drug_modifiers_write(struct drug_writer *w, const struct entry *e)
{
	static const char *const keys[] = {"when", "tier", "text", NULL};
	const struct yaml *list = yaml_get(e->node, "modifiers");

	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *m = yaml_at(list, i);
		const char *when = yaml_str(m, "when"), *text[2];
		check_keys(w->c, e, m, keys);
		need_text(w->c, e, m, "text", text);
		if (yaml_get(m, "tier"))
			drug_tier_need(w, e, m);
		if (when)
			drug_condition_write(w, e, (int)i + 1, when, NULL);
		else
			problem_add(w->c->problems, e, m->line,
				    "modifier without when");
	}
}

void drug_rule_write(struct drug_writer *w, const struct entry *e, int tier,
		     int aspect, const void *except, size_t except_size)
{
	sqlite3_bind_int(w->rule, 1, (int)w->id);
	sqlite3_bind_int(w->rule, 2, (int)e->kind);
	bind_str(w->rule, 3, e->id);
	bind_str(w->rule, 4, e->origin);
	sqlite3_bind_int(w->rule, 5, tier);
	sqlite3_bind_int(w->rule, 6, aspect);
	sqlite3_bind_blob(w->rule, 7, except, (int)except_size, SQLITE_STATIC);
	sqlite3_bind_int(w->rule, 8, yaml_get(e->node, "routes") != NULL);
	run_statement(w->c, e, w->rule);
}

/* Every id of list must be a node; each is noted in the check index. */
void drug_nodes_index(struct drug_writer *w, const struct entry *e,
		      const struct yaml *list)
{
	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *item = yaml_at(list, i);
		if (item->kind == YAML_LIST) {
			drug_nodes_index(w, e, item);
			continue;
		}
		const struct drug_node *node =
			drug_node_need(w->c, w->d, e, item->line, item->scalar);
		struct index_row row = {node ? node->id : 0, 0, w->id};
		if (node)
			vec_push(&w->checks, row);
	}
}

void drug_routes_check(struct drug_writer *w, const struct entry *e)
{
	static const char *const words[] = {
		"oral",       "iv",          "im",      "sc",     "inhaled",
		"topical",    "eye",         "nasal",   "rectal", "vaginal",
		"sublingual", "transdermal", "iv_push", NULL};
	const struct yaml *list = yaml_get(e->node, "routes");

	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *side = yaml_at(list, i);
		for (size_t k = 0; k < yaml_count(side); k++) {
			bool known = false;
			for (int n = 0; words[n]; n++)
				known |= strcmp(yaml_at(side, k)->scalar,
						words[n]) == 0;
			if (!known)
				problem_add(w->c->problems, e, list->line,
					    "route '%s'",
					    yaml_at(side, k)->scalar);
		}
	}
}

static void add_pair(struct drug_writer *w, const struct entry *e,
		     const struct yaml *a, const struct yaml *b)
{
	const struct drug_node *x =
		drug_node_need(w->c, w->d, e, a->line, a->scalar);
	const struct drug_node *y =
		drug_node_need(w->c, w->d, e, b->line, b->scalar);

	if (!x || !y)
		return;
	struct index_row forward = {x->id, y->id, w->id * 2};
	struct index_row back = {y->id, x->id, w->id * 2 + 1};
	vec_push(&w->pairs, forward);
	vec_push(&w->pairs, back);
}

static void write_interaction(struct drug_writer *w, const struct entry *e)
{
	static const char *const keys[] = {
		"id",           "pair",      "except",    "tier",
		"effect",       "mechanism", "action",    "monitor",
		"alternatives", "routes",    "modifiers", "evidence",
		"sources",      "note",      "check",     "title",
		"exposure",     "harm",      NULL};
	static const char *const needed[] = {"effect", "action", NULL};
	const struct yaml *pair = yaml_get(e->node, "pair");
	const struct yaml *except = yaml_get(e->node, "except");
	const char *check = yaml_str(e->node, "check");
	int aspect = check ? drug_aspect_parse(check)
		     : strncmp(e->id, "herb.", 5) == 0 ? ASPECT_HERB
						       : ASPECT_INTERACTION;
	VEC(uint32_t) pairs = {0};

	check_keys(w->c, e, e->node, keys);
	drug_texts_check(w, e, needed);
	drug_routes_check(w, e);
	if (pair->kind != YAML_LIST || pair->n != 2 ||
	    !yaml_count(yaml_at(pair, 0)) || !yaml_count(yaml_at(pair, 1))) {
		problem_add(w->c->problems, e, pair->line,
			    "pair: [[ids], [ids]]");
		return;
	}
	if (aspect < 0)
		problem_add(w->c->problems, e, e->node->line, "check '%s'",
			    check);
	for (size_t i = 0; i < yaml_count(yaml_at(pair, 0)); i++)
		for (size_t k = 0; k < yaml_count(yaml_at(pair, 1)); k++)
			add_pair(w, e, yaml_at(yaml_at(pair, 0), i),
				 yaml_at(yaml_at(pair, 1), k));
	for (size_t i = 0; i < yaml_count(except); i++) {
		const struct yaml *two = yaml_at(except, i);
		const struct drug_node *node[2] = {NULL, NULL};
		for (size_t k = 0; k < 2 && yaml_count(two) == 2; k++)
			node[k] = drug_node_need(w->c, w->d, e, except->line,
						 yaml_at(two, k)->scalar);
		if (yaml_count(two) != 2)
			problem_add(w->c->problems, e, except->line,
				    "except: [[id, id], …]");
		if (node[0] && node[1]) {
			vec_push(&pairs, node[0]->id);
			vec_push(&pairs, node[1]->id);
		}
	}
	drug_rule_write(w, e, drug_tier_need(w, e, e->node), aspect, pairs.at,
			pairs.n * sizeof *pairs.at);
	vec_free(&pairs);
	drug_modifiers_write(w, e);
}

static void write_stack(struct drug_writer *w, const struct entry *e)
{
	static const char *const keys[] = {
		"id",        "stack",        "all",      "at",      "points",
		"tier",      "title",        "effect",   "action",  "monitor",
		"mechanism", "alternatives", "evidence", "sources", "note",
		"modifiers", "exposure",     "harm",     "covers",  NULL};
	static const char *const needed[] = {"title", "effect", "action", NULL};
	const struct yaml *at = yaml_get(e->node, "at");
	int tier = TIER_MINOR;

	check_keys(w->c, e, e->node, keys);
	drug_texts_check(w, e, needed);
	drug_nodes_index(w, e, yaml_get(e->node, "stack"));
	drug_nodes_index(w, e, yaml_get(e->node, "all"));
	if (yaml_get(e->node, "all"))
		tier = drug_tier_need(w, e, e->node);
	else if (!yaml_count(at))
		problem_add(w->c->problems, e, e->node->line,
			    "'at' is missing");
	for (size_t i = 0; i < yaml_count(at); i++) {
		double n;
		if (!yaml_number(yaml_get(yaml_at(at, i), "n"), &n) || n < 2)
			problem_add(w->c->problems, e, at->line,
				    "at: {n: 2 or more, tier: …}");
		drug_tier_need(w, e, yaml_at(at, i));
	}
	drug_rule_write(w, e, tier, ASPECT_STACKING, NULL, 0);
	drug_modifiers_write(w, e);
}

static int by_node(const void *pa, const void *pb)
{
	const struct index_row *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->other != b->other)
		return a->other < b->other ? -1 : 1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

/* n; first[n + 2]; the rows, by node. */
static void write_index(struct index_row *rows, size_t n_rows, uint32_t n,
			bool pairs, struct strbuf *out)
{
	uint32_t next = 0;

	if (n_rows)
		qsort(rows, n_rows, sizeof *rows, by_node);
	strbuf_add(out, &n, sizeof n);
	for (uint32_t node = 0; node < n + 2; node++) {
		while (next < n_rows && rows[next].node < node)
			next++;
		strbuf_add(out, &next, sizeof next);
	}
	for (size_t i = 0; i < n_rows; i++) {
		if (pairs)
			strbuf_add(out, &rows[i].other, sizeof rows[i].other);
		strbuf_add(out, &rows[i].rule, sizeof rows[i].rule);
	}
}

void compile_drug_rules(struct compiler *c, const struct drug_nodes *d)
{
	static const struct {
		enum entry_kind kind;
		void (*write)(struct drug_writer *w, const struct entry *e);
	} kinds[] = {{ENTRY_INTERACTION, write_interaction},
		     {ENTRY_STACK, write_stack},
		     {ENTRY_DRUG_CHECK, drug_check_write},
		     {ENTRY_DOSE_LIMIT, drug_limit_write},
		     {ENTRY_ALLERGY, drug_allergy_write}};
	struct drug_writer w = {.c = c, .d = d};

	w.rule = prepare(c, "INSERT INTO drug_rule VALUES(?1,?2,?3,?4,?5,?6,?7,"
			    "?8)");
	w.condition =
		prepare(c, "INSERT INTO drug_condition VALUES(?1,?2,?3,?4,?5)");
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		size_t n;
		const struct entry *e =
			entries_of(c->entries, kinds[k].kind, &n);
		for (size_t i = 0; i < n; i++) {
			w.id++;
			check_sources(c, &e[i], e[i].node);
			kinds[k].write(&w, &e[i]);
		}
	}
	write_index(w.pairs.at, w.pairs.n, (uint32_t)d->n, true,
		    &c->sections[IMAGE_DRUG_PAIRS]);
	write_index(w.checks.at, w.checks.n, (uint32_t)d->n, false,
		    &c->sections[IMAGE_DRUG_CHECKS]);
	vec_free(&w.pairs);
	vec_free(&w.checks);
	sqlite3_finalize(w.rule);
	sqlite3_finalize(w.condition);
}
