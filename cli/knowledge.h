/* Which knowledge base is in force. */
#ifndef CLI_KNOWLEDGE_H
#define CLI_KNOWLEDGE_H

#include "base/err.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdbool.h>

struct kb;

/* Open `path` (--kb) if given, otherwise the site's base if that
 * exists and was built on the shipped one, otherwise the shipped one. A site
 * base that cannot be used is no reason to leave a clinician without any:
 * *banner says so then. False: --kb cannot be opened. */
bool knowledge_open(const char *path, const char *site, enum lang lang,
		    struct kb **ret, struct strbuf *banner, struct err *err);

/* The shipped one itself, for `clin kb build`. */
bool knowledge_open_base(struct kb **ret, struct err *err);

#endif
