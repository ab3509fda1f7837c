/* Indices of risk and of variability. */
#include "commands/followup/cgm_grid.h"

#include "base/num.h"

#include <math.h>

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
		double f = risk(cgm_mg(&list[i]));
		if (f > 0)
			high += 10 * f * f;
		else
			low += 10 * f * f; /* NaN spreads: no index */
	}
	ret->lbgi = low / (double)n;
	ret->hbgi = isnan(low) ? NUM_NONE : high / (double)n;
}

void cgm_indices(const struct chart_observation *list, size_t n, double step,
		 struct cgm *ret)
{
	double both = ret->mean + ret->sd;

	find_risks(list, n, ret);
	ret->j_index = 0.001 * both * both;
	ret->modd = cgm_modd(list, n, step);
}
