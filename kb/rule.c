#include "kb/rule_private.h"

#include "base/num.h"
#include "kb/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void rule_free_all(struct kb *kb)
{
	for (size_t i = 0; i < kb->n_rules; i++)
		if (kb->rules[i])
			condition_release(&kb->rules[i]->condition);
	derive_free_all(kb);
}

static struct rule *rule_load(struct kb *kb, int id)
{
	if (kb->rules[id])
		return kb->rules[id];

	sqlite3_stmt *s = kb_query(kb, KB_Q_RULE);
	sqlite3_bind_int(s, 1, id);
	if (sqlite3_step(s) != SQLITE_ROW)
		return NULL;
	struct rule *r = arena_new(&kb->arena, struct rule);
	r->id = id;
	r->name = kb_text(kb, s, 0);
	r->origin = kb_text(kb, s, 1);
	r->urgency = (enum urgency)sqlite3_column_int(s, 2);
	r->rank = sqlite3_column_int(s, 3);
	r->sql = kb_text(kb, s, 4);
	r->names_text = kb_text(kb, s, 5);
	size_t bytes = (size_t)sqlite3_column_bytes(s, 6);
	int32_t *required = arena_alloc(&kb->arena, bytes);
	if (bytes)
		memcpy(required, sqlite3_column_blob(s, 6), bytes);
	r->required = required;
	r->n_required = bytes / sizeof *required;
	bytes = (size_t)sqlite3_column_bytes(s, 7);
	struct expr_guard *guards = arena_alloc(&kb->arena, bytes);
	if (bytes)
		memcpy(guards, sqlite3_column_blob(s, 7), bytes);
	r->guards = guards;
	r->n_guards = bytes / sizeof *guards;
	sqlite3_reset(s);
	kb->rules[id] = r;
	return r;
}

static bool required_there(const struct rule *r, const struct facts *f)
{
	for (size_t i = 0; i < r->n_required; i++)
		if (!facts_latest(f, r->required[i]))
			return false;
	return true;
}

static bool compare(double x, int op, double y)
{
	switch (op) {
	case GUARD_LT:
		return x < y;
	case GUARD_LE:
		return x <= y;
	case GUARD_GT:
		return x > y;
	case GUARD_GE:
		return x >= y;
	case GUARD_EQ:
		return x == y;
	default:
		return x != y;
	}
}

/* A name's value, worked out when the first rule asks for it. */
static inline const struct name_value *bind(const struct evaluation *e,
					    const struct condition *c, size_t i)
{
	static const struct name_value none = {.value = NUM_NONE};
	const struct name *name =
		c->names[i] ? c->names[i] : condition_name(e->kb, c, i);

	if (!name)
		return &none; /* said when all names are asked for */
	if (name->bound->evaluation != e->number) {
		*name->bound = name_bind(name, e->facts);
		name->bound->evaluation = e->number;
	}
	return name->bound;
}

static bool is_age(const struct name *name)
{
	return name &&
	       (name->attribute == ATTR_AGE || name->attribute == ATTR_AGE_D);
}

/* Is the rule decided by its plain comparisons: one of the given that is not
 * true, or one of the when that is false? Censored values decide nothing, and
 * none is put aside for want of the age alone. */
static bool guarded(const struct evaluation *e, const struct rule *r)
{
	for (size_t i = 0; i < r->n_guards; i++) {
		const struct expr_guard *g = &r->guards[i];
		const struct name_value *x =
			bind(e, &r->condition, (size_t)g->left - 1);
		const struct name_value *y =
			bind(e, &r->condition, (size_t)g->right - 1);
		bool known = !isnan(x->value) && !isnan(y->value);
		if (x->censored || y->censored)
			continue;
		if (known ? !compare(x->value, g->op, y->value)
			  : g->of == GIVEN &&
				    !is_age(r->condition.names[g->left - 1]))
			return true;
	}
	return false;
}

static bool evaluate(struct evaluation *e, struct rule *r, struct err *err)
{
	struct bindings b;

	if (!required_there(r, e->facts))
		return true;
	if (!r->condition.names &&
	    !condition_begin(e->kb, r->names_text, &r->condition, err))
		return false;
	if (guarded(e, r))
		return true;
	if (!r->whole && !(r->whole = condition_names(e->kb, r->names_text,
						      &r->condition, err)))
		return false;
	b.n_censored = 0;
	for (size_t i = 0; i < r->condition.n_names; i++)
		bindings_set(&b, i, bind(e, &r->condition, i));
	if (!condition_prepare(e->kb, r->sql, &r->condition, err))
		return false;
	struct outcome out = b.n_censored
				     ? condition_run_censored(&r->condition, &b)
				     : condition_run(&r->condition, &b);
	if (out.column[UNLESS] == 1)
		return true;
	if (isnan(out.column[GIVEN])) {
		if (out.column[WHEN] == 1)
			evaluation_without_age(e, r, &b);
		return true;
	}
	if (!(out.column[GIVEN] != 0))
		return true;
	if (isnan(out.column[WHEN]))
		evaluation_unchecked(e, r, &b);
	else if (out.column[WHEN] != 0)
		evaluation_found(e, r);
	return true;
}

/* Mark the rules indexed under a fact that is there. */
static void mark_candidates(const struct facts *f, bool *marked)
{
	for (size_t k = 0; k < f->list.n; k++) {
		const struct analyte_rows *rows =
			rows_triggers(f->kb, f->list.at[k].analyte->id);
		for (size_t i = 0; i < rows->n_trigger; i++)
			if ((size_t)rows->trigger[i] < f->kb->n_rules)
				marked[rows->trigger[i]] = true;
	}
}

static int by_urgency(const void *pa, const void *pb)
{
	const struct not_checked *a = pa, *b = pb;

	return a->urgency != b->urgency ? (int)a->urgency - (int)b->urgency
					: strcmp(a->rule, b->rule);
}

bool rules_evaluate(const struct facts *f, struct finding_vec *ret,
		    struct not_checked_vec *ret_not_checked, struct err *err)
{
	struct evaluation e = {f, f->kb, ++f->kb->evaluations, ret,
			       ret_not_checked};
	bool *marked = mem_calloc(f->kb->n_rules, sizeof *marked);
	bool ok = true;

	mark_candidates(f, marked);
	const bool *end = marked + f->kb->n_rules, *at = marked;
	while (ok && (at = memchr(at, true, (size_t)(end - at)))) {
		struct rule *r = rule_load(f->kb, (int)(at++ - marked));
		ok = r && evaluate(&e, r, err);
	}
	free(marked);
	findings_order(ret);
	if (ret_not_checked->n)
		qsort(ret_not_checked->at, ret_not_checked->n,
		      sizeof *ret_not_checked->at, by_urgency);
	return ok;
}
