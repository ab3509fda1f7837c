/* The configured command that is told of alerts. */
#ifndef COMMANDS_FOLLOWUP_NOTIFY_H
#define COMMANDS_FOLLOWUP_NOTIFY_H

#include "base/err.h"
#include "base/option.h"

#include <stddef.h>

enum { NOTIFY_SECONDS = 60 };

/* Run argv (never a shell) with the text on its standard input; what it prints
 * goes to standard error. ERR_NOTIFY when it cannot be run, fails, or takes
 * longer than NOTIFY_SECONDS: then it is killed. */
bool notify_run(const struct string_vec *argv, const char *text, size_t n,
		struct err *err);

#endif
