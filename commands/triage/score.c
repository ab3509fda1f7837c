/* Early-warning scores from the bedside numbers, by the calculators of the
 * knowledge base. What is missing is named; until it is known the score is
 * "at least" what the known items give. */
#include "commands/triage/triage.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/triage/score.h"
#include "kb/calculator.h"

#include <math.h>
#include <string.h>

/* One input of a score, by the calculator's own name. */
struct given {
	const char *key;
	double value;
	const char *shown; /* name when it is missing */
	double best;       /* the value that scores nothing */
};

struct triage_score *triage_add_score(struct triage *t, const char *id)
{
	struct triage_score *s = &t->scores[t->n_scores++];

	*s = (struct triage_score){.id = id,
				   .value = NUM_NONE,
				   .at_least = NUM_NONE,
				   .hours = NUM_NONE};
	s->missing = arena_array(t->arena, const char *, SCORE_MISSING_MAX);
	return s;
}

void triage_score_misses(struct triage_score *s, const char *what)
{
	if (s->n_missing < SCORE_MISSING_MAX)
		s->missing[s->n_missing++] = what;
}

/* Outside the calculator's limits a value is as extreme as the limit. */
static const char *clamped(const struct calculator *c, const char *key,
			   double value, char *text)
{
	for (size_t i = 0; i < c->n_inputs; i++) {
		const struct input *in = &c->inputs[i];
		if (strcmp(in->name, key) != 0)
			continue;
		if (value < in->min)
			value = in->min;
		if (value > in->max)
			value = in->max;
	}
	return num_format(text, value);
}

static bool give(struct triage *t, struct calculator *c, const char *key,
		 const char *value)
{
	struct err ignored;

	return calculator_give(t->app->kb, c, key, value, t->arena, &ignored);
}

static bool compute(struct triage *t, const char *id, const struct given *in,
		    size_t n, double *ret, struct err *err)
{
	struct calculator *c;
	struct calculated done;
	char text[NUM_SIZE];

	*ret = NUM_NONE;
	if (!calculator_find(t->app->kb, id, t->arena, &c, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		double x = isnan(in[i].value) ? in[i].best : in[i].value;
		const char *value = strcmp(in[i].key, "acvpu") == 0
					    ? (x > 0 ? "V" : "A")
				    : strcmp(in[i].key, "oxygen") == 0
					    ? (x > 0 ? "yes" : "no")
					    : clamped(c, in[i].key, x, text);
		if (!give(t, c, in[i].key, value))
			return true; /* not what the score is made for */
	}
	if (!isnan(t->patient.age.days))
		give(t, c, "age",
		     arena_printf(t->arena, "%.3f",
				  t->patient.age.days / 365.25));
	if (!calculator_compute(t->app->kb, c, t->app->ui->now / DATE_DAY,
				t->arena, &done, err))
		return false;
	if (done.state == CALCULATED)
		*ret = done.value;
	return true;
}

/* Nothing known: no score. */
static bool add(struct triage *t, const char *id, enum triage_number number,
		const struct given *in, size_t n, struct err *err)
{
	size_t known = 0;
	double value;

	for (size_t i = 0; i < n; i++)
		known += in[i].shown && !isnan(in[i].value);
	if (!known)
		return true;
	if (!compute(t, id, in, n, &value, err))
		return false;
	struct triage_score *s = triage_add_score(t, id);
	for (size_t i = 0; i < n; i++)
		if (isnan(in[i].value) && in[i].shown)
			triage_score_misses(s, in[i].shown);
	s->at_least = value;
	if (!s->n_missing)
		s->value = value;
	t->known.number[number] = value;
	return true;
}

/* qSOFA asks only whether the GCS is below 15. */
static double gcs_of(const struct vitals *v)
{
	return !isnan(v->gcs)  ? v->gcs
	       : v->acvpu > 0  ? 14
	       : v->acvpu == 0 ? 15
			       : NUM_NONE;
}

static double acvpu_of(const struct vitals *v)
{
	if (isnan(v->acvpu) && v->gcs == 15)
		return 0;
	return isnan(v->acvpu) && v->gcs < 15 ? 1 : v->acvpu;
}

static bool adult_scores(struct triage *t, struct err *err)
{
	const struct vitals *v = &t->vitals;
	bool scale2 = v->scale == 2 ||
		      (isnan(v->scale) &&
		       patient_has(&t->patient, t->app->kb, "DX.hypercapnia"));
	const struct given news[] = {
		{"rr", v->rr, "RR", 16},
		{"spo2", v->spo2, "SPO2", scale2 ? 90 : 98},
		{"oxygen", v->o2, "O2", 0},
		{"sbp", v->sbp, "SBP", 120},
		{"hr", v->hr, "HR", 70},
		{"temp", v->temp, "TEMP", 37},
		{"acvpu", acvpu_of(v), "ACVPU", 0},
		{"scale2", scale2, NULL, 0}};
	const struct given qsofa[] = {{"rr", v->rr, "RR", 16},
				      {"sbp", v->sbp, "SBP", 120},
				      {"gcs", gcs_of(v), "GCS", 15}};
	size_t before = t->n_scores;

	if (!add(t, "news2", TRIAGE_NEWS2, news, 8, err))
		return false;
	if (t->n_scores > before && !isnan(v->spo2))
		t->scores[before].scale = scale2 ? 2 : 1;
	return add(t, "qsofa", TRIAGE_QSOFA, qsofa, 3, err);
}

static bool maternal_score(struct triage *t, struct err *err)
{
	const struct vitals *v = &t->vitals;
	const struct given meows[] = {{"temp", v->temp, "TEMP", 37},
				      {"sbp", v->sbp, "SBP", 120},
				      {"dbp", v->dbp, "DBP", 70},
				      {"hr", v->hr, "HR", 80},
				      {"rr", v->rr, "RR", 16},
				      {"spo2", v->spo2, "SPO2", 98},
				      {"neuro", acvpu_of(v), "ACVPU", 0}};

	return add(t, "meows", TRIAGE_MEOWS, meows, 7, err);
}

static bool child_score(struct triage *t, struct err *err)
{
	struct pews p = pews_of(t);
	const struct given pews[] = {{"behaviour", p.part[0], NULL, 0},
				     {"cardio", p.part[1], NULL, 0},
				     {"resp", p.part[2], NULL, 0}};
	double value;

	if (isnan(p.part[0]) && isnan(p.part[1]) && isnan(p.part[2]))
		return true;
	if (!compute(t, "pews-brighton", pews, 3, &value, err))
		return false;
	struct triage_score *s = triage_add_score(t, "pews-brighton");
	for (size_t i = 0; i < p.n_missing; i++)
		triage_score_misses(s, p.missing[i]);
	s->at_least = value;
	if (!s->n_missing)
		s->value = value;
	t->known.number[TRIAGE_PEWS] = value;
	return true;
}

/* The coma scale from its three parts, or as given. */
static void coma_scale(struct triage *t)
{
	const struct vitals *v = &t->vitals;
	const struct {
		double value;
		const char *shown;
	} part[] = {{v->eye, "E"}, {v->verbal, "V"}, {v->motor, "M"}};

	if (isnan(v->gcs) && isnan(v->eye) && isnan(v->verbal) &&
	    isnan(v->motor))
		return;
	struct triage_score *s = triage_add_score(t, "gcs");
	s->value = s->at_least = v->gcs;
	if (!isnan(v->gcs))
		return;
	s->at_least = 0;
	for (size_t i = 0; i < 3; i++) {
		if (isnan(part[i].value))
			triage_score_misses(s, part[i].shown);
		s->at_least += isnan(part[i].value) ? 1 : part[i].value;
	}
}

bool triage_scores(struct triage *t, struct err *err)
{
	bool child = t->patient.age.days < 16 * 365.25;
	bool phone = t->patient.setting == SETTING_PHONE;
	bool mother = t->patient.pregnant == TRI_YES ||
		      t->known.number[TRIAGE_POSTPARTUM_D] <= 42;

	if (!phone) {
		bool ok = mother  ? maternal_score(t, err)
			  : child ? child_score(t, err)
				  : adult_scores(t, err);
		if (!ok)
			return false;
		coma_scale(t);
	}
	stroke_score(t);
	return true;
}
