#ifndef COMMANDS_CONFIG_COMMAND_H
#define COMMANDS_CONFIG_COMMAND_H

#include "base/option.h"

extern const struct command config_command;

#endif
