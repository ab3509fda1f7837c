/* UTF-8: decoding, validity, display width, terminal safety.
 * Strings are bytes with a length; lengths are in bytes unless said. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decode one character at s (n > 0 bytes left). Returns its length; an
 * invalid byte counts as one and yields U+FFFD. */
size_t utf8_decode(const char *s, size_t n, uint32_t *ret_cp);
/* Encode cp into out; returns 1–4. */
size_t utf8_write(uint32_t cp, char out[4]);
void utf8_add(struct strbuf *sb, uint32_t cp);

/* Offset of the first invalid byte, or n. A character cut off by the end of
 * the data counts as invalid. */
size_t utf8_valid(const char *s, size_t n);

/* Terminal columns: CJK and full-width 2, combining 0. */
int utf8_cp_width(uint32_t cp);
size_t utf8_width(const char *s, size_t n);
/* Bytes of s that fit into `columns`. */
size_t utf8_fit(const char *s, size_t n, size_t columns);

bool utf8_is_cjk(uint32_t cp);   /* ideograph */
/* ASCII for full-width forms, ideographic space, CJK punctuation, common
 * dashes, quotes, super- and subscript digits; otherwise cp itself. */
uint32_t utf8_halfwidth(uint32_t cp);

/* Append s with everything removed that a terminal could obey: C0 (but \n
 * and \t) and C1 controls, DEL, escape sequences, bidirectional controls,
 * zero-width characters; invalid bytes become U+FFFD. Every untrusted string
 * passes here before it is shown. */
void utf8_add_safe(struct strbuf *sb, const char *s, size_t n);

#endif
