/* YAML (libyaml) as a tree with line numbers.
 *
 * Plain documents only: aliases, tags and merges are refused, depth and size
 * are bounded. All scalars are strings; the reader of a key knows its type.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	int line;               /* from 1 */
	bool quoted;            /* scalar: written in quotes */
	const char *key;        /* inside a map: this node's key */
	const char *scalar;     /* NUL-terminated UTF-8; "" for lists, maps */
	size_t n;               /* number of children */
	struct yaml **child;    /* elements, or values in order of writing */
};

/* Parse one document of `len` bytes into nodes owned by `a`. `name` is for
 * messages. An empty document yields an empty list. */
bool yaml_parse(struct arena *a, const char *text, size_t len, const char *name,
		struct yaml **ret, struct err *err);
bool yaml_read(struct arena *a, const char *path, struct yaml **ret,
	       struct err *err);

/* Value of `key` in a map, or NULL (also when node is NULL or no map). */
const struct yaml *yaml_get(const struct yaml *node, const char *key);
/* Its scalar, or NULL when absent or no scalar. */
const char *yaml_str(const struct yaml *node, const char *key);
/* The node's own scalar number; false when it is none. */
bool yaml_number(const struct yaml *node, double *ret);
/* A list as it is, or a single node as a list of one: iterate with
 * yaml_count and yaml_at. NULL counts 0. */
size_t yaml_count(const struct yaml *node);
const struct yaml *yaml_at(const struct yaml *node, size_t i);

/* Canonical JSON: maps in order of writing, unquoted numbers and booleans
 * kept as strings (so that "1:640" and 7.0 survive unchanged). */
void yaml_to_json(const struct yaml *node, const char *key, struct jw *j);
/* The same back, as yaml_parse would read it (a node's line is 1). */
bool yaml_from_json(struct arena *a, const char *text, size_t len,
		    const char *name, struct yaml **ret, struct err *err);

#endif
