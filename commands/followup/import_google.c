/* Google Fit: the data points of its takeout and of its interface. */
#include "commands/followup/import_cloud.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Which number of a point is what; Google states the units. */
static const struct {
	const char *type;
	size_t at;
	const char *code, *unit;
} kinds[] = {
	{"com.google.blood_pressure", 0, "SBP", "mmHg"},
	{"com.google.blood_pressure", 1, "DBP", "mmHg"},
	{"com.google.blood_glucose", 0, "GLUCOSE", "mmol/L"},
	{"com.google.weight", 0, "BW", "kg"},
	{"com.google.oxygen_saturation", 0, "PULSEOX", "%"},
	{"com.google.body.temperature", 0, "TEMP", "Cel"},
};

static const char *point_time(struct import *in, const json_t *point)
{
	const json_t *nanos = json_object_get(point, "startTimeNanos");
	double ns = NUM_NONE;
	char at[32];

	if (json_is_integer(nanos))
		ns = (double)json_integer_value(nanos);
	else if (json_is_string(nanos))
		num_parse_all(json_string_value(nanos), &ns);
	if (!(ns > 0 && ns < 9e18))
		return NULL;
	return arena_printf(in->arena, "%sZ",
			    date_format(at, (int64_t)floor(ns / 1e9), true));
}

/* {"value": {"fpVal": 128}} of the takeout, {"fpVal": 128} of the interface. */
static double point_number(const json_t *point, size_t at)
{
	const json_t *list = json_object_get(point, "fitValue");

	list = list ? list : json_object_get(point, "value");
	const json_t *one = json_array_get(list, at);
	const json_t *inner = json_object_get(one, "value");
	const json_t *number = json_object_get(inner ? inner : one, "fpVal");

	return json_is_number(number) ? json_number_value(number) : NUM_NONE;
}

static void read_point(struct import *in, const json_t *point, int line)
{
	const char *type =
		json_string_value(json_object_get(point, "dataTypeName"));
	bool known = false;

	for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(type, kinds[i].type) != 0)
			continue;
		known = true;
		struct import_row row = {
			.code = kinds[i].code,
			.unit = kinds[i].unit,
			.value = point_number(point, kinds[i].at),
			.when = point_time(in, point),
			.line = line};
		import_add_row(in, &row);
	}
	if (!known)
		import_leave(in, "name", line);
}

bool import_google(struct import *in, const json_t *root)
{
	const json_t *list = json_object_get(root, "Data Points");
	json_t *point;
	size_t i;

	list = list ? list : json_object_get(root, "point");
	if (!json_is_array(list))
		return false;
	in->kind = "google-fit";
	json_array_foreach(list, i, point)
		read_point(in, point, (int)(i % 1000000000) + 1);
	return true;
}
