/* The configuration in force: built in, the system's, the user's, --config,
 * the environment, then global options. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "base/arena.h"
#include "cli/commands.h"
#include "config/config.h"

/* Free with config_free(); what could not be used is in ret->problems. Paths
 * lie in `a`, which outlives *ret. */
void settings_load(struct config *ret, const struct global_params *g,
		   struct arena *a);

#endif
