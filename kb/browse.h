/* Looking into a knowledge base: counts, one entry, a search. */
#ifndef KB_BROWSE_H
#define KB_BROWSE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"
#include "base/yaml.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

struct kb_count {
	const char *kind;
	size_t entries;
	size_t reviewed; /* signed by a named clinician of the site */
	size_t site;     /* of the site's overlay or an import */
};
struct kb_count_vec VEC_OF(struct kb_count);

/* Entries per kind, and the names of analytes as a last row "names". */
bool kb_counts(struct kb *kb, struct kb_count_vec *ret, struct err *err);

struct kb_entry {
	const char *kind, *id, *file, *origin;
	int line;
	const char *title[2]; /* zh, en; "" when it has none */
	const struct yaml *node;
};
struct kb_entry_vec VEC_OF(struct kb_entry);

/* Entries whose id is `id` (of any kind); strings live in a. */
bool kb_find(struct kb *kb, const char *id, struct arena *a,
	     struct kb_entry_vec *ret, struct err *err);
/* Entries that contain every word of `text` (spaces apart, case and script
 * folded), ids and names first; at most `max`. */
bool kb_search(struct kb *kb, const char *text, size_t max, struct arena *a,
	       struct kb_entry_vec *ret, struct err *err);

#endif
