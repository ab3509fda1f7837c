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

static void add(struct strbuf *sb, const json_t *value)
{
	const char *text = json_string_value(value);

	if (text && sb->len < REPLY_LIMIT)
		strbuf_add(sb, text, json_string_length(value));
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
	json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
	if (!root)
		root = json_loadb(json, n, 0, NULL);
	if (!json_is_object(root)) {
		json_decref(root);
		if (n)
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

/* "<think>…</think> answer", or only the closing tag when the template had
 * opened it. */
void reply_finish(struct llm_reply *r)
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
