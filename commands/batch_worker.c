/* The parent's side of a worker. */
#include "commands/batch_private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void batch_reply_init(struct batch_reply *r)
{
	memset(r, 0, sizeof *r);
	strbuf_init(&r->out);
	strbuf_init(&r->alerts);
}

void batch_reply_release(struct batch_reply *r)
{
	strbuf_release(&r->out);
	strbuf_release(&r->alerts);
}

void batch_reply_clear(struct batch_reply *r)
{
	strbuf_clear(&r->out);
	strbuf_clear(&r->alerts);
	memset(&r->counts, 0, sizeof r->counts);
	r->reasons = 0;
}

struct batch_answer batch_answer_of(const struct batch_reply *r)
{
	return (struct batch_answer){.out = r->out.buf,
				     .alerts = r->alerts.buf,
				     .out_len = r->out.len,
				     .alerts_len = r->alerts.len,
				     .counts = r->counts,
				     .reasons = r->reasons};
}

void batch_chunk_add(struct strbuf *chunk, const char *item, size_t n)
{
	uint32_t len = (uint32_t)n;

	strbuf_add(chunk, &len, sizeof len);
	strbuf_add(chunk, item, n);
	strbuf_addch(chunk, '\0');
}

static void unshare_answers(struct batch_worker *w)
{
	if (w->share)
		munmap(w->share, sizeof *w->share);
	w->share = NULL;
}

bool batch_worker_start(struct batch_worker *w, const struct batch_job *job,
			struct err *err)
{
	int pair[2];

	memset(w, 0, sizeof *w);
	strbuf_init(&w->request);
	strbuf_init(&w->answer);
	for (int i = 0; i < WORKER_CHUNKS; i++)
		strbuf_init(&w->chunk[i].items);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return ERR(err, ERR_WORKER, "start", strerror(errno));
	w->share = mmap(NULL, sizeof *w->share, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w->share == MAP_FAILED)
		w->share = NULL; /* then through the socket */
	w->pid = fork();
	if (w->pid == 0) {
		close(pair[0]);
		batch_serve(pair[1], w->share, job);
	}
	close(pair[1]);
	w->fd = pair[0];
	if (w->pid < 0) {
		close(w->fd);
		unshare_answers(w);
		return ERR(err, ERR_WORKER, "start", strerror(errno));
	}
	fcntl(w->fd, F_SETFL, O_NONBLOCK);
	return true;
}

static void end_process(struct batch_worker *w)
{
	if (w->pid > 0) {
		/* workers started later hold copies of this socket: closing
		 * ours alone would not end the conversation */
		shutdown(w->fd, SHUT_RDWR);
		close(w->fd);
		waitpid(w->pid, NULL, 0);
		w->pid = 0;
	}
	unshare_answers(w);
	strbuf_release(&w->request);
	strbuf_release(&w->answer);
}

void batch_worker_stop(struct batch_worker *w)
{
	end_process(w);
	for (int i = 0; i < WORKER_CHUNKS; i++)
		strbuf_release(&w->chunk[i].items);
}

bool batch_worker_replace(struct batch_worker *w, const struct batch_job *job,
			  struct err *err)
{
	struct batch_worker old = *w;

	end_process(w);
	if (!batch_worker_start(w, job, err)) {
		batch_worker_stop(&old);
		return false;
	}
	memcpy(w->chunk, old.chunk, sizeof w->chunk);
	w->n_chunks = old.n_chunks;
	w->out_written = old.out_written;
	w->alerts_written = old.alerts_written;
	w->counted = old.counted;
	w->dead = true;
	return true;
}

static void send_chunk(struct batch_worker *w, const struct strbuf *items)
{
	uint64_t n = items->len;

	if (w->sent == w->request.len) {
		strbuf_clear(&w->request);
		w->sent = 0;
	}
	strbuf_add(&w->request, &n, sizeof n);
	strbuf_add(&w->request, items->buf, items->len);
}

void batch_worker_give(struct batch_worker *w, const struct strbuf *chunk,
		       uint64_t items)
{
	struct batch_chunk *c = &w->chunk[w->n_chunks++];

	strbuf_clear(&c->items);
	strbuf_add(&c->items, chunk->buf, chunk->len);
	c->n = items;
	send_chunk(w, chunk);
}

uint64_t batch_worker_done(struct batch_worker *w)
{
	struct batch_chunk first = w->chunk[0];

	memmove(&w->chunk[0], &w->chunk[1],
		(WORKER_CHUNKS - 1) * sizeof *w->chunk);
	w->chunk[WORKER_CHUNKS - 1] = first; /* its memory is used again */
	w->n_chunks--;
	w->out_written = w->alerts_written = 0;
	w->counted = (struct batch_counts){0};
	return first.n;
}

void batch_worker_resume(struct batch_worker *w)
{
	for (int i = 0; i < w->n_chunks; i++)
		send_chunk(w, &w->chunk[i].items);
	w->dead = false;
}

/* Bytes the next answer will have, or 0 while its header is incomplete. */
static size_t answer_size(const struct batch_worker *w, struct answer_header *h)
{
	if (w->answer.len - w->read < sizeof *h)
		return 0;
	memcpy(h, w->answer.buf + w->read, sizeof *h);
	return sizeof *h + (h->shared ? 0 : h->out + h->alerts);
}

bool batch_worker_answered(const struct batch_worker *w)
{
	struct answer_header h = {0};
	size_t size = answer_size(w, &h);

	return size > 0 && w->answer.len - w->read >= size;
}

/* Room for more at the end; what was taken goes when it is the larger part, so
 * that answers that wait are not moved for each that leaves. */
static void make_room(struct batch_worker *w, size_t n)
{
	size_t rest = w->answer.len - w->read;

	if (w->read > rest) {
		memmove(w->answer.buf, w->answer.buf + w->read, rest);
		strbuf_truncate(&w->answer, rest);
		w->read = 0;
	}
	strbuf_reserve(&w->answer, n);
}

bool batch_worker_move(struct batch_worker *w, short revents)
{
	if ((revents & POLLOUT) && w->sent < w->request.len) {
		ssize_t n = send(w->fd, w->request.buf + w->sent,
				 w->request.len - w->sent, MSG_NOSIGNAL);
		if (n > 0)
			w->sent += (size_t)n;
		else if (n < 0 && errno != EAGAIN && errno != EINTR)
			return false;
	}
	if (revents & (POLLIN | POLLHUP | POLLERR)) {
		make_room(w, 128 * 1024);
		ssize_t n =
			read(w->fd, w->answer.buf + w->answer.len, 128 * 1024);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			return false;
		if (n > 0) {
			w->answer.len += (size_t)n;
			w->answer.buf[w->answer.len] = '\0';
		}
	}
	return true;
}

bool batch_worker_take(struct batch_worker *w, struct batch_answer *ret)
{
	struct answer_header h = {0};
	size_t size = answer_size(w, &h);
	const char *text = h.shared ? w->share->place[h.shared - 1]
				    : w->answer.buf + w->read + sizeof h;

	*ret = (struct batch_answer){.out = text,
				     .alerts = text + h.out,
				     .out_len = h.out,
				     .alerts_len = h.alerts,
				     .counts = h.counts,
				     .reasons = (unsigned)h.reasons};
	if (h.shared)
		ret->place = &w->share->taken[h.shared - 1];
	w->read += size;
	return h.last;
}

void batch_answer_release(const struct batch_answer *a)
{
	if (a->place)
		*a->place = false;
}

static void add_answer(struct batch_reply *to, const struct batch_answer *from,
		       const char *separator)
{
	if (separator && to->out.len && from->out_len)
		strbuf_adds(&to->out, separator);
	strbuf_add(&to->out, from->out, from->out_len);
	strbuf_add(&to->alerts, from->alerts, from->alerts_len);
	batch_counts_add(&to->counts, &from->counts);
	to->reasons |= from->reasons;
}

/* One item in a process of its own; false: it crashed. */
static bool answer_alone(const struct batch_job *job, const char *item,
			 size_t n, struct batch_reply *reply)
{
	struct batch_worker w;
	struct strbuf chunk = STRBUF_INIT;
	struct batch_reply whole;
	struct batch_answer one;
	bool alive = true;

	batch_chunk_add(&chunk, item, n);
	if (!batch_worker_start(&w, job, NULL)) {
		strbuf_release(&chunk);
		return false;
	}
	batch_worker_give(&w, &chunk, 1);
	batch_reply_init(&whole);
	while (alive && w.n_chunks) {
		struct pollfd p = {w.fd, POLLIN, 0};
		if (w.sent < w.request.len)
			p.events |= POLLOUT;
		if (poll(&p, 1, -1) > 0)
			alive = batch_worker_move(&w, p.revents);
		while (batch_worker_answered(&w)) {
			if (batch_worker_take(&w, &one))
				batch_worker_done(&w);
			add_answer(&whole, &one, job->separator);
			batch_answer_release(&one);
		}
	}
	one = batch_answer_of(&whole);
	if (alive)
		add_answer(reply, &one, job->separator);
	batch_reply_release(&whole);
	batch_worker_stop(&w);
	strbuf_release(&chunk);
	return alive;
}

void batch_chunk_careful(const struct batch_job *job,
			 const struct strbuf *chunk, struct batch_reply *reply)
{
	const char *item;
	size_t n, at = 0;

	batch_reply_clear(reply);
	while (batch_chunk_next(chunk, &at, &item, &n)) {
		if (answer_alone(job, item, n, reply))
			continue;
		if (job->separator && reply->out.len)
			strbuf_adds(&reply->out, job->separator);
		job->crashed(job->self, item, n, reply);
		reply->counts.items++;
	}
}
