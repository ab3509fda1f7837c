/* Chunks to forked workers, their answers in the order of the input. */
#include "commands/batch_private.h"

#include <poll.h>
#include <sched.h>
#include <string.h>

static bool has_room(const struct batch_run *r, const struct batch_worker *w)
{
	size_t bytes = 0;

	if (w->dead)
		return false;
	if (batch_asks_model(r)) /* what waits is not begun before its turn */
		return !w->n_chunks;
	for (int i = 0; i < w->n_chunks; i++)
		bytes += w->chunk[i].items.len;
	return w->n_chunks < 2 ||
	       (w->n_chunks < WORKER_CHUNKS && bytes < WORKER_BYTES);
}

/* The worker that has least to do, if it has room: on a machine that does other
 * work too, the processors are not equally fast. -1: none. */
static int idlest(const struct batch_run *r)
{
	int best = -1;

	for (int k = 0; k < r->n_workers; k++)
		if (has_room(r, &r->worker[k]) &&
		    (best < 0 ||
		     r->worker[k].n_chunks < r->worker[best].n_chunks))
			best = k;
	return best;
}

static int *owner_of(struct batch_run *r, uint64_t chunk)
{
	return &r->owner[chunk % (WORKERS_MAX * WORKER_CHUNKS)];
}

static bool give_next(struct batch_run *r, struct strbuf *chunk,
		      bool *ret_given, struct err *err)
{
	int k = idlest(r);
	uint64_t items;

	*ret_given = false;
	if (r->exhausted || k < 0 || batch_interrupted(r))
		return true;
	/* answers are not kept waiting for a writer that takes its time */
	if (r->taken < r->given && !batch_input_ready(&r->input))
		return true;
	if (!batch_read_chunk(r, chunk, &items, err))
		return false;
	if (items) {
		batch_worker_give(&r->worker[k], chunk, items);
		*owner_of(r, r->given++) = k;
		*ret_given = true;
	}
	return true;
}

/* A part of a long item, written as it comes. */
static bool pass_part(struct batch_run *r, struct batch_worker *w,
		      const struct batch_answer *part, struct err *err)
{
	const char *separator = r->job->separator;

	if (part->out_len)
		w->out_written +=
			part->out_len + (separator ? strlen(separator) : 0);
	w->alerts_written += part->alerts_len;
	batch_counts_add(&w->counted, &part->counts);
	return batch_deliver(r, part, 0, err);
}

static void skip_written(const char **s, size_t *len, size_t written)
{
	size_t n = written < *len ? written : *len;

	*s += n;
	*len -= n;
}

/* The chunk again, without what was written before its worker died. */
static struct batch_answer repeat(struct batch_run *r, struct batch_worker *w)
{
	batch_chunk_careful(r->job, &w->chunk[0].items, &r->reply);
	struct batch_answer a = batch_answer_of(&r->reply);
	skip_written(&a.out, &a.out_len, w->out_written);
	skip_written(&a.alerts, &a.alerts_len, w->alerts_written);
	batch_counts_take(&a.counts, &w->counted);
	return a;
}

static bool take_ready(struct batch_run *r, struct err *err)
{
	while (r->taken < r->given) {
		struct batch_worker *w = &r->worker[*owner_of(r, r->taken)];
		struct batch_answer answer;
		bool dead = w->dead;
		if (dead) {
			answer = repeat(r, w);
		} else if (!batch_worker_answered(w)) {
			return true;
		} else if (!batch_worker_take(w, &answer)) {
			if (!pass_part(r, w, &answer, err))
				return false;
			continue;
		}
		r->taken++;
		uint64_t items = batch_worker_done(w);
		if (dead)
			batch_worker_resume(w);
		bool ok = batch_deliver(r, &answer, items, err);
		batch_answer_release(&answer);
		if (!ok)
			return false;
	}
	return true;
}

/* The worker whose turn it is is always heard; the others until they have
 * said a good deal, so that memory stays bounded. */
static bool is_heard(struct batch_run *r, int k)
{
	enum { HELD_MOST = 4 * 1024 * 1024 };
	const struct batch_worker *w = &r->worker[k];

	return k == *owner_of(r, r->taken) ||
	       w->answer.len - w->read < HELD_MOST || !batch_worker_answered(w);
}

/* The input, when a worker has nothing to do and only a line misses. */
static int waits_for_input(const struct batch_run *r)
{
	int k = idlest(r);

	return r->exhausted || k < 0 || r->worker[k].n_chunks || !r->input.open
		       ? -1
		       : r->input.window.fd;
}

static bool poll_workers(struct batch_run *r, struct err *err)
{
	struct pollfd fds[WORKERS_MAX + 1];

	for (int k = 0; k < r->n_workers; k++) {
		struct batch_worker *w = &r->worker[k];
		bool waiting = w->n_chunks && !w->dead && is_heard(r, k);
		fds[k] = (struct pollfd){waiting ? w->fd : -1, POLLIN, 0};
		if (waiting && w->sent < w->request.len)
			fds[k].events |= POLLOUT;
	}
	fds[r->n_workers] = (struct pollfd){waits_for_input(r), POLLIN, 0};
	int ready = poll(fds, (nfds_t)r->n_workers + 1, 1000);
	batch_interrupted(r); /* passes it on to calls in flight */
	if (ready <= 0)
		return true;
	for (int k = 0; k < r->n_workers; k++)
		if (fds[k].revents &&
		    !batch_worker_move(&r->worker[k], fds[k].revents) &&
		    !batch_worker_replace(&r->worker[k], r->job, err))
			return false;
	return true;
}

/* The parent, woken by an answer, waits for its turn instead of taking the
 * processor from a worker in the middle of a report. Workers inherit it. */
static void yield_to_workers(void)
{
	if (sched_getscheduler(0) == SCHED_OTHER)
		sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0});
}

bool batch_run_parallel(struct batch_run *r, struct err *err)
{
	struct strbuf chunk = STRBUF_INIT;
	bool ok = true;

	yield_to_workers();
	for (int k = 0; ok && k < r->n_workers; k++)
		ok = batch_worker_start(&r->worker[k], r->job, err);
	while (ok) {
		bool given = true;
		while (ok && given)
			ok = give_next(r, &chunk, &given, err);
		ok = ok && take_ready(r, err);
		if (!ok || (r->taken == r->given &&
			    (r->exhausted || batch_interrupted(r))))
			break;
		if (r->taken < r->given)
			ok = poll_workers(r, err) && take_ready(r, err);
	}
	for (int k = 0; k < r->n_workers; k++)
		batch_worker_stop(&r->worker[k]);
	strbuf_release(&chunk);
	return ok;
}
