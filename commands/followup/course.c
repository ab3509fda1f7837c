#include "commands/followup/course.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>

#define YEAR (365.25 * DATE_DAY)

static bool usable(const struct chart_observation *o)
{
	return !isnan(o->canonical) && !o->comparator;
}

bool slope_of(const struct chart_observation *list, size_t n, struct slope *ret)
{
	double st = 0, sy = 0, stt = 0, sty = 0, residual = 0;
	int64_t first = 0, last = 0;

	*ret = (struct slope){.error = NUM_NONE};
	for (size_t i = 0; i < n; i++) {
		if (!usable(&list[i]))
			continue;
		if (!ret->n++)
			first = list[i].at;
		last = list[i].at;
		st += (double)(list[i].at - first) / YEAR;
		sy += list[i].canonical;
	}
	ret->years = (double)(last - first) / YEAR;
	if (ret->n < 2 || last == first)
		return false;
	double mt = st / (double)ret->n, my = sy / (double)ret->n;
	for (size_t i = 0; i < n; i++)
		if (usable(&list[i])) {
			double t = (double)(list[i].at - first) / YEAR - mt;
			stt += t * t;
			sty += t * (list[i].canonical - my);
		}
	ret->per_year = sty / stt;
	for (size_t i = 0; i < n; i++)
		if (usable(&list[i])) {
			double t = (double)(list[i].at - first) / YEAR - mt;
			double e = list[i].canonical - my - ret->per_year * t;
			residual += e * e;
		}
	if (ret->n > 2)
		ret->error = sqrt(residual / (double)(ret->n - 2) / stt);
	return true;
}

/* Share of a straight line from a to b that lies at or below `level`. */
static double share_below(double a, double b, double level)
{
	if (a > b) {
		double t = a;
		a = b;
		b = t;
	}
	if (level >= b)
		return 1;
	if (level < a)
		return 0;
	return (level - a) / (b - a);
}

bool ttr_of(const struct chart_observation *list, size_t n, double low,
	    double high, struct ttr *ret)
{
	const struct chart_observation *before = NULL;
	double within = 0, below = 0;

	*ret = (struct ttr){0};
	for (size_t i = 0; i < n; i++) {
		if (!usable(&list[i]))
			continue;
		ret->n++;
		if (before) {
			double days =
				(double)(list[i].at - before->at) / DATE_DAY;
			double a = before->canonical, b = list[i].canonical;
			/* a level line at the limit itself is within */
			double under = a == b ? (a < low ? 1 : 0)
					      : share_below(a, b, low);
			if (days > TTR_GAP) {
				ret->left_out += days;
			} else {
				ret->days += days;
				below += days * under;
				within += days *
					  (share_below(a, b, high) - under);
			}
		}
		before = &list[i];
	}
	if (!(ret->days > 0))
		return false;
	ret->within = 100 * within / ret->days;
	ret->below = 100 * below / ret->days;
	ret->above = 100 - ret->within - ret->below;
	return true;
}

double change_within(const struct chart_observation *list, size_t n,
		     double days)
{
	const struct chart_observation *last = NULL;

	for (size_t i = n; i-- > 0 && !last;)
		if (usable(&list[i]))
			last = &list[i];
	for (size_t i = 0; last && i < n && &list[i] != last; i++)
		if (usable(&list[i]) &&
		    (double)(last->at - list[i].at) <= days * DATE_DAY)
			return last->canonical - list[i].canonical;
	return NUM_NONE;
}

/* --- at home ------------------------------------------------------------- */

enum { WINDOW = 7 };

struct sums {
	double sbp, dbp;
	size_t n;
};

static int64_t local(const struct chart_observation *o)
{
	return o->at + o->zone;
}

static int64_t day_of(const struct chart_observation *o)
{
	int64_t t = local(o);

	return (t - (t < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
}

static bool at_home(const struct chart_observation *o)
{
	return o->context && strstr(o->context, "home") && usable(o);
}

static const struct chart_observation *partner(
	const struct chart_observation *dbp, size_t n, int64_t at)
{
	for (size_t i = 0; i < n; i++)
		if (dbp[i].at == at && at_home(&dbp[i]))
			return &dbp[i];
	return NULL;
}

static void add(struct sums *s, double sbp, double dbp)
{
	s->sbp += sbp;
	s->dbp += dbp;
	s->n++;
}

static void average(const struct sums *s, double *ret_sbp, double *ret_dbp)
{
	*ret_sbp = s->n ? s->sbp / (double)s->n : NUM_NONE;
	*ret_dbp = s->n ? s->dbp / (double)s->n : NUM_NONE;
}

static void count_days(struct home_bp *ret, size_t count[WINDOW][2])
{
	for (int d = 0; d < WINDOW; d++) {
		ret->days += count[d][0] + count[d][1] > 0;
		for (int half = 0; d > 0 && half < 2; half++) {
			if (!count[d][half])
				continue;
			ret->occasions++;
			ret->short_occasions += count[d][half] < 2;
		}
	}
	ret->sufficient =
		ret->days >= 4 && ret->short_occasions * 2 <= ret->occasions;
}

bool home_bp_of(const struct chart_observation *sbp, size_t n_sbp,
		const struct chart_observation *dbp, size_t n_dbp,
		struct home_bp *ret)
{
	size_t count[WINDOW][2] = {{0}};
	struct sums all = {0}, half[2] = {{0}};
	bool any = false;

	*ret = (struct home_bp){0};
	for (size_t i = 0; i < n_sbp; i++)
		if (at_home(&sbp[i])) {
			ret->last = day_of(&sbp[i]);
			any = true;
		}
	ret->first = ret->last;
	for (size_t i = n_sbp; i-- > 0;)
		if (at_home(&sbp[i]) && day_of(&sbp[i]) > ret->last - WINDOW)
			ret->first = day_of(&sbp[i]);
	for (size_t i = 0; any && i < n_sbp; i++) {
		const struct chart_observation *d;
		if (!at_home(&sbp[i]) || day_of(&sbp[i]) < ret->first)
			continue;
		d = partner(dbp, n_dbp, sbp[i].at);
		if (!d)
			continue;
		int evening = local(&sbp[i]) - day_of(&sbp[i]) * DATE_DAY >=
			      DATE_DAY / 2;
		count[day_of(&sbp[i]) - ret->first][evening]++;
		if (day_of(&sbp[i]) == ret->first)
			continue; /* the first day is left out */
		add(&all, sbp[i].canonical, d->canonical);
		add(&half[evening], sbp[i].canonical, d->canonical);
	}
	ret->n = all.n;
	average(&all, &ret->sbp, &ret->dbp);
	average(&half[0], &ret->morning_sbp, &ret->morning_dbp);
	average(&half[1], &ret->evening_sbp, &ret->evening_dbp);
	count_days(ret, count);
	return any;
}
