/* --map: which column of an export holds what, saved once by a site. */
#include "commands/followup/import.h"

#include "base/num.h"
#include "base/yaml.h"

#include <stdio.h>
#include <string.h>

static bool fail(struct err *err, const char *path, int line, const char *what)
{
	char number[24];

	return ERR(err, ERR_YAML, path, err_int(number, line), what);
}

static bool known_keys(const struct yaml *node, const char *const *keys,
		       const char *path, struct err *err)
{
	for (size_t i = 0; i < node->n; i++) {
		size_t k = 0;
		while (keys[k] && strcmp(keys[k], node->child[i]->key) != 0)
			k++;
		if (!keys[k])
			return fail(err, path, node->child[i]->line,
				    node->child[i]->key);
	}
	return true;
}

static const char *const *words(struct arena *a, const struct yaml *list,
				size_t *ret_n)
{
	size_t n = yaml_count(list);
	const char **out = arena_array(a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = yaml_at(list, i)->scalar;
	out[n] = NULL;
	*ret_n = n;
	return out;
}

static bool read_readings(const struct yaml *root, const char *path,
			  struct arena *a, struct import_map *ret,
			  struct err *err)
{
	static const char *const keys[] = {"column", "code", "unit", "context",
					   NULL};
	const struct yaml *list = yaml_get(root, "readings");

	ret->n_readings = yaml_count(list);
	ret->readings =
		arena_array(a, struct import_map_reading, ret->n_readings + 1);
	for (size_t i = 0; i < ret->n_readings; i++) {
		const struct yaml *r = yaml_at(list, i);
		if (r->kind != YAML_MAP)
			return fail(err, path, r->line,
				    "readings: {column, code, unit}");
		if (!known_keys(r, keys, path, err))
			return false;
		ret->readings[i] = (struct import_map_reading){
			yaml_str(r, "column"), yaml_str(r, "code"),
			yaml_str(r, "unit"), yaml_str(r, "context")};
		if (!ret->readings[i].column || !ret->readings[i].code)
			return fail(err, path, r->line,
				    "a reading needs column and code");
	}
	return ret->n_readings ||
	       fail(err, path, root->line, "readings: none named");
}

/* Words of a sentinel and the limit they stand for. */
static bool read_sentinel(const struct yaml *root, const char *key,
			  const char *path, struct arena *a,
			  const char *const **ret_words, double *ret_limit,
			  struct err *err)
{
	static const char *const keys[] = {"words", "limit", NULL};
	const struct yaml *node = yaml_get(root, key);
	size_t n;

	*ret_limit = NUM_NONE;
	*ret_words = NULL;
	if (!node)
		return true;
	if (node->kind == YAML_MAP) {
		const struct yaml *limit = yaml_get(node, "limit");
		if (!known_keys(node, keys, path, err))
			return false;
		if (limit && !yaml_number(limit, ret_limit))
			return fail(err, path, limit->line, "limit");
		node = yaml_get(node, "words");
	}
	*ret_words = words(a, node, &n);
	return true;
}

static bool read_context(const struct yaml *root, const char *path,
			 struct arena *a, struct import_map *ret,
			 struct err *err)
{
	static const char *const keys[] = {"column", "values", NULL};
	const struct yaml *node = yaml_get(root, "context");
	const struct yaml *values = yaml_get(node, "values");

	if (!node)
		return true;
	if (node->kind == YAML_SCALAR) {
		ret->context = node->scalar;
		return true;
	}
	if (!known_keys(node, keys, path, err))
		return false;
	ret->context = yaml_str(node, "column");
	ret->n_context = values && values->kind == YAML_MAP ? values->n : 0;
	const char **w = arena_array(a, const char *, ret->n_context + 1);
	const char **v = arena_array(a, const char *, ret->n_context + 1);
	for (size_t i = 0; i < ret->n_context; i++) {
		w[i] = values->child[i]->key;
		v[i] = values->child[i]->scalar;
	}
	ret->context_words = w;
	ret->context_values = v;
	return true;
}

static bool read_skip(const struct yaml *root, const char *path,
		      struct arena *a, struct import_map *ret, struct err *err)
{
	static const char *const keys[] = {"column", "values", NULL};
	const struct yaml *node = yaml_get(root, "skip");

	if (!node)
		return true;
	if (node->kind != YAML_MAP)
		return fail(err, path, node->line, "skip: {column, values}");
	if (!known_keys(node, keys, path, err))
		return false;
	ret->skip = yaml_str(node, "column");
	ret->skip_words = words(a, yaml_get(node, "values"), &ret->n_skip);
	return true;
}

static bool read_clock(const struct yaml *root, const char *path,
		       struct import_map *ret, struct err *err)
{
	const char *order = yaml_str(root, "order");
	const char *zone = yaml_str(root, "zone");
	int h, m;
	char sign;

	ret->time = yaml_str(root, "time");
	ret->date = yaml_str(root, "date");
	ret->clock = yaml_str(root, "clock");
	if (!ret->time && !ret->date)
		return fail(err, path, root->line, "time, or date and clock");
	ret->order = !order                      ? -1
		     : strcmp(order, "mdy") == 0 ? 0
		     : strcmp(order, "dmy") == 0 ? 1
		     : strcmp(order, "ymd") == 0 ? 2
						 : -2;
	if (ret->order == -2)
		return fail(err, path, root->line, "order: mdy, dmy, ymd");
	if (!zone)
		return true;
	if (sscanf(zone, "%c%2d:%2d", &sign, &h, &m) != 3 ||
	    (sign != '+' && sign != '-') || h < 0 || h > 15 || m < 0 || m > 59)
		return fail(err, path, root->line, "zone: \"+08:00\"");
	ret->has_zone = true;
	ret->zone = (h * 3600 + m * 60) * (sign == '-' ? -1 : 1);
	return true;
}

bool import_map_read(const char *path, struct arena *a, struct import_map *ret,
		     struct err *err)
{
	static const char *const keys[] = {
		"name",     "time",    "date", "clock", "order", "zone",
		"readings", "context", "skip", "low",   "high",  NULL};
	struct yaml *root;

	*ret = (struct import_map){0};
	if (!yaml_read(a, path, &root, err))
		return false;
	if (root->kind != YAML_MAP)
		return fail(err, path, root->line, "a map of columns");
	ret->name = yaml_str(root, "name");
	if (!ret->name)
		return fail(err, path, root->line, "name");
	return known_keys(root, keys, path, err) &&
	       read_clock(root, path, ret, err) &&
	       read_readings(root, path, a, ret, err) &&
	       read_context(root, path, a, ret, err) &&
	       read_skip(root, path, a, ret, err) &&
	       read_sentinel(root, "low", path, a, &ret->low_words,
			     &ret->low_limit, err) &&
	       read_sentinel(root, "high", path, a, &ret->high_words,
			     &ret->high_limit, err);
}
