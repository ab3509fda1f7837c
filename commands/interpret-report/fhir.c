#include "commands/interpret-report/fhir_private.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/scope.h"
#include "base/utf8.h"

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

const char *fhir_copy(struct arena *a, const char *s)
{
	struct strbuf sb = STRBUF_INIT;

	if (!s)
		return NULL;
	utf8_add_safe(&sb, s, strlen(s));
	const char *copy = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

const char *fhir_number(struct arena *a, const json_t *number)
{
	char buf[NUM_SIZE];

	return json_is_number(number)
		       ? arena_strdup(
				 a, num_format(buf, json_number_value(number)))
		       : NULL;
}

/* UCUM code when the system says so, else the printed unit, else any code. */
const char *fhir_unit(const json_t *quantity)
{
	const char *system = fhir_str(quantity, "system");
	const char *code = fhir_str(quantity, "code");

	if (code && system && strstr(system, "unitsofmeasure"))
		return code;
	return fhir_str(quantity, "unit") ? fhir_str(quantity, "unit") : code;
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
	       !scope_is_vital(fhir_code(json_object_get(observation, "code"),
					 "loinc.org"));
}
