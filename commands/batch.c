#include "commands/batch_private.h"

#include "llm/limit.h"

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

bool batch_interrupted(const struct batch_run *r)
{
	struct ui *ui = r->job->app->ui;
	bool wanted = ui->interrupted && ui->interrupted(ui);

	if (wanted) /* calls in flight, too */
		limit_stop(r->job->app->limit);
	return wanted;
}

bool batch_asks_model(const struct batch_run *r)
{
	const struct common_params *c = r->job->app->common;

	return c && c->explain == EXPLAIN_LLM && !c->dry_run;
}

/* The next items up to a chunk's size. Returns how many; 0 at the end. */
bool batch_read_chunk(struct batch_run *r, struct strbuf *chunk,
		      uint64_t *ret_items, struct err *err)
{
	const char *item;
	size_t n;
	uint64_t most = CHUNK_ITEMS;
	uint64_t files = batch_input_total(&r->input);

	/* few files may be large ones: then one at a time keeps workers even */
	if (!r->input.lines && files < (uint64_t)r->n_workers * 16 * most)
		most = 1;

	if (batch_asks_model(r))
		most = 1; /* each takes seconds, and is worth keeping */

	strbuf_clear(chunk);
	*ret_items = 0;
	while (*ret_items < most && chunk->len < CHUNK_BYTES) {
		/* what is there is answered, whenever more comes */
		if (*ret_items && !batch_input_ready(&r->input))
			return true;
		if (!batch_input_next(&r->input, &item, &n, err)) {
			r->exhausted = !r->input.stopped;
			return err->id == ERR_NONE;
		}
		batch_chunk_add(chunk, item, n);
		(*ret_items)++;
	}
	return true;
}

/* Write what the answer holds and count it. */
bool batch_deliver(struct batch_run *r, const struct batch_answer *answer,
		   uint64_t items, struct err *err)
{
	struct ui *ui = r->job->app->ui;

	/* an answer that was given up: the same command asks for it again */
	r->cut |= r->output.journal >= 0 && answer->counts.unexplained &&
		  batch_interrupted(r);
	if (r->cut)
		return true;
	batch_counts_add(&r->counts, &answer->counts);
	r->reasons |= answer->reasons;
	if (!batch_output_write(&r->output, r->job, answer, items, err))
		return false;
	if (ui->progress)
		ui->progress(ui, r->output.done, batch_input_total(&r->input),
			     batch_input_part(&r->input, r->output.done));
	return true;
}

/* An item of many results: what there is goes out, so that memory does not
 * grow with the item; the journal counts it only when it is finished. */
static void deliver_part(struct batch_reply *reply)
{
	struct batch_run *r = reply->flush_self;

	if (r->part_failed ||
	    (reply->out.len < BATCH_PART && !reply->alerts.len))
		return;
	struct batch_answer part = batch_answer_of(reply);
	r->part_failed =
		!batch_output_write(&r->output, r->job, &part, 0, &r->part_err);
	strbuf_clear(&reply->out);
	strbuf_clear(&reply->alerts);
}

static bool run_alone(struct batch_run *r, struct err *err)
{
	struct strbuf chunk = STRBUF_INIT;
	uint64_t items;
	bool ok = true;

	r->reply.flush = deliver_part;
	r->reply.flush_self = r;
	while (ok && !r->exhausted && !batch_interrupted(r)) {
		ok = batch_read_chunk(r, &chunk, &items, err);
		if (!ok || !items)
			continue; /* the end, or a signal */
		batch_reply_clear(&r->reply);
		batch_chunk_answer(r->job, &chunk, &r->reply);
		struct batch_answer answer = batch_answer_of(&r->reply);
		ok = batch_deliver(r, &answer, items, err);
		if (r->part_failed) {
			*err = r->part_err;
			ok = false;
		}
	}
	strbuf_release(&chunk);
	return ok;
}

static bool skip_done(struct batch_run *r, struct err *err)
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
	struct batch_run r = {.job = job};
	job->app->many = true;
	const char *head = job->head ? job->head : "";
	const char *tail = job->tail ? job->tail : "";

	r.n_workers = job->params->jobs > WORKERS_MAX ? WORKERS_MAX
						      : job->params->jobs;
	batch_reply_init(&r.reply);
	if (batch_asks_model(&r))
		job->app->limit =
			limit_open(job->app->config->model.concurrency);
	bool ok = batch_output_open(&r.output, job->app, job->params, err) &&
		  batch_input_open(&r.input, job->params, words, err);
	ok = ok && skip_done(&r, err);
	if (ok && !r.output.skip)
		ok = batch_output_text(&r.output, head, strlen(head), err);
	ok = ok && (r.n_workers > 1 ? batch_run_parallel(&r, err)
				    : run_alone(&r, err));
	bool stopped = ok && (!r.exhausted || r.cut) && batch_interrupted(&r);
	if (ok && !stopped)
		ok = batch_output_text(&r.output, tail, strlen(tail), err);
	struct err later;
	ok = batch_output_settle(&r.output, ok ? err : &later) && ok;
	batch_summarise(job, &r.counts, r.output.skip);
	if (stopped) {
		char at[24];
		ok = ERR(err, ERR_STOPPED,
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

int batch_run_status(const struct batch_job *job,
		     const struct string_vec *words, struct err *err)
{
	unsigned reasons = 0;

	if (!batch_run(job, words, &reasons, err))
		return EXIT_FAILED;
	return reasons_status(reasons);
}
