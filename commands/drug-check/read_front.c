/* What stands in front of the name and is part of the order, a quantity, a
 * label; and the other name behind it. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

/* A quantity in front of the name: bytes, 0 none. */
static size_t front_quantity(struct reading *r)
{
	struct quantity q;
	double high;
	size_t m = quantity_read(r->s + r->at, r->n - r->at, &q, &high);

	if (!m || !q.unit || strcmp(q.unit, "%") == 0)
		return 0;
	size_t spec = reading_specification(r, &q, r->at + m);
	if (!spec && r->n_masses < 6) {
		r->highs[r->n_masses] = high;
		r->masses[r->n_masses++] = q;
	}
	return m + spec;
}

/* What may stand in front: "2 tabs of", "1 tablet daily:", "BD ". Bytes. */
static size_t front_part(struct reading *r)
{
	static const char *const between[] = {" ", "\t", "|",   ",",
					      ":", "- ", "of ", NULL};
	const char *s = r->s + r->at, *route;
	size_t left = r->n - r->at, m = reading_starts(s, left, between);
	bool push;

	if (m)
		return m;
	if ((m = front_quantity(r)) ||
	    (m = frequency_read(s, left, r->o, r->a)) ||
	    (m = reading_meal(s, left, &r->o->per_day)))
		return m;
	if (!(m = route_read(s, left, &route, &push)))
		return 0;
	r->o->route = route;
	r->o->push |= push;
	return m;
}

/* "0.25g*24粒 阿莫西林胶囊", "1 tablet daily: Lisinopril 10 mg", "qd 阿司匹林": a
 * dose and how often, in front of a known name. */
void reading_front(struct reading *r)
{
	size_t known, start = r->at, m, masses = r->n_masses;
	struct order before, scratch = order_blank();
	double x;

	if (start >= r->n ||
	    !(amount_read(r->s + start, r->n - start, &x) ||
	      frequency_read(r->s + start, r->n - start, &scratch, r->a)) ||
	    reading_known(r, start, &known))
		return;
	before = *r->o;
	for (int words = 0; words < 12 && r->at < r->n; words++) {
		bool fluid = r->n_masses && quantity_is(r->masses, "mL");
		if (words && reading_known(r, r->at, &known) &&
		    known >= (fluid ? 2 : 3))
			return;
		if (!(m = front_part(r)))
			break;
		r->at += m;
	}
	*r->o = before;
	r->n_masses = masses;
	r->at = start;
}

/* "Insulin: Novomix 30 …": a label, and the name behind it. */
void reading_label(struct reading *r)
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

size_t reading_alias(struct reading *r)
{
	const char *s = r->s + r->at, *close;
	size_t left = r->n - r->at, known;
	struct quantity q;
	double high;

	if (*s != '(' || !(r->n_masses || r->o->strength.unit || r->o->form) ||
	    !(close = memchr(s, ')', left < 80 ? left : 80)) ||
	    !reading_known(r, r->at + 1, &known) || known < 4)
		return 0;
	size_t n = (size_t)(close - s);
	for (size_t i = 1; i < n; i++)
		if (isdigit((unsigned char)s[i]) &&
		    !isalnum((unsigned char)s[i - 1]) &&
		    quantity_read(s + i, n - i, &q, &high) && q.unit)
			return 0;
	r->o->printed = arena_printf(r->a, "%s (%.*s)", r->o->printed,
				     (int)(n - 1), s + 1);
	return n + 1;
}
