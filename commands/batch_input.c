#include "base/io.h"
#include "commands/batch_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

bool batch_input_open(struct batch_input *in, const struct batch_params *p,
		      const struct string_vec *words, struct err *err)
{
	bool ok = true;

	*in = (struct batch_input){.lines = p->batch, .files = words};
	for (size_t i = 0; ok && !p->batch && i < words->n; i++) {
		if (p->recursive && is_folder(words->at[i]))
			ok = add_folder(in, words->at[i], true, err);
		else
			vec_push(&in->paths, mem_strdup(words->at[i]));
	}
	return ok;
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
	in->stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	return in->stream || ERR(err, ERR_OPEN, path, strerror(errno));
}

static bool next_line(struct batch_input *in, const char **ret_item,
		      size_t *ret_n, struct err *err)
{
	size_t files = in->files->n ? in->files->n : 1;

	for (;;) {
		if (!in->stream) {
			if (in->next >= files)
				return false;
			if (!open_lines(in, err))
				return false;
		}
		ssize_t n = getline(&in->line, &in->line_size, in->stream);
		if (n < 0) {
			if (in->stream != stdin)
				fclose(in->stream);
			in->stream = NULL;
			if (in->next >= files)
				return false;
			continue;
		}
		while (n > 0 && strchr("\r\n", in->line[n - 1]))
			n--;
		if ((size_t)n == strspn(in->line, " \t\r\n"))
			continue; /* blank lines are no requests */
		in->line[n] = '\0';
		*ret_item = in->line;
		*ret_n = (size_t)n;
		return true;
	}
}

bool batch_input_next(struct batch_input *in, const char **ret_item,
		      size_t *ret_n, struct err *err)
{
	err->id = ERR_NONE;
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
	if (in->stream && in->stream != stdin)
		fclose(in->stream);
	free(in->line);
}
