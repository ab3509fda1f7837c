/* One run of `clin kb VERB`: what was asked, and what it prints. */
#ifndef COMMANDS_KB_VERB_H
#define COMMANDS_KB_VERB_H

#include "base/strbuf.h"
#include "commands/app.h"
#include "kb/entries.h"

struct kb_params {
	int format; /* 0 text, 1 json */
	const char *output;
	bool dry_run, all;
};

struct verb_run {
	struct app *app;
	const struct kb_params *params;
	const struct string_vec *words; /* the verb included */
	struct strbuf out;
	struct arena arena;
	int status;
};

/* What is wrong with entries, each on a line of the output. */
void verb_problems(struct verb_run *v, const struct problems *problems);

/* False: *err is filled, and the status is its own. */
bool verb_lint(struct verb_run *v, struct err *err);
bool verb_test(struct verb_run *v, struct err *err);
bool verb_build(struct verb_run *v, struct err *err);
bool verb_status(struct verb_run *v, struct err *err);
bool verb_show(struct verb_run *v, struct err *err);
bool verb_search(struct verb_run *v, struct err *err);
bool verb_add(struct verb_run *v, struct err *err);
bool verb_import(struct verb_run *v, struct err *err);

#endif
