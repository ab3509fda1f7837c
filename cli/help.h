/* --help, from the same tables that parse. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/option.h"
#include "base/strbuf.h"
#include "base/text.h"

/* What clin is for and how to start each job. */
void help_overview(const struct command *const *commands, const char *version,
		   enum lang lang, int width, struct strbuf *ret);

/* One command: synopsis, options, examples. */
void help_command(const struct command *command, const struct option *globals,
		  enum lang lang, int width, struct strbuf *ret);

#endif
