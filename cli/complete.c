#include "cli/complete.h"

#include "cli/complete_private.h"

#include <string.h>

/* The tables of a command, the global ones last; ends with NULL. */
static void tables_of(const struct complete *w, const struct command *c,
		      const struct option *ret[6])
{
	size_t n = 0;

	if (c && c->options)
		ret[n++] = c->options;
	for (size_t i = 0; c && i < 3; i++)
		if (c->shared[i])
			ret[n++] = c->shared[i];
	ret[n++] = w->globals;
	ret[n] = NULL;
}

void complete_options(const struct complete *w, const struct command *c,
		      complete_each *f, const void *data)
{
	const struct option *tables[6];

	tables_of(w, c, tables);
	for (size_t i = 0; tables[i]; i++)
		for (const struct option *o = tables[i]; o->name; o++)
			f(w, o, data);
}

void complete_prefixes(const struct complete *w, const struct command *c,
		       const char *separator)
{
	size_t least = 1, n = strlen(c->name);

	for (const struct command *const *o = w->commands; *o; o++) {
		size_t same = 0;
		while (*o != c && c->name[same] &&
		       c->name[same] == (*o)->name[same])
			same++;
		if (same + 1 > least)
			least = same + 1;
	}
	for (size_t i = least; i <= n; i++) {
		strbuf_adds(w->out, i == least ? "" : separator);
		strbuf_add(w->out, c->name, i);
	}
}

bool complete_takes_word(const struct option *o)
{
	return o->type != OPTION_FLAG && o->type != OPTION_OPTIONAL;
}

bool complete_write(const char *shell, const struct command *const *commands,
		    const struct option *globals, struct strbuf *ret)
{
	const struct complete w = {commands, globals, ret};

	if (strcmp(shell, "bash") == 0)
		complete_bash(&w);
	else if (strcmp(shell, "zsh") == 0)
		complete_zsh(&w);
	else if (strcmp(shell, "fish") == 0)
		complete_fish(&w);
	else
		return false;
	return true;
}
