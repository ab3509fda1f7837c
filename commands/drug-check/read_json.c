/* Orders as JSON: strings, objects, or FHIR R4 MedicationRequest and
 * MedicationStatement, alone or in a Bundle. */
#include "commands/order.h"

#include "base/num.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

struct reader {
	struct kb *kb;
	struct arena *a;
	struct order_vec *ret;
	const json_t *bundle;
	int line;
};

static const char *str(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* Text as an order line; what structured fields say is put over it. */
static struct order *add_text(struct reader *r, const char *text)
{
	size_t before = r->ret->n;

	orders_from_text(r->kb, text, strlen(text), r->a, r->ret);
	for (size_t i = before; i < r->ret->n; i++)
		r->ret->at[i].line = r->line;
	if (before == r->ret->n) { /* no name in it: shown, not dropped */
		struct order o = order_blank();
		o.printed = o.text = arena_strdup(r->a, text);
		o.line = r->line;
		vec_push(r->ret, o);
	}
	return &r->ret->at[before];
}

static void put_quantity(const json_t *v, struct quantity *q, struct arena *a)
{
	struct quantity read;
	double high;
	char number[NUM_SIZE];
	const char *text = json_string_value(v);
	const char *unit = str(v, "unit");

	if (!unit)
		unit = str(v, "code");
	if (unit && *unit == '{') /* {tbl} */
		unit = arena_strndup(a, unit + 1, strcspn(unit + 1, "}"));
	if (json_is_object(v) && json_is_number(json_object_get(v, "value")))
		text = arena_printf(
			a, "%s%s",
			num_format(number, json_number_value(json_object_get(
						   v, "value"))),
			unit ? unit : "");
	if (!text || !quantity_read(text, strlen(text), &read, &high))
		return;
	/* {"value": 1} counts units */
	if (!read.unit && json_is_object(v) && read.value <= 8)
		read.unit = "tablet";
	if (read.unit)
		*q = read;
}

/* {"name":…, "strength":…, "dose":…, "frequency":…, "route":…, "new":…} */
static void add_object(struct reader *r, const json_t *o)
{
	const char *name = str(o, "text");
	const char *words[] = {str(o, "frequency"), str(o, "route")};

	if (!name)
		name = str(o, "order");
	if (!name)
		name = str(o, "name");
	if (!name)
		name = str(o, "drug");
	if (!name) {
		char *all = json_dumps(o, JSON_COMPACT);
		add_text(r, all ? all : "?");
		free(all);
		return;
	}
	struct order *to = add_text(r, name);
	put_quantity(json_object_get(o, "strength"), &to->strength, r->a);
	put_quantity(json_object_get(o, "dose"), &to->dose, r->a);
	if (words[0])
		frequency_read(words[0], strlen(words[0]), to, r->a);
	if (words[1]) {
		const char *route = NULL;
		if (route_read(words[1], strlen(words[1]), &route, &to->push))
			to->route = route;
	}
	if (json_is_number(json_object_get(o, "per_day")))
		to->per_day = json_number_value(json_object_get(o, "per_day"));
	to->is_new |= json_is_true(json_object_get(o, "new"));
}

/* text, else display of a coding, else its code. */
static const char *concept_text(const json_t *concept)
{
	const char *text = str(concept, "text");
	const json_t *codings = json_object_get(concept, "coding");

	for (size_t i = 0; !text && i < json_array_size(codings); i++)
		text = str(json_array_get(codings, i), "display");
	if (!text)
		text = str(json_array_get(codings, 0), "code");
	return text;
}

/* "Medication/5" or "#m" → its code's text, from contained or the bundle. */
static const char *referenced(struct reader *r, const json_t *resource)
{
	const char *ref = str(json_object_get(resource, "medicationReference"),
			      "reference");
	const char *display = str(
		json_object_get(resource, "medicationReference"), "display");
	const json_t *contained = json_object_get(resource, "contained");
	const json_t *entries = json_object_get(r->bundle, "entry");

	for (size_t i = 0; ref && i < json_array_size(contained); i++) {
		const json_t *m = json_array_get(contained, i);
		const char *id = str(m, "id");
		if (id && *ref == '#' && strcmp(ref + 1, id) == 0)
			return concept_text(json_object_get(m, "code"));
	}
	for (size_t i = 0; ref && i < json_array_size(entries); i++) {
		const json_t *e = json_array_get(entries, i);
		const json_t *m = json_object_get(e, "resource");
		const char *full = str(e, "fullUrl"), *id = str(m, "id");
		const char *slash = strrchr(ref, '/');
		if ((full && strcmp(full, ref) == 0) ||
		    (id && slash && strcmp(slash + 1, id) == 0)) {
			const char *text =
				concept_text(json_object_get(m, "code"));
			if (text)
				return text;
		}
	}
	return display;
}

static void put_timing(struct order *o, const json_t *repeat)
{
	static const struct {
		const char *unit;
		double days;
	} units[] = {{"h", 1.0 / 24}, {"d", 1}, {"wk", 7}, {"mo", 30}};
	double count = json_number_value(json_object_get(repeat, "frequency"));
	double period = json_number_value(json_object_get(repeat, "period"));
	const char *unit = str(repeat, "periodUnit");

	size_t when = json_array_size(json_object_get(repeat, "when"));

	for (size_t i = 0; unit && i < sizeof units / sizeof *units; i++)
		if (strcmp(unit, units[i].unit) == 0 && period > 0)
			o->per_day = (count > 0 ? count : 1) /
				     (period * units[i].days);
	if (!unit && when) /* at bedtime */
		o->per_day = (double)when;
}

static void put_dosage(struct reader *r, struct order *o, const json_t *dosage)
{
	const json_t *timing = json_object_get(dosage, "timing");
	const json_t *rate =
		json_array_get(json_object_get(dosage, "doseAndRate"), 0);
	const char *code = concept_text(json_object_get(timing, "code"));
	const char *route = concept_text(json_object_get(dosage, "route"));
	const char *text = str(dosage, "text"), *known = NULL;

	if (text) { /* free text first; the fields win */
		struct order read;
		char *line = arena_printf(r->a, "x %s", text);
		order_read(r->kb, line, strlen(line), r->a, &read);
		o->dose = read.dose;
		o->dose_high = read.dose_high;
		o->day_factor = read.day_factor;
		o->per_day = read.per_day;
		o->frequency = read.frequency;
		o->prn = read.prn;
		if (read.route)
			o->route = read.route;
	}
	put_quantity(json_object_get(rate, "doseQuantity"), &o->dose, r->a);
	put_quantity(
		json_object_get(json_object_get(rate, "doseRange"), "high"),
		&o->dose, r->a);
	if (code)
		frequency_read(code, strlen(code), o, r->a);
	put_timing(o, json_object_get(timing, "repeat"));
	if (route && route_read(route, strlen(route), &known, &o->push))
		o->route = known;
	o->prn |= json_is_true(json_object_get(dosage, "asNeededBoolean")) ||
		  json_object_get(dosage, "asNeededCodeableConcept") != NULL;
}

static bool withdrawn(const json_t *resource)
{
	static const char *const states[] = {"stopped",   "cancelled",
					     "completed", "entered-in-error",
					     "not-taken", "draft"};
	const char *status = str(resource, "status");

	for (size_t i = 0; status && i < sizeof states / sizeof *states; i++)
		if (strcmp(status, states[i]) == 0)
			return true;
	return false;
}

static void add_resource(struct reader *r, const json_t *resource)
{
	const char *type = str(resource, "resourceType");
	const json_t *dosages = json_object_get(resource, "dosageInstruction");

	if (!type || (strcmp(type, "MedicationRequest") != 0 &&
		      strcmp(type, "MedicationStatement") != 0))
		return;
	if (withdrawn(resource))
		return;
	if (!dosages)
		dosages = json_object_get(resource, "dosage");
	const char *text = concept_text(
		json_object_get(resource, "medicationCodeableConcept"));
	if (!text)
		text = referenced(r, resource);
	r->line++;
	struct order *o = add_text(r, text ? text : "(no medication)");
	/* what a medication's name says is its strength */
	if (isnan(o->strength.value) && o->dose.unit) {
		o->strength = o->dose;
		o->dose = (struct quantity){NUM_NONE, NULL};
	}
	if (json_array_size(dosages))
		put_dosage(r, o, json_array_get(dosages, 0));
}

static void add_list(struct reader *r, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		if (str(item, "resourceType")) {
			add_resource(r, item);
			continue;
		}
		r->line++;
		if (json_is_string(item))
			add_text(r, json_string_value(item));
		else if (json_is_object(item))
			add_object(r, item);
		else
			add_text(r, "?");
	}
}

void orders_from_value(struct kb *kb, const struct json_t *root,
		       struct arena *a, struct order_vec *ret)
{
	struct reader r = {.kb = kb, .a = a, .ret = ret};
	const char *type = str(root, "resourceType");

	if (json_is_array(root)) {
		add_list(&r, root);
	} else if (type && strcmp(type, "Bundle") == 0) {
		const json_t *entries = json_object_get(root, "entry");
		r.bundle = root;
		for (size_t i = 0; i < json_array_size(entries); i++)
			add_resource(&r,
				     json_object_get(json_array_get(entries, i),
						     "resource"));
	} else if (type) {
		add_resource(&r, root);
	} else {
		add_list(&r, json_object_get(root, "orders"));
	}
}

bool orders_from_json(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct order_vec *ret, struct err *err)
{
	json_error_t error;
	char line[24];
	json_t *root = json_loadb(text, n, 0, &error);

	if (!root)
		return ERR(err, ERR_JSON, "orders", err_int(line, error.line),
			   error.text);
	orders_from_value(kb, root, a, ret);
	json_decref(root);
	return true;
}
