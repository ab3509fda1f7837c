/* Parts of the manual pages, in mdoc, from the tables. Each item is in
 * English, then in Chinese. */
#ifndef CLI_DOCS_H
#define CLI_DOCS_H

#include "base/strbuf.h"

#include <stdbool.h>

/* name: "options COMMAND", "examples COMMAND", "globals", "commands" or
 * "keys". Appends; false: no such part. */
bool docs_part(const char *name, struct strbuf *ret);

#endif
