/* What the chart holds, judged by the rules of the knowledge base. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"
#include "kb/analyte.h"
#include "kb/rule.h"

/* Days since what a running plan counts from, where its protocol names a code
 * for them. */
static bool plan_days(struct followup *f, const char *patient,
		      struct facts *facts, struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct err gone;

	if (!chart_plan_list(f->chart, patient, &f->arena, &plans, err))
		return false;
	for (size_t i = 0; i < plans.n; i++) {
		const struct chart_plan *plan = &plans.at[i];
		struct protocol p;
		if (plan->ended != DATE_NONE ||
		    !protocol_find(f->app->kb, plan->protocol, &f->arena, &p,
				   &gone) ||
		    !p.days)
			continue;
		struct fact fact = {
			.analyte = kb_analyte_by_code(f->app->kb, p.days),
			.state = FACT_PRESENT,
			.value = (double)(f->today - plan->start),
			.lo = NUM_NONE,
			.hi = NUM_NONE,
			.number = NUM_NONE,
			.low = NUM_NONE,
			.high = NUM_NONE,
			.printed = arena_printf(
				&f->arena, SAY(f->app->ui, "%lld 天", "%lld d"),
				(long long)(f->today - plan->start)),
			.when = facts->now,
			.ref = -1,
		};
		if (fact.analyte)
			facts_add(facts, &fact);
	}
	vec_free(&plans);
	return true;
}

bool followup_judge(struct followup *f, const struct chart_patient *p, int days,
		    struct patient *patient,
		    struct chart_observation_vec *ret_list, struct result *ret,
		    struct err *err)
{
	int64_t from = f->app->ui->now - (int64_t)days * DATE_DAY;
	struct facts facts;

	ret->patient = patient;
	ret->format = "chart";
	ret->id = p->id;
	ret->explained_by = "kb";
	ret->explanation = "";
	if (!chart_context_patient(f->app, f->chart, p, &f->arena, patient,
				   err) ||
	    !chart_observation_series(f->chart, p->id, NULL, from, &f->arena,
				      ret_list, err))
		return false;
	facts_init(&facts, f->app->kb, patient, &f->arena);
	facts.now = f->app->ui->now + f->app->ui->zone;
	for (size_t i = 0; i < ret_list->n; i++) {
		struct fact fact;
		/* of a report as of an earlier day: not what came later */
		if ((ret_list->at[i].at + ret_list->at[i].zone) / DATE_DAY >
		    f->today)
			continue;
		if (chart_context_fact(f->app->kb, patient, &ret_list->at[i],
				       (int)i, &f->arena, &fact))
			facts_add(&facts, &fact);
	}
	bool ok =
		plan_days(f, p->id, &facts, err) && facts_derive(&facts, err) &&
		rules_evaluate(&facts, &ret->findings, &ret->not_checked, err);
	facts_release(&facts);
	return ok;
}
