/* Inside clin calc: one calculation, and many. */
#ifndef COMMANDS_CALC_RUN_H
#define COMMANDS_CALC_RUN_H

#include "commands/batch.h"
#include "kb/calculator.h"

struct calc_params {
	struct common_batch_params many;
	bool describe;
};

struct calc_run {
	struct app *app;
	const struct calc_params *params;
	struct arena arena; /* of the calculation in hand */
};

/* -a -s --weight fill inputs of the same meaning that were not given. */
bool calc_give_context(struct calc_run *run, struct calculator *c,
		       const struct common_params *common, struct err *err);
/* One calculation into out; returns the exit reasons. refused: an input that
 * was not taken; NULL none. */
unsigned calc_compute(struct calc_run *run, struct calculator *c,
		      const char *id, const struct err *refused, bool json,
		      struct strbuf *out);
/* Requests in NDJSON, from files or standard input; the exit status. */
int calc_run_batch(struct calc_run *run, const struct string_vec *words,
		   struct err *err);

#endif
