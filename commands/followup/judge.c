/* What the chart holds, judged by the rules of the knowledge base. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "kb/rule.h"

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
	for (size_t i = 0; i < ret_list->n; i++) {
		struct fact fact;
		if (chart_context_fact(f->app->kb, patient, &ret_list->at[i],
				       (int)i, &f->arena, &fact))
			facts_add(&facts, &fact);
	}
	bool ok =
		facts_derive(&facts, err) &&
		rules_evaluate(&facts, &ret->findings, &ret->not_checked, err);
	facts_release(&facts);
	return ok;
}
