/* value[x] of an Observation or a component. */
#include "commands/interpret-report/fhir_private.h"

#include <string.h>

static bool read_quantity(struct arena *a, const json_t *quantity,
			  struct raw_row *row)
{
	const char *number = fhir_number(a, json_object_get(quantity, "value"));
	const char *comparator = fhir_str(quantity, "comparator");

	if (!number)
		return false;
	row->value = comparator ? arena_printf(a, "%s%s",
					       fhir_copy(a, comparator), number)
				: number;
	row->unit = fhir_copy(a, fhir_unit(quantity));
	return true;
}

/* SNOMED CT codes of qualitative results → words the reader knows. */
static const char *read_concept(const json_t *concept)
{
	static const struct {
		const char *code, *word;
	} snomed[] = {
		{"260385009", "Negative"},     {"10828004", "Positive"},
		{"260415000", "Not detected"}, {"260373001", "Detected"},
		{"82334004", "Indeterminate"}, {"260408008", "Weakly positive"},
		{"131194007", "Non-reactive"}, {"11214006", "Reactive"}};
	const char *code = fhir_code(concept, "snomed.info");

	for (size_t i = 0; code && i < sizeof snomed / sizeof *snomed; i++)
		if (strcmp(code, snomed[i].code) == 0)
			return snomed[i].word;
	return fhir_text(concept);
}

static const char *read_pair(struct arena *a, const json_t *value,
			     const char *first, const char *second,
			     const char *separator)
{
	const json_t *x = json_object_get(value, first);
	const json_t *y = json_object_get(value, second);
	const char *low = fhir_number(a, json_object_get(x, "value"));
	const char *high = fhir_number(a, json_object_get(y, "value"));

	const char *sign = fhir_str(x, "comparator");

	if (low && high)
		return arena_printf(a, "%s%s%s%s", sign ? sign : "", low,
				    separator, high);
	/* a range open at one end */
	if (*separator == '-' && (low || high))
		return arena_printf(a, "%s%s",
				    low ? ">=" : "<=", low ? low : high);
	return NULL;
}

/* value[x] of an Observation or a component. False: there is none. */
bool fhir_read_value(struct arena *a, const json_t *o, struct raw_row *row)
{
	const json_t *v;

	if ((v = json_object_get(o, "valueQuantity")))
		return read_quantity(a, v, row);
	if ((v = json_object_get(o, "valueCodeableConcept")))
		row->value = fhir_copy(a, read_concept(v));
	else if ((v = json_object_get(o, "valueString")))
		row->value = fhir_copy(a, json_string_value(v));
	else if ((v = json_object_get(o, "valueInteger")))
		row->value = fhir_number(a, v);
	else if ((v = json_object_get(o, "valueBoolean")))
		row->value = json_is_true(v) ? "Positive" : "Negative";
	else if ((v = json_object_get(o, "valueRatio")))
		row->value = read_pair(a, v, "numerator", "denominator", ":");
	else if ((v = json_object_get(o, "valueRange"))) {
		row->value = read_pair(a, v, "low", "high", "-");
		const json_t *end = json_object_get(v, "low");
		if (!end)
			end = json_object_get(v, "high");
		row->unit = end ? fhir_copy(a, fhir_unit(end)) : NULL;
	} else if ((v = json_object_get(o, "valueDateTime")) ||
		   (v = json_object_get(o, "valueInstant"))) {
		row->value = fhir_copy(a, json_string_value(v));
	} else if ((v = json_object_get(o, "valueTime")) &&
		   json_is_string(v)) { /* no number */
		row->value = arena_printf(a, "at %s",
					  fhir_copy(a, json_string_value(v)));
	}
	return row->value && *row->value;
}
