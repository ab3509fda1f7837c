#ifndef COMMANDS_FOLLOWUP_COMMAND_H
#define COMMANDS_FOLLOWUP_COMMAND_H

#include "base/option.h"

extern const struct command followup_command;

#endif
