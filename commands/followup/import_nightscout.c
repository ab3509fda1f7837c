/* Nightscout's JSON entries. */
#include "commands/followup/import.h"

#include "base/num.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const char *entry_time(struct import *in, const json_t *entry)
{
	const char *text =
		json_string_value(json_object_get(entry, "dateString"));
	const json_t *date = json_object_get(entry, "date");
	char buf[32];
	double ms = json_is_number(date) ? json_number_value(date) : 0;

	if (ms > 0 && ms < 1e13) /* before the year 2286 */
		return arena_printf(
			in->arena, "%sZ",
			date_format(buf, (int64_t)floor(ms / 1000), true));
	return text ? arena_strdup(in->arena, text) : NULL;
}

/* "mmol" of a site that shows it so; the protocol itself is mg/dL. */
static const char *entry_unit(const json_t *entry)
{
	const char *units = json_string_value(json_object_get(entry, "units"));

	return units && strncmp(units, "mmol", 4) == 0 ? "mmol/L" : "mg/dL";
}

static void read_entry(struct import *in, const json_t *entry, int line)
{
	const char *type = json_string_value(json_object_get(entry, "type"));
	const json_t *sgv = json_object_get(entry, "sgv");
	const json_t *mbg = json_object_get(entry, "mbg");
	const json_t *value = sgv ? sgv : mbg;
	struct import_row row = {.code = sgv ? "CGM" : "GLU",
				 .value = NUM_NONE,
				 .unit = entry_unit(entry),
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
	/* below 39 the protocol counts errors of the sensor, 39 and 401 stand
	 * for low and high */
	bool mg = strcmp(row.unit, "mg/dL") == 0;
	if (sgv && mg && row.value == 39)
		row.comparator = "<", row.text = "LOW", row.value = 40;
	else if (sgv && mg && row.value == 401)
		row.comparator = ">", row.text = "HIGH", row.value = 400;
	if (sgv && mg && row.value < 39)
		import_leave(in, "sensor error", line);
	else if (!value || !(row.value > 0))
		import_leave(in, value ? "value" : "event", line);
	else if (!row.when)
		import_leave(in, "time", line);
	else
		vec_push(&in->rows, row);
}

/* A list of entries, the answer of API v3 round one, or one entry. */
static bool read_root(struct import *in, const json_t *root, int line)
{
	const json_t *list =
		json_is_array(root) ? root : json_object_get(root, "result");
	json_t *entry;
	size_t i;

	if (!list &&
	    (json_object_get(root, "sgv") || json_object_get(root, "mbg"))) {
		read_entry(in, root, line);
		return true;
	}
	json_array_foreach(list, i, entry)
		read_entry(in, entry, i < 1000000000 ? (int)i + 1 : 0);
	return json_is_array(list);
}

bool import_nightscout(struct import *in, const char *text, size_t n,
		       struct err *err)
{
	const char *p = text, *end = text + n;
	char number[24];
	int line = 0;

	in->kind = "nightscout";
	while (p < end) {
		json_error_t why;
		json_t *root = json_loadb(p, (size_t)(end - p),
					  JSON_DISABLE_EOF_CHECK, &why);
		bool ok =
			root && why.position > 0 && read_root(in, root, ++line);
		json_decref(root);
		if (!ok)
			return ERR(err, ERR_MESSAGE, "JSON",
				   err_int(number, why.line > 0 ? why.line : 1),
				   "no list of Nightscout entries");
		p += why.position;
		while (p < end && strchr(" \t\r\n", *p))
			p++;
	}
	return true;
}
