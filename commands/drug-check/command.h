/* clin drug-check */
#ifndef COMMANDS_DRUG_CHECK_COMMAND_H
#define COMMANDS_DRUG_CHECK_COMMAND_H

#include "base/option.h"

#include "commands/app.h"

extern const struct command drug_check_command;

/* struct app.check_orders */
void drug_check_orders(struct app *app, const char *patient,
		       const struct string_vec *orders, int64_t without,
		       struct strbuf *out, int *ret_status);

#endif
