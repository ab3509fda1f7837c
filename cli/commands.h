/* The table of subcommands. A new command is one line in commands.c. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "base/option.h"

#include <stdbool.h>

/* In the order in which they are shown; ends with NULL. */
extern const struct command *const commands[];

/* The command called `word`, or the only one that begins with it. */
const struct command *commands_find(const char *word, struct err *err);

/* Options that stand before or after the command. */
struct global_params {
	int lang; /* 0 not given, 1 auto, 2 zh, 3 en */
	const char *output_encoding;
	const char *config;
	const char *kb;
	const char *model_profile;
	bool verbose, version, help;
};

extern const struct option global_options[];

#endif
