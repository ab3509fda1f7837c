/* One HTTP exchange with a chat server. */
#ifndef LLM_TRANSPORT_H
#define LLM_TRANSPORT_H

#include "llm/client.h"
#include "llm/curl.h"

enum exchange_end {
	EXCHANGE_ANSWERED, /* a status came; look at it */
	EXCHANGE_CONNECT,  /* never connected, or the connection broke */
	EXCHANGE_TIMEOUT,  /* one of the four limits; `why` says which */
	EXCHANGE_TOO_LARGE,
	EXCHANGE_INTERRUPTED,
};

struct exchange {
	enum exchange_end end;
	long status;        /* HTTP */
	double retry_after; /* seconds, 0: not told */
	double hold;     /* seconds until the limit is reset, 0: not reached */
	const char *why; /* constant words, for the error */
	bool content;    /* content had begun to come */
};

/* POST the body and read the answer into *reply (initialised). `key`: "" for
 * none. False only when the exchange could not be set up (err). */
bool exchange_run(const struct curl_table *curl, const struct llm_request *q,
		  const char *body, const char *key, struct llm_reply *reply,
		  struct exchange *ret, struct err *err);

#endif
