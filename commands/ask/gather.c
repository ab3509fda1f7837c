/* What a question can be answered from: findings that are about it, and
 * passages of the knowledge base and the site's documents. */
#include "commands/ask/ask.h"

#include "llm/privacy.h"

#include <stdlib.h>
#include <string.h>

enum { FINDINGS_SHOWN = 6, PASSAGES_SHOWN = 5 };

static int by_about(const void *a, const void *b)
{
	const struct asked_finding *x = a, *y = b;

	if (x->critical != y->critical)
		return x->critical ? -1 : 1;
	if (x->about > y->about || x->about < y->about)
		return x->about > y->about ? -1 : 1;
	return atoi(x->key + 1) - atoi(y->key + 1);
}

/* A question that names nothing ("is this serious?") is about every finding;
 * one that names something, about those that have it. A critical finding is
 * never left out of an answer about its patient. */
static void choose_findings(struct ask *q)
{
	size_t kept = 0;

	for (size_t i = 0; i < q->findings.n; i++) {
		struct asked_finding *f = &q->findings.at[i];
		f->about = kb_about(q->app->kb, q->question, f->text, q->a);
	}
	if (q->findings.n)
		qsort(q->findings.at, q->findings.n, sizeof *q->findings.at,
		      by_about);
	for (size_t i = 0; i < q->findings.n; i++) {
		struct asked_finding *f = &q->findings.at[i];
		bool wanted = kept < FINDINGS_SHOWN && f->about > 0.3;
		if (wanted || f->critical)
			q->findings.at[kept++] = *f;
		else
			vec_free(&f->actions);
	}
	q->findings.n = kept;
}

/* What is looked for: the question without what tells who it is about. */
static const char *searched(struct ask *q)
{
	struct privacy guard;
	struct strbuf safe = STRBUF_INIT, bare = STRBUF_INIT;

	privacy_init(&guard, q->app->kb);
	privacy_redact(&guard, q->question, strlen(q->question), &safe);
	for (size_t i = 0; i < safe.len; i++) {
		const char *end =
			safe.buf[i] == '[' ? strchr(safe.buf + i, ']') : NULL;
		if (end && guard.redacted)
			i = (size_t)(end - safe.buf);
		else
			strbuf_addch(&bare, safe.buf[i]);
	}
	const char *text = arena_strndup(q->a, bare.buf, bare.len);
	strbuf_release(&safe);
	strbuf_release(&bare);
	privacy_release(&guard);
	return text;
}

static bool choose_passages(struct ask *q, struct err *err)
{
	struct passages found = {0};
	bool ok = kb_passages(q->app->kb, searched(q), q->app->ui->lang,
			      PASSAGE_ABOUT, 24, q->a, &found, err);

	for (size_t i = 0; ok && i < found.n; i++) {
		const struct passage *p = &found.at[i];
		bool said = !*p->text; /* a name alone answers nothing */
		for (size_t k = 0; k < q->findings.n; k++)
			said |= strcmp(q->findings.at[k].id, p->id) == 0;
		/* far behind the best one: about something else */
		if (said || p->score < 0.45 * found.at[0].score ||
		    q->passages.n >= PASSAGES_SHOWN)
			continue;
		vec_push(&q->passages, *p);
	}
	vec_free(&found);
	return ok;
}

bool ask_gather(struct ask *q, struct err *err)
{
	choose_findings(q);
	if (!choose_passages(q, err))
		return false;
	q->known = q->passages.n > 0;
	for (size_t i = 0; i < q->findings.n; i++)
		q->known |= q->findings.at[i].about > 0.3;
	if (!q->known)
		q->reasons |= 1u << EXIT_PARTIAL;
	return true;
}
