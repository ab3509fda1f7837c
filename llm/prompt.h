/* Prompts as data (config/prompts/), and what is sent with them. */
#ifndef LLM_PROMPT_H
#define LLM_PROMPT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum audience { AUDIENCE_CLINICIAN, AUDIENCE_PATIENT };

struct prompt {
	const char *version;
	struct text system[2]; /* by enum audience */
	struct text retry;
};

/* Of the section `kind` ("explain", "ask") of the YAML text; strings live in
 * a. */
bool prompt_read(const char *text, size_t n, const char *kind, struct arena *a,
		 struct prompt *ret, struct err *err);

/* Does the text hold words that try to instruct a model ("ignore the above",
 * 忽略以上指令)? For a remark: such text is sent as data like any other. */
bool prompt_suspicious(const char *text);

/* Data between delimiters that carry a nonce, appended. The nonce and what
 * chat templates take for control ("<|…|>", "<think>") are taken out of the
 * data first. */
void prompt_data(const char *data, size_t n, const char *nonce,
		 struct strbuf *ret);
/* 16 random characters; returns buf. */
const char *prompt_nonce(char buf[17]);

/* The JSON schema of an answer. */
extern const char prompt_schema[];

#endif
