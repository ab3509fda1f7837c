/* One order: marks, name, then strength, dose, frequency, route in any order.
 *
 * The name ends where a quantity, a frequency or a route begins. Of several
 * quantities a specification (100mg*30片, 2ml:1.25万iu*10) is the strength, and
 * so is the first of two masses; the last one is the dose. */
#include "commands/drug-check/read_order.h"
#include "commands/order_forms.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

size_t reading_starts(const char *s, size_t n, const char *const *list)
{
	for (int i = 0; n && list[i]; i++) {
		if ((list[i][0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(list[i]);
		if (m <= n && strncasecmp(s, list[i], m) == 0)
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

static size_t digits_at(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isdigit((unsigned char)s[i]) || s[i] == '.'))
		i++;
	return i;
}

/* "250ml + 注射用奥美拉唑钠 40mg": behind the mark a name, known or not. */
static bool another_joins(const struct reading *r)
{
	size_t i = r->at + 1, m;
	struct order scratch = order_blank();
	struct quantity q;
	const char *route;
	double high;
	bool push;

	while (i < r->n && r->s[i] == ' ')
		i++;
	size_t percent = digits_at(r->s + i, r->n - i);
	if (percent && i + percent < r->n && r->s[i + percent] == '%')
		i += percent + 1; /* 10%KCl */
	if (i + 2 >= r->n || !(r->n_masses || r->o->parts.n) ||
	    !((unsigned char)r->s[i] >= 0xE3 ||
	      isalpha((unsigned char)r->s[i])))
		return false;
	return !frequency_read(r->s + i, r->n - i, &scratch, r->a) &&
	       !route_read(r->s + i, r->n - i, &route, &push) &&
	       !((m = quantity_read(r->s + i, r->n - i, &q, &high)) && q.unit);
}

/* "2 g in NS 100 mL", "in 100 mL D5W": the fluid is given with it. */
static bool in_fluid(struct reading *r)
{
	static const char *const fluids[] = {"NS",
					     "D5W",
					     "D5",
					     "D10",
					     "LR",
					     "SWFI",
					     "normal saline",
					     "sodium chloride",
					     "dextrose",
					     "saline",
					     "sterile water",
					     "lactated",
					     "water for",
					     NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;

	if (left < 6 || !reading_boundary(r, r->at) ||
	    strncasecmp(s, "in ", 3) != 0 || !(r->n_masses || r->o->parts.n))
		return false;
	for (size_t i = 3; i < left && i < 24; i++)
		if ((s[i - 1] == ' ' || s[i - 1] == '%') &&
		    reading_starts(s + i, left - i, fluids))
			return true;
	return false;
}

/* "1.阿司匹林 … 2.氯吡格雷": the number of the next order. */
static bool next_number(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = digits_at(s, left), known;

	if (!i || i > 2 || i + 1 >= left || memchr(s, '.', i - 1) || !r->at ||
	    !strchr(" ;,", s[-1]))
		return false;
	if (s[i - 1] != '.' && s[i] != ')')
		return false;
	i += s[i - 1] != '.';
	while (i < left && s[i] == ' ')
		i++;
	return reading_known(r, r->at + i, &known) && known >= 4;
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

/* Is a dose or how often said within a few words of i? */
static bool dosed_from(const struct reading *r, size_t i)
{
	struct order scratch = order_blank();
	size_t end = i + 48 < r->n ? i + 48 : r->n;
	struct quantity q;
	double high;

	while (i < end && r->s[i] == ' ')
		i++;
	if (i < end && isdigit((unsigned char)r->s[i]))
		return true; /* 柴胡 9, ASA 81 */
	for (; i < end; i++) {
		const char *s = r->s + i;
		bool cjk = (unsigned char)*s >= 0x80;
		if (((unsigned char)*s & 0xC0) == 0x80 ||
		    (!cjk && !reading_boundary(r, i)))
			continue;
		if (quantity_read(s, r->n - i, &q, &high) && q.unit)
			return true;
		if (frequency_read(s, r->n - i, &scratch, r->a))
			return true;
	}
	return false;
}

/* Another known name: the next order of this line. One that is only spoken of
 * ("not on MTX day", "2 h before iron") stands apart from nothing and has no
 * dose. */
static bool next_name(struct reading *r)
{
	size_t known, at = r->at, before = at;

	if (!reading_boundary(r, at) || !reading_known(r, at, &known))
		return false;
	while (known && r->s[at + known - 1] == ' ')
		known--;
	/* SAMe is a drug, the same is none */
	if (known == 4 && memcmp(r->s + at, "same", 4) == 0)
		return false;
	if (known < ((unsigned char)r->s[at] < 0x80 ? 3 : 6) ||
	    only_forms(r->s + at, known))
		return false;
	while (before && r->s[before - 1] == ' ')
		before--;
	bool apart = before &&
		     (strchr(",;+|/", r->s[before - 1]) ||
		      (before >= 3 && memcmp(r->s + before - 3, "、", 3) == 0));
	return apart || (known >= 4 && dosed_from(r, at + known));
}

/* One thing behind the name; bytes taken. 0: the order ends here. */
static size_t read_part(struct reading *r)
{
	static const char *const sig[] = {
		"sig:", "sig.", "sig",  "用法用量:", "用法:", "用量:",
		"用法", "用量", "每次", "一次量",    "take ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m;
	const char *route;
	bool push;

	if (r->joined)
		return 0;
	if ((m = reading_sites(r)))
		return m;
	if (*s == '+' && another_joins(r)) {
		r->joined = true;
		return 1;
	}
	if (strchr(" \t|,;/()[]:-*+", *s) && *s &&
	    !(*s == '-' && left > 1 && s[1] == '>'))
		return 1;
	if (*s == '.' && !(left > 1 && isdigit((unsigned char)s[1])))
		return 1;
	if ((m = reading_starts(s, left, sig))) {
		r->sig = true;
		r->sig_mass = r->n_masses;
		return m;
	}
	if (name_like_number(r))
		return 0;
	if ((m = reading_slot(r)) ||
	    (m = reading_meal(s, left, &r->o->per_day)) ||
	    (m = reading_change(r)) || (m = reading_limit(r)) ||
	    (m = reading_step(r)) || (m = reading_single(r)) ||
	    (m = reading_ended(r)) || (m = stamp_read(s, left, false)))
		return m;
	if ((m = read_eye(r)))
		return m;
	if ((m = reading_week(r)))
		return m;
	if ((m = frequency_read(s, left, r->o, r->a))) {
		r->often = true;
		return m;
	}
	if ((m = reading_duration(r)) || (m = reading_dispensed(r)))
		return m;
	if ((m = route_read(s, left, &route, &push))) {
		if (!r->o->route)
			r->o->route = route;
		r->o->push |= push;
		return m;
	}
	if (in_fluid(r)) {
		r->joined = true;
		return 2;
	}
	if (next_number(r))
		return 0;
	if ((m = reading_quantity(r)) || (m = ratio_read(s, left)))
		return m;
	if (next_name(r))
		return 0;
	if (next_herb(r))
		return 0;
	m = 1;
	while (m < left && ((unsigned char)s[m] & 0xC0) == 0x80)
		m++;
	/* a Latin word is skipped whole */
	if (isalnum((unsigned char)*s))
		while (m < left && isalnum((unsigned char)s[m]))
			m++;
	return m;
}

/* "0.25g*24粒 阿莫西林胶囊", "2 tabs of ibuprofen": a quantity in front. */
static void read_front(struct reading *r)
{
	struct quantity q;
	double high;
	size_t known;

	if (r->at >= r->n || !isdigit((unsigned char)r->s[r->at]) ||
	    reading_known(r, r->at, &known))
		return;
	size_t m = quantity_read(r->s + r->at, r->n - r->at, &q, &high);
	if (!m || !q.unit || strcmp(q.unit, "%") == 0)
		return;
	bool fluid = strcmp(q.unit, "mL") == 0;
	struct order before = *r->o;
	size_t spec = reading_specification(r, &q, r->at + m);
	size_t next = r->at + m + spec;
	while (next < r->n && strchr(" \t|,", r->s[next]))
		next++;
	if (next + 3 < r->n && memcmp(r->s + next, "of ", 3) == 0)
		next += 3;
	if (!reading_known(r, next, &known) || known < (fluid ? 2 : 4)) {
		*r->o = before;
		return;
	}
	if (!spec) {
		r->highs[0] = high;
		r->masses[r->n_masses++] = q;
	}
	r->at = next;
}

size_t order_read(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct order *ret)
{
	struct reading r = {.kb = kb, .s = s, .n = n, .a = a, .o = ret};
	r.changes = change_spoken_of(s, n);

	*ret = order_blank();
	reading_marks(&r);
	size_t start = r.at;
	read_front(&r);
	if (r.at < n)
		reading_name(&r);
	else
		ret->printed = "";
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
	else if (!ret->route)
		ret->route = r.later.route;
	size_t end = r.at;
	while (end > start && strchr(" \t,;+", s[end - 1]))
		end--;
	ret->text = arena_strndup(a, s + start, end - start);
	return r.at ? r.at : 1;
}
