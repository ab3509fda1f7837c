/* What yaml_to_json() wrote, back as a tree. libyaml would read it, too, in half
 * as much time again. */
#include "base/num.h"
#include "base/yaml.h"

#include <jansson.h>
#include <string.h>

static struct yaml *new_node(struct arena *a, enum yaml_kind kind, size_t n)
{
	struct yaml *node = arena_new(a, struct yaml);

	node->kind = kind;
	node->line = 1;
	node->scalar = "";
	node->n = n;
	node->child = arena_array(a, struct yaml *, n);
	return node;
}

static struct yaml *scalar(struct arena *a, const json_t *value)
{
	struct yaml *node = new_node(a, YAML_SCALAR, 0);
	char number[NUM_SIZE];

	node->quoted = json_is_string(value);
	if (json_is_string(value))
		node->scalar = arena_strndup(a, json_string_value(value),
					     json_string_length(value));
	else if (json_is_number(value))
		node->scalar = arena_strdup(
			a, num_format(number, json_number_value(value)));
	else
		node->scalar = json_is_true(value)    ? "true"
			       : json_is_false(value) ? "false"
						      : "null";
	return node;
}

/* Jansson bounds the depth when it parses. */
static struct yaml *tree(struct arena *a, json_t *value)
{
	if (json_is_array(value)) {
		size_t n = json_array_size(value);
		struct yaml *list = new_node(a, YAML_LIST, n);
		for (size_t i = 0; i < n; i++)
			list->child[i] = tree(a, json_array_get(value, i));
		return list;
	}
	if (json_is_object(value)) {
		size_t i = 0;
		struct yaml *map =
			new_node(a, YAML_MAP, json_object_size(value));
		const char *key;
		json_t *child;
		json_object_foreach(value, key, child)
		{
			map->child[i] = tree(a, child);
			map->child[i++]->key = arena_strdup(a, key);
		}
		return map;
	}
	return scalar(a, value);
}

bool yaml_from_json(struct arena *a, const char *text, size_t len,
		    const char *name, struct yaml **ret, struct err *err)
{
	json_error_t e;
	char line[24];
	json_t *root = json_loadb(text, len, JSON_DECODE_ANY, &e);

	if (!root)
		return ERR(err, ERR_YAML, name, err_int(line, e.line), e.text);
	*ret = tree(a, root);
	json_decref(root);
	return true;
}
