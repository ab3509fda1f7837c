/* referenceRange: the one for this person. */
#include "commands/interpret-report/fhir_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* Does appliesTo name the other sex? */
static bool other_sex(const json_t *range, enum sex sex)
{
	const json_t *list = json_object_get(range, "appliesTo");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *concept = json_array_get(list, i);
		const char *code = fhir_code(concept, "snomed.info");
		const char *text = fhir_text(concept);
		enum sex named = SEX_UNKNOWN;
		if (code && (!strcmp(code, "248152002") ||
			     !strcmp(code, "446151000124109")))
			named = SEX_FEMALE;
		else if (code && !strcmp(code, "248153007"))
			named = SEX_MALE;
		else if (text &&
			 (!strcasecmp(text, "female") || !strcmp(text, "女") ||
			  !strcasecmp(text, "F")))
			named = SEX_FEMALE;
		else if (text &&
			 (!strcasecmp(text, "male") || !strcmp(text, "男") ||
			  !strcasecmp(text, "M")))
			named = SEX_MALE;
		if (named != SEX_UNKNOWN && named != sex)
			return true;
	}
	return false;
}

static double age_days(const json_t *quantity)
{
	const char *unit = quantity ? fhir_unit(quantity) : NULL;
	double x = json_number_value(json_object_get(quantity, "value"));

	if (!quantity || !json_object_get(quantity, "value"))
		return NUM_NONE;
	if (!unit || *unit == 'a' || *unit == 'y')
		return x * 365.25;
	return !strncmp(unit, "mo", 2) ? x * 30.4375 : *unit == 'w' ? x * 7 : x;
}

static bool other_age(const json_t *range, const struct patient *p)
{
	const json_t *age = json_object_get(range, "age");
	double low = age_days(json_object_get(age, "low"));
	double high = age_days(json_object_get(age, "high"));

	if (!age)
		return false;
	return isnan(p->age.days) || p->age.days < low || p->age.days > high;
}

static bool is_normal_range(const json_t *range)
{
	const char *type = fhir_code(json_object_get(range, "type"),
				     "referencerange-meaning");

	return !type || strcmp(type, "normal") == 0;
}

/* Bounds in another unit than the value's carry it with them. */
static void add_range_unit(struct arena *a, const json_t *range,
			   struct raw_row *row)
{
	const json_t *end = json_object_get(range, "high");
	const char *unit = fhir_unit(end ? end : json_object_get(range, "low"));

	if (unit && row->unit && strcmp(unit, row->unit) != 0 && row->range &&
	    !(isnan(row->low) && isnan(row->high)))
		row->range = arena_printf(a, "%s %s", row->range,
					  fhir_copy(a, unit));
}

void fhir_read_range(const struct report *r, const json_t *o,
		     struct raw_row *row)
{
	const json_t *list = json_object_get(o, "referenceRange");
	char a[NUM_SIZE], b[NUM_SIZE];

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *range = json_array_get(list, i);
		const json_t *low =
			json_object_get(json_object_get(range, "low"), "value");
		const json_t *high = json_object_get(
			json_object_get(range, "high"), "value");
		if (!is_normal_range(range) ||
		    other_sex(range, r->patient.sex) ||
		    other_age(range, &r->patient))
			continue;
		if (json_is_number(low))
			row->low = json_number_value(low);
		if (json_is_number(high))
			row->high = json_number_value(high);
		row->range = fhir_copy(r->arena, fhir_str(range, "text"));
		if (!isnan(row->low) && !isnan(row->high))
			row->range = arena_printf(r->arena, "%s-%s",
						  num_format(a, row->low),
						  num_format(b, row->high));
		else if (!isnan(row->high))
			row->range = arena_printf(r->arena, "<=%s",
						  num_format(b, row->high));
		else if (!isnan(row->low))
			row->range = arena_printf(r->arena, ">=%s",
						  num_format(a, row->low));
		add_range_unit(r->arena, range, row);
		return;
	}
}
