/* A day on which the patient was seen: which planned visits it stands for. */
#include "commands/followup/followup.h"

#include "base/date.h"

#include <string.h>

enum { VISITS = 16 };

static bool is_open(const struct chart_visit *v)
{
	return v->done == DATE_NONE && v->cancelled == DATE_NONE;
}

/* One day serves every plan of the patient: of each, the earliest open visit
 * of a kind whose window has begun. */
static size_t visits_of_day(const struct chart_visit_vec *all, int64_t day,
			    const struct chart_visit **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < VISITS; i++) {
		const struct chart_visit *v = &all->at[i];
		bool taken = !is_open(v) || v->first > day;
		for (size_t k = 0; k < n; k++)
			taken |= ret[k]->plan == v->plan &&
				 strcmp(ret[k]->kind, v->kind) == 0;
		if (!taken)
			ret[n++] = v;
	}
	return n;
}

/* When no window has begun: the next visit of each plan. */
static size_t next_of_plans(const struct chart_visit_vec *all,
			    const struct chart_visit **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < VISITS; i++) {
		bool taken = !is_open(&all->at[i]);
		for (size_t k = 0; k < n; k++)
			taken |= ret[k]->plan == all->at[i].plan;
		if (!taken)
			ret[n++] = &all->at[i];
	}
	return n;
}

/* What to do with the next visit of a plan on a day before its window. */
enum early {
	EARLY_TAKE,    /* it is done */
	EARLY_BESIDES, /* more than half its interval ahead: it stays */
	EARLY_COUNTED  /* one of a counted few: done when nothing else is */
};

static bool judge_early(struct followup *f, const struct chart_visit *v,
			int64_t day, struct protocol *p,
			const struct protocol_visit **ret_kind, enum early *ret,
			struct err *err)
{
	if (!protocol_find(f->app->kb, v->protocol, &f->arena, p, err))
		return false;
	const struct protocol_visit *kind = protocol_visit_find(p, v->kind);
	int every = kind ? kind->every.months * 30 + kind->every.days : 0;
	*ret_kind = kind;
	*ret = !every                         ? EARLY_COUNTED
	       : v->planned - day > every / 2 ? EARLY_BESIDES
					      : EARLY_TAKE;
	return true;
}

static bool done(struct followup *f, const struct chart_visit *v, int64_t day,
		 int64_t batch, struct err *err)
{
	const char *outcome = f->params->outcome;

	return chart_visit_done(f->chart, v->id, day,
				outcome ? outcome : "done", f->params->reason,
				batch, err);
}

/* The planned one stays; this one is entered as done. */
static bool record_besides(struct followup *f, const struct chart_patient *p,
			   const struct chart_visit *v,
			   const struct protocol_visit *kind, int64_t day,
			   int64_t batch, struct err *err)
{
	struct chart_visit_vec all = {0};
	bool ok = followup_plan_visit(f, v->plan, kind, day, batch, err) &&
		  chart_visit_list(f->chart, p->id, &f->arena, &all, err);

	for (size_t i = 0; ok && i < all.n; i++)
		if (is_open(&all.at[i]) && all.at[i].plan == v->plan &&
		    all.at[i].planned == day &&
		    strcmp(all.at[i].kind, v->kind) == 0)
			ok = done(f, &all.at[i], day, batch, err);
	vec_free(&all);
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "  随访已记：%s（计划外，%s 的照旧）\n",
			"  visit recorded: %s (besides the plan; that of %s "
			"stays)\n"),
		    v->protocol, followup_date(f, v->planned));
	return ok;
}

static bool record_planned(struct followup *f, const struct chart_visit *v,
			   int64_t day, int64_t batch, struct err *err)
{
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "  随访已记：%s（计划 %s）\n",
			"  visit recorded: %s (planned %s)\n"),
		    v->protocol, followup_date(f, v->planned));
	return done(f, v, day, batch, err) &&
	       followup_plan_next(f, v, day, batch, err);
}

/* Something was done in this plan. */
static bool has_begun(const struct chart_visit_vec *all, int64_t plan)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].plan == plan && all->at[i].done != DATE_NONE)
			return true;
	return false;
}

static bool is_among(const struct chart_visit *const *list, size_t n,
		     int64_t plan)
{
	for (size_t i = 0; i < n; i++)
		if (list[i]->plan == plan)
			return true;
	return false;
}

/* The visits `of_day` are due in other plans: a plan that was only just begun
 * has its first one on this day, too. */
static bool record_first(struct followup *f, const struct chart_patient *p,
			 const struct chart_visit_vec *all,
			 const struct chart_visit *const *of_day, size_t n_day,
			 int64_t day, int64_t batch, struct err *err)
{
	const struct chart_visit *next[VISITS];
	const struct protocol_visit *kind;
	struct protocol protocol;
	size_t n = next_of_plans(all, next);
	enum early how;

	for (size_t i = 0; i < n; i++) {
		if (is_among(of_day, n_day, next[i]->plan) ||
		    has_begun(all, next[i]->plan))
			continue;
		if (!judge_early(f, next[i], day, &protocol, &kind, &how, err))
			return false;
		if (how == EARLY_BESIDES &&
		    !record_besides(f, p, next[i], kind, day, batch, err))
			return false;
	}
	return true;
}

/* No window has begun. */
static bool record_early(struct followup *f, const struct chart_patient *p,
			 const struct chart_visit_vec *all, int64_t day,
			 int64_t batch, struct err *err)
{
	const struct chart_visit *next[VISITS];
	const struct protocol_visit *kind;
	struct protocol protocol;
	size_t n = next_of_plans(all, next), recorded = 0;
	enum early how;

	for (size_t i = 0; i < n; i++) {
		if (!judge_early(f, next[i], day, &protocol, &kind, &how, err))
			return false;
		if (how == EARLY_COUNTED)
			continue;
		if (how == EARLY_BESIDES
			    ? !record_besides(f, p, next[i], kind, day, batch,
					      err)
			    : !record_planned(f, next[i], day, batch, err))
			return false;
		recorded++;
	}
	if (recorded)
		return true;
	return n ? record_planned(f, next[0], day, batch, err)
		 : ERR(err, ERR_CHART_VISIT, p->id);
}

bool followup_record_visit(struct followup *f, const struct chart_patient *p,
			   int64_t day, int64_t batch, struct err *err)
{
	const struct chart_visit *of_day[VISITS];
	struct chart_visit_vec all = {0};

	if (!chart_visit_list(f->chart, p->id, &f->arena, &all, err))
		return false;
	size_t n = visits_of_day(&all, day, of_day);
	bool ok = n || record_early(f, p, &all, day, batch, err);
	for (size_t i = 0; ok && i < n; i++)
		ok = record_planned(f, of_day[i], day, batch, err);
	ok = ok && (!n || record_first(f, p, &all, of_day, n, day, batch, err));
	vec_free(&all);
	return ok;
}
