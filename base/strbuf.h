/* A growing string. `buf` is always NUL-terminated and never NULL, so it can
 * be read as a C string at any time; it may hold NUL bytes, `len` counts. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct strbuf {
	char *buf;
	size_t len, cap; /* cap 0: buf is the shared empty string */
	bool lent;       /* buf is somebody else's memory */
};

extern char strbuf_empty[1];
#define STRBUF_INIT                       \
	{                                 \
		strbuf_empty, 0, 0, false \
	}

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb); /* frees, back to STRBUF_INIT */
/* Write to `memory` of cap > 0 bytes until it is full, then as always; what sb
 * had is released. */
void strbuf_lend(struct strbuf *sb, char *memory, size_t cap);
void strbuf_clear(struct strbuf *sb);                /* length 0, memory kept */
void strbuf_reserve(struct strbuf *sb, size_t more); /* room for that */
void strbuf_truncate(struct strbuf *sb, size_t len);

/* Inline: output is written in many small pieces. */
static inline void strbuf_add(struct strbuf *sb, const void *data, size_t n)
{
	if (!n)
		return;
	if (sb->len + n + 1 > sb->cap)
		strbuf_reserve(sb, n);
	memcpy(sb->buf + sb->len, data, n);
	sb->len += n;
	sb->buf[sb->len] = '\0';
}
static inline void strbuf_adds(struct strbuf *sb, const char *s)
{
	strbuf_add(sb, s, strlen(s));
}
static inline void strbuf_addch(struct strbuf *sb, char c)
{
	if (sb->len + 2 > sb->cap)
		strbuf_reserve(sb, 1);
	sb->buf[sb->len++] = c;
	sb->buf[sb->len] = '\0';
}
void strbuf_addn(struct strbuf *sb, char c, size_t n); /* c, n times */
void strbuf_addf(struct strbuf *sb, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The string itself, owned by the caller (free); sb is empty again. */
char *strbuf_detach(struct strbuf *sb);

#endif
