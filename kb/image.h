/* The bytes of a compiled knowledge base: an SQLite database, and behind its
 * last page the arrays that are searched in place. SQLite ignores what stands
 * behind the pages its header counts, so the file is a database like any
 * other to sqlite3(1).
 *
 *   database   page size × page count
 *   sections   each padded to 16 bytes
 *   footer     struct image_footer
 */
#ifndef KB_IMAGE_H
#define KB_IMAGE_H

#include "base/strbuf.h"
#include "kb/term.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum image_section {
	IMAGE_TERMS,                             /* one per enum term_domain */
	IMAGE_TRADITIONAL = IMAGE_TERMS + TERM_DOMAINS,
	IMAGE_DRUG_PAIRS,  /* layout in kb/drug_index.h */
	IMAGE_DRUG_CHECKS,
	IMAGE_TRIAGE,      /* layout in kb/triage_image.c */
	IMAGE_SECTIONS
};

struct image_footer {
	struct {
		uint64_t offset, size;
	} section[IMAGE_SECTIONS];
	char magic[8]; /* "CLINKB2" */
};

/* Append the sections and the footer to the database bytes in *image. */
void image_finish(struct strbuf *image, const struct strbuf sections[IMAGE_SECTIONS]);
/* Find them again. False: not such an image. *ret_database: bytes of the
 * database. */
bool image_open(const void *bytes, size_t n, size_t *ret_database,
		struct image_footer *ret);

#endif
