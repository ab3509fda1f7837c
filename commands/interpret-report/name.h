/* An analyte's name as printed → the analytes it may mean.
 *
 * A printed name is seldom the bare name: "★*1 丙氨酸氨基转移酶(ALT)",
 * "总蛋白 TP", "肌酐(肌氨酸氧化酶法)", "Sodium, Serum", "WBC (×10³/µL)".
 * Marks and numbering go; brackets are taken apart into abbreviation, method,
 * specimen and unit; what remains must be a name as a whole. A name that only
 * begins like a known one is not that one. */
#ifndef COMMANDS_INTERPRET_REPORT_NAME_H
#define COMMANDS_INTERPRET_REPORT_NAME_H

#include "base/arena.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

enum { NAME_CANDIDATES = 12 };

struct name_match {
	int ids[NAME_CANDIDATES]; /* analytes, best known first in kb order */
	size_t n;
	size_t n_exact;       /* the first of them: the name as a whole */
	unsigned doubt;       /* DOUBT_NAME: only resembles, or contradicts */
	const char *specimen; /* said in the name, kb spelling; or NULL */
	const char *unit;     /* in the name's brackets, as printed; or NULL */
};

/* near: also try names that differ by a misread character (slow). False when
 * nothing is found; ret->n is 0 then, specimen and unit may be set. */
bool name_resolve(struct kb *kb, const char *text, bool near, struct arena *a,
		  struct name_match *ret);

/* Keep in a what is also in b; false (a unchanged) when nothing would stay. */
bool name_intersect(struct name_match *a, const struct name_match *b);

/* Bytes of marks and numbering before the name proper. */
size_t name_lead(const char *s, size_t n);

#endif
