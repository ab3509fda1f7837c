/* Observations, plans and medication of a Bundle → the chart. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "base/num.h"
#include "chart/transfer.h"

#include <math.h>
#include <string.h>

static const char *keep(struct bundle_reader *r, const char *text)
{
	return text ? arena_strdup(&r->f->arena, text) : NULL;
}

/* By this program's own code, else by LOINC. NULL: not known. */
static const char *code_of(struct bundle_reader *r, const json_t *at)
{
	const json_t *list =
		json_object_get(json_object_get(at, "code"), "coding");
	const struct analyte *a;
	const char *found = NULL;
	json_t *coding;
	size_t i;

	json_array_foreach(list, i, coding)
	{
		const char *system = bundle_text(coding, "system");
		const char *code = bundle_text(coding, "code");
		if (!system || !code)
			continue;
		if (strcmp(system, FHIR_CODE) == 0)
			return keep(r, code);
		a = strcmp(system, FHIR_LOINC) == 0
			    ? kb_analyte_by_loinc(r->f->app->kb, code)
			    : NULL;
		if (a)
			found = a->code;
	}
	return found;
}

/* A code that the knowledge base lost since stays as it was entered. */
static void canonical(struct bundle_reader *r, struct chart_observation *o)
{
	const struct analyte *a = kb_analyte_by_code(r->f->app->kb, o->code);

	o->canonical = NUM_NONE;
	if (!a || isnan(o->value) || !o->unit)
		return;
	if (analyte_convert(r->f->app->kb, a, o->unit, o->value, &o->canonical))
		o->canonical_unit = a->unit;
}

static bool add(struct bundle_reader *r, const char *patient, const json_t *at,
		struct chart_observation o, struct err *err)
{
	const json_t *q = json_object_get(at, "valueQuantity");
	const json_t *value = json_object_get(q, "value");
	const char *unit = bundle_text(q, "code");
	int64_t row, id;
	enum chart_added added;

	o.code = code_of(r, at);
	o.value = json_is_number(value) ? json_number_value(value) : NUM_NONE;
	o.comparator = keep(r, bundle_text(q, "comparator"));
	if (!o.comparator)
		o.comparator = bundle_own(r, at, "comparator");
	o.text = bundle_own(r, at, "text");
	if (!o.text && !json_is_number(value))
		o.text = keep(r, bundle_text(at, "valueString"));
	o.unit = keep(r, unit ? unit : bundle_text(q, "unit"));
	if (!o.unit)
		o.unit = bundle_own(r, at, "unit");
	if (bundle_own_int(at, "row", &row) && row > 0 && row <= INT32_MAX)
		o.row = (int)row;
	if (!o.code || (isnan(o.value) && !o.text)) {
		r->left++;
		return true;
	}
	canonical(r, &o);
	if (!chart_observation_add(r->f->chart, patient, &o, r->batch, &id,
				   &added, err))
		return false;
	*(added == CHART_NEW ? &r->taken : &r->there) += 1;
	return true;
}

/* When, where from and in what circumstances. */
static bool read_head(struct bundle_reader *r, const json_t *o,
		      struct chart_observation *ret)
{
	const char *when = bundle_text(o, "effectiveDateTime");
	int64_t zone = r->f->app->ui->zone, local;

	*ret = (struct chart_observation){.context =
						  bundle_own(r, o, "context"),
					  .source = bundle_own(r, o, "source")};
	if (!ret->source)
		ret->source = "fhir";
	if (!when || !date_parse(when, strlen(when), -1, &local, &ret->timed))
		return false;
	if (ret->timed) {
		if (!date_parse_instant(when, &ret->at, &ret->zone))
			return false;
		return true;
	}
	bundle_own_int(o, "zone", &zone);
	if (zone < -DATE_DAY || zone > DATE_DAY)
		return false;
	ret->zone = (int)zone;
	ret->at = local - zone;
	return true;
}

bool bundle_read_observation(struct bundle_reader *r, const char *patient,
			     const json_t *o, struct err *err)
{
	const json_t *components = json_object_get(o, "component");
	const char *status = bundle_text(o, "status");
	struct chart_observation head;
	json_t *component;
	size_t i;

	if (!status ||
	    (strcmp(status, "final") != 0 && strcmp(status, "amended") != 0 &&
	     strcmp(status, "corrected") != 0) ||
	    !read_head(r, o, &head)) {
		r->left++;
		return true;
	}
	if (!json_array_size(components))
		return add(r, patient, o, head, err);
	json_array_foreach(components, i,
			   component) if (!add(r, patient, component, head,
					       err)) return false;
	return true;
}

static bool visit_of(struct bundle_reader *r, const json_t *activity,
		     struct chart_visit *ret)
{
	const json_t *d = json_object_get(activity, "detail");
	const json_t *period = json_object_get(d, "scheduledPeriod");
	int64_t sequence = 0;

	bundle_own_int(d, "sequence", &sequence);
	*ret = (struct chart_visit){
		.kind = keep(r,
			     bundle_text(json_object_get(d, "code"), "text")),
		.planned = bundle_day(bundle_own(r, d, "planned")),
		.first = bundle_day(bundle_text(period, "start")),
		.last = bundle_day(bundle_text(period, "end")),
		.lost = bundle_day(bundle_own(r, d, "lost")),
		.done = bundle_day(bundle_own(r, d, "done")),
		.cancelled = bundle_day(bundle_own(r, d, "cancelled")),
		.outcome = bundle_own(r, d, "outcome"),
		.note = bundle_own(r, d, "note")};
	ret->sequence = sequence >= 0 && sequence < 1000000 ? (int)sequence : 0;
	if (ret->planned == DATE_NONE)
		ret->planned = ret->first;
	if (ret->lost == DATE_NONE)
		ret->lost = INT32_MAX;
	return ret->kind && ret->planned != DATE_NONE &&
	       ret->first != DATE_NONE && ret->last != DATE_NONE;
}

static bool plan_is_there(struct bundle_reader *r, const struct chart_plan *p,
			  bool *ret, struct err *err)
{
	struct chart_plan_vec list = {0};

	*ret = false;
	if (!chart_plan_list(r->f->chart, p->patient, &r->f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		*ret |= strcmp(list.at[i].protocol, p->protocol) == 0 &&
			list.at[i].start == p->start;
	vec_free(&list);
	return true;
}

bool bundle_read_plan(struct bundle_reader *r, const char *patient,
		      const json_t *o, struct err *err)
{
	static const char prefix[] = FHIR_PROTOCOL;
	const char *uri = json_string_value(
		json_array_get(json_object_get(o, "instantiatesUri"), 0));
	const json_t *period = json_object_get(o, "period");
	struct chart_plan p = {.patient = patient,
			       .version = bundle_own(r, o, "version"),
			       .start =
				       bundle_day(bundle_text(period, "start")),
			       .ended = bundle_day(bundle_text(period, "end")),
			       .reason = bundle_own(r, o, "reason")};
	json_t *activity;
	size_t i;
	int64_t id;
	bool there;

	if (!uri || strncmp(uri, prefix, sizeof prefix - 1) != 0 ||
	    p.start == DATE_NONE) {
		r->left++; /* another system's plan */
		return true;
	}
	p.protocol = keep(r, uri + sizeof prefix - 1);
	if (!p.version)
		p.version = "";
	if (!plan_is_there(r, &p, &there, err))
		return false;
	*(there ? &r->there : &r->taken) += 1;
	if (there)
		return true;
	if (!chart_transfer_plan(r->f->chart, &p, r->batch, &id, err))
		return false;
	json_array_foreach(json_object_get(o, "activity"), i, activity)
	{
		struct chart_visit v;
		if (!visit_of(r, activity, &v)) {
			r->left++;
			continue;
		}
		v.plan = id;
		if (!chart_transfer_visit(r->f->chart, &v, r->batch, err))
			return false;
	}
	return true;
}

bool bundle_read_medication(struct bundle_reader *r, const char *patient,
			    const json_t *o, struct err *err)
{
	const json_t *period = json_object_get(o, "effectivePeriod");
	const json_t *why =
		json_array_get(json_object_get(o, "statusReason"), 0);
	struct chart_medication m = {
		.text = keep(
			r, bundle_text(json_object_get(
					       o, "medicationCodeableConcept"),
				       "text")),
		.start = bundle_day(bundle_text(period, "start")),
		.stop = bundle_day(bundle_text(period, "end")),
		.reason = keep(r, bundle_text(why, "text"))};
	struct chart_medication_vec list = {0};
	bool there = false;

	if (!m.text) {
		r->left++;
		return true;
	}
	if (!chart_medication_list(r->f->chart, patient, &r->f->arena, &list,
				   err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		there |= strcmp(list.at[i].text, m.text) == 0 &&
			 list.at[i].start == m.start &&
			 list.at[i].stop == m.stop;
	vec_free(&list);
	*(there ? &r->there : &r->taken) += 1;
	return there || chart_transfer_medication(r->f->chart, patient, &m,
						  r->batch, err);
}
