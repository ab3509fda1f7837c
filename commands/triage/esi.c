/* The Emergency Severity Index by its own four questions: A must a life be
 * saved now, B should this patient not wait, C how many resources, D are the
 * vital signs in the danger zone. What each rests on is knowledge
 * (kb/triage/esi.yaml). */
#include "commands/triage/triage.h"

#include <string.h>

enum { POINT_A = 1, POINT_B, POINT_C, POINT_D };

static const struct text by_resources =
	TEXT("按预计占用的资源数", "by the resources expected");

/* The first item of a point that holds; *ret NULL when none does. */
static bool first_of(struct triage *t, int point, struct triage_item **ret,
		     struct err *err)
{
	*ret = NULL;
	for (size_t i = t->k->first[TRIAGE_ESI];
	     i < t->k->first[TRIAGE_ESI + 1] && !*ret; i++) {
		struct triage_item *x = &t->k->items[i];
		enum triage_outcome outcome;
		const struct name *missing[1];
		size_t n;
		if (x->level != point)
			continue;
		if (!triage_evaluate(t->app->kb, x, &t->facts, &outcome,
				     missing, 1, &n, err))
			return false;
		if (outcome == TRIAGE_FIRES)
			*ret = x;
	}
	return true;
}

/* Kinds of resources, each once however often it is needed. */
static bool count_resources(struct triage *t, struct err *err)
{
	enum { KINDS = sizeof t->esi.resource / sizeof *t->esi.resource };
	struct triage_esi *e = &t->esi;

	for (size_t i = t->k->first[TRIAGE_ESI];
	     i < t->k->first[TRIAGE_ESI + 1] && e->n_resources < KINDS; i++) {
		struct triage_item *x = &t->k->items[i];
		enum triage_outcome outcome;
		const struct name *missing[1];
		size_t n;
		bool counted = x->level != POINT_C;
		for (size_t k = 0; !counted && k < e->n_resources; k++)
			counted = strcmp(e->resource[k]->code, x->code) == 0;
		if (counted)
			continue;
		if (!triage_evaluate(t->app->kb, x, &t->facts, &outcome,
				     missing, 1, &n, err))
			return false;
		if (outcome != TRIAGE_FIRES)
			continue;
		if (strcmp(x->code, "none") == 0) {
			e->none = true;
			continue;
		}
		e->resource[e->n_resources++] = x;
		e->count += strcmp(x->code, "complex-procedure") == 0 ? 2 : 1;
	}
	return true;
}

/* A red flag that should not wait by the ESI, too: some of level 2 it leaves to
 * the resources (kb/triage: esi_point). */
static const struct triage_item *should_not_wait(const struct triage *t)
{
	for (size_t i = 0; i < t->fired.n; i++) {
		const struct triage_item *x = t->fired.at[i].item;
		if (x->level <= 2 && !(x->code && strcmp(x->code, "C") == 0))
			return x;
	}
	return NULL;
}

bool triage_esi(struct triage *t, struct err *err)
{
	struct triage_esi *e = &t->esi;
	struct triage_item *danger;

	e->point = 'A';
	e->value = 1;
	if (!first_of(t, POINT_A, &e->because, err))
		return false;
	if (e->because)
		return true;
	e->point = 'B';
	e->value = 2;
	if (!first_of(t, POINT_B, &e->because, err))
		return false;
	if (e->because || should_not_wait(t))
		return true;
	e->point = 'C';
	if (!count_resources(t, err))
		return false;
	/* 5 only for what is known to need nothing; of the old, whose trouble
	 * was not understood, more is expected */
	bool old = t->patient.age.days >= 65 * 365.25;
	bool unread = !e->count && !e->none;
	e->value = e->count >= 2 || (unread && old) || t->level <= 2 ? 3
		   : e->count == 1 || unread                         ? 4
								     : 5;
	if (!first_of(t, POINT_D, &danger, err))
		return false;
	if (danger && e->value == 3) {
		e->point = 'D';
		e->because = danger;
		e->value = 2;
	}
	return true;
}

struct text triage_esi_because(const struct triage *t)
{
	const struct triage_item *red = should_not_wait(t);

	if (t->esi.because)
		return t->esi.because->title;
	return t->esi.point == 'B' && red ? red->title : by_resources;
}
