/* Nightscout's JSON: entries and treatments; Tidepool's; the makers' own. */
#include "commands/followup/import_cloud.h"

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

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* Beyond the device's range: the value is the end of it. */
static void read_out_of_range(const json_t *entry, struct import_row *row)
{
	json_t *note;
	size_t i;

	json_array_foreach(json_object_get(entry, "annotations"), i, note)
	{
		const char *code = text_of(note, "code");
		const char *value = text_of(note, "value");
		if (!code || !value || strcmp(code, "bg/out-of-range") != 0)
			continue;
		bool low = strcmp(value, "low") == 0;
		row->comparator = low ? "<" : ">";
		row->text = low ? "LOW" : "HIGH";
	}
}

/* Tidepool: cbg of a sensor, smbg of a strip. False: neither. */
static bool read_tidepool(struct import *in, const json_t *entry, int line)
{
	const char *type = text_of(entry, "type");
	const char *time = text_of(entry, "time");
	const char *units = text_of(entry, "units");
	const json_t *value = json_object_get(entry, "value");
	bool cbg = type && strcmp(type, "cbg") == 0;

	if (!cbg && !(type && strcmp(type, "smbg") == 0))
		return false;
	in->kind = "tidepool";
	struct import_row row = {
		.code = cbg ? "CGM" : "GLU",
		.value = json_is_number(value) ? json_number_value(value)
					       : NUM_NONE,
		.unit = units ? arena_strdup(in->arena, units) : NULL,
		.when = time ? arena_strdup(in->arena, time) : NULL,
		.line = line};
	read_out_of_range(entry, &row);
	import_add_row(in, &row);
	return true;
}

/* Nightscout's treatments: a glucose that was checked with a strip. What it
 * took from the sensor stands among the entries. False: none. */
static bool read_check(struct import *in, const json_t *entry, int line)
{
	const char *how = text_of(entry, "glucoseType");
	const char *units = text_of(entry, "units");
	const char *when = text_of(entry, "created_at");
	const json_t *value = json_object_get(entry, "glucose");
	struct import_row row = {
		.code = "GLU", .value = NUM_NONE, .line = line};

	if (!text_of(entry, "eventType") || !value)
		return false;
	if (json_is_number(value))
		row.value = json_number_value(value);
	else if (json_is_string(value))
		num_parse_all(json_string_value(value), &row.value);
	if (units)
		row.unit = strncmp(units, "mmol", 4) == 0 ? "mmol/L" : "mg/dL";
	row.when = when ? arena_strdup(in->arena, when) : NULL;
	if (how && strcmp(how, "Sensor") == 0)
		import_leave(in, "other", line);
	else
		import_add_row(in, &row);
	return true;
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

	if (read_tidepool(in, entry, line) || read_check(in, entry, line) ||
	    import_cloud_entry(in, entry, line))
		return;
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

	if (import_cloud(in, root, line))
		return true;
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
				   "no list of readings of Nightscout, "
				   "Tidepool, Dexcom, LibreLinkUp or Health "
				   "Auto Export");
		p += why.position;
		while (p < end && strchr(" \t\r\n", *p))
			p++;
	}
	return true;
}
