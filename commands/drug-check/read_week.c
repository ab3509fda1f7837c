/* Doses that differ by the day of the week, as of warfarin. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

/* The day of the week at s, 1 to 7; 0 none. Each is one character of three
 * bytes. */
static unsigned weekday_at(const char *s, size_t n)
{
	static const char *const days[] = {"一", "二", "三", "四",
					   "五", "六", "日", "天"};

	for (unsigned i = 0; n >= 3 && i < 8; i++)
		if (memcmp(s, days[i], 3) == 0)
			return i < 7 ? i + 1 : 7;
	return 0;
}

/* 周一三五, 周二、四, 周一至周五: bytes, 0 none. */
size_t chinese_weekdays(const char *s, size_t n, unsigned *ret)
{
	static const char *const begin[] = {"每周", "周", "星期", NULL};
	static const char *const marks[] = {"、", ",", "和", "及",
					    "周", "/", NULL};
	static const char *const until[] = {"至周", "到周", "-周", "至",
					    "到",   "-",    NULL};
	size_t i = reading_starts(s, n, begin), end = 0, m;
	unsigned day, last = 0;

	*ret = 0;
	while (i) {
		if ((day = weekday_at(s + i, n - i))) {
			last = day;
			++*ret;
			end = i += 3;
		} else if ((m = reading_starts(s + i, n - i, until)) &&
			   (day = weekday_at(s + i + m, n - i - m)) > last &&
			   last) {
			*ret += day - last;
			last = day;
			end = i += m + 3;
		} else if ((m = reading_starts(s + i, n - i, marks))) {
			i += m;
		} else {
			break;
		}
	}
	/* 每周一次 names no day */
	return end && !(n - end >= 3 && memcmp(s + end, "次", 3) == 0) ? end
								       : 0;
}

/* "all other days", 其余: bytes. */
static size_t other_days(const char *s, size_t n)
{
	static const char *const words[] = {"on all other days",
					    "all other days",
					    "on other days",
					    "other days",
					    "the other days",
					    "rest of the week",
					    "the rest of the week",
					    "remaining days",
					    "其余各日",
					    "其余日",
					    "其余时间",
					    "其余",
					    "其他日",
					    "其它日",
					    "余日",
					    NULL};

	return reading_starts(s, n, words);
}

static unsigned days_left(const struct reading *r)
{
	unsigned said = 0;

	for (size_t i = 0; i < r->n_week; i++)
		said += r->week[i].days;
	return said < 7 ? 7 - said : 0;
}

static void add_days(struct reading *r, size_t mass, unsigned days)
{
	if (r->n_week < 4 && days) {
		r->week[r->n_week].mass = mass;
		r->week[r->n_week++].days = days;
	}
}

/* "qd (周六、周日停)", "周末停用": days of the week without it. */
static size_t reading_pause(struct reading *r)
{
	static const char *const weekend[] = {"周末", "双休日", NULL};
	static const char *const stops[] = {"停",   "不用", "不服",
					    "除外", "休息", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, stop;
	unsigned days = 2;

	m = reading_starts(s, left, weekend);
	if (!m)
		m = chinese_weekdays(s, left, &days);
	stop = m ? reading_starts(s + m, left - m, stops) : 0;
	if (!stop || days >= 7 || isnan(r->o->per_day))
		return 0;
	r->o->day_factor = r->o->per_day * (7 - days) / 7;
	return m + stop;
}

/* " 周六周日" and no dose after it: the dose in front is of these days, and so
 * it was all along ("50ug 周一至周五 75ug 周六周日"). */
static bool days_without_dose(const char *s, size_t n)
{
	struct quantity q;
	double high;
	unsigned days;
	size_t at = 0, m;

	while (at < n && s[at] == ' ')
		at++;
	m = other_days(s + at, n - at);
	if (!m)
		m = chinese_weekdays(s + at, n - at, &days);
	if (!m)
		return false;
	at += m;
	while (at < n && s[at] == ' ')
		at++;
	return !quantity_read(s + at, n - at, &q, &high) || !q.unit;
}

size_t reading_week(struct reading *r)
{
	static const char *const between[] = {" ", ":", "各", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m;
	struct quantity q;
	double high;
	unsigned days;

	if ((m = reading_pause(r)))
		return m;
	if (r->n_masses &&
	    reading_starts(s, left, (const char *const[]){"except", NULL})) {
		r->except = true;
		return 6;
	}
	if ((m = other_days(s, left))) {
		days = days_left(r);
	} else if (!(m = chinese_weekdays(s, left, &days)) &&
		   !(m = frequency_weekdays(s, left, &days))) {
		return 0;
	}
	/* "周一三五 2.5mg": the dose stands behind, where none is left in front */
	size_t at = m;
	size_t gap;
	while ((gap = reading_starts(s + at, left - at, between)))
		at += gap;
	size_t dose = quantity_read(s + at, left - at, &q, &high);
	bool behind = (unsigned char)*s >= 0x80 && dose && q.unit &&
		      !(r->n_masses > r->n_week &&
			days_without_dose(s + at + dose, left - at - dose));
	if (!behind && !r->n_masses)
		return 0;
	size_t mass = behind ? r->n_masses : r->n_masses - 1;
	for (size_t i = 0; i < r->n_week; i++)
		if (r->week[i].mass == mass)
			return 0;
	add_days(r, mass, days);
	/* one dose on some days is a frequency like any other */
	return r->n_week > 1 || r->except || behind ? m : 0;
}

void reading_choose_week(struct reading *r)
{
	double sum = 0, most = 0;
	const char *unit = NULL;

	if (r->except && r->n_week && r->week[0].mass > 0)
		add_days(r, r->week[0].mass - 1, days_left(r));
	if (r->n_week < 2)
		return;
	for (size_t i = 0; i < r->n_week; i++) {
		if (r->week[i].mass >= r->n_masses)
			return;
		const struct quantity *q = &r->masses[r->week[i].mass];
		if (unit && strcmp(unit, q->unit) != 0)
			return;
		unit = q->unit;
		sum += q->value * r->week[i].days;
		most = fmax(most, q->value);
	}
	if (!(most > 0))
		return;
	bool first = r->week[0].mass == 0 || r->except;
	if (first && !r->o->strength_text)
		r->o->strength = (struct quantity){NUM_NONE, NULL};
	r->o->dose = (struct quantity){most, unit};
	r->o->dose_high = NUM_NONE;
	r->o->per_day = 1;
	r->o->weekdays = 0;
	r->o->day_factor = sum / most / 7;
}
