#include "base/yaml.h"

#include "base/io.h"
#include "base/num.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { MAX_DEPTH = 32, MAX_BYTES = 16 * 1024 * 1024 };

struct node_vec VEC_OF(struct yaml *);

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	const char *name;
	int depth;
	struct err *err;
};

static bool fail_at(struct reader *r, enum err_id id, size_t line,
		    const char *problem)
{
	char buf[24];

	return ERR(r->err, id, r->name, err_int(buf, (long long)line + 1),
		   problem ? problem : "?");
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return true;
	return fail_at(r, ERR_YAML, r->parser.problem_mark.line,
		       r->parser.problem);
}

static bool read_node(struct reader *r, yaml_event_t *event, struct yaml **ret);

/* Children up to the end event; in a map, keys and values alternate. */
static bool read_children(struct reader *r, struct yaml *node)
{
	yaml_event_type_t end = node->kind == YAML_MAP
					? YAML_MAPPING_END_EVENT
					: YAML_SEQUENCE_END_EVENT;
	struct node_vec children = {0};
	bool ok = true;

	if (++r->depth > MAX_DEPTH)
		ok = fail_at(r, ERR_YAML_LIMIT, (size_t)node->line - 1,
			     "depth");
	while (ok) {
		yaml_event_t event;
		struct yaml *key = NULL, *value;
		ok = next_event(r, &event);
		if (!ok || event.type == end) {
			if (ok)
				yaml_event_delete(&event);
			break;
		}
		ok = read_node(r, &event, &value);
		if (ok && node->kind == YAML_MAP) {
			key = value;
			ok = key->kind == YAML_SCALAR ||
			     fail_at(r, ERR_YAML, (size_t)key->line - 1,
				     "a key must be a plain word");
			ok = ok && next_event(r, &event) &&
			     read_node(r, &event, &value);
			if (ok)
				value->key = key->scalar;
		}
		if (ok)
			vec_push(&children, value);
	}
	if (ok) {
		node->n = children.n;
		node->child = arena_array(r->arena, struct yaml *, children.n);
		if (children.n)
			memcpy(node->child, children.at,
			       children.n * sizeof *children.at);
	}
	r->depth--;
	vec_free(&children);
	return ok;
}

/* Takes the event. */
static bool read_node(struct reader *r, yaml_event_t *event, struct yaml **ret)
{
	struct yaml *node = arena_new(r->arena, struct yaml);
	yaml_event_type_t type = event->type;
	bool refused = false;

	node->line = (int)event->start_mark.line + 1;
	node->scalar = "";
	if (type == YAML_SCALAR_EVENT) {
		node->kind = YAML_SCALAR;
		node->scalar = arena_strndup(r->arena,
					     (char *)event->data.scalar.value,
					     event->data.scalar.length);
		node->quoted =
			event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		refused = event->data.scalar.anchor != NULL;
	} else if (type == YAML_SEQUENCE_START_EVENT) {
		node->kind = YAML_LIST;
		refused = event->data.sequence_start.anchor != NULL;
	} else if (type == YAML_MAPPING_START_EVENT) {
		node->kind = YAML_MAP;
		refused = event->data.mapping_start.anchor != NULL;
	} else {
		refused = true;
	}
	size_t line = event->start_mark.line;
	yaml_event_delete(event);
	*ret = node;
	if (refused)
		return fail_at(r, ERR_YAML_LIMIT, line, "anchor or alias");
	return type == YAML_SCALAR_EVENT || read_children(r, node);
}

static bool read_document(struct reader *r, struct yaml **ret)
{
	for (;;) {
		yaml_event_t event;
		if (!next_event(r, &event))
			return false;
		yaml_event_type_t type = event.type;
		if (type == YAML_STREAM_START_EVENT ||
		    type == YAML_DOCUMENT_START_EVENT) {
			yaml_event_delete(&event);
			continue;
		}
		if (type == YAML_STREAM_END_EVENT) {
			yaml_event_delete(&event);
			*ret = arena_new(r->arena, struct yaml);
			(*ret)->kind = YAML_LIST;
			(*ret)->line = 1;
			(*ret)->scalar = "";
			return true;
		}
		return read_node(r, &event, ret);
	}
}

bool yaml_parse(struct arena *a, const char *text, size_t len, const char *name,
		struct yaml **ret, struct err *err)
{
	struct reader r = {.arena = a, .name = name, .err = err};

	if (len > MAX_BYTES)
		return fail_at(&r, ERR_YAML_LIMIT, 0, "size");
	if (!yaml_parser_initialize(&r.parser))
		return fail_at(&r, ERR_YAML, 0, "out of memory");
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text,
				     len);
	bool ok = read_document(&r, ret);
	yaml_parser_delete(&r.parser);
	return ok;
}

bool yaml_read(struct arena *a, const char *path, struct yaml **ret,
	       struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	bool ok = io_read(path, MAX_BYTES, &text, err) &&
		  yaml_parse(a, text.buf, text.len, path, ret, err);

	strbuf_release(&text);
	return ok;
}

const struct yaml *yaml_get(const struct yaml *node, const char *key)
{
	if (!node || node->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < node->n; i++)
		if (strcmp(node->child[i]->key, key) == 0)
			return node->child[i];
	return NULL;
}

const char *yaml_str(const struct yaml *node, const char *key)
{
	const struct yaml *value = yaml_get(node, key);

	return value && value->kind == YAML_SCALAR ? value->scalar : NULL;
}

bool yaml_number(const struct yaml *node, double *ret)
{
	return node && node->kind == YAML_SCALAR &&
	       num_parse_all(node->scalar, ret);
}

size_t yaml_count(const struct yaml *node)
{
	if (!node)
		return 0;
	return node->kind == YAML_LIST ? node->n : 1;
}

const struct yaml *yaml_at(const struct yaml *node, size_t i)
{
	return node->kind == YAML_LIST ? node->child[i] : node;
}

void yaml_to_json(const struct yaml *node, const char *key, struct jw *j)
{
	if (node->kind == YAML_SCALAR) {
		jw_str(j, key, node->scalar);
		return;
	}
	if (node->kind == YAML_LIST)
		jw_array(j, key);
	else
		jw_object(j, key);
	for (size_t i = 0; i < node->n; i++)
		yaml_to_json(
			node->child[i],
			node->kind == YAML_MAP ? node->child[i]->key : NULL, j);
	jw_end(j);
}
