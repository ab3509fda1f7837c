/* The knowledge base at run time: one read-only SQLite database, embedded in
 * the binary and opened in place, or a site's complete site.db.
 *
 * Nothing is loaded in advance; rows are fetched on first use and kept until
 * kb_close. Everything returned is owned by the kb and lives until then. A kb
 * belongs to one process and thread: open it after a fork. */
#ifndef KB_KB_H
#define KB_KB_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct kb;
struct sqlite3;

enum { KB_SCHEMA = 3 }; /* user_version of a compiled knowledge base */

struct kb_info {
	const char *version;     /* of the program that shipped the base */
	const char *digest;      /* SHA-256 over canonical content, hex */
	const char *base_digest; /* of the shipped base this was built on */
	int overrides;           /* entries replaced or added by the site */
};

/* Open the compiled knowledge base in n bytes at `bytes` (borrowed, aligned
 * to 16; layout in kb/image.h). */
bool kb_open_bytes(const void *bytes, size_t n, struct kb **ret, struct err *err);
/* The same for a file, which is mapped, not read. It may be used on in a
 * forked child: there is no connection to a file. */
bool kb_open_file(const char *path, struct kb **ret, struct err *err);
void kb_close(struct kb *kb); /* NULL-safe */

const struct kb_info *kb_info(const struct kb *kb);
/* For the modules of this floor only. */
struct sqlite3 *kb_db(const struct kb *kb);

#endif
