/* Inside the conversation. */
#ifndef COMMANDS_TALK_PRIVATE_H
#define COMMANDS_TALK_PRIVATE_H

#include "commands/talk.h"

/* Are identifiers kept back? Not with privacy off, nor local on this host. */
bool talk_guarded(const struct talk *t);
/* The hash that names a question: everything but the nonce. */
void talk_key(const struct talk *t, char ret[65]);
/* May answers be kept and used again? */
bool talk_caches(const struct talk *t);
/* Show what of the answer so far is complete and passes (llm_request.grown). */
void talk_grown(void *self, const char *content, size_t n);
/* Names restored. */
const char *talk_restored(struct talk *t, const char *text);
void talk_keep(struct talk *t, const char *outcome, const char *body,
	       const struct llm_reply *reply);

#endif
