/* One run of the command, single or batch. */
#ifndef COMMANDS_TRIAGE_RUN_H
#define COMMANDS_TRIAGE_RUN_H

#include "commands/triage/triage.h"

struct triage_run {
	struct app *app;
	const struct triage_params *params;
	const struct triage_chart *chart; /* NULL: no --patient */
	struct arena arena;
};

/* Judge and write one complaint. False: *err, nothing written. */
bool triage_answer_one(struct triage_run *run, struct triage_input *in,
		       const char *id, struct batch_reply *reply,
		       struct err *err);
int triage_run_batch(struct triage_run *run, const struct string_vec *words,
		     struct err *err);

#endif
