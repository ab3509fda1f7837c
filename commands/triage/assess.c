/* From the complaint, the vital signs and the options to the judgement. */
#include "commands/triage/triage.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>

static void over(double *to, double from)
{
	if (!isnan(from))
		*to = from;
}

static void add_fact(struct triage *t, const char *code, double x,
		     const char *unit)
{
	const struct analyte *a =
		isnan(x) ? NULL : kb_analyte_by_code(t->app->kb, code);
	char number[NUM_SIZE];

	if (!a)
		return;
	struct fact f = {.analyte = a,
			 .value = x,
			 .lo = NUM_NONE,
			 .hi = NUM_NONE,
			 .number = NUM_NONE,
			 .low = NUM_NONE,
			 .high = NUM_NONE,
			 .unit = a->unit,
			 .printed = arena_printf(t->arena, "%s %s",
						 num_format(number, x), unit),
			 .when = INT64_MIN,
			 .ref = -1};
	facts_add(&t->facts, &f);
}

/* The parts of the GCS add up when all three are known. */
static void settle_gcs(struct vitals *v)
{
	double sum = v->eye + v->verbal + v->motor;

	if (!isnan(sum))
		v->gcs = sum;
}

static void take_vitals(struct triage *t)
{
	const struct vitals *v = &t->vitals;
	double *number = t->known.number;

	number[TRIAGE_RR] = v->rr;
	number[TRIAGE_SPO2] = v->spo2;
	number[TRIAGE_GCS] = v->gcs;
	number[TRIAGE_ACVPU] = v->acvpu;
	number[TRIAGE_PAIN] = v->pain;
	number[TRIAGE_O2] = v->o2;
	number[TRIAGE_CRT] = v->refill;
	add_fact(t, "HR", v->hr, "/min");
	add_fact(t, "SBP", v->sbp, "mmHg");
	add_fact(t, "DBP", v->dbp, "mmHg");
	add_fact(t, "TEMP", v->temp, "°C");
	add_fact(t, "GLU", v->glu, "mmol/L");
}

/* The chart fills what the words do not say. */
static void join_chart(struct patient *p, const struct patient *chart)
{
	if (isnan(p->age.days))
		p->age = chart->age;
	if (p->sex == SEX_UNKNOWN)
		p->sex = chart->sex;
	if (p->pregnant == TRI_UNKNOWN) {
		p->pregnant = chart->pregnant;
		p->weeks = chart->weeks;
	}
	for (size_t i = 0; i < chart->context.n; i++) {
		bool there = false;
		for (size_t k = 0; k < p->context.n; k++)
			there |= p->context.at[k] == chart->context.at[i];
		if (!there)
			vec_push(&p->context, chart->context.at[i]);
	}
}

/* What the words say of the patient, the chart, then what the options say. */
static bool take_patient(struct triage *t, const struct triage_input *in,
			 struct err *err)
{
	struct patient *from = &t->complaint.patient;

	t->patient = *from;
	*from = patient_unknown(); /* the context list has moved */
	if (in->chart)
		join_chart(&t->patient, &in->chart->patient);
	for (size_t i = 0; in->history && i < in->history->n; i++)
		if (!patient_note_context(&t->patient, t->app->kb, "DX",
					  in->history->at[i], true) &&
		    !patient_note_context(&t->patient, t->app->kb, "ON",
					  in->history->at[i], true))
			return ERR(err, ERR_OPTION_VALUE, "--history",
				   in->history->at[i], "clin kb search");
	if (t->vitals.scale == 2)
		patient_note_context(&t->patient, t->app->kb, "DX",
				     "hypercapnia", false);
	/* "news of my husband's death": not he was meant, then */
	if (t->complaint.sex_of_relative && in->common->sex)
		t->patient.sex = SEX_UNKNOWN;
	return context_apply(in->common, t->app->kb, &t->patient, err);
}

/* An answer is evidence like the words: it counts and is written down. */
static void take_answer(struct triage *t, const struct triage_answer *a)
{
	struct complaint_evidence e = {.symptom = &t->k->symptoms[a->symptom],
				       .state = a->state,
				       .hours = NUM_NONE,
				       .severity = NUM_NONE,
				       .printed = a->printed};

	triage_facts_note(&t->known, t->k, a->symptom,
			  a->state == STATE_PRESENT);
	vec_push(&t->complaint.evidence, e);
}

/* Only the patient's own, and only what is so now. */
static void take_evidence(struct triage *t, const struct triage_input *in)
{
	const struct complaint_evidence_vec *list = &t->complaint.evidence;

	for (int present = 1; present >= 0; present--)
		for (size_t i = 0; i < list->n; i++) {
			const struct complaint_evidence *e = &list->at[i];
			int id = e->symptom->id;
			double *aspect =
				&t->known.symptom[id * SYMPTOM_ASPECTS];
			if (e->other || e->state != (present ? STATE_PRESENT
							     : STATE_ABSENT))
				continue;
			triage_facts_note(&t->known, t->k, id, present);
			over(&aspect[SYMPTOM_HOURS], e->hours);
			over(&aspect[SYMPTOM_SEVERITY], e->severity);
			if (e->sudden)
				aspect[SYMPTOM_SUDDEN] = 1;
		}
	for (size_t i = 0; in->answers && i < in->answers->n; i++) {
		const struct triage_answer *a = &in->answers->at[i];
		if (a->symptom && a->state != STATE_UNKNOWN)
			take_answer(t, a);
		if (a->context && a->state == STATE_PRESENT)
			vec_push(&t->patient.context, a->context);
	}
	for (size_t i = 0; i < t->complaint.topics.n; i++)
		triage_facts_note(&t->known, t->k,
				  t->complaint.topics.at[i].topic->id, true);
}

/* What a man or a woman cannot have is absent, not unknown; when the sex is
 * only that of a relative named, nothing is taken for sure. */
static void rule_out_by_sex(struct triage *t)
{
	enum sex sex = t->patient.sex;
	enum ask_whom others = sex == SEX_MALE ? ASK_WOMAN : ASK_MAN;

	if (sex == SEX_UNKNOWN || t->complaint.sex_of_relative)
		return;
	if (sex == SEX_MALE && t->patient.pregnant == TRI_UNKNOWN)
		t->patient.pregnant = TRI_NO;
	for (size_t i = 1; i < t->k->n_symptoms; i++)
		if (t->k->symptoms[i].whom == others)
			triage_facts_note(&t->known, t->k, (int)i, false);
}

bool triage_has_matter(const struct triage *t)
{
	const struct vitals *v = &t->vitals;

	for (size_t i = 1; i < t->k->n_symptoms; i++)
		if (t->known.symptom[i * SYMPTOM_ASPECTS] == 1 &&
		    !symptom_is_topic(&t->k->symptoms[i]))
			return true;
	return !isnan(v->hr) || !isnan(v->rr) || !isnan(v->sbp) ||
	       !isnan(v->spo2) || !isnan(v->temp) || !isnan(v->gcs) ||
	       !isnan(v->acvpu) || !isnan(v->pain) || !isnan(v->glu);
}

/* What was made out of words of another language is not known: ありません
 * denies where no negation was read. */
static void refuse_foreign(struct triage *t)
{
	struct complaint *c = &t->complaint;

	if (!triage_foreign(c->text, c->n, c->evidence.n > 0, &t->language))
		return;
	for (size_t i = 0; i < c->evidence.n; i++)
		c->evidence.at[i].state = STATE_UNKNOWN;
	c->topics.n = 0;
}

static int64_t today(const struct app *app)
{
	return (app->ui->now + app->ui->zone) / DATE_DAY;
}

/* Weeks of a pregnancy by the last period, where nobody said them. */
static void weeks_by_period(struct triage *t)
{
	if (t->habits.lmp == INT64_MIN || t->patient.pregnant != TRI_YES ||
	    !isnan(t->patient.weeks))
		return;
	double weeks = (double)(today(t->app) - t->habits.lmp) / 7;

	if (weeks <= 45)
		t->patient.weeks = round(weeks * 10) / 10;
}

/* What the options and the chart tell before a word is read. */
static struct complaint_known known_beside(const struct triage_input *in)
{
	struct complaint_known known = {NUM_NONE, NUM_NONE};
	const struct common_params *o = in->common;
	struct age age;

	if (in->chart) {
		known.age = in->chart->patient.age.days;
		known.weeks = in->chart->patient.weeks;
	}
	if (o->age && age_parse(o->age, &age))
		known.age = age.days;
	if (o->pregnant && *o->pregnant &&
	    !num_parse_all(o->pregnant, &known.weeks))
		known.weeks = NUM_NONE;
	return known;
}

bool triage_judge(struct app *app, const struct triage_input *in,
		  struct arena *a, struct triage *ret, struct err *err)
{
	struct vitals given = vitals_unknown();
	const char *text;

	*ret = (struct triage){.app = app,
			       .arena = a,
			       .chart = in->chart,
			       .k = kb_triage(app->kb, err),
			       .patient = patient_unknown()};
	if (!ret->k)
		return false;
	ret->history = history_read(in->text, in->n, a, &text);
	struct complaint_known known = known_beside(in);
	complaint_read(app->kb, ret->k, text, in->n,
		       app->ui->now + app->ui->zone, &known, a,
		       &ret->complaint);
	ret->complaint.text = in->text;
	refuse_foreign(ret);
	ret->habits = habits_read(&ret->history, in->text, today(app), a);
	history_part_from_now(&ret->history, &ret->complaint);
	ret->vitals = ret->complaint.vitals;
	if (in->vitals &&
	    !vitals_parse(in->vitals, app->ui->now + app->ui->zone, &given,
			  err))
		return false;
	vitals_merge(&ret->vitals, &given);
	settle_gcs(&ret->vitals);
	if (!take_patient(ret, in, err))
		return false;
	weeks_by_period(ret);
	facts_init(&ret->facts, app->kb, &ret->patient, a);
	triage_facts_init(&ret->known, ret->k, a);
	ret->facts.triage = &ret->known;
	triage_measured(ret);
	take_evidence(ret, in);
	triage_words(ret);
	rule_out_by_sex(ret);
	triage_aspects(ret);
	take_vitals(ret);
	facts_settle(&ret->facts);
	if (!triage_has_matter(ret)) /* no level; but perhaps where to ask */
		return !ret->complaint.topics.n || triage_rank(ret, err);
	bool ok = triage_scores(ret, err) && triage_level(ret, err) &&
		  triage_antipyretics(ret, err) && triage_esi(ret, err) &&
		  triage_rank(ret, err) && triage_ask(ret, err);
	if (ok)
		triage_write_record(ret);
	return ok;
}

void triage_release(struct triage *t)
{
	complaint_release(&t->complaint);
	facts_release(&t->facts);
	patient_release(&t->patient);
	vec_free(&t->fired);
	vec_free(&t->undecided);
}
