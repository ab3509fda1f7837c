/* Pairs: the rows of every node a drug belongs to, walked once against the
 * nodes the other drugs are marked at. For one pair the more specific rule
 * wins, then the higher tier; a rule that the site imported speaks beside
 * ours, under it. Food needs no partner on the list. */
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
	const char *import; /* who it came from; NULL: ours */
	bool formula;       /* both stand in one product, and only there */
	bool used;
	const struct drug_finding *finding;
};
struct hits VEC_OF(struct hit);

static bool better(const struct hit *x, const struct hit *y)
{
	if (x->specific != y->specific)
		return x->specific > y->specific;
	return x->tier < y->tier;
}

static bool same_pair(const struct hit *x, const struct hit *y)
{
	return x->a == y->a && x->b == y->b && x->food == y->food;
}

static bool same_import(const char *x, const char *y)
{
	return x && y ? strcmp(x, y) == 0 : x == y;
}

/* Keep the best hit of a pair: ours, and of every import. */
static void offer(struct hits *hits, const struct hit *h)
{
	for (size_t i = 0; i < hits->n; i++) {
		struct hit *other = &hits->at[i];
		if (same_pair(other, h) &&
		    same_import(other->import, h->import)) {
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
	const struct yaml *routes = drug_rule_routes(c->kb, r);
	const struct yaml *first = NULL, *second = NULL;

	if (yaml_count(routes) == 2) {
		first = yaml_at(routes, reversed ? 1 : 0);
		second = yaml_at(routes, reversed ? 0 : 1);
	}
	return route_allows(first, a) && (!b || route_allows(second, b));
}

/* Every order that holds one holds the other: a product's own composition. */
static bool one_product(const struct active *a, const struct active *b)
{
	return a->orders && a->orders == b->orders;
}

/* Opposite herbs inside a licensed formula are told, never held against it;
 * other pairs of one product are its maker's affair. */
static bool opposite_herbs(const struct drug_rule *r)
{
	return strncmp(r->name, "herb.18.", 8) == 0 ||
	       strncmp(r->name, "herb.19.", 8) == 0;
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
		const struct active *y = food ? NULL : &c->actives.at[b];
		if (!food && b < a)
			continue; /* found from the other side */
		bool formula = !food && one_product(x, y);
		if (formula && !opposite_herbs(r))
			continue;
		struct hit h = {.a = a,
				.b = food ? -1 : b,
				.food = food,
				.rule = r->id,
				.reversed = row->rule & 1,
				.formula = formula,
				.tier = r->tier};
		if (drug_origin_imported(r->origin))
			h.import = r->origin;
		h.specific = (node == x->drug->id) +
			     (food || row->other == y->drug->id);
		if (!drug_rule_excepts(r, x->drug, food ? food : y->drug) &&
		    routes_fit(c, r, x, y, h.reversed))
			offer(hits, &h);
		if (food)
			break;
	}
}

/* What we ourselves say of an imported hit's pair; NULL: nothing. */
static const struct hit *ours(const struct hits *hits, const struct hit *h)
{
	for (size_t i = 0; h->import && i < hits->n; i++)
		if (!hits->at[i].import && same_pair(&hits->at[i], h))
			return &hits->at[i];
	return NULL;
}

/* Other hits of the same rule that share a drug join the finding. */
static size_t join(struct checking *c, struct hits *hits, size_t at,
		   const struct active **who, size_t n)
{
	const struct hit *h = &hits->at[at];

	for (size_t i = at + 1; i < hits->n && n < 16; i++) {
		struct hit *o = &hits->at[i];
		if (o->used || o->rule != h->rule || o->b < 0 ||
		    o->formula != h->formula ||
		    (o->a != h->a && o->b != h->b && o->a != h->b) ||
		    ours(hits, o))
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
	return n;
}

static void report_formula(struct checking *c, struct hits *hits, size_t at)
{
	struct hit *h = &hits->at[at];
	const struct drug_rule *r = kb_drug_rule(c->kb, h->rule);
	const struct yaml *sources =
		yaml_get(drug_rule_node(c->kb, r), "sources");
	const struct active *who[16] = {&c->actives.at[h->a],
					&c->actives.at[h->b]};
	static const struct text effect =
		TEXT("成药组成内的相反药对（法定处方，不按配伍禁忌判）",
		     "an opposite pair inside a licensed formula (its "
		     "composition, not an error)");
	static const struct text action =
		TEXT("按说明书用；不再加用含其中任一侧的其他中药",
		     "use as labelled; add no other herb of either side");

	h->used = true;
	size_t n = join(c, hits, at, who, 2);
	found_plain(c, arena_printf(c->arena, "%s.formula", r->name), r->origin,
		    r->aspect, TIER_MINOR, who, n, effect, action,
		    yaml_count(sources) ? yaml_at(sources, 0)->scalar : NULL);
}

/* A hit's finding. */
static void report(struct checking *c, struct hits *hits, size_t at)
{
	struct hit *h = &hits->at[at];
	const struct hit *above = ours(hits, h);
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
	h->used = true;
	if (b && !n_modifiers && !above)
		n = join(c, hits, at, who, n);
	enum drug_aspect aspect = h->food ? ASPECT_FOOD : r->aspect;
	/* what someone may eat or drink is advice: it does not interrupt */
	if (h->food && tier < TIER_MODERATE)
		tier = TIER_MODERATE;
	struct drug_finding *x = found(c, r, aspect, tier, who, n);
	x->modifiers = modifiers;
	x->n_modifiers = n_modifiers;
	x->under = above ? above->finding : NULL;
	if (h->food && x->n_drugs < 16)
		x->drugs[x->n_drugs++] = h->food;
	for (size_t i = at; i < hits->n; i++)
		if (hits->at[i].used && hits->at[i].rule == h->rule &&
		    !hits->at[i].finding)
			hits->at[i].finding = x;
}

static void report_all(struct checking *c, struct hits *hits, bool imported)
{
	for (size_t i = 0; i < hits->n; i++)
		if (!hits->at[i].used && !hits->at[i].import == !imported) {
			if (hits->at[i].formula)
				report_formula(c, hits, i);
			else
				report(c, hits, i);
		}
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
	report_all(c, &hits, false);
	report_all(c, &hits, true);
	vec_free(&hits);
}
