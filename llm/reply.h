/* What a chat server answered, put together from its events. */
#ifndef LLM_REPLY_H
#define LLM_REPLY_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { REPLY_LIMIT = 1024 * 1024 };

struct llm_reply {
	struct strbuf content; /* without reasoning once finished */
	struct strbuf reasoning;
	struct strbuf error;  /* of the server, "" none; untrusted text */
	char error_kind[128]; /* its param, code and type, as far as told */
	bool refused;         /* the model itself refused */
	char finish[32];      /* finish_reason, "" not seen */
	bool done;            /* [DONE], or Ollama's done */
	long prompt_tokens, completion_tokens; /* -1 not told */
};

void reply_init(struct llm_reply *r);
void reply_release(struct llm_reply *r);

/* One JSON document: a chunk, a whole answer, an Ollama line, or an error in
 * any of its wordings. `event` is the event's name or "". */
void reply_take(struct llm_reply *r, const char *event, const char *json,
		size_t n);
/* After the last one: take reasoning that stands inline out of the content. */
void reply_finish(struct llm_reply *r);

enum reply_state {
	REPLY_COMPLETE,
	REPLY_TRUNCATED, /* length, or the stream ended early */
	REPLY_EMPTY,     /* complete, with nothing in it */
	REPLY_FILTERED,  /* content inspection */
	REPLY_REFUSED,   /* by the model */
	REPLY_ERROR,
};
enum reply_state reply_state(const struct llm_reply *r);

/* Where the answer begins in what came so far: behind reasoning that stands
 * inline (<think>…</think> and its kin, also without the opening tag). n:
 * reasoning is not closed yet. *ret_closed (may be NULL): some was closed. */
size_t reply_answer_from(const char *s, size_t n, bool *ret_closed);

#endif
