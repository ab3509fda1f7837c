#ifndef COMMANDS_AUDIT_COMMAND_H
#define COMMANDS_AUDIT_COMMAND_H

#include "base/option.h"

extern const struct command audit_command;

#endif
