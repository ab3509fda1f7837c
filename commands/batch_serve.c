/* The worker's side: chunks in, answers out. */
#include "commands/batch_private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool batch_chunk_next(const struct strbuf *chunk, size_t *at, const char **ret,
		      size_t *ret_n)
{
	uint32_t len;

	if (*at + sizeof len > chunk->len)
		return false;
	memcpy(&len, chunk->buf + *at, sizeof len);
	*ret = chunk->buf + *at + sizeof len;
	*ret_n = len;
	*at += sizeof len + len + 1;
	return true;
}

void batch_chunk_answer(const struct batch_job *job, const struct strbuf *chunk,
			struct batch_reply *reply)
{
	const char *item;
	size_t n, at = 0;

	while (batch_chunk_next(chunk, &at, &item, &n)) {
		size_t before = reply->out.len;
		if (job->separator && before)
			strbuf_adds(&reply->out, job->separator);
		size_t after = reply->out.len;
		job->item(job->self, item, n, reply);
		if (reply->out.len == after)
			strbuf_truncate(&reply->out, before);
		reply->counts.items++;
	}
}

static bool read_exact(int fd, void *buf, size_t n)
{
	for (char *p = buf; n > 0;) {
		ssize_t got = read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* Did it fit in its place? The alerts, which are few, go behind the output. */
static bool is_shared(const struct batch_reply *reply)
{
	const struct strbuf *out = &reply->out;

	if (!out->lent || reply->alerts.len > out->cap - out->len)
		return false;
	memcpy(out->buf + out->len, reply->alerts.buf, reply->alerts.len);
	return true;
}

/* In one call where it goes: each wakes the parent, which takes a processor from
 * a worker for it. */
static bool send_answer(int fd, const struct batch_reply *reply,
			uint64_t shared, bool last)
{
	struct answer_header h = {
		shared,        reply->out.len, reply->alerts.len,
		reply->counts, reply->reasons, last};
	struct iovec part[] = {{&h, sizeof h},
			       {reply->out.buf, reply->out.len},
			       {reply->alerts.buf, reply->alerts.len}};
	struct msghdr m = {.msg_iov = part, .msg_iovlen = shared ? 1 : 3};

	while (m.msg_iovlen) {
		ssize_t done = sendmsg(fd, &m, MSG_NOSIGNAL);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		size_t n = (size_t)done;
		while (m.msg_iovlen && n >= m.msg_iov->iov_len) {
			n -= m.msg_iov->iov_len;
			m.msg_iov++;
			m.msg_iovlen--;
		}
		if (m.msg_iovlen) {
			m.msg_iov->iov_base = (char *)m.msg_iov->iov_base + n;
			m.msg_iov->iov_len -= n;
		}
	}
	return true;
}

/* An item of many results is answered in parts, and alerts at once. */
static void send_part(struct batch_reply *reply)
{
	const int *fd = reply->flush_self;

	if (reply->out.len < BATCH_PART && !reply->alerts.len)
		return;
	if (!send_answer(*fd, reply, 0, false))
		_exit(0); /* nobody listens any more */
	batch_reply_clear(reply);
}

/* The first free place; WORKER_CHUNKS: none. */
static size_t free_place(const struct batch_share *share)
{
	size_t k = 0;

	while (k < WORKER_CHUNKS && (!share || share->taken[k]))
		k++;
	return k;
}

void batch_serve(int fd, struct batch_share *share, const struct batch_job *job)
{
	struct strbuf chunk = STRBUF_INIT;
	struct batch_reply reply;
	uint64_t n;

	/* the parent decides when to stop, and says so through the limit */
	signal(SIGINT, SIG_IGN);
	job->app->ui->interrupted = NULL;
	batch_reply_init(&reply);
	reply.flush = send_part;
	reply.flush_self = &fd;
	while (read_exact(fd, &n, sizeof n)) {
		strbuf_clear(&chunk);
		strbuf_reserve(&chunk, n);
		if (!read_exact(fd, chunk.buf, n))
			break;
		chunk.len = n;
		chunk.buf[n] = '\0';
		size_t k = free_place(share);
		if (k < WORKER_CHUNKS)
			strbuf_lend(&reply.out, share->place[k], SHARE_PLACE);
		batch_chunk_answer(job, &chunk, &reply);
		bool shared = is_shared(&reply);
		if (shared)
			share->taken[k] = true;
		if (!send_answer(fd, &reply, shared ? k + 1 : 0, true))
			break;
		strbuf_release(&reply.out); /* the parent reads its place now */
		batch_reply_clear(&reply);
	}
	_exit(0);
}
