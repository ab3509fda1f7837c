/* A calculation as text and JSON; a calculator described. */
#ifndef COMMANDS_CALC_SHOW_H
#define COMMANDS_CALC_SHOW_H

#include "commands/app.h"
#include "commands/result.h"
#include "kb/calculator.h"

/* error: why an input was refused, worded; NULL none. */
void calc_text(struct strbuf *out, const struct app *app,
	       const struct calculator *c, const struct calculated *done,
	       const char *error);
/* clin.calc/1. id: of a batch request or NULL. */
void calc_json(struct strbuf *out, const struct app *app,
	       const struct calculator *c, const struct calculated *done,
	       const char *id, const struct result_error *error,
	       unsigned reasons);
void calc_describe_text(struct strbuf *out, const struct app *app,
			const struct calculator *c);
void calc_describe_json(struct strbuf *out, const struct app *app,
			const struct calculator *c);
void calc_list(struct strbuf *out, const struct app *app,
	       const struct calculator_vec *list, bool json);

#endif
