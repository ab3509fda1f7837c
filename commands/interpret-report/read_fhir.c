/* FHIR R4 JSON: a Bundle of any type, a DiagnosticReport, an Observation, or
 * NDJSON of them → one report per patient. */
#include "commands/interpret-report/fhir_scope.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

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

static struct report *report_of(struct fhir_scope *st,
				const struct fhir_resource *from,
				const char *reference, int64_t when)
{
	const struct fhir_resource *patient =
		reference ? fhir_resolve(st, from, "Patient", reference)
			  : fhir_only_patient(st);
	const char *key = patient && patient->id && !patient->container
				  ? patient->id
			  : reference ? reference
				      : "";
	/* "#p1" is another one in every container */
	if (*key == '#')
		key = arena_printf(st->arena, "%s %p", key,
				   (const void *)(from->container
							  ? from->container
							  : from->json));
	const struct map_slot *slot =
		map_find(&st->by_subject, key, strlen(key));
	if (slot)
		return slot->value;
	struct report *report = report_new(st->arena);
	report->when = when;
	if (patient) {
		read_patient(report, patient->json);
		set_age(report, patient->json, when);
	}
	map_put(&st->by_subject, key, strlen(key), report);
	vec_push(st->reports, report);
	return report;
}

static const char *specimen_of(const struct fhir_scope *st,
			       const struct fhir_resource *observation)
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
	const json_t *reference =
		json_object_get(observation->json, "specimen");
	const char *text = fhir_str(reference, "display");
	const struct fhir_resource *r = fhir_resolve(
		st, observation, "Specimen", fhir_str(reference, "reference"));

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
		text = fhir_str(o, "effectiveInstant");
	if (!text)
		text = fhir_str(json_object_get(o, "effectivePeriod"), "start");
	return fhir_time(text ? text : fhir_str(o, "issued"));
}

/* An Observation without a subject has that of the DiagnosticReport that
 * contains or lists it. */
static void note_results(struct fhir_scope *st, const struct fhir_resource *r)
{
	const json_t *results = json_object_get(r->json, "result");
	const char *subject = subject_of(r->json);

	if (strcmp(r->type, "DiagnosticReport") != 0 || !subject)
		return;
	for (size_t k = 0; k < json_array_size(results); k++) {
		const char *reference =
			fhir_str(json_array_get(results, k), "reference");
		if (!reference || *reference == '#')
			continue;
		const char *slash = strrchr(reference, '/');
		const char *id = slash ? slash + 1 : reference;
		if (!map_find(&st->by_result, id, strlen(id)))
			map_put(&st->by_result, id, strlen(id),
				(void *)(uintptr_t)subject);
	}
}

static const char *inherited_subject(const struct fhir_scope *st,
				     const struct fhir_resource *r)
{
	if (r->container)
		return subject_of(r->container);
	const struct map_slot *slot =
		r->id ? map_find(&st->by_result, r->id, strlen(r->id)) : NULL;
	return slot ? slot->value : NULL;
}

static void read_observations(struct fhir_scope *st)
{
	for (size_t i = 0; i < st->resources.n; i++)
		note_results(st, &st->resources.at[i]);
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct fhir_resource *r = &st->resources.at[i];
		if (strcmp(r->type, "Observation") != 0)
			continue;
		const char *subject = subject_of(r->json);
		if (!subject)
			subject = inherited_subject(st, r);
		struct report *report =
			report_of(st, r, subject, when_of(r->json));
		fhir_add_observation(report, r->json, specimen_of(st, r));
	}
}

/* A Bundle is complete in itself; everything else belongs together. */
static void take_root(struct fhir_scope *loose, json_t *root)
{
	const char *type = fhir_str(root, "resourceType");
	struct fhir_scope own = {.arena = loose->arena,
				 .reports = loose->reports};
	bool bundle = type && strcmp(type, "Bundle") == 0;
	struct fhir_scope *st = bundle ? &own : loose;

	vec_push(&st->roots, root);
	fhir_collect(st, root);
	if (bundle) {
		read_observations(st);
		fhir_scope_close(st);
	}
}

/* One JSON document, or one a line. */
static bool load(struct fhir_scope *loose, const char *text, size_t n,
		 struct err *err)
{
	int line = 1;

	while (n > 0) {
		size_t blank = 0;
		while (blank < n && strchr(" \t\r\n", text[blank]))
			line += text[blank++] == '\n';
		text += blank;
		n -= blank;
		if (n == 0)
			break;
		json_error_t error;
		json_t *root =
			json_loadb(text, n, JSON_DISABLE_EOF_CHECK, &error);
		if (!root) {
			char number[24];
			return ERR(err, ERR_JSON, "FHIR",
				   err_int(number, line + error.line - 1),
				   error.text);
		}
		take_root(loose, root);
		for (int i = 0; i < error.position; i++)
			line += text[i] == '\n';
		text += error.position;
		n -= (size_t)error.position;
	}
	return true;
}

bool read_fhir(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_vec *ret, struct err *err)
{
	struct fhir_scope loose = {.arena = a, .reports = ret};
	size_t before = ret->n;

	(void)kb;
	bool ok = load(&loose, text, n, err);
	if (ok)
		read_observations(&loose);
	if (ok && ret->n == before)
		ok = ERR(err, ERR_NO_DATA, "FHIR");
	fhir_scope_close(&loose);
	return ok;
}

/* Is the line that begins here a whole Bundle? */
static bool is_bundle_line(const char *s, size_t n)
{
	const char *type = memmem(s, n < 512 ? n : 512, "\"resourceType\"", 14);

	if (n < 2 || s[0] != '{' || !type)
		return false;
	const char *p = type + 14, *end = s + n;
	while (p < end && strchr(" :\t", *p))
		p++;
	while (n > 0 && strchr(" \t\r", s[n - 1]))
		n--;
	return (size_t)(end - p) > 8 && memcmp(p, "\"Bundle\"", 8) == 0 &&
	       s[n - 1] == '}';
}

size_t fhir_slice(const char *text, size_t n, size_t least)
{
	size_t at = 0;

	while (at < n && at < least) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t length = end ? (size_t)(end - (text + at)) : n - at;
		if (!is_bundle_line(text + at, length))
			return n;
		at += length + (end != NULL);
	}
	return at + strspn(text + at, " \t\r\n");
}
