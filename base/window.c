#include "base/window.h"

#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
			       .buf = {(char *)(uintptr_t)bytes, n, 0, false},
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

/* Without a name, so that nothing stays behind whatever happens. */
static int open_temporary(const char **ret_dir)
{
	const char *dir = getenv("TMPDIR");
	char path[256];

	*ret_dir = dir && *dir == '/' && strlen(dir) < 200 ? dir : "/tmp";
	int fd = open(*ret_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	strcpy(stpcpy(path, *ret_dir), "/clin-XXXXXX");
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, s, n);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			s += done;
			n -= (size_t)done;
		}
	}
	return true;
}

/* The rest of `from`. */
static bool copy_rest(int from, int to)
{
	enum { PIECE = 64 * 1024 };
	char piece[PIECE];
	ssize_t n;

	while ((n = read(from, piece, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !write_all(to, piece, (size_t)n))
			return false;
	}
	return true;
}

bool window_keep(struct window *w, struct err *err)
{
	struct stat st;
	const char *dir;

	if (w->fd < 0 || (fstat(w->fd, &st) == 0 && S_ISREG(st.st_mode)))
		return true;
	int fd = open_temporary(&dir);
	bool ok = fd >= 0 && write_all(fd, window_bytes(w), window_size(w)) &&
		  copy_rest(w->fd, fd) &&
		  lseek(fd, (off_t)window_size(w), SEEK_SET) >= 0;
	if (!ok) {
		(void)ERR(err, ERR_WRITE, dir, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	if (w->fd > STDIN_FILENO)
		close(w->fd);
	w->fd = fd;
	return true;
}

void window_drop(struct window *w, size_t n)
{
	w->at += n;
}
