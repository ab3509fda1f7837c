/* Observations, plans and medication as FHIR. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "chart/medication.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void concept(struct bundle_writer *w, const struct analyte *a,
		    const char *code)
{
	struct jw *j = &w->j;

	jw_object(j, "code");
	jw_array(j, "coding");
	if (a && a->loinc) {
		jw_object(j, NULL);
		jw_str(j, "system", FHIR_LOINC);
		jw_str(j, "code", a->loinc);
		jw_end(j);
	}
	jw_object(j, NULL);
	jw_str(j, "system", FHIR_CODE);
	jw_str(j, "code", code);
	jw_end(j);
	jw_end(j);
	if (a)
		jw_str(j, "text", a->name.in[w->f->app->ui->lang]);
	jw_end(j);
}

/* What the observation has beyond FHIR's own fields. */
static void own(struct bundle_writer *w, const struct chart_observation *o,
		bool outer)
{
	struct jw *j = &w->j;

	jw_array(j, "extension");
	if (outer) {
		bundle_extension(j, "context", o->context);
		bundle_extension(j, "source", o->source);
		bundle_extension_int(j, "zone", o->zone);
	}
	if (outer && !o->timed && (o->at + o->zone) % DATE_DAY)
		bundle_extension_int(j, "untimed", 1);
	bundle_marks(w, TRANSFER_OBSERVATION, o->id, !outer);
	if (o->row)
		bundle_extension_int(j, "row", o->row);
	bundle_extension(j, "text", o->text);
	if (isnan(o->value)) {
		bundle_extension(j, "comparator", o->comparator);
		bundle_extension(j, "unit", o->unit);
	}
	jw_end(j);
}

static void value(struct bundle_writer *w, const struct chart_observation *o)
{
	struct jw *j = &w->j;
	char unit[UNIT_SIZE];

	if (isnan(o->value)) {
		jw_str(j, "valueString", o->text ? o->text : "");
		return;
	}
	jw_object(j, "valueQuantity");
	bundle_number(j, "value", o->value);
	if (o->comparator)
		jw_str(j, "comparator", o->comparator);
	if (o->unit) {
		if (*unit_show(o->unit, unit, sizeof unit))
			jw_str(j, "unit", unit);
		jw_str(j, "system", FHIR_UCUM);
		jw_str(j, "code", o->unit);
	}
	jw_end(j);
}

/* A clock time with its zone; a day alone has none. */
static const char *effective(const struct chart_observation *o, char buf[48])
{
	char at[32];

	if (o->timed || (o->at + o->zone) % DATE_DAY)
		return bundle_instant(buf, o->at, o->zone);
	snprintf(buf, 48, "%s", date_format(at, o->at + o->zone, false));
	return buf;
}

static const char *category(const struct analyte *a)
{
	return a && a->specimen && strcmp(a->specimen, "vital") == 0
		       ? "vital-signs"
		       : "laboratory";
}

static void head(struct bundle_writer *w, const struct chart_observation *o,
		 const struct analyte *a)
{
	struct jw *j = &w->j;
	char when[48];

	bundle_begin_row(w, "Observation", TRANSFER_OBSERVATION, o->id);
	own(w, o, true);
	jw_str(j, "status", "final");
	jw_array(j, "category");
	jw_object(j, NULL);
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system",
	       "http://terminology.hl7.org/CodeSystem/observation-category");
	jw_str(j, "code", category(a));
	jw_end(j);
	jw_end(j);
	jw_end(j);
	jw_end(j);
	bundle_subject(w, "subject");
	jw_str(j, "effectiveDateTime", effective(o, when));
}

static void single(struct bundle_writer *w, const struct chart_observation *o)
{
	const struct analyte *a = kb_analyte_by_code(w->f->app->kb, o->code);

	head(w, o, a);
	concept(w, a, o->code);
	value(w, o);
	bundle_end(w);
}

static void component(struct bundle_writer *w,
		      const struct chart_observation *o)
{
	jw_object(&w->j, NULL);
	own(w, o, false);
	concept(w, kb_analyte_by_code(w->f->app->kb, o->code), o->code);
	value(w, o);
	jw_end(&w->j);
}

/* Both pressures of one measurement: LOINC 85354-9 with two components. */
static void panel(struct bundle_writer *w, const struct chart_observation *sbp,
		  const struct chart_observation *dbp)
{
	struct jw *j = &w->j;

	head(w, sbp, kb_analyte_by_code(w->f->app->kb, "SBP"));
	jw_object(j, "code");
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system", FHIR_LOINC);
	jw_str(j, "code", "85354-9");
	jw_end(j);
	jw_end(j);
	jw_end(j);
	jw_array(j, "component");
	component(w, sbp);
	component(w, dbp);
	jw_end(j);
	bundle_end(w);
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool belong(const struct chart_observation *a,
		   const struct chart_observation *b)
{
	return a->at == b->at && a->zone == b->zone && a->timed == b->timed &&
	       same(a->context, b->context) && same(a->source, b->source) &&
	       a->row == b->row;
}

/* A critical record refers to it: it is a resource of its own. */
static bool is_referred_to(const struct bundle_writer *w, int64_t id)
{
	int at = chart_transfer_column(TRANSFER_CRITICAL, "observation");
	const struct transfer_row_vec *rows = &w->rows[TRANSFER_CRITICAL];

	for (size_t i = 0; i < rows->n; i++)
		if (rows->at[i].at[at].i == id)
			return true;
	return false;
}

static size_t first_of(const struct chart_observation_vec *list,
		       const char *code)
{
	size_t i = 0;

	while (i < list->n && strcmp(list->at[i].code, code) != 0)
		i++;
	return i;
}

bool bundle_write_observations(struct bundle_writer *w, struct err *err)
{
	struct chart_observation_vec list = {0};
	bool ok = chart_observation_series(w->f->chart, w->id, NULL, INT64_MIN,
					   &w->f->arena, &list, err);
	bool *written = mem_calloc(list.n + 1, sizeof *written);
	size_t k = ok ? first_of(&list, "DBP") : 0;
	size_t dbp = k;

	/* ordered by code and time: the diastolic ones are walked beside */
	for (size_t i = 0; ok && i < list.n; i++) {
		const struct chart_observation *o = &list.at[i];
		if (strcmp(o->code, "SBP") != 0)
			continue;
		while (k < list.n && strcmp(list.at[k].code, "DBP") == 0 &&
		       (list.at[k].at < o->at || written[k]))
			k++;
		size_t m = k;
		while (m < list.n && strcmp(list.at[m].code, "DBP") == 0 &&
		       list.at[m].at == o->at &&
		       (written[m] || !belong(o, &list.at[m]) ||
			is_referred_to(w, list.at[m].id)))
			m++;
		if (m < list.n && m >= dbp && !written[m] &&
		    strcmp(list.at[m].code, "DBP") == 0 &&
		    belong(o, &list.at[m])) {
			panel(w, o, &list.at[m]);
			written[m] = written[i] = true;
		}
	}
	for (size_t i = 0; ok && i < list.n; i++)
		if (!written[i])
			single(w, &list.at[i]);
	free(written);
	vec_free(&list);
	return ok;
}

static void visit(struct bundle_writer *w, const struct chart_visit *v)
{
	struct jw *j = &w->j;

	jw_object(j, NULL);
	jw_object(j, "detail");
	jw_array(j, "extension");
	bundle_extension_day(w, j, "planned", v->planned);
	bundle_extension_day(w, j, "lost", v->lost);
	bundle_extension_day(w, j, "done", v->done);
	bundle_extension_day(w, j, "cancelled", v->cancelled);
	bundle_extension_int(j, "sequence", v->sequence);
	bundle_extension(j, "outcome", v->outcome);
	bundle_extension(j, "note", v->note);
	bundle_marks(w, TRANSFER_VISIT, v->id, true);
	jw_end(j);
	jw_object(j, "code");
	jw_str(j, "text", v->kind);
	jw_end(j);
	jw_str(j, "status",
	       v->cancelled != DATE_NONE ? "cancelled"
	       : v->done != DATE_NONE    ? "completed"
					 : "scheduled");
	bundle_period(w, "scheduledPeriod", v->first, v->last);
	jw_end(j);
	jw_end(j);
}

static void plan(struct bundle_writer *w, const struct chart_plan *p,
		 const struct chart_visit_vec *visits)
{
	struct jw *j = &w->j;

	bundle_begin_row(w, "CarePlan", TRANSFER_PLAN, p->id);
	jw_array(j, "extension");
	bundle_extension(j, "version", p->version);
	bundle_extension(j, "reason", p->reason);
	bundle_marks(w, TRANSFER_PLAN, p->id, false);
	jw_end(j);
	jw_array(j, "instantiatesUri");
	jw_str(j, NULL,
	       arena_printf(&w->f->arena, FHIR_PROTOCOL "%s", p->protocol));
	jw_end(j);
	jw_str(j, "status", p->ended == DATE_NONE ? "active" : "completed");
	jw_str(j, "intent", "plan");
	bundle_subject(w, "subject");
	bundle_period(w, "period", p->start, p->ended);
	bool any = false;
	for (size_t i = 0; i < visits->n; i++) {
		if (visits->at[i].plan != p->id)
			continue;
		if (!any)
			jw_array(j, "activity");
		any = true;
		visit(w, &visits->at[i]);
	}
	if (any)
		jw_end(j);
	bundle_end(w);
}

static bool medications(struct bundle_writer *w, struct err *err)
{
	struct chart_medication_vec list = {0};
	struct jw *j = &w->j;

	if (!chart_medication_list(w->f->chart, w->id, &w->f->arena, &list,
				   err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_medication *m = &list.at[i];
		bundle_begin_row(w, "MedicationStatement", TRANSFER_MEDICATION,
				 m->id);
		jw_array(j, "extension");
		bundle_marks(w, TRANSFER_MEDICATION, m->id, false);
		jw_end(j);
		jw_str(j, "status",
		       m->stop == DATE_NONE ? "active" : "stopped");
		if (m->reason) {
			jw_array(j, "statusReason");
			jw_object(j, NULL);
			jw_str(j, "text", m->reason);
			jw_end(j);
			jw_end(j);
		}
		jw_object(j, "medicationCodeableConcept");
		jw_str(j, "text", m->text);
		jw_end(j);
		bundle_subject(w, "subject");
		bundle_period(w, "effectivePeriod", m->start, m->stop);
		bundle_end(w);
	}
	vec_free(&list);
	return true;
}

bool bundle_write_plans(struct bundle_writer *w, struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct chart_visit_vec visits = {0};
	bool ok = chart_plan_list(w->f->chart, w->id, &w->f->arena, &plans,
				  err) &&
		  chart_visit_list(w->f->chart, w->id, &w->f->arena, &visits,
				   err);

	for (size_t i = 0; ok && i < plans.n; i++)
		plan(w, &plans.at[i], &visits);
	vec_free(&plans);
	vec_free(&visits);
	return ok && medications(w, err);
}
