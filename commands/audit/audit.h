/* The ledger as its verbs see it. */
#ifndef COMMANDS_AUDIT_AUDIT_H
#define COMMANDS_AUDIT_AUDIT_H

#include "base/arena.h"
#include "base/option.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "commands/app.h"

#include <jansson.h>
#include <stdbool.h>

struct audit_params {
	int format; /* 0 text, 1 ndjson */
};

/* The lines, parsed; those that are no JSON are left to verify. */
struct line_vec VEC_OF(json_t *);

struct audit {
	struct app *app;
	const struct audit_params *params;
	const struct string_vec *words;
	struct strbuf out, ledger;
	struct arena arena;
};

bool audit_read(struct audit *v, struct line_vec *ret, struct err *err);
void audit_release(struct line_vec *lines);
/* A member's text, "" when it is none; not safe for the terminal. */
const char *audit_member(const json_t *line, const char *key);
/* The same, safe. */
const char *audit_safe(struct audit *v, const char *text);

/* rate ID accept|edit|reject [DIMENSION=1..5 …] */
bool audit_rate(struct audit *v, struct err *err);
/* rates: how explanations fared, by model and prompt. */
bool audit_rates(struct audit *v, struct err *err);

#endif
