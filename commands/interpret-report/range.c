#include "commands/interpret-report/range_private.h"

#include "base/num.h"
#include "commands/interpret-report/lines.h"

#include <math.h>
#include <string.h>

static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static bool same_interval(const struct entry *a, const struct entry *b)
{
	return same(a->low, b->low) && same(a->high, b->high) &&
	       a->low_strict == b->low_strict &&
	       a->high_strict == b->high_strict;
}

/* Is the interval for this patient? NEEDS_… when that is not known. */
static enum interval_state applies(const struct who *who,
				   const struct patient *p)
{
	bool aged = !isnan(who->age_low) || !isnan(who->age_high);

	if (who->special || (who->pregnant && p->pregnant != TRI_YES))
		return INTERVAL_NONE;
	if (!who->pregnant && who->given && p->pregnant == TRI_YES &&
	    who->sex == SEX_MALE)
		return INTERVAL_NONE;
	if (who->sex && p->sex && who->sex != p->sex)
		return INTERVAL_NONE;
	if (aged && !isnan(p->age.days) &&
	    ((!isnan(who->age_low) && p->age.days < who->age_low) ||
	     (!isnan(who->age_high) && p->age.days >= who->age_high + 365.25)))
		return INTERVAL_NONE;
	if (who->sex && !p->sex)
		return INTERVAL_NEEDS_SEX;
	if (aged && isnan(p->age.days))
		return INTERVAL_NEEDS_AGE;
	return INTERVAL_FOUND;
}

static void take(struct range *ret, const struct entry *e)
{
	ret->found = true;
	ret->low = e->low;
	ret->high = e->high;
	ret->low_strict = e->low_strict;
	ret->high_strict = e->high_strict;
	ret->titre = e->titre;
	ret->state = INTERVAL_FOUND;
}

/* The patient's interval among those read: all that apply must agree. */
static void choose(struct reading *r, const struct patient *p)
{
	const struct entry *chosen = NULL;
	enum interval_state doubt = INTERVAL_NONE;
	bool labelled = false, differ = false;

	for (size_t i = 0; i < r->n; i++)
		labelled |= r->entry[i].who.ordinal == 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = &r->entry[i];
		if (labelled && e->who.ordinal != 0)
			continue;
		enum interval_state state = applies(&e->who, p);
		if (state == INTERVAL_NONE)
			continue;
		if (state != INTERVAL_FOUND)
			doubt = state;
		/* an interval for pregnancy goes before the general one */
		if (chosen && e->who.pregnant && !chosen->who.pregnant)
			chosen = NULL, differ = false;
		if (chosen && chosen->who.pregnant && !e->who.pregnant)
			continue;
		differ |= chosen && !same_interval(chosen, e);
		chosen = chosen ? chosen : e;
	}
	if (!chosen)
		return;
	/* one interval, for the other kind of people only: not ours */
	if (!differ && (doubt == INTERVAL_NONE || r->n > 1))
		take(r->range, chosen);
	else if (doubt != INTERVAL_NONE)
		r->range->state = doubt;
	else
		r->range->doubt |= DOUBT_RANGE;
}

void range_parse(struct kb *kb, const char *text, const struct patient *p,
		 struct arena *a, struct range *ret)
{
	*ret = (struct range){
		.low = NUM_NONE, .high = NUM_NONE, .ordinal = NUM_NONE};
	if (!text)
		return;
	const char *s = text_normalise(text, a);
	struct reading r = {
		.v = view_make(kb, s, strlen(s), a), .range = ret, .arena = a};
	range_read(&r);
	choose(&r, p);
	if (!isnan(ret->ordinal) && !ret->found)
		ret->found = true;
	if (r.overflow)
		ret->found = false;
	if (!ret->found && (r.other || r.n || *s))
		ret->words = s;
	/* words beside an interval for everybody (a grade list, a remark) do
	 * not make the interval wrong, but a list of grades is none */
	if (ret->found && r.n > 1 && r.entry[0].who.special)
		ret->found = false, ret->words = s;
}
