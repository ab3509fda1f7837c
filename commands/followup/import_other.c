/* Nightscout's JSON entries and Apple Health's XML records. */
#include "commands/followup/import.h"

#include "base/date.h"
#include "base/num.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *entry_time(struct import *in, const json_t *entry)
{
	const char *text =
		json_string_value(json_object_get(entry, "dateString"));
	const json_t *date = json_object_get(entry, "date");
	char buf[32];

	if (json_is_number(date))
		return arena_printf(
			in->arena, "%sZ",
			date_format(buf,
				    (int64_t)(json_number_value(date) / 1000),
				    true));
	return text ? arena_strdup(in->arena, text) : NULL;
}

static void read_entry(struct import *in, const json_t *entry, int line)
{
	const char *type = json_string_value(json_object_get(entry, "type"));
	const json_t *sgv = json_object_get(entry, "sgv");
	const json_t *mbg = json_object_get(entry, "mbg");
	const json_t *value = sgv ? sgv : mbg;
	struct import_row row = {.code = sgv ? "CGM" : "GLU",
				 .value = NUM_NONE,
				 .unit = "mg/dL",
				 .line = line};

	if (type && strcmp(type, "cal") == 0) {
		import_leave(in, "calibration", line);
		return;
	}
	if (json_is_number(value))
		row.value = json_number_value(value);
	else if (json_is_string(value))
		num_parse_all(json_string_value(value), &row.value);
	row.when = entry_time(in, entry);
	/* below 40 the protocol counts errors of the sensor */
	if (sgv && row.value < 39)
		import_leave(in, "sensor error", line);
	else if (!value || !(row.value > 0))
		import_leave(in, "value", line);
	else if (!row.when)
		import_leave(in, "time", line);
	else
		vec_push(&in->rows, row);
}

bool import_nightscout(struct import *in, const char *text, size_t n,
		       struct err *err)
{
	json_error_t why;
	json_t *root = json_loadb(text, n, 0, &why), *entry;
	char line[24];
	size_t i;

	in->kind = "nightscout";
	if (!json_is_array(root)) {
		json_decref(root);
		return ERR(err, ERR_MESSAGE, "JSON",
			   err_int(line, why.line > 0 ? why.line : 1),
			   "no list of Nightscout entries");
	}
	json_array_foreach(root, i, entry) read_entry(in, entry, (int)i + 1);
	json_decref(root);
	return true;
}

/* An attribute of the element that stands in s…end; its five entities are
 * decoded. NULL: not there. */
static const char *attribute(struct import *in, const char *s, const char *end,
			     const char *name)
{
	size_t len = strlen(name);

	for (const char *p = s; p + len + 2 < end; p++) {
		if (p[-1] != ' ' || memcmp(p, name, len) != 0 ||
		    p[len] != '=' || p[len + 1] != '"')
			continue;
		const char *from = p + len + 2;
		const char *to = memchr(from, '"', (size_t)(end - from));
		return to ? arena_strndup(in->arena, from, (size_t)(to - from))
			  : NULL;
	}
	return NULL;
}

static const char *apple_code(const char *type)
{
	static const struct {
		const char *type, *code;
	} types[] = {{"BloodPressureSystolic", "SBP"},
		     {"BloodPressureDiastolic", "DBP"},
		     {"HeartRate", "HR"},
		     {"BodyMass", "BW"},
		     {"BodyTemperature", "TEMP"},
		     {"BloodGlucose", "GLUCOSE"}};
	const char *prefix = "HKQuantityTypeIdentifier";

	if (strncmp(type, prefix, strlen(prefix)) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(type + strlen(prefix), types[i].type) == 0)
			return types[i].code;
	return NULL;
}

/* "mmol<180.1558800000541>/L" names the molar mass, too. */
static const char *apple_unit(const char *unit)
{
	if (strncmp(unit, "mmol<", 5) == 0 || strncmp(unit, "mmol&lt;", 8) == 0)
		return "mmol/L";
	return strcmp(unit, "count/min") == 0 ? "/min"
	       : strcmp(unit, "degC") == 0    ? "Cel"
	       : strcmp(unit, "degF") == 0    ? "[degF]"
					      : unit;
}

bool import_apple(struct import *in, const char *text, size_t n,
		  struct err *err)
{
	const char *end = text + n, *p = text;
	size_t records = 0;
	int line = 1;

	in->kind = "apple-health";
	while (p < end) {
		const char *at = memmem(p, (size_t)(end - p), "<Record ", 8);
		if (!at)
			break;
		for (; p < at; p++)
			line += *p == '\n';
		const char *stop = memchr(at, '>', (size_t)(end - at));
		if (!stop)
			break;
		records++;
		const char *type = attribute(in, at + 1, stop, "type");
		const char *value = attribute(in, at + 1, stop, "value");
		const char *unit = attribute(in, at + 1, stop, "unit");
		const char *when = attribute(in, at + 1, stop, "startDate");
		struct import_row row = {.code = type ? apple_code(type) : NULL,
					 .value = NUM_NONE,
					 .unit = unit ? apple_unit(unit) : NULL,
					 .when = when,
					 .line = line};
		if (!row.code)
			import_leave(in, "other", line);
		else if (!value || !num_parse_all(value, &row.value))
			import_leave(in, "value", line);
		else if (!when)
			import_leave(in, "time", line);
		else
			vec_push(&in->rows, row);
		p = stop;
	}
	return records > 0 ||
	       ERR(err, ERR_MESSAGE, "XML", "1", "no records of Apple Health");
}
