/* The secret that an endpoint wants, from where the configuration says. */
#ifndef LLM_KEY_H
#define LLM_KEY_H

#include "base/err.h"
#include "base/strbuf.h"
#include "config/config.h"

/* "" when none is configured. Never print it. ERR_MODEL when it cannot be
 * had: variable not set, file open to others or empty, command failed. */
bool key_read(const struct config_model *m, struct strbuf *ret,
	      struct err *err);

#endif
