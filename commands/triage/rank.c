/* Departments and diseases by the weights of what is known. Points order;
 * they are no probability and are never shown as one. */
#include "commands/triage/triage.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double known(const struct triage *t, int32_t what)
{
	if (what > 0)
		return t->known.symptom[what * SYMPTOM_ASPECTS];
	for (size_t i = 0; i < t->patient.context.n; i++)
		if (t->patient.context.at[i] == -what)
			return 1;
	return NUM_NONE;
}

/* The symptom first complained of weighs more. */
static int first_symptom(const struct triage *t)
{
	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (e->state == STATE_PRESENT && !e->other)
			return e->symptom->id;
	}
	return 0;
}

static struct triage_mover mover_of(const struct triage *t, int32_t what,
				    double points)
{
	struct triage_mover m = {NULL, {{NULL, NULL}}, points};

	if (what > 0) {
		m.symptom = &t->k->symptoms[what];
		m.name = m.symptom->name;
	} else {
		const struct context *c = kb_context(t->app->kb, -what);
		if (c)
			m.name = c->name;
	}
	return m;
}

double triage_weigh(const struct triage *t, const struct triage_weight *list,
		    size_t n, int first, struct triage_mover **ret,
		    size_t *ret_n)
{
	double sum = 0;

	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (known(t, list[i].what) == 1)
			++*ret_n;
	if (!*ret_n)
		return 0;
	*ret = arena_array(t->arena, struct triage_mover, *ret_n);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		if (known(t, list[i].what) != 1)
			continue;
		double points = list[i].points;
		if (list[i].what > 0)
			points *= t->stress[list[i].what];
		if (list[i].what == first)
			points *= 1.5;
		(*ret)[(*ret_n)++] = mover_of(t, list[i].what, points);
		sum += points;
	}
	return sum;
}

static double absences(const struct triage *t, const struct triage_weight *list,
		       size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (known(t, list[i].what) == 0)
			sum += list[i].points / 2;
	return sum;
}

/* Whoever is known to be pregnant need not say that she is. */
static bool needed_there(const struct triage *t, const struct triage_item *x)
{
	int pregnancy = t->patient.pregnant == TRI_YES
				? triage_symptom_id(t->k, "pregnancy_check")
				: 0;

	for (size_t i = 0; i < x->n_needs; i++)
		if (known(t, x->needs[i]) == 1 ||
		    (pregnancy && x->needs[i] == pregnancy))
			return true;
	return x->n_needs == 0;
}

bool triage_known_already(const struct triage *t, const struct triage_item *x)
{
	return t->patient.pregnant == TRI_YES && strcmp(x->code, "Z33") == 0;
}

static void insert(struct triage_ranked *list, size_t *n, size_t max,
		   const struct triage_ranked *r)
{
	size_t at = *n;

	while (at > 0 && list[at - 1].points < r->points)
		at--;
	if (at >= max)
		return;
	if (*n < max)
		++*n;
	memmove(list + at + 1, list + at, (*n - 1 - at) * sizeof *list);
	list[at] = *r;
}

/* What a red flag that fires says of a disease it suspects; its level decides
 * how much. NULL: none does. */
static const struct triage_item *suspicion(const struct triage *t, size_t i,
					   double *ret_points)
{
	static const double points[] = {0, 5, 4, 2, 1};

	for (size_t f = 0; f < t->fired.n; f++) { /* worst first */
		const struct triage_item *red = t->fired.at[f].item;
		for (size_t k = 0; k < red->n_needs; k++)
			if ((size_t)red->needs[k] == i) {
				*ret_points = points[red->level];
				return red;
			}
	}
	return NULL;
}

static void add_suspicion(struct triage *t, struct triage_ranked *r,
			  const struct triage_item *red, double points)
{
	struct triage_mover *pro =
		arena_array(t->arena, struct triage_mover, r->n_pro + 1);

	if (r->n_pro)
		memcpy(pro + 1, r->pro, r->n_pro * sizeof *pro);
	pro[0] = (struct triage_mover){NULL, red->title, points};
	r->pro = pro;
	r->n_pro++;
	r->points += points;
}

/* The five likeliest, and what must not be missed beside them. */
static bool rank_diseases(struct triage *t, int first, struct err *err)
{
	const double MISSABLE_SHARE = 0.35;
	enum { LIKELY = 5 };
	struct triage_ranked missable[TRIAGE_DISEASES_MAX];
	size_t n_missable = 0;

	for (size_t i = t->k->first[TRIAGE_DISEASE];
	     i < t->k->first[TRIAGE_DISEASE + 1]; i++) {
		struct triage_item *x = &t->k->items[i];
		struct triage_ranked r = {.item = x};
		double more, suspected = 0;
		const struct triage_item *red = suspicion(t, i, &suspected);
		if (!triage_fits(x, &t->patient) ||
		    triage_known_already(t, x) || (!red && !needed_there(t, x)))
			continue;
		r.points = triage_weigh(t, x->pro, x->n_pro, first, &r.pro,
					&r.n_pro);
		if (red)
			add_suspicion(t, &r, red, suspected);
		if (!r.n_pro)
			continue;
		if (!triage_points(t->app->kb, x, &t->facts, &more, err))
			return false;
		r.points +=
			x->base + more - absences(t, x->pro, x->n_pro) -
			triage_weigh(t, x->con, x->n_con, 0, &r.con, &r.n_con);
		t->points[i] = r.points;
		insert(t->diseases, &t->n_diseases, LIKELY, &r);
		if (x->flag)
			insert(missable, &n_missable, TRIAGE_DISEASES_MAX, &r);
	}
	for (size_t i = 0;
	     i < n_missable && t->n_diseases < TRIAGE_DISEASES_MAX; i++) {
		/* one weak hint is not worth a line */
		bool there = missable[i].points <
			     MISSABLE_SHARE * t->diseases[0].points;
		for (size_t k = 0; k < t->n_diseases; k++)
			there |= t->diseases[k].item == missable[i].item;
		if (!there)
			t->diseases[t->n_diseases++] = missable[i];
	}
	return true;
}

/* Where the complaint itself begins. */
static size_t beginning(const struct complaint *c)
{
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < c->topics.n; i++)
		if (c->topics.at[i].start < first &&
		    c->topics.at[i].weight >= 1)
			first = c->topics.at[i].start;
	for (size_t i = 0; i < c->evidence.n; i++) {
		const struct complaint_evidence *e = &c->evidence.at[i];
		if (e->state == STATE_PRESENT && e->start < first &&
		    !complaint_composite(e))
			first = e->start;
	}
	return first;
}

/* What comes first is what the patient comes for. */
static void stress_beginning(struct triage *t)
{
	const float MORE = 1.25F;
	const size_t NEAR = 24; /* bytes: eight characters */
	const struct complaint *c = &t->complaint;
	size_t first = beginning(c);

	for (size_t i = 0; i < c->topics.n; i++)
		if (c->topics.at[i].start - first < NEAR &&
		    c->topics.at[i].weight >= 1)
			t->stress[c->topics.at[i].topic->id] *= MORE;
	for (size_t i = 0; i < c->evidence.n; i++)
		if (c->evidence.at[i].state == STATE_PRESENT &&
		    c->evidence.at[i].start - first < NEAR)
			t->stress[c->evidence.at[i].symptom->id] *= MORE;
}

/* What is told of beside the complaint weighs less than it does. */
static void note_stress(struct triage *t)
{
	const struct complaint *c = &t->complaint;

	t->stress = arena_array(t->arena, float, t->k->n_symptoms);
	for (size_t i = 0; i < t->k->n_symptoms; i++)
		t->stress[i] = 1;
	for (size_t i = 0; i < c->evidence.n; i++)
		if (c->evidence.at[i].state == STATE_PRESENT &&
		    c->evidence.at[i].weight > 0)
			t->stress[c->evidence.at[i].symptom->id] =
				(float)c->evidence.at[i].weight;
	for (size_t i = 0; i < c->topics.n; i++)
		t->stress[c->topics.at[i].topic->id] =
			(float)c->topics.at[i].weight;
	stress_beginning(t);
}

bool triage_rank(struct triage *t, struct err *err)
{
	int first = first_symptom(t);
	size_t n = t->k->first[TRIAGE_KINDS];

	note_stress(t);
	t->points = arena_array(t->arena, double, n + 1);
	for (size_t i = 0; i < n; i++)
		t->points[i] = NUM_NONE;
	if (!triage_rank_departments(t, first, err))
		return false;
	return !t->level || rank_diseases(t, first, err);
}
