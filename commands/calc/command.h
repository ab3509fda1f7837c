#ifndef COMMANDS_CALC_COMMAND_H
#define COMMANDS_CALC_COMMAND_H

#include "base/option.h"

extern const struct command calc_command;

#endif
