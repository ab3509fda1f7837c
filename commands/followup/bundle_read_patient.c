/* Patients of a Bundle, with their diagnoses and allergies. */
#include "commands/followup/bundle.h"

#include "base/date.h"

#include <string.h>

/* The text of the first element of an array of objects. */
static const char *first(struct bundle_reader *r, const json_t *o,
			 const char *array, const char *key)
{
	const char *text =
		bundle_text(json_array_get(json_object_get(o, array), 0), key);

	return text ? arena_strdup(&r->f->arena, text) : NULL;
}

/* The identifier of this program, else any, else the resource's own id. */
static const char *patient_id(struct bundle_reader *r, const json_t *o)
{
	const char *id = NULL;
	json_t *x;
	size_t i;

	json_array_foreach(json_object_get(o, "identifier"), i, x)
	{
		const char *system = bundle_text(x, "system");
		if (system && strcmp(system, FHIR_PATIENT) == 0)
			id = bundle_text(x, "value");
	}
	if (!id)
		id = bundle_text(o, "id");
	return id ? arena_strdup(&r->f->arena, id) : NULL;
}

static void read_patient(struct bundle_reader *r, const json_t *o,
			 struct transfer_row *row)
{
	enum transfer_table t = TRANSFER_PATIENT;
	const char *sex = bundle_text(o, "gender");
	int64_t birth = bundle_day(bundle_text(o, "birthDate"));
	bool exact = birth != DATE_NONE;

	*row = (struct transfer_row){.live = true};
	if (!exact)
		birth = bundle_day(bundle_own(r, o, "birth-estimated"));
	bundle_set_text(row, t, "name", first(r, o, "name", "text"));
	bundle_set_text(row, t, "sex",
			!sex                         ? NULL
			: strcmp(sex, "female") == 0 ? "F"
			: strcmp(sex, "male") == 0   ? "M"
						     : NULL);
	bundle_set_int(row, t, "birth", birth);
	bundle_set_int(row, t, "birth_exact", exact);
	bundle_set_text(row, t, "doctor",
			first(r, o, "generalPractitioner", "display"));
	bundle_set_text(row, t, "village", bundle_own(r, o, "village"));
	bundle_set_text(row, t, "phone", first(r, o, "telecom", "value"));
	bundle_set_int(row, t, "ended", bundle_day(bundle_own(r, o, "ended")));
	bundle_set_text(row, t, "outcome", bundle_own(r, o, "outcome"));
	bundle_set_text(row, t, "reason", bundle_own(r, o, "reason"));
}

static void refer_to(struct bundle_reader *r, struct map *by_reference,
		     const char *prefix, const char *name, const char *id)
{
	const char *reference =
		arena_printf(&r->f->arena, "%s%s", prefix, name);

	if (!map_find(by_reference, reference, strlen(reference)))
		map_put(by_reference, reference, strlen(reference),
			(void *)(uintptr_t)id);
}

bool bundle_read_patient(struct bundle_reader *r, const json_t *o,
			 struct map *by_reference, struct err *err)
{
	const char *id = patient_id(r, o), *own_id = bundle_text(o, "id");
	struct transfer_row row;
	int64_t stored;
	bool there;

	if (!id || !chart_patient_id(id, err))
		return ERR(err, ERR_MESSAGE, "FHIR", "1",
			   "a Patient without a usable identifier");
	refer_to(r, by_reference, "Patient/", own_id ? own_id : id, id);
	read_patient(r, o, &row);
	return bundle_put(r, TRANSFER_PATIENT, id, o, &row, &stored, &there,
			  err);
}

/* "id" of the subject, where it is named and not referred to. */
const char *bundle_named_subject(const json_t *o)
{
	const json_t *is =
		json_object_get(json_object_get(o, "subject"), "identifier");
	const char *system = bundle_text(is, "system");

	return system && strcmp(system, FHIR_PATIENT) == 0
		       ? bundle_text(is, "value")
		       : NULL;
}

/* Somebody whose enrolment was taken back. Where that id is somebody's now,
 * what belonged to it stays outside. */
bool bundle_read_gone(struct bundle_reader *r, const json_t *o,
		      struct map *by_reference, struct err *err)
{
	const char *id = bundle_named_subject(o);
	struct chart_patient alive;
	struct err none;

	if (!id || !chart_patient_id(id, &none)) {
		r->left++;
		return true;
	}
	id = arena_strdup(&r->f->arena, id);
	if (chart_patient_get(r->f->chart, id, &r->f->arena, &alive, &none)) {
		r->there++;
		return true;
	}
	refer_to(r, by_reference, "identifier/", id, id);
	return bundle_read_columns(r, TRANSFER_PATIENT, id, o, false, err);
}

bool bundle_read_context(struct bundle_reader *r, const char *patient,
			 const json_t *o, bool allergy, struct err *err)
{
	const char *text = bundle_text(json_object_get(o, "code"), "text");
	const char *kind = bundle_own(r, o, "kind");
	struct transfer_row row = {.live = true};
	int64_t id;
	bool there;

	if (!text) {
		r->left++;
		return true;
	}
	if (!kind)
		kind = allergy ? "allergy" : "dx";
	bundle_set_text(&row, TRANSFER_CONTEXT, "kind", kind);
	bundle_set_text(&row, TRANSFER_CONTEXT, "text", text);
	bundle_set_text(&row, TRANSFER_CONTEXT, "code",
			bundle_own(r, o, "code"));
	return bundle_put(r, TRANSFER_CONTEXT, patient, o, &row, &id, &there,
			  err);
}
