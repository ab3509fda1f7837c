#ifndef COMMANDS_INTERPRET_REPORT_COMMAND_H
#define COMMANDS_INTERPRET_REPORT_COMMAND_H

#include "base/option.h"
#include "commands/app.h"

extern const struct command interpret_report_command;

/* struct app.read_report */
void interpret_report_read(struct app *app, const char *path,
			   struct strbuf *out);

#endif
