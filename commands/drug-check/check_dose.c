/* Single and daily maximum of an ingredient over all orders that hold it. */
#include "commands/drug-check/check.h"

#include "base/num.h"
#include "kb/entries.h"

#include <math.h>
#include <string.h>

struct limit {
	double single, daily;
	const char *unit;
	bool per_kg;
};

static double read_amount(const struct yaml *node, const char *key,
			  const char **unit)
{
	const char *text = yaml_str(node, key);
	double x;

	if (!text || !drug_amount_parse(text, &x, unit))
		return NUM_NONE;
	return x;
}

static struct limit read_limit(const struct yaml *node, double weight)
{
	struct limit l = {NUM_NONE, NUM_NONE, NULL, false};
	const struct yaml *per_kg = yaml_get(node, "per_kg");

	l.single = read_amount(node, "single", &l.unit);
	l.daily = read_amount(node, "daily", &l.unit);
	if (per_kg) {
		double single = read_amount(per_kg, "single", &l.unit) * weight;
		double daily = read_amount(per_kg, "daily", &l.unit) * weight;
		l.per_kg = true;
		l.single = isnan(l.single) ? single : fmin(l.single, single);
		l.daily = isnan(l.daily) ? daily : fmin(l.daily, daily);
	}
	/* No dose at once is above what a day allows. */
	if (isnan(l.single))
		l.single = l.daily;
	return l;
}

static const char *amount_text(struct checking *c, double x, const char *unit)
{
	char number[NUM_SIZE];
	bool grams = strcmp(unit, "mg") == 0 && x >= 1000;

	return arena_printf(
		c->arena, "%s %s",
		num_format(number, round(x * (grams ? 1 : 1000)) / 1000),
		grams ? "g" : unit);
}

static void report(struct checking *c, const struct drug_rule *r,
		   const struct active *a, const struct limit *l)
{
	bool daily = a->daily > l->daily * 1.0001;
	const char *is = amount_text(c, daily ? a->daily : a->single, l->unit);
	const char *most =
		amount_text(c, daily ? l->daily : l->single, l->unit);
	struct text effect = {
		{arena_printf(c->arena, "%s %s，超过上限 %s",
			      daily ? "日剂量" : "单次剂量", is, most),
		 arena_printf(c->arena, "%s dose %s, over the maximum of %s",
			      daily ? "daily" : "single", is, most)}};
	static const struct text reduce = TEXT(
		"减量至上限以内，或核对剂量与频次",
		"reduce to the maximum or below, or check dose and frequency");
	struct text action = drug_rule_text(c->kb, r, "action");
	const struct yaml *sources =
		yaml_get(drug_rule_node(c->kb, r), "sources");

	found_plain(c, r->name, r->origin, ASPECT_DOSE, r->tier, &a, 1, effect,
		    action.in[0] ? action : reduce,
		    yaml_count(sources) ? yaml_at(sources, 0)->scalar : NULL);
}

static void note(struct checking *c, const struct active *a, const char *code)
{
	struct code_vec codes = {0};

	vec_push(&codes, code);
	note_unchecked(c, ASPECT_DOSE, &codes, a->drug);
	vec_free(&codes);
}

/* Is it over? *unfit: the limit and the order count in different units. */
static bool judge(struct checking *c, const struct drug_rule *r,
		  const struct active *a, struct limit *ret, bool *unfit)
{
	const struct yaml *node = drug_rule_node(c->kb, r);
	const struct yaml *route = yaml_get(node, "route");
	struct code_vec missing = {0};

	*unfit = false;
	if (route && !route_allows(route, a))
		return false;
	double who = drug_rule_holds(c->kb, r, 0, c->facts, &missing, c->err);
	if (isnan(who))
		note_unchecked(c, ASPECT_DOSE, &missing, a->drug);
	vec_free(&missing);
	if (isnan(who) || who == 0)
		return false;
	*ret = read_limit(node, c->patient->weight);
	if (ret->per_kg && isnan(c->patient->weight))
		note(c, a, "WEIGHT");
	if (isnan(a->daily) && isnan(a->single)) {
		note(c, a, "DOSE");
		return false;
	}
	*unfit = ret->unit && a->unit && strcmp(ret->unit, a->unit) != 0;
	if (*unfit || !ret->unit || !a->unit)
		return false;
	return a->daily > ret->daily * 1.0001 ||
	       a->single > ret->single * 1.0001;
}

/* The gravest limit an ingredient is over; notes what could not be compared. */
static const struct drug_rule *worst_limit(struct checking *c,
					   const struct active *a,
					   struct limit *ret)
{
	const struct drug_rule *worst = NULL;
	bool compared = false, unfit = false, by_day = false;

	for (size_t k = 0; k < a->drug->n_classes; k++) {
		size_t n;
		const uint32_t *rules =
			drug_checks(c->kb, a->drug->classes[k].node, &n);
		for (size_t j = 0; j < n; j++) {
			const struct drug_rule *r =
				kb_drug_rule(c->kb, rules[j]);
			struct limit limit = {NUM_NONE, NUM_NONE, NULL, false};
			bool differs = false;
			if (!r || r->entry != ENTRY_DOSE_LIMIT)
				continue;
			bool over = judge(c, r, a, &limit, &differs);
			unfit |= differs;
			compared |= limit.unit && !differs;
			by_day |= limit.unit && !isnan(limit.daily);
			if (over && (!worst || r->tier < worst->tier)) {
				worst = r;
				*ret = limit;
			}
		}
	}
	if (unfit && !compared)
		note(c, a, "DOSE_UNIT");
	else if (!worst && by_day && isnan(a->daily) && !isnan(a->single))
		note(c, a, "A.daily_mg");
	return worst;
}

void check_dose(struct checking *c)
{
	for (size_t i = 0; i < c->actives.n; i++) {
		const struct active *a = &c->actives.at[i];
		struct limit its = {NUM_NONE, NUM_NONE, NULL, false};
		const struct drug_rule *worst = worst_limit(c, a, &its);
		if (worst)
			report(c, worst, a, &its);
	}
}
