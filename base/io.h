/* Bounded input and durable output. */
#ifndef BASE_IO_H
#define BASE_IO_H

#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { IO_LIMIT_REPORT = 64 * 1024 * 1024 };

/* Open for reading ("-": standard input, not to be closed). A directory and
 * an unreadable file are errors that say so. */
bool io_open(const char *path, int *ret, struct err *err);

/* Append the whole of `path` ("-": standard input) to *ret, at most `limit`
 * bytes. A directory, an unreadable file and a larger one are errors that
 * say so. */
bool io_read(const char *path, size_t limit, struct strbuf *ret, struct err *err);

/* Write a file aside in the same folder, sync it and rename it over `path`,
 * mode 0600 or as given. */
bool io_replace(const char *path, const void *data, size_t n, unsigned mode,
		struct err *err);

/* True if `path` exists (any kind). */
bool io_exists(const char *path);

/* Create a folder and its parents, mode 0700. */
bool io_make_dir(const char *path, struct err *err);

/* Sorted paths (owned, free each) of the regular files in `dir` whose name
 * ends with `suffix`; subfolders too when `recursive`. */
bool io_list(const char *dir, const char *suffix, bool recursive,
	     char ***ret_paths, size_t *ret_n, struct err *err);
void io_list_free(char **paths, size_t n);

#endif
