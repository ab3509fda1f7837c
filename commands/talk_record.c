/* What is kept of a conversation: the ledger's line and the cache's key. */
#include "commands/talk_private.h"

#include "kb/kb.h"
#include "llm/ledger.h"

#include <string.h>

const char *talk_restored(struct talk *t, const char *text)
{
	struct strbuf whole = STRBUF_INIT;

	privacy_restore(&t->privacy, text, strlen(text), &whole);
	const char *copy = arena_strndup(t->a, whole.buf, whole.len);
	strbuf_release(&whole);
	return copy;
}

bool talk_caches(const struct talk *t)
{
	/* an answer that may hold an identifier is not kept */
	return talk_guarded(t) && t->app->config->cache.path &&
	       !(t->app->common && t->app->common->no_cache) &&
	       llm_allowed(&t->app->config->model, NULL, NULL);
}

void talk_key(const struct talk *t, char ret[65])
{
	const struct config_model *m = &t->app->config->model;
	struct strbuf all = STRBUF_INIT;

	strbuf_addf(&all, "%s\n%d\n%s\n%s\n%d\n%s\n%s\n%s\n%s\n", m->endpoint,
		    m->api, m->model, m->extra_body ? m->extra_body : "",
		    t->llm.max_tokens, t->prompt.version,
		    kb_info(t->app->kb)->digest, t->kind, t->llm.system);
	strbuf_add(&all, t->data.buf, t->data.len);
	ledger_hash(all.buf, all.len, ret);
	strbuf_release(&all);
}

void talk_keep(struct talk *t, const char *outcome, const char *body,
	       const struct llm_reply *reply)
{
	const struct config_model *m = &t->app->config->model;
	char request[65], answer[65] = "", id[13];
	struct err err;
	struct ledger_entry e = {
		.at = t->app->ui->now,
		.kind = t->kind,
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
	if (ledger_add(t->app->config->ledger, &e, id, &err)) {
		t->id = arena_strdup(t->a, id);
	} else {
		struct strbuf text = STRBUF_INIT;
		t->app->ui->message(t->app->ui->lang, &err, &text);
		t->app->ui->note(t->app->ui, text.buf);
		strbuf_release(&text);
	}
}
