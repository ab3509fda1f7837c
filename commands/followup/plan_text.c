/* What the protocols of a patient ask for: targets, referral, what they lack;
 * and protocols that a finding calls for. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

static void line(struct followup *f, const char *head, const char *text)
{
	strbuf_addf(&f->out, "  %s ", head);
	text_wrapped(&f->out, f->app->ui, text, 4);
}

static void one_plan(struct followup *f, const struct protocol *p)
{
	struct ui *ui = f->app->ui;
	enum lang lang = ui->lang;

	for (size_t i = 0; i < p->n_targets; i++) {
		const struct analyte *a =
			kb_analyte_by_code(f->app->kb, p->targets[i].code);
		line(f, SAY(ui, "目标", "target"),
		     arena_printf(&f->arena, "%s %s",
				  a ? a->name.in[lang] : p->targets[i].code,
				  p->targets[i].text.in[lang]));
	}
	for (size_t i = 0; i < p->n_visits; i++)
		for (size_t k = 0; k < p->visits[i].n_scales; k++)
			line(f, SAY(ui, "量表", "scale"),
			     arena_printf(&f->arena, "%s（%s）",
					  p->visits[i].scales[k],
					  p->visits[i].name.in[lang]));
	for (size_t i = 0; i < p->n_refer; i++)
		line(f, SAY(ui, "转诊", "refer"), p->refer[i].in[lang]);
}

bool followup_say_needs(struct followup *f, const struct chart_patient *patient,
			const struct protocol *p, struct err *err)
{
	struct patient known = patient_unknown();
	struct kb *kb = f->app->kb;
	enum lang lang = f->app->ui->lang;

	bool ok = chart_context_patient(f->app, f->chart, patient, &f->arena,
					&known, err);
	for (size_t i = 0; ok && i < p->n_needs; i++) {
		const struct protocol_need *need = &p->needs[i];
		bool has = false;
		for (size_t k = 0; k < need->n; k++)
			has |= patient_has(&known, kb, need->any[k]);
		if (has)
			continue;
		strbuf_adds(&f->out,
			    SAY(f->app->ui,
				"    方案无此不能判断，请补一项 --dx：",
				"    the protocol cannot judge without one of "
				"these (--dx): "));
		for (size_t k = 0; k < need->n; k++) {
			const struct context *c =
				kb_context_by_code(kb, need->any[k]);
			strbuf_addf(&f->out, "%s%s",
				    k ? SAY(f->app->ui, "、", "; ") : "",
				    c ? c->name.in[lang] : need->any[k]);
		}
		strbuf_addch(&f->out, '\n');
	}
	patient_release(&known);
	return ok;
}

bool followup_plans_text(struct followup *f, const struct chart_patient *p,
			 struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct err gone;
	bool ok = chart_plan_list(f->chart, p->id, &f->arena, &plans, err);

	for (size_t i = 0; ok && i < plans.n; i++) {
		const struct chart_plan *plan = &plans.at[i];
		struct protocol protocol;
		if (plan->ended != DATE_NONE)
			continue;
		if (!protocol_find(f->app->kb, plan->protocol, &f->arena,
				   &protocol, &gone)) {
			strbuf_addf(&f->out,
				    SAY(f->app->ui, "方案 %s 已不在知识库中\n",
					"protocol %s is no longer in the "
					"knowledge base\n"),
				    plan->protocol);
			continue;
		}
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "方案 %s（%s，自 %s）\n",
				"protocol: %s (%s, from %s)\n"),
			    protocol.title.in[f->app->ui->lang], plan->version,
			    followup_date(f, plan->start));
		ok = followup_say_needs(f, p, &protocol, err);
		one_plan(f, &protocol);
	}
	vec_free(&plans);
	return ok;
}

static bool follows(const struct chart_plan_vec *plans, const char *protocol)
{
	for (size_t i = 0; i < plans->n; i++)
		if (plans->at[i].ended == DATE_NONE &&
		    strcmp(plans->at[i].protocol, protocol) == 0)
			return true;
	return false;
}

static bool calls_for(const struct protocol *p, const struct result *r)
{
	for (size_t i = 0; i < p->n_triggers; i++)
		for (size_t k = 0; k < r->findings.n; k++)
			if (strcmp(p->triggers[i], r->findings.at[k].id) == 0)
				return true;
	return false;
}

bool followup_suggest(struct followup *f, const char *patient,
		      const struct result *r, struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct protocol_vec all = {0};
	bool ok = !r->findings.n ||
		  (chart_plan_list(f->chart, patient, &f->arena, &plans, err) &&
		   protocols_list(f->app->kb, &f->arena, &all, err));

	for (size_t i = 0; ok && i < all.n; i++)
		if (calls_for(&all.at[i], r) && !follows(&plans, all.at[i].id))
			strbuf_addf(&f->out,
				    SAY(f->app->ui,
					"建议纳入“%s”：clin followup enrol "
					"%s -p %s --start 日期\n",
					"consider '%s': clin followup enrol "
					"%s -p %s --start DATE\n"),
				    all.at[i].title.in[f->app->ui->lang],
				    patient, all.at[i].id);
	vec_free(&all);
	vec_free(&plans);
	return ok;
}
