/* The explanation that is always there: the knowledge base's own wording. */
#ifndef COMMANDS_EXPLAIN_WORDS_H
#define COMMANDS_EXPLAIN_WORDS_H

#include "base/strbuf.h"
#include "commands/result.h"

/* A line a finding, the worst first; for a patient plain words and when to seek
 * care, also when nothing was found. */
void explain_words(struct strbuf *text, const struct result *r,
		   const struct app *app);

#endif
