#include "config/config.h"

#include "config/config_internal.h"

#include <stdio.h>
#include <string.h>

static void *member_of(struct config *c, const struct config_key *key,
		       struct config_model *model)
{
	bool of_model = strncmp(key->name, "model.", 6) == 0;

	return (of_model ? (char *)model : (char *)c) + key->offset;
}

static void model_release(struct config_model *m)
{
	vec_free(&m->api_key_command);
	vec_free(&m->extra_headers);
	vec_free(&m->allow_hosts);
	vec_free(&m->redact);
}

/* Store every setting of `profile` (NULL: of none). */
static void store_all(struct config *c, const char *profile,
		      struct config_model *model)
{
	for (size_t i = 0; i < c->settings.n; i++) {
		const struct config_setting *s = &c->settings.at[i];
		if (s->profile ? !profile || strcmp(s->profile, profile) != 0
			       : profile != NULL)
			continue;
		struct config_store to = {member_of(c, s->key, model),
					  &c->arena, c->home};
		config_store_value(s->key, s->node, &to);
	}
}

static const struct config_profile *find_profile(const struct config *c,
						 const char *name)
{
	for (size_t i = 0; i < c->profiles.n; i++)
		if (strcmp(c->profiles.at[i].name, name) == 0)
			return &c->profiles.at[i];
	return NULL;
}

static void add_profile(struct config *c, const char *name)
{
	struct config_profile profile = {.name = name};

	store_all(c, NULL, &profile.model);
	store_all(c, name, &profile.model);
	vec_push(&c->profiles, profile);
}

static void unknown_profile(struct config *c)
{
	struct strbuf names = STRBUF_INIT;
	struct err err;
	char line[24] = "0";
	const char *where = "";

	for (size_t i = 0; i < c->settings.n; i++) {
		const struct config_setting *s = &c->settings.at[i];
		if (strcmp(s->key->name, "model_profile") != 0)
			continue;
		where = s->origin.where;
		err_int(line, s->origin.line);
	}
	for (size_t i = 0; i < c->profiles.n; i++)
		strbuf_addf(&names, "%s%s", i ? "|" : "",
			    c->profiles.at[i].name);
	ERR(&err, ERR_CONFIG_VALUE, where, line, "model_profile",
	    names.len ? names.buf : "~");
	vec_push(&c->problems, err);
	strbuf_release(&names);
}

static void drop_profiles(struct config *c)
{
	for (size_t i = 0; i < c->profiles.n; i++)
		model_release(&c->profiles.at[i].model);
	vec_clear(&c->profiles);
}

void config_resolve(struct config *c)
{
	drop_profiles(c);
	store_all(c, NULL, &c->model);
	for (size_t i = 0; i < c->settings.n; i++) {
		const char *name = c->settings.at[i].profile;
		if (name && !find_profile(c, name))
			add_profile(c, name);
	}
	if (!c->model_profile)
		return;
	if (find_profile(c, c->model_profile))
		store_all(c, c->model_profile, &c->model);
	else
		unknown_profile(c);
}

void config_free(struct config *c)
{
	drop_profiles(c);
	vec_free(&c->notify);
	vec_free(&c->profiles);
	model_release(&c->model);
	vec_free(&c->settings);
	vec_free(&c->problems);
	arena_free(&c->arena);
}

const char *config_env_name(const char *key, char buf[64])
{
	size_t n = (size_t)snprintf(buf, 64, "CLIN_%s", key);

	for (size_t i = 5; i < n && i < 64; i++)
		if (buf[i] == '.')
			buf[i] = '_';
		else if (buf[i] >= 'a' && buf[i] <= 'z')
			buf[i] = (char)(buf[i] - 32);
	return buf;
}

const char *config_full_name(const struct config_setting *s, char buf[128])
{
	if (s->profile)
		snprintf(buf, 128, "model.profiles.%s.%s", s->profile,
			 s->key->name + strlen("model."));
	else
		snprintf(buf, 128, "%s", s->key->name);
	return buf;
}
