/* Doses that differ by the day, as of warfarin: pairs of a dose and its days, in
 * either order, read as they stand and bound when the whole order is known. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
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
					    "every other day of the week",
					    "otherwise",
					    "其余每日",
					    "其余每天",
					    "其他时间",
					    "其它时间",
					    "remaining days",
					    "其余各日",
					    "其余日",
					    "其余时间",
					    "其余",
					    "其他日",
					    "其他",
					    "其它",
					    "其它日",
					    "余日",
					    NULL};

	return reading_starts(s, n, words);
}

/* 周末, 工作日: days without their names; bytes, 0 none. */
static size_t named_days(const char *s, size_t n, double *ret)
{
	static const struct {
		const char *word;
		double days;
	} words[] = {{"周末", 2},     {"双休日", 2},  {"工作日", 5},
		     {"平日", 5},     {"平时", 5},    {"单日", 3.5},
		     {"双日", 3.5},   {"单号", 3.5},  {"双号", 3.5},
		     {"奇数日", 3.5}, {"偶数日", 3.5}};
	unsigned days;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *const one[] = {words[i].word, NULL};
		size_t m = reading_starts(s, n, one);
		if (!m)
			continue;
		*ret = words[i].days;
		return m;
	}
	size_t m = chinese_weekdays(s, n, &days);
	*ret = days;
	return m;
}

/* "(一三五)" behind a dose. */
static size_t bracket_days(const struct reading *r, double *ret)
{
	size_t i = r->at, days = 0;

	if (!i || r->s[i - 1] != '(')
		return 0;
	while (i < r->n && weekday_at(r->s + i, r->n - i)) {
		days++;
		i += 3;
	}
	*ret = (double)days;
	if (days < 2 || days > 6)
		return 0;
	if (i < r->n && r->n - i >= 3 && memcmp(r->s + i, "日", 3) == 0)
		i += 3;
	return i < r->n && r->s[i] == ')' ? i - r->at : 0;
}

/* "qd (周六、周日停)", "周末停用": days of the week without it. */
static size_t reading_pause(struct reading *r)
{
	static const char *const stops[] = {"停",   "不用", "不服",
					    "除外", "休息", NULL};
	static const char *const a_week[] = {"每周停", "每周停用", NULL};
	static const char *const day[] = {"天", "日", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, stop;
	double days;

	/* 每周停一天 */
	if ((m = reading_starts(s, left, a_week)) &&
	    (stop = amount_read(s + m, left - m, &days)) && days < 7 &&
	    reading_starts(s + m + stop, left - m - stop, day)) {
		if (!isnan(r->o->per_day))
			r->o->day_factor = r->o->per_day * (7 - days) / 7;
		return m + stop + 3;
	}
	m = named_days(s, left, &days);
	stop = m ? reading_starts(s + m, left - m, stops) : 0;
	if (!stop || days >= 7 || isnan(r->o->per_day))
		return 0;
	if (r->o->per_day >= 1) /* else the other days are named, too */
		r->o->day_factor = r->o->per_day * (7 - days) / 7;
	return m + stop;
}

/* 0 days are those that no other names. */
static void add_days(struct reading *r, double days)
{
	if (r->n_week < 4) {
		r->week[r->n_week].mass = r->n_masses;
		r->week[r->n_week++].days = days;
	}
}

/* "3mg与4.5mg交替", "2.5 mg and 3.75 mg on alternate days": bytes, 0 none. */
static size_t reading_alternate(struct reading *r)
{
	static const char *const words[] = {
		"每日交替",        "隔日交替",    "隔天交替",
		"逐日交替",        "交替",        "alternating with",
		"alternating",     "alternately", "alternate with",
		"alternates with", NULL};
	static const char *const days[] = {"on alternate days",
					   "alternate days",
					   "on alternating days",
					   "every other day",
					   "隔日",
					   "隔天",
					   NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);

	/* "4mg/5mg alternate days" of one drug */
	struct parts *p = &r->o->parts;
	size_t on = m ? m : reading_starts(s, left, days);
	if (on && !r->n_masses && p->n == 2 && p->unit) {
		for (size_t i = 0; i < 2; i++) {
			r->highs[i] = NUM_NONE;
			r->of_slot[i] = r->beside[i] = false;
			r->masses[r->n_masses++] =
				(struct quantity){p->at[i], p->unit};
		}
		p->n = 0;
		r->alternate = true;
		return on;
	}
	if (!r->n_masses)
		return 0;
	bool two = r->n_masses > 1 && r->beside[r->n_masses - 1] &&
		   strcmp(r->masses[r->n_masses - 1].unit,
			  r->masses[r->n_masses - 2].unit) == 0;
	if (!m && two)
		m = reading_starts(s, left, days);
	if (m)
		r->alternate = true;
	return m;
}

size_t reading_week(struct reading *r)
{
	static const char *const but[] = {"except", "除", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m;
	struct order scratch = order_blank();
	unsigned named = 0;
	double days;

	if ((m = reading_pause(r)) || (m = reading_alternate(r)))
		return m;
	if (r->n_masses && (m = reading_starts(s, left, but)) && !r->n_week) {
		r->except = true;
		add_days(r, 0);
		return m;
	}
	if ((m = other_days(s, left)))
		days = 0;
	else if ((m = frequency_weekdays(s, left, &named)))
		days = named;
	else if (!(m = named_days(s, left, &days)) &&
		 !(m = bracket_days(r, &days)))
		return 0;
	add_days(r, days);
	/* one dose on some days is a frequency like any other */
	return r->n_week > 1 || !frequency_read(s, left, &scratch, r->a) ? m
									 : 0;
}

/* Does the dose of each entry stand at its place + back, all of one unit, each
 * its own? */
static bool binds(const struct reading *r, size_t back)
{
	const char *unit = NULL;

	for (size_t i = 0; i < r->n_week; i++) {
		size_t k = r->week[i].mass - back;
		if (k >= r->n_masses ||
		    (i && r->week[i].mass == r->week[i - 1].mass) ||
		    (unit && strcmp(unit, r->masses[k].unit) != 0))
			return false;
		unit = r->masses[k].unit;
	}
	return true;
}

/* The doses with their days make the dose (the largest) and what it comes to a
 * day; a mass in front of all of them is the strength. */
static void average(struct reading *r, const size_t *mass, const double *days,
		    size_t n)
{
	struct order *o = r->o;
	double sum = 0, most = 0;

	for (size_t i = 0; i < n; i++) {
		sum += r->masses[mass[i]].value * days[i];
		most = fmax(most, r->masses[mass[i]].value);
	}
	if (!(most > 0))
		return;
	if (!o->strength_text)
		o->strength = (struct quantity){NUM_NONE, NULL};
	if (!o->strength.unit && mass[0] > 0 && quantity_is_mass(&r->masses[0]))
		o->strength = r->masses[0];
	o->dose = (struct quantity){most, r->masses[mass[0]].unit};
	o->dose_high = NUM_NONE;
	o->per_day = 1;
	o->weekdays = 0;
	o->day_factor = sum / most / 7;
}

void reading_choose_week(struct reading *r)
{
	size_t mass[4];
	double days[4], left = 7;

	if (r->alternate && r->n_masses > 1) {
		size_t last = r->n_masses - 1;
		if (strcmp(r->masses[last].unit, r->masses[last - 1].unit) == 0)
			average(r, (const size_t[]){last - 1, last},
				(const double[]){3.5, 3.5}, 2);
		return;
	}
	for (size_t i = 0; i < r->n_week; i++)
		left -= r->week[i].days;
	left = fmax(left, 0);
	/* "5 mg daily except Tuesdays" */
	if (r->except && r->n_week == 2 && r->week[1].mass == r->week[0].mass) {
		r->o->per_day = left / 7;
		r->o->weekdays = 0;
		return;
	}
	if (r->n_week < 2)
		return;
	/* a dose behind the last of the days: so it was all along */
	bool behind = r->week[r->n_week - 1].mass < r->n_masses;
	size_t back = behind ? 0 : 1;
	if (!binds(r, back) && !binds(r, back = !back))
		return;
	for (size_t i = 0; i < r->n_week; i++) {
		mass[i] = r->week[i].mass - back;
		days[i] = r->week[i].days > 0 ? r->week[i].days : left;
	}
	average(r, mass, days, r->n_week);
}
