/* A file read in pieces, so that memory does not grow with it. */
#ifndef BASE_WINDOW_H
#define BASE_WINDOW_H

#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

struct window {
	int fd;            /* -1: none */
	const char *path;  /* borrowed; "-": standard input */
	struct strbuf buf;
	size_t at;         /* of what is not dropped yet */
	bool eof;          /* nothing comes after it */
};

/* A directory and an unreadable file are errors that say so. */
bool window_open(struct window *w, const char *path, struct err *err);
/* All there is is in memory already: borrowed, with a NUL behind it. */
struct window window_of(const char *bytes, size_t n);
void window_close(struct window *w);
/* What was read and not dropped; valid until the next window_fill. */
static inline const char *window_bytes(const struct window *w)
{
	return w->buf.buf + w->at;
}
static inline size_t window_size(const struct window *w)
{
	return w->buf.len - w->at;
}
/* Read until there are `least` bytes, or all there is. More than `limit` at
 * once is ERR_TOO_LARGE. */
bool window_fill(struct window *w, size_t least, size_t limit, struct err *err);
/* A pipe whose bytes are to be read again by their place: all of them go to a
 * file without a name, in the folder for temporary files, and the window is of
 * that. Only before anything was dropped; a regular file stays as it is. */
bool window_keep(struct window *w, struct err *err);
/* The first n bytes are done with. */
void window_drop(struct window *w, size_t n);

#endif
