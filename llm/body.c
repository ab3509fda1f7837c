/* Requests: where to, and the exact body. */
#include "llm/client.h"

#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void llm_address(const struct config_model *m, struct strbuf *ret)
{
	const char *path =
		m->api == CONFIG_API_OLLAMA ? "/api/chat" : "/chat/completions";
	size_t n = strlen(m->endpoint), tail = strlen(path);

	while (n && m->endpoint[n - 1] == '/')
		n--;
	/* Ollama's own interface stands beside its imitation of OpenAI's */
	if (m->api == CONFIG_API_OLLAMA && n > 3 &&
	    strncmp(m->endpoint + n - 3, "/v1", 3) == 0)
		n -= 3;
	strbuf_add(ret, m->endpoint, n);
	if (n < tail || strncmp(m->endpoint + n - tail, path, tail) != 0)
		strbuf_adds(ret, path);
}

/* The host of an address, without port and brackets. */
static void host_of(const char *url, struct strbuf *ret)
{
	const char *p = strstr(url, "://");
	const char *at;

	p = p ? p + 3 : url;
	size_t n = strcspn(p, "/?#");
	at = memchr(p, '@', n);
	if (at) {
		n -= (size_t)(at + 1 - p);
		p = at + 1;
	}
	if (*p == '[')
		strbuf_add(ret, p + 1, strcspn(p + 1, "]/"));
	else
		strbuf_add(ret, p,
			   strcspn(p, ":/?#") < n ? strcspn(p, ":/?#") : n);
}

static bool is_loopback(const char *host)
{
	return strcasecmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	       (strncmp(host, "127.", 4) == 0 &&
		strspn(host, "0123456789.") == strlen(host));
}

bool llm_allowed(const struct config_model *m, bool *ret_loopback,
		 struct err *err)
{
	struct strbuf host = STRBUF_INIT;

	if (ret_loopback)
		*ret_loopback = false;
	if (!m->endpoint || !m->model)
		return ERR(err, ERR_MODEL, "model.endpoint",
			   "no model is configured; see clin-config(5)");
	host_of(m->endpoint, &host);
	bool loopback = is_loopback(host.buf), listed = false;
	bool secure = strncmp(m->endpoint, "https://", 8) == 0;
	bool plain = strncmp(m->endpoint, "http://", 7) == 0;
	for (size_t i = 0; i < m->allow_hosts.n; i++)
		listed |= strcasecmp(m->allow_hosts.at[i], host.buf) == 0;
	strbuf_release(&host);
	if (ret_loopback)
		*ret_loopback = loopback;
	if (!secure && !plain)
		return ERR(err, ERR_MODEL, m->endpoint, "not http or https");
	if (!loopback && !listed)
		return ERR(err, ERR_MODEL, m->endpoint,
			   "host not in model.allow_hosts");
	if (!loopback && plain && !m->allow_plain_http)
		return ERR(err, ERR_MODEL, m->endpoint,
			   "not encrypted; use https, or allow_plain_http");
	return true;
}

static json_t *message(const char *role, const char *content)
{
	return json_pack("{s:s, s:s}", "role", role, "content", content);
}

static json_t *messages(const struct llm_request *q,
			const struct llm_shape *shape)
{
	struct strbuf all = STRBUF_INIT;

	if (!shape->one_message)
		return json_pack("[o, o]", message("system", q->system),
				 message("user", q->user));
	strbuf_addf(&all, "%s\n\n%s", q->system, q->user);
	json_t *list = json_pack("[o]", message("user", all.buf));
	strbuf_release(&all);
	return list;
}

static void add_openai(const struct llm_request *q,
		       const struct llm_shape *shape, json_t *body)
{
	const char *field = q->model->max_tokens_field;
	bool completion = field && strcmp(field, "max_completion_tokens") == 0;
	enum llm_rung rung = shape->rung;

	if (shape->other_tokens)
		field = completion ? "max_tokens" : "max_completion_tokens";
	json_object_set_new(body, field ? field : "max_tokens",
			    json_integer(q->max_tokens));
	if (!shape->no_temperature)
		json_object_set_new(body, "temperature", json_real(0));
	if (!shape->no_usage && rung != RUNG_PLAIN)
		json_object_set_new(body, "stream_options",
				    json_pack("{s:b}", "include_usage", 1));
	if (rung == RUNG_SCHEMA)
		json_object_set_new(
			body, "response_format",
			json_pack("{s:s, s:{s:s, s:b, s:o}}", "type",
				  "json_schema", "json_schema", "name",
				  "explanation", "strict", 1, "schema",
				  json_loads(q->schema, 0, NULL)));
	else if (rung == RUNG_OBJECT)
		json_object_set_new(body, "response_format",
				    json_pack("{s:s}", "type", "json_object"));
}

static void add_ollama(const struct llm_request *q, enum llm_rung rung,
		       json_t *body)
{
	/* its default context is too short for a prompt, which it then cuts
	 * without a word */
	json_object_set_new(body, "options",
			    json_pack("{s:i, s:i, s:f}", "num_ctx", 16384,
				      "num_predict", q->max_tokens,
				      "temperature", 0.0));
	if (rung == RUNG_SCHEMA)
		json_object_set_new(body, "format",
				    json_loads(q->schema, 0, NULL));
	else if (rung == RUNG_OBJECT)
		json_object_set_new(body, "format", json_string("json"));
}

/* extra_body: {temperature: null} takes out what a gateway refuses. */
static void drop_null(json_t *body)
{
	const char *key;
	json_t *value;
	void *next;

	json_object_foreach_safe(body, next, key,
				 value) if (json_is_null(value))
		json_object_del(body, key);
}

void llm_body(const struct llm_request *q, const struct llm_shape *shape,
	      struct strbuf *ret)
{
	const struct config_model *m = q->model;
	json_t *body = json_pack("{s:s, s:o, s:b}", "model", m->model,
				 "messages", messages(q, shape), "stream", 1);

	if (m->api == CONFIG_API_OLLAMA)
		add_ollama(q, shape->rung, body);
	else
		add_openai(q, shape, body);
	if (m->extra_body) {
		json_t *extra = json_loads(m->extra_body, 0, NULL);
		json_object_update_recursive(body, extra);
		json_decref(extra);
		drop_null(body);
	}
	char *text = json_dumps(body, JSON_COMPACT);
	if (text)
		strbuf_adds(ret, text);
	free(text);
	json_decref(body);
}
