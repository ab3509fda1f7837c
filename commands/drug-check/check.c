#include "commands/drug-check/check.h"

#include "base/mem.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool reaches_the_body(const char *route)
{
	static const char *const local[] = {"topical", "eye", "nasal",
					    "inhaled"};

	for (size_t i = 0; route && i < sizeof local / sizeof *local; i++)
		if (strcmp(route, local[i]) == 0)
			return false;
	return true;
}

/* Some are given by nose or lung to act on the whole body. */
static bool acts_from_there(struct kb *kb, const struct drug *d,
			    const char *route)
{
	const struct drug *class;

	if (!route ||
	    (strcmp(route, "nasal") != 0 && strcmp(route, "inhaled") != 0))
		return false;
	class = kb_drug_by_code(kb, "systemic_by_nose_or_lung");
	return class && drug_points(d, class->id) > 0;
}

static void add_amounts(struct active *a, const struct order *o)
{
	const char *unit = NULL;
	double single = order_single(o, a->drug, &unit);
	double daily = order_daily(o, a->drug, &unit);

	if (isnan(daily))
		a->daily_partial = true;
	if (isnan(single) || !unit)
		return;
	if (!a->unit)
		a->unit = unit;
	if (strcmp(a->unit, unit) != 0) {
		a->daily_partial = true;
		return;
	}
	if (isnan(a->single) || single > a->single)
		a->single = single;
	if (!isnan(daily))
		a->daily = (isnan(a->daily) ? 0 : a->daily) + daily;
}

static void add_active(struct checking *c, const struct drug *d, size_t order)
{
	const struct order *o = &c->orders->at[order];
	struct active *a = NULL;

	for (size_t i = 0; i < c->actives.n && !a; i++)
		if (c->actives.at[i].drug == d)
			a = &c->actives.at[i];
	if (!a) {
		struct active fresh = {.drug = d,
				       .first = (int)order,
				       .daily = NUM_NONE,
				       .single = NUM_NONE};
		vec_push(&c->actives, fresh);
		a = &c->actives.at[c->actives.n - 1];
	}
	if (order < 64)
		a->orders |= 1ull << order;
	a->is_new |= o->is_new;
	a->standing |= !o->is_new;
	a->systemic |= reaches_the_body(o->route) ||
		       acts_from_there(c->kb, d, o->route);
	if (o->route && a->n_routes < 4)
		a->routes[a->n_routes++] = o->route;
	if (o->push && a->n_routes < 4)
		a->routes[a->n_routes++] = "iv_push";
	add_amounts(a, o);
}

static void collect(struct checking *c)
{
	for (size_t i = 0; i < c->orders->n; i++) {
		const struct order *o = &c->orders->at[i];
		c->has_new |= o->is_new && !o->stopped;
		if (o->status != ORDER_RESOLVED || o->repeated || o->stopped)
			continue;
		if (o->drug->kind != DRUG_PRODUCT)
			add_active(c, o->drug, i);
		for (size_t k = 0; k < o->drug->n_ingredients; k++)
			if (o->drug->ingredients[k].drug)
				add_active(c, o->drug->ingredients[k].drug, i);
	}
}

static void mark(struct checking *c)
{
	for (size_t a = 0; a < c->actives.n && a < 64; a++) {
		const struct drug *d = c->actives.at[a].drug;
		for (size_t k = 0; k < d->n_classes; k++)
			if (d->classes[k].node < c->n_nodes)
				c->marks[d->classes[k].node] |= 1ull << a;
	}
}

int active_of(const struct checking *c, const struct drug *d)
{
	for (size_t i = 0; i < c->actives.n; i++)
		if (c->actives.at[i].drug == d)
			return (int)i;
	return -1;
}

/* New orders' findings first, then by weight, matter and id; what stands
 * under a stack right behind it. */
static int by_weight(const void *pa, const void *pb)
{
	const struct drug_finding *a = ((const struct finding *)pa)->extra;
	const struct drug_finding *b = ((const struct finding *)pb)->extra;
	const struct drug_finding *x = a->under ? a->under : a;
	const struct drug_finding *y = b->under ? b->under : b;

	if (x->is_new != y->is_new)
		return y->is_new - x->is_new;
	if (drug_finding_weight(x) != drug_finding_weight(y))
		return (int)drug_finding_weight(x) -
		       (int)drug_finding_weight(y);
	if (x->aspect != y->aspect)
		return (int)x->aspect - (int)y->aspect;
	int order = strcmp(x->id, y->id);
	if (order == 0 && x != y)
		order = (x > y) - (x < y);
	if (order)
		return order;
	if ((a != x) != (b != y))
		return (a != x) - (b != y);
	return strcmp(a->id, b->id);
}

static bool all_within(const struct drug_finding *x,
		       const struct drug_finding *stack)
{
	for (size_t i = 0; i < x->n_drugs; i++) {
		bool there = false;
		for (size_t k = 0; k < stack->n_drugs; k++)
			there |= stack->drugs[k] == x->drugs[i];
		if (!there)
			return false;
	}
	return true;
}

/* Does the pair's consequence name a harm that the stack covers? */
static bool same_harm(const struct drug_finding *x,
		      const struct drug_finding *stack)
{
	const char *its = x->consequence.in[LANG_ZH];

	for (size_t i = 0; its && i < yaml_count(stack->covers); i++)
		if (strstr(its, yaml_at(stack->covers, i)->scalar))
			return true;
	return false;
}

/* Does the stack say what `x` says and more? Of two stacks the one of more
 * drugs does; of equal ones that of named sets, whose advice is to the point. */
static bool goes_under(const struct drug_finding *x,
		       const struct drug_finding *stack)
{
	if (x == stack || x->under || stack->tier > x->tier ||
	    stack->is_new < x->is_new || !all_within(x, stack) ||
	    !same_harm(x, stack))
		return false;
	if (x->aspect == ASPECT_INTERACTION)
		return true;
	return x->aspect == ASPECT_STACKING &&
	       (x->n_drugs < stack->n_drugs || (stack->named && !x->named));
}

/* Is the stack of this very pair, whose own finding is graver? Its advice is
 * to the point, the stack's general. */
static bool stack_of_pair(const struct drug_finding *stack,
			  const struct drug_finding *pair)
{
	return stack->aspect == ASPECT_STACKING &&
	       pair->aspect == ASPECT_INTERACTION && !stack->under &&
	       !pair->under && pair->tier < stack->tier &&
	       pair->is_new >= stack->is_new && all_within(stack, pair) &&
	       same_harm(pair, stack);
}

/* A pair or a stack whose drugs all stand in a stack of the same harm, no
 * less severe, goes under it, and a stack of one pair under the graver pair:
 * one finding for one mechanism. */
static void put_under(struct finding_vec *v)
{
	for (size_t s = 0; s < v->n; s++) {
		const struct drug_finding *over = v->at[s].extra;
		if (over->aspect != ASPECT_STACKING &&
		    over->aspect != ASPECT_INTERACTION)
			continue;
		for (size_t i = 0; i < v->n; i++) {
			/* ours: made by this check, not shared yet */
			struct drug_finding *x =
				(struct drug_finding *)(uintptr_t)v->at[i]
					.extra;
			if (over->aspect == ASPECT_STACKING
				    ? goes_under(x, over)
				    : stack_of_pair(x, over))
				x->under = over;
		}
	}
	/* what stands under one that stands under another: under the last */
	for (size_t i = 0; i < v->n; i++) {
		struct drug_finding *x =
			(struct drug_finding *)(uintptr_t)v->at[i].extra;
		while (x->under && x->under->under)
			x->under = x->under->under;
	}
}

static void group(struct checking *c)
{
	struct finding_vec *v = c->findings;

	for (size_t i = 0; i < v->n; i++) {
		const struct drug_finding *x = v->at[i].extra;
		v->at[i].group = (int)i;
		for (size_t k = 0; x->under && k < i; k++)
			if (v->at[k].extra == x->under) {
				struct finding *f = &v->at[k];
				const char **list =
					arena_array(c->arena, const char *,
						    f->n_explains + 1);
				if (f->n_explains)
					memcpy(list, f->explains,
					       f->n_explains * sizeof *list);
				list[f->n_explains++] = v->at[i].id;
				f->explains = list;
				v->at[i].group = (int)k;
			}
	}
}

bool check_list(struct checking *c)
{
	static void (*const checks[])(struct checking * c) = {
		check_interaction, check_duplicate, check_allergy, check_single,
		check_dose,        check_herb,      check_stacking};

	collect(c);
	kb_food_ids(c->kb, &c->food_first, &c->food_last);
	c->n_nodes = kb_drug_count(c->kb) + 1;
	c->marks = mem_calloc(c->n_nodes, sizeof *c->marks);
	mark(c);
	c->err->id = ERR_NONE;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		checks[i](c);
	put_under(c->findings);
	if (c->findings->n)
		qsort(c->findings->at, c->findings->n, sizeof *c->findings->at,
		      by_weight);
	group(c);
	return c->err->id == ERR_NONE;
}

void checking_release(struct checking *c)
{
	vec_free(&c->actives);
	free(c->marks);
	for (int i = 0; i < ASPECTS; i++) {
		vec_free(&c->unchecked[i].codes);
		vec_free(&c->unchecked[i].drugs);
	}
}
