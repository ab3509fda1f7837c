#include "llm/reply.h"

#include "base/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

void reply_init(struct llm_reply *r)
{
	memset(r, 0, sizeof *r);
	strbuf_init(&r->content);
	strbuf_init(&r->reasoning);
	strbuf_init(&r->error);
	r->prompt_tokens = r->completion_tokens = -1;
}

void reply_release(struct llm_reply *r)
{
	strbuf_release(&r->content);
	strbuf_release(&r->reasoning);
	strbuf_release(&r->error);
}

/* A character that a server cut between two chunks stands in each as bytes
 * that are no UTF-8, which no JSON reader takes: such a byte travels as a
 * private character (U+F7xx) and is a byte again in the field. */
enum { LOOSE = 0xF700 };

static void loosen(const char *json, size_t n, struct strbuf *ret)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(json + i, n - i, &cp);
		if (len == 1 && (unsigned char)json[i] >= 0x80)
			utf8_add(ret, LOOSE | (unsigned char)json[i]);
		else
			strbuf_add(ret, json + i, len);
		i += len;
	}
}

static void add(struct strbuf *sb, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t n = json_string_length(value);

	if (!text || sb->len >= REPLY_LIMIT)
		return;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(text + i, n - i, &cp);
		if (cp >= (LOOSE | 0x80) && cp <= (LOOSE | 0xFF))
			strbuf_addch(sb, (char)(unsigned char)(cp & 0xFF));
		else
			strbuf_add(sb, text + i, len);
		i += len;
	}
}

static void set_error(struct llm_reply *r, const char *text)
{
	strbuf_clear(&r->error);
	utf8_add_safe(&r->error, text && *text ? text : "error",
		      text && *text ? strlen(text) : 5);
	if (r->error.len > 300)
		strbuf_truncate(&r->error,
				utf8_fit(r->error.buf, r->error.len, 150));
}

/* {"error": "…"}, {"error": {"message"}}, {"object":"error","message"},
 * {"code": 1301, "details": "…"}; also under status 200. */
static bool take_error(struct llm_reply *r, const char *event,
		       const json_t *root)
{
	const json_t *error = json_object_get(root, "error");
	const char *object = json_string_value(json_object_get(root, "object"));
	const char *message =
		json_string_value(json_object_get(root, "message"));
	const char *details =
		json_string_value(json_object_get(root, "details"));
	bool coded = json_object_get(root, "code") &&
		     !json_object_get(root, "choices");

	if (error && !json_is_null(error)) {
		const char *text = json_string_value(error);
		if (!text)
			text = json_string_value(
				json_object_get(error, "message"));
		set_error(r, text ? text : message);
		return true;
	}
	if (strcmp(event, "error") == 0 ||
	    (object && strcmp(object, "error") == 0) || coded) {
		set_error(r, message ? message : details);
		return true;
	}
	return false;
}

static void take_usage(struct llm_reply *r, const json_t *root)
{
	const json_t *usage = json_object_get(root, "usage");
	const json_t *in = json_object_get(usage, "prompt_tokens");
	const json_t *out = json_object_get(usage, "completion_tokens");

	if (!in)
		in = json_object_get(root, "prompt_eval_count");
	if (!out)
		out = json_object_get(root, "eval_count");
	if (json_is_integer(in))
		r->prompt_tokens = (long)json_integer_value(in);
	if (json_is_integer(out))
		r->completion_tokens = (long)json_integer_value(out);
}

static void take_message(struct llm_reply *r, const json_t *message)
{
	add(&r->content, json_object_get(message, "content"));
	add(&r->reasoning, json_object_get(message, "reasoning_content"));
	add(&r->reasoning, json_object_get(message, "reasoning"));
	add(&r->reasoning, json_object_get(message, "thinking"));
}

static void take_finish(struct llm_reply *r, const char *reason)
{
	if (reason)
		snprintf(r->finish, sizeof r->finish, "%s", reason);
}

void reply_take(struct llm_reply *r, const char *event, const char *json,
		size_t n)
{
	if (n == 6 && memcmp(json, "[DONE]", 6) == 0) {
		r->done = true;
		return;
	}
	struct strbuf fit = STRBUF_INIT;
	loosen(json, n, &fit);
	json_t *root = json_loadb(fit.buf, fit.len, 0, NULL);
	strbuf_release(&fit);
	if (!json_is_object(root)) {
		json_decref(root);
		/* behind the end of an answer: a count cut off, a farewell */
		if (n && !*r->finish)
			set_error(r, "an answer that is no JSON");
		return;
	}
	if (!take_error(r, event, root)) {
		const json_t *choice =
			json_array_get(json_object_get(root, "choices"), 0);
		take_message(r, json_object_get(choice, "delta"));
		take_message(r, json_object_get(choice, "message"));
		take_message(r, json_object_get(root, "message"));
		take_finish(r, json_string_value(json_object_get(
				       choice, "finish_reason")));
		take_finish(r, json_string_value(
				       json_object_get(root, "done_reason")));
		r->done |= json_is_true(json_object_get(root, "done"));
		take_usage(r, root);
	}
	json_decref(root);
}

/* What is no UTF-8 after all is shown as such. */
static void make_valid(struct strbuf *sb)
{
	struct strbuf valid = STRBUF_INIT;

	if (utf8_valid(sb->buf, sb->len) == sb->len)
		return;
	for (size_t i = 0; i < sb->len;) {
		uint32_t cp;
		i += utf8_decode(sb->buf + i, sb->len - i, &cp);
		utf8_add(&valid, cp);
	}
	strbuf_clear(sb);
	strbuf_add(sb, valid.buf, valid.len);
	strbuf_release(&valid);
}

/* "<think>…</think> answer", or only the closing tag when the template had
 * opened it. */
static void take_reasoning(struct llm_reply *r)
{
	static const char open[] = "<think>", close[] = "</think>";
	char *end = strstr(r->content.buf, close);

	if (!end) {
		/* never closed: all of it is reasoning */
		char *begin = strstr(r->content.buf, open);
		if (begin)
			strbuf_truncate(&r->content,
					(size_t)(begin - r->content.buf));
		return;
	}
	for (char *next = end; next; next = strstr(next + 1, close))
		end = next;
	size_t cut = (size_t)(end - r->content.buf) + sizeof close - 1;
	strbuf_add(&r->reasoning, r->content.buf, cut);
	memmove(r->content.buf, r->content.buf + cut, r->content.len - cut + 1);
	strbuf_truncate(&r->content, r->content.len - cut);
}

void reply_finish(struct llm_reply *r)
{
	make_valid(&r->content);
	make_valid(&r->reasoning);
	take_reasoning(r);
}

enum reply_state reply_state(const struct llm_reply *r)
{
	if (r->error.len)
		return REPLY_ERROR;
	if (strcmp(r->finish, "content_filter") == 0 ||
	    strcmp(r->finish, "sensitive") == 0)
		return REPLY_FILTERED;
	if (strcmp(r->finish, "length") == 0 || (!r->done && !*r->finish))
		return REPLY_TRUNCATED;
	return r->content.len ? REPLY_COMPLETE : REPLY_EMPTY;
}
