/* A configuration file of any content: problems, never a crash, and what can
 * be loaded can be shown and checked. */
#include "config/config.h"

#include "base/io.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct config_sources from = {
		.built_in = (const char *)data,
		.built_in_len = n,
		.home = "/home/x",
	};
	struct config_problems problems = {0};
	struct strbuf text = STRBUF_INIT;
	struct config c;
	char name[128];

	config_load(&c, &from);
	for (size_t i = 0; i < c.settings.n; i++) {
		config_full_name(&c.settings.at[i], name);
		config_value_text(&c.settings.at[i], &text);
	}
	config_override(&c, "lang", "en", "--lang", NULL);
	config_check(&c, &problems);
	vec_free(&problems);
	strbuf_release(&text);
	config_free(&c);
	return 0;
}
