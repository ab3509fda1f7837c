/* show, alerts: one patient. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static int look_back(const struct followup *f)
{
	double days = f->params->days.given ? f->params->days.value : 90;

	return days < 1 ? 1 : days > 36500 ? 36500 : (int)days;
}

static void header(struct followup *f, const struct chart_patient *p)
{
	struct ui *ui = f->app->ui;
	struct strbuf *out = &f->out;

	strbuf_addf(out, "%s", p->id);
	if (f->params->with_names && p->name) {
		strbuf_adds(out, "  ");
		utf8_add_safe(out, p->name, strlen(p->name));
	}
	strbuf_addf(out, "  %s",
		    p->sex == 'F'   ? SAY(ui, "女", "F")
		    : p->sex == 'M' ? SAY(ui, "男", "M")
				    : SAY(ui, "性别不详", "sex ?"));
	if (p->birth == DATE_NONE)
		strbuf_adds(out, SAY(ui, "  年龄不详", "  age ?"));
	else
		strbuf_addf(out, SAY(ui, "  %d岁", "  %d y"),
			    date_age_years(date_civil(p->birth),
					   date_civil(f->today)));
	if (p->outcome)
		strbuf_addf(out, SAY(ui, "  已结案：%s %s", "  left: %s %s"),
			    p->outcome, followup_date(f, p->ended));
	strbuf_addch(out, '\n');
}

static bool contexts(struct followup *f, const char *patient, struct err *err)
{
	struct chart_context_vec list = {0};
	struct ui *ui = f->app->ui;

	if (!chart_context_list(f->chart, patient, &f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		bool dx = strcmp(list.at[i].kind, "dx") == 0;
		strbuf_adds(&f->out, dx ? SAY(ui, "  诊断 ", "  diagnosis ")
					: SAY(ui, "  过敏 ", "  allergy "));
		utf8_add_safe(&f->out, list.at[i].text,
			      strlen(list.at[i].text));
		strbuf_addch(&f->out, '\n');
	}
	vec_free(&list);
	return true;
}

static bool visits(struct followup *f, const char *patient, struct err *err)
{
	struct chart_visit_vec list = {0};
	int64_t days;

	if (!chart_visit_list(f->chart, patient, &f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_visit *v = &list.at[i];
		enum visit_state s = visit_state(v, f->today, &days);
		if (s == VISIT_CANCELLED && !f->params->common.all)
			continue;
		strbuf_addf(&f->out, "  %s  %-10s %-10s %s",
			    followup_date(f, v->done == DATE_NONE ? v->planned
								  : v->done),
			    v->protocol, v->kind,
			    visit_state_word(f->app->ui, s));
		if (days)
			strbuf_addf(&f->out,
				    SAY(f->app->ui, " %lld 天", " %lld days"),
				    (long long)days);
		strbuf_addch(&f->out, '\n');
	}
	vec_free(&list);
	return true;
}

static const char *rank(const struct chart_observation *o)
{
	return strcmp(o->code, "DBP") == 0 ? "SBP2" : o->code;
}

/* By time; a diastolic pressure right behind its systolic one. */
static int by_time(const void *a, const void *b)
{
	const struct chart_observation *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->batch != y->batch)
		return x->batch < y->batch ? -1 : 1;
	return strcmp(rank(x), rank(y));
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool one_pressure(const struct chart_observation *s,
			 const struct chart_observation *d)
{
	return strcmp(s->code, "SBP") == 0 && strcmp(d->code, "DBP") == 0 &&
	       s->at == d->at && s->batch == d->batch &&
	       same_text(s->unit, d->unit) && same_text(s->context, d->context);
}

/* The latest, in order of time, a pressure on one line. */
static void readings(struct followup *f,
		     const struct chart_observation_vec *given)
{
	struct chart_observation_vec list = {0};

	for (size_t i = 0; i < given->n; i++)
		vec_push(&list, given->at[i]);
	if (list.n)
		qsort(list.at, list.n, sizeof *list.at, by_time);
	size_t first = f->params->common.all || list.n < 12 ? 0 : list.n - 12;
	if (list.n)
		strbuf_adds(&f->out, SAY(f->app->ui, "读数\n", "readings\n"));
	for (size_t i = first; i < list.n; i++) {
		const struct chart_observation *o = &list.at[i];
		char buf[32];
		strbuf_addf(&f->out, "  %.16s  ",
			    date_format(buf, o->at + o->zone, o->timed));
		if (i + 1 < list.n && one_pressure(o, o + 1))
			followup_pressure_text(f, &f->out, o, &list.at[++i]);
		else
			followup_observation_text(f, &f->out, o);
		strbuf_addch(&f->out, '\n');
	}
	if (first)
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "  另有 %zu 条（--all）\n",
				"  %zu more (--all)\n"),
			    first);
	vec_free(&list);
}

static void observation_json(struct jw *j, const struct chart_observation *o)
{
	char buf[32];

	jw_object(j, NULL);
	jw_str(j, "code", o->code);
	jw_num(j, "value", o->value);
	jw_str(j, "comparator", o->comparator);
	jw_str(j, "text", o->text);
	jw_str(j, "unit", o->unit);
	jw_object(j, "canonical");
	jw_num(j, "value", o->canonical);
	jw_str(j, "unit", o->canonical_unit);
	jw_end(j);
	jw_str(j, "at", date_format(buf, o->at + o->zone, o->timed));
	jw_int(j, "zone", o->zone);
	jw_str(j, "context", o->context);
	jw_str(j, "source", o->source);
	jw_int(j, "batch", o->batch);
	jw_end(j);
}

/* A line; those of several people become one document afterwards. */
static void show_json(struct followup *f, const struct result *r,
		      const struct chart_observation_vec *list)
{
	struct jw j = jw_to(&f->out);

	result_json(&j, f->app, r, "o");
	jw_array(&j, "observations");
	for (size_t i = 0; i < list->n; i++)
		observation_json(&j, &list->at[i]);
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
}

/* A row a finding. */
static void alerts_csv(struct followup *f, const struct chart_patient *p,
		       const struct result *r)
{
	enum lang lang = f->app->ui->lang;

	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *x = &r->findings.at[i];
		const char *const cells[] = {p->id,
					     f->params->with_names ? p->name
								   : NULL,
					     p->doctor,
					     urgency_name(x->urgency),
					     x->id,
					     x->title.in[lang],
					     x->because.in[lang]};
		enum { N = sizeof cells / sizeof *cells };
		for (size_t c = 0; c < N; c++)
			followup_csv_cell(&f->out, cells[c], c + 1 == N);
	}
}

static bool one_text(struct followup *f, const struct chart_patient *p,
		     enum one_how how, const struct result *r,
		     const struct chart_observation_vec *list, struct err *err)
{
	bool whole = how == ONE_WHOLE;
	size_t open, begin = f->out.len;

	header(f, p);
	if (whole && (!contexts(f, p->id, err) || !visits(f, p->id, err)))
		return false;
	if (!followup_open_criticals(f, p->id, &open, err))
		return false;
	if (how == ONE_IF_ANY && !open && !r->findings.n) {
		strbuf_truncate(&f->out, begin);
		return true;
	}
	result_text_findings(&f->out, f->app, r);
	if (!followup_suggest(f, p->id, r, err) ||
	    (whole && (!followup_plans_text(f, p, err) ||
		       !followup_advise(f, p->id, r, err))))
		return false;
	if (whole)
		readings(f, list);
	result_text_not_checked(&f->out, f->app, r, f->params->common.all);
	return true;
}

bool followup_one(struct followup *f, const struct chart_patient *p,
		  const char *schema, enum one_how how,
		  void (*seen)(struct followup *f,
			       const struct chart_patient *p,
			       const struct result *r, void *self),
		  void *self, struct err *err)
{
	struct chart_observation_vec list = {0};
	struct result r = {.schema = schema};
	struct patient patient = patient_unknown();
	bool ok = followup_judge(f, p, look_back(f), &patient, &list, &r, err);

	result_level(&r, f->params->common.fail_on);
	if (ok && seen)
		seen(f, p, &r, self);
	if (ok && followup_json(f)) {
		if (how != ONE_IF_ANY || r.findings.n)
			show_json(f, &r, &list);
	} else if (ok && f->params->common.format == FORMAT_CSV)
		alerts_csv(f, p, &r);
	else if (ok)
		ok = one_text(f, p, how, &r, &list, err);
	if (reasons_status(r.reasons) == EXIT_LEVEL)
		f->status = EXIT_LEVEL;
	result_release(&r);
	patient_release(&patient);
	vec_free(&list);
	return ok;
}

bool followup_show(struct followup *f, struct err *err)
{
	struct chart_patient p;

	if (f->params->access)
		return followup_access(f, err);
	if (!followup_format(f, "text json ndjson", err) ||
	    !followup_patient(f, &p, err) ||
	    !followup_one(f, &p, "clin.followup.show/1", ONE_WHOLE, NULL, NULL,
			  err))
		return false;
	followup_lines_json(f, "clin.followup.show/1");
	return true;
}
