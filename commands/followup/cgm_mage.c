/* The mean amplitude of glycaemic excursions; see struct cgm for whose
 * definition it is. */
#include "commands/followup/cgm_grid.h"

#include "base/mem.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>

/* Points of five minutes: the two moving averages, and a hole that parts. */
enum { STEP = 300, SHORT = 5, LONG = 32, HOLE = 36 };

/* The mean of the last `width` points that are there. */
static double average(const double *y, size_t i, size_t width)
{
	double sum = 0;
	size_t k = 0;

	for (size_t j = i + 1 - width; j <= i; j++)
		if (!isnan(y[j])) {
			sum += y[j];
			k++;
		}
	return k ? sum / (double)k : NUM_NONE;
}

/* Short less long; the first points have the first whole window's. */
static double apart(const double *y, size_t i)
{
	return average(y, i < SHORT - 1 ? SHORT - 1 : i, SHORT) -
	       average(y, i < LONG - 1 ? LONG - 1 : i, LONG);
}

struct cross {
	size_t at;
	bool high; /* what comes is a peak, else a nadir */
};

/* Where the averages cross, with the ends of the stretch. */
static size_t find_crosses(const double *y, size_t n, struct cross *ret)
{
	size_t k = 0;
	double last = apart(y, 0), before = last;

	ret[k++] = (struct cross){0, last > 0};
	for (size_t i = 1; i < n; i++) {
		double now = apart(y, i), was = before;
		before = now;
		if (isnan(y[i]) || isnan(y[i - 1]) || isnan(now) || isnan(was))
			continue;
		if (now * was < 0)
			ret[k++] = (struct cross){i, now >= was};
		else if (now * last < 0)
			ret[k++] = (struct cross){i, now >= last};
		else
			continue;
		last = now;
	}
	ret[k++] = (struct cross){n - 1, before > 0};
	return k;
}

/* Between one turning point and the next crossing lies the next one. */
static size_t find_turns(const double *y, const struct cross *cross,
			 size_t crosses, double *ret)
{
	size_t from = cross[0].at, k = 0;

	for (size_t i = 0; i + 1 < crosses; i++) {
		size_t best = from;
		for (size_t j = from; j <= cross[i + 1].at; j++)
			if (isnan(y[best]) ||
			    (cross[i].high ? y[j] > y[best] : y[j] < y[best]))
				best = j;
		ret[k++] = y[best];
		from = best;
	}
	return k;
}

struct swings {
	double sum;
	size_t n;
};

/* Swings upwards of `least`, each as far as it goes before it turns by as
 * much; sign -1: downwards. The next one begins at the turn or, downwards, at
 * the end of the last. */
static struct swings add_swings(const double *turn, size_t n, double least,
				int sign)
{
	struct swings s = {0};

	for (size_t j = 0, from = 0; j < n;) {
		size_t start = from;
		for (size_t i = from; i <= j; i++)
			if (sign * turn[i] < sign * turn[start])
				start = i;
		if (sign * (turn[j] - turn[start]) < least) {
			j++;
			continue;
		}
		size_t k = j, top = j;
		for (; k < n; k++) {
			if (sign * turn[k] > sign * turn[top])
				top = k;
			if (sign * (turn[k] - turn[top]) < -least || k + 1 == n)
				break;
		}
		s.sum += sign * (turn[top] - turn[start]);
		s.n++;
		if (k + 1 == n)
			break;
		from = sign > 0 ? k : top;
		j = k;
	}
	return s;
}

static double deviation(const double *y, size_t n)
{
	double sum = 0, squares = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(y[i])) {
			sum += y[i];
			k++;
		}
	for (size_t i = 0; i < n && k; i++)
		if (!isnan(y[i]))
			squares += (y[i] - sum / (double)k) *
				   (y[i] - sum / (double)k);
	return k > 1 ? sqrt(squares / (double)(k - 1)) : 0;
}

struct mage {
	double sum, weight;
};

/* One stretch: both directions, each weighed by its length. */
static void take_stretch(const double *y, size_t n, struct mage *m)
{
	double least = deviation(y, n);

	if (n < LONG || !(least > 0))
		return;
	struct cross *cross = mem_calloc(n + 1, sizeof *cross);
	double *turn = mem_calloc(n + 1, sizeof *turn);
	size_t turns = find_turns(y, cross, find_crosses(y, n, cross), turn);
	for (int sign = 1; sign >= -1; sign -= 2) {
		struct swings s = add_swings(turn, turns, least, sign);
		if (!s.n)
			continue;
		m->sum += s.sum / (double)s.n * (double)(n - 1);
		m->weight += (double)(n - 1);
	}
	free(cross);
	free(turn);
}

double cgm_mage(const struct chart_observation *list, size_t n)
{
	struct cgm_grid g;
	struct mage m = {0};
	size_t from = 0, hole = 0;

	if (!cgm_grid(list, n, STEP, &g))
		return NUM_NONE;
	while (from < g.n && isnan(g.y[from]))
		from++;
	for (size_t i = from; i <= g.n; i++) {
		if (i < g.n && isnan(g.y[i])) {
			hole++;
			continue;
		}
		if (i == g.n) {
			take_stretch(g.y + from, i - hole - from, &m);
		} else if (hole > HOLE) {
			take_stretch(g.y + from, i - hole - from, &m);
			from = i;
		}
		hole = 0;
	}
	free(g.y);
	return m.weight > 0 ? m.sum / m.weight : NUM_NONE;
}
