/* FHIR R4 JSON: a Bundle of any type, a DiagnosticReport, an Observation, or
 * NDJSON of them → one report per patient. */
#include "commands/interpret-report/fhir.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

struct resource {
	const char *type, *id, *url; /* url: fullUrl or NULL */
	const json_t *json;
};
struct resource_vec VEC_OF(struct resource);

struct subject {
	const char *reference; /* as the observations say it; "" none */
	struct report *report;
};

struct state {
	struct arena *arena;
	struct report_vec *reports;
	struct resource_vec resources;
	VEC(struct subject) subjects;
	VEC(json_t *) roots;
};

bool fhir_detect(const char *text, size_t n)
{
	size_t blank = 0;

	while (blank < n && strchr(" \t\r\n", text[blank]))
		blank++;
	if (blank >= n || text[blank] != '{')
		return false;
	return memmem(text, n < 65536 ? n : 65536, "\"resourceType\"", 14) !=
	       NULL;
}

static void collect(struct state *st, const json_t *resource, const char *url)
{
	const char *type = fhir_str(resource, "resourceType");
	const json_t *contained = json_object_get(resource, "contained");
	const json_t *entries = json_object_get(resource, "entry");

	if (!type)
		return;
	if (strcmp(type, "Bundle") == 0) {
		for (size_t i = 0; i < json_array_size(entries); i++) {
			const json_t *entry = json_array_get(entries, i);
			collect(st, json_object_get(entry, "resource"),
				fhir_str(entry, "fullUrl"));
		}
		return;
	}
	struct resource r = {type, fhir_str(resource, "id"), url, resource};
	vec_push(&st->resources, r);
	for (size_t i = 0; i < json_array_size(contained); i++)
		collect(st, json_array_get(contained, i), NULL);
}

/* "Patient/p1", "#p1", "urn:uuid:…" or an absolute URL. */
static const struct resource *resolve(const struct state *st, const char *type,
				      const char *reference)
{
	if (!reference)
		return NULL;
	const char *slash = strrchr(reference, '/');
	const char *id = *reference == '#' ? reference + 1
			 : slash           ? slash + 1
					   : reference;
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct resource *r = &st->resources.at[i];
		if (strcmp(r->type, type) != 0)
			continue;
		if ((r->url && strcmp(r->url, reference) == 0) ||
		    (r->id && strcmp(r->id, id) == 0))
			return r;
	}
	return NULL;
}

static void read_patient(struct report *r, const json_t *patient)
{
	const char *gender = fhir_str(patient, "gender");
	const json_t *name =
		json_array_get(json_object_get(patient, "name"), 0);
	const char *text = fhir_str(name, "text");
	const char *id = fhir_str(patient, "id");

	if (gender)
		r->patient.sex = strcmp(gender, "female") == 0 ? SEX_FEMALE
				 : strcmp(gender, "male") == 0 ? SEX_MALE
							       : SEX_UNKNOWN;
	if (text)
		r->patient_name = arena_strdup(r->arena, text);
	if (id)
		r->patient_id = arena_strdup(r->arena, id);
}

static void set_age(struct report *r, const json_t *patient, int64_t when)
{
	int64_t birth = fhir_time(fhir_str(patient, "birthDate"));

	if (birth == DATE_NONE || when == DATE_NONE || when < birth ||
	    !isnan(r->patient.age.days))
		return;
	int years = date_age_years(date_civil(birth / DATE_DAY),
				   date_civil(when / DATE_DAY));
	double days = (double)((when - birth) / DATE_DAY);
	r->patient.age =
		(struct age){years >= 2 ? fmax(days, years * 365.25) : days,
			     years >= 2   ? years
			     : days >= 60 ? floor(days / 30.4375)
					  : days,
			     years >= 2   ? "y"
			     : days >= 60 ? "mo"
					  : "d"};
}

static const struct resource *only_patient(const struct state *st)
{
	const struct resource *found = NULL;

	for (size_t i = 0; i < st->resources.n; i++)
		if (strcmp(st->resources.at[i].type, "Patient") == 0) {
			if (found)
				return NULL;
			found = &st->resources.at[i];
		}
	return found;
}

static struct report *report_of(struct state *st, const char *reference,
				int64_t when)
{
	const struct resource *patient =
		reference ? resolve(st, "Patient", reference)
			  : only_patient(st);
	const char *key = patient && patient->id ? patient->id
			  : reference            ? reference
						 : "";

	for (size_t i = 0; i < st->subjects.n; i++)
		if (strcmp(st->subjects.at[i].reference, key) == 0)
			return st->subjects.at[i].report;
	struct subject s = {key, report_new(st->arena)};
	s.report->when = when;
	if (patient) {
		read_patient(s.report, patient->json);
		set_age(s.report, patient->json, when);
	}
	vec_push(&st->subjects, s);
	vec_push(st->reports, s.report);
	return s.report;
}

static const char *specimen_of(const struct state *st,
			       const json_t *observation)
{
	static const struct {
		const char *part, *specimen;
	} map[] = {{"serum", "serum"}, {"plasma", "plasma"},
		   {"urine", "urine"}, {"stool", "stool"},
		   {"faec", "stool"},  {"cerebrospinal", "csf"},
		   {"blood", "blood"}, {"血清", "serum"},
		   {"血浆", "plasma"}, {"尿", "urine"},
		   {"粪", "stool"},    {"脑脊液", "csf"},
		   {"血", "blood"}};
	const json_t *reference = json_object_get(observation, "specimen");
	const char *text = fhir_str(reference, "display");
	const struct resource *r =
		resolve(st, "Specimen", fhir_str(reference, "reference"));

	if (r)
		text = fhir_text(json_object_get(r->json, "type"));
	for (size_t i = 0; text && i < sizeof map / sizeof *map; i++)
		if (strcasestr(text, map[i].part))
			return map[i].specimen;
	return NULL;
}

static const char *subject_of(const json_t *resource)
{
	return fhir_str(json_object_get(resource, "subject"), "reference");
}

static int64_t when_of(const json_t *o)
{
	const char *text = fhir_str(o, "effectiveDateTime");

	if (!text)
		text = fhir_str(json_object_get(o, "effectivePeriod"), "start");
	return fhir_time(text ? text : fhir_str(o, "issued"));
}

/* A contained Observation has its subject from the DiagnosticReport that
 * lists it. */
static const char *subject_by_report(const struct state *st, const char *id)
{
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct resource *r = &st->resources.at[i];
		if (strcmp(r->type, "DiagnosticReport") != 0)
			continue;
		const json_t *results = json_object_get(r->json, "result");
		for (size_t k = 0; k < json_array_size(results); k++) {
			const char *reference = fhir_str(
				json_array_get(results, k), "reference");
			const char *slash =
				reference ? strrchr(reference, '/') : NULL;
			const char *own = !reference          ? NULL
					  : *reference == '#' ? reference + 1
					  : slash             ? slash + 1
							      : reference;
			if (own && strcmp(own, id) == 0)
				return subject_of(r->json);
		}
	}
	return NULL;
}

static void read_observations(struct state *st)
{
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct resource *r = &st->resources.at[i];
		if (strcmp(r->type, "Observation") != 0)
			continue;
		const char *subject = subject_of(r->json);
		if (!subject && r->id)
			subject = subject_by_report(st, r->id);
		struct report *report =
			report_of(st, subject, when_of(r->json));
		fhir_add_observation(report, r->json, specimen_of(st, r->json));
	}
}

/* One JSON document, or one a line. */
static bool load(struct state *st, const char *text, size_t n, struct err *err)
{
	while (n > 0) {
		size_t blank = 0;
		while (blank < n && strchr(" \t\r\n", text[blank]))
			blank++;
		text += blank;
		n -= blank;
		if (n == 0)
			break;
		json_error_t error;
		json_t *root =
			json_loadb(text, n, JSON_DISABLE_EOF_CHECK, &error);
		if (!root) {
			char line[24];
			return ERR(err, ERR_JSON, "FHIR",
				   err_int(line, error.line), error.text);
		}
		vec_push(&st->roots, root);
		collect(st, root, NULL);
		text += error.position;
		n -= (size_t)error.position;
	}
	return true;
}

bool read_fhir(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_vec *ret, struct err *err)
{
	struct state st = {.arena = a, .reports = ret};
	size_t before = ret->n;

	(void)kb;
	bool ok = load(&st, text, n, err);
	if (ok)
		read_observations(&st);
	if (ok && ret->n == before)
		ok = ERR(err, ERR_NO_DATA, "FHIR");
	for (size_t i = 0; i < st.roots.n; i++)
		json_decref(st.roots.at[i]);
	vec_free(&st.roots);
	vec_free(&st.resources);
	vec_free(&st.subjects);
	return ok;
}
