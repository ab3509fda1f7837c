#include "commands/interpret-report/chart_report.h"

#include "base/date.h"
#include "commands/chart_context.h"
#include "commands/chart_critical.h"
#include "commands/result.h"

#include <math.h>
#include <string.h>

enum { LOOK_BACK = 730 /* days */ };

/* What of the report is another person's: "sex", "age", "name", or NULL. */
static const char *contradiction(const struct report *r,
				 const struct patient *chart, const char *name)
{
	const struct patient *p = &r->patient;

	if (p->sex != SEX_UNKNOWN && chart->sex != SEX_UNKNOWN &&
	    p->sex != chart->sex)
		return "sex";
	if (!isnan(p->age.days) && !isnan(chart->age.days) &&
	    fabs(p->age.days - chart->age.days) > 2 * 366)
		return "age";
	if (r->patient_name && name && strcmp(r->patient_name, name) != 0)
		return "name";
	return NULL;
}

/* The report's own word stands; the chart fills what it does not say. */
static void join_patient(struct report *r, struct patient *chart)
{
	if (isnan(r->patient.age.days))
		r->patient.age = chart->age;
	if (r->patient.sex == SEX_UNKNOWN)
		r->patient.sex = chart->sex;
	if (r->patient.pregnant == TRI_UNKNOWN) {
		r->patient.pregnant = chart->pregnant;
		r->patient.weeks = chart->weeks;
	}
	for (size_t i = 0; i < chart->context.n; i++)
		vec_push(&r->patient.context, chart->context.at[i]);
}

static bool load_past(const struct app *app, struct chart *c, const char *id,
		      struct report *r, struct err *err)
{
	int64_t from = app->ui->now - (int64_t)LOOK_BACK * DATE_DAY;
	struct chart_observation_vec list = {0};
	struct fact fact;

	if (!chart_observation_series(c, id, NULL, from, r->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		if (chart_context_fact(app->kb, &r->patient, &list.at[i], -1,
				       r->arena, &fact))
			vec_push(&r->past, fact);
	vec_free(&list);
	/* a print without a date is today's, which is later than all of it */
	if (r->when == DATE_NONE)
		r->when = app->ui->now + app->ui->zone;
	for (size_t i = 0; i < r->rows.n; i++)
		if (r->rows.at[i].when == DATE_NONE)
			r->rows.at[i].when = r->when;
	return true;
}

bool chart_report_begin(const struct app *app, const char *id, bool save,
			struct report *r, struct chart **ret, struct err *err)
{
	struct chart_patient p;
	struct patient chart = patient_unknown();

	*ret = NULL;
	bool ok = chart_context_open(app, false, ret, err) &&
		  chart_patient_get(*ret, id, r->arena, &p, err) &&
		  chart_context_patient(app, *ret, &p, r->arena, &chart, err);
	if (ok) {
		const char *other = contradiction(r, &chart, p.name);
		if (other && save)
			ok = ERR(err, ERR_CHART_OTHER, id, other);
		else if (other)
			vec_push(
				&r->notes,
				arena_printf(r->arena,
					     SAY(app->ui,
						 "报告的%s与病历库中的 %s 不符",
						 "the report's %s is not that "
						 "of %s in the chart"),
					     other, id));
		join_patient(r, &chart);
		ok = ok && load_past(app, *ret, id, r, err) &&
		     chart_note_access(*ret, "interpret-report", id, err);
	}
	patient_release(&chart);
	if (!ok) {
		chart_close(*ret);
		*ret = NULL;
	}
	return ok;
}

static struct chart_observation as_kept(const struct app *app,
					const struct report *r,
					const struct observation *o)
{
	int64_t local = o->when != DATE_NONE ? o->when : r->when;

	return (struct chart_observation){
		.code = o->analyte->code,
		.value = o->value,
		.comparator = o->comparator,
		.text = isnan(o->value) ? o->text : NULL,
		.unit = o->unit,
		/* an ordinal is kept as its rank, as rules see it */
		.canonical = o->analyte->scale == SCALE_QUANTITATIVE ||
					     isnan(o->ordinal)
				     ? o->canonical
				     : o->ordinal,
		.canonical_unit = o->analyte->unit,
		.at = local - app->ui->zone,
		.zone = app->ui->zone,
		.timed = local % DATE_DAY != 0,
		.source = "report",
		.row = o->raw->line,
	};
}

bool chart_report_save(const struct app *app, struct chart *c, const char *id,
		       const char *file, const struct report *r,
		       const struct finding_vec *findings,
		       struct chart_saved *ret, struct err *err)
{
	struct chart_observation_vec saved = {0}; /* as evidence counts them */
	int64_t batch;

	*ret = (struct chart_saved){0, 0};
	bool ok = chart_begin(c, err) &&
		  chart_batch(c, "report", file, &batch, err);
	for (size_t i = 0; ok && i < r->observations.n; i++) {
		const struct observation *o = &r->observations.at[i];
		struct chart_observation kept = {0};
		enum chart_added added = CHART_THERE;
		if (o->status == ROW_OK && o->analyte && !o->derived &&
		    !o->previous) {
			kept = as_kept(app, r, o);
			kept.batch = batch;
			ok = chart_observation_add(c, id, &kept, batch,
						   &kept.id, &added, err);
		}
		ret->kept += chart_is_taken(added);
		vec_push(&saved, kept);
	}
	if (ok && ret->kept == 0)
		chart_rollback(c);
	else
		ok = ok &&
		     chart_critical_note(app, c, id, findings, saved.at,
					 saved.n, batch, &ret->critical, err) &&
		     chart_commit(c, err);
	vec_free(&saved);
	return ok;
}
