/* Pairs: the rows of every node a drug belongs to, walked once against the
 * nodes the other drugs are marked at. For one pair the more specific rule
 * wins, then the higher tier. Food needs no partner on the list. */
#include "commands/drug-check/check.h"

#include <math.h>
#include <string.h>

struct hit {
	int a, b; /* actives; b < 0: food */
	const struct drug *food;
	uint32_t rule;
	bool reversed; /* a stands on side B */
	int specific;
	enum drug_tier tier;
	bool used;
};
struct hits VEC_OF(struct hit);

static bool excepted(const struct drug_rule *r, const struct drug *a,
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

static bool better(const struct hit *x, const struct hit *y)
{
	if (x->specific != y->specific)
		return x->specific > y->specific;
	return x->tier < y->tier;
}

/* Keep the best hit of a pair. */
static void offer(struct hits *hits, const struct hit *h)
{
	for (size_t i = 0; i < hits->n; i++) {
		struct hit *other = &hits->at[i];
		if (other->a == h->a && other->b == h->b &&
		    other->food == h->food) {
			if (better(h, other))
				*other = *h;
			return;
		}
	}
	vec_push(hits, *h);
}

static bool routes_fit(struct checking *c, const struct drug_rule *r,
		       const struct active *a, const struct active *b,
		       bool reversed)
{
	const struct yaml *routes =
		yaml_get(drug_rule_node(c->kb, r), "routes");
	const struct yaml *first = NULL, *second = NULL;

	if (yaml_count(routes) == 2) {
		first = yaml_at(routes, reversed ? 1 : 0);
		second = yaml_at(routes, reversed ? 0 : 1);
	}
	return route_allows(first, a) && (!b || route_allows(second, b));
}

static void try_row(struct checking *c, struct hits *hits, int a, uint32_t node,
		    const struct drug_pair_row *row)
{
	const struct active *x = &c->actives.at[a];
	uint64_t others = c->marks[row->other] & ~(1ull << a);
	/* food first: rows of food nodes carry the mark of no active */
	const struct drug *food = NULL;

	if (!others) {
		if (row->other < c->food_first || row->other > c->food_last)
			return;
		food = kb_drug(c->kb, row->other);
	}
	const struct drug_rule *r = kb_drug_rule(c->kb, row->rule / 2);
	if (!r)
		return;
	for (int b = 0; b < 64 && (others || food); b++) {
		if (!food && !(others & 1ull << b))
			continue;
		others &= ~(1ull << b);
		if (!food && b < a)
			continue; /* found from the other side */
		const struct active *y = food ? NULL : &c->actives.at[b];
		struct hit h = {.a = a,
				.b = food ? -1 : b,
				.food = food,
				.rule = r->id,
				.reversed = row->rule & 1,
				.tier = r->tier};
		h.specific = (node == x->drug->id) +
			     (food || row->other == y->drug->id);
		if (!excepted(r, x->drug, food ? food : y->drug) &&
		    routes_fit(c, r, x, y, h.reversed))
			offer(hits, &h);
		if (food)
			break;
	}
}

/* A hit's finding; other hits of the same rule that share a drug join it. */
static void report(struct checking *c, struct hits *hits, size_t at)
{
	struct hit *h = &hits->at[at];
	const struct drug_rule *r = kb_drug_rule(c->kb, h->rule);
	const struct active *who[16];
	const struct active *a = &c->actives.at[h->a];
	const struct active *b = h->b >= 0 ? &c->actives.at[h->b] : NULL;
	struct modifier *modifiers;
	size_t n_modifiers, n = 0;
	enum drug_tier tier =
		weigh_modifiers(c, r, h->reversed ? b : a, h->reversed ? a : b,
				&modifiers, &n_modifiers);

	who[n++] = h->reversed && b ? b : a;
	if (b)
		who[n++] = h->reversed ? a : b;
	for (size_t i = at + 1; !n_modifiers && b && i < hits->n && n < 16;
	     i++) {
		struct hit *o = &hits->at[i];
		if (o->used || o->rule != h->rule || o->b < 0 ||
		    (o->a != h->a && o->b != h->b && o->a != h->b))
			continue;
		const struct active *extra[2] = {&c->actives.at[o->a],
						 &c->actives.at[o->b]};
		for (int k = 0; k < 2 && n < 16; k++) {
			bool there = false;
			for (size_t j = 0; j < n; j++)
				there |= who[j] == extra[k];
			if (!there)
				who[n++] = extra[k];
		}
		o->used = true;
	}
	enum drug_aspect aspect = h->food ? ASPECT_FOOD : r->aspect;
	/* what someone may eat or drink is advice: it does not interrupt */
	if (h->food && tier < TIER_MODERATE)
		tier = TIER_MODERATE;
	struct drug_finding *x = found(c, r, aspect, tier, who, n);
	x->modifiers = modifiers;
	x->n_modifiers = n_modifiers;
	if (h->food && x->n_drugs < 16)
		x->drugs[x->n_drugs++] = h->food;
}

void check_interaction(struct checking *c)
{
	struct hits hits = {0};

	for (size_t a = 0; a < c->actives.n && a < 64; a++) {
		const struct drug *d = c->actives.at[a].drug;
		for (size_t k = 0; k < d->n_classes; k++) {
			size_t n;
			uint32_t node = d->classes[k].node;
			const struct drug_pair_row *rows =
				drug_pairs(c->kb, node, &n);
			for (size_t i = 0; i < n; i++)
				try_row(c, &hits, (int)a, node, &rows[i]);
		}
	}
	for (size_t i = 0; i < hits.n; i++)
		if (!hits.at[i].used)
			report(c, &hits, i);
	vec_free(&hits);
}
