/* Finding passages, and adding a site's documents to them. */
#ifndef COMMANDS_KB_PASSAGES_H
#define COMMANDS_KB_PASSAGES_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "commands/app.h"
#include "kb/compile.h"

#include <stdbool.h>

/* words[1…]: what to find. Nothing found: *ret_status is EXIT_PARTIAL. */
bool passages_search(struct app *app, const struct string_vec *words, bool json,
		     struct arena *a, struct strbuf *out, int *ret_status,
		     struct err *err);
/* words[1…]: Markdown files, copied into the overlay folder; then `site` is
 * built anew. */
bool passages_add(struct app *app, const struct string_vec *words,
		  const char *site, struct problems *problems, struct arena *a,
		  struct strbuf *out, struct err *err);

#endif
