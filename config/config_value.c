/* From a YAML node to a typed member, and back to text. */
#include "config/config_internal.h"

#include "base/num.h"

#include <string.h>

bool config_is_unset(const struct yaml *node)
{
	return node->kind == YAML_SCALAR && !node->quoted &&
	       (node->scalar[0] == '\0' || strcmp(node->scalar, "~") == 0 ||
		strcmp(node->scalar, "null") == 0);
}

static int choice_index(const char *const *choices, const char *word)
{
	for (int i = 0; choices[i]; i++)
		if (strcmp(choices[i], word) == 0)
			return i;
	return -1;
}

static bool store_string(const struct config_key *key, const struct yaml *node,
			 struct config_store *to)
{
	const char **member = to->at;

	if (node->kind != YAML_SCALAR)
		return false;
	if (config_is_unset(node)) {
		*member = NULL;
		return true;
	}
	if (key->choices && choice_index(key->choices, node->scalar) < 0)
		return false;
	*member = node->scalar;
	if (key->type == CONFIG_PATH && to->home &&
	    strncmp(node->scalar, "~/", 2) == 0)
		*member = arena_printf(to->arena, "%s/%s", to->home,
				       node->scalar + 2);
	return true;
}

static bool store_number(const struct config_key *key, const struct yaml *node,
			 int *member)
{
	double x;

	if (!yaml_number(node, &x) || x < key->low || x > key->high ||
	    x != (double)(int)x)
		return false;
	*member = (int)x;
	return true;
}

static bool store_switch(const struct yaml *node, bool *member)
{
	static const char *const words[] = {"false", "true", "no", "yes",
					    "off",   "on",   NULL};
	int i = node->kind == YAML_SCALAR ? choice_index(words, node->scalar)
					  : -1;

	if (i < 0)
		return false;
	*member = i & 1;
	return true;
}

static bool store_choice(const struct config_key *key, const struct yaml *node,
			 int *member)
{
	int i = node->kind == YAML_SCALAR
			? choice_index(key->choices, node->scalar)
			: -1;

	if (i < 0)
		return false;
	*member = i;
	return true;
}

static bool store_list(const struct yaml *node, struct string_vec *member)
{
	vec_clear(member);
	if (node->kind == YAML_MAP)
		return false;
	if (config_is_unset(node))
		return true;
	for (size_t i = 0; i < yaml_count(node); i++) {
		const struct yaml *item = yaml_at(node, i);
		if (item->kind != YAML_SCALAR)
			return false;
		vec_push(member, item->scalar);
	}
	return true;
}

static bool store_pairs(const struct yaml *node, struct config_pairs *member)
{
	vec_clear(member);
	if (config_is_unset(node))
		return true;
	if (node->kind != YAML_MAP)
		return false;
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml *item = node->child[i];
		if (item->kind != YAML_SCALAR || strpbrk(item->key, "\r\n:") ||
		    strpbrk(item->scalar, "\r\n"))
			return false;
		vec_push(member,
			 ((struct config_pair){item->key, item->scalar}));
	}
	return true;
}

enum { OBJECT_DEPTH = 12 };

static bool is_shallow(const struct yaml *node, int depth)
{
	for (size_t i = 0; i < node->n; i++)
		if (depth == 0 || !is_shallow(node->child[i], depth - 1))
			return false;
	return true;
}

/* JSON with the types YAML gives to plain words: a request's body needs
 * false, not "false". */
static void write_json(const struct yaml *node, const char *key, struct jw *j)
{
	double x;

	if (node->kind == YAML_SCALAR) {
		bool plain = !node->quoted;
		if (plain && strcmp(node->scalar, "true") == 0)
			jw_bool(j, key, true);
		else if (plain && strcmp(node->scalar, "false") == 0)
			jw_bool(j, key, false);
		else if (config_is_unset(node))
			jw_null(j, key);
		else if (plain && yaml_number(node, &x))
			jw_num(j, key, x);
		else
			jw_str(j, key, node->scalar);
		return;
	}
	if (node->kind == YAML_LIST)
		jw_array(j, key);
	else
		jw_object(j, key);
	for (size_t i = 0; i < node->n; i++)
		write_json(node->child[i],
			   node->kind == YAML_MAP ? node->child[i]->key : NULL,
			   j);
	jw_end(j);
}

static bool store_object(const struct yaml *node, struct config_store *to)
{
	const char **member = to->at;

	*member = NULL;
	if (config_is_unset(node))
		return true;
	if (node->kind != YAML_MAP || !is_shallow(node, OBJECT_DEPTH))
		return false;
	if (node->n == 0)
		return true;
	struct strbuf text = STRBUF_INIT;
	struct jw j = jw_to(&text);
	write_json(node, NULL, &j);
	*member = arena_strndup(to->arena, text.buf, text.len);
	strbuf_release(&text);
	return true;
}

bool config_store_value(const struct config_key *key, const struct yaml *node,
			struct config_store *to)
{
	switch (key->type) {
	case CONFIG_STRING:
	case CONFIG_PATH:
		return store_string(key, node, to);
	case CONFIG_NUMBER:
		return store_number(key, node, to->at);
	case CONFIG_SWITCH:
		return store_switch(node, to->at);
	case CONFIG_CHOICE:
		return store_choice(key, node, to->at);
	case CONFIG_LIST:
		return store_list(node, to->at);
	case CONFIG_PAIRS:
		return store_pairs(node, to->at);
	case CONFIG_OBJECT:
		return store_object(node, to);
	}
	return false;
}

void config_key_takes(const struct config_key *key, struct strbuf *ret)
{
	static const char *const takes[] = {
		[CONFIG_STRING] = "text or ~",
		[CONFIG_PATH] = "path or ~",
		[CONFIG_SWITCH] = "true|false",
		[CONFIG_LIST] = "[text, …]",
		[CONFIG_PAIRS] = "{name: text, …}",
		[CONFIG_OBJECT] = "{name: value, …}",
	};

	if (key->type == CONFIG_NUMBER) {
		strbuf_addf(ret, "%d..%d", key->low, key->high);
		return;
	}
	if (!key->choices) {
		strbuf_adds(ret, takes[key->type]);
		return;
	}
	for (size_t i = 0; key->choices[i]; i++)
		strbuf_addf(ret, "%s%s", i ? "|" : "", key->choices[i]);
}

/* A URL may carry user:password@; a header may be an authorisation. */
static void add_secret(const struct config_key *key, const struct yaml *node,
		       struct strbuf *ret)
{
	if (key->type == CONFIG_PAIRS) {
		strbuf_addch(ret, '{');
		for (size_t i = 0; i < node->n; i++)
			strbuf_addf(ret, "%s%s: ***", i ? ", " : "",
				    node->child[i]->key);
		strbuf_addch(ret, '}');
		return;
	}
	const char *at = strrchr(node->scalar, '@');
	const char *scheme = strstr(node->scalar, "://");
	if (!at) {
		strbuf_adds(ret, node->scalar);
		return;
	}
	if (scheme && scheme < at)
		strbuf_add(ret, node->scalar,
			   (size_t)(scheme + 3 - node->scalar));
	strbuf_addf(ret, "***%s", at);
}

void config_value_text(const struct config_setting *s, struct strbuf *ret)
{
	const struct yaml *node = s->node;

	if (config_is_unset(node)) {
		strbuf_addch(ret, '~');
	} else if (s->key->secret) {
		add_secret(s->key, node, ret);
	} else if (node->kind == YAML_SCALAR) {
		strbuf_adds(ret, node->scalar);
	} else if (s->key->type == CONFIG_LIST) {
		strbuf_addch(ret, '[');
		for (size_t i = 0; i < node->n; i++)
			strbuf_addf(ret, "%s%s", i ? ", " : "",
				    node->child[i]->scalar);
		strbuf_addch(ret, ']');
	} else {
		struct jw j = jw_to(ret);
		write_json(node, NULL, &j);
	}
}
