/* From a protocol to the visits of a plan. */
#include "commands/followup/followup.h"

#include "base/date.h"

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

bool followup_schedule(struct followup *f, int64_t plan,
		       const struct protocol_visit *v, int64_t from,
		       int64_t batch, struct err *err)
{
	for (size_t i = 0; i < v->n_at; i++)
		if (!followup_plan_visit(f, plan, v, span_add(from, v->at[i]),
					 batch, err))
			return false;
	if (v->every.days || v->every.months)
		return followup_plan_visit(f, plan, v, span_add(from, v->every),
					   batch, err);
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
