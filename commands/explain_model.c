/* One result through the model: what of it is sent, and what is done with the
 * words that come back. Findings go in; nothing comes back into them. */
#include "commands/result.h"

#include "commands/talk.h"

#include <math.h>
#include <string.h>

enum { FINDINGS_SENT = 30 };

/* What the model may know of the patient: sex, and an age that does not tell
 * who it is. */
static void write_patient(struct jw *j, const struct patient *p)
{
	jw_object(j, "patient");
	jw_str(j, "sex",
	       p->sex == SEX_FEMALE ? "F"
	       : p->sex == SEX_MALE ? "M"
				    : NULL);
	if (!isnan(p->age.days) && p->age.unit) {
		bool old = p->age.days >= 90 * 365.25;
		jw_num(j, "age", old ? 90 : floor(p->age.value));
		jw_str(j, "age_unit", old ? "y or more" : p->age.unit);
	}
	if (p->pregnant == TRI_YES)
		jw_bool(j, "pregnant", true);
	jw_end(j);
}

static void write_findings(struct talk *t, const struct result *r, struct jw *j)
{
	enum lang lang = t->app->ui->lang;
	bool patient =
		t->app->common && t->app->common->audience == AUDIENCE_PATIENT;

	jw_array(j, "findings");
	for (size_t i = 0; i < r->findings.n && i < FINDINGS_SENT; i++) {
		const struct finding *f = &r->findings.at[i];
		struct strbuf all = STRBUF_INIT;
		const char *id = arena_printf(t->a, "F%zu", i + 1);
		jw_object(j, NULL);
		jw_str(j, "id", id);
		jw_str(j, "urgency", urgency_name(f->urgency));
		talk_field(t, j, "title", f->title.in[lang], &all);
		talk_field(t, j, "because", f->because.in[lang], &all);
		jw_array(j, "actions");
		for (size_t k = 0; k < f->n_actions; k++)
			talk_field(t, j, NULL, f->actions[k].in[lang], &all);
		jw_end(j);
		/* what the knowledge base itself would tell a patient */
		if (patient && f->patient.in[lang] && *f->patient.in[lang])
			talk_field(t, j, "plain", f->patient.in[lang], &all);
		jw_end(j);
		talk_fact(t, id, &all, f->urgency);
		strbuf_release(&all);
	}
	jw_end(j);
}

static void take(struct result *r, const struct talk *t, bool ok)
{
	for (size_t i = 0; i < t->checks.n; i++)
		vec_push(&r->checks, t->checks.at[i]);
	r->request = t->request;
	r->model_calls = t->calls;
	r->tokens_in = t->tokens_in;
	r->tokens_out = t->tokens_out;
	if (!ok || t->request)
		return;
	r->explanation = t->text;
	r->explained_by = "llm";
	r->model = t->app->config->model.model;
	r->ledger_id = t->id;
	r->cached = t->cached;
}

bool explain_by_model(struct result *r, const struct app *app, struct arena *a,
		      void (*claim)(void *self, const char *text), void *self)
{
	struct talk t;

	talk_init(&t, app, a, "explain");
	t.claim = claim;
	t.self = self;
	privacy_add_name(&t.privacy, r->name);
	struct jw j = jw_to(&t.data);
	jw_object(&j, NULL);
	write_patient(&j, r->patient);
	write_findings(&t, r, &j);
	jw_end(&j);
	bool ok = talk_run(&t);
	take(r, &t, ok);
	talk_release(&t);
	return ok;
}
