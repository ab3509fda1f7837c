/* trend: one analyte over time, or all of a patient's, as charts in the
 * terminal, one page of HTML, CSV or JSON. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "base/num.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>

enum { ROWS = 12 };

static void legend(struct followup *f, const struct trend *t)
{
	struct ui *ui = f->app->ui;
	const char *target = target_text(f, &t->target);

	if (!*target)
		return;
	strbuf_addf(&f->out,
		    SAY(ui, "目标 %s（%s）：%zu 次中 %zu 次不在目标内\n",
			"target %s (%s): %zu readings, %zu of them outside\n"),
		    target,
		    strcmp(t->target.origin, "kb") == 0
			    ? SAY(ui, "知识库", "knowledge base")
			    : SAY(ui, "给定", "given"),
		    t->list.n, t->out);
}

static void summary(struct followup *f, const struct trend *t)
{
	struct ui *ui = f->app->ui;
	char low[NUM_SIZE], high[NUM_SIZE], from[32], to[32];

	if (t->used)
		strbuf_addf(
			&f->out,
			SAY(ui,
			    "%.10s 至 %.10s：%zu 次，均值 %s，最低 %s，最高 %s\n",
			    "%.10s to %.10s: n %zu, mean %s, lowest %s, "
			    "highest %s\n"),
			date_format(from, t->first, false),
			date_format(to, t->last, false), t->used,
			trend_number(f, t->sum / (double)t->used, 1),
			num_format(low, round(t->low * 1000) / 1000),
			num_format(high, round(t->high * 1000) / 1000));
	if (t->used < t->list.n)
		strbuf_addf(&f->out,
			    SAY(ui, "另有 %zu 次超出量程或读不出\n",
				"%zu more out of range or unreadable\n"),
			    t->list.n - t->used);
}

/* No reading within the days looked at: is there an earlier one? */
static bool say_none(struct followup *f, const struct chart_patient *p,
		     const struct trend *t, struct err *err)
{
	struct chart_observation_vec all = {0};
	struct ui *ui = f->app->ui;
	char day[32];

	if (!chart_observation_series(f->chart, p->id, t->analyte->code,
				      INT64_MIN, &f->arena, &all, err))
		return false;
	strbuf_adds(&f->out,
		    SAY(ui, "这段时间没有读数", "no reading in this time"));
	if (all.n)
		strbuf_addf(&f->out,
			    SAY(ui, "；最近一次 %s，见 --days",
				"; the last one was on %s, see --days"),
			    date_format(day,
					all.at[all.n - 1].at +
						all.at[all.n - 1].zone,
					false));
	strbuf_addch(&f->out, '\n');
	vec_free(&all);
	return true;
}

static bool trend_text(struct followup *f, const struct chart_patient *p,
		       const struct trend *t, const struct plot_mark_vec *marks,
		       struct err *err)
{
	struct ui *ui = f->app->ui;
	char unit[UNIT_SIZE];
	struct plot plot;

	strbuf_addf(&f->out, "%s  %s\n", t->analyte->name.in[ui->lang],
		    t->analyte->unit
			    ? unit_show(t->analyte->unit, unit, sizeof unit)
			    : "");
	/* of a sensor the day's profile comes below, its course on demand */
	if (t->used > 1 && (!trend_is(t, "CGM") || f->params->common.all ||
			    !trend_cgm_plot(f, t, &plot))) {
		plot = trend_plot(f, t, marks);
		plot_text(&f->out, ui, &plot, ROWS);
	}
	if (!t->list.n)
		return say_none(f, p, t, err);
	summary(f, t);
	legend(f, t);
	return trend_extra_text(f, p, t, &f->out, err);
}

static void rows_csv(struct followup *f, const struct trend *t)
{
	char at[32], number[NUM_SIZE];

	for (size_t i = 0; i < t->list.n; i++) {
		const struct chart_observation *o = &t->list.at[i];
		strbuf_addf(&f->out, "%s,%s,%s%s,%s,%s\r\n",
			    date_format(at, o->at + o->zone, o->timed), o->code,
			    o->comparator ? o->comparator : "",
			    isnan(o->canonical)
				    ? ""
				    : num_format(number, o->canonical),
			    o->canonical_unit ? o->canonical_unit : "",
			    o->context ? o->context : "");
	}
}

static void target_json(struct jw *j, const struct target *t)
{
	if (!t->origin)
		return;
	jw_object(j, "target");
	jw_num(j, "low", t->low);
	jw_num(j, "high", t->high);
	jw_bool(j, "high_strict", t->below);
	jw_str(j, "origin", t->origin);
	jw_end(j);
}

static bool trend_json(struct followup *f, const struct chart_patient *p,
		       const struct trend *t, struct err *err)
{
	struct jw j = jw_to(&f->out);
	char at[32];

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.followup.trend/1");
	jw_str(&j, "id", p->id);
	jw_str(&j, "code", t->analyte->code);
	jw_str(&j, "unit", t->analyte->unit);
	jw_int(&j, "n", (int64_t)t->used);
	jw_num(&j, "mean", t->used ? t->sum / (double)t->used : NUM_NONE);
	target_json(&j, &t->target);
	jw_int(&j, "outside_target", (int64_t)t->out);
	bool ok = trend_extra_json(f, p, t, &j, err);
	jw_array(&j, "points");
	for (size_t i = 0; i < t->list.n; i++) {
		const struct chart_observation *o = &t->list.at[i];
		jw_object(&j, NULL);
		jw_str(&j, "at", date_format(at, o->at + o->zone, o->timed));
		jw_num(&j, "value", o->canonical);
		jw_str(&j, "comparator", o->comparator);
		jw_str(&j, "context", o->context);
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
	return ok;
}

/* What one word means (bp: two analytes), or all that were measured. */
static bool load(struct followup *f, const struct chart_patient *p,
		 int64_t from, struct trend_vec *ret, struct err *err)
{
	const char *codes[2] = {NULL, NULL};
	struct trend one;

	if (f->words->n == 2)
		return trend_load_all(f, p->id, from, ret, err);
	codes[0] = followup_code(f, f->words->at[2], &codes[1]);
	if (!codes[0])
		return ERR(err, ERR_KB_NO_ENTRY, f->words->at[2]);
	for (int i = 0; i < 2 && codes[i]; i++) {
		const struct analyte *a =
			kb_analyte_by_code(f->app->kb, codes[i]);
		if (!trend_load(f, p, a, from, &one, err))
			return false;
		vec_push(ret, one);
	}
	return true;
}

/* Ranges of a sensor are others in pregnancy; its target band, too. */
static bool note_patient(struct followup *f, const struct chart_patient *p,
			 struct trend_vec *all, struct err *err)
{
	struct patient patient = patient_unknown();
	bool ok = chart_context_patient(f->app, f->chart, p, &f->arena,
					&patient, err) &&
		  context_apply(&f->params->common, f->app->kb, &patient, err);

	for (size_t i = 0; ok && i < all->n; i++) {
		struct trend *t = &all->at[i];
		t->pregnant = patient.pregnant == TRI_YES;
		t->older = patient.age.days >= 65 * 365.25;
		if (t->pregnant && trend_is(t, "CGM") && !f->params->target)
			trend_retarget(f, t, "pregnancy_low", "pregnancy_high");
	}
	patient_release(&patient);
	return ok;
}

static bool show(struct followup *f, const struct chart_patient *p,
		 const struct trend_vec *all, const struct plot_mark_vec *marks,
		 struct err *err)
{
	int format = f->params->common.format;
	bool ok = true;

	if (format == FORMAT_HTML)
		return trend_html(f, p, all, marks, err);
	if (format == FORMAT_TEXT && f->words->n == 2) {
		trend_table(f, all);
		return true;
	}
	if (format == FORMAT_CSV)
		strbuf_adds(&f->out, "at,code,value,unit,context\r\n");
	for (size_t i = 0; ok && i < all->n; i++) {
		const struct trend *t = &all->at[i];
		if (format == FORMAT_TEXT)
			ok = trend_text(f, p, t, marks, err);
		else if (format == FORMAT_CSV)
			rows_csv(f, t);
		else
			ok = trend_json(f, p, t, err);
	}
	return ok;
}

bool followup_trend(struct followup *f, struct err *err)
{
	struct chart_patient p;
	struct trend_vec all = {0};
	struct plot_mark_vec marks = {0};
	double days = f->params->days.given ? f->params->days.value : 90;

	if (!followup_format(f, "text json ndjson csv html", err) ||
	    !followup_patient(f, &p, err))
		return false;
	if (f->words->n > 3)
		return ERR(err, ERR_ARGUMENT, "trend", "P012 SBP");
	if (!(days >= 1 && days <= 36500))
		return ERR(err, ERR_OPTION_VALUE, "--days", "", "1-36500");
	int64_t from = f->app->ui->now - (int64_t)(days * DATE_DAY);
	bool ok = trend_marks(f, p.id, from, &marks, err) &&
		  load(f, &p, from, &all, err) &&
		  note_patient(f, &p, &all, err) &&
		  show(f, &p, &all, &marks, err);
	for (size_t i = 0; i < all.n; i++)
		trend_release(&all.at[i]);
	vec_free(&all);
	vec_free(&marks);
	return ok;
}
