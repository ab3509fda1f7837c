/* Patients with their diagnoses and allergies; the Bundle round them. */
#include "commands/followup/bundle.h"

#include "base/date.h"

#include <string.h>

void bundle_begin(struct bundle_writer *w, const char *type)
{
	jw_object(&w->j, NULL);
	jw_object(&w->j, "resource");
	jw_str(&w->j, "resourceType", type);
}

void bundle_end(struct bundle_writer *w)
{
	jw_end(&w->j);
	jw_end(&w->j);
}

/* Who is gone has no Patient to refer to. */
void bundle_subject(struct bundle_writer *w, const char *key)
{
	jw_object(&w->j, key);
	if (w->reference) {
		jw_str(&w->j, "reference", w->reference);
	} else {
		jw_object(&w->j, "identifier");
		jw_str(&w->j, "system", FHIR_PATIENT);
		jw_str(&w->j, "value", w->id);
		jw_end(&w->j);
	}
	jw_end(&w->j);
}

static void begin_extension(struct jw *j, const char *name)
{
	char url[64] = "urn:clin:";

	strncat(url, name, sizeof url - strlen(url) - 1);
	jw_object(j, NULL);
	jw_str(j, "url", url);
}

void bundle_extension(struct jw *j, const char *name, const char *value)
{
	if (!value)
		return;
	begin_extension(j, name);
	jw_str(j, "valueString", value);
	jw_end(j);
}

void bundle_extension_int(struct jw *j, const char *name, int64_t value)
{
	begin_extension(j, name);
	jw_int(j, "valueInteger", value);
	jw_end(j);
}

void bundle_extension_day(struct bundle_writer *w, struct jw *j,
			  const char *name, int64_t day)
{
	if (day == DATE_NONE)
		return;
	begin_extension(j, name);
	if (bundle_is_date(day))
		jw_str(j, "valueDate", followup_date(w->f, day));
	else
		jw_int(j, "valueInteger", day);
	jw_end(j);
}

void bundle_period(struct bundle_writer *w, const char *key, int64_t start,
		   int64_t end)
{
	if (start == DATE_NONE && end == DATE_NONE)
		return;
	jw_object(&w->j, key);
	if (start != DATE_NONE)
		jw_str(&w->j, "start", followup_date(w->f, start));
	if (end != DATE_NONE)
		jw_str(&w->j, "end", followup_date(w->f, end));
	jw_end(&w->j);
}

static void one_text(struct jw *j, const char *array, const char *key,
		     const char *value)
{
	if (!value)
		return;
	jw_array(j, array);
	jw_object(j, NULL);
	jw_str(j, key, value);
	jw_end(j);
	jw_end(j);
}

static void write_patient(struct bundle_writer *w,
			  const struct chart_patient *p)
{
	struct jw *j = &w->j;
	bool names = w->f->params->with_names;

	bundle_begin(w, "Patient");
	jw_str(j, "id", w->reference + strlen("Patient/"));
	jw_array(j, "extension");
	if (p->birth != DATE_NONE && !p->birth_exact)
		bundle_extension_day(w, j, "birth-estimated", p->birth);
	bundle_extension_day(w, j, "ended", p->ended);
	bundle_extension(j, "outcome", p->outcome);
	bundle_extension(j, "reason", p->reason);
	bundle_extension(j, "village", p->village);
	bundle_marks(w, TRANSFER_PATIENT, 1, false);
	jw_end(j);
	jw_array(j, "identifier");
	jw_object(j, NULL);
	jw_str(j, "system", FHIR_PATIENT);
	jw_str(j, "value", p->id);
	jw_end(j);
	jw_end(j);
	jw_bool(j, "active", p->ended == DATE_NONE);
	if (names)
		one_text(j, "name", "text", p->name);
	if (names && p->phone) {
		jw_array(j, "telecom");
		jw_object(j, NULL);
		jw_str(j, "system", "phone");
		jw_str(j, "value", p->phone);
		jw_end(j);
		jw_end(j);
	}
	jw_str(j, "gender",
	       p->sex == 'F'   ? "female"
	       : p->sex == 'M' ? "male"
			       : "unknown");
	if (p->birth != DATE_NONE && p->birth_exact)
		jw_str(j, "birthDate", followup_date(w->f, p->birth));
	if (p->outcome && strcmp(p->outcome, "dead") == 0)
		jw_bool(j, "deceasedBoolean", true);
	one_text(j, "generalPractitioner", "display", p->doctor);
	bundle_end(w);
}

static void status(struct jw *j, const char *key, const char *system,
		   const char *code)
{
	jw_object(j, key);
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system", system);
	jw_str(j, "code", code);
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

static bool write_contexts(struct bundle_writer *w, struct err *err)
{
	struct followup *f = w->f;
	struct chart_context_vec list = {0};
	struct jw *j = &w->j;

	if (!chart_context_list(f->chart, w->id, &f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_context *x = &list.at[i];
		bool allergy = strcmp(x->kind, "allergy") == 0;
		bundle_begin_row(w,
				 allergy ? "AllergyIntolerance" : "Condition",
				 TRANSFER_CONTEXT, x->id);
		jw_array(j, "extension");
		bundle_extension(j, "kind", x->kind);
		bundle_extension(j, "code", x->code);
		bundle_marks(w, TRANSFER_CONTEXT, x->id, false);
		jw_end(j);
		status(j, "clinicalStatus",
		       allergy ? "http://terminology.hl7.org/CodeSystem/"
				 "allergyintolerance-clinical"
			       : "http://terminology.hl7.org/CodeSystem/"
				 "condition-clinical",
		       "active");
		jw_object(j, "code");
		jw_str(j, "text", x->text);
		jw_end(j);
		bundle_subject(w, allergy ? "patient" : "subject");
		bundle_end(w);
	}
	vec_free(&list);
	return true;
}

/* Resource ids have no underscore: _ is ".-" there, and a point is two; the id
 * itself stands in the identifier. */
static const char *reference_of(struct followup *f, const char *id)
{
	struct strbuf s = STRBUF_INIT;

	strbuf_adds(&s, "Patient/");
	for (const char *p = id; *p; p++) {
		strbuf_addch(&s, *p == '_' ? '.' : *p);
		if (*p == '_' || *p == '.')
			strbuf_addch(&s, *p == '_' ? '-' : '.');
	}
	const char *kept = arena_strdup(&f->arena, s.buf);
	strbuf_release(&s);
	return kept;
}

/* A whole chart is not held in memory. */
static bool flush(struct bundle_writer *w, struct err *err)
{
	struct ui *ui = w->f->app->ui;
	struct strbuf *out = &w->f->out;

	if (out->len < 1 << 20)
		return true;
	bool ok = ui->write(ui, out->buf, out->len, err);
	strbuf_clear(out);
	return ok;
}

static bool write_one(struct bundle_writer *w, const struct chart_patient *p,
		      struct err *err)
{
	w->id = p->id;
	w->reference = reference_of(w->f, p->id);
	if (!bundle_history_load(w, err))
		return false;
	write_patient(w, p);
	return write_contexts(w, err) && bundle_write_plans(w, err) &&
	       bundle_write_answers(w, err) &&
	       bundle_write_observations(w, err) &&
	       bundle_write_records(w, err) &&
	       bundle_write_history(w, false, err) && flush(w, err);
}

/* Those whose enrolment was taken back, of a whole chart. */
static bool write_gone(struct bundle_writer *w, struct err *err)
{
	struct string_vec gone = {0};
	bool ok = w->f->params->doctor || w->f->params->village ||
		  chart_transfer_gone(w->f->chart, &w->f->arena, &gone, err);

	for (size_t i = 0; ok && i < gone.n; i++) {
		w->id = gone.at[i];
		w->reference = NULL;
		ok = bundle_history_load(w, err) &&
		     bundle_write_history(w, true, err) && flush(w, err);
	}
	vec_free(&gone);
	return ok;
}

static bool write_all(struct bundle_writer *w, struct err *err)
{
	const struct followup_params *o = w->f->params;
	struct chart_patient_vec all = {0};
	bool ok = chart_patient_list(w->f->chart, o->doctor, o->village, true,
				     &w->f->arena, &all, err);

	for (size_t i = 0; ok && i < all.n; i++)
		ok = write_one(w, &all.at[i], err);
	vec_free(&all);
	return ok && write_gone(w, err);
}

bool bundle_write(struct followup *f, const struct chart_patient *p,
		  struct err *err)
{
	struct bundle_writer w = {.f = f, .j = jw_to(&f->out)};
	char when[48];

	jw_object(&w.j, NULL);
	jw_str(&w.j, "resourceType", "Bundle");
	jw_str(&w.j, "type", "collection");
	jw_str(&w.j, "timestamp",
	       bundle_instant(when, f->app->ui->now, f->app->ui->zone));
	jw_array(&w.j, "entry");
	bool ok = p ? write_one(&w, p, err) : write_all(&w, err);
	jw_end(&w.j);
	jw_end(&w.j);
	strbuf_addch(&f->out, '\n');
	bundle_history_free(&w);
	return ok;
}
