/* A Bundle of this program → the chart: patients and what they have. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "base/io.h"
#include "base/map.h"

#include <string.h>

enum { MOST = 1024 * 1024 * 1024 };

const char *bundle_text(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static const json_t *own(const json_t *o, const char *name)
{
	static const char prefix[] = "urn:clin:";
	json_t *x;
	size_t i;

	json_array_foreach(json_object_get(o, "extension"), i, x)
	{
		const char *url = bundle_text(x, "url");
		if (url && strncmp(url, prefix, sizeof prefix - 1) == 0 &&
		    strcmp(url + sizeof prefix - 1, name) == 0)
			return x;
	}
	return NULL;
}

const char *bundle_own(struct bundle_reader *r, const json_t *o,
		       const char *name)
{
	const json_t *x = own(o, name);
	const char *text = bundle_text(x, "valueString");

	if (!text)
		text = bundle_text(x, "valueDate");
	return text ? arena_strdup(&r->f->arena, text) : NULL;
}

bool bundle_own_int(const json_t *o, const char *name, int64_t *ret)
{
	const json_t *x = json_object_get(own(o, name), "valueInteger");

	if (json_is_integer(x))
		*ret = json_integer_value(x);
	return json_is_integer(x);
}

int64_t bundle_day(const char *text)
{
	int64_t t;

	if (!text || date_parse(text, strlen(text), -1, &t, NULL) != 10)
		return DATE_NONE;
	return (t - (t < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
}

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

static struct chart_patient read_patient(struct bundle_reader *r,
					 const char *id, const json_t *o)
{
	const char *sex = bundle_text(o, "gender");
	struct chart_patient p = {
		.id = id,
		.name = first(r, o, "name", "text"),
		.phone = first(r, o, "telecom", "value"),
		.doctor = first(r, o, "generalPractitioner", "display"),
		.village = bundle_own(r, o, "village"),
		.sex = !sex                         ? 0
		       : strcmp(sex, "female") == 0 ? 'F'
		       : strcmp(sex, "male") == 0   ? 'M'
						    : 0,
		.birth = bundle_day(bundle_text(o, "birthDate")),
		.ended = bundle_day(bundle_own(r, o, "ended")),
		.outcome = bundle_own(r, o, "outcome"),
		.reason = bundle_own(r, o, "reason")};

	p.birth_exact = p.birth != DATE_NONE;
	if (!p.birth_exact)
		p.birth = bundle_day(bundle_own(r, o, "birth-estimated"));
	return p;
}

static bool take_patient(struct bundle_reader *r, const json_t *o,
			 struct map *by_reference, struct err *err)
{
	const char *id = patient_id(r, o), *own_id = bundle_text(o, "id");
	struct chart_patient p, there;
	struct err absent;

	if (!id || !chart_patient_id(id, err))
		return ERR(err, ERR_MESSAGE, "FHIR", "1",
			   "a Patient without a usable identifier");
	const char *reference =
		arena_printf(&r->f->arena, "Patient/%s", own_id ? own_id : id);
	if (!map_find(by_reference, reference, strlen(reference)))
		map_put(by_reference, reference, strlen(reference),
			(void *)(uintptr_t)id);
	if (chart_patient_get(r->f->chart, id, &r->f->arena, &there, &absent)) {
		r->there++;
		return true;
	}
	p = read_patient(r, id, o);
	r->taken++;
	return chart_patient_add(r->f->chart, &p, r->batch, err) &&
	       (p.ended == DATE_NONE ||
		chart_patient_end(r->f->chart, id, p.ended,
				  p.outcome ? p.outcome : "completed", p.reason,
				  r->batch, err));
}

static bool read_context(struct bundle_reader *r, const char *patient,
			 const json_t *o, bool allergy, struct err *err)
{
	struct chart_context x = {.kind = bundle_own(r, o, "kind"),
				  .code = bundle_own(r, o, "code")};
	const char *text = bundle_text(json_object_get(o, "code"), "text");
	struct chart_context_vec list = {0};
	bool there = false;

	if (!text) {
		r->left++;
		return true;
	}
	x.text = arena_strdup(&r->f->arena, text);
	if (!x.kind)
		x.kind = allergy ? "allergy" : "dx";
	if (!chart_context_list(r->f->chart, patient, &r->f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		there |= strcmp(list.at[i].kind, x.kind) == 0 &&
			 strcmp(list.at[i].text, x.text) == 0;
	vec_free(&list);
	*(there ? &r->there : &r->taken) += 1;
	return there ||
	       chart_context_add(r->f->chart, patient, &x, r->batch, err);
}

static const char *subject_of(const json_t *o, const struct map *by_reference)
{
	const char *is =
		bundle_text(json_object_get(o, "subject"), "reference");
	const struct map_slot *slot;

	if (!is)
		is = bundle_text(json_object_get(o, "patient"), "reference");
	slot = is ? map_find(by_reference, is, strlen(is)) : NULL;
	return slot ? slot->value : NULL;
}

static bool take(struct bundle_reader *r, const json_t *o,
		 const struct map *by_reference, struct err *err)
{
	const char *type = bundle_text(o, "resourceType");
	const char *patient = subject_of(o, by_reference);

	if (type && strcmp(type, "Patient") == 0)
		return true;
	if (!type || !patient) {
		r->left++;
		return true;
	}
	if (strcmp(type, "Observation") == 0)
		return bundle_read_observation(r, patient, o, err);
	if (strcmp(type, "CarePlan") == 0)
		return bundle_read_plan(r, patient, o, err);
	if (strcmp(type, "QuestionnaireResponse") == 0)
		return bundle_read_answers(r, patient, o, err);
	if (strcmp(type, "MedicationStatement") == 0)
		return bundle_read_medication(r, patient, o, err);
	if (strcmp(type, "Condition") == 0 ||
	    strcmp(type, "AllergyIntolerance") == 0)
		return read_context(r, patient, o, *type == 'A', err);
	r->left++;
	return true;
}

static void say(struct bundle_reader *r)
{
	struct followup *f = r->f;

	strbuf_addf(&f->out,
		    SAY(f->app->ui, "fhir：取入 %zu 条，已有 %zu 条\n",
			"fhir: %zu taken, %zu were there already\n"),
		    r->taken, r->there);
	if (r->left) {
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "  未取 %zu 条：读不懂的资源\n",
				"  left out %zu: resources that were not "
				"understood\n"),
			    r->left);
		f->status = EXIT_PARTIAL;
	}
}

static bool restore(struct bundle_reader *r, const json_t *root,
		    struct err *err)
{
	const json_t *entries = json_object_get(root, "entry");
	struct map by_reference = {0};
	json_t *entry;
	size_t i, patients = 0;
	bool ok = true;

	for (int pass = 0; ok && pass < 2; pass++)
		json_array_foreach(entries, i, entry)
		{
			const json_t *o = json_object_get(entry, "resource");
			const char *type = bundle_text(o, "resourceType");
			bool is = type && strcmp(type, "Patient") == 0;
			if (!ok)
				break;
			if (pass == 0 && is) {
				ok = take_patient(r, o, &by_reference, err);
				patients++;
			} else if (pass == 1) {
				ok = take(r, o, &by_reference, err);
			}
		}
	map_free(&by_reference);
	if (ok && !patients)
		return ERR(
			err, ERR_MESSAGE, "FHIR", "1",
			"no Patient; name one: clin followup import ID FILE");
	return ok;
}

bool bundle_take(struct followup *f, const char *text, size_t n,
		 struct err *err)
{
	struct bundle_reader r = {.f = f};
	json_error_t why;
	char line[24];
	json_t *root = json_loadb(text, n, 0, &why);
	bool ok = true;

	if (!json_is_object(root))
		ok = ERR(err, ERR_MESSAGE, "FHIR",
			 err_int(line, root || why.line < 1 ? 1 : why.line),
			 "no Bundle");
	ok = ok && chart_batch(f->chart, "import", "fhir", &r.batch, err) &&
	     restore(&r, root, err);
	json_decref(root);
	if (ok)
		say(&r);
	f->changed = ok && r.taken && !f->params->dry_run;
	return ok;
}

bool bundle_restore(struct followup *f, const char *path, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	bool ok = io_read(path, MOST, &text, err) &&
		  bundle_take(f, text.buf, text.len, err);

	strbuf_release(&text);
	return ok;
}
