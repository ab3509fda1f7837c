/* clin.triage/1. */
#include "commands/triage/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const states[] = {"present", "absent", "unknown"};

static void write_evidence(struct jw *j, const struct triage *t)
{
	jw_array(j, "evidence");
	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		jw_object(j, NULL);
		jw_str(j, "code", e->symptom->code);
		jw_str(j, "name", e->symptom->name.in[t->app->ui->lang]);
		jw_str(j, "printed", e->printed);
		jw_str(j, "state", states[e->state]);
		jw_str(j, "subject", e->other ? "other" : "patient");
		jw_bool(j, "past", e->past);
		jw_bool(j, "inferred", e->raised);
		jw_bool(j, "sudden", e->sudden);
		jw_str(j, "side", t->aspects ? t->aspects[i].side : NULL);
		jw_str(j, "character",
		       t->aspects ? t->aspects[i].character : NULL);
		jw_str(j, "trigger", t->aspects ? t->aspects[i].trigger : NULL);
		jw_str(j, "relief", t->aspects ? t->aspects[i].relief : NULL);
		jw_str(j, "onset", e->onset);
		jw_num(j, "duration", e->hours);
		jw_num(j, "severity", e->severity);
		jw_array(j, "span");
		jw_int(j, NULL, (int64_t)e->start);
		jw_int(j, NULL, (int64_t)e->end);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

/* What the words are about; no evidence. */
static void write_topics(struct jw *j, const struct triage *t)
{
	jw_array(j, "topics");
	for (size_t i = 0; i < t->complaint.topics.n; i++) {
		const struct complaint_topic *x = &t->complaint.topics.at[i];
		jw_object(j, NULL);
		jw_str(j, "id", x->topic->code);
		jw_str(j, "name", x->topic->name.in[t->app->ui->lang]);
		jw_str(j, "printed", x->printed);
		jw_array(j, "span");
		jw_int(j, NULL, (int64_t)x->start);
		jw_int(j, NULL, (int64_t)x->end);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

static void write_vitals(struct jw *j, const struct vitals *v)
{
	const struct {
		const char *key;
		double value;
	} list[] = {{"HR", v->hr},     {"RR", v->rr},     {"SBP", v->sbp},
		    {"DBP", v->dbp},   {"SPO2", v->spo2}, {"TEMP", v->temp},
		    {"O2", v->o2},     {"GCS", v->gcs},   {"ACVPU", v->acvpu},
		    {"PAIN", v->pain}, {"GLU", v->glu},   {"CRT", v->refill},
		    {"E", v->eye},     {"V", v->verbal},  {"M", v->motor},
		    {"LKW", v->well}};

	jw_object(j, "vitals");
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		jw_num(j, list[i].key, list[i].value);
	jw_end(j);
}

static void write_esi(struct jw *j, const struct triage *t)
{
	const struct triage_esi *e = &t->esi;
	enum lang lang = t->app->ui->lang;
	const char point[] = {e->point, '\0'};

	jw_object(j, "esi");
	jw_int(j, "value", e->value);
	jw_str(j, "point", point);
	jw_str(j, "because", triage_esi_because(t).in[lang]);
	jw_array(j, "resources");
	for (size_t i = 0; i < e->n_resources; i++)
		jw_str(j, NULL, e->resource[i]->title.in[lang]);
	jw_end(j);
	jw_end(j);
}

static void write_level(struct jw *j, const struct triage *t)
{
	enum lang lang = t->app->ui->lang;

	jw_array(j, "scores");
	for (size_t i = 0; i < t->n_scores; i++) {
		jw_object(j, NULL);
		jw_str(j, "id", t->scores[i].id);
		jw_num(j, "value", t->scores[i].value);
		jw_bool(j, "complete", !isnan(t->scores[i].value));
		jw_num(j, "at_least", t->scores[i].at_least);
		if (t->scores[i].scale)
			jw_int(j, "spo2_scale", t->scores[i].scale);
		if (t->scores[i].note.in[lang]) {
			jw_num(j, "hours_since_known_well", t->scores[i].hours);
			jw_str(j, "note", t->scores[i].note.in[lang]);
		}
		jw_array(j, "missing");
		for (size_t k = 0; k < t->scores[i].n_missing; k++)
			jw_str(j, NULL, t->scores[i].missing[k]);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
	if (!t->level) {
		jw_null(j, "level");
		jw_null(j, "esi");
		jw_null(j, "disposition");
		return;
	}
	jw_object(j, "level");
	jw_str(j, "scale", "cn-2018");
	jw_int(j, "value", t->level);
	jw_int(j, "minutes", triage_minutes(t->level));
	jw_array(j, "because");
	for (size_t i = 0; i < t->fired.n; i++)
		jw_str(j, NULL, t->fired.at[i].item->title.in[lang]);
	jw_end(j);
	jw_end(j);
	write_esi(j, t);
	jw_str(j, "disposition", triage_disposition(t));
}

static void write_movers(struct jw *j, const char *key,
			 const struct triage_mover *list, size_t n,
			 enum lang lang)
{
	jw_array(j, key);
	for (size_t i = 0; i < n; i++)
		jw_str(j, NULL, list[i].name.in[lang]);
	jw_end(j);
}

/* What may be answered by choosing; empty: a number or words. */
static void write_options(struct jw *j, const struct triage_question *q,
			  enum lang lang)
{
	static const struct text yes_no[] = {TEXT("有", "yes"),
					     TEXT("没有", "no"),
					     TEXT("不清楚", "unknown")};
	static const struct text sexes[] = {TEXT("男", "male"),
					    TEXT("女", "female")};
	bool closed =
		q->symptom || q->context || strcmp(q->id, "PREGNANT") == 0;

	jw_array(j, "options");
	for (size_t i = 0; closed && i < 3; i++)
		jw_str(j, NULL, yes_no[i].in[lang]);
	for (size_t i = 0; strcmp(q->id, "SEX") == 0 && i < 2; i++)
		jw_str(j, NULL, sexes[i].in[lang]);
	jw_end(j);
}

static void write_questions(struct jw *j, const struct triage *t)
{
	enum lang lang = t->app->ui->lang;

	jw_array(j, "questions");
	for (size_t i = 0; i < t->n_questions; i++) {
		const struct triage_question *q = &t->questions[i];
		jw_object(j, NULL);
		jw_str(j, "id", q->id);
		jw_str(j, "ask", q->ask.in[lang]);
		jw_str(j, "why", q->why.in[lang]);
		jw_array(j, "changes");
		if (q->level)
			jw_str(j, NULL, "level");
		if (q->department)
			jw_str(j, NULL, "department");
		if (q->differential)
			jw_str(j, NULL, "differential");
		jw_end(j);
		write_options(j, q, lang);
		jw_end(j);
	}
	jw_end(j);
}

static void write_ranked(struct jw *j, const struct triage *t)
{
	enum lang lang = t->app->ui->lang;

	jw_array(j, "departments");
	for (size_t i = 0; i < t->n_departments; i++) {
		const struct triage_ranked *r = &t->departments[i];
		jw_object(j, NULL);
		jw_str(j, "code", r->item->code);
		jw_str(j, "name", r->item->title.in[lang]);
		jw_num(j, "score", r->points);
		jw_array(j, "because");
		if (r->because.in[lang])
			jw_str(j, NULL, r->because.in[lang]);
		for (size_t k = 0; k < r->n_pro; k++)
			if (r->pro[k].points > 0)
				jw_str(j, NULL, r->pro[k].name.in[lang]);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
	jw_array(j, "differential");
	for (size_t i = 0; i < t->n_diseases; i++) {
		const struct triage_ranked *r = &t->diseases[i];
		jw_object(j, NULL);
		jw_str(j, "id", r->item->name);
		jw_str(j, "icd10", r->item->code);
		jw_str(j, "name", r->item->title.in[lang]);
		jw_bool(j, "must_not_miss", r->item->flag);
		write_movers(j, "for", r->pro, r->n_pro, lang);
		write_movers(j, "against", r->con, r->n_con, lang);
		jw_array(j, "next");
		for (size_t k = 0; k < r->item->n_actions; k++)
			jw_str(j, NULL, r->item->actions[k].in[lang]);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
	write_questions(j, t);
}

static void write_care(struct jw *j, const struct triage *t)
{
	enum lang lang = t->app->ui->lang;

	jw_array(j, "self_care");
	for (size_t i = 0; t->care && i < t->care->n_actions; i++)
		jw_str(j, NULL, t->care->actions[i].in[lang]);
	jw_end(j);
	jw_array(j, "antipyretics");
	for (size_t i = 0; i < t->n_antipyretic; i++)
		jw_str(j, NULL, t->antipyretic[i].in[lang]);
	jw_end(j);
	jw_array(j, "come_back_if");
	for (size_t i = 0; t->care && i < t->care->n_tell; i++)
		jw_str(j, NULL, t->care->tell[i].in[lang]);
	jw_end(j);
}

void triage_json(struct strbuf *out, const struct triage *t,
		 const struct result *r)
{
	struct jw j = jw_to(out);

	result_json(&j, t->app, r, "e");
	write_evidence(&j, t);
	write_topics(&j, t);
	write_vitals(&j, &t->vitals);
	write_level(&j, t);
	write_ranked(&j, t);
	write_care(&j, t);
	jw_array(&j, "transcript");
	for (size_t i = 0; i < t->n_transcript; i++) {
		jw_object(&j, NULL);
		jw_str(&j, "id", t->transcript[i].id);
		jw_str(&j, "ask", t->transcript[i].asked);
		jw_str(&j, "answer", t->transcript[i].printed);
		jw_end(&j);
	}
	jw_end(&j);
	triage_record_json(&j, t);
	jw_end(&j);
}
