/* Observations of FHIR R4: a Bundle, one resource, or one resource a line. */
#include "commands/followup/import.h"

#include "base/num.h"

#include <jansson.h>
#include <string.h>

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* The LOINC code of a CodeableConcept. */
static const char *loinc_of(struct import *in, const json_t *concept)
{
	const json_t *list = json_object_get(concept, "coding");
	json_t *coding;
	size_t i;

	json_array_foreach(list, i, coding)
	{
		const char *system = text_of(coding, "system");
		const char *code = text_of(coding, "code");
		if (code && system && strcmp(system, "http://loinc.org") == 0)
			return arena_strdup(in->arena, code);
	}
	return NULL;
}

/* Codes whose meaning has a name of its own here. */
static const char *own_code(const char *loinc)
{
	static const struct {
		const char *loinc, *code;
	} codes[] = {
		{"41653-7", "GLU"}, {"14743-9", "GLU"}, {"32016-8", "GLU"},
		{"2339-0", "GLU"},  {"15074-8", "GLU"}, {"2345-7", "GLU"},
		{"14749-6", "GLU"}, {"1558-6", "FPG"},  {"14771-0", "FPG"},
		{"76629-5", "FPG"}, {"99504-3", "CGM"}, {"105272-9", "CGM"},
		{"3141-9", "BW"},   {"29463-7", "BW"},  {"8480-6", "SBP"},
		{"8462-4", "DBP"},  {"8867-4", "HR"},   {"8310-5", "TEMP"},
		{"8280-0", "WAIST"}};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(loinc, codes[i].loinc) == 0)
			return codes[i].code;
	return NULL;
}

static const char *extension_of(struct import *in, const json_t *o,
				const char *url)
{
	json_t *x;
	size_t i;

	json_array_foreach(json_object_get(o, "extension"), i, x)
	{
		const char *is = text_of(x, "url");
		const char *value = text_of(x, "valueCode");
		if (!value)
			value = text_of(x, "valueString");
		if (is && value && strcmp(is, url) == 0)
			return arena_strdup(in->arena, value);
	}
	return NULL;
}

static const char *when_of(struct import *in, const json_t *o)
{
	static const char *const keys[] = {"effectiveDateTime",
					   "effectiveInstant", "issued"};
	const char *text = NULL;

	for (size_t i = 0; i < 3 && !text; i++)
		text = text_of(o, keys[i]);
	if (!text)
		text = text_of(json_object_get(o, "effectivePeriod"), "start");
	return text ? arena_strdup(in->arena, text) : NULL;
}

/* valueQuantity of an Observation or a component of one. */
static void read_value(struct import *in, const json_t *at,
		       struct import_row row)
{
	const json_t *q = json_object_get(at, "valueQuantity");
	const json_t *value = json_object_get(q, "value");
	const char *unit = text_of(q, "code"), *comparator;

	row.loinc = loinc_of(in, json_object_get(at, "code"));
	if (!row.loinc) {
		import_leave(in, "name", row.line);
		return;
	}
	row.code = own_code(row.loinc);
	if (!json_is_number(value)) {
		import_leave(in, q ? "value" : "other", row.line);
		return;
	}
	row.value = json_number_value(value);
	if (!unit)
		unit = text_of(q, "unit");
	row.unit = unit ? arena_strdup(in->arena, unit) : NULL;
	comparator = text_of(q, "comparator");
	if (comparator && (*comparator == '<' || *comparator == '>'))
		row.comparator = arena_strdup(in->arena, comparator);
	if (!row.when)
		import_leave(in, "time", row.line);
	else
		vec_push(&in->rows, row);
}

static void read_observation(struct import *in, const json_t *o, int line)
{
	const char *status = text_of(o, "status");
	struct import_row row = {.value = NUM_NONE, .line = line};
	const json_t *components = json_object_get(o, "component");
	json_t *component;
	size_t i;

	if (status && (strcmp(status, "entered-in-error") == 0 ||
		       strcmp(status, "cancelled") == 0 ||
		       strcmp(status, "registered") == 0)) {
		import_leave(in, "withdrawn", line);
		return;
	}
	row.when = when_of(in, o);
	row.context = extension_of(in, o, "urn:clin:context");
	if (json_array_size(components)) {
		json_array_foreach(components, i, component)
			read_value(in, component, row);
		return;
	}
	read_value(in, o, row);
}

/* One patient's file: a second subject is another person's data. */
static bool same_subject(const json_t *o, char *seen, size_t size)
{
	const char *is = text_of(json_object_get(o, "subject"), "reference");

	if (!is)
		return true;
	if (!*seen) {
		size_t n = strlen(is);
		memcpy(seen, is, n < size ? n + 1 : size - 1);
		seen[size - 1] = '\0';
		return true;
	}
	return strncmp(seen, is, size - 1) == 0;
}

static bool read_resource(struct import *in, const json_t *r, int line,
			  char *subject, size_t size, struct err *err)
{
	const char *type = text_of(r, "resourceType");
	json_t *entry;
	size_t i;
	char number[24];

	if (type && strcmp(type, "Bundle") == 0) {
		json_array_foreach(
			json_object_get(r, "entry"), i,
			entry) if (!read_resource(in,
						  json_object_get(entry,
								  "resource"),
						  i < 1000000000 ? (int)i + 1
								 : 0,
						  subject, size,
						  err)) return false;
		return true;
	}
	if (!type || strcmp(type, "Observation") != 0)
		return true; /* a patient, a device, … */
	if (!same_subject(r, subject, size))
		return ERR(err, ERR_MESSAGE, "FHIR", err_int(number, line),
			   "observations of more than one patient");
	read_observation(in, r, line);
	return true;
}

bool import_fhir(struct import *in, const char *text, size_t n, struct err *err)
{
	const char *p = text, *end = text + n;
	char subject[256] = "", number[24];
	int line = 1;

	in->kind = "fhir";
	for (;;) {
		json_error_t why;
		while (p < end && strchr(" \t\r\n", *p))
			line += *p++ == '\n';
		if (p >= end)
			break;
		json_t *root = json_loadb(p, (size_t)(end - p),
					  JSON_DISABLE_EOF_CHECK, &why);
		if (!root || why.position <= 0) {
			json_decref(root);
			return ERR(err, ERR_MESSAGE, "FHIR",
				   err_int(number, line + why.line - 1),
				   why.text);
		}
		bool ok = read_resource(in, root, line, subject, sizeof subject,
					err);
		json_decref(root);
		if (!ok)
			return false;
		for (int i = 0; i < why.position && p < end; i++)
			line += *p++ == '\n';
	}
	if (!in->rows.n && !in->left.n)
		return ERR(err, ERR_MESSAGE, "FHIR", "1", "no Observation");
	return true;
}
