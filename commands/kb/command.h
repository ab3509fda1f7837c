#ifndef COMMANDS_KB_COMMAND_H
#define COMMANDS_KB_COMMAND_H

#include "base/option.h"

extern const struct command kb_command;

#endif
