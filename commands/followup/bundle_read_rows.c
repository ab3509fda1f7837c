/* Observations, plans and medication of a Bundle → the chart. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "base/num.h"
#include "chart/observation.h"

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

static void fill(struct transfer_row *row, const struct chart_observation *o)
{
	enum transfer_table t = TRANSFER_OBSERVATION;

	bundle_set_text(row, t, "code", o->code);
	bundle_set_real(row, t, "value", o->value);
	bundle_set_text(row, t, "comparator", o->comparator);
	bundle_set_text(row, t, "text", o->text);
	bundle_set_text(row, t, "unit", o->unit);
	bundle_set_real(row, t, "canonical", o->canonical);
	bundle_set_text(row, t, "canonical_unit", o->canonical_unit);
	bundle_set_int(row, t, "at", o->at);
	bundle_set_int(row, t, "zone", o->zone);
	bundle_set_int(row, t, "timed", o->timed);
	bundle_set_text(row, t, "context", o->context);
	bundle_set_text(row, t, "source", o->source);
	bundle_set_int(row, t, "row", o->row);
}

/* `marks`: where the batch and the number stand. Of another program the same
 * reading of another source is there already; of this one it is not. */
static bool put(struct bundle_reader *r, const char *patient,
		const json_t *marks, const struct chart_observation *o,
		struct err *err)
{
	struct transfer_row row = {.live = true};
	enum chart_added added;
	int64_t id;
	bool there;

	if (bundle_extension_of(marks, "batch")) {
		fill(&row, o);
		return bundle_put(r, TRANSFER_OBSERVATION, patient, marks, &row,
				  &id, &there, err);
	}
	if (!chart_observation_add(r->f->chart, patient, o, r->batch, &id,
				   &added, err))
		return false;
	*(chart_is_taken(added) ? &r->taken : &r->there) += 1;
	return true;
}

static bool add(struct bundle_reader *r, const char *patient, const json_t *at,
		const json_t *marks, struct chart_observation o,
		struct err *err)
{
	const json_t *q = json_object_get(at, "valueQuantity");
	const json_t *value = json_object_get(q, "value");
	const char *unit = bundle_text(q, "code");
	int64_t row;

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
	return put(r, patient, marks, &o, err);
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
		int64_t untimed;
		ret->timed = !bundle_own_int(o, "untimed", &untimed);
		return date_parse_instant(when, &ret->at, &ret->zone);
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
		return add(r, patient, o, o, head, err);
	json_array_foreach(components, i, component)
	{
		if (!add(r, patient, component,
			 bundle_extension_of(component, "batch") ? component
								 : o,
			 head, err))
			return false;
	}
	return true;
}

/* A column that is a day: a date, or its number. */
static void set_day(struct transfer_row *row, enum transfer_table t,
		    const char *column, const json_t *o, const char *name)
{
	const json_t *x = bundle_extension_of(o, name);
	const char *date = bundle_text(x, "valueDate");
	const json_t *number = json_object_get(x, "valueInteger");

	if (date)
		bundle_set_int(row, t, column, bundle_day(date));
	else if (json_is_integer(number))
		bundle_set_int(row, t, column, json_integer_value(number));
}

static bool visit_of(struct bundle_reader *r, const json_t *d, int64_t plan,
		     struct transfer_row *ret)
{
	const json_t *period = json_object_get(d, "scheduledPeriod");
	const char *kind = bundle_text(json_object_get(d, "code"), "text");
	int64_t first = bundle_day(bundle_text(period, "start"));
	int64_t last = bundle_day(bundle_text(period, "end"));
	enum transfer_table t = TRANSFER_VISIT;
	int64_t sequence = 0;

	if (!kind || first == DATE_NONE || last == DATE_NONE)
		return false;
	*ret = (struct transfer_row){.live = true};
	bundle_own_int(d, "sequence", &sequence);
	bundle_set_int(ret, t, "plan", plan);
	bundle_set_text(ret, t, "kind", kind);
	bundle_set_int(ret, t, "planned", first);
	set_day(ret, t, "planned", d, "planned");
	bundle_set_int(ret, t, "first", first);
	bundle_set_int(ret, t, "last", last);
	bundle_set_int(ret, t, "lost", INT32_MAX);
	set_day(ret, t, "lost", d, "lost");
	bundle_set_int(ret, t, "sequence",
		       sequence >= 0 && sequence < 1000000 ? sequence : 0);
	set_day(ret, t, "done", d, "done");
	set_day(ret, t, "cancelled", d, "cancelled");
	bundle_set_text(ret, t, "outcome", bundle_own(r, d, "outcome"));
	bundle_set_text(ret, t, "note", bundle_own(r, d, "note"));
	return true;
}

/* Of a plan that was there its visits stay as they are; they are looked up for
 * what refers to them. */
static bool read_visits(struct bundle_reader *r, const char *patient,
			const json_t *o, int64_t plan, bool plan_there,
			struct err *err)
{
	json_t *activity;
	size_t i;

	json_array_foreach(json_object_get(o, "activity"), i, activity)
	{
		const json_t *d = json_object_get(activity, "detail");
		struct transfer_row row;
		int64_t id;
		bool there;
		if (!visit_of(r, d, plan, &row))
			r->left++;
		else if (plan_there ? !bundle_look(r, TRANSFER_VISIT, patient,
						   d, &row, err)
				    : !bundle_put(r, TRANSFER_VISIT, patient, d,
						  &row, &id, &there, err))
			return false;
	}
	return true;
}

bool bundle_read_plan(struct bundle_reader *r, const char *patient,
		      const json_t *o, struct err *err)
{
	static const char prefix[] = FHIR_PROTOCOL;
	const char *uri = json_string_value(
		json_array_get(json_object_get(o, "instantiatesUri"), 0));
	const json_t *period = json_object_get(o, "period");
	const char *version = bundle_own(r, o, "version");
	int64_t start = bundle_day(bundle_text(period, "start"));
	struct transfer_row row = {.live = true};
	enum transfer_table t = TRANSFER_PLAN;
	int64_t id;
	bool there;

	if (!uri || strncmp(uri, prefix, sizeof prefix - 1) != 0 ||
	    start == DATE_NONE) {
		r->left++; /* another system's plan */
		return true;
	}
	bundle_set_text(&row, t, "protocol", uri + sizeof prefix - 1);
	bundle_set_text(&row, t, "version", version ? version : "");
	bundle_set_int(&row, t, "start", start);
	bundle_set_int(&row, t, "ended",
		       bundle_day(bundle_text(period, "end")));
	bundle_set_text(&row, t, "reason", bundle_own(r, o, "reason"));
	return bundle_put(r, t, patient, o, &row, &id, &there, err) &&
	       read_visits(r, patient, o, id, there, err);
}

bool bundle_read_medication(struct bundle_reader *r, const char *patient,
			    const json_t *o, struct err *err)
{
	const json_t *period = json_object_get(o, "effectivePeriod");
	const json_t *why =
		json_array_get(json_object_get(o, "statusReason"), 0);
	const char *text = bundle_text(
		json_object_get(o, "medicationCodeableConcept"), "text");
	struct transfer_row row = {.live = true};
	enum transfer_table t = TRANSFER_MEDICATION;
	int64_t id;
	bool there;

	if (!text) {
		r->left++;
		return true;
	}
	bundle_set_text(&row, t, "text", text);
	bundle_set_int(&row, t, "start",
		       bundle_day(bundle_text(period, "start")));
	bundle_set_int(&row, t, "stop", bundle_day(bundle_text(period, "end")));
	bundle_set_text(&row, t, "reason", bundle_text(why, "text"));
	return bundle_put(r, t, patient, o, &row, &id, &there, err);
}
