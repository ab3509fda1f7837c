/* Percentiles of glucose by the time of day. */
#include "commands/followup/cgm.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>

const int cgm_percents[CGM_CURVES] = {5, 25, 50, 75, 95};

double cgm_quantile(const double *sorted, size_t n, double p)
{
	double at = (double)(n - 1) * p;
	size_t i = (size_t)at;

	if (i + 1 >= n)
		return sorted[n - 1];
	double part = at - (double)i;
	if (!isfinite(sorted[i]) || !isfinite(sorted[i + 1]))
		return part < 0.5 ? sorted[i] : sorted[i + 1];
	return sorted[i] + part * (sorted[i + 1] - sorted[i]);
}

static int by_size(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

static int bin_of(const struct chart_observation *o, int bins)
{
	int64_t second = (o->at + o->zone) % DATE_DAY;

	if (second < 0)
		second += DATE_DAY;
	return (int)(second * bins / DATE_DAY);
}

/* What has no number is still known to be low or high. */
static double rank_value(const struct chart_observation *o)
{
	if (o->comparator)
		return o->comparator[0] == '<' ? -INFINITY : INFINITY;
	return o->canonical;
}

void cgm_profile(const struct chart_observation *list, size_t n, int bins,
		 struct cgm_bin *ret)
{
	double *y = mem_calloc(n + 1, sizeof *y);

	for (int b = 0; b < bins; b++) {
		size_t k = 0;
		for (size_t i = 0; i < n; i++) {
			double x = rank_value(&list[i]);
			if (!isnan(x) && bin_of(&list[i], bins) == b)
				y[k++] = x;
		}
		if (k)
			qsort(y, k, sizeof *y, by_size);
		ret[b].n = k;
		for (int c = 0; c < CGM_CURVES; c++)
			ret[b].at[c] =
				k < CGM_LEAST
					? NUM_NONE
					: cgm_quantile(y, k,
						       cgm_percents[c] / 100.0);
	}
	free(y);
}
