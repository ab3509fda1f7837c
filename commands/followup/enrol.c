/* enrol, list, close: who is in the chart. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "commands/table.h"

#include <math.h>
#include <string.h>

/* --birth, or a year and day counted back from --age. */
static bool read_birth(const struct followup *f, struct chart_patient *p,
		       struct err *err)
{
	const struct followup_params *o = f->params;
	struct age age;

	p->birth = DATE_NONE;
	if (o->birth) {
		p->birth_exact = true;
		if (!followup_day("--birth", o->birth, &p->birth, err))
			return false;
		if (p->birth > f->today || p->birth < f->today - 130 * 366)
			return ERR(err, ERR_OPTION_VALUE, "--birth", o->birth,
				   "1958-03-02");
	} else if (o->common.age) {
		if (!age_parse(o->common.age, &age))
			return ERR(err, ERR_OPTION_VALUE, "--age",
				   o->common.age, "34, 34y, 8mo, 12d");
		p->birth = f->today - (int64_t)ceil(age.days);
	}
	return true;
}

static bool add_contexts(struct followup *f, const char *patient,
			 const char *kind, const struct string_vec *list,
			 int64_t batch, struct err *err)
{
	for (size_t i = 0; i < list->n; i++) {
		struct chart_context x = {.kind = kind, .text = list->at[i]};
		struct patient known = patient_unknown();
		bool dx = strcmp(kind, "dx") == 0;
		if (dx && (patient_note_context(&known, f->app->kb, "DX",
						x.text, false) ||
			   patient_note_context(&known, f->app->kb, "DX",
						x.text, true)))
			x.code = kb_context(f->app->kb, known.context.at[0])
					 ->code;
		else if (dx)
			strbuf_addf(
				&f->out,
				SAY(f->app->ui,
				    "诊断“%s”不在知识库中：照记，规则用不上\n",
				    "diagnosis '%s' is not in the knowledge "
				    "base: kept, no rule will use it\n"),
				x.text);
		bool ok = chart_context_add(f->chart, patient, &x, batch, err);
		patient_release(&known);
		if (!ok)
			return false;
	}
	return true;
}

/* Who is in the plan has its diagnosis: its rules ask for that. */
static bool add_diagnosis(struct followup *f,
			  const struct chart_patient *patient,
			  const struct protocol *p, int64_t batch,
			  struct err *err)
{
	struct patient known = patient_unknown();
	const struct context *c =
		p->dx ? kb_context_by_code(f->app->kb, p->dx) : NULL;

	if (!c)
		return true;
	bool ok = chart_context_patient(f->app, f->chart, patient, &f->arena,
					&known, err);
	if (ok && !patient_has(&known, f->app->kb, p->dx)) {
		struct chart_context x = {.kind = "dx",
					  .text = c->name.in[LANG_ZH],
					  .code = c->code};
		ok = chart_context_add(f->chart, patient->id, &x, batch, err);
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "    随方案记入诊断：%s\n",
				"    diagnosis noted with the plan: %s\n"),
			    c->name.in[f->app->ui->lang]);
	}
	patient_release(&known);
	return ok;
}

static bool add_plan(struct followup *f, const struct chart_patient *patient,
		     const char *protocol, int64_t batch, struct err *err)
{
	struct protocol p;
	struct chart_plan plan = {.patient = patient->id,
				  .protocol = protocol,
				  .ended = DATE_NONE};
	int past = 0;

	if (!protocol_find(f->app->kb, protocol, &f->arena, &p, err) ||
	    !followup_plan_start(f, &p, patient, &plan.start, err))
		return false;
	plan.version = p.version;
	int64_t id;
	if (!chart_plan_add(f->chart, &plan, batch, &id, err))
		return false;
	for (size_t i = 0; i < p.n_visits; i++)
		if (!followup_schedule(f, &p, id, &p.visits[i], plan.start,
				       batch, &past, err))
			return false;
	strbuf_addf(&f->out, "  %s\n", p.title.in[f->app->ui->lang]);
	if (!add_diagnosis(f, patient, &p, batch, err) ||
	    !followup_say_needs(f, patient, &p, err))
		return false;
	if (past)
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "    %d 次随访的时间窗已过，未排\n",
				"    %d visits whose window is over are not "
				"planned\n"),
			    past);
	return true;
}

/* A patient who is there already gets what is new: plans and diagnoses. */
bool followup_enrol(struct followup *f, struct err *err)
{
	const struct followup_params *o = f->params;
	struct chart_patient p = {.name = o->name,
				  .sex = "\0FM"[o->common.sex],
				  .doctor = o->doctor,
				  .village = o->village,
				  .phone = o->phone};
	struct chart_patient there;
	struct err absent;
	int64_t batch;

	if (f->words->n != 2)
		return ERR(err, ERR_ARGUMENT,
			   f->words->n > 2 ? f->words->at[2] : "enrol",
			   "enrol P012 -p htn");
	if (!followup_format(f, "text", err))
		return false;
	p.id = f->words->at[1];
	bool known =
		chart_patient_get(f->chart, p.id, &f->arena, &there, &absent);
	if (known && (o->name || o->birth || o->common.age || o->common.sex))
		return ERR(err, ERR_CHART_THERE, p.id);
	if (!read_birth(f, &p, err) ||
	    !chart_batch(f->chart, "enrol", NULL, &batch, err) ||
	    (!known && !chart_patient_add(f->chart, &p, batch, err)))
		return false;
	strbuf_addf(&f->out, SAY(f->app->ui, "%s 已建档\n", "%s enrolled\n"),
		    p.id);
	if (!add_contexts(f, p.id, "dx", &o->common.dx, batch, err) ||
	    !add_contexts(f, p.id, "allergy", &o->allergy, batch, err))
		return false;
	for (size_t i = 0; i < o->protocol.n; i++)
		if (!add_plan(f, known ? &there : &p, o->protocol.at[i], batch,
			      err))
			return false;
	if (!known && p.birth == DATE_NONE)
		strbuf_adds(
			&f->out,
			SAY(f->app->ui, "  未填年龄：需要年龄的规则不会判断\n",
			    "  no age: rules that need it will not decide\n"));
	f->changed = true;
	return true;
}

static const char *age_text(struct followup *f, const struct chart_patient *p)
{
	if (p->birth == DATE_NONE)
		return "?";
	return arena_printf(
		&f->arena, "%d",
		date_age_years(date_civil(p->birth), date_civil(f->today)));
}

static const char *plans_text(struct followup *f, const char *patient,
			      struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct strbuf sb = STRBUF_INIT;

	if (!chart_plan_list(f->chart, patient, &f->arena, &plans, err))
		return NULL;
	for (size_t i = 0; i < plans.n; i++)
		if (plans.at[i].ended == DATE_NONE)
			strbuf_addf(&sb, "%s%s", sb.len ? "," : "",
				    plans.at[i].protocol);
	const char *text = arena_strndup(&f->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	vec_free(&plans);
	return text;
}

static void list_json(struct followup *f, const struct chart_patient *p,
		      const char *plans)
{
	struct jw j = jw_to(&f->out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.followup.list/1");
	jw_str(&j, "id", p->id);
	if (f->params->with_names)
		jw_str(&j, "name", p->name);
	jw_strn(&j, "sex", &p->sex, p->sex ? 1 : 0);
	jw_str(&j, "birth",
	       p->birth == DATE_NONE ? NULL : followup_date(f, p->birth));
	jw_str(&j, "doctor", p->doctor);
	jw_str(&j, "village", p->village);
	jw_str(&j, "protocols", plans);
	jw_str(&j, "outcome", p->outcome);
	jw_end(&j);
}

bool followup_list(struct followup *f, struct err *err)
{
	const struct followup_params *o = f->params;
	struct ui *ui = f->app->ui;
	struct chart_patient_vec list = {0};
	const struct table_column columns[] = {
		{SAY(ui, "编号", "id"), false, false},
		{SAY(ui, "姓名", "name"), false, true},
		{SAY(ui, "性别", "sex"), false, false},
		{SAY(ui, "年龄", "age"), true, false},
		{SAY(ui, "方案", "protocols"), false, true},
		{SAY(ui, "医生", "doctor"), false, true},
		{SAY(ui, "村居", "village"), false, true},
		{SAY(ui, "结局", "outcome"), false, false}};
	enum { N = sizeof columns / sizeof *columns };

	if (!followup_format(f, "text json ndjson", err) ||
	    !chart_patient_list(f->chart, o->doctor, o->village, o->ended,
				&f->arena, &list, err))
		return false;
	const char **cells =
		arena_array(&f->arena, const char *, list.n *N + 1);
	if (o->common.format == FORMAT_JSON)
		results_json_begin(&f->out, "clin.followup.list/1");
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_patient *p = &list.at[i];
		const char **row = cells + i * N;
		row[0] = p->id;
		row[1] = o->with_names ? p->name : NULL;
		row[2] = p->sex == 'F'   ? SAY(ui, "女", "F")
			 : p->sex == 'M' ? SAY(ui, "男", "M")
					 : "?";
		row[3] = age_text(f, p);
		row[4] = plans_text(f, p->id, err);
		row[5] = p->doctor;
		row[6] = p->village;
		row[7] = p->outcome;
		if (!row[4]) {
			vec_free(&list);
			return false;
		}
		if (followup_json(f)) {
			if (i && o->common.format == FORMAT_JSON)
				strbuf_addch(&f->out, ',');
			list_json(f, p, row[4]);
			if (o->common.format == FORMAT_NDJSON)
				strbuf_addch(&f->out, '\n');
		}
	}
	if (o->common.format == FORMAT_JSON)
		results_json_end(&f->out);
	if (!followup_json(f)) {
		table_print(&f->out, ui, columns, N, cells, list.n);
		strbuf_addf(&f->out, SAY(ui, "共 %zu 人\n", "%zu patients\n"),
			    list.n);
	}
	vec_free(&list);
	return true;
}

bool followup_close(struct followup *f, struct err *err)
{
	const struct followup_params *o = f->params;
	struct chart_patient p;
	struct chart_plan_vec plans = {0};
	int64_t batch;

	if (!followup_format(f, "text", err) || !followup_patient(f, &p, err))
		return false;
	if (!o->outcome)
		return ERR(err, ERR_OPTION_MISSING, "--outcome");
	if (!chart_batch(f->chart, "close", NULL, &batch, err) ||
	    !chart_patient_end(f->chart, p.id, f->today, o->outcome, o->reason,
			       batch, err) ||
	    !chart_plan_list(f->chart, p.id, &f->arena, &plans, err))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < plans.n; i++)
		if (plans.at[i].ended == DATE_NONE)
			ok = chart_plan_end(f->chart, plans.at[i].id, f->today,
					    o->outcome, batch, err);
	vec_free(&plans);
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "%s 已结案（%s）；历史保留\n",
			"%s has left the lists (%s); the history stays\n"),
		    p.id, o->outcome);
	f->changed = ok;
	return ok;
}
