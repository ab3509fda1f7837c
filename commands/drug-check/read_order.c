/* One order: marks, name, then strength, dose, frequency, route in any order.
 *
 * The name ends where a quantity, a frequency or a route begins. Of several
 * quantities a specification (100mg*30片, 2ml:1.25万iu*10) is the strength, and
 * so is the first of two masses; the last one is the dose. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* Asked for at every character of an order with every list: compared in place,
 * most words differ in their first two bytes. */
size_t reading_starts(const char *s, size_t n, const char *const *list)
{
	if (!n)
		return 0;
	unsigned char first = lower(*s), second = n > 1 ? lower(s[1]) : 0;
	for (int i = 0; list[i]; i++) {
		const char *word = list[i];
		if (lower(word[0]) != first)
			continue;
		if (!word[1])
			return 1;
		if (lower(word[1]) != second)
			continue;
		size_t m = 2;
		while (m < n && word[m] && lower(word[m]) == lower(s[m]))
			m++;
		if (!word[m])
			return m;
	}
	return 0;
}

/* "附子10g 半夏9g": behind a mass, a few ideographs with a mass of grams are
 * the next herb, known or not. */
static bool next_herb(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = 0, characters = 0;
	struct quantity q;
	double high;

	if (!r->n_masses || !isnan(r->o->per_day))
		return false;
	while (i < left && (unsigned char)s[i] >= 0xE4 && characters < 8) {
		i += 3;
		characters++;
	}
	i += i < left && s[i] == ' '; /* 粳米 15克 */
	if (characters < 2 || i >= left)
		return false;
	size_t m = quantity_read(s + i, left - i, &q, &high);
	return m && q.unit && strcmp(q.unit, "mg") == 0 && q.value >= 500;
}

/* 五灵脂, 半夏, 5%GS look like numbers. */
static bool name_like_number(struct reading *r)
{
	static const char *const numerals[] = {"半", "一", "二", "两", "三",
					       "四", "五", "六", "七", "八",
					       "九", "十", "早", "晚", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, known = 0;
	bool percent = isdigit((unsigned char)*s) &&
		       memchr(s, '%', left < 5 ? left : 5);

	return (percent || reading_starts(s, left, numerals)) &&
	       reading_known(r, r->at, &known) && known >= 4;
}

/* "1 gtt OD q2h": behind drops the right eye, when how often is said apart. */
static size_t read_eye(struct reading *r)
{
	static const char *const eyes[] = {"od", "os", "o.d.", "o.s.", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, eyes);
	const struct quantity *last =
		r->n_masses ? &r->masses[r->n_masses - 1] : NULL;
	struct order scratch = order_blank();

	if (!m || (m < left && isalnum((unsigned char)s[m])) || !last ||
	    strcmp(last->unit, "drop") != 0)
		return 0;
	bool often = (s[1] | 0x20) == 's' || !isnan(r->o->per_day);
	for (size_t i = m; !often && i < left; i++)
		often = s[i - 1] == ' ' &&
			frequency_read(s + i, left - i, &scratch, r->a) &&
			!isnan(scratch.per_day);
	if (!often)
		return 0;
	r->o->route = "eye";
	return m;
}

/* Marks between the words; another order may be joined by one. */
static size_t read_separator(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	/* "NS 100ml / 头孢他啶 2g" */
	bool bar =
		*s == '/' && r->at && s[-1] == ' ' && left > 1 && s[1] == ' ';

	if ((*s == '+' || bar) && reading_another_joins(r)) {
		r->joined = true;
		return 1;
	}
	if (*s == '.')
		return !(left > 1 && isdigit((unsigned char)s[1]));
	return *s && strchr(" \t|,;/()[]:-*+", *s) &&
	       !(*s == '-' && left > 1 && s[1] == '>');
}

static size_t read_sig(struct reading *r)
{
	static const char *const sig[] = {
		"sig:",     "sig.",     "sig",      "用法用量:", "用法:",
		"用量:",    "用法",     "用量",     "每次剂量",  "每次用量",
		"每次",     "一次剂量", "一次用量", "一次量",    "单次剂量",
		"单次用量", "单次量",   "用药剂量", "给药剂量",  "take ",
		NULL};
	size_t m = reading_starts(r->s + r->at, r->n - r->at, sig);

	/* "Take 1 tablet daily. Take as directed" */
	if (m && !(r->sig && r->sig_mass < r->n_masses)) {
		r->sig = true;
		r->sig_mass = r->n_masses;
	}
	return m;
}

static size_t read_meal(struct reading *r)
{
	return reading_meal(r->s + r->at, r->n - r->at, &r->o->per_day);
}

static size_t read_stamp(struct reading *r)
{
	return stamp_read(r->s + r->at, r->n - r->at, false);
}

static size_t read_frequency(struct reading *r)
{
	double before = r->o->per_day;
	size_t m = frequency_read(r->s + r->at, r->n - r->at, r->o, r->a);

	/* "bid d1-14 q3w", "qd×2天 每2周": the cycle, not how often */
	bool cycle = r->range || (before >= 1 && !isnan(r->o->days));
	if (m && cycle && r->o->per_day < 1.0 / 6)
		r->o->per_day = before >= 1 ? before : 1;
	r->often |= m > 0;
	return m;
}

static size_t read_route(struct reading *r)
{
	const char *s = r->s + r->at, *route;
	bool push;
	size_t m = route_read(s, r->n - r->at, &route, &push);

	if (!m)
		return 0;
	/* "1 INH IH BID" is no injection */
	if (r->n_masses && (*s | 0x20) == 'i' && strcmp(route, "sc") == 0 &&
	    quantity_is(&r->masses[r->n_masses - 1], "puff"))
		route = "inhaled";
	/* "apply … to left eye" */
	if (!r->o->route ||
	    (strcmp(r->o->route, "oral") == 0 &&
	     strcmp(route, "inhaled") == 0) ||
	    (strcmp(r->o->route, "topical") == 0 &&
	     strcmp(route, "transdermal") != 0))
		r->o->route = route;
	r->o->push |= push;
	return m;
}

/* 加NS至50ml: how much there is in the end. */
static size_t read_in_the_end(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, gap, m;
	struct quantity q;
	double high;

	if (left <= 6 || memcmp(s, "至", 3) != 0)
		return 0;
	gap = 3 + (s[3] == ' ');
	m = quantity_read(s + gap, left - gap, &q, &high);
	if (!m || !quantity_is(&q, "mL"))
		return 0;
	if (!r->n_masses) { /* of the fluid itself */
		r->highs[0] = NUM_NONE;
		r->masses[r->n_masses++] = q;
	}
	return gap + m;
}

static size_t read_fluid(struct reading *r)
{
	size_t m = reading_in_fluid(r);

	r->joined |= m > 0;
	return m;
}

static size_t read_ratio(struct reading *r)
{
	return ratio_read(r->s + r->at, r->n - r->at);
}

/* A word that says nothing to us: of Latin letters all of it. */
static size_t skip_word(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = 1;

	while (m < left && ((unsigned char)s[m] & 0xC0) == 0x80)
		m++;
	if (isalnum((unsigned char)*s))
		while (m < left && isalnum((unsigned char)s[m]))
			m++;
	return m;
}

typedef size_t part_reader(struct reading *r);

static size_t first_of(struct reading *r, part_reader *const *readers)
{
	size_t m = 0;

	for (int i = 0; !m && readers[i]; i++)
		m = readers[i](r);
	return m;
}

/* One thing behind the name; bytes taken. 0: the order ends here. */
static size_t read_part(struct reading *r)
{
	static part_reader *const front[] = {
		reading_sites,      reading_reckoned, reading_water,
		reading_cycle_days, reading_beside,   reading_alias,
		read_separator,     read_sig,         NULL};
	/* what has more words comes before what is part of it */
	static part_reader *const words[] = {
		reading_along,     reading_weeks,   reading_on_off,
		reading_slot,      read_meal,       reading_former,
		reading_change,    reading_limit,   reading_cycle,
		reading_roman,     reading_step,    reading_single,
		reading_ended,     reading_clocks,  read_stamp,
		reading_dashes,    reading_divided, read_eye,
		reading_week,      read_frequency,  reading_duration,
		reading_dispensed, reading_form,    read_route,
		read_in_the_end,   read_fluid,      NULL};
	static part_reader *const numbers[] = {reading_quantity, read_ratio,
					       NULL};
	size_t m;

	if (r->joined || reading_next_ended(r))
		return 0;
	if (r->s[r->at] == ' ') /* no word begins with it */
		return 1;
	if ((m = first_of(r, front)))
		return m;
	if (name_like_number(r))
		return 0;
	if ((m = first_of(r, words)))
		return m;
	if (reading_next_number(r))
		return 0;
	if ((m = first_of(r, numbers)))
		return m;
	if (reading_next_name(r) || next_herb(r))
		return 0;
	return skip_word(r);
}

/* "50 mg x 1 week, then 100 mg daily": as often as what follows. */
static void inherit_step(struct order *now, const struct order *later)
{
	if (!now->route)
		now->route = later->route;
	if (isnan(now->per_day) && !now->once && !now->prn &&
	    !isnan(now->days) && !isnan(later->per_day)) {
		now->per_day = later->per_day;
		now->frequency = later->frequency;
	}
}

size_t order_read(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct order *ret)
{
	struct reading r = {.kb = kb, .s = s, .n = n, .a = a, .o = ret};
	r.changes = change_spoken_of(s, n);

	*ret = order_blank();
	reading_marks(&r);
	size_t start = r.at;
	reading_front(&r);
	if (r.at < n) {
		reading_name(&r);
		reading_label(&r);
	} else {
		ret->printed = "";
	}
	while (r.at < n) {
		size_t m = read_part(&r);
		if (!m)
			break;
		r.at += m;
	}
	if (r.at > n)
		r.at = n;
	if (!r.settled)
		reading_choose_dose(&r);
	else
		inherit_step(ret, &r.later);
	/* "500 mg day 1 then 250 mg days 2-5": each day once */
	if (r.after_first && r.range && isnan(ret->per_day) && !ret->once &&
	    !ret->prn)
		ret->per_day = 1;
	size_t end = r.at;
	while (end > start && strchr(" \t,;+", s[end - 1]))
		end--;
	ret->text = arena_strndup(a, s + start, end - start);
	return r.at ? r.at : 1;
}
