/* Bytes of a printed report → UTF-8. */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* Decode n bytes and append UTF-8 to *ret.
 *
 * encoding  NULL or "auto": BOM, then valid UTF-8, then GB18030 against Big5
 *           by how many common characters each reading gives. Otherwise any
 *           name iconv knows; bytes that do not fit become U+FFFD.
 * ret_name  set to the encoding used, a constant ("UTF-8", "GB18030", …) or
 *           the given name.
 * ret_bad   number of places that did not fit (a character cut off at the
 *           end counts as one); may be NULL.
 *
 * Binary input (NUL bytes, or mostly undecodable) is ERR_BINARY. `path` is
 * for messages. */
bool encoding_decode(const char *bytes, size_t n, const char *encoding,
		     const char *path, struct strbuf *ret, const char **ret_name,
		     size_t *ret_bad, struct err *err);

/* Is it plain UTF-8 text already, to be used as it stands: valid, without a
 * byte order mark, not binary? */
bool encoding_is_utf8(const char *bytes, size_t n);

/* Convert UTF-8 to `encoding`; what it lacks is written as '?'. Appends. */
bool encoding_encode(const char *utf8, size_t n, const char *encoding,
		     struct strbuf *ret, struct err *err);

#endif
