#include "llm/reply_private.h"

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

/* NaN, Infinity: what Python writes for a probability that is none. */
static size_t not_a_number(const char *s, size_t n)
{
	static const char *const words[] = {"NaN", "Infinity", "-Infinity"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i]);
		if (len <= n && memcmp(s, words[i], len) == 0)
			return len;
	}
	return 0;
}

static void loosen(const char *json, size_t n, struct strbuf *ret)
{
	bool quoted = false;

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = quoted ? 0 : not_a_number(json + i, n - i);
		if (len) {
			strbuf_adds(ret, "null");
			i += len;
			continue;
		}
		if (json[i] == '"')
			quoted = !quoted;
		else if (quoted && json[i] == '\\' && i + 1 < n)
			strbuf_addch(ret, json[i++]);
		len = utf8_decode(json + i, n - i, &cp);
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

/* Text, or a list of parts as some servers send it: text and thinking. */
static void add_content(struct llm_reply *r, const json_t *content)
{
	const json_t *part, *inner;
	size_t i, k;

	add(&r->content, content);
	json_array_foreach(content, i, part)
	{
		const json_t *thinking = json_object_get(part, "thinking");
		add(&r->content, json_object_get(part, "text"));
		add(&r->reasoning, thinking);
		json_array_foreach(thinking, k, inner)
			add(&r->reasoning, json_object_get(inner, "text"));
	}
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
	const char *refusal = reply_text_of(message, "refusal");

	add_content(r, json_object_get(message, "content"));
	add(&r->reasoning, json_object_get(message, "reasoning_content"));
	add(&r->reasoning, json_object_get(message, "reasoning"));
	add(&r->reasoning, json_object_get(message, "thinking"));
	r->refused |= refusal && *refusal;
}

/* A piece; or the whole, which some servers send once more at the end. */
static void take_choice(struct llm_reply *r, const json_t *choice)
{
	const json_t *delta = json_object_get(choice, "delta");
	const json_t *message = json_object_get(choice, "message");

	if (json_object_size(delta) > 0) {
		take_message(r, delta);
	} else if (message) {
		if (json_is_string(json_object_get(message, "content")))
			strbuf_clear(&r->content);
		take_message(r, message);
	}
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
			reply_error_set(r, "an answer that is no JSON");
		return;
	}
	if (!reply_error_take(r, event, root)) {
		const json_t *choice =
			json_array_get(json_object_get(root, "choices"), 0);
		take_choice(r, choice);
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

size_t reply_answer_from(const char *s, size_t n, bool *ret_closed)
{
	static const char *const tags[][2] = {
		{"<think>", "</think>"},
		{"<thinking>", "</thinking>"},
		{"[THINK]", "[/THINK]"},
		{"<|channel|>analysis", "<|channel|>final<|message|>"}};
	size_t from = 0;

	for (size_t k = 0; k < sizeof tags / sizeof *tags; k++) {
		size_t len = strlen(tags[k][1]);
		const char *at;
		while ((at = memmem(s + from, n - from, tags[k][1], len)))
			from = (size_t)(at - s) + len;
	}
	if (ret_closed)
		*ret_closed = from > 0;
	for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
		if (memmem(s + from, n - from, tags[k][0], strlen(tags[k][0])))
			return n;
	return from;
}

/* Reasoning that stands inline; never closed: all behind its tag is. */
static void take_reasoning(struct llm_reply *r)
{
	size_t cut = reply_answer_from(r->content.buf, r->content.len, NULL);

	strbuf_add(&r->reasoning, r->content.buf, cut);
	memmove(r->content.buf, r->content.buf + cut, r->content.len - cut);
	strbuf_truncate(&r->content, r->content.len - cut);
}

void reply_finish(struct llm_reply *r)
{
	make_valid(&r->content);
	make_valid(&r->reasoning);
	take_reasoning(r);
}

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

enum reply_state reply_state(const struct llm_reply *r)
{
	static const char *const filtered[] = {
		"content_filter",         "sensitive", "safety", "recitation",
		"data_inspection_failed", NULL};
	/* ended before its end; a reason that nobody knows is an end */
	static const char *const cut[] = {"length",
					  "max_tokens",
					  "model_length",
					  "abort",
					  "aborted",
					  "error",
					  "insufficient_system_resource",
					  "network_error",
					  "load",
					  "unload",
					  NULL};

	if (r->error.len)
		return REPLY_ERROR;
	if (is_one_of(r->finish, filtered))
		return REPLY_FILTERED;
	if (is_one_of(r->finish, cut) || (!r->done && !*r->finish))
		return REPLY_TRUNCATED;
	if (r->refused && !r->content.len)
		return REPLY_REFUSED;
	return r->content.len ? REPLY_COMPLETE : REPLY_EMPTY;
}
