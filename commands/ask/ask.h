/* A question over a result and the knowledge base: what it may be answered
 * from, and nothing else. */
#ifndef COMMANDS_ASK_ASK_H
#define COMMANDS_ASK_ASK_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "commands/app.h"
#include "commands/result.h"
#include "kb/search.h"

#include <stdbool.h>
#include <stdint.h>

/* A finding of the result asked about, as it was printed there. */
struct asked_finding {
	const char *key; /* "F1" */
	const char *id, *urgency, *title, *because;
	struct string_vec actions;
	const char *sources; /* "a, b" */
	const char *text;    /* title, reason, actions: all of it */
	bool critical;
	double about; /* how much of the question it is about, 0..1 */
};
struct asked_findings VEC_OF(struct asked_finding);

struct ask {
	struct app *app;
	struct arena *a;
	const char *question;
	/* the result asked about; schema NULL: none */
	const char *schema, *file;
	bool last;
	int64_t at;            /* of `last` */
	const char *age, *sex; /* "34 y", "F"; NULL unknown */
	bool pregnant;
	struct asked_findings findings; /* those that the question is about */
	size_t all_findings;            /* in the result */
	struct passages passages;
	bool known; /* something to answer from */
	/* the answer */
	const char *origin; /* "kb", "llm" */
	const char *text, *model;
	struct str_vec checks;
	const char *request;   /* --dry-run */
	const char *ledger_id; /* of the model's call */
	bool model_unknown;    /* it finds no answer there */
	bool live;             /* a claim was shown while it came */
	unsigned reasons;
};

/* Read the result in `about` (a file of JSON results, or "last"). NULL: no
 * result. False: *err. */
bool ask_read(struct ask *q, const char *about, struct err *err);
/* The finding in the language that is spoken now. */
void ask_translate(struct ask *q, struct asked_finding *f);
/* Find what the question can be answered from. */
bool ask_gather(struct ask *q, struct err *err);
/* Have the model answer from what was gathered. `claim` (NULL: none) gets each
 * claim as it passes. False: it could not be had; the reason was noted. */
bool ask_model(struct ask *q, void (*claim)(void *self, const char *text),
	       void *self);
void ask_release(struct ask *q);

/* Whom it is about, and what is cited. */
void ask_text(struct strbuf *out, const struct ask *q);
/* The model's answer, if it was not shown live, and what to think of it. */
void ask_text_end(struct strbuf *out, const struct ask *q);
/* "[AI draft by …]" */
void ask_draft_line(struct strbuf *out, const struct ask *q);
void ask_json(struct strbuf *out, const struct ask *q);

#endif
