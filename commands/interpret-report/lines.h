/* A printed report as lines in one plain spelling.
 *
 * Normalising makes the many signs of one meaning equal and leaves the words
 * alone: full-width forms become ASCII, every dash '-', every wave '~', ≤ ≦
 * "<=", box-drawing '|' and '-', HTML entities their character; controls,
 * escape sequences and zero-width characters vanish. Superscript digits stay,
 * as they are the only sign of a power in 10⁹/L. */
#ifndef COMMANDS_INTERPRET_REPORT_LINES_H
#define COMMANDS_INTERPRET_REPORT_LINES_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A longer line is read in pieces, so that memory stays bounded. */
enum { LINE_MAX_BYTES = 32 * 1024 };

struct line {
	int number;         /* from 1, of its first character */
	size_t start, end;  /* span in the decoded text */
	const char *s;      /* normalised, NUL-terminated; valid until the
	                       next lines_next */
	size_t n;
};

struct lines {
	const char *text;
	size_t n, next;
	int number;
	bool html;         /* <tr>, <br> … make the lines, <td> the tabs */
	struct strbuf buf;
};

void lines_init(struct lines *l, const char *text, size_t n);
bool lines_next(struct lines *l, struct line *ret);
void lines_release(struct lines *l);

/* One cell, normalised, in the arena; for texts that come from a message. */
const char *text_normalise(const char *s, struct arena *a);

#endif
