/* One spelling for the many ways a unit is printed. Private to kb/unit*.c;
 * the generator folds the vocabulary by the same rule.
 *
 * Full-width becomes ASCII, superscripts digits, Greek mu (and what wrong
 * encodings make of it) u, "㎎" mg, a times sign x, a middle dot '.', 每 and per '/'.
 * Blanks, brackets, quotes and carets vanish; every way to print a power of
 * ten becomes 10*N. Case stays. */
#ifndef KB_UNIT_FOLD_H
#define KB_UNIT_FOLD_H

#include <stddef.h>

enum { UNIT_FOLD_SIZE = 96 };

/* n bytes of UTF-8 at s, folded and NUL-terminated, into ret; the length, or
 * 0 when nothing is left or it does not fit. */
size_t unit_fold(const char *s, size_t n, char ret[UNIT_FOLD_SIZE]);

/* ASCII letters in lower case, in place. */
void unit_lower(char *s);

#endif
