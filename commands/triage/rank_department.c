/* Where to: the departments by what speaks for them. */
#include "commands/triage/triage.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ranking {
	struct triage *t;
	struct triage_ranked *at; /* best first */
	size_t n;
	bool child;
};

/* What only the grown-up tell of themselves. */
static bool tells_of_adult(const struct triage *t)
{
	static const char *const codes[] = {
		"topic_postpartum", "topic_milk",      "topic_intercourse",
		"topic_male_sex",   "topic_menopause", "topic_fertility",
		"topic_sperm"};

	for (size_t i = 0; i < t->complaint.topics.n; i++)
		for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
			if (strcmp(t->complaint.topics.at[i].topic->code,
				   codes[k]) == 0)
				return true;
	return false;
}

/* Without an age: what only children have, or a word for a child. */
static bool tells_of_child(const struct triage *t)
{
	if (tells_of_adult(t))
		return false;
	for (size_t i = 1; i < t->k->n_symptoms; i++)
		if (t->k->symptoms[i].whom == ASK_CHILD &&
		    !symptom_is_topic(&t->k->symptoms[i]) &&
		    t->known.symptom[i * SYMPTOM_ASPECTS] == 1)
			return true;
	return false;
}

static bool is_child(const struct triage *t)
{
	if (!isnan(t->patient.age.days))
		return t->patient.age.days < 14 * 365.25;
	return t->patient.pregnant != TRI_YES &&
	       (t->complaint.child || tells_of_child(t));
}

static bool fits(const struct triage *t, const struct triage_item *x,
		 bool child)
{
	const double YOUNG = 18 * 365.25;

	if (!triage_fits(x, &t->patient))
		return false;
	if (!isnan(t->patient.age.days))
		return true;
	if (child)
		return isnan(x->age_low);
	return isnan(x->age_high) || x->age_high > YOUNG;
}

static int by_points(const void *x, const void *y)
{
	const struct triage_ranked *a = x, *b = y;

	if (a->points != b->points)
		return a->points > b->points ? -1 : 1;
	/* the children's own before the one for everybody */
	if (isnan(a->item->age_high) != isnan(b->item->age_high))
		return isnan(a->item->age_high) ? 1 : -1;
	return a->item < b->item ? -1 : a->item > b->item;
}

static bool score(struct ranking *r, int first, struct err *err)
{
	struct triage *t = r->t;
	size_t low = t->k->first[TRIAGE_DEPARTMENT],
	       high = t->k->first[TRIAGE_DEPARTMENT + 1];

	r->at = arena_array(t->arena, struct triage_ranked, high - low + 1);
	for (size_t i = low; i < high; i++) {
		struct triage_item *x = &t->k->items[i];
		struct triage_ranked d = {.item = x};
		double more;
		if (!fits(t, x, r->child))
			continue;
		d.points = triage_weigh(t, x->pro, x->n_pro, first, &d.pro,
					&d.n_pro);
		if (!triage_points(t->app->kb, x, &t->facts, &more, err))
			return false;
		d.points += more;
		if (d.points <= 0)
			continue;
		t->points[i] = d.points;
		r->at[r->n++] = d;
	}
	qsort(r->at, r->n, sizeof *r->at, by_points);
	return true;
}

static bool within(const char *code, const char *field)
{
	return strncmp(code, field, strlen(field)) == 0;
}

/* One clinic with several desks: ear, nose and throat; mouth and teeth; the
 * infectious diseases; the diseases of children. One of them is enough. */
static bool same_clinic(const char *a, const char *b)
{
	static const char *const clinics[] = {"07", "11", "12", "16"};

	for (size_t i = 0; i < sizeof clinics / sizeof *clinics; i++)
		if (within(a, clinics[i]) && within(b, clinics[i]))
			return true;
	return strcmp(a, b) == 0;
}

static void take(struct triage *t, const struct triage_ranked *d)
{
	if (t->n_departments < TRIAGE_DEPARTMENTS_MAX)
		t->departments[t->n_departments++] = *d;
}

static bool is_taken(const struct triage *t, const char *code)
{
	for (size_t i = 0; i < t->n_departments; i++)
		if (strcmp(t->departments[i].item->code, code) == 0)
			return true;
	return false;
}

/* The department of a code, with its points when it has any. */
static void take_code(struct ranking *r, const char *code, struct text because)
{
	struct triage_kb *k = r->t->k;
	struct triage_ranked d = {.item = NULL};

	if (is_taken(r->t, code))
		return;
	for (size_t i = k->first[TRIAGE_DEPARTMENT];
	     i < k->first[TRIAGE_DEPARTMENT + 1]; i++)
		if (strcmp(k->items[i].code, code) == 0 &&
		    triage_fits(&k->items[i], &r->t->patient))
			d.item = &k->items[i];
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->at[i].item->code, code) == 0)
			d = r->at[i];
	d.because = because;
	if (d.item)
		take(r->t, &d);
}

static void take_best(struct ranking *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const char *code = r->at[i].item->code;
		bool there = false;
		for (size_t k = 0; k < r->t->n_departments; k++)
			there |= same_clinic(code,
					     r->t->departments[k].item->code);
		if (!there)
			take(r->t, &r->at[i]);
	}
}

/* The small are seen by paediatricians for skin, nose and throat, too. */
static bool before_paediatrics(const struct ranking *r, const char *code)
{
	const double SMALL = 6 * 365.25;
	bool small = !(r->t->patient.age.days >= SMALL);

	return !within(code, "07") &&
	       !(small && (within(code, "13") || strcmp(code, "11") == 0 ||
			   within(code, "11.02") || within(code, "11.03") ||
			   within(code, "03.09")));
}

/* Points of the best of paediatrics. */
static double paediatric_points(const struct ranking *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (within(r->at[i].item->code, "07"))
			return r->at[i].points;
	return 0;
}

/* A child goes to paediatrics, unless another speciality is clearly meant:
 * then that one, and paediatrics next. */
static void take_child(struct ranking *r)
{
	const double LEAD = 1.35;
	bool emergency = r->t->level && r->t->level <= 2;

	if (!emergency && r->n && before_paediatrics(r, r->at[0].item->code) &&
	    r->at[0].points >= LEAD * paediatric_points(r))
		take(r->t, &r->at[0]);
	take_code(r, "07", (struct text)TEXT("儿童", "a child"));
	for (size_t i = 0; i < r->n; i++)
		if (within(r->at[i].item->code, "07.")) {
			if (!r->t->n_departments ||
			    within(r->t->departments[0].item->code, "07"))
				take(r->t, &r->at[i]);
			break;
		}
}

/* Whoever is pregnant goes to the obstetrician, whatever it is: but eye, ear,
 * teeth, skin and mind keep their own, and so does ending a pregnancy. */
static void take_pregnant(struct ranking *r)
{
	static const char *const own[] = {"10", "11", "12",
					  "13", "15", "05.03"};

	if (!r->n || r->child || r->t->patient.pregnant != TRI_YES ||
	    r->t->patient.sex == SEX_MALE)
		return;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (within(r->at[0].item->code, own[i]))
			return;
	take_code(r, "05.02", (struct text)TEXT("妊娠", "pregnant"));
}

/* Three when there is anything: what is general comes last. */
static void fill(struct ranking *r)
{
	static const char *const general[] = {"03", "04"};

	struct text last = TEXT("综合就诊", "for a general look");

	for (size_t g = 0; g < 2; g++)
		for (size_t i = 0; i < r->t->n_departments; i++)
			if (within(r->t->departments[i].item->code,
				   general[g])) {
				take_code(r, general[g], last);
				break;
			}
	take_code(r, "02", last);
	take_code(r, r->child ? "09" : "03", last);
}

/* The order is the policy's: the points shown follow it. */
static void order_points(struct triage *t)
{
	for (size_t i = t->n_departments; i-- > 1;)
		if (t->departments[i - 1].points < t->departments[i].points)
			t->departments[i - 1].points =
				t->departments[i].points + 1;
}

bool triage_rank_departments(struct triage *t, int first, struct err *err)
{
	struct ranking r = {.t = t, .child = is_child(t)};

	if (!score(&r, first, err))
		return false;
	if (t->level && t->level <= 2)
		take_code(&r, "20",
			  (struct text)TEXT("1–2 级", "level 1 or 2"));
	if (r.child)
		take_child(&r);
	take_pregnant(&r);
	take_best(&r);
	if (t->n_departments)
		fill(&r);
	order_points(t);
	return true;
}
