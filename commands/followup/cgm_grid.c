#include "commands/followup/cgm_grid.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 45 * 60, MOST_DAYS = 400 };

double cgm_mg(const struct chart_observation *o)
{
	bool mg = o->unit && strcmp(o->unit, "mg/dL") == 0;

	return mg ? o->value : o->value * CGM_MG_PER_MMOL;
}

/* The readings that have a number; two of one instant are their mean. */
struct point {
	int64_t at;
	double mg;
	int times;
};

static size_t take_points(const struct chart_observation *list, size_t n,
			  struct point *ret)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		double mg = cgm_mg(&list[i]);
		if (isnan(mg))
			continue;
		if (k && ret[k - 1].at == list[i].at) {
			struct point *p = &ret[k - 1];
			p->mg = (p->mg * p->times + mg) / (p->times + 1);
			p->times++;
			continue;
		}
		ret[k++] = (struct point){list[i].at, mg, 1};
	}
	return k;
}

static double between(const struct point *p, int64_t at)
{
	if (p[0].at == at)
		return p[0].mg;
	if (p[1].at == at)
		return p[1].mg;
	if (p[1].at - p[0].at > GAP)
		return NUM_NONE;
	return p[0].mg + (p[1].mg - p[0].mg) * (double)(at - p[0].at) /
				 (double)(p[1].at - p[0].at);
}

bool cgm_grid(const struct chart_observation *list, size_t n, int64_t step,
	      struct cgm_grid *ret)
{
	struct point *p = mem_calloc(n ? n : 1, sizeof *p);
	size_t k = take_points(list, n, p), i = 0;

	*ret = (struct cgm_grid){.day = (size_t)(DATE_DAY / step)};
	/* years of readings are nobody's profile */
	if (k < 2 || p[k - 1].at - p[0].at > (int64_t)MOST_DAYS * DATE_DAY) {
		free(p);
		return false;
	}
	int64_t local = p[0].at + list[0].zone;
	int64_t day = local - (local % DATE_DAY + DATE_DAY) % DATE_DAY;
	int64_t zero = day - list[0].zone;
	ret->n = (size_t)((p[k - 1].at - zero) / step);
	ret->y = mem_calloc(ret->n ? ret->n : 1, sizeof *ret->y);
	for (size_t j = 0; j < ret->n; j++) {
		int64_t at = zero + (int64_t)(j + 1) * step;
		while (i + 2 < k && p[i + 1].at <= at)
			i++;
		ret->y[j] = at < p[0].at ? NUM_NONE : between(&p[i], at);
	}
	free(p);
	return true;
}

/* The step of the days that are compared: the sensor's own in whole minutes,
 * or the nearest that divides a day. */
static int64_t modd_step(double seconds)
{
	int minutes = seconds < 60 ? 1 : (int)fmin(round(seconds / 60), 1440);

	if (1440 % minutes == 0)
		return minutes * 60;
	if (minutes > 20)
		return 20 * 60;
	int rest = minutes % 5;
	minutes += rest > 2 ? 5 - rest : -rest;
	return (minutes ? minutes : 1) * 60;
}

double cgm_modd(const struct chart_observation *list, size_t n, double step)
{
	struct cgm_grid g;
	double sum = 0;
	size_t pairs = 0;

	if (!(step > 0) || step > GAP ||
	    !cgm_grid(list, n, modd_step(step), &g))
		return NUM_NONE;
	for (size_t i = 0; i + g.day < g.n; i++) {
		double apart = fabs(g.y[i + g.day] - g.y[i]);
		if (isnan(apart))
			continue;
		sum += apart;
		pairs++;
	}
	free(g.y);
	return pairs ? sum / (double)pairs : NUM_NONE;
}
