/* What is sent, field by field through the guard, and what an answer may rest
 * on. */
#include "commands/talk.h"

#include "commands/talk_private.h"

#include <string.h>

void talk_init(struct talk *t, const struct app *app, struct arena *a,
	       const char *kind)
{
	*t = (struct talk){.app = app,
			   .a = a,
			   .kind = kind,
			   .text = "",
			   .data = STRBUF_INIT,
			   .user = STRBUF_INIT};
	privacy_init(&t->privacy, app->kb);
	t->privacy.today = app->ui->now / 86400;
	for (size_t i = 0; i < app->config->model.redact.n; i++)
		privacy_add_word(&t->privacy, "单位",
				 app->config->model.redact.at[i]);
}

void talk_release(struct talk *t)
{
	privacy_release(&t->privacy);
	vec_free(&t->facts);
	vec_free(&t->checks);
	strbuf_release(&t->data);
	strbuf_release(&t->user);
}

bool talk_guarded(const struct talk *t)
{
	const struct config_model *m = &t->app->config->model;
	bool loopback = false;

	if (m->privacy == CONFIG_PRIVACY_LOCAL)
		llm_allowed(m, &loopback, NULL);
	return m->privacy != CONFIG_PRIVACY_OFF && !loopback;
}

typedef void redact_fn(struct privacy *p, const char *text, size_t n,
		       struct strbuf *ret);

static void add_field(struct talk *t, struct jw *j, const char *key,
		      const char *text, redact_fn *redact, struct strbuf *fact)
{
	struct strbuf safe = STRBUF_INIT;

	if (talk_guarded(t))
		redact(&t->privacy, text, strlen(text), &safe);
	else
		strbuf_adds(&safe, text);
	jw_strn(j, key, safe.buf, safe.len);
	if (!t->suspicious && prompt_suspicious(text))
		t->suspicious = arena_strdup(t->a, text);
	if (fact)
		strbuf_addf(fact, "%s\n", safe.buf);
	strbuf_release(&safe);
}

void talk_field(struct talk *t, struct jw *j, const char *key, const char *text,
		struct strbuf *fact)
{
	add_field(t, j, key, text, privacy_redact, fact);
}

void talk_typed(struct talk *t, struct jw *j, const char *key, const char *text)
{
	add_field(t, j, key, text, privacy_redact_typed, NULL);
}

void talk_fact(struct talk *t, const char *id, const struct strbuf *text,
	       enum urgency urgency)
{
	struct ground_fact fact = {id,
				   arena_strndup(t->a, text->buf, text->len),
				   urgency == URGENCY_CRITICAL, urgency};

	vec_push(&t->facts, fact);
}
