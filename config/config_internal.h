/* Between the parts of config/; not for others. */
#ifndef CONFIG_CONFIG_INTERNAL_H
#define CONFIG_CONFIG_INTERNAL_H

#include "config/config.h"

struct config_store {
	void *at;            /* the member */
	struct arena *arena; /* owns what is made */
	const char *home;    /* for ~/ or NULL */
};

/* A plain ~, null or nothing. */
bool config_is_unset(const struct yaml *node);
/* Check the node against the key and store it. False: it does not fit, and
 * the member is undefined. */
bool config_store_value(const struct config_key *key, const struct yaml *node,
			struct config_store *to);

/* Compute the typed members from the settings, defaults first, the chosen
 * profile last. An unknown profile is a problem. */
void config_resolve(struct config *c);

#endif
