/* One conversation with the configured model: redacted data out, claims back,
 * each checked before anyone sees it. What is asked and what an answer may rest
 * on is the caller's; findings are never touched. */
#ifndef COMMANDS_TALK_H
#define COMMANDS_TALK_H

#include "base/json.h"
#include "commands/app.h"
#include "kb/finding.h"
#include "llm/client.h"
#include "llm/ground.h"
#include "llm/privacy.h"
#include "llm/prompt.h"

#include <stdbool.h>
#include <stddef.h>

struct talk {
	const struct app *app;
	struct arena *a;
	const char *kind; /* "explain", "ask": of the prompts and the ledger */
	struct privacy privacy;
	struct ground_facts facts;
	/* A claim that passed its check, with names restored, the moment it is
	 * complete; NULL: only the whole answer counts. */
	void (*claim)(void *self, const char *text);
	void *self;
	const char *asked; /* the question: an empty answer to it means
	                             that what was sent does not answer it */

	/* what came of it; strings live in a */
	const char *text;      /* the answer, one claim a line */
	struct str_vec checks; /* per attempt: what was wrong, or "grounded" */
	const char *wrong;     /* of the last attempt; NULL: all is well */
	const char *request;   /* --dry-run */
	const char *id;        /* in the ledger; NULL */
	bool cached;
	bool unknown;                      /* an empty answer to a question */
	size_t shown;                      /* claims handed to `claim` */
	long calls, tokens_in, tokens_out; /* as the server counted */

	/* inner */
	struct prompt prompt;
	struct strbuf data, user; /* redacted JSON; with its delimiters */
	struct llm_request llm;
	size_t parsed;          /* bytes of the answer looked at */
	bool broken;            /* a streamed claim failed its check */
	const char *suspicious; /* a field that reads like an instruction */
};

void talk_init(struct talk *t, const struct app *app, struct arena *a,
	       const char *kind);
void talk_release(struct talk *t);

/* A field of the allowlist, through the guard: into the JSON and, as the model
 * will read it, into *fact. */
void talk_field(struct talk *t, struct jw *j, const char *key, const char *text,
		struct strbuf *fact);
/* The same for what a person typed freely: stricter (llm/privacy.h). */
void talk_typed(struct talk *t, struct jw *j, const char *key,
		const char *text);
/* What the text of a claim that cites `id` may say; one that is critical has to
 * be mentioned. */
void talk_fact(struct talk *t, const char *id, const struct strbuf *text,
	       enum urgency urgency);
/* Ask with t->data as the data. False: nothing may be shown as the model's
 * but what `claim` was given; the reason was noted for the person. With
 * --dry-run nothing is sent, and the result is true with t->request. */
bool talk_run(struct talk *t);

#endif
