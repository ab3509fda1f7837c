#ifndef COMMANDS_ASK_COMMAND_H
#define COMMANDS_ASK_COMMAND_H

#include "base/option.h"

extern const struct command ask_command;

#endif
