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
static const char *read_concept(struct arena *a, const json_t *concept)
{
	static const struct {
		const char *code, *word;
	} snomed[] = {{"260385009", "Negative"},
		      {"10828004", "Positive"},
		      {"260415000", "Not detected"},
		      {"260373001", "Detected"},
		      {"82334004", "Indeterminate"},
		      {"260408008", "Weakly positive"},
		      {"131194007", "Non-reactive"},
		      {"11214006", "Reactive"},
		      {"52101004", "Positive"},
		      {"2667000", "Negative"},
		      {"260347006", "1+"},
		      {"260348001", "2+"},
		      {"260349009", "3+"},
		      {"260350009", "4+"},
		      {"441614007", "1+"},
		      {"441517005", "2+"},
		      {"441521003", "3+"}};
	const char *code = fhir_code(concept, "snomed.info");

	for (size_t i = 0; code && i < sizeof snomed / sizeof *snomed; i++)
		if (strcmp(code, snomed[i].code) == 0)
			return snomed[i].word;
	const char *text = fhir_text(concept);
	/* a code without words is no number */
	return text && text[strspn(text, "0123456789.-")] == '\0' &&
			       !fhir_str(concept, "text") && code
		       ? arena_printf(a, "code %s", text)
		       : text;
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

static const char *unit_of(const json_t *ratio, const char *key)
{
	const char *unit = fhir_unit(json_object_get(ratio, key));

	return unit && strcmp(unit, "1") != 0 ? unit : NULL;
}

/* 1:320, or 45 mg in 24 h, or 30 mg to 1 g. */
static void read_ratio(struct arena *a, const json_t *v, struct raw_row *row)
{
	const json_t *below = json_object_get(v, "denominator");
	const char *unit = unit_of(v, "numerator");
	const char *per = unit_of(v, "denominator");
	double n = json_number_value(json_object_get(below, "value"));

	if (!unit && !per) {
		row->value = read_pair(a, v, "numerator", "denominator", ":");
		return;
	}
	const char *count = fhir_number(a, json_object_get(below, "value"));
	if (!read_quantity(a, json_object_get(v, "numerator"), row))
		return;
	row->unit = fhir_copy(a, arena_printf(a, "%s/%s%s", unit ? unit : "1",
					      count && n != 1 ? count : "",
					      per ? per : "1"));
}

/* value[x] of an Observation or a component. False: there is none. */
bool fhir_read_value(struct arena *a, const json_t *o, struct raw_row *row)
{
	const json_t *v;

	if ((v = json_object_get(o, "valueQuantity")))
		return read_quantity(a, v, row);
	if ((v = json_object_get(o, "valueCodeableConcept")))
		row->value = fhir_copy(a, read_concept(a, v));
	else if ((v = json_object_get(o, "valueString")))
		row->value = fhir_copy(a, json_string_value(v));
	else if ((v = json_object_get(o, "valueInteger")))
		row->value = fhir_number(a, v);
	else if ((v = json_object_get(o, "valueBoolean")))
		row->value = json_is_true(v) ? "Positive" : "Negative";
	else if ((v = json_object_get(o, "valueRatio")))
		read_ratio(a, v, row);
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
