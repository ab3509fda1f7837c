/* One ingredient in several orders, and several members of a class that is
 * not combined. The same order written twice is no duplication. */
#include "commands/drug-check/check.h"

#include <string.h>

static size_t count_orders(const struct checking *c, const struct active *a)
{
	size_t n = 0;

	for (size_t o = 0; o < c->orders->n && o < 64; o++)
		n += (a->orders >> o & 1) && !c->orders->at[o].repeated;
	return n;
}

/* Two strengths or forms of one drug on purpose: the names are the same but
 * for the form, and the drug stands alone in each. */
static bool one_drug_twice(const struct checking *c, const struct active *a)
{
	for (size_t o = 0; o < c->orders->n && o < 64; o++)
		if ((a->orders >> o & 1) && c->orders->at[o].drug &&
		    c->orders->at[o].drug->n_ingredients > 1)
			return false;
	return true;
}

/* Vitamins (ATC A11) stand in many supplements; only their sum matters. */
static bool is_vitamin(const struct drug *d)
{
	return strncmp(d->atc, "A11", 3) == 0;
}

static void same_ingredient(struct checking *c, const struct active *a)
{
	static const struct text effect =
		TEXT("同一成分重复使用", "the same ingredient twice");
	static const struct text action = TEXT(
		"核对是否有意；否则只留一种，并按合计剂量计算",
		"see whether it is meant; otherwise keep one, and count the sum");
	bool simple = one_drug_twice(c, a) || is_vitamin(a->drug);

	found_plain(c,
		    arena_printf(c->arena, "duplicate.ingredient.%s",
				 a->drug->code),
		    "base", ASPECT_DUPLICATE,
		    simple ? TIER_MODERATE : TIER_MAJOR, &a, 1, effect, action,
		    NULL);
}

static void same_class(struct checking *c, uint32_t node,
		       const struct active *const *who, size_t n)
{
	const struct drug *k = kb_drug(c->kb, node);
	struct text effect = {
		{arena_printf(c->arena, "同属%s，重复用药",
			      k->name.in[LANG_ZH]),
		 arena_printf(c->arena, "both are %s: duplicate therapy",
			      k->name.in[LANG_EN])}};
	static const struct text action =
		TEXT("只保留一种；若有意联用，记录理由",
		     "keep one; if combined on purpose, record the reason");
	const struct yaml *sources =
		yaml_get(drug_node_of(c->kb, k), "sources");

	found_plain(c, arena_printf(c->arena, "duplicate.class.%s", k->code),
		    drug_origin(c->kb, k), ASPECT_DUPLICATE,
		    (enum drug_tier)k->duplicate, who, n, effect, action,
		    yaml_count(sources) ? yaml_at(sources, 0)->scalar : NULL);
}

/* Herbs stand in many prescriptions; only what is toxic must not add up. */
static bool may_repeat(const struct checking *c, const struct drug *d)
{
	const struct drug *toxic = kb_drug_by_code(c->kb, "herb_toxic");

	return d->kind == DRUG_HERB &&
	       !(toxic && drug_points(d, toxic->id) > 0);
}

/* Salt and sugar of infusion bags stand in many orders on purpose. */
static bool is_vehicle(const struct checking *c, const struct drug *d)
{
	const struct drug *fluids = kb_drug_by_code(c->kb, "infusion_fluid");

	return fluids && drug_points(d, fluids->id) > 0;
}

/* Sets of drugs of which a class has spoken. */
struct spoken {
	uint64_t set[32];
	size_t n;
	bool imported; /* the classes that speak now … */
	bool more;     /* … and imported ones wait for their turn */
};

/* The same drugs in a wider class add nothing. */
static bool is_new(struct spoken *done, uint64_t set)
{
	for (size_t j = 0; j < done->n; j++)
		if (done->set[j] == set)
			return false;
	if (done->n < 32)
		done->set[done->n++] = set;
	return true;
}

static void judge_class(struct checking *c, uint32_t node, size_t first,
			struct spoken *done)
{
	const struct drug *class = kb_drug(c->kb, node);
	const struct active *who[16];
	uint64_t set = c->marks[node], orders = 0;
	size_t n = 0;

	if (!class || class->duplicate < 0)
		return;
	for (size_t j = first; j < c->actives.n && j < 64 && n < 16; j++)
		if ((set >> j & 1) && c->actives.at[j].systemic) {
			orders |= c->actives.at[j].orders;
			who[n++] = &c->actives.at[j];
		}
	/* two members in one product are that product's composition */
	if (n < 2 || (orders && !(orders & (orders - 1))))
		return;
	if (drug_origin_imported(drug_origin(c->kb, class)) != done->imported)
		done->more |= !done->imported;
	else if (is_new(done, set))
		same_class(c, node, who, n);
}

static void judge_classes(struct checking *c, struct spoken *done)
{
	for (size_t i = 0; i < c->actives.n && i < 64; i++) {
		const struct drug *d = c->actives.at[i].drug;
		for (size_t k = 1; k < d->n_classes; k++) {
			uint32_t node = d->classes[k].node;
			uint64_t set = c->marks[node];
			/* the first member speaks for the class */
			if (!(set & ((1ull << i) - 1)) && (set & ~(1ull << i)))
				judge_class(c, node, i, done);
		}
	}
}

void check_duplicate(struct checking *c)
{
	struct spoken done = {.n = 0};

	for (size_t i = 0; i < c->actives.n; i++)
		if (c->actives.at[i].systemic &&
		    !may_repeat(c, c->actives.at[i].drug) &&
		    count_orders(c, &c->actives.at[i]) > 1 &&
		    !is_vehicle(c, c->actives.at[i].drug))
			same_ingredient(c, &c->actives.at[i]);
	judge_classes(c, &done);
	done.imported = true;
	if (done.more)
		judge_classes(c, &done);
}
