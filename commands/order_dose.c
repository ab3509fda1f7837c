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

double order_single(const struct order *o, const struct drug *ingredient,
		    const char **ret_unit)
{
	double taken = isnan(o->dose_high) ? o->dose.value : o->dose_high;
	const struct drug_ingredient *part =
		o->drug ? find(o->drug, ingredient) : NULL;
	bool mass = is(&o->dose, "mg") || is(&o->dose, "IU") ||
		    is(&o->dose, "mmol");

	*ret_unit = NULL;
	if (isnan(taken) || !o->drug)
		return NUM_NONE;
	if (part && o->drug->n_ingredients > 1) {
		/* of a combination only units can be counted */
		*ret_unit = part->unit;
		return !o->uncertain && is_count(&o->dose) &&
				       !is(&o->dose, "drop") &&
				       !isnan(part->amount)
			       ? taken * part->amount
			       : NUM_NONE;
	}
	if (mass) {
		*ret_unit = o->dose.unit;
		return taken;
	}
	if (is_count(&o->dose) && !is(&o->dose, "drop")) {
		if (part && !isnan(part->amount)) {
			*ret_unit = part->unit;
			return taken * part->amount;
		}
		if (is(&o->strength, "mg") || is(&o->strength, "IU")) {
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

double order_daily(const struct order *o, const struct drug *ingredient,
		   const char **ret_unit)
{
	double single = order_single(o, ingredient, ret_unit);

	/* herbs in grams are a day's prescription */
	if (o->drug && o->drug->kind == DRUG_HERB && isnan(o->per_day))
		return single;
	if (o->once)
		return single;
	return single * o->per_day;
}
