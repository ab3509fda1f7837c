#include "commands/interpret-report/fhir.h"

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>
#include <strings.h>

const char *fhir_str(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int64_t fhir_time(const char *text)
{
	int64_t t;

	return text && date_parse(text, strlen(text), -1, &t, NULL) ? t
								    : DATE_NONE;
}

const char *fhir_code(const json_t *concept, const char *system)
{
	const json_t *codings = json_object_get(concept, "coding");

	for (size_t i = 0; i < json_array_size(codings); i++) {
		const json_t *coding = json_array_get(codings, i);
		const char *url = fhir_str(coding, "system");
		if (url && strstr(url, system))
			return fhir_str(coding, "code");
	}
	return NULL;
}

const char *fhir_text(const json_t *concept)
{
	static const char *const keys[] = {"display", "code"};
	const json_t *codings = json_object_get(concept, "coding");
	const char *text = fhir_str(concept, "text");

	for (size_t k = 0; !text && k < 2; k++)
		for (size_t i = 0; !text && i < json_array_size(codings); i++)
			text = fhir_str(json_array_get(codings, i), keys[k]);
	return text;
}

/* LOINC of vital signs, body measurements and other non-laboratory
 * observations that come without a category. */
static const char *const not_laboratory[] = {
	"8867-4",  "9279-1",  "8310-5",  "8302-2",  "29463-7", "39156-5",
	"85354-9", "8480-6",  "8462-4",  "59408-5", "2708-6",  "72514-3",
	"72166-2", "8331-1",  "3141-9",  "8289-1",  "59576-9", "8478-0",
	"9843-4",  "30525-0", "21612-7", "11884-4", "82810-3", "76437-3",
	"11636-8", "11638-4", "55284-4", NULL};

static bool in_list(const char *code, const char *const *list)
{
	for (; code && *list; list++)
		if (strcmp(code, *list) == 0)
			return true;
	return false;
}

bool fhir_is_laboratory(const json_t *observation)
{
	const json_t *categories = json_object_get(observation, "category");
	size_t n = json_array_size(categories);

	for (size_t i = 0; i < n; i++) {
		const json_t *category = json_array_get(categories, i);
		const char *code = fhir_code(category, "observation-category");
		const char *other = fhir_code(category, "v2-0074");
		const char *text = fhir_text(category);
		if ((code && strcasecmp(code, "laboratory") == 0) || other ||
		    (text &&
		     (strcasecmp(text, "laboratory") == 0 ||
		      strcasecmp(text, "LAB") == 0 || strstr(text, "检验"))))
			return true;
	}
	return n == 0 &&
	       !in_list(fhir_code(json_object_get(observation, "code"),
				  "loinc.org"),
			not_laboratory);
}

static const char *safe_copy(struct arena *a, const char *s)
{
	struct strbuf sb = STRBUF_INIT;

	if (!s)
		return NULL;
	utf8_add_safe(&sb, s, strlen(s));
	const char *copy = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

static const char *number_text(struct arena *a, const json_t *number)
{
	char buf[NUM_SIZE];

	return json_is_number(number)
		       ? arena_strdup(
				 a, num_format(buf, json_number_value(number)))
		       : NULL;
}

/* UCUM code when the system says so, else the printed unit, else any code. */
static const char *quantity_unit(const json_t *quantity)
{
	const char *system = fhir_str(quantity, "system");
	const char *code = fhir_str(quantity, "code");

	if (code && system && strstr(system, "unitsofmeasure"))
		return code;
	return fhir_str(quantity, "unit") ? fhir_str(quantity, "unit") : code;
}

static bool read_quantity(struct arena *a, const json_t *quantity,
			  struct raw_row *row)
{
	const char *number = number_text(a, json_object_get(quantity, "value"));
	const char *comparator = fhir_str(quantity, "comparator");

	if (!number)
		return false;
	row->value = comparator ? arena_printf(a, "%s%s",
					       safe_copy(a, comparator), number)
				: number;
	row->unit = safe_copy(a, quantity_unit(quantity));
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
	const char *low = number_text(a, json_object_get(x, "value"));
	const char *high = number_text(a, json_object_get(y, "value"));

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
static bool read_value(struct arena *a, const json_t *o, struct raw_row *row)
{
	const json_t *v;

	if ((v = json_object_get(o, "valueQuantity")))
		return read_quantity(a, v, row);
	if ((v = json_object_get(o, "valueCodeableConcept")))
		row->value = safe_copy(a, read_concept(v));
	else if ((v = json_object_get(o, "valueString")))
		row->value = safe_copy(a, json_string_value(v));
	else if ((v = json_object_get(o, "valueInteger")))
		row->value = number_text(a, v);
	else if ((v = json_object_get(o, "valueBoolean")))
		row->value = json_is_true(v) ? "Positive" : "Negative";
	else if ((v = json_object_get(o, "valueRatio")))
		row->value = read_pair(a, v, "numerator", "denominator", ":");
	else if ((v = json_object_get(o, "valueRange"))) {
		row->value = read_pair(a, v, "low", "high", "-");
		const json_t *end = json_object_get(v, "low");
		if (!end)
			end = json_object_get(v, "high");
		row->unit = end ? safe_copy(a, quantity_unit(end)) : NULL;
	} else if ((v = json_object_get(o, "valueDateTime")) ||
		   (v = json_object_get(o, "valueTime")) ||
		   (v = json_object_get(o, "valueInstant")))
		row->value = safe_copy(a, json_string_value(v));
	return row->value && *row->value;
}

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
	const char *unit = quantity ? quantity_unit(quantity) : NULL;
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
	const char *unit =
		quantity_unit(end ? end : json_object_get(range, "low"));

	if (unit && row->unit && strcmp(unit, row->unit) != 0 && row->range &&
	    !(isnan(row->low) && isnan(row->high)))
		row->range = arena_printf(a, "%s %s", row->range,
					  safe_copy(a, unit));
}

static void read_range(const struct report *r, const json_t *o,
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
		row->range = safe_copy(r->arena, fhir_str(range, "text"));
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

static void read_code(struct arena *a, const json_t *o, struct raw_row *row)
{
	const json_t *code = json_object_get(o, "code");
	const json_t *codings = json_object_get(code, "coding");

	row->loinc = safe_copy(a, fhir_code(code, "loinc.org"));
	row->name = safe_copy(a, fhir_text(code));
	for (size_t i = 0; i < json_array_size(codings); i++) {
		const json_t *coding = json_array_get(codings, i);
		const char *system = fhir_str(coding, "system");
		if (!system || !strstr(system, "loinc.org"))
			row->abbrev = safe_copy(a, fhir_str(coding, "code"));
	}
	if (!row->name)
		row->name = row->loinc    ? row->loinc
			    : row->abbrev ? row->abbrev
					  : "?";
}

static void read_flag(struct arena *a, const json_t *o, struct raw_row *row)
{
	const json_t *list = json_object_get(o, "interpretation");
	const json_t *first =
		json_is_array(list) ? json_array_get(list, 0) : list;
	const char *code = fhir_code(first, "ObservationInterpretation");

	if (!code)
		code = fhir_code(first, "v2-0078");
	row->flag = safe_copy(a, code ? code : fhir_text(first));
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
					safe_copy(r->arena, key))};
		vec_push(&r->unread, unread);
		return;
	}
}

static void add_row(struct report *r, const json_t *o, const json_t *parent,
		    const char *specimen)
{
	struct raw_row row = {.specimen = specimen,
			      .previous_when = DATE_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE};
	const json_t *absent = json_object_get(o, "dataAbsentReason");
	const char *status = fhir_str(parent, "status");
	const json_t *period = json_object_get(parent, "effectivePeriod");
	const char *when = fhir_str(parent, "effectiveDateTime");

	read_code(r->arena, o, &row);
	read_flag(r->arena, o, &row);
	if (!when)
		when = fhir_str(parent, "effectiveInstant");
	if (!when)
		when = fhir_str(period, "start");
	row.when = fhir_time(when ? when : fhir_str(parent, "issued"));
	bool valued = read_value(r->arena, o, &row);
	read_range(r, o, &row); /* its unit is compared with the value's */
	if (!valued) {
		if (absent)
			vec_push(&r->notes,
				 arena_printf(
					 r->arena, "%s: no value (%s)",
					 row.name,
					 fhir_text(absent)
						 ? safe_copy(r->arena,
							     fhir_text(absent))
						 : "?"));
		else
			note_unread(r, o, &row);
		return;
	}
	row.status = status ? safe_copy(r->arena, status) : NULL;
	if (status && strcmp(status, "preliminary") == 0)
		row.comment = "preliminary result / 初步结果";
	vec_push(&r->rows, row);
}

/* Body weight and gestational age are said of the patient. */
static void note_patient(struct report *r, const json_t *o)
{
	const char *code = fhir_code(json_object_get(o, "code"), "loinc.org");
	const json_t *quantity = json_object_get(o, "valueQuantity");
	double x = json_number_value(json_object_get(quantity, "value"));
	const char *unit = quantity ? quantity_unit(quantity) : NULL;

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
			  const char *specimen)
{
	const json_t *components = json_object_get(o, "component");
	const char *status = fhir_str(o, "status");

	if (status && (strcmp(status, "entered-in-error") == 0 ||
		       strcmp(status, "cancelled") == 0)) {
		const char *name = fhir_text(json_object_get(o, "code"));
		vec_push(&r->notes,
			 arena_printf(r->arena, "%s: withdrawn (%s)",
				      name ? safe_copy(r->arena, name) : "?",
				      status));
		return;
	}
	if (!fhir_is_laboratory(o)) {
		note_patient(r, o);
		return;
	}
	add_row(r, o, o, specimen);
	for (size_t i = 0; i < json_array_size(components); i++)
		add_row(r, json_array_get(components, i), o, specimen);
}
