#include "commands/batch_private.h"

#include "llm/limit.h"

#include <poll.h>
#include <string.h>

#define AT(member) offsetof(struct common_batch_params, batch.member)

static const char *const summaries[] = {"text", "json", "none", NULL};

const struct option batch_options[] = {
	{"batch", 0, OPTION_FLAG, AT(batch), TEXT(NULL, NULL),
	 TEXT("每行一个 JSON 请求，每行一个 JSON 结果（NDJSON）",
	      "a JSON request a line, a JSON result a line (NDJSON)"),
	 NULL},
	{"jobs", 'j', OPTION_INT, AT(jobs), TEXT("个数", "N"),
	 TEXT("并行进程数，默认 1", "worker processes; default 1"), NULL},
	{"recursive", 'r', OPTION_FLAG, AT(recursive), TEXT(NULL, NULL),
	 TEXT("文件参数中的目录逐层读入", "walk the folders among the files"),
	 NULL},
	{"output", 'o', OPTION_STRING, AT(output), TEXT("文件", "FILE"),
	 TEXT("结果写到此文件", "write results to this file"), NULL},
	{"journal", 0, OPTION_STRING, AT(journal), TEXT("文件", "FILE"),
	 TEXT("记录进度；中断后用同一命令接着做完，与 --output 合用",
	      "keep a journal: the same command finishes an interrupted run; "
	      "needs --output"),
	 NULL},
	{"alerts", 0, OPTION_STRING, AT(alerts), TEXT("文件", "FILE"),
	 TEXT("危急的发现随时追加到此文件",
	      "append critical findings to this file the moment they are found"),
	 NULL},
	{"summary", 0, OPTION_CHOICE, AT(summary), TEXT("格式", "FORMAT"),
	 TEXT("结束时标准错误上的小结",
	      "the closing summary on standard error"),
	 summaries},
	{0},
};

bool batch_wanted(const struct batch_params *p, const struct string_vec *words)
{
	return p->batch || p->recursive || words->n > 1 || p->jobs > 1 ||
	       p->output || p->journal || p->alerts;
}

enum { WORKERS_MAX = 64 };

struct run {
	const struct batch_job *job;
	struct batch_input input;
	struct batch_output output;
	struct batch_worker worker[WORKERS_MAX];
	int n_workers;
	uint64_t given, taken; /* chunks: chunk k belongs to worker k mod n */
	struct batch_counts counts;
	unsigned reasons;
	bool exhausted;
	struct batch_reply reply;
	bool part_failed; /* writing a part of an item */
	struct err part_err;
};

static bool interrupted(const struct run *r)
{
	struct ui *ui = r->job->app->ui;

	return ui->interrupted && ui->interrupted(ui);
}

static bool asks_model(const struct run *r)
{
	const struct common_params *c = r->job->app->common;

	return c && c->explain == EXPLAIN_LLM && !c->dry_run;
}

/* The next items up to a chunk's size. Returns how many; 0 at the end. */
static bool read_chunk(struct run *r, struct strbuf *chunk, uint64_t *ret_items,
		       struct err *err)
{
	const char *item;
	size_t n;
	/* files are large and few: one at a time keeps workers even */
	uint64_t most = r->input.lines ? CHUNK_ITEMS : 4;

	if (asks_model(r))
		most = 1; /* each takes seconds, and is worth keeping */

	strbuf_clear(chunk);
	*ret_items = 0;
	while (*ret_items < most && chunk->len < CHUNK_BYTES) {
		if (!batch_input_next(&r->input, &item, &n, err)) {
			r->exhausted = true;
			return err->id == ERR_NONE;
		}
		batch_chunk_add(chunk, item, n);
		(*ret_items)++;
	}
	return true;
}

/* Write what the reply holds and count it. */
static bool deliver(struct run *r, uint64_t items, struct err *err)
{
	struct ui *ui = r->job->app->ui;

	batch_counts_add(&r->counts, &r->reply.counts);
	r->reasons |= r->reply.reasons;
	if (!batch_output_write(&r->output, r->job, &r->reply, items, err))
		return false;
	if (ui->progress)
		ui->progress(ui, r->output.done, batch_input_total(&r->input));
	return true;
}

/* An item of many results: what there is goes out, so that memory does not
 * grow with the item; the journal counts it only when it is finished. */
static void deliver_part(struct batch_reply *reply)
{
	enum { PART = 1024 * 1024 };
	struct run *r = reply->flush_self;

	if (r->part_failed || (reply->out.len < PART && !reply->alerts.len))
		return;
	r->part_failed =
		!batch_output_write(&r->output, r->job, reply, 0, &r->part_err);
	strbuf_clear(&reply->out);
	strbuf_clear(&reply->alerts);
}

static bool run_alone(struct run *r, struct err *err)
{
	struct strbuf chunk = STRBUF_INIT;
	uint64_t items;
	bool ok = true;

	r->reply.flush = deliver_part;
	r->reply.flush_self = r;
	while (ok && !r->exhausted && !interrupted(r)) {
		ok = read_chunk(r, &chunk, &items, err);
		if (!ok || !items)
			break;
		batch_reply_clear(&r->reply);
		batch_chunk_answer(r->job, &chunk, &r->reply);
		ok = deliver(r, items, err);
		if (r->part_failed) {
			*err = r->part_err;
			ok = false;
		}
	}
	strbuf_release(&chunk);
	return ok;
}

/* Give the next chunk to the worker whose turn it is, if it is free. */
static bool give_next(struct run *r, struct strbuf *chunk, bool *ret_given,
		      struct err *err)
{
	struct batch_worker *w = &r->worker[r->given % (uint64_t)r->n_workers];
	uint64_t items;

	*ret_given = false;
	if (w->busy || r->exhausted || interrupted(r))
		return true;
	if (!read_chunk(r, chunk, &items, err))
		return false;
	if (items) {
		batch_worker_give(w, chunk, items);
		r->given++;
		*ret_given = true;
	}
	return true;
}

/* A dead worker: its chunk is repeated carefully, and it is replaced. */
static bool replace(struct run *r, struct batch_worker *w, struct err *err)
{
	struct batch_worker old = *w;

	strbuf_init(&w->chunk);
	batch_worker_stop(w);
	if (!batch_worker_start(w, r->job, err)) {
		strbuf_release(&old.chunk);
		return false;
	}
	/* earlier chunks come first: hold this one until its turn */
	w->chunk = old.chunk;
	w->chunk_items = old.chunk_items;
	w->out_written = old.out_written;
	w->alerts_written = old.alerts_written;
	w->counted = old.counted;
	w->busy = true;
	strbuf_clear(&w->request);
	return true;
}

static void cut_front(struct strbuf *sb, size_t n)
{
	n = n < sb->len ? n : sb->len;
	memmove(sb->buf, sb->buf + n, sb->len - n);
	strbuf_truncate(sb, sb->len - n);
}

/* A part of a long item, written as it comes. */
static bool pass_part(struct run *r, struct batch_worker *w, struct err *err)
{
	const char *separator = r->job->separator;

	if (r->reply.out.len)
		w->out_written +=
			r->reply.out.len + (separator ? strlen(separator) : 0);
	w->alerts_written += r->reply.alerts.len;
	batch_counts_add(&w->counted, &r->reply.counts);
	return deliver(r, 0, err);
}

/* The chunk again, without what was written before its worker died. */
static void repeat(struct run *r, struct batch_worker *w)
{
	batch_chunk_careful(r->job, &w->chunk, &r->reply);
	cut_front(&r->reply.out, w->out_written);
	cut_front(&r->reply.alerts, w->alerts_written);
	batch_counts_take(&r->reply.counts, &w->counted);
	w->busy = false;
}

static bool take_ready(struct run *r, bool *dead, struct err *err)
{
	while (r->taken < r->given) {
		int k = (int)(r->taken % (uint64_t)r->n_workers);
		struct batch_worker *w = &r->worker[k];
		if (dead[k]) {
			repeat(r, w);
			dead[k] = false;
		} else if (!batch_worker_answered(w)) {
			return true;
		} else if (!batch_worker_take(w, &r->reply)) {
			if (!pass_part(r, w, err))
				return false;
			continue;
		}
		r->taken++;
		if (!deliver(r, w->chunk_items, err))
			return false;
	}
	return true;
}

/* The worker whose turn it is is always heard; the others until they have
 * said a good deal, so that memory stays bounded. */
static bool is_heard(const struct run *r, int k)
{
	enum { HELD_MOST = 4 * 1024 * 1024 };
	const struct batch_worker *w = &r->worker[k];

	return (uint64_t)k == r->taken % (uint64_t)r->n_workers ||
	       w->answer.len < HELD_MOST || !batch_worker_answered(w);
}

static bool poll_workers(struct run *r, bool *dead, struct err *err)
{
	struct pollfd fds[WORKERS_MAX];

	for (int k = 0; k < r->n_workers; k++) {
		struct batch_worker *w = &r->worker[k];
		bool waiting = w->busy && !dead[k] && is_heard(r, k);
		fds[k] = (struct pollfd){waiting ? w->fd : -1, POLLIN, 0};
		if (waiting && w->sent < w->request.len)
			fds[k].events |= POLLOUT;
	}
	if (poll(fds, (nfds_t)r->n_workers, 1000) <= 0)
		return true; /* a signal: look at the flag */
	for (int k = 0; k < r->n_workers; k++)
		if (fds[k].revents &&
		    !batch_worker_move(&r->worker[k], fds[k].revents)) {
			dead[k] = true;
			if (!replace(r, &r->worker[k], err))
				return false;
		}
	return true;
}

static bool run_parallel(struct run *r, struct err *err)
{
	struct strbuf chunk = STRBUF_INIT;
	bool dead[WORKERS_MAX] = {false}, ok = true;

	for (int k = 0; ok && k < r->n_workers; k++)
		ok = batch_worker_start(&r->worker[k], r->job, err);
	while (ok) {
		bool given = true;
		while (ok && given)
			ok = give_next(r, &chunk, &given, err);
		ok = ok && take_ready(r, dead, err);
		if (!ok ||
		    (r->taken == r->given && (r->exhausted || interrupted(r))))
			break;
		if (r->taken < r->given)
			ok = poll_workers(r, dead, err) &&
			     take_ready(r, dead, err);
	}
	for (int k = 0; k < r->n_workers; k++)
		batch_worker_stop(&r->worker[k]);
	strbuf_release(&chunk);
	return ok;
}

static bool skip_done(struct run *r, struct err *err)
{
	const char *item;
	size_t n;

	for (uint64_t i = 0; i < r->output.skip; i++)
		if (!batch_input_next(&r->input, &item, &n, err))
			return err->id == ERR_NONE;
	return true;
}

bool batch_run(const struct batch_job *job, const struct string_vec *words,
	       unsigned *ret_reasons, struct err *err)
{
	struct run r = {.job = job};
	job->app->many = true;
	const char *head = job->head ? job->head : "";
	const char *tail = job->tail ? job->tail : "";

	r.n_workers = job->params->jobs > WORKERS_MAX ? WORKERS_MAX
						      : job->params->jobs;
	batch_reply_init(&r.reply);
	if (asks_model(&r))
		job->app->limit =
			limit_open(job->app->config->model.concurrency);
	bool ok = batch_output_open(&r.output, job->app, job->params, err) &&
		  batch_input_open(&r.input, job->params, words, err);
	ok = ok && skip_done(&r, err);
	if (ok && !r.output.skip)
		ok = batch_output_text(&r.output, head, strlen(head), err);
	ok = ok &&
	     (r.n_workers > 1 ? run_parallel(&r, err) : run_alone(&r, err));
	bool stopped = ok && !r.exhausted && interrupted(&r);
	if (ok && !stopped)
		ok = batch_output_text(&r.output, tail, strlen(tail), err);
	struct err later;
	ok = batch_output_settle(&r.output, ok ? err : &later) && ok;
	batch_summarise(job, &r.counts, r.output.skip);
	if (stopped) {
		char at[24];
		ok = ERR(err, ERR_INTERRUPTED,
			 err_int(at, (long long)r.output.done));
	}
	limit_close(job->app->limit);
	job->app->limit = NULL;
	*ret_reasons = r.reasons;
	batch_reply_release(&r.reply);
	batch_input_close(&r.input);
	batch_output_close(&r.output);
	return ok;
}
