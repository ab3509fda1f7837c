/* The configuration: what was set, to what, and by whom.
 *
 * Layers, later ones win: built-in (config.yaml beside this file, embedded) <
 * /etc/clin/config.yaml < $XDG_CONFIG_HOME/clin/config.yaml < --config FILE <
 * CLIN_* environment < options of the command line.
 *
 * One table, `config_keys`, drives loading, `clin config`, and the manual
 * page clin-config.5. Defaults stand in config.yaml only.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/option.h"
#include "base/text.h"
#include "base/vec.h"
#include "base/yaml.h"

#include <stdbool.h>
#include <stddef.h>

enum config_lang { CONFIG_LANG_AUTO, CONFIG_LANG_ZH, CONFIG_LANG_EN };
enum config_colour {
	CONFIG_COLOUR_AUTO,
	CONFIG_COLOUR_ALWAYS,
	CONFIG_COLOUR_NEVER
};
enum config_explain {
	CONFIG_EXPLAIN_KB,
	CONFIG_EXPLAIN_LLM,
	CONFIG_EXPLAIN_OFF
};
enum config_api { CONFIG_API_OPENAI, CONFIG_API_OLLAMA };
enum config_privacy {
	CONFIG_PRIVACY_STRICT,
	CONFIG_PRIVACY_LOCAL,
	CONFIG_PRIVACY_OFF
};
enum config_chart { CONFIG_CHART_PRIVATE, CONFIG_CHART_GROUP };

struct config_pair {
	const char *name, *value;
};
struct config_pairs VEC_OF(struct config_pair);

/* How one model is reached. Strings are NULL when not set. */
struct config_model {
	const char *endpoint; /* URL; NULL: no model configured */
	const char *model;
	int api; /* enum config_api */
	const char *api_key_env;
	const char *api_key_file;
	struct string_vec api_key_command;
	int timeout_connect, timeout_first_byte, timeout_idle, timeout_total; /* s */
	const char *proxy;
	const char *ca_file, *client_cert, *client_key;
	const char *extra_body; /* a JSON object; NULL: none */
	struct config_pairs extra_headers;
	const char *max_tokens_field;
	int privacy; /* enum config_privacy */
	struct string_vec allow_hosts;
	struct string_vec redact; /* words that must not leave */
	bool allow_plain_http;
	int concurrency; /* of a batch: questions at once */
};

struct config_profile {
	const char *name;
	struct config_model model; /* model.* with the profile's keys over it */
};
struct config_profiles VEC_OF(struct config_profile);

enum config_layer {
	CONFIG_BUILT_IN,
	CONFIG_SYSTEM,
	CONFIG_USER,
	CONFIG_FILE,
	CONFIG_ENVIRONMENT,
	CONFIG_OPTION,
	CONFIG_LAYERS
};

struct config_origin {
	enum config_layer layer;
	const char *where; /* file, variable or option */
	int line;          /* 0: none */
};

enum config_type {
	CONFIG_STRING, /* const char * */
	CONFIG_PATH,   /* const char *; a leading ~/ is the home folder */
	CONFIG_NUMBER, /* int within low..high */
	CONFIG_SWITCH, /* bool */
	CONFIG_CHOICE, /* int: index into choices */
	CONFIG_LIST,   /* struct string_vec */
	CONFIG_PAIRS,  /* struct config_pairs: a map of strings */
	CONFIG_OBJECT, /* const char *: the map as JSON text */
};

struct config_key {
	const char *name; /* "model.timeouts.idle" */
	enum config_type type;
	size_t offset;    /* in struct config; of a "model." key: config_model */
	const char *const *choices;
	int low, high;
	struct text help;
	bool secret;      /* shown without its content */
};

/* Ends with name NULL. */
extern const struct config_key config_keys[];

/* One key as finally set. */
struct config_setting {
	const struct config_key *key;
	const char *profile;     /* model.profiles.<profile>; NULL: none */
	const struct yaml *node; /* as written */
	struct config_origin origin;
};
struct config_settings VEC_OF(struct config_setting);
struct config_problems VEC_OF(struct err);

/* Answers of a model that are kept. */
struct config_cache {
	const char *path; /* NULL: none are */
	int megabytes, days;
};

struct config {
	int lang;   /* enum config_lang */
	const char *output_encoding; /* NULL: the locale's */
	int colour; /* enum config_colour */
	int explain; /* enum config_explain */
	int fail_on; /* 0 never, 1 critical … 5 info */
	int setting; /* 0 not set, 1 gp, ward, dialysis, emergency, phone */
	int critical_ward; /* index into config_wards */
	const char *prompts;    /* a site's own prompts; NULL: the shipped */
	const char *ledger;     /* file of the ledger */
	struct config_cache cache;
	bool keep_last;         /* the last result, for clin ask */
	const char *kb_site;    /* the site's compiled knowledge */
	const char *kb_overlay; /* folder of the site's YAML */
	struct config_model model; /* with model_profile applied */
	const char *model_profile; /* its name or NULL */
	const char *chart_path;
	int chart_mode; /* enum config_chart */
	const char *chart_group;
	struct string_vec notify; /* argv; empty: none */

	struct config_profiles profiles;
	struct config_settings settings; /* in order of first setting */
	struct config_problems problems; /* all that was refused */
	const char *home;                /* what ~/ means or NULL */
	struct arena arena;              /* owns every string above */
};

/* The words of critical_ward, as ward types are called in the knowledge
 * base; ends with NULL. */
extern const char *const config_wards[];

/* What to load; NULL leaves a layer out. */
struct config_sources {
	const char *built_in; /* text of the embedded config.yaml */
	size_t built_in_len;
	const char *system_path, *user_path; /* may be absent on disk */
	const char *file;                    /* --config: must exist */
	char *const *environment;            /* as environ */
	const char *home;                    /* what ~/ means; NULL: kept */
};

/* Load all layers. Never stops at a mistake: what is wrong is left out and
 * noted in `problems`, each with file and line; the caller decides. */
void config_load(struct config *ret, const struct config_sources *from);

/* Set one key from the command line; `option` names it. False: refused. */
bool config_override(struct config *c, const char *key, const char *value,
		     const char *option, struct err *err);

void config_free(struct config *c);

/* "CLIN_MODEL_ENDPOINT" for "model.endpoint"; returns buf. */
const char *config_env_name(const char *key, char buf[64]);
/* "model.profiles.ward.endpoint"; returns buf. */
const char *config_full_name(const struct config_setting *s, char buf[128]);
/* The value as YAML flow text, secrets replaced by ***; appends. */
void config_value_text(const struct config_setting *s, struct strbuf *ret);
/* What the key takes: "kb|llm|off", "1..86400", "true|false", …; appends. */
void config_key_takes(const struct config_key *key, struct strbuf *ret);

/* Whether a key file may be used: regular, and closed to group and others.
 * False: ERR_CONFIG_SECRET. */
bool config_check_secret(const char *path, struct err *err);
/* Everything that loading cannot see: files that are named but unusable, a
 * remote host that is not allowed, plain HTTP. Appends to *ret. */
void config_check(const struct config *c, struct config_problems *ret);

#endif
