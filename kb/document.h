/* A site's documents (Markdown) as entries: kb/document.c. */
#ifndef KB_DOCUMENT_H
#define KB_DOCUMENT_H

#include "kb/entries.h"

#include <stdbool.h>

/* Cut the document at `path` into entries doc.NAME.1, doc.NAME.2 … handed to
 * `add`. False: it cannot be read, or is not UTF-8. */
bool document_read(struct entries *e, const char *path, const char *file,
		   const char *origin, struct problems *problems,
		   void (*add)(struct entries *e, const struct yaml *node,
			       const char *file, const char *origin,
			       struct problems *problems),
		   struct err *err);

#endif
