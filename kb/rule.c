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

/* The names bound so far: most rules are decided by the first few. */
struct binder {
	const struct condition *condition;
	const struct facts *facts;
	struct bindings b;
	bool bound[CONDITION_NAMES];
};

static inline double bind(struct binder *binder, size_t i)
{
	const struct name *name =
		condition_name(binder->facts->kb, binder->condition, i);

	if (!name)
		return NUM_NONE; /* said when all names are asked for */
	if (name->attribute == ATTR_LITERAL) /* half of them */
		return name->argument;
	if (!binder->bound[i]) {
		binder->bound[i] = true;
		condition_bind_one(binder->condition, binder->facts, i,
				   &binder->b);
	}
	/* what is bound is set; clearing the rest would cost a batch a tenth */
	/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn) */
	return binder->b.value[i];
}

static bool is_censored(const struct binder *binder, size_t i)
{
	return binder->bound[i] && binder->b.censored[i];
}

/* Is the rule decided by its plain comparisons: one of the given that is not
 * true, or one of the when that is false? Censored values decide nothing. */
static bool guarded(const struct rule *r, struct binder *binder)
{
	for (size_t i = 0; i < r->n_guards; i++) {
		const struct expr_guard *g = &r->guards[i];
		size_t left = (size_t)g->left - 1, right = (size_t)g->right - 1;
		double x = bind(binder, left), y = bind(binder, right);
		bool known = !isnan(x) && !isnan(y);
		if (binder->b.n_censored &&
		    (is_censored(binder, left) || is_censored(binder, right)))
			continue;
		if (known ? !compare(x, g->op, y) : g->of == GIVEN)
			return true;
	}
	return false;
}

static bool evaluate(struct evaluation *e, struct rule *r, struct err *err)
{
	struct binder binder;
	struct bindings *b = &binder.b;

	if (!required_there(r, e->facts))
		return true;
	if (!r->condition.names &&
	    !condition_begin(e->kb, r->names_text, &r->condition, err))
		return false;
	binder.condition = &r->condition;
	binder.facts = e->facts;
	b->n_censored = 0;
	memset(binder.bound, 0, r->condition.n_names * sizeof *binder.bound);
	if (guarded(r, &binder))
		return true;
	if (!r->whole && !(r->whole = condition_names(e->kb, r->names_text,
						      &r->condition, err)))
		return false;
	for (size_t i = 0; i < r->condition.n_names; i++)
		if (!binder.bound[i])
			condition_bind_one(&r->condition, e->facts, i, b);
	if (!condition_prepare(e->kb, r->sql, &r->condition, err))
		return false;
	struct outcome out = b->n_censored
				     ? condition_run_censored(&r->condition, b)
				     : condition_run(&r->condition, b);
	if (!(out.column[GIVEN] != 0) || isnan(out.column[GIVEN]) ||
	    out.column[UNLESS] == 1)
		return true;
	if (isnan(out.column[WHEN]))
		evaluation_unchecked(e, r, b);
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
	struct evaluation e = {f, f->kb, ret, ret_not_checked};
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
