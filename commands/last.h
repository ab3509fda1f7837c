/* The last result of this terminal, for `clin ask --about last`.
 *
 * A file of mode 0600 in $XDG_RUNTIME_DIR/clin, else in the state folder. It
 * is bound to the session of the controlling terminal (and the session
 * leader's start, since numbers come back) and is refused after 30 minutes:
 * an answer about the patient before would be worse than none. A program
 * without a terminal, and a batch, neither writes nor reads it. */
#ifndef COMMANDS_LAST_H
#define COMMANDS_LAST_H

#include "base/strbuf.h"
#include "commands/app.h"

#include <stdbool.h>
#include <stdint.h>

enum { LAST_MINUTES = 30 };

/* Is a result of this run to be kept? */
bool last_wanted(const struct app *app);
/* Keep one result (its JSON object). That it cannot be kept is said with -v
 * only: it is no part of the result. */
void last_save(const struct app *app, const char *json, size_t n);
/* The object as saved, appended, and when. False: ERR_LAST with the reason. */
bool last_load(const struct app *app, struct strbuf *ret, int64_t *ret_at,
	       struct err *err);

#endif
