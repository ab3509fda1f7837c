#include "commands/followup/cgm_grid.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum band { VERY_LOW, LOW, IN_RANGE, HIGH, VERY_HIGH };

static bool is_mg(const struct chart_observation *o)
{
	return o->unit && strcmp(o->unit, "mg/dL") == 0;
}

/* A sentinel without a number lies beyond every threshold of its side. */
static enum band band_of(const struct chart_observation *o, enum cgm_goal goal)
{
	static const double mg[][4] = {{54, 70, 180, 250},
				       {54, 63, 140, INFINITY}};
	static const double mmol[][4] = {{3.0, 3.9, 10.0, 13.9},
					 {3.0, 3.5, 7.8, INFINITY}};
	const double *limit = is_mg(o) ? mg[goal] : mmol[goal];

	if (o->comparator)
		return o->comparator[0] == '<' ? VERY_LOW
		       : isinf(limit[3])       ? HIGH
					       : VERY_HIGH;
	if (o->value < limit[0])
		return VERY_LOW;
	if (o->value < limit[1])
		return LOW;
	if (o->value <= limit[2])
		return IN_RANGE;
	return o->value <= limit[3] ? HIGH : VERY_HIGH;
}

static int by_size(const void *pa, const void *pb)
{
	int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

/* The interval a sensor reports in: the median gap, in seconds. */
static double interval(const struct chart_observation *list, size_t n)
{
	int64_t *gaps = mem_calloc(n, sizeof *gaps);

	for (size_t i = 1; i < n; i++)
		gaps[i - 1] = list[i].at - list[i - 1].at;
	qsort(gaps, n - 1, sizeof *gaps, by_size);
	double median = (double)gaps[(n - 1) / 2];
	free(gaps);
	return median;
}

static void moments(const struct chart_observation *list, size_t n,
		    struct cgm *ret, size_t *ret_numbers)
{
	double sum = 0, squares = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(list[i].value) && !list[i].comparator) {
			sum += is_mg(&list[i])
				       ? list[i].value
				       : list[i].value * CGM_MG_PER_MMOL;
			k++;
		}
	*ret_numbers = k;
	if (k < 2)
		return;
	ret->mean = sum / (double)k;
	for (size_t i = 0; i < n; i++)
		if (!isnan(list[i].value) && !list[i].comparator) {
			double x = is_mg(&list[i])
					   ? list[i].value
					   : list[i].value * CGM_MG_PER_MMOL;
			squares += (x - ret->mean) * (x - ret->mean);
		}
	ret->sd = sqrt(squares / (double)(k - 1));
	ret->cv = 100 * ret->sd / ret->mean;
	ret->gmi = 3.31 + 0.02392 * ret->mean;
}

char cgm_gri_zone(double gri)
{
	return (char)(gri <= 20   ? 'A'
		      : gri <= 40 ? 'B'
		      : gri <= 60 ? 'C'
		      : gri <= 80 ? 'D'
				  : 'E');
}

size_t cgm_window(const struct chart_observation *list, size_t n, int days)
{
	size_t i = n;

	while (i && list[i - 1].at > list[n - 1].at - (int64_t)days * 86400)
		i--;
	return i;
}

static void percentages(struct cgm *ret, const size_t *count)
{
	double n = (double)ret->n;

	ret->very_low = 100.0 * (double)count[VERY_LOW] / n;
	ret->low = 100.0 * (double)count[LOW] / n;
	ret->in_range = 100.0 * (double)count[IN_RANGE] / n;
	ret->high = 100.0 * (double)count[HIGH] / n;
	ret->very_high = 100.0 * (double)count[VERY_HIGH] / n;
	ret->gri = fmin(100, 3.0 * ret->very_low + 2.4 * ret->low +
				     1.6 * ret->very_high + 0.8 * ret->high);
}

bool cgm_describe(const struct chart_observation *list, size_t n,
		  enum cgm_goal goal, struct cgm *ret)
{
	size_t count[5] = {0}, numbers;

	memset(ret, 0, sizeof *ret);
	if (n < 2)
		return false;
	moments(list, n, ret, &numbers);
	if (numbers < 2)
		return false;
	for (size_t i = 0; i < n; i++)
		count[band_of(&list[i], goal)]++;
	double span = (double)(list[n - 1].at - list[0].at);
	double step = interval(list, n);
	ret->n = n;
	ret->days = span / 86400;
	if (step > 0) {
		ret->active = fmin(100, 100 * (double)n / (span / step + 1));
		ret->coverage = fmin(100, 100 * (double)n /
						  (CGM_DAYS * 86400.0 / step));
	}
	percentages(ret, count);
	if (goal == CGM_PREGNANT)
		ret->gri = NUM_NONE;
	ret->mage = cgm_mage(list, n);
	cgm_indices(list, n, step, ret);
	/* more than 14 days are held against their own length */
	ret->sufficient =
		ret->days > CGM_DAYS ? ret->active >= 70 : ret->coverage >= 70;
	return true;
}
