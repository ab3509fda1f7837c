/* Breaking text into lines of a given number of columns, Chinese or Latin. */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "base/strbuf.h"

#include <stddef.h>

/* Append `text` (UTF-8, n bytes), broken so that no line exceeds `width`
 * columns; the cursor stands at column `at`, further lines are indented by
 * `indent`. Breaks at spaces and between ideographs, never before closing
 * punctuation; a word longer than a line stays whole. '\n' in the text starts
 * a new line. No newline is added at the end. Returns the column reached. */
size_t wrap_add(struct strbuf *sb, const char *text, size_t n, size_t at,
		size_t indent, size_t width);

#endif
