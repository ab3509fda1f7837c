/* What stands in front of the name and is part of the order, a quantity, a
 * label; and the other name behind it. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

/* "0.25g*24粒 阿莫西林胶囊", "2 tabs of ibuprofen": a quantity in front. */
void reading_front(struct reading *r)
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
