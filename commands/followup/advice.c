/* Advice for the patient, in plain words: what the protocols and findings
 * call for, each once. */
#include "commands/followup/followup.h"

#include "base/date.h"

#include <string.h>

static bool is_for(const struct advice *a, const struct chart_plan_vec *plans,
		   const struct result *r, bool *ret_finding)
{
	*ret_finding = false;
	for (size_t i = 0; i < a->n_findings; i++)
		for (size_t k = 0; k < r->findings.n; k++)
			*ret_finding |= strcmp(a->findings[i],
					       r->findings.at[k].id) == 0;
	if (*ret_finding)
		return true;
	for (size_t i = 0; i < a->n_protocols; i++)
		for (size_t k = 0; k < plans->n; k++)
			if (plans->at[k].ended == DATE_NONE &&
			    strcmp(a->protocols[i], plans->at[k].protocol) == 0)
				return true;
	return false;
}

bool followup_advise(struct followup *f, const char *patient,
		     const struct result *r, struct err *err)
{
	struct ui *ui = f->app->ui;
	struct chart_plan_vec plans = {0};
	struct advice_vec all = {0};
	bool ok = advice_list(f->app->kb, &f->arena, &all, err) &&
		  chart_plan_list(f->chart, patient, &f->arena, &plans, err);

	size_t more = 0;
	/* what a finding calls for first; the rest when all is wanted */
	for (int finding = 1; ok && finding >= 0; finding--)
		for (size_t i = 0; i < all.n; i++) {
			bool by_finding;
			if (!is_for(&all.at[i], &plans, r, &by_finding) ||
			    by_finding != finding)
				continue;
			if (!finding && !f->params->common.all) {
				more++;
				continue;
			}
			strbuf_addf(&f->out,
				    SAY(ui, "宣教 %s：", "advice: %s: "),
				    all.at[i].title.in[ui->lang]);
			text_wrapped(&f->out, ui, all.at[i].text.in[ui->lang],
				     5);
		}
	if (more)
		strbuf_addf(&f->out,
			    SAY(ui, "宣教 另有 %zu 条（--all）\n",
				"advice: %zu more (--all)\n"),
			    more);
	vec_free(&plans);
	vec_free(&all);
	return ok;
}
