/* The wording of errors, in both languages, and nowhere else. */
#ifndef CLI_MESSAGES_H
#define CLI_MESSAGES_H

#include "base/err.h"
#include "base/strbuf.h"
#include "base/text.h"

/* Append the error as one line without "clin: " and newline: what is wrong,
 * the subject in single quotes, then what to do next. Safe for a terminal. */
void messages_word(enum lang lang, const struct err *err, struct strbuf *ret);

#endif
