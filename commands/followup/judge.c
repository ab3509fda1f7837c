/* What the chart holds, judged by the rules of the knowledge base. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/followup/course.h"
#include "kb/analyte.h"
#include "kb/rule.h"

#include <string.h>

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

void followup_home(const struct chart_observation_vec *list,
		   struct home_bp *ret)
{
	const struct chart_observation *sbp = NULL, *dbp = NULL;
	size_t n_sbp = 0, n_dbp = 0;

	/* ordered by code */
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->at[i].code, "SBP") == 0)
			sbp = sbp ? sbp : &list->at[i], n_sbp++;
		else if (strcmp(list->at[i].code, "DBP") == 0)
			dbp = dbp ? dbp : &list->at[i], n_dbp++;
	*ret = (struct home_bp){0};
	if (n_sbp && n_dbp)
		home_bp_of(sbp, n_sbp, dbp, n_dbp, ret);
}

/* The mean at home, once there are days enough for a verdict. */
static void home_means(struct followup *f,
		       const struct chart_observation_vec *list,
		       struct facts *facts)
{
	struct home_bp h;
	char number[NUM_SIZE];

	followup_home(list, &h);
	if (!h.sufficient)
		return;
	for (int i = 0; i < 2; i++) {
		double mean = i ? h.dbp : h.sbp;
		struct fact fact = {
			.analyte = kb_analyte_by_code(f->app->kb,
						      i ? "HOME_DBP_MEAN"
							: "HOME_SBP_MEAN"),
			.state = FACT_PRESENT,
			.value = mean,
			.lo = NUM_NONE,
			.hi = NUM_NONE,
			.number = NUM_NONE,
			.low = NUM_NONE,
			.high = NUM_NONE,
			.unit = "mm[Hg]",
			.printed =
				arena_printf(&f->arena, "%s mmHg",
					     num_format_fixed(number, mean, 0)),
			.when = (h.last + 1) * DATE_DAY - 1,
			.ref = -1,
		};
		if (fact.analyte)
			facts_add(facts, &fact);
	}
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
	home_means(f, ret_list, &facts);
	bool ok =
		plan_days(f, p->id, &facts, err) && facts_derive(&facts, err) &&
		rules_evaluate(&facts, &ret->findings, &ret->not_checked, err);
	facts_release(&facts);
	return ok;
}
