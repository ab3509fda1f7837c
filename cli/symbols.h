/* Symbols that an output encoding lacks, in characters that it has. */
#ifndef CLI_SYMBOLS_H
#define CLI_SYMBOLS_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* Append n bytes of UTF-8 with what GBK lacks replaced ("10⁹" → "10^9",
 * "µ" → "μ"); with `ascii`, every symbol we print has an ASCII form
 * ("≥" → ">=", "↑" → "^"). Ideographs stay. */
void symbols_replace(const char *utf8, size_t n, bool ascii,
		     struct strbuf *ret);

#endif
