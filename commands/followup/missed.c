/* add P012 missed: tried and not reached, the visit stays on the list with the
 * reason. add P012 skip: given up, the next one is planned. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

static bool is_skip(const char *word)
{
	return strcmp(word, "skip") == 0 || strcmp(word, "放弃") == 0;
}

bool followup_is_missed(const char *word)
{
	return is_skip(word) || strcmp(word, "missed") == 0 ||
	       strcmp(word, "未访到") == 0;
}

static bool one(struct followup *f, const struct chart_visit *v, bool skip,
		int64_t batch, struct err *err)
{
	const char *reason = f->params->reason;
	struct ui *ui = f->app->ui;

	if (!skip && !chart_visit_attempt(f->chart, v, reason, batch, err))
		return false;
	if (skip && (!chart_visit_done(f->chart, v->id, f->today, "missed",
				       reason, batch, err) ||
		     !followup_plan_next(f, v, f->today, batch, err)))
		return false;
	strbuf_addf(&f->out, "%s  %s %s  %s  ", v->patient, v->protocol,
		    v->kind,
		    skip ? SAY(ui, "放弃本次随访", "visit given up")
			 : SAY(ui, "未访到，仍在名单上",
			       "not reached, stays on the list"));
	utf8_add_safe(&f->out, reason, strlen(reason));
	strbuf_addch(&f->out, '\n');
	return true;
}

bool followup_missed(struct followup *f, struct err *err)
{
	struct chart_patient p;
	struct chart_visit_vec all = {0};
	bool skip = is_skip(f->words->at[2]);
	int64_t batch;
	size_t n = 0;

	if (!f->params->reason || !*f->params->reason)
		return ERR(err, ERR_OPTION_MISSING, "--reason");
	bool ok = followup_format(f, "text", err) &&
		  followup_patient(f, &p, err) &&
		  chart_visit_list(f->chart, p.id, &f->arena, &all, err) &&
		  chart_batch(f->chart, "add", skip ? "skip" : "missed", &batch,
			      err);
	for (size_t i = 0; ok && i < all.n; i++) {
		const struct chart_visit *v = &all.at[i];
		if (v->done != DATE_NONE || v->cancelled != DATE_NONE ||
		    v->first > f->today)
			continue;
		n++;
		ok = one(f, v, skip, batch, err);
	}
	ok = ok && (n || ERR(err, ERR_CHART_NOT_DUE, p.id));
	f->changed = ok && !f->params->dry_run;
	vec_free(&all);
	return ok;
}
