#ifndef COMMANDS_TRIAGE_COMMAND_H
#define COMMANDS_TRIAGE_COMMAND_H

#include "base/option.h"

extern const struct command triage_command;

#endif
