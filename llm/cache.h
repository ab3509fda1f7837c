/* Answers of a model by what was asked (prompt, data, model, parameters,
 * knowledge): files of mode 0600 in one folder, the oldest thrown out beyond
 * a number of days or megabytes. Only redacted text may be put in. A cache
 * that cannot be read or written is no error: the model is asked. */
#ifndef LLM_CACHE_H
#define LLM_CACHE_H

#include "base/strbuf.h"
#include "config/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Append the answer kept under the key (hex). False: none, or too old. */
bool cache_get(const struct config_cache *c, const char *key, int64_t now,
	       struct strbuf *ret);
void cache_put(const struct config_cache *c, const char *key, const char *text,
	       size_t n, int64_t now);

#endif
