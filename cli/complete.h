/* Completions for shells, from the tables of the commands. */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "base/option.h"
#include "base/strbuf.h"

#include <stdbool.h>

/* shell: "bash", "zsh" or "fish". False: another word. Appends the whole
 * completion file. */
bool complete_write(const char *shell, const struct command *const *commands,
		    const struct option *globals, struct strbuf *ret);

#endif
