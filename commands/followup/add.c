/* add: readings, and the visit they were taken at. */
#include "commands/followup/followup.h"
#include "commands/followup/typed.h"

#include "base/date.h"

#include <string.h>

static bool store(struct followup *f, const char *patient,
		  struct chart_observation_vec *list, int64_t batch,
		  struct err *err)
{
	struct ui *ui = f->app->ui;

	for (size_t i = 0; i < list->n; i++) {
		int64_t id;
		enum chart_added added;
		if (!chart_observation_add(f->chart, patient, &list->at[i],
					   batch, &id, &added, err))
			return false;
		strbuf_adds(&f->out, "  ");
		followup_observation_text(f, &f->out, &list->at[i]);
		if (added == CHART_COMPLETES)
			strbuf_adds(&f->out,
				    SAY(ui, "  （补上先前没写的场合）",
					"  (says how it was taken, which the "
					"chart did not)"));
		else if (added != CHART_NEW)
			strbuf_adds(
				&f->out,
				added == CHART_THERE
					? SAY(ui, "  （已有，未重复记）",
					      "  (there already)")
					: SAY(ui,
					      "  （其他来源已有，未重复记）",
					      "  (there already, from "
					      "another source)"));
		strbuf_addch(&f->out, '\n');
	}
	return true;
}

static bool is_open(const struct chart_visit *v)
{
	return v->done == DATE_NONE && v->cancelled == DATE_NONE;
}

static bool has_open(const struct chart_visit_vec *all, int64_t plan,
		     const char *kind)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].plan == plan && is_open(&all->at[i]) &&
		    strcmp(all->at[i].kind, kind) == 0)
			return true;
	return false;
}

/* What the findings of the day bring forward in one plan, unless it is planned
 * already. */
static bool plan_recheck(struct followup *f, const struct protocol *p,
			 int64_t plan, const struct chart_visit_vec *all,
			 int64_t day, const struct result *r, int64_t batch,
			 struct err *err)
{
	for (size_t k = 0; k < p->n_rechecks; k++) {
		const struct protocol_recheck *c = &p->rechecks[k];
		const struct protocol_visit *to =
			protocol_visit_find(p, c->visit);
		for (size_t i = 0; to && i < r->findings.n; i++) {
			if (strcmp(r->findings.at[i].id, c->finding) != 0 ||
			    has_open(all, plan, c->visit))
				continue;
			int64_t on = span_add(day, c->after);
			return followup_plan_visit(
				f, plan, to, on < f->today ? f->today : on,
				batch, err);
		}
	}
	return true;
}

bool followup_plan_next(struct followup *f, const struct chart_visit *done,
			int64_t day, int64_t batch, struct err *err)
{
	struct protocol p;

	if (!protocol_find(f->app->kb, done->protocol, &f->arena, &p, err))
		return false;
	const struct protocol_visit *v = protocol_visit_find(&p, done->kind);
	if (v && (v->every.days || v->every.months)) {
		int64_t next = span_add(v->from_actual ? day : done->planned,
					v->every);
		bool over = (v->until.days || v->until.months) &&
			    next > span_add(done->start, v->until);
		if (!over &&
		    !followup_plan_visit(f, done->plan, v, next, batch, err))
			return false;
	}
	return true;
}

/* In every plan, with a visit or readings alone. */
static bool plan_rechecks(struct followup *f, const char *patient, int64_t day,
			  const struct result *r, int64_t batch,
			  struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct chart_visit_vec all = {0};
	bool ok = chart_plan_list(f->chart, patient, &f->arena, &plans, err) &&
		  chart_visit_list(f->chart, patient, &f->arena, &all, err);

	for (size_t i = 0; ok && i < plans.n; i++) {
		const struct chart_plan *plan = &plans.at[i];
		struct protocol p;
		if (plan->ended != DATE_NONE)
			continue;
		ok = protocol_find(f->app->kb, plan->protocol, &f->arena, &p,
				   err) &&
		     plan_recheck(f, &p, plan->id, &all, day, r, batch, err);
	}
	vec_free(&plans);
	vec_free(&all);
	return ok;
}

static bool say_next(struct followup *f, const char *patient, struct err *err)
{
	struct chart_visit_vec all = {0};

	if (!chart_visit_list(f->chart, patient, &f->arena, &all, err))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (is_open(&all.at[i])) {
			strbuf_addf(&f->out,
				    SAY(f->app->ui, "  下次 %s  %s %s\n",
					"  next %s  %s %s\n"),
				    followup_date(f, all.at[i].planned),
				    all.at[i].protocol, all.at[i].kind);
			break;
		}
	vec_free(&all);
	return true;
}

/* What one add was given. */
struct given {
	struct chart_observation_vec readings;
	struct chart_answer_vec answers;
	struct string_vec typed; /* the words as they are read */
	struct string_vec asked; /* the words of an interactive form */
	struct string_vec words; /* with the fields of forms as id=value */
	bool visit;
};

/* The words of the command, or of the form when there are none. */
static bool take(struct followup *f, const char *patient, struct given *g,
		 struct err *err)
{
	size_t n = f->words->n;
	bool check = n > 2 && followup_is_check(f->words->at[2]);

	if (f->app->ui->input_terminal && (n == 2 || (check && n == 3))) {
		for (size_t i = 0; i < n; i++)
			vec_push(&g->asked, f->words->at[i]);
		if (!followup_ask_form(f, patient, check, &g->asked, err))
			return false;
		f->words = &g->asked;
	}
	if (!followup_typed(f, 2, &g->typed, err) ||
	    !followup_field_pairs(f, patient, check, &g->words, err))
		return false;
	f->words = &g->words;
	return followup_readings(f, 2, &g->readings, &g->visit, err) &&
	       followup_form_words(f, patient, check, &g->answers, err);
}

static bool keep(struct followup *f, const char *patient, struct given *g,
		 const struct chart_observation *at, int64_t batch,
		 struct err *err)
{
	for (size_t i = 0; i < g->readings.n; i++) {
		g->readings.at[i].at = at->at;
		g->readings.at[i].zone = at->zone;
		g->readings.at[i].timed = at->timed;
	}
	for (size_t i = 0; i < g->answers.n; i++) {
		g->answers.at[i].at = at->at;
		g->answers.at[i].zone = at->zone;
		if (!chart_answer_add(f->chart, patient, &g->answers.at[i],
				      batch, err))
			return false;
	}
	if (g->answers.n)
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "  表单 %zu 项\n",
				"  %zu fields of the form\n"),
			    g->answers.n);
	return store(f, patient, &g->readings, batch, err);
}

/* Nothing that was typed is left out in silence. */
void followup_say_remarks(struct followup *f)
{
	for (size_t i = 0; i < f->remarks.n; i++)
		strbuf_addf(&f->out, "%s%s",
			    i ? SAY(f->app->ui, "、", ", ")
			      : SAY(f->app->ui, "  未记：", "  not recorded: "),
			    f->remarks.at[i]);
	if (f->remarks.n)
		strbuf_adds(&f->out,
			    SAY(f->app->ui, "（不是读数，也不是表单项）\n",
				" (no reading, no field of a form)\n"));
}

bool followup_add(struct followup *f, struct err *err)
{
	if (f->words->n > 2 && followup_is_missed(f->words->at[2]))
		return followup_missed(f, err);
	if (f->words->n > 2 && followup_is_correct(f->words->at[2]))
		return followup_correct(f, err);

	struct chart_patient p;
	struct given g = {0};
	struct chart_observation_vec seen = {0};
	struct result r = {.schema = "clin.followup.add/1"};
	struct patient patient = patient_unknown();
	struct chart_observation at = {0};
	char day_of[32];
	int64_t batch;

	bool ok = followup_format(f, "text", err) &&
		  followup_patient(f, &p, err) && take(f, p.id, &g, err) &&
		  followup_at(f, &at, err) &&
		  chart_batch(f->chart, "add", "typed", &batch, err);
	if (ok) {
		strbuf_addf(&f->out, "%s", p.id);
		if (f->said_at || f->params->at)
			strbuf_addf(
				&f->out, "  %.16s",
				date_format(day_of, at.at + at.zone, at.timed));
		strbuf_addch(&f->out, '\n');
		ok = keep(f, p.id, &g, &at, batch, err);
		followup_say_remarks(f);
		ok = ok && followup_judge(f, &p, 90, &patient, &seen, &r, err);
	}
	int64_t day = (at.at + at.zone) / DATE_DAY;
	ok = ok &&
	     (!g.visit || followup_record_visit(f, &p, day, batch, err)) &&
	     plan_rechecks(f, p.id, day, &r, batch, err);
	ok = ok && (!(g.visit || r.findings.n) || say_next(f, p.id, err));
	ok = ok && followup_say_findings(f, &p, &r, &seen, batch, err);
	f->changed = ok && !f->params->dry_run;
	vec_free(&g.readings);
	vec_free(&g.answers);
	vec_free(&g.asked);
	vec_free(&g.words);
	vec_free(&g.typed);
	vec_free(&seen);
	result_release(&r);
	patient_release(&patient);
	return ok;
}
