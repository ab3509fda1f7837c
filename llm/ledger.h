/* The ledger: one JSON line per call of a model, each with the hash of the one
 * before it, in a file of mode 0600. Hashes and counts, no texts: it can be
 * kept for years. */
#ifndef LLM_LEDGER_H
#define LLM_LEDGER_H

#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ledger_entry {
	int64_t at;           /* instant, UTC */
	const char *kind;     /* "explain", "ask", "rate" */
	const char *endpoint, *model, *prompt; /* prompt: its version */
	const char *request_hash, *answer_hash;
	const char *kb_digest;
	size_t redacted;
	const char *outcome;  /* "shown", or why it was not */
	long prompt_tokens, completion_tokens;
	const char *about;    /* of a rating: the id it is about */
	const char *rating;   /* of a rating: accept, edit, reject */
	const char *sheet;    /* of a rating: "harm=5 …", NULL none */
};

/* Append; ret_id: the entry's id (its hash, first 12 characters). */
bool ledger_add(const char *path, const struct ledger_entry *e,
		char ret_id[13], struct err *err);

/* Walk the chain. *ret_entries: how many are sound; false: ERR_MODEL names
 * the first line that is not, or the file cannot be read. */
bool ledger_verify(const char *path, size_t *ret_entries, struct err *err);

/* SHA-256 in hex. */
void ledger_hash(const void *data, size_t n, char ret[65]);

#endif
