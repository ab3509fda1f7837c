#include "kb/case.h"

#include "base/date.h"
#include "base/db.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(struct err *err, const char *key, const char *given,
		   const char *expected)
{
	return ERR(err, ERR_VALUE, key, given, expected);
}

static bool read_contexts(struct kb *kb, const struct yaml *list,
			  const char *kind, struct patient *p, struct err *err)
{
	for (size_t i = 0; i < yaml_count(list); i++) {
		const char *word = yaml_at(list, i)->scalar;
		if (!patient_note_context(p, kb, kind, word, false))
			return refuse(err, kind, word, "a known context");
	}
	return true;
}

static bool read_setting(const char *word, struct patient *p)
{
	static const char *const names[] = {"",         "gp",        "ward",
					    "dialysis", "emergency", "phone"};

	for (int i = 1; i < SETTING_COUNT; i++)
		if (strcmp(word, names[i]) == 0)
			p->setting = (enum setting)i;
	return p->setting != SETTING_UNKNOWN;
}

/* The keys that describe the patient. *ret_known: it was one of them. */
static bool read_patient_key(struct kb *kb, const struct yaml *value,
			     struct patient *p, bool *ret_known,
			     struct err *err)
{
	const char *key = value->key, *text = value->scalar;

	*ret_known = true;
	if (strcmp(key, "name") == 0)
		return true;
	if (strcmp(key, "sex") == 0) {
		p->sex = *text == 'F' ? SEX_FEMALE : SEX_MALE;
		return *text == 'F' || *text == 'M' ||
		       refuse(err, key, text, "F or M");
	}
	if (strcmp(key, "age") == 0)
		return age_parse(text, &p->age) ||
		       refuse(err, key, text, "34, 8mo, 12d");
	if (strcmp(key, "pregnant") == 0) {
		p->pregnant = strcmp(text, "false") == 0 ? TRI_NO : TRI_YES;
		num_parse_all(text, &p->weeks);
		return true;
	}
	if (strcmp(key, "weight") == 0)
		return num_parse_all(text, &p->weight) ||
		       refuse(err, key, text, "kg");
	if (strcmp(key, "setting") == 0)
		return read_setting(text, p) ||
		       refuse(err, key, text,
			      "gp ward dialysis emergency phone");
	if (strcmp(key, "dx") == 0)
		return read_contexts(kb, value, "DX", p, err);
	if (strcmp(key, "on") == 0)
		return read_contexts(kb, value, "ON", p, err);
	*ret_known = false;
	return true;
}

static bool read_ordinal(const char *text, double *ret)
{
	static const struct {
		const char *word;
		double value;
	} words[] = {{"NEGATIVE", ORDINAL_NEGATIVE},
		     {"TRACE", ORDINAL_TRACE},
		     {"POSITIVE", ORDINAL_POSITIVE},
		     {"1+", 1},
		     {"2+", 2},
		     {"3+", 3},
		     {"4+", 4}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(text, words[i].word) == 0) {
			*ret = words[i].value;
			return true;
		}
	return false;
}

/* "> 249 ug/L": the comparator makes an interval. */
static const char *read_comparator(const char *text, struct fact *f, double x)
{
	if (*text == '>') {
		f->lo_closed = text[1] == '=';
		f->lo = x;
		f->hi = INFINITY;
	} else {
		f->hi_closed = text[1] == '=';
		f->lo = -INFINITY;
		f->hi = x;
	}
	return text;
}

static bool convert(struct kb *kb, struct fact *f, double x, double *ret)
{
	return analyte_convert(kb, f->analyte, f->unit, x, ret);
}

/* A number with comparator and unit into f. */
static bool read_number(struct kb *kb, const char *text, struct arena *a,
			struct fact *f, struct err *err)
{
	size_t skip = strspn(text, "<>= ");
	double x, canonical;
	size_t n = num_parse(text + skip, strlen(text + skip), &x);
	const char *unit = text + skip + n;
	char buf[64];

	if (!n)
		return refuse(err, f->analyte->code, text, "a value");
	while (*unit == ' ')
		unit++;
	f->unit = f->analyte->unit;
	if (*unit) {
		const char *ucum =
			unit_normalise(unit, strlen(unit), buf, sizeof buf);
		if (!ucum)
			return refuse(err, f->analyte->code, unit,
				      "a known unit");
		f->unit = arena_strdup(a, ucum);
	}
	canonical = x;
	if (f->unit && !convert(kb, f, x, &canonical))
		return refuse(err, f->analyte->code, unit,
			      "a unit of this analyte");
	if (skip && strpbrk(text, "<>"))
		read_comparator(text, f, canonical);
	else if (f->analyte->scale == SCALE_ORDINAL && *unit)
		f->number = canonical;
	else
		f->value = canonical;
	return true;
}

static bool read_value(struct kb *kb, const char *text, struct arena *a,
		       struct fact *f, struct err *err)
{
	f->printed = arena_strdup(a, text);
	if (strcmp(text, "unreadable") == 0) {
		f->state = FACT_UNREADABLE;
		return true;
	}
	if (read_ordinal(text, &f->value))
		return true;
	if (strncmp(text, "1:", 2) == 0 && num_parse_all(text + 2, &f->value))
		return true;
	return read_number(kb, text, a, f, err);
}

/* {value:, low:, high:, number:, at:} */
static bool read_fields(struct kb *kb, const struct yaml *map, struct arena *a,
			struct fact *f, struct err *err)
{
	const char *value = yaml_str(map, "value"), *at = yaml_str(map, "at");
	double x;

	if (at) {
		const char *end = at + num_parse(at, strlen(at), &x);
		if (end == at || (*end != 'd' && *end != 'h'))
			return refuse(err, "at", at, "-2d or -6h");
		f->when = (int64_t)(x * (*end == 'd' ? DATE_DAY : 3600));
	}
	if (!value || !read_value(kb, value, a, f, err))
		return value ? false
			     : refuse(err, map->key ? map->key : "value", "",
				      "value:");
	if (yaml_number(yaml_get(map, "number"), &x))
		f->number = x;
	if (yaml_number(yaml_get(map, "low"), &x))
		f->low = x;
	if (yaml_number(yaml_get(map, "high"), &x))
		f->high = x;
	return true;
}

static void apply_interval(struct facts *facts, struct fact *f)
{
	struct interval interval;

	if (isnan(f->low) && isnan(f->high) &&
	    analyte_interval(facts->kb, f->analyte, facts->patient,
			     &interval) == INTERVAL_FOUND) {
		f->low = interval.low;
		f->high = interval.high;
	}
}

static bool read_fact(struct facts *facts, const struct yaml *value,
		      struct err *err)
{
	const struct analyte *analyte =
		kb_analyte_by_code(facts->kb, value->key);

	if (!analyte)
		return refuse(err, value->key, value->scalar,
			      "a known analyte");
	for (size_t i = 0; i < yaml_count(value); i++) {
		const struct yaml *node = yaml_at(value, i);
		struct fact f = {.analyte = analyte,
				 .value = NUM_NONE,
				 .lo = NUM_NONE,
				 .hi = NUM_NONE,
				 .number = NUM_NONE,
				 .low = NUM_NONE,
				 .high = NUM_NONE,
				 .when = DATE_NONE,
				 .ref = (int)facts->list.n,
				 .line = node->line};
		bool ok = node->kind == YAML_MAP
				  ? read_fields(facts->kb, node, facts->arena,
						&f, err)
				  : read_value(facts->kb, node->scalar,
					       facts->arena, &f, err);
		if (!ok)
			return false;
		apply_interval(facts, &f);
		facts_add(facts, &f);
	}
	return true;
}

bool case_read(struct kb *kb, const struct yaml *node, struct arena *a,
	       struct patient *ret_patient, struct facts *ret_facts,
	       struct err *err)
{
	bool known, ok = true;

	*ret_patient = patient_unknown();
	facts_init(ret_facts, kb, ret_patient, a);
	ret_facts->now = 0; /* the day that `at: 0d` is */
	/* the patient first: intervals depend on sex and age */
	for (size_t i = 0; ok && i < node->n; i++)
		ok = read_patient_key(kb, node->child[i], ret_patient, &known,
				      err);
	for (size_t i = 0; ok && i < node->n; i++) {
		struct patient unused = patient_unknown();
		known = false;
		ok = read_patient_key(kb, node->child[i], &unused, &known, err);
		patient_release(&unused);
		if (ok && !known)
			ok = read_fact(ret_facts, node->child[i], err);
	}
	return ok;
}
