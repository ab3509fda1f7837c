/* Rules about drugs: loading, their conditions, and the index by node. */
#include "kb/drug.h"

#include "base/num.h"
#include "kb/condition.h"
#include "kb/expr.h"
#include "kb/private.h"

#include <math.h>
#include <string.h>

struct drug_condition {
	int seq;
	const char *sql, *names;
	const struct expr_guard *guards;
	size_t n_guards;
	bool plain;                 /* the guards joined by AND are all of it */
	struct condition condition; /* at first use */
};

/* "SELECT (?1 < ?2 AND ?3 >= ?4), (0)": comparisons, each of them a guard. */
static bool is_plain(const char *sql, size_t n_guards)
{
	static const char head[] = "SELECT (";
	size_t and = 0;

	if (strncmp(sql, head, sizeof head - 1) != 0)
		return false;
	for (sql += sizeof head - 1; *sql && *sql != ')'; sql++) {
		if (strncmp(sql, "AND ", 4) == 0) {
			and++;
			sql += 2;
		} else if (!strchr("?0123456789 <>=!", *sql)) {
			return false;
		}
	}
	return strcmp(sql, "), (0)") == 0 && n_guards == and+1;
}

void drug_free_all(struct kb *kb)
{
	for (size_t i = 0; i < kb->n_drug_rules; i++) {
		struct drug_rule *r = kb->drug_rules[i];
		for (size_t k = 0; r && k < r->n_conditions; k++)
			condition_release(&r->conditions[k].condition);
	}
}

static void *copy_blob(struct kb *kb, sqlite3_stmt *s, int column,
		       size_t *ret_bytes)
{
	size_t bytes = (size_t)sqlite3_column_bytes(s, column);
	void *copy = arena_alloc(&kb->arena, bytes);

	if (bytes)
		memcpy(copy, sqlite3_column_blob(s, column), bytes);
	*ret_bytes = bytes;
	return copy;
}

static void load_conditions(struct kb *kb, struct drug_rule *r)
{
	struct drug_condition rows[32];
	sqlite3_stmt *s = kb_query(kb, KB_Q_DRUG_CONDITION);
	size_t n = 0, bytes;

	sqlite3_bind_int64(s, 1, r->id);
	while (n < sizeof rows / sizeof *rows &&
	       sqlite3_step(s) == SQLITE_ROW) {
		rows[n] =
			(struct drug_condition){.seq = sqlite3_column_int(s, 0),
						.sql = kb_text(kb, s, 1),
						.names = kb_text(kb, s, 2)};
		rows[n].guards = copy_blob(kb, s, 3, &bytes);
		rows[n].n_guards = bytes / sizeof *rows[n].guards;
		rows[n].plain = is_plain(rows[n].sql, rows[n].n_guards);
		n++;
	}
	sqlite3_reset(s);
	r->conditions = arena_array(&kb->arena, struct drug_condition, n);
	if (n)
		memcpy(r->conditions, rows, n * sizeof *rows);
	r->n_conditions = n;
}

static const struct yaml *load_entry(struct kb *kb, int kind, const char *id)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_ENTRY);
	struct yaml *node = NULL;

	sqlite3_bind_int(s, 1, kind);
	sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW) {
		const char *json = db_text(s, 0);
		if (!yaml_from_json(&kb->arena, json, strlen(json), id, &node,
				    NULL))
			node = NULL;
	}
	sqlite3_reset(s);
	return node;
}

static struct drug_rule *rule_of(struct kb *kb, uint32_t id)
{
	if (id == 0 || id >= kb->n_drug_rules)
		return NULL;
	if (kb->drug_rules[id])
		return kb->drug_rules[id];

	sqlite3_stmt *s = kb_query(kb, KB_Q_DRUG_RULE);
	size_t bytes;
	sqlite3_bind_int64(s, 1, id);
	if (sqlite3_step(s) != SQLITE_ROW) {
		sqlite3_reset(s);
		return NULL;
	}
	struct drug_rule *r = arena_new(&kb->arena, struct drug_rule);
	r->id = id;
	r->entry = sqlite3_column_int(s, 0);
	r->name = kb_text(kb, s, 1);
	r->origin = kb_text(kb, s, 2);
	r->tier = (enum drug_tier)sqlite3_column_int(s, 3);
	r->aspect = (enum drug_aspect)sqlite3_column_int(s, 4);
	r->except = copy_blob(kb, s, 5, &bytes);
	r->n_except = bytes / (2 * sizeof *r->except);
	r->routed = sqlite3_column_int(s, 6) != 0;
	sqlite3_reset(s);
	load_conditions(kb, r);
	kb->drug_rules[id] = r;
	return r;
}

const struct drug_rule *kb_drug_rule(struct kb *kb, uint32_t id)
{
	return rule_of(kb, id);
}

const struct yaml *drug_rule_node(struct kb *kb, const struct drug_rule *rule)
{
	struct drug_rule *r = rule_of(kb, rule->id);

	if (!r->node)
		r->node = load_entry(kb, r->entry, r->name);
	return r->node;
}

const struct yaml *drug_rule_routes(struct kb *kb, const struct drug_rule *r)
{
	return r->routed ? yaml_get(drug_rule_node(kb, r), "routes") : NULL;
}

struct text drug_rule_text(struct kb *kb, const struct drug_rule *r,
			   const char *key)
{
	const struct yaml *pair = yaml_get(drug_rule_node(kb, r), key);
	struct text t = {{yaml_str(pair, "zh"), yaml_str(pair, "en")}};

	return t;
}

bool drug_rule_excepts(const struct drug_rule *r, const struct drug *a,
		       const struct drug *b)
{
	for (size_t i = 0; i < r->n_except; i++) {
		uint32_t x = r->except[2 * i], y = r->except[2 * i + 1];
		if ((drug_points(a, x) && drug_points(b, y)) ||
		    (drug_points(a, y) && drug_points(b, x)))
			return true;
	}
	return false;
}

bool drug_origin_imported(const char *origin)
{
	return strcmp(origin, "base") != 0 && strcmp(origin, "site") != 0;
}

/* first[node] … first[node + 1] of a section. */
static const uint32_t *rows_of(struct kb *kb, int section, uint32_t node,
			       size_t width, size_t *ret_n)
{
	size_t bytes;
	const uint32_t *p = kb_section(kb, section, &bytes);

	*ret_n = 0;
	if (bytes < sizeof *p || node == 0 || node > p[0])
		return NULL;
	const uint32_t *first = p + 1, *rows = first + p[0] + 2;
	*ret_n = first[node + 1] - first[node];
	return rows + (size_t)first[node] * width;
}

const struct drug_pair_row *drug_pairs(struct kb *kb, uint32_t node,
				       size_t *ret_n)
{
	return (const struct drug_pair_row *)(const void *)rows_of(
		kb, IMAGE_DRUG_PAIRS, node, 2, ret_n);
}

const uint32_t *drug_checks(struct kb *kb, uint32_t node, size_t *ret_n)
{
	return rows_of(kb, IMAGE_DRUG_CHECKS, node, 1, ret_n);
}

static bool false_already(const struct drug_condition *c,
			  const struct bindings *b)
{
	for (size_t i = 0; i < c->n_guards; i++) {
		const struct expr_guard *g = &c->guards[i];
		double x = b->value[g->left - 1], y = b->value[g->right - 1];
		if (isnan(x) || isnan(y))
			continue;
		bool holds = g->op == GUARD_LT   ? x < y
			     : g->op == GUARD_LE ? x <= y
			     : g->op == GUARD_GT ? x > y
			     : g->op == GUARD_GE ? x >= y
			     : g->op == GUARD_EQ ? x == y
						 : x != y;
		if (!holds)
			return true;
	}
	return false;
}

/* all: every unknown name matters */
static void note_missing(const struct condition *c, const struct bindings *b,
			 bool all, struct code_vec *missing)
{
	size_t unknown = 0;

	for (size_t i = 0; i < c->n_names; i++)
		unknown += isnan(b->value[i]);
	for (size_t i = 0; i < c->n_names; i++) {
		bool seen = false;
		/* the only unknown is what it depends on */
		if (!isnan(b->value[i]) ||
		    c->names[i]->attribute == ATTR_LITERAL ||
		    (unknown > 1 && !all && !condition_depends(c, b, i, 0)))
			continue;
		for (size_t k = 0; k < missing->n; k++)
			seen |= strcmp(missing->at[k], c->names[i]->text) == 0;
		if (!seen)
			vec_push(missing, c->names[i]->text);
	}
}

/* None of the comparisons is false: true, or unknown. */
static double plain_outcome(const struct drug_condition *c,
			    const struct bindings *b, struct code_vec *missing)
{
	for (size_t i = 0; i < c->condition.n_names; i++)
		if (isnan(b->value[i])) {
			if (missing)
				note_missing(&c->condition, b, true, missing);
			return NUM_NONE;
		}
	return 1;
}

double drug_rule_holds(struct kb *kb, const struct drug_rule *r, int seq,
		       const struct facts *f, struct code_vec *missing,
		       struct err *err)
{
	struct drug_condition *c = NULL;
	struct bindings b;

	for (size_t i = 0; i < r->n_conditions && !c; i++)
		if (r->conditions[i].seq == seq)
			c = &r->conditions[i];
	if (!c)
		return 1;
	if (!c->condition.names &&
	    !condition_names(kb, c->names, &c->condition, err))
		return 0;
	condition_bind(&c->condition, f, &b);
	if (false_already(c, &b))
		return 0;
	if (c->plain && !b.n_censored)
		return plain_outcome(c, &b, missing);
	if (!condition_prepare(kb, c->sql, &c->condition, err))
		return 0;
	struct outcome out = b.n_censored
				     ? condition_run_censored(&c->condition, &b)
				     : condition_run(&c->condition, &b);
	if (out.column[1] == 1)
		return 0;
	if (isnan(out.column[0]) && missing) {
		size_t before = missing->n;
		note_missing(&c->condition, &b, false, missing);
		/* none alone decides: name them all */
		for (size_t i = 0;
		     missing->n == before && i < c->condition.n_names; i++)
			if (isnan(b.value[i]))
				vec_push(missing, c->condition.names[i]->text);
	}
	return out.column[0];
}
