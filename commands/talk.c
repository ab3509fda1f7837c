#include "commands/talk.h"

#include "base/utf8.h"
#include "commands/result.h"
#include "commands/talk_private.h"
#include "llm/cache.h"
#include "llm/ledger.h"

#include <string.h>

enum { ANSWER_TOKENS = 2048 };

/* What is asked first, before a server refuses any of it. */
static const struct llm_shape first_shape = {.rung = RUNG_SCHEMA};

static bool interrupted(void *self)
{
	const struct app *app = ((struct talk *)self)->app;
	struct ui *ui = app->ui;

	return limit_stopped(app->limit) ||
	       (ui->interrupted && ui->interrupted(ui));
}

/* Called about once a second while nothing can be shown yet. */
static void waiting(void *self, double seconds)
{
	struct talk *t = self;
	struct ui *ui = t->app->ui;

	if (ui->status && !t->app->many && !t->shown)
		ui->status(ui, SAY(ui, "等待模型", "waiting for the model"),
			   (int)seconds);
}

static bool prepare(struct talk *t, struct err *err)
{
	const struct app *app = t->app;
	char nonce[17];
	int audience = app->common ? app->common->audience : 0;

	if (!prompt_read(app->prompts, app->prompts_len, t->kind, t->a,
			 &t->prompt, err))
		return false;
	prompt_data(t->data.buf, t->data.len, prompt_nonce(nonce), &t->user);
	t->llm = (struct llm_request){
		.model = &app->config->model,
		.system = t->prompt.system[audience].in[app->ui->lang],
		.user = t->user.buf,
		.schema = prompt_schema,
		.max_tokens = ANSWER_TOKENS,
		.seed = (uint64_t)app->ui->now,
		.interrupted = interrupted,
		.waiting = waiting,
		.grown = t->claim ? talk_grown : NULL,
		.limit = app->limit,
		.self = t,
	};
	return true;
}

/* The body, but for the model's name, which may look like a date. */
static bool clean_body(const struct talk *t)
{
	struct config_model nameless = t->app->config->model;
	struct llm_request q = t->llm;
	struct strbuf body = STRBUF_INIT;

	nameless.model = "model";
	q.model = &nameless;
	llm_body(&q, &first_shape, &body);
	bool clean = privacy_clean(&t->privacy, body.buf, body.len);
	strbuf_release(&body);
	return clean;
}

/* The last look before anything leaves this host: fail closed. */
static bool may_send(struct talk *t, struct err *err)
{
	const struct config_model *m = &t->app->config->model;

	if (!llm_allowed(m, NULL, err))
		return false;
	if (!talk_guarded(t))
		return true;
	return clean_body(t) ||
	       ERR(err, ERR_MODEL, m->endpoint,
		   "something that looks like an identifier is left: not sent");
}

static void keep_text(struct talk *t, const struct ground_claims *claims)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < claims->n; i++)
		strbuf_addf(&text, "%s%s", i ? "\n" : "", claims->at[i].text);
	t->text = talk_restored(t, text.buf);
	/* a streamed answer: what was complete only at its end */
	for (size_t i = t->shown; t->claim && i < claims->n; i++) {
		t->claim(t->self, talk_restored(t, claims->at[i].text));
		t->shown++;
	}
	strbuf_release(&text);
}

/* What the answer is worth. NULL: every claim may be shown. */
static const char *judge(struct talk *t, const char *answer, size_t n)
{
	struct ground_claims claims = {0};
	const char *wrong;

	t->unknown = t->asked && ground_says_nothing(answer, n);
	if (t->unknown)
		wrong = NULL;
	else if (!ground_read(answer, n, t->a, &claims))
		wrong = "form: not the JSON that was asked for";
	else
		wrong = ground_check(t->app->kb, &t->facts, &claims, t->a);
	if (!wrong && !t->unknown && t->broken)
		wrong = "the answer changed while it came";
	if (!wrong && !t->unknown)
		keep_text(t, &claims);
	vec_free(&claims);
	return wrong;
}

static void count(struct talk *t, const struct llm_reply *reply)
{
	t->calls++;
	t->tokens_in += reply->prompt_tokens > 0 ? reply->prompt_tokens : 0;
	t->tokens_out +=
		reply->completion_tokens > 0 ? reply->completion_tokens : 0;
}

static void show_reasoning(struct talk *t, const struct llm_reply *reply)
{
	if (t->app->verbose && reply->reasoning.len)
		t->app->ui->note(t->app->ui, reply->reasoning.buf);
}

/* One question and its checks. *ret_called false: it could not be had (err). */
static const char *attempt(struct talk *t, bool *ret_called, struct err *err)
{
	struct llm_reply reply;
	struct strbuf body = STRBUF_INIT;
	const char *wrong = "not sent";
	char key[65];

	llm_body(&t->llm, &first_shape, &body);
	t->parsed = 0;
	t->broken = false;
	*ret_called = may_send(t, err);
	if (*ret_called) {
		*ret_called = llm_ask(&t->llm, &reply, err);
		count(t, &reply);
		show_reasoning(t, &reply);
		if (*ret_called)
			wrong = judge(t, reply.content.buf, reply.content.len);
		else
			wrong = arena_printf(t->a, "failed: %s", err->arg[1]);
		talk_keep(t, wrong ? wrong : "shown", body.buf, &reply);
		if (!wrong && talk_caches(t)) {
			talk_key(t, key);
			cache_put(&t->app->config->cache, key,
				  reply.content.buf, reply.content.len,
				  t->app->ui->now);
		}
		reply_release(&reply);
		vec_push(&t->checks, wrong ? wrong : "grounded");
	}
	if (t->app->ui->status)
		t->app->ui->status(t->app->ui, NULL, 0);
	strbuf_release(&body);
	return wrong;
}

/* The same question was answered before, and the answer still passes. */
static bool from_cache(struct talk *t)
{
	struct strbuf content = STRBUF_INIT;
	struct llm_reply reply;
	char key[65];
	bool hit = false;

	if (!talk_caches(t))
		return false;
	talk_key(t, key);
	if (cache_get(&t->app->config->cache, key, t->app->ui->now, &content) &&
	    !judge(t, content.buf, content.len)) {
		hit = t->cached = true;
		vec_push(&t->checks, "grounded");
		reply_init(&reply);
		strbuf_add(&reply.content, content.buf, content.len);
		talk_keep(t, "cached", t->data.buf, &reply);
		reply_release(&reply);
	}
	strbuf_release(&content);
	return hit;
}

static void complain(struct talk *t, const struct err *err)
{
	struct ui *ui = t->app->ui;
	struct strbuf text = STRBUF_INIT;

	if (err->id != ERR_NONE)
		ui->message(ui->lang, err, &text);
	else
		strbuf_addf(
			&text,
			SAY(ui, "模型的解释未通过核对（%s），%s",
			    "the model's explanation failed its check (%s); %s"),
			t->wrong,
			t->shown ? SAY(ui, "其余不显示，以知识库的措辞为准",
				       "the rest is not shown, the knowledge "
				       "base's wording stands")
				 : SAY(ui, "改用知识库的措辞",
				       "the knowledge base's wording stands"));
	ui->note(ui, text.buf);
	strbuf_release(&text);
}

static void show_request(struct talk *t)
{
	struct strbuf all = STRBUF_INIT;

	if (t->llm.model->endpoint && t->llm.model->model) {
		strbuf_adds(&all, "POST ");
		llm_address(t->llm.model, &all);
		strbuf_addch(&all, '\n');
		llm_body(&t->llm, &first_shape, &all);
	}
	t->request = arena_strndup(t->a, all.buf, all.len);
	strbuf_release(&all);
}

/* Words like an instruction are sent as data, and whoever asked sees them. */
static void say_suspicious(struct talk *t)
{
	struct strbuf text = STRBUF_INIT;
	struct ui *ui = t->app->ui;

	if (!t->suspicious)
		return;
	strbuf_adds(&text,
		    SAY(ui, "所给内容中有像指令的文字，只作为数据发送：",
			"what is sent holds words like an instruction; they "
			"go as data: "));
	utf8_add_safe(&text, t->suspicious,
		      utf8_fit(t->suspicious, strlen(t->suspicious), 60));
	ui->note(ui, text.buf);
	strbuf_release(&text);
}

static void say_counts(struct talk *t)
{
	struct strbuf text = STRBUF_INIT;
	struct ui *ui = t->app->ui;

	if (!t->app->verbose)
		return;
	strbuf_adds(&text, SAY(ui, "已隐去：", "redacted: "));
	privacy_counts(&t->privacy, ui->lang == LANG_EN, &text);
	ui->note(ui, text.buf);
	strbuf_release(&text);
}

bool talk_run(struct talk *t)
{
	struct err err = {0};
	bool called = true;

	if (!prepare(t, &err)) {
		t->wrong = "prompts";
		complain(t, &err);
		return false;
	}
	say_suspicious(t);
	say_counts(t);
	if (t->app->common && t->app->common->dry_run) {
		show_request(t);
		return true;
	}
	if (from_cache(t))
		return true;
	t->wrong = attempt(t, &called, &err);
	/* once more, told that it was wrong; never behind what was shown */
	if (t->wrong && called && !t->shown) {
		strbuf_addf(&t->user, "\n%s",
			    t->prompt.retry.in[t->app->ui->lang]);
		t->llm.user = t->user.buf;
		t->wrong = attempt(t, &called, &err);
	}
	if (t->wrong)
		complain(t, &err);
	return !t->wrong;
}
