/* Triage knowledge in the compiled image (section IMAGE_TRIAGE). */
#ifndef KB_TRIAGE_IMAGE_H
#define KB_TRIAGE_IMAGE_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "kb/triage.h"

/* Append k; scratch copies in a. */
void triage_image_write(const struct triage_kb *k, struct arena *a,
			struct strbuf *ret);
/* Fill *ret from the section, which must stay: texts are used in place, what
 * is written to lies in a. False: no such section, or another program's. */
bool triage_image_read(const void *section, size_t n, struct arena *a,
		       struct triage_kb *ret);

/* Fill *ret from the tables of the database. */
bool triage_load_rows(struct kb *kb, struct triage_kb *ret, struct err *err);

#endif
