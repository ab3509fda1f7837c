/* From a protocol to the visits of a plan. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"

bool followup_plan_visit(struct followup *f, int64_t plan,
			 const struct protocol_visit *v, int64_t planned,
			 int64_t batch, struct err *err)
{
	int64_t last = span_add(planned, v->after);
	struct chart_visit visit = {
		.plan = plan,
		.kind = v->id,
		.planned = planned,
		.first = span_add(planned, v->before),
		.last = last,
		.lost = span_add(last, v->lost),
		.done = DATE_NONE,
		.cancelled = DATE_NONE,
	};

	return chart_visit_add(f->chart, &visit, batch, err);
}

bool followup_schedule(struct followup *f, const struct protocol *p,
		       int64_t plan, const struct protocol_visit *v,
		       int64_t from, int64_t batch, int *ret_past,
		       struct err *err)
{
	for (size_t i = 0; i < v->n_at; i++) {
		int64_t planned = span_add(from, v->at[i]);
		if (span_add(planned, v->after) < f->today) {
			++*ret_past;
			continue;
		}
		if (!followup_plan_visit(f, plan, v, planned, batch, err))
			return false;
	}
	if (!v->every.days && !v->every.months)
		return true;
	int64_t first = span_add(from, v->first);
	/* what an event long past would have asked for is over */
	while (p->anchor != ANCHOR_START &&
	       span_add(first, v->after) < f->today) {
		first = span_add(first, v->every);
		++*ret_past;
	}
	if ((v->until.days || v->until.months) &&
	    first > span_add(from, v->until))
		return true;
	return followup_plan_visit(f, plan, v, first, batch, err);
}

bool followup_plan_start(struct followup *f, const struct protocol *p,
			 const struct chart_patient *patient, int64_t *ret,
			 struct err *err)
{
	const struct followup_params *o = f->params;
	double weeks;

	if (!followup_day("--start", o->start, ret, err))
		return false;
	if (*ret != DATE_NONE)
		return true;
	if (p->anchor == ANCHOR_BIRTH && patient->birth != DATE_NONE &&
	    patient->birth_exact) {
		*ret = patient->birth;
	} else if (p->anchor == ANCHOR_LMP && o->common.pregnant &&
		   num_parse_all(o->common.pregnant, &weeks) && weeks >= 0 &&
		   weeks <= 45) {
		*ret = f->today - (int64_t)(weeks * 7);
	} else if (p->anchor == ANCHOR_START) {
		*ret = f->today;
	} else {
		return ERR(err, ERR_CHART_START, p->id,
			   p->anchor_name.in[f->app->ui->lang]);
	}
	return true;
}

const char *visit_state_name(enum visit_state s)
{
	static const char *const names[] = {"upcoming", "in-window", "overdue",
					    "lost",     "done",      "missed",
					    "cancelled"};

	return names[s];
}

const char *visit_state_word(const struct ui *ui, enum visit_state s)
{
	static const char *const zh[] = {"未到期", "可随访", "逾期",  "失访",
					 "已完成", "未访到", "已取消"};

	return ui->lang == LANG_ZH ? zh[s] : visit_state_name(s);
}
