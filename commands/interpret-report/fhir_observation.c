#include "commands/interpret-report/fhir_private.h"
#include "commands/interpret-report/issued.h"

#include "base/date.h"
#include "base/num.h"

#include <string.h>

static void read_code(struct arena *a, const json_t *o, struct raw_row *row)
{
	const json_t *code = json_object_get(o, "code");
	const json_t *codings = json_object_get(code, "coding");

	row->loinc = fhir_copy(a, fhir_code(code, "loinc.org"));
	row->name = fhir_copy(a, fhir_text(code));
	for (size_t i = 0; i < json_array_size(codings); i++) {
		const json_t *coding = json_array_get(codings, i);
		const char *system = fhir_str(coding, "system");
		if (!system || !strstr(system, "loinc.org"))
			row->abbrev = fhir_copy(a, fhir_str(coding, "code"));
	}
	if (!row->name)
		row->name = row->loinc    ? row->loinc
			    : row->abbrev ? row->abbrev
					  : "?";
}

/* The most telling of the interpretations. */
static void read_flag(struct arena *a, const json_t *o, struct raw_row *row)
{
	static const char *const order[] = {"HH", "LL", "HU",  "LU", "AA", "H",
					    "L",  "A",  "POS", "N",  "NEG"};
	enum { ORDERS = sizeof order / sizeof *order };
	const json_t *list = json_object_get(o, "interpretation");
	size_t n = json_is_array(list) ? json_array_size(list) : list != NULL;
	size_t best = ORDERS + 1;

	for (size_t i = 0; i < n; i++) {
		const json_t *one =
			json_is_array(list) ? json_array_get(list, i) : list;
		const char *code = fhir_code(one, "ObservationInterpretation");
		size_t rank = 0;
		if (!code)
			code = fhir_code(one, "0078");
		if (!code)
			code = fhir_text(one);
		while (code && rank < ORDERS && strcmp(code, order[rank]) != 0)
			rank++;
		if (code && rank < best) {
			best = rank;
			row->flag = fhir_copy(a, code);
		}
	}
}

/* A value of a kind that is no result here (Period, SampledData, Attachment,
 * Reference), or without its content: said, not dropped. */
static void note_unread(struct report *r, const json_t *o,
			const struct raw_row *row)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)o, key, value)
	{
		if (strncmp(key, "value", 5) != 0)
			continue;
		struct unread unread = {
			0, arena_printf(r->arena, "%s: %s", row->name,
					fhir_copy(r->arena, key))};
		vec_push(&r->unread, unread);
		return;
	}
	/* a panel's results are its members and components */
	if (json_array_size(json_object_get(o, "hasMember")) ||
	    json_array_size(json_object_get(o, "component")))
		return;
	struct unread unread = {
		0, arena_printf(r->arena, "%s: no value", row->name)};
	vec_push(&r->unread, unread);
}

int64_t fhir_when(const json_t *resource)
{
	const char *when = fhir_str(resource, "effectiveDateTime");

	if (!when)
		when = fhir_str(resource, "effectiveInstant");
	if (!when)
		when = fhir_str(json_object_get(resource, "effectivePeriod"),
				"start");
	return fhir_time(when ? when : fhir_str(resource, "issued"));
}

bool fhir_is_withdrawn(const json_t *resource)
{
	const char *status = fhir_str(resource, "status");

	return status && (strcmp(status, "entered-in-error") == 0 ||
			  strcmp(status, "cancelled") == 0);
}

static bool is_preliminary(const char *status)
{
	return status && (strcmp(status, "preliminary") == 0 ||
			  strcmp(status, "registered") == 0);
}

/* The same in every version of the Observation or component. */
static uint64_t key_of(const struct report *r, const json_t *o,
		       const json_t *parent)
{
	const char *id = fhir_str(parent, "id");
	const char *part =
		o == parent ? "" : fhir_text(json_object_get(o, "code"));
	const char *parts[] = {r->patient_id ? r->patient_id : "", id ? id : "",
			       part ? part : ""};

	return id ? issued_key(parts, 3) : 0;
}

/* parent: the Observation that o is, or is a component of. */
static void add_row(struct report *r, const json_t *o, const json_t *parent,
		    const char *specimen, int64_t when)
{
	struct raw_row row = {.specimen = specimen,
			      .previous_when = DATE_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE};
	const json_t *absent = json_object_get(o, "dataAbsentReason");
	const char *status = fhir_str(parent, "status");

	read_code(r->arena, o, &row);
	read_flag(r->arena, o, &row);
	row.when = when;
	bool valued = fhir_read_value(r->arena, o, &row);
	fhir_read_range(r, o, &row); /* its unit is compared with the value's */
	if (!valued) {
		if (absent)
			vec_push(&r->notes,
				 arena_printf(
					 r->arena, "%s: no value (%s)",
					 row.name,
					 fhir_text(absent)
						 ? fhir_copy(r->arena,
							     fhir_text(absent))
						 : "?"));
		else
			note_unread(r, o, &row);
		return;
	}
	row.status = status ? fhir_copy(r->arena, status) : NULL;
	row.corrected = status && (strcmp(status, "corrected") == 0 ||
				   strcmp(status, "amended") == 0);
	row.key = key_of(r, o, parent);
	if (is_preliminary(status))
		row.comment = "preliminary result / 初步结果";
	vec_push(&r->rows, row);
}

/* Body weight and gestational age are said of the patient. */
static void note_patient(struct report *r, const json_t *o)
{
	const char *code = fhir_code(json_object_get(o, "code"), "loinc.org");
	const json_t *quantity = json_object_get(o, "valueQuantity");
	double x = json_number_value(json_object_get(quantity, "value"));
	const char *unit = quantity ? fhir_unit(quantity) : NULL;

	if (!code || !quantity)
		return;
	if (strcmp(code, "29463-7") == 0 && unit && strcmp(unit, "kg") == 0)
		r->patient.weight = x;
	if (strcmp(code, "11884-4") == 0) {
		r->patient.weeks = unit && *unit == 'd' ? x / 7 : x;
		r->patient.pregnant = TRI_YES;
	}
}

void fhir_add_observation(struct report *r, const json_t *o,
			  const json_t *container, const char *specimen,
			  int64_t when)
{
	const json_t *components = json_object_get(o, "component");
	const json_t *withdrawn = fhir_is_withdrawn(o)           ? o
				  : fhir_is_withdrawn(container) ? container
								 : NULL;

	if (withdrawn) {
		const char *name = fhir_text(json_object_get(o, "code"));
		struct withdrawal w = {
			0, name ? fhir_copy(r->arena, name) : NULL,
			fhir_copy(r->arena, fhir_str(withdrawn, "status")),
			key_of(r, o, o)};
		vec_push(&r->withdrawn, w);
		return;
	}
	if (!fhir_is_laboratory(o)) {
		note_patient(r, o);
		return;
	}
	add_row(r, o, o, specimen, when);
	for (size_t i = 0; i < json_array_size(components); i++)
		add_row(r, json_array_get(components, i), o, specimen, when);
}
