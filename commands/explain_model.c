/* One result through the model: what is sent, what comes back, what of it is
 * shown. Findings go in, words come out; nothing comes back into findings. */
#include "commands/result.h"

#include "base/json.h"
#include "llm/client.h"
#include "llm/ground.h"
#include "llm/ledger.h"
#include "llm/privacy.h"
#include "llm/prompt.h"

#include <math.h>
#include <string.h>

enum { ANSWER_TOKENS = 2048, FINDINGS_SENT = 30 };

struct talk {
	struct result *r;
	const struct app *app;
	struct arena *a;
	struct privacy privacy;
	struct prompt prompt;
	struct ground_facts facts;
	struct strbuf user;
	struct llm_request request;
};

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

/* A field of the allowlist, through the guard. */
static void write_field(struct talk *t, struct jw *j, const char *key,
			const char *text, struct strbuf *all)
{
	struct strbuf safe = STRBUF_INIT;

	if (t->app->config->model.privacy == CONFIG_PRIVACY_OFF)
		strbuf_adds(&safe, text);
	else
		privacy_redact(&t->privacy, text, strlen(text), &safe);
	jw_strn(j, key, safe.buf, safe.len);
	strbuf_addf(all, "%s\n", safe.buf);
	strbuf_release(&safe);
}

static void write_findings(struct talk *t, struct jw *j)
{
	enum lang lang = t->app->ui->lang;

	jw_array(j, "findings");
	for (size_t i = 0; i < t->r->findings.n && i < FINDINGS_SENT; i++) {
		const struct finding *f = &t->r->findings.at[i];
		struct strbuf all = STRBUF_INIT;
		const char *id = arena_printf(t->a, "F%zu", i + 1);
		jw_object(j, NULL);
		jw_str(j, "id", id);
		jw_str(j, "urgency", urgency_name(f->urgency));
		write_field(t, j, "title", f->title.in[lang], &all);
		write_field(t, j, "because", f->because.in[lang], &all);
		jw_array(j, "actions");
		for (size_t k = 0; k < f->n_actions; k++)
			write_field(t, j, NULL, f->actions[k].in[lang], &all);
		jw_end(j);
		jw_end(j);
		struct ground_fact fact = {
			id, arena_strndup(t->a, all.buf, all.len),
			f->urgency == URGENCY_CRITICAL};
		vec_push(&t->facts, fact);
		strbuf_release(&all);
	}
	jw_end(j);
}

static bool prepare(struct talk *t, struct err *err)
{
	const struct app *app = t->app;
	struct strbuf data = STRBUF_INIT;
	struct jw j = jw_to(&data);
	char nonce[17];
	int audience = app->common ? app->common->audience : 0;

	if (!prompt_read(app->prompts, app->prompts_len, "prompts", t->a,
			 &t->prompt, err))
		return false;
	privacy_add_name(&t->privacy, t->r->name);
	jw_object(&j, NULL);
	write_patient(&j, t->r->patient);
	write_findings(t, &j);
	jw_end(&j);
	prompt_data(data.buf, data.len, prompt_nonce(nonce), &t->user);
	strbuf_release(&data);
	t->request = (struct llm_request){
		.model = &app->config->model,
		.system = t->prompt.system[audience].in[app->ui->lang],
		.user = t->user.buf,
		.schema = prompt_schema,
		.max_tokens = ANSWER_TOKENS,
		.seed = (uint64_t)app->ui->now,
	};
	return true;
}

static bool interrupted(void *self)
{
	struct ui *ui = self;

	return ui->interrupted && ui->interrupted(ui);
}

/* The last look before anything leaves this host: fail closed. */
static bool may_send(struct talk *t, const char *body, struct err *err)
{
	const struct config_model *m = &t->app->config->model;
	bool loopback;

	if (!llm_allowed(m, &loopback, err))
		return false;
	if (m->privacy == CONFIG_PRIVACY_OFF ||
	    (m->privacy == CONFIG_PRIVACY_LOCAL && loopback))
		return true;
	return privacy_clean(&t->privacy, body, strlen(body)) ||
	       ERR(err, ERR_MODEL, m->endpoint,
		   "something that looks like an identifier is left: not sent");
}

static void keep(struct talk *t, const char *outcome, const char *body,
		 const struct llm_reply *reply)
{
	const struct config_model *m = &t->app->config->model;
	char request[65], answer[65] = "", id[13];
	struct err err;
	struct ledger_entry e = {
		.at = t->app->ui->now,
		.kind = "explain",
		.endpoint = m->endpoint,
		.model = m->model,
		.prompt = t->prompt.version,
		.request_hash = request,
		.answer_hash = answer,
		.kb_digest = kb_info(t->app->kb)->digest,
		.redacted = t->privacy.redacted,
		.outcome = outcome,
		.prompt_tokens = reply->prompt_tokens,
		.completion_tokens = reply->completion_tokens,
	};

	if (!t->app->config->ledger)
		return;
	ledger_hash(body, strlen(body), request);
	ledger_hash(reply->content.buf, reply->content.len, answer);
	if (!ledger_add(t->app->config->ledger, &e, id, &err)) {
		struct strbuf text = STRBUF_INIT;
		t->app->ui->message(t->app->ui->lang, &err, &text);
		t->app->ui->note(t->app->ui, text.buf);
		strbuf_release(&text);
	}
}

static void show(struct talk *t, const struct ground_claims *claims)
{
	struct strbuf text = STRBUF_INIT, whole = STRBUF_INIT;

	for (size_t i = 0; i < claims->n; i++)
		strbuf_addf(&text, "%s%s", i ? "\n" : "", claims->at[i].text);
	privacy_restore(&t->privacy, text.buf, text.len, &whole);
	t->r->explanation = arena_strndup(t->a, whole.buf, whole.len);
	t->r->explained_by = "llm";
	t->r->model = t->app->config->model.model;
	strbuf_release(&text);
	strbuf_release(&whole);
}

/* One question and its checks. NULL: shown; else what was wrong with the
 * answer. *ret_called false: it could not be had (err). */
static const char *attempt(struct talk *t, bool *ret_called, struct err *err)
{
	struct llm_reply reply;
	struct strbuf body = STRBUF_INIT;
	struct ground_claims claims = {0};
	const char *wrong = NULL;

	llm_body(&t->request, RUNG_SCHEMA, &body);
	*ret_called = may_send(t, body.buf, err);
	if (!*ret_called) {
		strbuf_release(&body);
		return "not sent";
	}
	*ret_called = llm_ask(&t->request, &reply, err);
	if (!*ret_called)
		wrong = arena_printf(t->a, "failed: %s", err->arg[1]);
	else if (!ground_read(reply.content.buf, reply.content.len, t->a,
			      &claims))
		wrong = "form: not the JSON that was asked for";
	else
		wrong = ground_check(t->app->kb, &t->facts, &claims, t->a);
	keep(t, wrong ? wrong : "shown", body.buf, &reply);
	if (!wrong)
		show(t, &claims);
	vec_push(&t->r->checks, wrong ? wrong : "grounded");
	vec_free(&claims);
	reply_release(&reply);
	strbuf_release(&body);
	return wrong;
}

static void complain(struct talk *t, const char *wrong, const struct err *err)
{
	struct ui *ui = t->app->ui;
	struct strbuf text = STRBUF_INIT;

	if (err->id != ERR_NONE)
		ui->message(ui->lang, err, &text);
	else
		strbuf_addf(
			&text,
			SAY(ui,
			    "clin: 模型的解释未通过核对（%s），改用知识库的措辞",
			    "clin: the model's explanation failed its "
			    "check (%s); the knowledge base's wording "
			    "stands"),
			wrong);
	ui->note(ui, text.buf);
	strbuf_release(&text);
}

static void show_request(struct talk *t)
{
	struct strbuf all = STRBUF_INIT;

	if (t->request.model->endpoint && t->request.model->model) {
		strbuf_adds(&all, "POST ");
		llm_address(t->request.model, &all);
		strbuf_addch(&all, '\n');
		llm_body(&t->request, RUNG_SCHEMA, &all);
	}
	t->r->request = arena_strndup(t->a, all.buf, all.len);
	strbuf_release(&all);
}

bool explain_by_model(struct result *r, const struct app *app, struct arena *a)
{
	struct talk t = {.r = r, .app = app, .a = a, .user = STRBUF_INIT};
	struct err err = {0};
	bool called = true;
	const char *wrong = NULL;

	privacy_init(&t.privacy);
	bool ready = prepare(&t, &err);
	if (ready && app->common && app->common->dry_run) {
		show_request(&t);
	} else if (ready) {
		t.request.interrupted = interrupted;
		t.request.self = app->ui;
		wrong = attempt(&t, &called, &err);
		if (wrong && called) { /* once more, told that it was wrong */
			strbuf_addf(&t.user, "\n%s",
				    t.prompt.retry.in[app->ui->lang]);
			t.request.user = t.user.buf;
			wrong = attempt(&t, &called, &err);
		}
	}
	if (!ready || wrong)
		complain(&t, wrong, &err);
	privacy_release(&t.privacy);
	vec_free(&t.facts);
	strbuf_release(&t.user);
	return ready && !wrong;
}
