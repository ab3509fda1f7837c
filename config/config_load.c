/* Reading the layers. */
#include "config/config.h"

#include "base/io.h"
#include "base/nearest.h"
#include "config/config_internal.h"

#include <string.h>

enum { FILE_LIMIT = 1024 * 1024 };

/* One layer while it is read. */
struct layer {
	struct config *c;
	struct config_origin origin; /* line -1: not a file */
};

static void problem(struct layer *l, const struct err *err)
{
	vec_push(&l->c->problems, *err);
}

static void refuse(struct layer *l, enum err_id id, int line, const char *key,
		   const char *hint)
{
	char number[24];
	struct err err;

	ERR(&err, id, l->origin.where, err_int(number, line), key, hint);
	problem(l, &err);
}

static const struct config_key *find_key(const char *name)
{
	for (const struct config_key *k = config_keys; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static bool is_group(const char *name)
{
	size_t n = strlen(name);

	for (const struct config_key *k = config_keys; k->name; k++)
		if (strncmp(k->name, name, n) == 0 && k->name[n] == '.')
			return true;
	return false;
}

static struct config_setting *find_setting(struct config *c,
					   const struct config_key *key,
					   const char *profile)
{
	for (size_t i = 0; i < c->settings.n; i++) {
		struct config_setting *s = &c->settings.at[i];
		if (s->key == key && (s->profile == profile ||
				      (s->profile && profile &&
				       strcmp(s->profile, profile) == 0)))
			return s;
	}
	return NULL;
}

/* Room for any member, to try a value before it replaces another. */
union scratch {
	struct string_vec list;
	struct config_pairs pairs;
	const char *string;
	int number;
	bool flag;
};

static bool fits(struct layer *l, const struct config_key *key,
		 const struct yaml *node)
{
	union scratch scratch;
	memset(&scratch, 0, sizeof scratch);

	struct config_store to = {&scratch, &l->c->arena, l->c->home};
	bool ok = config_store_value(key, node, &to);
	if (key->type == CONFIG_LIST)
		vec_free(&scratch.list);
	else if (key->type == CONFIG_PAIRS)
		vec_free(&scratch.pairs);
	return ok;
}

static void set_key(struct layer *l, const struct config_key *key,
		    const char *profile, const struct yaml *node)
{
	struct config_setting *s = find_setting(l->c, key, profile);
	struct config_origin origin = l->origin;
	bool twice = s && s->origin.layer == origin.layer && s->origin.line &&
		     s->origin.where == origin.where;

	if (!fits(l, key, node)) {
		struct strbuf takes = STRBUF_INIT;
		config_key_takes(key, &takes);
		refuse(l, ERR_CONFIG_VALUE, node->line, key->name, takes.buf);
		strbuf_release(&takes);
		return;
	}
	if (twice) {
		refuse(l, ERR_CONFIG_TWICE, node->line, key->name, NULL);
		return;
	}
	origin.line = origin.line < 0 ? 0 : node->line;
	if (s) {
		s->node = node;
		s->origin = origin;
		return;
	}
	struct config_setting fresh = {key, profile, node, origin};
	vec_push(&l->c->settings, fresh);
}

static void unknown_key(struct layer *l, const struct yaml *node,
			const char *name, const char *prefix)
{
	struct nearest near = nearest_to(name);

	for (const struct config_key *k = config_keys; k->name; k++)
		if (strncmp(k->name, prefix, strlen(prefix)) == 0)
			nearest_try(&near, k->name);
	refuse(l, ERR_CONFIG_KEY, node->line, name, near.word);
}

static void read_map(struct layer *l, const struct yaml *map,
		     const char *prefix, const char *profile)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct yaml *node = map->child[i];
		const char *name =
			arena_printf(&l->c->arena, "%s%s", prefix, node->key);
		const struct config_key *key = find_key(name);
		if (key)
			set_key(l, key, profile, node);
		else if (is_group(name) && node->kind == YAML_MAP)
			read_map(l, node,
				 arena_printf(&l->c->arena, "%s.", name),
				 profile);
		else if (is_group(name) && config_is_unset(node))
			continue; /* a group with every line commented out */
		else
			unknown_key(l, node, name, prefix);
	}
}

static void read_profiles(struct layer *l, const struct yaml *profiles)
{
	if (!profiles || config_is_unset(profiles))
		return;
	if (profiles->kind != YAML_MAP) {
		refuse(l, ERR_CONFIG_VALUE, profiles->line, "model.profiles",
		       "{name: {key: value, …}, …}");
		return;
	}
	for (size_t i = 0; i < profiles->n; i++) {
		const struct yaml *profile = profiles->child[i];
		if (profile->kind == YAML_MAP)
			read_map(l, profile, "model.", profile->key);
		else
			refuse(l, ERR_CONFIG_VALUE, profile->line, profile->key,
			       "{key: value, …}");
	}
}

/* The profiles stand inside the model's map, but are no keys of it. */
static const struct yaml *take_profiles(struct arena *a, struct yaml *root)
{
	for (size_t i = 0; i < root->n; i++) {
		struct yaml *model = root->child[i];
		if (strcmp(model->key, "model") != 0)
			continue;
		const struct yaml *found = yaml_get(model, "profiles");
		if (!found)
			return NULL;
		struct yaml **rest = arena_array(a, struct yaml *, model->n);
		size_t n = 0;
		for (size_t j = 0; j < model->n; j++)
			if (model->child[j] != found)
				rest[n++] = model->child[j];
		model->child = rest;
		model->n = n;
		return found;
	}
	return NULL;
}

static void read_text(struct layer *l, const char *text, size_t n)
{
	struct yaml *root;
	struct err err;

	if (!yaml_parse(&l->c->arena, text, n, l->origin.where, &root, &err)) {
		problem(l, &err);
		return;
	}
	if (root->kind != YAML_MAP) {
		if (root->kind == YAML_SCALAR || root->n)
			refuse(l, ERR_CONFIG_VALUE, root->line, "config",
			       "{key: value, …}");
		return;
	}
	const struct yaml *profiles = take_profiles(&l->c->arena, root);
	read_map(l, root, "", NULL);
	read_profiles(l, profiles);
}

static void read_file(struct layer *l, const char *path, bool must_exist)
{
	struct strbuf text = STRBUF_INIT;
	struct err err;

	if (!path || (!must_exist && !io_exists(path)))
		return;
	l->origin.where = arena_strdup(&l->c->arena, path);
	if (io_read(path, FILE_LIMIT, &text, &err))
		read_text(l, text.buf, text.len);
	else
		problem(l, &err);
	strbuf_release(&text);
}

/* A value given outside a file: text for a plain key, YAML flow text
 * ("[a, b]", "{x: 1}") for the others. */
static const struct yaml *word_node(struct layer *l,
				    const struct config_key *key,
				    const char *value)
{
	struct arena *a = &l->c->arena;
	struct yaml *node;
	struct err err;

	if (key->type >= CONFIG_LIST) {
		if (yaml_parse(a, value, strlen(value), l->origin.where, &node,
			       &err))
			return node;
		problem(l, &err);
		return NULL;
	}
	node = arena_new(a, struct yaml);
	node->kind = YAML_SCALAR;
	node->scalar = arena_strdup(a, value);
	return node;
}

static void read_environment(struct layer *l, char *const *environment)
{
	for (const struct config_key *k = config_keys; k->name; k++) {
		char name[64];
		size_t n = strlen(config_env_name(k->name, name));
		for (char *const *e = environment; *e; e++) {
			if (strncmp(*e, name, n) != 0 || (*e)[n] != '=' ||
			    (*e)[n + 1] == '\0')
				continue;
			l->origin.where = arena_strdup(&l->c->arena, name);
			const struct yaml *node = word_node(l, k, *e + n + 1);
			if (node)
				set_key(l, k, NULL, node);
			break;
		}
	}
}

static struct layer layer(struct config *c, enum config_layer which,
			  const char *where)
{
	bool file = which <= CONFIG_FILE;

	return (struct layer){
		.c = c,
		.origin = {which, where, file ? 0 : -1},
	};
}

void config_load(struct config *ret, const struct config_sources *from)
{
	memset(ret, 0, sizeof *ret);
	if (from->home)
		ret->home = arena_strdup(&ret->arena, from->home);

	struct layer l = layer(ret, CONFIG_BUILT_IN, "config.yaml");
	if (from->built_in)
		read_text(&l, from->built_in, from->built_in_len);
	l = layer(ret, CONFIG_SYSTEM, NULL);
	read_file(&l, from->system_path, false);
	l = layer(ret, CONFIG_USER, NULL);
	read_file(&l, from->user_path, false);
	l = layer(ret, CONFIG_FILE, NULL);
	read_file(&l, from->file, true);
	l = layer(ret, CONFIG_ENVIRONMENT, NULL);
	if (from->environment)
		read_environment(&l, from->environment);
	config_resolve(ret);
}

bool config_override(struct config *c, const char *key, const char *value,
		     const char *option, struct err *err)
{
	const struct config_key *k = find_key(key);
	struct layer l = layer(c, CONFIG_OPTION, option);
	size_t before = c->problems.n;
	const struct yaml *node = word_node(&l, k, value);

	if (node)
		set_key(&l, k, NULL, node);
	if (c->problems.n > before) {
		struct strbuf takes = STRBUF_INIT;
		c->problems.n = before;
		config_key_takes(k, &takes);
		ERR(err, ERR_OPTION_VALUE, option, value, takes.buf);
		strbuf_release(&takes);
		return false;
	}
	config_resolve(c);
	return true;
}
