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

const json_t *bundle_extension_of(const json_t *o, const char *name)
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
	const json_t *x = bundle_extension_of(o, name);
	const char *text = bundle_text(x, "valueString");

	if (!text)
		text = bundle_text(x, "valueDate");
	return text ? arena_strdup(&r->f->arena, text) : NULL;
}

bool bundle_own_int(const json_t *o, const char *name, int64_t *ret)
{
	const json_t *x =
		json_object_get(bundle_extension_of(o, name), "valueInteger");

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

static const char *subject_of(struct bundle_reader *r, const json_t *o,
			      const struct map *by_reference)
{
	static const char *const keys[] = {"subject", "patient", "for"};
	const char *is = NULL, *named = bundle_named_subject(o);
	const struct map_slot *slot;

	for (size_t i = 0; i < 3 && !is; i++)
		is = bundle_text(json_object_get(o, keys[i]), "reference");
	if (!is && named)
		is = arena_printf(&r->f->arena, "identifier/%s", named);
	slot = is ? map_find(by_reference, is, strlen(is)) : NULL;
	return slot ? slot->value : NULL;
}

/* What refers to others comes after them. */
enum pass {
	PASS_BATCHES,
	PASS_PATIENTS,
	PASS_GONE,
	PASS_ROWS,
	PASS_VISITS,
	PASS_RECORDS,
	PASSES
};

static const struct kind {
	const char *type;
	enum pass pass;
	int table; /* of a record that stands column by column; -1 */
} kinds[] = {
	{"Provenance", PASS_BATCHES, -1},
	{"Patient", PASS_PATIENTS, -1},
	{"Condition", PASS_ROWS, -1},
	{"AllergyIntolerance", PASS_ROWS, -1},
	{"Observation", PASS_ROWS, -1},
	{"CarePlan", PASS_ROWS, -1},
	{"MedicationStatement", PASS_ROWS, -1},
	{"QuestionnaireResponse", PASS_RECORDS, -1},
	{"Task", PASS_RECORDS, TRANSFER_SENT},
	{"Communication", PASS_RECORDS, TRANSFER_CRITICAL},
	{"MedicationAdministration", PASS_RECORDS, TRANSFER_TAKE},
	{"MedicationDispense", PASS_RECORDS, TRANSFER_REFILL},
};

/* NULL: a kind that is not taken. */
static const struct kind *kind_of(const json_t *o, struct kind *basic)
{
	const char *type = bundle_text(o, "resourceType");
	int t = bundle_history_table(o);

	if (type && strcmp(type, "Basic") == 0 && t >= 0) {
		*basic = (struct kind){type,
				       t == TRANSFER_PATIENT ? PASS_GONE
				       : t == TRANSFER_VISIT ? PASS_VISITS
				       : t == TRANSFER_ANSWER ||
						       t >= TRANSFER_CRITICAL
					       ? PASS_RECORDS
					       : PASS_ROWS,
				       t};
		return basic;
	}
	for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(type, kinds[i].type) == 0)
			return &kinds[i];
	return NULL;
}

static bool take_row(struct bundle_reader *r, const json_t *o,
		     const struct kind *kind, const char *patient,
		     struct err *err)
{
	const char *type = kind->type;

	if (kind->table >= 0 && bundle_extension_of(o, "batch"))
		return bundle_read_columns(r, (enum transfer_table)kind->table,
					   patient, o,
					   strcmp(type, "Basic") != 0, err);
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
		return bundle_read_context(r, patient, o, *type == 'A', err);
	r->left++; /* another system's */
	return true;
}

static bool take(struct bundle_reader *r, const json_t *o,
		 const struct kind *kind, struct map *by_reference,
		 struct err *err)
{
	if (kind->pass == PASS_BATCHES) {
		bundle_read_provenance(r, o);
		return true;
	}
	if (kind->pass == PASS_PATIENTS)
		return bundle_read_patient(r, o, by_reference, err);
	if (kind->pass == PASS_GONE)
		return bundle_read_gone(r, o, by_reference, err);
	const char *patient = subject_of(r, o, by_reference);
	if (patient)
		return take_row(r, o, kind, patient, err);
	/* of somebody gone whose id is somebody's now */
	*(bundle_named_subject(o) ? &r->there : &r->left) += 1;
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

	for (int pass = 0; ok && pass < PASSES; pass++)
		json_array_foreach(entries, i, entry)
		{
			const json_t *o = json_object_get(entry, "resource");
			struct kind basic;
			const struct kind *kind = kind_of(o, &basic);
			if (!ok)
				break;
			r->left += !kind && pass == 0;
			if (!kind || (int)kind->pass != pass)
				continue;
			patients += pass == PASS_PATIENTS || pass == PASS_GONE;
			ok = take(r, o, kind, &by_reference, err);
		}
	map_free(&by_reference);
	if (ok && !patients)
		return ERR(
			err, ERR_MESSAGE, "FHIR", "1",
			"no Patient; name one: clin followup import ID FILE");
	return ok && bundle_read_superseded(r, err);
}

static void reader_free(struct bundle_reader *r)
{
	vec_free(&r->batches);
	vec_free(&r->batch_at);
	vec_free(&r->superseded);
	for (int t = 0; t < TRANSFER_TABLES; t++)
		vec_free(&r->ids[t]);
}

bool bundle_take(struct followup *f, const char *text, size_t n,
		 struct err *err)
{
	struct bundle_reader r = {.f = f, .most = (int64_t)(n / 16)};
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
	reader_free(&r);
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
