/* Numbers that only mean something once the drug is known: grams and units that
 * were left out, strengths of a combination, what a tube or a patch is. */
#include "commands/order_forms.h"

#include "base/num.h"
#include "kb/entries.h"

#include <math.h>
#include <string.h>

/* The most a limit of the knowledge base allows at once or a day, in mg. */
double order_most_allowed(struct kb *kb, const struct drug *d)
{
	static const char *const keys[] = {"single", "daily"};
	double most = NUM_NONE;
	size_t n;
	const uint32_t *rules = drug_checks(kb, d->id, &n);

	for (size_t i = 0; i < n; i++) {
		const struct drug_rule *r = kb_drug_rule(kb, rules[i]);
		if (!r || r->entry != ENTRY_DOSE_LIMIT)
			continue;
		for (size_t k = 0; k < 2; k++) {
			const char *unit,
				*text = yaml_str(drug_rule_node(kb, r),
						 keys[k]);
			double x;
			if (text && drug_amount_parse(text, &x, &unit) &&
			    strcmp(unit, "mg") == 0 &&
			    (isnan(most) || x > most))
				most = x;
		}
	}
	return most;
}

/* Micrograms of an inhaler are often printed without their unit, and in the
 * order of their country. */
static bool swallowed(const struct drug *d)
{
	return !d->route || strcmp(d->route, "oral") == 0;
}

/* "50/12.5": may each number belong to the ingredient at its place? */
static bool parts_fit(struct kb *kb, const struct order *o)
{
	const struct drug *d = o->drug;

	if (d->n_ingredients != o->parts.n || (!o->parts.unit && !swallowed(d)))
		return false;
	for (size_t i = 0; i < d->n_ingredients; i++) {
		const struct drug_ingredient *part = &d->ingredients[i];
		if (!isnan(part->amount)
			    ? fabs(part->amount - o->parts.at[i]) >
				      1e-6 * o->parts.at[i]
			    : o->parts.at[i] >
				      order_most_allowed(kb, part->drug))
			return false;
	}
	return true;
}

/* "Wixela 250-50" of salmeterol and fluticasone: in the order of another
 * country. */
static bool turned_fit(struct kb *kb, struct order *o)
{
	struct parts *p = &o->parts, printed = o->parts;

	if (p->n != 2)
		return false;
	p->at[0] = printed.at[1];
	p->at[1] = printed.at[0];
	if (parts_fit(kb, o))
		return true;
	*p = printed;
	return false;
}

/* 二甲双胍 0.5 tid: a prescription leaves out the gram, and only the gram.
 * 地高辛 0.25 would be a thousand times too much. */
static bool is_grams(struct kb *kb, const struct order *o, double x,
		     bool decimal)
{
	const struct drug *one = o->drug->n_ingredients == 1
					 ? o->drug->ingredients[0].drug
				 : o->drug->n_ingredients ? NULL
							  : o->drug;
	bool cjk = (unsigned char)o->printed[0] >= 0x80;
	bool fraction = x != floor(x) || decimal;
	double most = one ? order_most_allowed(kb, one) : NUM_NONE;

	/* 哌拉西林/他唑巴坦 4.5: grams, as of all of these */
	if (!one && cjk && decimal && x >= 0.5 && x <= 6 &&
	    o->drug->ingredients[0].drug &&
	    o->drug->ingredients[0].drug->atc[0] == 'J')
		return true;
	/* 柴胡 9: of herbs everything is in grams */
	if (one && one->kind == DRUG_HERB && cjk && x <= 120)
		return true;
	if (!one || one->kind != DRUG_SUBSTANCE || !cjk || !fraction ||
	    x < 0.05 || x * 1000 > most)
		return false;
	/* with no limit known only drugs that are always of grams */
	return !isnan(most) || (one->atc[0] == 'J' && x >= 0.25 && x <= 6);
}

/* "0.5 1片": beside tablets it is what each holds. */
static void read_grams(struct kb *kb, struct order *o)
{
	struct quantity *q = o->dose.unit ? &o->strength : &o->dose;

	if (!is_grams(kb, o, o->bare, o->decimal))
		return;
	*q = (struct quantity){o->bare * 1000, "mg"};
	if (q == &o->dose)
		o->dose_high = NUM_NONE;
}

static const struct drug *only_ingredient(const struct drug *d)
{
	return !d->n_ingredients       ? d
	       : d->n_ingredients == 1 ? d->ingredients[0].drug
				       : NULL;
}

static bool atc_begins(const struct drug *d, const char *const *classes)
{
	for (const char *code = d->atc; *code; code++) {
		if (code != d->atc && code[-1] != '\x1F')
			continue;
		for (int i = 0; classes[i]; i++)
			if (strncmp(code, classes[i], strlen(classes[i])) == 0)
				return true;
	}
	return false;
}

static bool swallowed_way(const struct order *o)
{
	return (!o->route || strcmp(o->route, "oral") == 0) &&
	       (!o->form || strcmp(o->form, "tablet") == 0 ||
		strcmp(o->form, "capsule") == 0) &&
	       swallowed(o->drug);
}

/* "0.5g*100片 1.0 tid", "500mg tabs 1000 bd": grams or milligrams, whichever is a
 * sensible number of what is printed. */
static bool read_beside_strength(struct order *o)
{
	const struct quantity *one = &o->strength;

	if (o->dose.unit || o->per.unit || !one->unit || !swallowed_way(o) ||
	    strcmp(one->unit, "mg") != 0 || !(one->value > 0))
		return false;
	double mg = o->bare / one->value, g = mg * 1000;
	bool as_mg = mg >= 0.25 && mg <= 8, as_g = g >= 0.25 && g <= 8;

	if (as_mg == as_g)
		return false;
	o->dose = (struct quantity){o->bare * (as_g ? 1000 : 1), "mg"};
	return true;
}

/* "atorvastatin 80 nocte", "digoxin 125 od", "senna 2 nocte": milligrams or
 * micrograms where the limits of the drug allow these alone, tablets where a
 * mass so small cannot be meant; else it is not known. */
static void read_mass(struct kb *kb, struct order *o)
{
	const struct drug *one = only_ingredient(o->drug);
	struct quantity *q = o->dose.unit ? &o->strength : &o->dose;
	bool cjk = (unsigned char)o->printed[0] >= 0x80;
	bool counts = !cjk && q == &o->dose && o->bare == floor(o->bare) &&
		      !o->decimal && o->bare <= 8 && swallowed_way(o);
	double most = one && one->kind == DRUG_SUBSTANCE
			      ? order_most_allowed(kb, one)
			      : NUM_NONE;
	static const char *const grams[] = {"J01", NULL}; /* ceftriaxone 2 */
	double x = o->bare, least = most / (x == floor(x) ? 40 : 200);

	if (q->unit || x <= 0 || (o->form && !swallowed_way(o)) ||
	    (q == &o->dose && o->strength.unit))
		return;
	bool two = q == &o->dose && x == floor(x) && x <= 2;
	if (isnan(most) ? x > 2 && one : x >= least && two)
		return; /* two tablets, or two milligrams */
	/* 地高辛 0.125: of a drug of fractions of a milligram; 0.25 and 0.5
	 * may be parts of a tablet */
	bool fraction = most <= 1 && x < 0.25;
	if (x <= most && (x >= 10 || x >= least) && (!cjk || x > 2 || fraction))
		*q = (struct quantity){x, "mg"};
	else if (x > most && most <= 2 && x >= 20 && x / 1000 <= most)
		*q = (struct quantity){x / 1000, "mg"};
	else if (counts && !(one && atc_begins(one, grams)))
		*q = (struct quantity){x, "tablet"};
}

/* 0.25×24粒 */
static void read_spec(struct kb *kb, struct order *o)
{
	if (!isnan(o->spec) && !o->strength.unit &&
	    is_grams(kb, o, o->spec, false))
		o->strength = (struct quantity){o->spec * 1000, "mg"};
}

/* 早22 晚16 of an insulin are units; "1-0-1", 早1 晚2 of all else are tablets.
 * False: neither is sure. */
static bool read_units(struct order *o)
{
	bool whole = o->bare == floor(o->bare) && !o->decimal;

	if (order_is_insulin(o->drug) && o->bare >= 2 && o->bare <= 200) {
		o->dose = (struct quantity){o->bare, "IU"};
		return true;
	}
	if (isnan(o->day_factor) || !whole || o->bare > 6 || o->dose.unit)
		return false;
	o->dose = (struct quantity){o->bare, "tablet"};
	return true;
}

/* A patch on the skin goes through it, unless it is for the place it is on. */
static void place_patch(struct order *o)
{
	static const char *const local[] = {"M02", "D", "N01B", "C05", NULL};
	static const char *const through[] = {"C01D", NULL};
	const struct drug *d = only_ingredient(o->drug);
	bool skin = !o->route || strcmp(o->route, "topical") == 0;

	if (o->form && strcmp(o->form, "patch") == 0 && skin && d &&
	    d->kind == DRUG_SUBSTANCE)
		o->route = atc_begins(d, local) && !atc_begins(d, through)
				   ? "topical"
				   : "transdermal";
}

/* "5g:7.5mg" of one drug: so much in that tube, no two parts. */
static void order_per_pack(struct order *o)
{
	struct parts *p = &o->parts;

	if (o->drug->n_ingredients > 1 || p->n != 2 || o->strength.unit ||
	    p->at[0] < 10 * p->at[1])
		return;
	o->strength = (struct quantity){p->at[1], "mg"};
	p->n = 0;
}

/* "hydrocortisone 10mg/5mg/5mg": so much at each time of the day; "taper
 * 40-30-20-10 q3d" is none of these. */
static void take_in_turn(struct order *o)
{
	struct parts *p = &o->parts;
	double sum = 0, most = 0;

	for (size_t i = 0; i < p->n; i++) {
		sum += p->at[i];
		most = fmax(most, p->at[i]);
	}
	if (isnan(o->per_day) && p->unit && !o->dose.unit) {
		o->dose = (struct quantity){most, p->unit};
		o->per_day = (double)p->n;
		o->day_factor = sum / most;
	}
	p->n = 0;
}

static bool quantity_of(const struct quantity *q, const char *unit)
{
	return q->unit && strcmp(q->unit, unit) == 0;
}

/* "软膏 20g 外用", "滴眼液 5ml": what the tube or bottle holds is no dose. */
static void leave_pack(struct order *o)
{
	static const char *const forms[] = {"cream", "ointment", "drops",
					    "spray", "inhaler"};
	bool tube = false;

	for (size_t i = 0; o->form && i < sizeof forms / sizeof *forms; i++)
		tube |= strcmp(o->form, forms[i]) == 0;
	bool bottle = o->form && o->route && strcmp(o->route, "topical") == 0;
	bool skin = o->route && strcmp(o->route, "topical") == 0;
	if (tube && quantity_of(&o->strength, "mg") &&
	    o->strength.value >= 5000 && !o->per.unit)
		o->strength = (struct quantity){NUM_NONE, NULL};
	if ((!tube && !bottle && !skin) || !o->dose.unit ||
	    (o->route && strcmp(o->route, "oral") == 0))
		return;
	if ((strcmp(o->dose.unit, "mg") == 0 && o->dose.value >= 5000) ||
	    (strcmp(o->dose.unit, "mL") == 0 &&
	     o->dose.value >= (tube ? 2.5 : 30))) {
		o->dose = (struct quantity){NUM_NONE, NULL};
		o->dose_high = NUM_NONE;
	}
}

void order_amounts(struct kb *kb, struct order *o, struct arena *a)
{
	bool several = o->drug->n_ingredients > 1;

	/* "49-51 mg" of two drugs is no range of a dose */
	if (several && o->dose.unit && strcmp(o->dose.unit, "mg") == 0 &&
	    !isnan(o->dose_high) && o->drug->n_ingredients == 2 &&
	    !o->parts.n) {
		o->parts = (struct parts){
			{o->dose.value, o->dose_high}, 2, "mg", true};
		o->dose = (struct quantity){NUM_NONE, NULL};
		o->dose_high = NUM_NONE;
	}
	/* "Lotrel 5-20" */
	if (o->drug->n_ingredients == 2 && !o->parts.n && o->bare >= 2.5 &&
	    o->bare_high >= 2 * o->bare) {
		o->parts =
			(struct parts){{o->bare, o->bare_high}, 2, NULL, true};
		o->bare = NUM_NONE;
	}
	if (o->drug->n_ingredients == 2 && !o->parts.n &&
	    !isnan(o->strength_high) && o->strength.unit &&
	    strcmp(o->strength.unit, "mg") == 0) {
		o->parts = (struct parts){
			{o->strength.value, o->strength_high}, 2, "mg", true};
		o->strength = (struct quantity){NUM_NONE, NULL};
	}
	if (several && o->parts.n) {
		/* the names say it, whatever strength we know */
		o->parts_fit = (order_follow_names(kb, o, a) &&
				(o->parts.unit || swallowed(o->drug))) ||
			       parts_fit(kb, o) || turned_fit(kb, o);
	}
	leave_pack(o);
	if (!several && o->parts.n > 2)
		take_in_turn(o);
	read_spec(kb, o);
	bool tablets = o->dose.unit && strcmp(o->dose.unit, "tablet") == 0 &&
		       !o->strength.unit;
	if ((!o->dose.unit || tablets) && !isnan(o->bare) && !read_units(o) &&
	    !read_beside_strength(o)) {
		read_grams(kb, o);
		read_mass(kb, o);
	}
	/* "Clenil Modulite 100, 2 puffs": micrograms of a puff */
	if (o->dose.unit && strcmp(o->dose.unit, "puff") == 0 && !several &&
	    !o->strength.unit && o->bare >= 20 && o->bare <= 1000)
		o->strength = (struct quantity){o->bare / 1000, "mg"};
	place_patch(o);
	order_per_pack(o);
}
