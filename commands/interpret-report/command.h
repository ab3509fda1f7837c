#ifndef COMMANDS_INTERPRET_REPORT_COMMAND_H
#define COMMANDS_INTERPRET_REPORT_COMMAND_H

#include "base/option.h"

extern const struct command interpret_report_command;

#endif
