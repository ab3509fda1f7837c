#include "llm/client.h"

#include "llm/concede.h"
#include "llm/key.h"
#include "llm/transport.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { RETRIES = 2, BATCH_RETRIES = 6, RETRY_CAP = 20, HOLD_CAP = 60 /* s */ };

/* Waits in steps, so that Ctrl-C is heard. False: interrupted. */
static bool wait_seconds(const struct llm_request *q, double seconds)
{
	const struct timespec step = {0, 100 * 1000 * 1000};

	for (int tenths = (int)(seconds * 10); tenths > 0; tenths--) {
		if (q->interrupted && q->interrupted(q->self))
			return false;
		nanosleep(&step, NULL);
	}
	return true;
}

/* Only what may help, and only before any content came. */
static bool may_retry(const struct llm_request *q, const struct exchange *x,
		      int tried)
{
	/* a batch waits for its turn: nobody sits before it */
	int most = q->limit && x->status == 429 ? BATCH_RETRIES : RETRIES;

	if (x->content || tried >= most || x->end != EXCHANGE_ANSWERED)
		return false;
	/* who wants to be left alone for longer than anyone waits */
	if (!q->limit && x->retry_after > RETRY_CAP)
		return false;
	switch (x->status) {
	case 408:
	case 429:
	case 502:
	case 503:
	case 504:
		return true;
	case 500:
		return tried == 0;
	default:
		return false;
	}
}

static double pause_before(const struct llm_request *q,
			   const struct exchange *x, int tried)
{
	double jitter =
		(double)((q->seed * 2654435761u + (unsigned)tried) % 1000) /
		1000.0;
	double wait = x->retry_after > 0 ? x->retry_after + jitter / 2
					 : (tried + 1) * (0.5 + jitter);

	return wait > RETRY_CAP ? RETRY_CAP : wait;
}

/* A key must not come back in a server's own words. */
static void hide_key(struct strbuf *text, const char *key)
{
	size_t n = strlen(key);

	for (char *at = text->buf; n && (at = strstr(at, key)); at += n)
		memset(at, '*', n);
}

static bool fail(const struct llm_request *q, const struct exchange *x,
		 struct llm_reply *r, const char *key, struct err *err)
{
	char why[ERR_ARG_SIZE];

	hide_key(&r->error, key);
	if (x->end != EXCHANGE_ANSWERED)
		snprintf(why, sizeof why, "%s", x->why);
	else if (x->status >= 300 && x->status < 400)
		snprintf(why, sizeof why,
			 "HTTP %ld: redirects are not followed", x->status);
	else if (x->status != 200)
		snprintf(why, sizeof why, "HTTP %ld%s%.150s", x->status,
			 r->error.len ? ": " : "", r->error.buf);
	else if (r->error.len)
		snprintf(why, sizeof why, "%.180s", r->error.buf);
	else
		snprintf(why, sizeof why, "%s",
			 reply_state(r) == REPLY_TRUNCATED
				 ? "the answer was cut off"
			 : reply_state(r) == REPLY_FILTERED
				 ? "content inspection refused it"
			 : reply_state(r) == REPLY_REFUSED
				 ? "the model refused to answer"
				 : "the answer is empty");
	return ERR(err,
		   x->end == EXCHANGE_INTERRUPTED ? ERR_INTERRUPTED : ERR_MODEL,
		   q->model->endpoint, why);
}

static void again(struct llm_reply *r)
{
	reply_release(r);
	reply_init(r);
}

/* A server that silently cut the prompt says so only in its count: a token is
 * never more than six bytes of ours on average. */
static bool prompt_was_cut(const struct llm_request *q,
			   const struct llm_reply *r)
{
	long bytes = (long)(strlen(q->system) + strlen(q->user));

	return r->prompt_tokens > 0 && r->prompt_tokens < bytes / 12;
}

/* One exchange, in its turn. */
static bool exchange(const struct curl_table *curl, const struct llm_request *q,
		     const char *body, const char *key, struct llm_reply *ret,
		     struct exchange *x, struct err *err)
{
	if (!limit_enter(q->limit, q->interrupted, q->self)) {
		*x = (struct exchange){.end = EXCHANGE_INTERRUPTED,
				       .why = "interrupted"};
		return true;
	}
	bool ok = exchange_run(curl, q, body, key, ret, x, err);
	limit_leave(q->limit);
	if (ok && x->status == 429 && x->retry_after > 0)
		limit_hold(q->limit, x->retry_after > HOLD_CAP
					     ? HOLD_CAP
					     : x->retry_after);
	else if (ok && x->hold > 0)
		limit_hold(q->limit, x->hold > HOLD_CAP ? HOLD_CAP : x->hold);
	return ok;
}

bool llm_ask(const struct llm_request *q, struct llm_reply *ret,
	     struct err *err)
{
	struct curl_table curl;
	struct strbuf key = STRBUF_INIT, body = STRBUF_INIT;
	struct exchange x;
	struct llm_shape shape = {0};
	int tried = 0;
	bool ok;

	reply_init(ret);
	ok = llm_allowed(q->model, NULL, err) && curl_load(&curl, err) &&
	     key_read(q->model, &key, err);
	while (ok) {
		strbuf_clear(&body);
		llm_body(q, &shape, &body);
		ok = exchange(&curl, q, body.buf, key.buf, ret, &x, err);
		if (!ok)
			break;
		reply_finish(ret);
		if (llm_concede(&shape, &x, ret)) {
			/* at once, without what was refused */
		} else if (may_retry(q, &x, tried)) {
			if (!wait_seconds(q, pause_before(q, &x, tried++)))
				x.end = EXCHANGE_INTERRUPTED;
			if (x.end == EXCHANGE_INTERRUPTED) {
				ok = fail(q, &x, ret, key.buf, err);
				break;
			}
		} else {
			if (x.end != EXCHANGE_ANSWERED || x.status != 200 ||
			    reply_state(ret) != REPLY_COMPLETE)
				ok = fail(q, &x, ret, key.buf, err);
			else if (prompt_was_cut(q, ret))
				ok = ERR(err, ERR_MODEL, q->model->endpoint,
					 "the server cut the prompt");
			break;
		}
		again(ret);
	}
	explicit_bzero(key.buf, key.len);
	strbuf_release(&key);
	strbuf_release(&body);
	return ok;
}
