/* Inside the batch runner. */
#ifndef COMMANDS_BATCH_PRIVATE_H
#define COMMANDS_BATCH_PRIVATE_H

#include "base/window.h"
#include "commands/batch.h"

#include <sys/types.h>

/* --- where items come from (batch_input.c) ----------------------------- */

struct batch_input {
	bool lines;
	const struct string_vec *files;
	VEC(char *) paths;    /* of files, folders walked */
	size_t next;          /* path or file at hand */
	struct window window; /* of lines, when open */
	bool open;
	size_t scanned;      /* bytes of it that hold no newline */
	uint64_t size, read; /* bytes of all files of lines; size 0: unknown */
	bool stopped;        /* a signal came while it was waited for */
};
bool batch_input_open(struct batch_input *in, const struct batch_params *p,
		      const struct string_vec *words, struct err *err);
/* The next item; valid until the call after. False: no more, or in->stopped,
 * or *err set (ERR_NONE otherwise). */
bool batch_input_next(struct batch_input *in, const char **ret_item,
		      size_t *ret_n, struct err *err);
/* Can the next be had without waiting for whoever writes it? */
bool batch_input_ready(struct batch_input *in);
void batch_input_close(struct batch_input *in);
/* Items in all if known, else 0. */
uint64_t batch_input_total(const struct batch_input *in);
/* What part of the input `done` items are, from 0 to 1: of lines in files, the
 * part that was read. Negative: not known. */
double batch_input_part(const struct batch_input *in, uint64_t done);

/* --- an answer to be written -------------------------------------------- */

/* A reply as it is read: it lies where it was written. */
struct batch_answer {
	const char *out, *alerts;
	size_t out_len, alerts_len;
	struct batch_counts counts;
	unsigned reasons;
	_Atomic bool *place; /* of the shared memory it is in; NULL: none */
};
struct batch_answer batch_answer_of(const struct batch_reply *reply);

/* --- where answers go (batch_output.c) --------------------------------- */

struct batch_output {
	struct app *app;
	const struct batch_params *params;
	int out, alerts, journal; /* -1: none */
	uint64_t done, skip;      /* items finished; in an earlier run */
	uint64_t out_length, alerts_length;
	/* the same when the last item was finished: parts of the next may
	 * follow, which the journal does not count */
	uint64_t out_done, alerts_done;
	uint64_t unsynced; /* items since the last journal line */
	bool begun;        /* an item was written: separator next */
};
bool batch_output_open(struct batch_output *o, struct app *app,
		       const struct batch_params *p, struct err *err);
bool batch_output_write(struct batch_output *o, const struct batch_job *job,
			const struct batch_answer *answer, uint64_t items,
			struct err *err);
bool batch_output_text(struct batch_output *o, const char *s, size_t n,
		       struct err *err);
/* Sync and write the journal's line. */
bool batch_output_settle(struct batch_output *o, struct err *err);
void batch_output_close(struct batch_output *o);

/* --- who answers (batch_worker.c) -------------------------------------- */

enum { CHUNK_ITEMS = 16, CHUNK_BYTES = 256 * 1024 };

/* Chunks a worker has: one in hand and some to come, so that it goes on while
 * another, whose answers go out first, waits for a processor: a time slice is
 * longer than a chunk. Two at least, more while they are small. */
enum { WORKER_CHUNKS = 8, WORKER_BYTES = 512 * 1024 };
struct batch_chunk {
	struct strbuf items; /* kept for a crash */
	uint64_t n;
};

/* Memory of a worker and its parent: an answer is written there once and read
 * there, since through the socket it would be copied three times. The worker
 * takes the first place that is free, so that few are used, which stay in the
 * processor's cache; the parent frees it when the answer is written out. */
enum { SHARE_PLACE = 256 * 1024 };
struct batch_share {
	_Atomic bool taken[WORKER_CHUNKS];
	char place[WORKER_CHUNKS][SHARE_PLACE];
};

struct batch_worker {
	pid_t pid;
	int fd;                    /* socket to it */
	struct batch_share *share; /* it answers in; or NULL */
	bool dead;                 /* replaced; its chunks are to be repeated */
	struct strbuf request;     /* frames being sent */
	size_t sent;
	struct strbuf answer; /* frames being received */
	size_t read;          /* bytes of them that were taken */
	struct batch_chunk chunk[WORKER_CHUNKS];
	int n_chunks;
	/* what was written of the chunk in hand: parts of one long item */
	size_t out_written, alerts_written;
	struct batch_counts counted;
};
/* An answer is this header and the two texts, which are in the shared memory
 * when they fit and behind the header otherwise; a request is its length and
 * the chunk. Same machine, same program: native layout. */
struct answer_header {
	uint64_t shared; /* place of the texts, +1; 0: behind this */
	uint64_t out, alerts;
	struct batch_counts counts;
	uint64_t reasons;
	uint64_t last; /* of the chunk's answers; others are parts of one */
};
/* The worker's life, until the socket closes (batch_serve.c). */
void batch_serve(int fd, struct batch_share *share,
		 const struct batch_job *job);
bool batch_worker_start(struct batch_worker *w, const struct batch_job *job,
			struct err *err);
void batch_worker_stop(struct batch_worker *w);
/* Pack an item behind others in a chunk. */
void batch_chunk_add(struct strbuf *chunk, const char *item, size_t n);
/* The item at *at, which moves behind it. False: no more. */
bool batch_chunk_next(const struct strbuf *chunk, size_t *at,
		      const char **ret_item, size_t *ret_n);
/* Answer a whole chunk in this process. */
void batch_chunk_answer(const struct batch_job *job, const struct strbuf *chunk,
			struct batch_reply *reply);
/* Hand the chunk over; poll-driven sending and receiving. False: it died. */
void batch_worker_give(struct batch_worker *w, const struct strbuf *chunk,
		       uint64_t items);
bool batch_worker_move(struct batch_worker *w, short revents);
bool batch_worker_answered(const struct batch_worker *w);
/* Take the answer, valid until the worker is heard again, and release it.
 * False: it is a part, more of the chunk follows. */
bool batch_worker_take(struct batch_worker *w, struct batch_answer *ret);
void batch_answer_release(const struct batch_answer *a);
/* The chunk in hand is answered. Returns its items. */
uint64_t batch_worker_done(struct batch_worker *w);
/* A new process in the place of one that died; it has the same chunks. */
bool batch_worker_replace(struct batch_worker *w, const struct batch_job *job,
			  struct err *err);
/* Send the chunks it has anew. */
void batch_worker_resume(struct batch_worker *w);
/* After a crash: each item in a process of its own. */
void batch_chunk_careful(const struct batch_job *job,
			 const struct strbuf *chunk, struct batch_reply *reply);

/* --- the run (batch.c, batch_parallel.c) ------------------------------- */

enum { WORKERS_MAX = 64 };

struct batch_run {
	const struct batch_job *job;
	struct batch_input input;
	struct batch_output output;
	struct batch_worker worker[WORKERS_MAX];
	int n_workers;
	uint64_t given, taken;                  /* chunks */
	int owner[WORKERS_MAX * WORKER_CHUNKS]; /* worker of those between */
	struct batch_counts counts;
	unsigned reasons;
	bool exhausted;
	bool cut; /* interrupted: nothing more is delivered */
	struct batch_reply reply;
	bool part_failed; /* writing a part of an item */
	struct err part_err;
};

bool batch_interrupted(const struct batch_run *r);
/* Does each item ask a model? */
bool batch_asks_model(const struct batch_run *r);
/* The next items up to a chunk's size. Returns how many; 0 at the end. */
bool batch_read_chunk(struct batch_run *r, struct strbuf *chunk,
		      uint64_t *ret_items, struct err *err);
/* Write what the answer holds and count it. */
bool batch_deliver(struct batch_run *r, const struct batch_answer *answer,
		   uint64_t items, struct err *err);
bool batch_run_parallel(struct batch_run *r, struct err *err);

void batch_counts_add(struct batch_counts *to, const struct batch_counts *from);
void batch_counts_take(struct batch_counts *from, const struct batch_counts *n);
/* The closing summary on standard error. */
void batch_summarise(const struct batch_job *job, const struct batch_counts *c,
		     uint64_t skipped);
void batch_reply_init(struct batch_reply *r);
void batch_reply_release(struct batch_reply *r);
void batch_reply_clear(struct batch_reply *r);

#endif
