/* alerts: who has something to see to; the notify hook. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "chart/critical.h"
#include "commands/followup/notify.h"

#include <string.h>

/* What the hook is told: {"schema", "at", "alerts": [{id, findings}],
 * "critical": [{number, id, code, value, opened}]}. */
struct told {
	struct strbuf json;
	struct jw j;
	size_t n;
};

static const char *clock_text(const struct followup *f, int64_t instant,
			      char buf[32])
{
	return date_format(buf, instant + f->app->ui->zone, true);
}

/* --fail-on is the level from which on somebody is told; else urgent. */
static enum urgency level(const struct followup *f)
{
	int fail_on = f->params->common.fail_on;

	return fail_on ? (enum urgency)(fail_on - 1) : URGENCY_URGENT;
}

static void tell_patient(const struct followup *f, struct told *t,
			 const struct chart_patient *p, const struct result *r)
{
	enum lang lang = f->app->ui->lang;
	bool any = false;

	for (size_t i = 0; i < r->findings.n; i++)
		any |= r->findings.at[i].urgency <= level(f);
	if (!any)
		return;
	t->n++;
	jw_object(&t->j, NULL);
	jw_str(&t->j, "id", p->id);
	if (f->params->with_names)
		jw_str(&t->j, "name", p->name);
	jw_str(&t->j, "doctor", p->doctor);
	jw_array(&t->j, "findings");
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *x = &r->findings.at[i];
		if (x->urgency > level(f))
			continue;
		jw_object(&t->j, NULL);
		jw_str(&t->j, "id", x->id);
		jw_str(&t->j, "urgency", urgency_name(x->urgency));
		jw_str(&t->j, "title", x->title.in[lang]);
		jw_str(&t->j, "because", x->because.in[lang]);
		jw_end(&t->j);
	}
	jw_end(&t->j);
	jw_end(&t->j);
}

static bool tell_criticals(const struct followup *f, struct told *t,
			   const char *patient, struct err *err)
{
	struct chart_critical_vec list = {0};
	struct arena a = ARENA_INIT;
	char buf[32];
	bool ok = chart_critical_list(f->chart, patient, true, &a, &list, err);

	jw_array(&t->j, "critical");
	for (size_t i = 0; ok && i < list.n; i++) {
		const struct chart_critical *k = &list.at[i];
		t->n++;
		jw_object(&t->j, NULL);
		jw_int(&t->j, "number", k->id);
		jw_str(&t->j, "id", k->patient);
		jw_str(&t->j, "code", k->code);
		jw_str(&t->j, "value", k->value);
		jw_str(&t->j, "opened", clock_text(f, k->opened, buf));
		jw_end(&t->j);
	}
	jw_end(&t->j);
	vec_free(&list);
	arena_free(&a);
	return ok;
}

static void tell_begin(const struct followup *f, struct told *t)
{
	char buf[32];

	t->j = jw_to(&t->json);
	jw_object(&t->j, NULL);
	jw_str(&t->j, "schema", "clin.followup.notify/1");
	jw_str(&t->j, "at", clock_text(f, f->app->ui->now, buf));
	jw_array(&t->j, "alerts");
}

/* Nothing to tell: the command is not run. */
static bool tell_end(const struct followup *f, struct told *t,
		     const char *patient, struct err *err)
{
	jw_end(&t->j);
	if (!tell_criticals(f, t, patient, err))
		return false;
	jw_end(&t->j);
	strbuf_addch(&t->json, '\n');
	return !t->n || notify_run(&f->app->config->notify, t->json.buf,
				   t->json.len, err);
}

static bool people(struct followup *f, struct chart_patient_vec *ret,
		   struct err *err)
{
	struct chart_patient p;

	if (f->words->n > 1) {
		if (!followup_patient(f, &p, err))
			return false;
		vec_push(ret, p);
		return true;
	}
	return chart_patient_list(f->chart, f->params->doctor,
				  f->params->village, false, &f->arena, ret,
				  err);
}

/* Only those of --protocol, when it is given. */
static bool wanted(struct followup *f, const char *patient, bool *ret,
		   struct err *err)
{
	const struct string_vec *only = &f->params->protocol;
	struct chart_plan_vec plans = {0};

	*ret = only->n == 0;
	if (*ret)
		return true;
	bool ok = chart_plan_list(f->chart, patient, &f->arena, &plans, err);
	for (size_t i = 0; i < plans.n; i++)
		for (size_t k = 0; k < only->n; k++)
			*ret |= plans.at[i].ended == DATE_NONE &&
				strcmp(plans.at[i].protocol, only->at[k]) == 0;
	vec_free(&plans);
	return ok;
}

static void tell_one(struct followup *f, const struct chart_patient *p,
		     const struct result *r, void *self)
{
	tell_patient(f, self, p, r);
}

/* One patient, or everybody on the lists, who has something to see to. */
bool followup_alerts(struct followup *f, struct err *err)
{
	struct chart_patient_vec list = {0};
	struct told told = {.json = STRBUF_INIT};
	bool notify = f->params->notify;

	if (notify && !f->app->config->notify.n)
		return ERR(
			err, ERR_OPTION_VALUE, "--notify", "",
			"followup.notify: [command, …] in the configuration");
	bool ok = followup_format(f, "text json ndjson csv", err) &&
		  people(f, &list, err);
	if (ok && f->params->common.format == FORMAT_CSV)
		strbuf_adds(&f->out,
			    SAY(f->app->ui,
				"编号,姓名,医生,级别,规则,标题,依据\r\n",
				"id,name,doctor,urgency,finding,title,"
				"because\r\n"));
	tell_begin(f, &told);
	for (size_t i = 0; ok && i < list.n; i++) {
		bool seen;
		ok = wanted(f, list.at[i].id, &seen, err) &&
		     (!seen ||
		      followup_one(f, &list.at[i], "clin.followup.alerts/1",
				   list.n > 1 || f->words->n == 1 ? ONE_IF_ANY
								  : ONE_ALERTS,
				   tell_one, &told, err));
	}
	if (ok)
		followup_lines_json(f, "clin.followup.alerts/1");
	if (ok && notify)
		ok = tell_end(f, &told, f->words->n > 1 ? list.at[0].id : NULL,
			      err);
	strbuf_release(&told.json);
	vec_free(&list);
	return ok;
}
