/* The question through the model: it gets what would be printed without it,
 * and every claim of its answer is checked against that. */
#include "commands/ask/ask.h"

#include "commands/talk.h"
#include "kb/drug.h"
#include "kb/fold.h"
#include "kb/term.h"

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
		enum urgency urgency = URGENCY_ROUTINE;
		urgency_parse(f->urgency, &urgency);
		talk_fact(t, f->key, &all, urgency);
		strbuf_release(&all);
	}
	jw_end(j);
}

/* Drugs of the question whose class a passage speaks of: it is about them, and
 * an answer may name them. */
static void write_members(struct talk *t, const struct ask *q, struct jw *j,
			  struct strbuf *all)
{
	struct kb *kb = q->app->kb;
	struct folded f = fold_text(kb, q->question, strlen(q->question), q->a);
	struct folded there = fold_text(kb, all->buf, all->len, q->a);

	jw_array(j, "also_about");
	for (size_t i = 0; i < f.n;) {
		struct term_match m =
			term_longest(kb, TERM_DRUG, f.s + i, f.n - i);
		const struct drug *d =
			m.len >= 4 ? kb_drug(kb, m.targets[0]) : NULL;
		bool member = false;
		for (size_t k = 0; d && k < d->n_classes; k++) {
			const struct drug *c = kb_drug(kb, d->classes[k].node);
			const char *name =
				c && c != d ? c->name.in[q->app->ui->lang]
					    : NULL;
			struct folded n = {0};
			if (name)
				n = fold_text(kb, name, strlen(name), q->a);
			member |=
				n.n >= 4 && memmem(there.s, there.n, n.s, n.n);
		}
		if (member)
			talk_field(t, j, NULL,
				   arena_strndup(q->a, q->question + f.at[i],
						 f.at[i + m.len] - f.at[i]),
				   all);
		i += m.len >= 4 ? m.len : 1;
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
		write_members(t, q, j, &all);
		jw_end(j);
		talk_fact(t, id, &all, URGENCY_ROUTINE);
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
	talk_typed(&t, &j, "question", q->question);
	write_findings(&t, q, &j);
	write_passages(&t, q, &j);
	jw_end(&j);
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
