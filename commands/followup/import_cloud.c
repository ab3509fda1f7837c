#include "commands/followup/import_cloud.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static double number_of(const json_t *o, const char *key)
{
	const json_t *x = json_object_get(o, key);

	return json_is_number(x) ? json_number_value(x) : NUM_NONE;
}

static bool is_true(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

static void take(struct import *in, const struct import_row *row)
{
	if (!(row->value > 0))
		import_leave(in, "value", row->line);
	else if (!row->when)
		import_leave(in, "time", row->line);
	else
		vec_push(&in->rows, *row);
}

static void beyond(struct import_row *row, bool low, double limit)
{
	row->comparator = low ? "<" : ">";
	row->text = low ? "LOW" : "HIGH";
	row->value = limit;
}

/* Dexcom counts 39 and 401 mg/dL for what lies beyond 40 to 400, and errors of
 * the sensor below. False: an error. */
static bool dexcom_range(struct import_row *row)
{
	if (strcmp(row->unit, "mg/dL") != 0)
		return true;
	if (row->value < 39)
		return false;
	if (row->value < 40)
		beyond(row, true, 40);
	else if (row->value > 400)
		beyond(row, false, 400);
	return true;
}

/* "Date(1795154400000)", "/Date(1795154400000+0800)/": milliseconds of UTC. */
static const char *share_time(struct import *in, const char *text)
{
	const char *digits = text ? strpbrk(text, "0123456789") : NULL;
	size_t n = digits ? strspn(digits, "0123456789") : 0;
	char at[32];
	double ms;

	if (n != 13 || !num_parse(digits, n, &ms))
		return NULL;
	return arena_printf(in->arena, "%sZ",
			    date_format(at, (int64_t)floor(ms / 1000), true));
}

static void read_share(struct import *in, const json_t *entry, int line)
{
	struct import_row row = {.code = "CGM",
				 .unit = "mg/dL",
				 .value = number_of(entry, "Value"),
				 .when = share_time(in, text_of(entry, "WT")),
				 .line = line};

	in->kind = "dexcom-share";
	if (row.value > 0 && !dexcom_range(&row))
		import_leave(in, "sensor error", line);
	else
		take(in, &row);
}

/* LibreLinkUp writes months first, whatever the phone shows; the factory's
 * clock is UTC. */
static const char *linkup_time(struct import *in, const char *text)
{
	int64_t at;
	bool timed;
	char buf[32];
	size_t n = text ? strlen(text) : 0;

	if (!n || date_parse(text, n, 0, &at, &timed) != n || !timed)
		return NULL;
	return arena_printf(in->arena, "%sZ", date_format(buf, at, true));
}

static void read_linkup(struct import *in, const json_t *entry, int line)
{
	bool mmol = number_of(entry, "GlucoseUnits") == 0;
	struct import_row row = {
		.code = "CGM",
		.unit = mmol ? "mmol/L" : "mg/dL",
		.value = number_of(entry, "Value"),
		.when = linkup_time(in, text_of(entry, "FactoryTimestamp")),
		.line = line};

	in->kind = "librelinkup";
	if (!json_object_get(entry, "GlucoseUnits") || isnan(row.value)) {
		row.unit = "mg/dL";
		row.value = number_of(entry, "ValueInMgPerDl");
	}
	if (isnan(row.value)) {
		import_leave(in, "event", line);
		return;
	}
	if (is_true(entry, "isLow") || is_true(entry, "isHigh"))
		beyond(&row, is_true(entry, "isLow"), row.value);
	take(in, &row);
}

bool import_cloud_entry(struct import *in, const json_t *entry, int line)
{
	if (text_of(entry, "FactoryTimestamp"))
		read_linkup(in, entry, line);
	else if (text_of(entry, "WT") && json_object_get(entry, "Value"))
		read_share(in, entry, line);
	else
		return false;
	return true;
}

/* An instant as the API has it: what the device showed when that has its
 * offset, else UTC, which it does not mark. */
static const char *api_time(struct import *in, const json_t *record)
{
	const char *shown = text_of(record, "displayTime");
	const char *system = text_of(record, "systemTime");
	const char *clock = shown ? strchr(shown, 'T') : NULL;

	if (clock && strpbrk(clock, "Z+-"))
		return arena_strdup(in->arena, shown);
	clock = system ? strchr(system, 'T') : NULL;
	if (!clock)
		return NULL;
	return arena_printf(in->arena, "%s%s", system,
			    strpbrk(clock, "Z+-") ? "" : "Z");
}

/* type: "egv", "calibration", "event" …; unit: of a whole answer. */
static void read_api(struct import *in, const json_t *record, const char *type,
		     const char *unit, int line)
{
	const char *own = text_of(record, "unit");
	const char *status = text_of(record, "status");
	const char *event = text_of(record, "eventType");
	struct import_row row = {.code = "CGM",
				 .value = number_of(record, "value"),
				 .when = api_time(in, record),
				 .line = line};

	unit = own ? own : unit;
	if (strcmp(type, "calibration") == 0) {
		import_leave(in, "calibration", line);
		return;
	}
	if (strcmp(type, "egv") != 0) {
		if (!event || strcmp(event, "bloodGlucose") != 0) {
			import_leave(in, "event", line);
			return;
		}
		row.code = "GLU";
		status = NULL;
	}
	if (!unit ||
	    (strcmp(unit, "mg/dL") != 0 && strcmp(unit, "mmol/L") != 0)) {
		import_leave(in, "unit", line);
		return;
	}
	row.unit = arena_strdup(in->arena, unit);
	bool mg = *unit == 'm' && unit[1] == 'g';
	if (!mg && status && strcmp(status, "low") == 0 && row.value <= 2.2)
		beyond(&row, true, 2.2);
	else if (!mg && status && strcmp(status, "high") == 0 &&
		 row.value >= 22.2)
		beyond(&row, false, 22.2);
	if (row.value > 0 && *row.code == 'C' && !dexcom_range(&row))
		import_leave(in, "sensor error", line);
	else
		take(in, &row);
}

static bool read_dexcom(struct import *in, const json_t *root, int line)
{
	const char *type = text_of(root, "recordType");
	const char *unit = text_of(root, "unit");
	json_t *list = json_object_get(root, "records"), *record;
	size_t i;

	if (!type) {
		list = json_object_get(root, "egvs");
		type = "egv";
	}
	if (!json_is_array(list))
		return false;
	in->kind = "dexcom";
	json_array_foreach(list, i, record)
		read_api(in, record, type, unit, line + (int)(i % 1000000000));
	return true;
}

static bool read_linkup_graph(struct import *in, const json_t *data, int line)
{
	const json_t *connection = json_object_get(data, "connection");
	const json_t *last = json_object_get(connection, "glucoseMeasurement");
	json_t *list = json_is_array(data) ? (json_t *)(uintptr_t)data
					   : json_object_get(data, "graphData");
	json_t *entry;
	size_t i, known = 0;

	json_array_foreach(list, i, entry) known +=
		text_of(entry, "FactoryTimestamp") != NULL;
	if (!known && !text_of(last, "FactoryTimestamp"))
		return false;
	json_array_foreach(
		list, i,
		entry) if (!import_cloud_entry(in, entry,
					       line + (int)(i % 1000000000)))
		import_leave(in, "event", line);
	if (last)
		import_cloud_entry(in, last, line);
	return true;
}

/* Health Auto Export: a list of measurements, each with its points. */
static const struct {
	const char *name, *key, *code;
} metrics[] = {
	{"blood_glucose", "qty", "GLUCOSE"},
	{"weight_body_mass", "qty", "BW"},
	{"body_temperature", "qty", "TEMP"},
	{"blood_oxygen_saturation", "qty", "PULSEOX"},
	{"blood_pressure", "systolic", "SBP"},
	{"blood_pressure", "diastolic", "DBP"},
};

static void read_metric(struct import *in, const json_t *metric, int line)
{
	const char *name = text_of(metric, "name");
	const char *units = text_of(metric, "units");
	json_t *list = json_object_get(metric, "data"), *point;
	bool known = false;
	size_t i;

	for (size_t k = 0; name && k < sizeof metrics / sizeof *metrics; k++) {
		if (strcmp(name, metrics[k].name) != 0)
			continue;
		known = true;
		json_array_foreach(list, i, point)
		{
			const char *when = text_of(point, "date");
			struct import_row row = {
				.code = metrics[k].code,
				.value = number_of(point, metrics[k].key),
				.unit = units ? arena_strdup(in->arena, units)
					      : NULL,
				.when = when ? arena_strdup(in->arena, when)
					     : NULL,
				.line = line};
			take(in, &row);
		}
	}
	if (!known)
		import_leave(in, "name", line);
}

static bool read_health(struct import *in, const json_t *data)
{
	json_t *list = json_object_get(data, "metrics"), *metric;
	size_t i;

	if (!json_is_array(list))
		return false;
	in->kind = "health-auto-export";
	json_array_foreach(list, i, metric)
		read_metric(in, metric, (int)(i % 1000000000) + 1);
	return true;
}

bool import_cloud(struct import *in, const json_t *root, int line)
{
	const json_t *data = json_object_get(root, "data");

	return json_is_object(root) &&
	       (read_dexcom(in, root, line) || import_google(in, root) ||
		(data &&
		 (read_linkup_graph(in, data, line) || read_health(in, data))));
}
