/* Doses of ingredients from an order: a mass as written, tablets times their
 * strength, or a product's own amounts. */
#include "commands/order.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static bool is(const struct quantity *q, const char *unit)
{
	return q->unit && strcmp(q->unit, unit) == 0;
}

static bool is_count(const struct quantity *q)
{
	return is(q, "tablet") || is(q, "piece") || is(q, "puff") ||
	       is(q, "drop");
}

static const struct drug_ingredient *find(const struct drug *product,
					  const struct drug *ingredient)
{
	for (size_t i = 0; i < product->n_ingredients; i++)
		if (product->ingredients[i].drug == ingredient)
			return &product->ingredients[i];
	return NULL;
}

/* What one unit of a combination holds of a part: as printed, in the order of
 * the names, or as the product is known. */
static double part_amount(const struct order *o,
			  const struct drug_ingredient *part,
			  const char **ret_unit)
{
	size_t i = (size_t)(part - o->drug->ingredients);

	if (o->parts.n == o->drug->n_ingredients && o->parts_fit) {
		*ret_unit = "mg";
		return o->parts.at[i];
	}
	*ret_unit = part->unit;
	return o->uncertain || o->parts.n ? NUM_NONE : part->amount;
}

double order_single(const struct order *o, const struct drug *ingredient,
		    const char **ret_unit)
{
	double taken =
		(isnan(o->dose_high) ? o->dose.value : o->dose_high) * o->sites;
	const struct drug_ingredient *part =
		o->drug ? find(o->drug, ingredient) : NULL;
	bool mass = is(&o->dose, "mg") || is(&o->dose, "IU") ||
		    is(&o->dose, "mmol");

	*ret_unit = NULL;
	/* "losartan-HCTZ 100-25 mg daily" is one tablet */
	if (isnan(taken) && part && o->parts_fit)
		return part_amount(o, part, ret_unit);
	if (isnan(taken) || !o->drug)
		return NUM_NONE;
	if (part && o->drug->n_ingredients > 1)
		/* of a combination only units can be counted */
		return is_count(&o->dose) && !is(&o->dose, "drop")
			       ? taken * part_amount(o, part, ret_unit)
			       : NUM_NONE;
	if (mass) {
		*ret_unit = o->dose.unit;
		return taken;
	}
	if (is_count(&o->dose) && !is(&o->dose, "drop")) {
		if (part && !isnan(part->amount)) {
			*ret_unit = part->unit;
			return taken * part->amount;
		}
		/* what a patch holds is not what it gives */
		bool patch = o->form && strcmp(o->form, "patch") == 0;
		/* nor what a bottle holds what a puff gives */
		bool bottle = is(&o->dose, "puff") && is(&o->per, "mL");
		if (!patch && !bottle &&
		    (is(&o->strength, "mg") || is(&o->strength, "IU"))) {
			*ret_unit = o->strength.unit;
			return taken * o->strength.value;
		}
	}
	/* 0.4 mL of 4100 IU in 0.4 mL */
	if (is(&o->dose, "mL") && is(&o->per, "mL") && o->per.value > 0) {
		*ret_unit = o->strength.unit;
		return taken * o->strength.value / o->per.value;
	}
	return NUM_NONE;
}

static bool is_rate(const struct quantity *q)
{
	return is(q, "mg/h") || is(q, "IU/h") || is(q, "mmol/h");
}

/* A patch or pump that gives 25 µg an hour. */
static double rate_daily(const struct order *o, const struct drug *ingredient,
			 const struct quantity *rate, double n,
			 const char **ret_unit)
{
	if (!o->drug || (o->drug->n_ingredients > 1) ||
	    (o->drug != ingredient && !find(o->drug, ingredient)))
		return NUM_NONE;
	*ret_unit = is(rate, "mg/h") ? "mg" : is(rate, "IU/h") ? "IU" : "mmol";
	return rate->value * n * 24;
}

static double planned_daily(const struct order *o,
			    const struct drug *ingredient,
			    const char **ret_unit)
{
	double single = order_single(o, ingredient, ret_unit);

	if (isnan(single) && is_rate(&o->dose))
		return rate_daily(o, ingredient, &o->dose, 1, ret_unit);
	/* one patch of 25 µg an hour */
	if (isnan(single) && is_count(&o->dose) && is_rate(&o->strength))
		return rate_daily(o, ingredient, &o->strength, o->dose.value,
				  ret_unit);
	/* herbs in grams are a day's prescription */
	if (o->drug && o->drug->kind == DRUG_HERB && isnan(o->per_day))
		return single;
	if (o->once)
		return single;
	return single * (isnan(o->day_factor) ? o->per_day : o->day_factor);
}

/* "max 4 g/day": not more, however often it may be taken. */
double order_daily(const struct order *o, const struct drug *ingredient,
		   const char **ret_unit)
{
	double daily = planned_daily(o, ingredient, ret_unit);
	struct order most = *o;
	const char *unit;

	if (!o->most.unit)
		return daily;
	most.dose = o->most;
	most.dose_high = NUM_NONE;
	most.sites = 1;
	double limit = order_single(&most, ingredient, &unit);
	if (isnan(limit) || !unit ||
	    (*ret_unit && strcmp(unit, *ret_unit) != 0))
		return daily;
	if (isnan(daily) || daily > limit) {
		*ret_unit = unit;
		return limit;
	}
	return daily;
}
