/* Herbs: the Pharmacopoeia's daily dose and its words for pregnancy. The
 * pairs (十八反, 十九畏) are interactions. */
#include "commands/drug-check/check.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static const char *first_source(const struct yaml *node)
{
	const struct yaml *list = yaml_get(node, "sources");

	return yaml_count(list) ? yaml_at(list, 0)->scalar : NULL;
}

static enum drug_tier dose_tier(const char *toxic)
{
	if (!toxic)
		return TIER_MINOR;
	return strcmp(toxic, "小毒") == 0 ? TIER_MODERATE : TIER_MAJOR;
}

static void judge_dose(struct checking *c, const struct active *a,
		       const struct yaml *node)
{
	const struct yaml *dose = yaml_get(node, "dose");
	const char *toxic = yaml_str(node, "toxic");
	double high, grams = a->daily / 1000;
	char is[NUM_SIZE], most[NUM_SIZE];

	if (!yaml_number(yaml_get(dose, "high"), &high))
		return;
	if (isnan(grams) && toxic) {
		struct code_vec codes = {0};
		vec_push(&codes, "DOSE");
		note_unchecked(c, ASPECT_HERB, &codes, a->drug);
		vec_free(&codes);
	}
	if (!(grams > high * 1.0001))
		return;
	num_format(is, grams);
	num_format(most, high);
	struct text effect = {
		{arena_printf(c->arena, "%s g，超过药典上限 %s g%s%s", is, most,
			      toxic ? "，" : "", toxic ? toxic : ""),
		 arena_printf(
			 c->arena,
			 "%s g, over the Pharmacopoeia's maximum of %s g%s", is,
			 most, toxic ? "; a toxic herb" : "")}};
	static const struct text action =
		TEXT("减至药典剂量；确需超量须双签并久煎、观察",
		     "reduce to the Pharmacopoeia's dose; if more is truly "
		     "needed, sign twice and watch the patient");
	found_plain(c, arena_printf(c->arena, "herb.dose.%s", a->drug->code),
		    drug_origin(c->kb, a->drug), ASPECT_HERB, dose_tier(toxic),
		    &a, 1, effect, action, first_source(node));
}

static void judge_pregnancy(struct checking *c, const struct active *a,
			    const struct yaml *node)
{
	const char *word = yaml_str(node, "pregnancy");
	static const struct text action =
		TEXT("妊娠期不用；改用其他药味", "do not use in pregnancy; "
						 "choose another herb");
	static const struct text careful =
		TEXT("权衡利弊，确需使用时减量短用",
		     "weigh benefit and harm; if needed, little and briefly");

	if (!word)
		return;
	if (c->patient->pregnant == TRI_UNKNOWN) {
		struct code_vec codes = {0};
		vec_push(&codes, "PREGNANT");
		note_unchecked(c, ASPECT_PREGNANCY, &codes, a->drug);
		vec_free(&codes);
	}
	if (c->patient->pregnant != TRI_YES)
		return;
	bool forbidden = strcmp(word, "禁用") == 0;
	bool avoid = strcmp(word, "忌用") == 0;
	struct text effect = {
		{arena_printf(c->arena, "药典：孕妇%s", word),
		 forbidden ? "Pharmacopoeia: forbidden in pregnancy"
		 : avoid   ? "Pharmacopoeia: avoid in pregnancy"
			   : "Pharmacopoeia: with caution in pregnancy"}};
	found_plain(c,
		    arena_printf(c->arena, "herb.pregnancy.%s", a->drug->code),
		    drug_origin(c->kb, a->drug), ASPECT_PREGNANCY,
		    forbidden ? TIER_CONTRAINDICATED
		    : avoid   ? TIER_MAJOR
			      : TIER_MODERATE,
		    &a, 1, effect, forbidden || avoid ? action : careful,
		    first_source(node));
}

void check_herb(struct checking *c)
{
	for (size_t i = 0; i < c->actives.n; i++) {
		const struct active *a = &c->actives.at[i];
		if (a->drug->kind != DRUG_HERB)
			continue;
		const struct yaml *node = drug_node_of(c->kb, a->drug);
		judge_dose(c, a, node);
		judge_pregnancy(c, a, node);
	}
}
