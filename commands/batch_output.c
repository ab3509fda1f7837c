#include "base/io.h"
#include "commands/batch_private.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SYNC_ITEMS = 512 };
static const char journal_head[] = "clin-journal 1\n";

static bool write_all(int fd, const char *path, const char *s, size_t n,
		      struct err *err)
{
	while (n > 0) {
		ssize_t done = write(fd, s, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return ERR(err, ERR_WRITE, path, strerror(errno));
		s += done;
		n -= (size_t)done;
	}
	return true;
}

/* The last whole line of the journal, or zeros; *ret_whole: bytes of its whole
 * lines. */
static bool read_journal(struct batch_output *o, const char *path,
			 size_t *ret_whole, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	uint64_t done, out, alerts;

	*ret_whole = 0;
	if (!io_exists(path))
		return true;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return ERR(err, ERR_JOURNAL, path, "not a regular file");
	bool ok = io_read(path, 256u << 20, &text, err);
	if (ok && text.len &&
	    strncmp(text.buf, journal_head, sizeof journal_head - 1))
		ok = ERR(err, ERR_JOURNAL, path, "not a journal of clin");
	while (ok && text.len && text.buf[text.len - 1] != '\n')
		strbuf_truncate(&text, text.len - 1); /* torn by a full disk */
	*ret_whole = text.len;
	if (ok && text.len > sizeof journal_head) {
		const char *line = text.buf + text.len - 1;
		while (line > text.buf && line[-1] != '\n')
			line--;
		if (sscanf(line, "%" SCNu64 " %" SCNu64 " %" SCNu64, &done,
			   &out, &alerts) == 3) {
			o->skip = done;
			o->out_length = out;
			o->alerts_length = alerts;
		}
	}
	strbuf_release(&text);
	return ok;
}

static bool open_at(const struct batch_output *o, const char *path,
		    uint64_t length, int *ret, struct err *err)
{
	struct stat st;

	*ret = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (*ret < 0 || fstat(*ret, &st) < 0)
		return ERR(err, ERR_WRITE, path, strerror(errno));
	/* never filled up with zeros */
	if (S_ISREG(st.st_mode) && (uint64_t)st.st_size < length)
		return ERR(err, ERR_JOURNAL, o->params->journal,
			   "the output file is shorter than it says; remove "
			   "the journal to start over");
	/* a pipe or a device begins where it stands */
	if (S_ISREG(st.st_mode) && (ftruncate(*ret, (off_t)length) < 0 ||
				    lseek(*ret, 0, SEEK_END) < 0))
		return ERR(err, ERR_WRITE, path, strerror(errno));
	return true;
}

/* Opened at the end of its whole lines: what was torn is no beginning of the
 * next. */
static bool open_journal(struct batch_output *o, const char *path, size_t whole,
			 struct err *err)
{
	o->journal =
		open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (o->journal < 0)
		return ERR(err, ERR_JOURNAL, path, strerror(errno));
	if (ftruncate(o->journal, (off_t)whole) < 0)
		return ERR(err, ERR_WRITE, path, strerror(errno));
	return whole || write_all(o->journal, path, journal_head,
				  sizeof journal_head - 1, err);
}

bool batch_output_open(struct batch_output *o, struct app *app,
		       const struct batch_params *p, struct err *err)
{
	size_t whole = 0;

	*o = (struct batch_output){.app = app,
				   .params = p,
				   .out = -1,
				   .alerts = -1,
				   .journal = -1};
	if (p->journal && !p->output)
		return ERR(err, ERR_OPTION_CONFLICT, "--journal", "--output");
	if (p->journal && !read_journal(o, p->journal, &whole, err))
		return false;
	if (p->output && !open_at(o, p->output, o->out_length, &o->out, err))
		return false;
	if (p->alerts &&
	    !open_at(o, p->alerts, o->alerts_length, &o->alerts, err))
		return false;
	o->done = o->skip;
	o->out_done = o->out_length;
	o->alerts_done = o->alerts_length;
	o->begun = o->skip > 0;
	return !p->journal || open_journal(o, p->journal, whole, err);
}

bool batch_output_text(struct batch_output *o, const char *s, size_t n,
		       struct err *err)
{
	if (o->out < 0)
		return o->app->ui->write(o->app->ui, s, n, err);
	if (!write_all(o->out, o->params->output, s, n, err))
		return false;
	o->out_length += n;
	return true;
}

bool batch_output_write(struct batch_output *o, const struct batch_job *job,
			const struct batch_answer *answer, uint64_t items,
			struct err *err)
{
	/* an alert is worth more than the order of the files */
	if (o->alerts >= 0 && answer->alerts_len) {
		if (!write_all(o->alerts, o->params->alerts, answer->alerts,
			       answer->alerts_len, err))
			return false;
		fdatasync(o->alerts);
		o->alerts_length += answer->alerts_len;
	}
	if (answer->out_len && o->begun && job->separator &&
	    !batch_output_text(o, job->separator, strlen(job->separator), err))
		return false;
	if (!batch_output_text(o, answer->out, answer->out_len, err))
		return false;
	o->begun |= answer->out_len > 0;
	if (items) {
		o->done += items;
		o->unsynced += items;
		o->out_done = o->out_length;
		o->alerts_done = o->alerts_length;
	}
	return o->unsynced < SYNC_ITEMS || batch_output_settle(o, err);
}

bool batch_output_settle(struct batch_output *o, struct err *err)
{
	char line[96];

	o->unsynced = 0;
	if (o->journal < 0)
		return true;
	if (fdatasync(o->out) < 0 && errno != EINVAL)
		return ERR(err, ERR_WRITE, o->params->output, strerror(errno));
	int n = snprintf(line, sizeof line,
			 "%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", o->done,
			 o->out_done, o->alerts_done);
	if (!write_all(o->journal, o->params->journal, line, (size_t)n, err))
		return false;
	return fdatasync(o->journal) == 0 || errno == EINVAL ||
	       ERR(err, ERR_JOURNAL, o->params->journal, strerror(errno));
}

void batch_output_close(struct batch_output *o)
{
	if (o->out >= 0)
		close(o->out);
	if (o->alerts >= 0)
		close(o->alerts);
	if (o->journal >= 0)
		close(o->journal);
}
