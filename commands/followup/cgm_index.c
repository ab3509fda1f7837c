/* Indices of risk and of variability. */
#include "commands/followup/cgm.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mg/dL; of what lies beyond the device's range its limit, NaN: not known. */
static double mg_of(const struct chart_observation *o)
{
	bool mg = o->unit && strcmp(o->unit, "mg/dL") == 0;

	return mg ? o->value : o->value * CGM_MG_PER_MMOL;
}

/* Kovatchev, Diabetes Care 2006;29:2433: glucose made symmetrical, so that
 * both ends of its scale weigh alike. */
static double risk(double mg)
{
	return 1.509 * (pow(log(mg), 1.084) - 5.381);
}

static void find_risks(const struct chart_observation *list, size_t n,
		       struct cgm *ret)
{
	double low = 0, high = 0;

	for (size_t i = 0; i < n; i++) {
		double f = risk(mg_of(&list[i]));
		if (f > 0)
			high += 10 * f * f;
		else
			low += 10 * f * f; /* NaN spreads: no index */
	}
	ret->lbgi = low / (double)n;
	ret->hbgi = isnan(low) ? NUM_NONE : high / (double)n;
}

static bool is_number(const struct chart_observation *o)
{
	return !isnan(o->value) && !o->comparator;
}

static int64_t apart(const struct chart_observation *o, int64_t at)
{
	return o->at > at ? o->at - at : at - o->at;
}

/* Molnar, Diabetologia 1972;8:342. Each reading against the nearest one of a
 * day before, not further off than `most` seconds. */
static double find_modd(const struct chart_observation *list, size_t n,
			int64_t most)
{
	double sum = 0;
	size_t pairs = 0, k = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t at = list[i].at - 86400;
		while (k + 1 < i &&
		       apart(&list[k + 1], at) <= apart(&list[k], at))
			k++;
		if (k >= i || apart(&list[k], at) > most ||
		    !is_number(&list[i]) || !is_number(&list[k]))
			continue;
		sum += fabs(mg_of(&list[i]) - mg_of(&list[k]));
		pairs++;
	}
	return pairs ? sum / (double)pairs : NUM_NONE;
}

void cgm_indices(const struct chart_observation *list, size_t n, double step,
		 struct cgm *ret)
{
	double both = ret->mean + ret->sd;

	find_risks(list, n, ret);
	ret->j_index = 0.001 * both * both;
	ret->modd = find_modd(list, n, (int64_t)(step / 2));
}
