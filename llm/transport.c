#include "llm/transport.h"

#include "llm/pace.h"
#include "llm/reply_private.h"
#include "llm/sse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	BODY_LIMIT = 16 * 1024 * 1024,
	GRACE = 2 /* s, for what may stand behind the end of an answer */
};

/* What the callbacks share. The kind of body shows in its first character:
 * some servers answer stream:true with plain JSON, and call it a stream. */
struct state {
	const struct curl_table *curl;
	const struct llm_request *q;
	struct llm_reply *reply;
	struct sse sse;
	struct strbuf plain; /* of a body that is no event stream */
	enum { KIND_UNKNOWN, KIND_EVENTS, KIND_LINES } kind;
	double start, first, last; /* seconds; first 0: no byte yet */
	double finish;             /* the answer was over; 0: not yet */
	char head[400];            /* of the body: an error in plain words */
	size_t head_len;
	size_t seen; /* content and reasoning so far */
	size_t total;
	struct pace pace;
	const char *stopped; /* why we stopped it ourselves */
	enum exchange_end end;
};

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void on_event(void *self, const char *event, const char *data, size_t n)
{
	struct state *s = self;

	reply_take(s->reply, event, data, n);
}

/* Whole lines of NDJSON, or at the end the rest. */
static void take_lines(struct state *s, bool all)
{
	char *at = s->plain.buf, *end = at + s->plain.len, *newline;

	if (!all && s->q->model->api != CONFIG_API_OLLAMA)
		return; /* one document: wait for its end */
	while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
		if (s->q->model->api != CONFIG_API_OLLAMA)
			break;
		if (newline > at)
			reply_take(s->reply, "", at, (size_t)(newline - at));
		at = newline + 1;
	}
	if (all && at < end)
		reply_take(s->reply, "", at, (size_t)(end - at));
	size_t rest = all ? 0 : (size_t)(end - at);
	memmove(s->plain.buf, at, rest);
	strbuf_truncate(&s->plain, rest);
}

static void decide_kind(struct state *s, const char **bytes, size_t *n)
{
	/* keep-alive: empty lines ahead of a body */
	if (*n >= 3 && memcmp(*bytes, "\xEF\xBB\xBF", 3) == 0) {
		*bytes += 3;
		*n -= 3;
	}
	while (*n && strchr(" \r\n\t", **bytes)) {
		(*bytes)++;
		(*n)--;
	}
	if (*n)
		s->kind = **bytes == '{' || **bytes == '[' ? KIND_LINES
							   : KIND_EVENTS;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *self)
{
	struct state *s = self;
	const char *p = bytes;
	size_t n = size * count;

	if (!s->first)
		s->first = seconds();
	s->total += n;
	size_t room = sizeof s->head - 1 - s->head_len;
	memcpy(s->head + s->head_len, p, n < room ? n : room);
	s->head_len += n < room ? n : room;
	if (s->kind == KIND_UNKNOWN)
		decide_kind(s, &p, &n);
	bool fits = s->total <= BODY_LIMIT;
	if (s->kind == KIND_EVENTS) {
		fits = fits && sse_feed(&s->sse, p, n);
	} else if (s->kind == KIND_LINES) {
		strbuf_add(&s->plain, p, n);
		take_lines(s, false);
	}
	if (!fits) {
		s->stopped = "more than an answer can be";
		s->end = EXCHANGE_TOO_LARGE;
		return 0;
	}
	if (!s->finish && (*s->reply->finish || s->reply->done))
		s->finish = seconds();
	/* keep-alives are bytes, too: only content counts as progress */
	size_t now = s->reply->content.len + s->reply->reasoning.len;
	if (now > s->seen) {
		s->seen = now;
		s->last = seconds();
		if (s->q->grown)
			s->q->grown(s->q->self, s->reply->content.buf,
				    s->reply->content.len);
	}
	/* some servers keep the connection open behind [DONE] */
	return s->reply->done ? 0 : size * count;
}

static size_t on_header(char *line, size_t size, size_t count, void *self)
{
	struct state *s = self;

	pace_header(&s->pace, s->curl, line, size * count);
	return size * count;
}

static int stop(struct state *s, enum exchange_end end, const char *why)
{
	s->end = end;
	s->stopped = why;
	return 1;
}

/* Called about once a second, and at every piece. */
static int on_tick(void *self, curl_off_t a, curl_off_t b, curl_off_t c,
		   curl_off_t d)
{
	struct state *s = self;
	const struct config_model *m = s->q->model;
	double now = seconds(), since = s->last > 0 ? s->last : s->first;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	if (s->q->interrupted && s->q->interrupted(s->q->self))
		return stop(s, EXCHANGE_INTERRUPTED, "interrupted");
	if (s->q->waiting)
		s->q->waiting(s->q->self, now - s->start);
	if (s->finish > 0 && now - s->finish > GRACE)
		return stop(s, EXCHANGE_ANSWERED, "");
	if (now - s->start > m->timeout_total)
		return stop(s, EXCHANGE_TIMEOUT,
			    "took longer than timeouts.total");
	if (!s->first && now - s->start > m->timeout_first_byte)
		return stop(s, EXCHANGE_TIMEOUT,
			    "sent nothing within timeouts.first_byte");
	if (s->first && now - since > m->timeout_idle)
		return stop(s, EXCHANGE_TIMEOUT,
			    "sent no content within timeouts.idle");
	return 0;
}

/* Loopback never goes through a proxy, whatever the environment says. */
static void set_proxy(const struct curl_table *curl, CURL *h,
		      const struct config_model *m, struct strbuf *direct)
{
	const char *lower = getenv("no_proxy"), *upper = getenv("NO_PROXY");
	const char *more = lower && *lower ? lower : upper;

	strbuf_adds(direct, "localhost,127.0.0.1,::1");
	if (more && *more)
		strbuf_addf(direct, ",%s", more);
	curl->set(h, CURLOPT_NOPROXY, direct->buf);
	if (m->proxy)
		curl->set(h, CURLOPT_PROXY, m->proxy);
}

static void set_transport(const struct curl_table *curl, CURL *h,
			  const struct config_model *m)
{
	curl->set(h, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->set(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl->set(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl->set(h, CURLOPT_SSL_VERIFYPEER, 1L);
	curl->set(h, CURLOPT_SSL_VERIFYHOST, 2L);
	curl->set(h, CURLOPT_NOSIGNAL, 1L);
	/* nothing is to be packed: a gateway that packs it holds the stream
	 * back; one that does so all the same is understood */
	curl->set(h, CURLOPT_ACCEPT_ENCODING, "identity");
	curl->set(h, CURLOPT_CONNECTTIMEOUT, (long)m->timeout_connect);
	curl->set(h, CURLOPT_TIMEOUT, (long)m->timeout_total);
	if (m->ca_file)
		curl->set(h, CURLOPT_CAINFO, m->ca_file);
	if (m->client_cert)
		curl->set(h, CURLOPT_SSLCERT, m->client_cert);
	if (m->client_key)
		curl->set(h, CURLOPT_SSLKEY, m->client_key);
}

static struct curl_slist *headers(const struct curl_table *curl,
				  const struct config_model *m, const char *key)
{
	struct strbuf line = STRBUF_INIT;
	struct curl_slist *list =
		curl->append(NULL, "Content-Type: application/json");

	list = curl->append(list,
			    "Accept: text/event-stream, application/json");
	list = curl->append(list, "Expect:");
	if (*key) {
		strbuf_addf(&line, "Authorization: Bearer %s", key);
		list = curl->append(list, line.buf);
	}
	for (size_t i = 0; i < m->extra_headers.n; i++) {
		strbuf_clear(&line);
		strbuf_addf(&line, "%s: %s", m->extra_headers.at[i].name,
			    m->extra_headers.at[i].value);
		list = curl->append(list, line.buf);
	}
	explicit_bzero(line.buf, line.len);
	strbuf_release(&line);
	return list;
}

/* "Failed to deserialize the JSON body …" as plain text: some servers refuse in
 * words. A page of a gateway says nothing. */
static void take_words(struct state *s, long status)
{
	if (status < 400 || s->reply->error.len || !s->head_len ||
	    strchr("<{[", *s->head) || memchr(s->head, '<', s->head_len))
		return;
	s->head[s->head_len] = '\0';
	reply_error_set(s->reply, s->head);
}

static void conclude(const struct curl_table *curl, CURL *h, CURLcode code,
		     struct state *s, struct exchange *ret)
{
	if (s->kind == KIND_EVENTS)
		sse_end(&s->sse);
	else
		take_lines(s, true);
	curl->get(h, CURLINFO_RESPONSE_CODE, &ret->status);
	take_words(s, ret->status);
	ret->retry_after = pace_retry(&s->pace);
	ret->hold = pace_hold(&s->pace);
	ret->content = s->seen > 0;
	ret->end = EXCHANGE_ANSWERED;
	ret->why = "";
	/* an answer that said it is over is whole, however the line ends:
	 * without its last chunk, reset, or kept open */
	bool over = s->reply->done || *s->reply->finish;
	if (code == CURLE_OK || (over && s->end == EXCHANGE_ANSWERED))
		return;
	ret->end = s->stopped                         ? s->end
		   : code == CURLE_OPERATION_TIMEDOUT ? EXCHANGE_TIMEOUT
						      : EXCHANGE_CONNECT;
	ret->why = s->stopped ? s->stopped : curl->why(code);
}

bool exchange_run(const struct curl_table *curl, const struct llm_request *q,
		  const char *body, const char *key, struct llm_reply *reply,
		  struct exchange *ret, struct err *err)
{
	struct state s = {
		.curl = curl, .q = q, .reply = reply, .start = seconds()};
	struct strbuf url = STRBUF_INIT, direct = STRBUF_INIT;
	CURL *h = curl->init();

	*ret = (struct exchange){.why = ""};
	if (!h)
		return ERR(err, ERR_MODEL, q->model->endpoint, "out of memory");
	sse_init(&s.sse, on_event, &s);
	strbuf_init(&s.plain);
	llm_address(q->model, &url);
	struct curl_slist *list = headers(curl, q->model, key);
	set_transport(curl, h, q->model);
	set_proxy(curl, h, q->model, &direct);
	curl->set(h, CURLOPT_URL, url.buf);
	curl->set(h, CURLOPT_HTTPHEADER, list);
	curl->set(h, CURLOPT_POSTFIELDS, body);
	curl->set(h, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
	curl->set(h, CURLOPT_WRITEFUNCTION, on_body);
	curl->set(h, CURLOPT_WRITEDATA, &s);
	curl->set(h, CURLOPT_HEADERFUNCTION, on_header);
	curl->set(h, CURLOPT_HEADERDATA, &s);
	curl->set(h, CURLOPT_XFERINFOFUNCTION, on_tick);
	curl->set(h, CURLOPT_XFERINFODATA, &s);
	curl->set(h, CURLOPT_NOPROGRESS, 0L);
	CURLcode code = curl->perform(h);
	conclude(curl, h, code, &s, ret);
	curl->free_list(list);
	curl->cleanup(h);
	sse_release(&s.sse);
	strbuf_release(&s.plain);
	strbuf_release(&url);
	strbuf_release(&direct);
	return true;
}
