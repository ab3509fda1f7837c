/* Known allergies: the thing itself, its class, and what cross-reacts. */
#include "commands/drug-check/check.h"

#include "kb/entries.h"

#include <string.h>

static bool in_list(struct checking *c, const struct drug *d,
		    const struct yaml *list)
{
	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct drug *node =
			kb_drug_by_code(c->kb, yaml_at(list, i)->scalar);
		if (node && drug_points(d, node->id))
			return true;
	}
	return false;
}

static const char *first_source(const struct yaml *node)
{
	const struct yaml *list = yaml_get(node, "sources");

	return yaml_count(list) ? yaml_at(list, 0)->scalar : NULL;
}

static struct text text_of(const struct yaml *node)
{
	return (struct text){{yaml_str(node, "zh"), yaml_str(node, "en")}};
}

/* One allergy and one drug are one finding: the worst that is known of them.
 * False: something as bad stands there. */
static bool take_back_milder(struct checking *c, const struct active *a,
			     const char *printed, enum drug_tier tier)
{
	struct finding_vec *v = c->findings;

	for (size_t i = 0; i < v->n; i++) {
		const struct drug_finding *x = v->at[i].extra;
		if (x->aspect != ASPECT_ALLERGY || x->drugs[0] != a->drug ||
		    x->given != printed)
			continue;
		if (x->tier <= tier)
			return false;
		memmove(&v->at[i], &v->at[i + 1],
			(v->n - i - 1) * sizeof *v->at);
		v->n--;
		return true;
	}
	return true;
}

/* `node` is the rule's own action, or what is known of this cross-reaction,
 * which says itself whether the drug may be given. */
static void report(struct checking *c, const char *id, const char *origin,
		   const struct active *a, const char *printed,
		   enum drug_tier tier, const struct yaml *node, bool crosses,
		   const char *source)
{
	static const struct text avoid =
		TEXT("不用；核实过敏史（药物、反应、时间）后改用无交叉反应者",
		     "do not give; verify the history (drug, reaction, time) "
		     "and choose one without cross-reaction");
	struct text action = node ? text_of(node) : avoid;
	struct text effect = {
		{arena_printf(c->arena, "已知“%s”过敏%s", printed,
			      crosses ? "，可能交叉" : ""),
		 arena_printf(c->arena, "known allergy to \"%s\"%s", printed,
			      crosses ? ", may cross-react" : "")}};

	if (!take_back_milder(c, a, printed, tier))
		return; /* said already */
	found_plain(c, id, origin, ASPECT_ALLERGY, tier, &a, 1, effect,
		    action.in[LANG_ZH] ? action : avoid, source)
		->given = printed;
}

static void judge_rule(struct checking *c, const struct drug_rule *r,
		       const char *printed, const struct active *a)
{
	const struct yaml *node = drug_rule_node(c->kb, r);
	const struct yaml *cross = yaml_get(node, "cross");
	const struct yaml *not_cross = yaml_get(node, "not_cross");

	if (in_list(c, a->drug, yaml_get(node, "to"))) {
		report(c, r->name, r->origin, a, printed, r->tier,
		       yaml_get(node, "action"), false, first_source(node));
		return;
	}
	for (size_t i = 0; i < yaml_count(not_cross); i++)
		if (in_list(c, a->drug, yaml_get(yaml_at(not_cross, i), "to")))
			return;
	for (size_t i = 0; i < yaml_count(cross); i++) {
		const struct yaml *row = yaml_at(cross, i);
		int tier = drug_tier_parse(yaml_str(row, "tier"));
		if (tier < 0 || !in_list(c, a->drug, yaml_get(row, "to")))
			continue;
		report(c, r->name, r->origin, a, printed, (enum drug_tier)tier,
		       yaml_get(row, "text"), true, first_source(node));
		return; /* rows stand from the special to the general */
	}
}

/* Rules that name the drug the patient is allergic to. */
static void judge_drug(struct checking *c, const struct drug *d,
		       const char *printed, const struct active *a)
{
	if (a->drug == d)
		report(c, arena_printf(c->arena, "allergy.%s", d->code), "base",
		       a, printed, TIER_CONTRAINDICATED, NULL, false, NULL);
	for (size_t k = 0; k < d->n_classes; k++) {
		size_t n;
		const uint32_t *rules =
			drug_checks(c->kb, d->classes[k].node, &n);
		for (size_t i = 0; i < n; i++) {
			const struct drug_rule *r =
				kb_drug_rule(c->kb, rules[i]);
			if (r && r->entry == ENTRY_ALLERGY &&
			    in_list(c, d,
				    yaml_get(drug_rule_node(c->kb, r), "to")))
				judge_rule(c, r, printed, a);
		}
	}
}

void check_allergy(struct checking *c)
{
	for (size_t g = 0; g < c->n_allergies; g++) {
		const struct allergy_given *given = &c->allergies[g];
		for (size_t i = 0; i < c->actives.n; i++) {
			const struct active *a = &c->actives.at[i];
			for (size_t k = 0; k < given->n_drugs; k++)
				judge_drug(c, given->drugs[k], given->printed,
					   a);
			for (size_t k = 0; k < given->n_rules; k++)
				judge_rule(c,
					   kb_drug_rule(c->kb, given->rules[k]),
					   given->printed, a);
		}
	}
}
