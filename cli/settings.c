/* Where the configuration is read from, and what the command line says over
 * it. */
#include "cli/settings.h"

#include "cli/embedded.h"

#include <stdlib.h>
#include <unistd.h>

#ifndef SYSCONFDIR
#define SYSCONFDIR "/etc"
#endif

static const char *user_config(struct arena *a)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (xdg && xdg[0] == '/')
		return arena_printf(a, "%s/clin/config.yaml", xdg);
	if (home && home[0] == '/')
		return arena_printf(a, "%s/.config/clin/config.yaml", home);
	return NULL;
}

/* CLIN_ETC: another place for what the site sets, where nobody may write to
 * /etc. */
static const char *system_config(struct arena *a)
{
	const char *etc = getenv("CLIN_ETC");

	return arena_printf(a, "%s/config.yaml",
			    etc && *etc ? etc : SYSCONFDIR "/clin");
}

void settings_load(struct config *ret, const struct global_params *g,
		   struct arena *a)
{
	static const char *const langs[] = {"", "auto", "zh", "en"};
	const struct config_sources from = {
		.built_in = config_embedded,
		.built_in_len = (size_t)(config_embedded_end - config_embedded),
		.system_path = system_config(a),
		.user_path = user_config(a),
		.file = g->config,
		.environment = environ,
		.home = getenv("HOME"),
	};

	config_load(ret, &from);
	if (g->lang)
		config_override(ret, "lang", langs[g->lang], "--lang", NULL);
	if (g->output_encoding)
		config_override(ret, "output_encoding", g->output_encoding,
				"--output-encoding", NULL);
	if (g->model_profile)
		config_override(ret, "model_profile", g->model_profile,
				"--model-profile", NULL);
}
