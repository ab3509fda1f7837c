/* The questions whose answer would change most: level, then the first
 * diagnosis, then the department. What changes nothing is not asked. */
#include "commands/triage/question.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

enum { TRIES = 40 };

static bool one_of(const struct symptom *s, const char *const *codes)
{
	for (; *codes; codes++)
		if (strcmp(s->code, *codes) == 0)
			return true;
	return false;
}

/* What only the ill can tell of themselves, a child under three cannot. */
static bool only_felt(const struct symptom *s)
{
	static const char *const codes[] = {
		"sore_throat",     "throat_dry_itch",
		"covid_flu",       "headache",
		"nausea",          "chest_pain",
		"dizziness",       "vertigo",
		"muscle_pain",     "numbness",
		"tinnitus",        "palpitations",
		"purulent_sputum", "photophobia",
		"heartburn",       "taste_loss",
		"loss_of_smell",   "chest_tightness",
		"pleuritic",       NULL};

	return one_of(s, codes);
}

/* Is it told already: how long it lasts, that she is pregnant? */
static bool answered(const struct triage *t, const struct symptom *s)
{
	static const char *const long_ones[] = {
		"chronic_cough", "chronic_back_pain", "prolonged_fever",
		"long_standing_words", NULL};
	static const char *const pregnancy[] = {
		"missed_period", "pregnancy_check", "pregnancy_words", NULL};

	return (question_lasted(t) > 0 && one_of(s, long_ones)) ||
	       (t->patient.pregnant == TRI_YES && one_of(s, pregnancy));
}

/* Is the symptom one to ask this patient for? */
static bool askable(const struct triage *t, const struct symptom *s)
{
	const struct patient *p = &t->patient;

	if (s->way == ASK_NEVER || answered(t, s) ||
	    (s->way == ASK_EXAMINER && question_phone(t)) ||
	    (p->age.days < 3 * 365.25 && only_felt(s)))
		return false;
	switch (s->whom) {
	case ASK_WOMAN:
		return p->sex != SEX_MALE && !(p->age.days < 8 * 365.25);
	case ASK_MAN:
		return p->sex != SEX_FEMALE;
	case ASK_CHILD:
		return p->age.days < 14 * 365.25;
	default:
		return true;
	}
}

/* Try the answer "yes": does the red flag stand then? */
static bool would_fire(struct triage *t, struct asked *q, struct triage_item *x,
		       int symptom, bool *ret, struct err *err)
{
	double *state = &t->known.symptom[symptom * SYMPTOM_ASPECTS];
	const struct name *missing[1];
	enum triage_outcome outcome;
	double before = *state;
	size_t n;

	*ret = false;
	if (q->tries++ >= TRIES)
		return true;
	*state = 1;
	bool ok = triage_evaluate(t->app->kb, x, &t->facts, &outcome, missing,
				  1, &n, err);
	*state = before;
	*ret = ok && outcome == TRIAGE_FIRES;
	return ok;
}

static const double CONTEXT = 0.08;

/* How likely the answer is yes (no symptom: a disease had, a drug taken).
 * Whoever is gravely ill looks it; what came to
 * nothing in weeks seldom turns out a catastrophe; a disease that the findings
 * speak against or leave far behind is unlikely, too. */
static double likely(const struct triage *t, const struct symptom *s,
		     const struct triage_item *x)
{
	const double WEEK = 168;
	double share = !s                       ? CONTEXT
		       : s->way == ASK_EXAMINER ? 0.02
		       : s->way == ASK_SEEN     ? 0.03
						: 0.1;
	double top = t->n_diseases ? t->diseases[0].points : 0, best = NAN;
	double lasted = question_lasted(t);

	for (size_t i = 0; i < x->n_needs; i++) {
		double points = t->points[x->needs[i]];
		if (!(best >= points))
			best = points;
	}
	if (x->n_needs && top > 0)
		share *= fmin(1, fmax(0.3, (isnan(best) ? 0 : best) / top));
	if (x->level <= 2 && lasted >= WEEK)
		share /= lasted >= 4 * WEEK ? 4 : 2;
	return share;
}

static bool symptom_level(struct triage *t, struct asked *q,
			  const struct name *name, struct triage_item *x,
			  struct err *err)
{
	int id = (int)name->argument / SYMPTOM_ASPECTS;
	const struct symptom *s = &t->k->symptoms[id];
	bool fires;

	if ((int)name->argument % SYMPTOM_ASPECTS != SYMPTOM_STATE ||
	    !askable(t, s))
		return true;
	if (!would_fire(t, q, x, id, &fires, err))
		return false;
	struct triage_question *new = fires ? question_find(q, NULL, id) : NULL;
	if (!new)
		return true;
	new->ask = s->ask;
	question_level(new, t, x, likely(t, s, x));
	return true;
}

static bool of_level(struct triage *t, struct asked *q, struct err *err)
{
	for (size_t i = 0; i < t->undecided.n; i++) {
		const struct undecided *u = &t->undecided.at[i];
		if (u->item->level > t->level ||
		    (question_phone(t) && !u->item->flag))
			continue;
		for (size_t k = 0; k < u->n_missing; k++) {
			const struct name *name = u->missing[k];
			if (name->attribute == ATTR_CONTEXT)
				question_context(t, q, name, u->item,
						 likely(t, NULL, u->item));
			else if (name->attribute != ATTR_SYMPTOM)
				question_measure(t, q, name, u->item,
						 likely(t, NULL, u->item) /
							 CONTEXT);
			else if (!symptom_level(t, q, name, u->item, err))
				return false;
		}
	}
	return true;
}

static void add_symptom(const struct triage *t, struct asked *q, int id,
			const struct triage_item *x)
{
	const struct symptom *s = &t->k->symptoms[id > 0 ? id : 0];

	if (id <= 0 || !askable(t, s) ||
	    !isnan(t->known.symptom[id * SYMPTOM_ASPECTS]))
		return;
	struct triage_question *new = question_find(q, NULL, id);
	if (!new || new->why.in[LANG_ZH])
		return;
	new->ask = s->ask;
	new->why = x->title;
}

/* What is not known yet of the likely diseases, and what those need that
 * the complaint hints at. */
static void of_differential(const struct triage *t, struct asked *q)
{
	for (size_t i = 0; i < t->n_diseases; i++)
		for (size_t k = 0; k < t->diseases[i].item->n_pro; k++)
			add_symptom(t, q, t->diseases[i].item->pro[k].what,
				    t->diseases[i].item);
	for (size_t e = 0; e < t->complaint.evidence.n; e++) {
		const struct complaint_evidence *have =
			&t->complaint.evidence.at[e];
		if (have->state != STATE_PRESENT || have->other)
			continue;
		size_t id = (size_t)have->symptom->id;
		for (size_t k = t->k->spoken_first[id];
		     k < t->k->spoken_first[id + 1]; k++) {
			const struct triage_item *x =
				&t->k->items[t->k->spoken_for[k]];
			if (x->kind == TRIAGE_DISEASE &&
			    !triage_known_already(t, x) &&
			    triage_fits(x, &t->patient))
				for (size_t n = 0; n < x->n_needs; n++)
					add_symptom(t, q, x->needs[n], x);
		}
	}
}

/* Weigh what an answer would change besides the level; drop what changes
 * nothing. */
static void weigh(const struct triage *t, struct asked *q)
{
	struct triage_firsts firsts = triage_firsts(t);
	size_t kept = 0;

	for (size_t i = 0; i < q->n; i++) {
		struct triage_question *new = &q->list[i];
		double weight = 0;
		if (new->symptom) {
			triage_effect(t, &firsts, new->symptom, new, &weight);
			const struct symptom *s = &t->k->symptoms[new->symptom];
			double share = s->way == ASK_EXAMINER ? 0.1
				       : s->way == ASK_SEEN   ? 0.5
							      : 1;
			/* a finding of a likely disease is likely itself */
			new->worth *=
				weight > 0 ? 1 + fmin(weight, 12) / 2 : 0.4;
			new->worth += share *(weight + 6 * new->differential +
					      3 * new->department);
			if (s->way == ASK_SEEN)
				new->worth *= 0.2;
		}
		if (new->level || new->differential || new->department)
			q->list[kept++] = *new;
	}
	q->n = kept;
}

/* One question asks for both pressures. */
static bool is_asked(const struct triage *t, const struct triage_question *q)
{
	for (size_t i = 0; i < t->n_questions; i++)
		if (strcmp(t->questions[i].ask.in[LANG_EN],
			   q->ask.in[LANG_EN]) == 0)
			return true;
	return false;
}

/* A sign to be looked for by the examiner: one is enough. */
static bool examined(const struct triage *t, int symptom)
{
	return symptom && t->k->symptoms[symptom].way == ASK_EXAMINER;
}

/* The best of what is left; a second question for one reason is worth half,
 * a third a quarter. */
static struct triage_question *best_left(const struct triage *t,
					 struct asked *q)
{
	struct triage_question *best = NULL;
	double most = 0;
	bool signs = false;

	for (size_t k = 0; k < t->n_questions; k++)
		signs |= examined(t, t->questions[k].symptom);
	for (size_t i = 0; i < q->n; i++) {
		double worth = q->list[i].worth;
		if (examined(t, q->list[i].symptom) && signs)
			continue;
		for (size_t k = 0; k < t->n_questions; k++)
			if (t->questions[k].why.in[LANG_EN] ==
			    q->list[i].why.in[LANG_EN])
				worth /= 2;
		if (worth > most && !is_asked(t, &q->list[i])) {
			most = worth;
			best = &q->list[i];
		}
	}
	return best;
}

static void choose(struct triage *t, struct asked *q)
{
	struct triage_question *best;

	while (t->n_questions < TRIAGE_QUESTIONS_MAX &&
	       (best = best_left(t, q))) {
		if (best->symptom)
			best->id = arena_printf(
				t->arena, "S.%s",
				t->k->symptoms[best->symptom].code);
		t->questions[t->n_questions++] = *best;
		best->worth = 0;
	}
}

bool triage_ask(struct triage *t, struct err *err)
{
	if (t->level <= 2) { /* act first */
		question_clock(t);
		return true;
	}
	struct asked *q = arena_new(t->arena, struct asked);
	if (!of_level(t, q, err))
		return false;
	of_differential(t, q);
	question_patient(t, q);
	weigh(t, q);
	choose(t, q);
	return true;
}
