/* How many processes of a batch may speak to the model at once, and until when
 * the server wants to be left alone: shared by the workers. A worker that dies
 * gives its place back. */
#ifndef LLM_LIMIT_H
#define LLM_LIMIT_H

#include <stdbool.h>

struct llm_limit;

/* Before the workers are forked. NULL: cannot be made; then nothing limits. */
struct llm_limit *limit_open(int places);
void limit_close(struct llm_limit *l); /* NULL-safe */

/* Wait for a place, and until the server wants to be asked again. False:
 * interrupted. With l NULL it returns at once. */
bool limit_enter(struct llm_limit *l, bool (*interrupted)(void *self),
		 void *self);
void limit_leave(struct llm_limit *l);
/* Ctrl-C: calls in flight are to be given up, in every process. NULL-safe. */
void limit_stop(struct llm_limit *l);
bool limit_stopped(const struct llm_limit *l);
/* The server said: not before that many seconds. */
void limit_hold(struct llm_limit *l, double seconds);

#endif
