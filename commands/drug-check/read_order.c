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

/* One thing behind the name; bytes taken. 0: the order ends here. */
static size_t read_part(struct reading *r)
{
	static const char *const sig[] = {
		"sig:", "sig.", "sig",  "用法用量:", "用法:", "用量:",
		"用法", "用量", "每次", "一次量",    "take ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m;
	struct quantity scratch;
	const char *route;
	double high;
	bool push;

	if (r->joined)
		return 0;
	if ((m = reading_sites(r)) || (m = reading_reckoned(r)) ||
	    (m = reading_water(r)))
		return m;
	/* "NS 100ml / 头孢他啶 2g" */
	bool bar =
		*s == '/' && r->at && s[-1] == ' ' && left > 1 && s[1] == ' ';
	if ((*s == '+' || bar) && reading_another_joins(r)) {
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
	    (m = reading_former(r)) || (m = reading_change(r)) ||
	    (m = reading_limit(r)) || (m = reading_cycle(r)) ||
	    (m = reading_roman(r)) || (m = reading_step(r)) ||
	    (m = reading_single(r)) || (m = reading_ended(r)) ||
	    (m = reading_clocks(r)) || (m = stamp_read(s, left, false)) ||
	    (m = reading_dashes(r)) || (m = reading_divided(r)))
		return m;
	if ((m = read_eye(r)))
		return m;
	if ((m = reading_week(r)))
		return m;
	if ((m = frequency_read(s, left, r->o, r->a))) {
		r->often = true;
		return m;
	}
	if ((m = reading_duration(r)) || (m = reading_dispensed(r)) ||
	    (m = reading_form(r)))
		return m;
	if ((m = route_read(s, left, &route, &push))) {
		/* "apply … to left eye" */
		if (!r->o->route || (strcmp(r->o->route, "topical") == 0 &&
				     strcmp(route, "eye") == 0))
			r->o->route = route;
		r->o->push |= push;
		return m;
	}
	/* 加NS至50ml: how much there is in the end */
	if (left > 6 && memcmp(s, "至", 3) == 0) {
		size_t gap = 3 + (s[3] == ' ');
		m = quantity_read(s + gap, left - gap, &scratch, &high);
		if (m && quantity_is(&scratch, "mL")) {
			if (!r->n_masses) { /* of the fluid itself */
				r->highs[0] = NUM_NONE;
				r->masses[r->n_masses++] = scratch;
			}
			return gap + m;
		}
	}
	if ((m = reading_in_fluid(r))) {
		r->joined = true;
		return m;
	}
	if (reading_next_number(r))
		return 0;
	if ((m = reading_quantity(r)) || (m = ratio_read(s, left)))
		return m;
	if (reading_next_name(r))
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
	if (!reading_known(r, next, &known) || known < (fluid ? 2 : 3)) {
		*r->o = before;
		return;
	}
	if (!spec) {
		r->highs[0] = high;
		r->masses[r->n_masses++] = q;
	}
	r->at = next;
}

/* "Insulin: Novomix 30 …": a label, and the name behind it. */
static void read_label(struct reading *r)
{
	size_t at = r->at, known;

	if (at >= r->n || r->s[at] != ':')
		return;
	do
		at++;
	while (at < r->n && r->s[at] == ' ');
	if (at >= r->n || !reading_known(r, at, &known) || known < 4)
		return;
	r->at = at;
	reading_name(r);
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
	if (r.at < n) {
		reading_name(&r);
		read_label(&r);
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
	else if (!ret->route)
		ret->route = r.later.route;
	size_t end = r.at;
	while (end > start && strchr(" \t,;+", s[end - 1]))
		end--;
	ret->text = arena_strndup(a, s + start, end - start);
	return r.at ? r.at : 1;
}
