/* The Observations and DiagnosticReports of a scope → a report per patient. */
#include "commands/interpret-report/fhir_private.h"
#include "commands/interpret-report/fhir_scope.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

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
	vec_push(&st->reports, report);
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

/* The DiagnosticReport that contains or lists an Observation says whose it is
 * and when, if it does not do so itself. */
static void note_results(struct fhir_scope *st, const struct fhir_resource *r)
{
	const json_t *results = json_object_get(r->json, "result");

	for (size_t k = 0; k < json_array_size(results); k++) {
		const char *reference =
			fhir_str(json_array_get(results, k), "reference");
		if (!reference || *reference == '#')
			continue;
		const char *slash = strrchr(reference, '/');
		const char *id = slash ? slash + 1 : reference;
		if (!map_find(&st->by_result, id, strlen(id)))
			map_put(&st->by_result, id, strlen(id),
				(void *)(uintptr_t)r->json);
	}
}

static const json_t *lister_of(const struct fhir_scope *st,
			       const struct fhir_resource *r)
{
	if (r->container)
		return r->container;
	const struct map_slot *slot =
		r->id ? map_find(&st->by_result, r->id, strlen(r->id)) : NULL;
	return slot ? slot->value : NULL;
}

/* A later version of the same Observation stands in the Bundle. */
static bool is_outdated(const struct fhir_scope *st,
			const struct fhir_resource *r, size_t i)
{
	const struct map_slot *newest =
		r->id && !r->container
			? map_find(&st->newest, r->id, strlen(r->id))
			: NULL;

	return newest && (size_t)(uintptr_t)newest->value != i + 1;
}

static const char *version_of(const struct fhir_resource *r)
{
	const json_t *meta = json_object_get(r->json, "meta");
	const char *updated = fhir_str(meta, "lastUpdated");

	return updated ? updated : "";
}

/* In a history the same id comes several times. */
static void note_version(struct fhir_scope *st, const struct fhir_resource *r,
			 size_t i)
{
	if (!r->id || r->container)
		return;
	const struct map_slot *slot =
		map_find(&st->newest, r->id, strlen(r->id));
	if (!slot) {
		map_put(&st->newest, r->id, strlen(r->id),
			(void *)(uintptr_t)(i + 1));
		return;
	}
	const struct fhir_resource *held =
		&st->resources.at[(uintptr_t)slot->value - 1];
	if (strcmp(version_of(r), version_of(held)) > 0)
		((struct map_slot *)(uintptr_t)slot)->value =
			(void *)(uintptr_t)(i + 1);
}

/* What a DiagnosticReport says beside its results: shown, not interpreted;
 * results that it lists and that are nowhere. */
static void read_report(struct fhir_scope *st, const struct fhir_resource *r)
{
	const json_t *forms = json_object_get(r->json, "presentedForm");
	const json_t *results = json_object_get(r->json, "result");
	const char *conclusion = fhir_str(r->json, "conclusion");
	size_t missing = 0;

	for (size_t k = 0; k < json_array_size(results); k++)
		missing += !fhir_resolve(
			st, r, "Observation",
			fhir_str(json_array_get(results, k), "reference"));
	if (!conclusion && !json_array_size(forms) && !missing)
		return;
	struct report *report =
		report_of(st, r, subject_of(r->json), fhir_when(r->json));
	const char *name = fhir_text(json_object_get(r->json, "code"));
	name = name ? fhir_copy(st->arena, name) : "DiagnosticReport";
	if (conclusion) {
		struct section s = {0, name, fhir_copy(st->arena, conclusion)};
		vec_push(&report->not_interpreted, s);
	}
	for (size_t k = 0; k < json_array_size(forms); k++) {
		const char *type =
			fhir_str(json_array_get(forms, k), "contentType");
		struct section s = {
			0, name,
			arena_printf(st->arena, "presentedForm %s",
				     type ? fhir_copy(st->arena, type) : "?")};
		vec_push(&report->not_interpreted, s);
	}
	if (missing)
		vec_push(&report->notes,
			 arena_printf(st->arena,
				      "%s: %zu of its results are not there",
				      name, missing));
}

void fhir_read_results(struct fhir_scope *st, struct report_sink *to)
{
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct fhir_resource *r = &st->resources.at[i];
		if (strcmp(r->type, "DiagnosticReport") == 0)
			note_results(st, r);
		else if (strcmp(r->type, "Observation") == 0)
			note_version(st, r, i);
	}
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct fhir_resource *r = &st->resources.at[i];
		if (strcmp(r->type, "DiagnosticReport") == 0 &&
		    !fhir_is_withdrawn(r->json))
			read_report(st, r);
		if (strcmp(r->type, "Observation") != 0 ||
		    is_outdated(st, r, i))
			continue;
		const json_t *lister = lister_of(st, r);
		const char *subject = subject_of(r->json);
		int64_t when = fhir_when(r->json);
		if (!subject)
			subject = subject_of(lister);
		if (when == DATE_NONE)
			when = fhir_when(lister);
		fhir_add_observation(report_of(st, r, subject, when), r->json,
				     r->container, specimen_of(st, r), when);
	}
	for (size_t i = 0; i < st->reports.n; i++)
		report_hand(to, st->reports.at[i]);
	vec_clear(&st->reports);
}
