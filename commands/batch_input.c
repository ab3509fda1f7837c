#include "base/io.h"
#include "commands/batch_private.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool add_folder(struct batch_input *in, const char *dir, bool recursive,
		       struct err *err)
{
	char **paths;
	size_t n;

	if (!io_list(dir, "", recursive, &paths, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		vec_push(&in->paths, paths[i]); /* taken over */
	free(paths);
	return true;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Bytes of the files of lines; 0 when one of them is no regular file. */
static uint64_t lines_size(const struct string_vec *files)
{
	uint64_t size = 0;
	struct stat st;

	for (size_t i = 0; i < files->n; i++) {
		if (stat(files->at[i], &st) < 0 || !S_ISREG(st.st_mode))
			return 0;
		size += (uint64_t)st.st_size;
	}
	return files->n || fstat(STDIN_FILENO, &st) < 0 || !S_ISREG(st.st_mode)
		       ? size
		       : (uint64_t)st.st_size;
}

bool batch_input_open(struct batch_input *in, const struct batch_params *p,
		      const struct string_vec *words, struct err *err)
{
	bool ok = true;

	*in = (struct batch_input){.lines = p->batch, .files = words};
	in->size = p->batch ? lines_size(words) : 0;
	for (size_t i = 0; ok && !p->batch && i < words->n; i++) {
		if (p->recursive && is_folder(words->at[i]))
			ok = add_folder(in, words->at[i], true, err);
		else
			vec_push(&in->paths, mem_strdup(words->at[i]));
	}
	return ok;
}

double batch_input_part(const struct batch_input *in, uint64_t done)
{
	if (!in->lines)
		return in->paths.n ? (double)done / (double)in->paths.n : -1;
	return in->size ? (double)in->read / (double)in->size : -1;
}

uint64_t batch_input_total(const struct batch_input *in)
{
	return in->lines ? 0 : in->paths.n;
}

/* The next file of lines; standard input when none is named. */
static bool open_lines(struct batch_input *in, struct err *err)
{
	const char *path = in->files->n ? in->files->at[in->next] : "-";

	in->next++;
	in->open = window_open(&in->window, path, err);
	in->scanned = 0;
	return in->open;
}

static void close_lines(struct batch_input *in)
{
	if (in->open)
		window_close(&in->window);
	in->open = false;
}

/* Bytes of the whole line at the window's beginning, with its newline; 0: it
 * goes on. */
static size_t line_size(struct batch_input *in)
{
	const char *s = window_bytes(&in->window);
	size_t n = window_size(&in->window);
	const char *end = memchr(s + in->scanned, '\n', n - in->scanned);

	in->scanned = n; /* has none */
	if (end)
		return (size_t)(end - s) + 1;
	return in->window.eof ? n : 0;
}

/* A line is there, or the end of the file, or something can be read. */
bool batch_input_ready(struct batch_input *in)
{
	struct pollfd p = {in->window.fd, POLLIN, 0};

	if (!in->lines || !in->open || in->window.eof)
		return true;
	const char *s = window_bytes(&in->window);
	return memchr(s, '\n', window_size(&in->window)) || poll(&p, 1, 0) > 0;
}

/* Read on. False: *err, or a signal came (ERR_NONE). */
static bool read_on(struct batch_input *in, struct err *err)
{
	struct pollfd p = {in->window.fd, POLLIN, 0};

	if (poll(&p, 1, -1) < 0 && errno == EINTR) {
		in->stopped = true;
		return false;
	}
	return window_fill(&in->window, window_size(&in->window) + 1,
			   IO_LIMIT_REPORT, err);
}

static bool next_line(struct batch_input *in, const char **ret_item,
		      size_t *ret_n, struct err *err)
{
	size_t files = in->files->n ? in->files->n : 1, size;

	for (;;) {
		if (!in->open && (in->next >= files || !open_lines(in, err)))
			return false;
		while (!(size = line_size(in)) && !in->window.eof)
			if (!read_on(in, err))
				return false;
		in->scanned = 0;
		if (!size) {
			close_lines(in);
			continue;
		}
		/* the line stays where it is until more is read */
		char *line = in->window.buf.buf + in->window.at;
		size_t n = size;
		window_drop(&in->window, size);
		in->read += size;
		while (n > 0 && strchr("\r\n", line[n - 1]))
			n--;
		if (n == strspn(line, " \t") || n == 0)
			continue; /* blank lines are no requests */
		*ret_item = line;
		*ret_n = n;
		return true;
	}
}

bool batch_input_next(struct batch_input *in, const char **ret_item,
		      size_t *ret_n, struct err *err)
{
	err->id = ERR_NONE;
	in->stopped = false;
	if (in->lines)
		return next_line(in, ret_item, ret_n, err);
	if (in->next >= in->paths.n)
		return false;
	*ret_item = in->paths.at[in->next++];
	*ret_n = strlen(*ret_item);
	return true;
}

void batch_input_close(struct batch_input *in)
{
	for (size_t i = 0; i < in->paths.n; i++)
		free(in->paths.at[i]);
	vec_free(&in->paths);
	close_lines(in);
}
