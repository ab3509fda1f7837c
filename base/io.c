#include "base/io.h"

#include "base/mem.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_fd(int fd, const char *path, size_t limit, struct strbuf *ret,
		    struct err *err)
{
	size_t total = 0;

	for (;;) {
		strbuf_reserve(ret, 64 * 1024);
		ssize_t n = read(fd, ret->buf + ret->len, 64 * 1024);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR(err, ERR_OPEN, path, strerror(errno));
		if (n == 0)
			return true;
		ret->len += (size_t)n;
		ret->buf[ret->len] = '\0';
		total += (size_t)n;
		if (total > limit) {
			char mib[24];
			return ERR(err, ERR_TOO_LARGE, path,
				   err_int(mib, (long long)(limit >> 20)));
		}
	}
}

bool io_open(const char *path, int *ret, struct err *err)
{
	struct stat st;

	*ret = STDIN_FILENO;
	if (strcmp(path, "-") == 0)
		return true;
	*ret = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (*ret < 0)
		return ERR(err, ERR_OPEN, path, strerror(errno));
	if (fstat(*ret, &st) == 0 && !S_ISDIR(st.st_mode))
		return true;
	ERR(err, S_ISDIR(st.st_mode) ? ERR_DIRECTORY : ERR_OPEN, path,
	    "not a file");
	close(*ret);
	*ret = -1;
	return false;
}

bool io_read(const char *path, size_t limit, struct strbuf *ret,
	     struct err *err)
{
	int fd;

	if (!io_open(path, &fd, err))
		return false;
	bool ok = read_fd(fd, path, limit, ret, err);
	if (fd != STDIN_FILENO)
		close(fd);
	return ok;
}

static bool write_all(int fd, const char *data, size_t n)
{
	while (n) {
		ssize_t done = write(fd, data, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		data += done;
		n -= (size_t)done;
	}
	return true;
}

bool io_replace(const char *path, const void *data, size_t n, unsigned mode,
		struct err *err)
{
	struct strbuf aside = STRBUF_INIT;
	strbuf_addf(&aside, "%s.XXXXXX", path);

	int fd = mkstemp(aside.buf);
	bool ok = fd >= 0 && fchmod(fd, (mode_t)mode) == 0 &&
		  write_all(fd, data, n) && fsync(fd) == 0;
	int saved = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		ok = false;
		saved = errno;
	}
	if (ok && rename(aside.buf, path) < 0) {
		ok = false;
		saved = errno;
	}
	if (!ok) {
		if (fd >= 0)
			unlink(aside.buf);
		ERR(err, ERR_WRITE, path, strerror(saved));
	}
	strbuf_release(&aside);
	return ok;
}

bool io_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool io_make_dir(const char *path, struct err *err)
{
	char *copy = mem_strdup(path);
	bool ok = true;

	for (char *p = copy + 1; ok; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char end = *p;
		*p = '\0';
		ok = mkdir(copy, 0700) == 0 || errno == EEXIST;
		*p = end;
		if (end == '\0')
			break;
	}
	if (!ok)
		ERR(err, ERR_WRITE, path, strerror(errno));
	free(copy);
	return ok;
}

struct paths VEC_OF(char *);

static bool ends_with(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n >= m && strcmp(name + n - m, suffix) == 0;
}

static bool list_into(const char *dir, const char *suffix, bool recursive,
		      int depth, struct paths *out, struct err *err)
{
	DIR *d = opendir(dir);
	if (!d)
		return ERR(err, ERR_OPEN, dir, strerror(errno));

	bool ok = true;
	for (struct dirent *e; ok && (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		struct strbuf path = STRBUF_INIT;
		struct stat st;
		strbuf_addf(&path, "%s/%s", dir, e->d_name);
		if (stat(path.buf, &st) == 0) {
			if (S_ISREG(st.st_mode) && ends_with(e->d_name, suffix))
				vec_push(out, mem_strdup(path.buf));
			else if (S_ISDIR(st.st_mode) && recursive && depth < 32)
				ok = list_into(path.buf, suffix, true,
					       depth + 1, out, err);
		}
		strbuf_release(&path);
	}
	closedir(d);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool io_list(const char *dir, const char *suffix, bool recursive,
	     char ***ret_paths, size_t *ret_n, struct err *err)
{
	struct paths out = {0};

	if (!list_into(dir, suffix, recursive, 0, &out, err)) {
		io_list_free(out.at, out.n);
		return false;
	}
	if (out.n)
		qsort(out.at, out.n, sizeof *out.at, by_name);
	*ret_paths = out.at;
	*ret_n = out.n;
	return true;
}

void io_list_free(char **paths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(paths[i]);
	free(paths);
}
