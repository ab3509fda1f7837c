/* Numbers without a unit. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* How often, behind what may stand between it and a number: "1 po bid", "one to
 * be taken at night". */
static bool often_behind(const struct reading *r, size_t at)
{
	static const char *const between[] = {
		" ",     "to be taken", "to be inhaled",
		"taken", "by mouth",    "orally",
		"up to", "(",           NULL};
	struct order scratch = order_blank();
	const char *route;
	size_t m;
	bool push;

	static const char *const once[] = {" at onset", " at the onset",
					   " as directed", " when required",
					   NULL};
	if (reading_starts(r->s + at, r->n - at, once))
		return true;
	for (int round = 0; round < 6; round++) {
		if (frequency_read(r->s + at, r->n - at, &scratch, r->a))
			return true;
		if (!(m = reading_starts(r->s + at, r->n - at, between)) &&
		    !(m = route_read(r->s + at, r->n - at, &route, &push)))
			return false;
		at += m;
	}
	return false;
}

/* One of a patch is a patch. */
static const char *counted_as(const char *form)
{
	static const struct {
		const char *form, *unit;
	} units[] = {{"patch", "piece"},
		     {"suppository", "piece"},
		     {"drops", "drop"},
		     {"spray", "puff"},
		     {"inhaler", "puff"}};

	for (size_t i = 0; form && i < sizeof units / sizeof *units; i++)
		if (strcmp(form, units[i].form) == 0)
			return units[i].unit;
	return "tablet";
}

/* A number with no unit, and a frequency behind it: "1 bd" is a tablet, "0.5
 * tid" is for whoever knows the drug. */
void reading_bare(struct reading *r, const struct quantity *q, double high,
		  size_t m)
{
	size_t x = r->at;

	/* "q 5 min x 3": so many times */
	while (x && r->s[x - 1] == ' ')
		x--;
	if (r->often && x && (r->s[x - 1] | 0x20) == 'x' &&
	    (x == 1 || !isalnum((unsigned char)r->s[x - 2])))
		return;
	/* "inhale 2 doses" */
	if (r->o->route && strcmp(r->o->route, "inhaled") == 0 &&
	    reading_starts(r->s + r->at + m, r->n - r->at - m,
			   (const char *const[]){" dose", NULL}) &&
	    q->value <= 8 && r->n_masses < 6) {
		r->highs[r->n_masses] = high;
		r->masses[r->n_masses++] = (struct quantity){q->value, "puff"};
		return;
	}
	bool often = often_behind(r, r->at + m);
	/* a half is written as one; 0.5 is rather of grams */
	bool point = memchr(r->s + r->at, '.', m) != NULL; /* 1.0 */
	bool whole = (q->value == floor(q->value) && !point) ||
		     (q->value == 0.5 && !strchr("0.", r->s[r->at]));
	bool strength = r->n_masses || r->o->parts.n ||
			!isnan(r->o->strength.value) || !isnan(r->o->bare);
	/* "amlodipine 5 daily" is no five tablets */
	bool one = (unsigned char)r->o->printed[0] < 0x80 &&
		   (q->value <= 1 || !isnan(high) || r->o->form);

	if (often && whole && q->value <= 8 && (strength || one) &&
	    r->n_masses < 6) {
		r->of_slot[r->n_masses] = r->beside[r->n_masses] = false;
		r->highs[r->n_masses] = high;
		r->masses[r->n_masses++] =
			(struct quantity){q->value, counted_as(r->o->form)};
	} else if (isnan(r->o->bare)) {
		r->o->bare = q->value;
		r->o->bare_high = high;
		r->o->decimal = point;
	}
}
