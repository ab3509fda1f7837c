/* A growing string. `buf` is always NUL-terminated and never NULL, so it can
 * be read as a C string at any time; it may hold NUL bytes, `len` counts. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf {
	char *buf;
	size_t len, cap; /* cap 0: buf is the shared empty string */
};

extern char strbuf_empty[1];
#define STRBUF_INIT {strbuf_empty, 0, 0}

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb); /* frees, back to STRBUF_INIT */
void strbuf_clear(struct strbuf *sb);   /* length 0, memory kept */
void strbuf_reserve(struct strbuf *sb, size_t more);
void strbuf_truncate(struct strbuf *sb, size_t len);

void strbuf_add(struct strbuf *sb, const void *data, size_t n);
void strbuf_adds(struct strbuf *sb, const char *s);
void strbuf_addch(struct strbuf *sb, char c);
void strbuf_addn(struct strbuf *sb, char c, size_t n); /* c, n times */
void strbuf_addf(struct strbuf *sb, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The string itself, owned by the caller (free); sb is empty again. */
char *strbuf_detach(struct strbuf *sb);

#endif
