/* What an answer would change among departments and diseases: each answer is
 * tried on the points as they stand. */
#include "commands/triage/triage.h"

#include <math.h>

static double weight_of(const struct triage_weight *list, size_t n, int symptom)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].what == symptom)
			return list[i].points;
	return 0;
}

static double known(const struct triage *t, int32_t what)
{
	return what > 0 ? t->known.symptom[what * SYMPTOM_ASPECTS] : NAN;
}

/* Points of what has none yet because nothing it needs is known: it would
 * come up with the symptom. NaN: not even then. */
static double would_have(const struct triage *t, const struct triage_item *x,
			 int symptom)
{
	bool needed = x->n_needs == 0;
	double points = x->base;

	if (!triage_fits(x, &t->patient))
		return NAN;
	for (size_t i = 0; i < x->n_needs; i++)
		needed |= x->needs[i] == symptom || known(t, x->needs[i]) == 1;
	if (!needed)
		return NAN;
	bool hinted = x->kind == TRIAGE_DEPARTMENT;
	for (size_t i = 0; i < x->n_pro; i++) {
		double state = known(t, x->pro[i].what);
		hinted |= state == 1;
		if (state == 1)
			points += x->pro[i].points;
		else if (state == 0 && x->kind == TRIAGE_DISEASE)
			points -= x->pro[i].points / 2;
	}
	for (size_t i = 0; i < x->n_con; i++)
		if (known(t, x->con[i].what) == 1)
			points -= x->con[i].points;
	return hinted ? points : NAN;
}

/* The first of a kind; without: had the symptom been denied. */
static size_t first_of(const struct triage *t, enum triage_kind kind,
		       int without)
{
	size_t best = 0;
	double most = -INFINITY;

	for (size_t i = t->k->first[kind]; i < t->k->first[kind + 1]; i++) {
		const struct triage_item *x = &t->k->items[i];
		double points = t->points[i];
		if (isnan(points))
			continue;
		if (without && kind == TRIAGE_DISEASE)
			points -= weight_of(x->pro, x->n_pro, without) / 2;
		if (points > most) {
			most = points;
			best = i;
		}
	}
	return best;
}

struct triage_firsts triage_firsts(const struct triage *t)
{
	return (struct triage_firsts){first_of(t, TRIAGE_DEPARTMENT, 0),
				      first_of(t, TRIAGE_DISEASE, 0)};
}

/* Does the symptom, present, put item i before the first? */
static bool overtakes(const struct triage *t, size_t i, size_t first,
		      int symptom, double *ret_weight)
{
	/* far behind, a finding says little; what must not be missed is
	 * never far */
	enum { NEAR = 4, MUST = 2 };
	const struct triage_item *x = &t->k->items[i];
	double gain = weight_of(x->pro, x->n_pro, symptom);
	double points =
		isnan(t->points[i]) ? would_have(t, x, symptom) : t->points[i];
	double top = first ? t->points[first] : 0;
	const struct triage_item *f = &t->k->items[first];

	if (isnan(points))
		return false;
	double near = points - top + NEAR;
	if (x->kind == TRIAGE_DISEASE && x->flag && near < MUST &&
	    !isnan(t->points[i]))
		near = MUST;
	if (near > 0 && gain * near > *ret_weight)
		*ret_weight = gain * near;
	if (first)
		top += weight_of(f->pro, f->n_pro, symptom) -
		       weight_of(f->con, f->n_con, symptom);
	return i != first && points + gain > top;
}

/* Does it speak for what must not be missed and is among the likely? */
static bool brings_near(const struct triage *t, size_t i, int symptom)
{
	enum { STRONG = 2 };
	const double SHARE = 0.45; /* of the first one's points */
	const struct triage_item *x = &t->k->items[i];

	return x->flag && t->n_diseases > 0 &&
	       weight_of(x->pro, x->n_pro, symptom) >= STRONG &&
	       t->points[i] >= SHARE * t->diseases[0].points;
}

void triage_effect(const struct triage *t, const struct triage_firsts *firsts,
		   int symptom, struct triage_question *q, double *ret_weight)
{
	const struct triage_item *f = &t->k->items[firsts->disease];
	double ignored = 0;

	*ret_weight = 0;
	for (size_t k = t->k->spoken_first[symptom];
	     k < t->k->spoken_first[symptom + 1]; k++) {
		size_t i = (size_t)t->k->spoken_for[k];
		bool disease = t->k->items[i].kind == TRIAGE_DISEASE;
		bool better = overtakes(
			t, i, disease ? firsts->disease : firsts->department,
			symptom, disease ? ret_weight : &ignored);
		if (disease)
			q->differential |= better || brings_near(t, i, symptom);
		else
			q->department |= better;
	}
	if (!q->differential && firsts->disease &&
	    weight_of(f->pro, f->n_pro, symptom) > 0)
		q->differential =
			first_of(t, TRIAGE_DISEASE, symptom) != firsts->disease;
}
