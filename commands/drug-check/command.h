/* clin drug-check */
#ifndef COMMANDS_DRUG_CHECK_COMMAND_H
#define COMMANDS_DRUG_CHECK_COMMAND_H

#include "base/option.h"

extern const struct command drug_check_command;

#endif
