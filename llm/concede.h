/* What a server refuses of a request, and how to do without. */
#ifndef LLM_CONCEDE_H
#define LLM_CONCEDE_H

#include "llm/client.h"
#include "llm/transport.h"

/* Did it refuse a parameter that can be left out? Then it is left out in
 * *shape, and the question may be asked again at once. Each only once; never
 * after content inspection or a prompt that is too long. */
bool llm_concede(struct llm_shape *shape, const struct exchange *x,
		 const struct llm_reply *r);

#endif
