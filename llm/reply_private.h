/* Inside the reply. */
#ifndef LLM_REPLY_PRIVATE_H
#define LLM_REPLY_PRIVATE_H

#include "llm/reply.h"

#include <jansson.h>

/* A member's text, or NULL. */
const char *reply_text_of(const json_t *node, const char *key);
void reply_error_set(struct llm_reply *r, const char *text);
/* Is the document an error? Then it is taken. `event` as in reply_take. */
bool reply_error_take(struct llm_reply *r, const char *event,
		      const json_t *root);

#endif
