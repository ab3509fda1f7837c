/* The question through the model: it gets what would be printed without it,
 * and every claim of its answer is checked against that. */
#include "commands/ask/ask.h"

#include "commands/talk.h"

#include <stdlib.h>
#include <string.h>

static void write_findings(struct talk *t, const struct ask *q, struct jw *j)
{
	jw_array(j, "findings");
	for (size_t i = 0; i < q->findings.n; i++) {
		const struct asked_finding *f = &q->findings.at[i];
		struct strbuf all = STRBUF_INIT;
		jw_object(j, NULL);
		jw_str(j, "id", f->key);
		jw_str(j, "urgency", f->urgency);
		talk_field(t, j, "title", f->title, &all);
		talk_field(t, j, "because", f->because, &all);
		jw_array(j, "actions");
		for (size_t k = 0; k < f->actions.n; k++)
			talk_field(t, j, NULL, f->actions.at[k], &all);
		jw_end(j);
		jw_end(j);
		talk_fact(t, f->key, &all, f->critical);
		strbuf_release(&all);
	}
	jw_end(j);
}

static void write_passages(struct talk *t, const struct ask *q, struct jw *j)
{
	jw_array(j, "passages");
	for (size_t i = 0; i < q->passages.n; i++) {
		const struct passage *p = &q->passages.at[i];
		const char *id = arena_printf(q->a, "K%zu", i + 1);
		struct strbuf all = STRBUF_INIT;
		jw_object(j, NULL);
		jw_str(j, "id", id);
		talk_field(t, j, "title", p->title, &all);
		talk_field(t, j, "text", p->text, &all);
		jw_end(j);
		talk_fact(t, id, &all, false);
		strbuf_release(&all);
	}
	jw_end(j);
}

bool ask_model(struct ask *q, void (*claim)(void *self, const char *text),
	       void *self)
{
	struct talk t;

	talk_init(&t, q->app, q->a, "ask");
	t.claim = claim;
	t.self = self;
	t.asked = q->question;
	struct jw j = jw_to(&t.data);
	jw_object(&j, NULL);
	talk_field(&t, &j, "question", q->question, NULL);
	write_findings(&t, q, &j);
	write_passages(&t, q, &j);
	jw_end(&j);
	if (prompt_suspicious(q->question))
		q->app->ui->note(q->app->ui,
				 SAY(q->app->ui,
				     "问题中有像指令的文字；它只作为数据发送",
				     "the question holds words like an "
				     "instruction; they are sent as data"));
	bool ok = talk_run(&t);
	for (size_t i = 0; i < t.checks.n; i++)
		vec_push(&q->checks, t.checks.at[i]);
	q->request = t.request;
	if (ok && !t.request && !t.unknown) {
		q->origin = "llm";
		q->text = t.text;
		q->model = q->app->config->model.model;
		q->ledger_id = t.id;
	}
	q->model_unknown = t.unknown;
	talk_release(&t);
	return ok;
}
