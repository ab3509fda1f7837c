#include "base/window.h"

#include "base/io.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

bool window_open(struct window *w, const char *path, struct err *err)
{
	*w = (struct window){.path = path, .buf = STRBUF_INIT};
	return io_open(path, &w->fd, err);
}

struct window window_of(const char *bytes, size_t n)
{
	return (struct window){.fd = -1,
			       .path = "-",
			       .buf = {(char *)(uintptr_t)bytes, n, 0},
			       .eof = true};
}

void window_close(struct window *w)
{
	if (w->fd > STDIN_FILENO)
		close(w->fd);
	strbuf_release(&w->buf);
}

/* Move what is left to the beginning. */
static void compact(struct window *w)
{
	if (!w->at)
		return;
	memmove(w->buf.buf, window_bytes(w), window_size(w) + 1);
	w->buf.len -= w->at;
	w->at = 0;
}

bool window_fill(struct window *w, size_t least, size_t limit, struct err *err)
{
	enum { PIECE = 256 * 1024 };

	if (w->eof || window_size(w) >= least)
		return true;
	compact(w);
	while (!w->eof && w->buf.len < least) {
		strbuf_reserve(&w->buf, PIECE);
		ssize_t n = read(w->fd, w->buf.buf + w->buf.len, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR(err, ERR_OPEN, w->path, strerror(errno));
		w->eof = n == 0;
		w->buf.len += (size_t)n;
		w->buf.buf[w->buf.len] = '\0';
		if (w->buf.len > limit) {
			char mib[24];
			return ERR(err, ERR_TOO_LARGE, w->path,
				   err_int(mib, (long long)(limit >> 20)));
		}
	}
	return true;
}

void window_drop(struct window *w, size_t n)
{
	w->at += n;
}
