/* The level: the most severe single indicator of the tables and red flags.
 * Nothing that is missing counts as normal. */
#include "commands/triage/triage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int triage_minutes(int level)
{
	static const int minutes[] = {0, 0, 10, 30, 60};

	return minutes[level];
}

static int by_level(const void *a, const void *b)
{
	const struct fired *x = a, *y = b;

	return x->item->level != y->item->level
		       ? x->item->level - y->item->level
		       : strcmp(x->item->name, y->item->name);
}

static int by_undecided(const void *a, const void *b)
{
	const struct undecided *x = a, *y = b;

	return x->item->level != y->item->level
		       ? x->item->level - y->item->level
		       : strcmp(x->item->name, y->item->name);
}

static bool evaluate(struct triage *t, struct triage_item *x, struct err *err)
{
	struct undecided u = {.item = x};
	enum triage_outcome outcome;

	if (!triage_evaluate(t->app->kb, x, &t->facts, &outcome, u.missing, 8,
			     &u.n_missing, err))
		return false;
	if (outcome == TRIAGE_FIRES) {
		struct fired f = {x};
		vec_push(&t->fired, f);
	} else if (outcome == TRIAGE_UNKNOWN) {
		vec_push(&t->undecided, u);
	}
	return true;
}

/* With the age unknown, what would stand for an adult (of a child: at four)
 * stands until the age is known: the worse of the two is taken, and the age is asked for. */
static bool assume_adult(struct triage *t, struct err *err)
{
	struct undecided_vec open = t->undecided;
	struct age unknown = t->patient.age;
	bool ok = true;

	if (!isnan(unknown.days))
		return true;
	t->undecided = (struct undecided_vec){0};
	t->patient.age.days = (t->complaint.child ? 4 : 40) * 365.25;
	for (size_t i = 0; ok && i < open.n; i++) {
		size_t fired = t->fired.n;
		size_t undecided = t->undecided.n;
		ok = evaluate(t, open.at[i].item, err);
		if (t->fired.n == fired && t->undecided.n == undecided)
			vec_push(&t->undecided, open.at[i]); /* a child's */
	}
	t->patient.age = unknown;
	vec_free(&open);
	return ok;
}

static bool tells(const struct triage_item *care, int id)
{
	for (size_t i = 0; i < care->n_needs; i++)
		if (care->needs[i] == id)
			return true;
	return false;
}

static bool tells_of_pregnancy(const struct triage *t,
			       const struct triage_item *care)
{
	for (size_t i = 0; i < care->n_needs; i++)
		if (care->needs[i] > 0 &&
		    strcmp(t->k->symptoms[care->needs[i]].code,
			   "pregnancy_check") == 0)
			return true;
	return false;
}

/* May a thing not known stay so: its come-back advice tells of it, or it is a
 * number nobody at home can give. */
static bool told_of(const struct triage *t, const struct triage_item *care,
		    const struct name *name)
{
	if (name->attribute == ATTR_SYMPTOM)
		return tells(care, (int)name->argument / SYMPTOM_ASPECTS);
	if (strcmp(name->text, "PREGNANT") == 0)
		return tells_of_pregnancy(t, care);
	return strncmp(name->text, "AGE", 3) != 0 &&
	       strncmp(name->text, "DX.", 3) != 0 &&
	       strncmp(name->text, "ON.", 3) != 0;
}

/* A question whose answer could make it an emergency is still open, and the
 * advice does not tell of it. */
static bool emergency_open(const struct triage *t,
			   const struct triage_item *care)
{
	for (size_t i = 0; i < t->undecided.n; i++) {
		const struct undecided *u = &t->undecided.at[i];
		if (u->item->level > 2)
			continue;
		if (!care->n_needs)
			return true;
		/* none missing: only two at once could decide it */
		for (size_t k = 0; k < u->n_missing; k++)
			if (!told_of(t, care, u->missing[k]))
				return true;
	}
	return false;
}

static bool find_care(struct triage *t, struct err *err)
{
	for (size_t i = t->k->first[TRIAGE_CARE];
	     i < t->k->first[TRIAGE_CARE + 1] && !t->care; i++) {
		enum triage_outcome outcome;
		const struct name *missing[1];
		size_t n;
		if (!triage_evaluate(t->app->kb, &t->k->items[i], &t->facts,
				     &outcome, missing, 1, &n, err))
			return false;
		if (outcome == TRIAGE_FIRES && !t->fired.n &&
		    !emergency_open(t, &t->k->items[i]))
			t->care = &t->k->items[i];
	}
	return true;
}

bool triage_level(struct triage *t, struct err *err)
{
	for (size_t i = t->k->first[TRIAGE_RED];
	     i < t->k->first[TRIAGE_RED + 1]; i++)
		if (!evaluate(t, &t->k->items[i], err))
			return false;
	if (!assume_adult(t, err))
		return false;
	if (t->fired.n)
		qsort(t->fired.at, t->fired.n, sizeof *t->fired.at, by_level);
	if (t->undecided.n)
		qsort(t->undecided.at, t->undecided.n, sizeof *t->undecided.at,
		      by_undecided);
	triage_traffic_light(t);
	t->level = t->fired.n ? t->fired.at[0].item->level : 4;
	/* nobody under one is sent home by words alone */
	bool infant = t->patient.age.days < 365.25;
	if (t->level == 4 && !infant && !find_care(t, err))
		return false;
	return true;
}

const char *triage_disposition(const struct triage *t)
{
	if (t->level <= 2)
		return "emergency";
	return t->care ? "self-care" : "non-emergency";
}
