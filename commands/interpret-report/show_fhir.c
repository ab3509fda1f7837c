/* Interpretations written back as FHIR R4. */
#include "base/date.h"
#include "commands/interpret-report/show.h"

#include <math.h>
#include <string.h>

static void write_coding(struct jw *j, const char *system, const char *code,
			 const char *display)
{
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system", system);
	jw_str(j, "code", code);
	if (display)
		jw_str(j, "display", display);
	jw_end(j);
	jw_end(j);
}

static void write_bound(struct jw *j, const char *key, double value,
			const char *unit)
{
	if (isnan(value))
		return;
	jw_object(j, key);
	jw_num(j, "value", value);
	if (unit)
		jw_str(j, "unit", unit);
	jw_end(j);
}

static void write_value(struct jw *j, const struct observation *o)
{
	const char *text = o->text ? o->text : o->raw->value;

	if (isnan(o->value) && text && *text) {
		jw_str(j, "valueString", text);
		return;
	}
	if (isnan(o->value)) {
		jw_object(j, "dataAbsentReason");
		write_coding(j,
			     "http://terminology.hl7.org/CodeSystem/"
			     "data-absent-reason",
			     "unknown", NULL);
		jw_end(j);
		return;
	}
	jw_object(j, "valueQuantity");
	jw_num(j, "value", o->value);
	if (o->comparator)
		jw_str(j, "comparator", o->comparator);
	if (o->raw->unit && !o->derived)
		jw_str(j, "unit", o->raw->unit);
	if (o->unit) {
		jw_str(j, "system", "http://unitsofmeasure.org");
		jw_str(j, "code", o->unit);
	}
	jw_end(j);
}

static void write_code(struct jw *j, const struct observation *o)
{
	const char *loinc = o->raw->loinc ? o->raw->loinc
			    : o->analyte  ? o->analyte->loinc
					  : NULL;

	jw_object(j, "code");
	if (loinc)
		write_coding(j, "http://loinc.org", loinc, NULL);
	jw_str(j, "text", o->raw->name);
	jw_end(j);
}

static void write_interpretation(struct jw *j, enum flag flag)
{
	const char *code = flag_name(flag);

	if (!code)
		return;
	jw_array(j, "interpretation");
	jw_object(j, NULL);
	write_coding(
		j,
		"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
		code, NULL);
	jw_end(j);
	jw_end(j);
}

static void write_range(struct jw *j, const struct observation *o)
{
	if (isnan(o->low) && isnan(o->high))
		return;
	jw_array(j, "referenceRange");
	jw_object(j, NULL);
	write_bound(j, "low", o->low, o->raw->unit);
	write_bound(j, "high", o->high, o->raw->unit);
	jw_str(j, "text",
	       o->range_origin == RANGE_REPORT ? "report" : "knowledge base");
	jw_end(j);
	jw_end(j);
}

static void write_id(struct jw *j, const char *prefix, size_t i)
{
	char id[32], number[24];

	strcpy(id, prefix);
	jw_str(j, "id", strcat(id, err_int(number, (long long)i)));
}

static void write_observation(struct jw *j, const struct observation *o,
			      size_t i)
{
	char when[32];
	bool usable = o->status == ROW_OK;

	jw_object(j, NULL);
	jw_object(j, "resource");
	jw_str(j, "resourceType", "Observation");
	write_id(j, "o", i);
	jw_str(j, "status",
	       !usable             ? "unknown"
	       : o->raw->corrected ? "corrected"
				   : "final");
	jw_array(j, "category");
	jw_object(j, NULL);
	write_coding(
		j, "http://terminology.hl7.org/CodeSystem/observation-category",
		"laboratory", NULL);
	jw_end(j);
	jw_end(j);
	write_code(j, o);
	if (o->when != DATE_NONE)
		jw_str(j, "effectiveDateTime",
		       date_format(when, o->when, false));
	write_value(j, o);
	if (usable)
		write_interpretation(j, o->flag);
	write_range(j, o);
	jw_end(j);
	jw_end(j);
}

static void write_issue(struct jw *j, const struct finding *f, size_t i,
			enum lang lang)
{
	char reference[48], number[24];

	jw_object(j, NULL);
	jw_object(j, "resource");
	jw_str(j, "resourceType", "DetectedIssue");
	write_id(j, "f", i);
	jw_str(j, "status", "preliminary");
	jw_object(j, "code");
	jw_str(j, "text", f->title.in[lang]);
	jw_end(j);
	jw_str(j, "severity",
	       f->urgency <= URGENCY_URGENT ? "high"
	       : f->urgency == URGENCY_SOON ? "moderate"
					    : "low");
	jw_str(j, "detail", f->because.in[lang]);
	bool open = false; /* FHIR has no empty arrays */
	for (size_t k = 0; k < f->n_evidence; k++) {
		if (f->evidence[k].ref < 0)
			continue;
		if (!open)
			jw_array(j, "implicated");
		open = true;
		strcpy(reference, "Observation/o");
		strcat(reference, err_int(number, f->evidence[k].ref));
		jw_object(j, NULL);
		jw_str(j, "reference", reference);
		jw_end(j);
	}
	if (open)
		jw_end(j);
	if (f->n_actions)
		jw_array(j, "mitigation");
	for (size_t k = 0; k < f->n_actions; k++) {
		jw_object(j, NULL);
		jw_object(j, "action");
		jw_str(j, "text", f->actions[k].in[lang]);
		jw_end(j);
		jw_end(j);
	}
	if (f->n_actions)
		jw_end(j);
	jw_end(j);
	jw_end(j);
}

void report_fhir(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result)
{
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "resourceType", "Bundle");
	jw_str(&j, "type", "collection");
	jw_array(&j, "entry");
	for (size_t i = 0; i < r->observations.n; i++)
		write_observation(&j, &r->observations.at[i], i);
	for (size_t i = 0; i < result->findings.n; i++)
		write_issue(&j, &result->findings.at[i], i, app->ui->lang);
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(out, '\n');
}
