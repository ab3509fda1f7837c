/* Effects that add up over the whole list: QT, serotonin, bleeding … One
 * finding per mechanism, not one per pair. */
#include "commands/drug-check/check.h"

#include "kb/entries.h"

#include <string.h>

/* Most points any listed class gives the drug; 0: none. */
static unsigned points_of(struct checking *c, const struct drug_rule *r,
			  const struct drug *d, const struct yaml *list)
{
	const struct yaml *points =
		yaml_get(drug_rule_node(c->kb, r), "points");
	unsigned best = 0;

	for (size_t i = 0; i < yaml_count(list); i++) {
		const char *code = yaml_at(list, i)->scalar;
		const struct drug *node = kb_drug_by_code(c->kb, code);
		unsigned own = node ? drug_points(d, node->id) : 0;
		double said;
		if (own && yaml_number(yaml_get(points, code), &said))
			own = (unsigned)said;
		if (own > best)
			best = own;
	}
	return best;
}

struct summand {
	const struct active *active;
	unsigned points;
};

/* What one product holds is its own affair: of the ingredients of an order
 * the one with most points counts. */
static bool counts(const struct summand *all, size_t n, size_t i)
{
	uint64_t free = all[i].active->orders;

	if (!free)
		return true;
	for (size_t j = 0; j < n; j++)
		if (j != i && (all[j].points > all[i].points ||
			       (all[j].points == all[i].points && j < i)))
			free &= ~all[j].active->orders;
	return free != 0;
}

static size_t contributors(struct checking *c, const struct drug_rule *r,
			   struct summand *out, size_t cap)
{
	const struct yaml *stack = yaml_get(drug_rule_node(c->kb, r), "stack");
	size_t n = 0;

	for (size_t i = 0; i < c->actives.n && n < cap; i++) {
		const struct active *a = &c->actives.at[i];
		unsigned p = a->systemic ? points_of(c, r, a->drug, stack) : 0;
		if (p)
			out[n++] = (struct summand){a, p};
	}
	return n;
}

/* A finding of the rule, its tier changed by the modifier that is met. */
static void add_up(struct checking *c, const struct drug_rule *r,
		   enum drug_tier tier, const struct active *const *who,
		   size_t n)
{
	struct modifier *modifiers;
	size_t n_modifiers;
	enum drug_tier weighed =
		weigh_modifiers(c, r, who[0], NULL, &modifiers, &n_modifiers);

	for (size_t i = 0; i < n_modifiers; i++)
		if (modifiers[i].met > 0 && modifiers[i].tier >= 0)
			tier = weighed;
	struct drug_finding *x = found(c, r, ASPECT_STACKING, tier, who, n);
	x->modifiers = modifiers;
	x->n_modifiers = n_modifiers;
}

static void judge_sum(struct checking *c, const struct drug_rule *r)
{
	const struct yaml *at = yaml_get(drug_rule_node(c->kb, r), "at");
	struct summand part[16];
	const struct active *who[16] = {NULL};
	size_t n = contributors(c, r, part, 16), orders = 0;
	unsigned sum = 0;
	int tier = -1;

	for (size_t i = 0; i < n; i++) {
		who[i] = part[i].active;
		if (counts(part, n, i)) {
			sum += part[i].points;
			orders++;
		}
	}
	for (size_t i = 0; orders >= 2 && i < yaml_count(at); i++) {
		double need;
		int its = drug_tier_parse(yaml_str(yaml_at(at, i), "tier"));
		if (yaml_number(yaml_get(yaml_at(at, i), "n"), &need) &&
		    sum >= need && (tier < 0 || its < tier))
			tier = its;
	}
	if (tier >= 0)
		add_up(c, r, (enum drug_tier)tier, who, n);
}

/* A different drug for every list from `list` on. */
static bool assign(struct checking *c, const struct drug_rule *r,
		   const struct yaml *all, size_t list,
		   const struct active **who)
{
	if (list == yaml_count(all))
		return true;
	for (size_t i = 0; i < c->actives.n; i++) {
		const struct active *a = &c->actives.at[i];
		bool taken = !a->systemic;
		for (size_t k = 0; k < list; k++)
			taken |= who[k] == a;
		if (taken || !points_of(c, r, a->drug, yaml_at(all, list)))
			continue;
		who[list] = a;
		if (assign(c, r, all, list + 1, who))
			return true;
	}
	return false;
}

static void judge(struct checking *c, const struct drug_rule *r)
{
	const struct yaml *all = yaml_get(drug_rule_node(c->kb, r), "all");
	const struct active *who[8] = {NULL};

	if (!all)
		judge_sum(c, r);
	else if (yaml_count(all) <= 8 && assign(c, r, all, 0, who))
		add_up(c, r, r->tier, who, yaml_count(all));
}

void check_stacking(struct checking *c)
{
	uint32_t seen[64];
	size_t n_seen = 0;

	for (size_t a = 0; c->actives.n > 1 && a < c->actives.n; a++) {
		const struct drug *d = c->actives.at[a].drug;
		for (size_t k = 0; k < d->n_classes; k++) {
			size_t n;
			const uint32_t *rules =
				drug_checks(c->kb, d->classes[k].node, &n);
			for (size_t i = 0; i < n; i++) {
				const struct drug_rule *r =
					kb_drug_rule(c->kb, rules[i]);
				bool done = !r || r->entry != ENTRY_STACK;
				for (size_t j = 0; j < n_seen; j++)
					done |= seen[j] == rules[i];
				if (done || n_seen == 64)
					continue;
				seen[n_seen++] = rules[i];
				judge(c, r);
			}
		}
	}
}
