/* The model client: one question, one answer, within the configured limits.
 * libcurl is loaded here, when a model is first called, and nowhere else. */
#ifndef LLM_CLIENT_H
#define LLM_CLIENT_H

#include "base/err.h"
#include "base/strbuf.h"
#include "config/config.h"
#include "llm/limit.h"
#include "llm/reply.h"

#include <stdbool.h>
#include <stdint.h>

struct llm_request {
	const struct config_model *model;
	const char *system, *user;
	const char *schema; /* JSON schema that the answer must fit */
	int max_tokens;
	bool (*interrupted)(void *self); /* NULL: never */
	/* Now and then while nothing has come to an end; NULL: never. */
	void (*waiting)(void *self, double seconds);
	/* More of the answer has come: all of it so far. NULL: never. */
	void (*grown)(void *self, const char *content, size_t n);
	struct llm_limit *limit; /* of a batch; NULL: none */
	void *self;
	uint64_t seed; /* of the jitter */
};

/* How the answer's form is asked for. Servers ignore or refuse what they do
 * not know: the answer is checked here whatever was asked. */
enum llm_rung { RUNG_SCHEMA, RUNG_OBJECT, RUNG_PLAIN, RUNGS };
/* What a server refused, and the next request does without. All zero: what is
 * asked first. */
struct llm_shape {
	enum llm_rung rung;
	bool other_tokens;   /* max_completion_tokens for max_tokens, or back */
	bool no_temperature; /* only the model's own */
	bool no_usage;       /* no stream_options */
	bool one_message;    /* a template that has no system role */
};

/* The exact body, appended. */
void llm_body(const struct llm_request *q, const struct llm_shape *shape,
	      struct strbuf *ret);
/* The exact address, appended. */
void llm_address(const struct config_model *m, struct strbuf *ret);

/* May this endpoint be called at all: configured, encrypted or loopback, and
 * its host allowed? ERR_MODEL with the reason. *ret_loopback may be NULL. */
bool llm_allowed(const struct config_model *m, bool *ret_loopback,
		 struct err *err);

/* Ask, retrying where that is safe. False: ERR_MODEL; a truncated, empty or
 * filtered answer is a failure, too. ret is initialised here; release it in
 * either case. */
bool llm_ask(const struct llm_request *q, struct llm_reply *ret,
	     struct err *err);

#endif
