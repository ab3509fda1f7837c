#include "cli/docs.h"

#include "cli/commands.h"
#include "cli/embedded.h"
#include "cli/options.h"
#include "config/config.h"

#include <string.h>

/* Running text: a leading dot or quote would be a request, a backslash an
 * escape; a hyphen in code is a minus. */
static void add_text(struct strbuf *out, const char *s)
{
	if (*s == '.' || *s == '\'')
		strbuf_adds(out, "\\&");
	for (; *s; s++) {
		if (*s == '\\')
			strbuf_adds(out, "\\e");
		else
			strbuf_addch(out, *s);
	}
}

static void add_both(struct strbuf *out, const struct text *text)
{
	add_text(out, text->in[LANG_EN]);
	strbuf_adds(out, "\n.br\n");
	add_text(out, text->in[LANG_ZH]);
	strbuf_addch(out, '\n');
}

static void add_option(struct strbuf *out, const struct option *o)
{
	const char *arg = o->arg.in[LANG_EN];

	strbuf_adds(out, ".It ");
	if (o->letter)
		strbuf_addf(out, "Fl %c , ", o->letter);
	strbuf_addf(out, "Fl -%s", o->name);
	if (o->type == OPTION_OPTIONAL)
		strbuf_addf(out, " Ns Op = Ns Ar %s", arg);
	else if (o->type != OPTION_FLAG)
		strbuf_addf(out, " Ar %s", arg);
	strbuf_addch(out, '\n');
	add_both(out, &o->help);
	if (o->choices) {
		struct strbuf words = STRBUF_INIT;
		options_choices(o, " Cm ", &words);
		strbuf_addf(out, ".br\n.Cm %s\n", words.buf);
		strbuf_release(&words);
	}
}

static void add_table(struct strbuf *out, const struct option *table)
{
	for (const struct option *o = table; o && o->name; o++)
		add_option(out, o);
}

static void options_part(const struct command *c, struct strbuf *out)
{
	if (!(c->options && c->options->name) && !c->shared[0])
		return;
	strbuf_adds(out, ".Bl -tag -width Ds\n");
	add_table(out, c->options);
	for (size_t i = 0; i < sizeof c->shared / sizeof *c->shared; i++)
		add_table(out, c->shared[i]);
	strbuf_adds(out, ".El\n");
}

static void examples_part(const struct command *c, struct strbuf *out)
{
	for (const struct example *e = c->examples; e && e->line; e++) {
		if (e != c->examples)
			strbuf_adds(out, ".Pp\n");
		add_both(out, &e->what);
		strbuf_adds(out, ".Dl ");
		add_text(out, e->line);
		strbuf_addch(out, '\n');
	}
}

static void commands_part(struct strbuf *out)
{
	strbuf_adds(out, ".Bl -tag -width Ds\n");
	for (const struct command *const *c = commands; *c; c++) {
		strbuf_addf(out, ".It Xr clin-%s 1\n", (*c)->name);
		add_both(out, &(*c)->summary);
	}
	strbuf_adds(out, ".El\n");
}

static void add_key(const struct config *defaults, const struct config_key *k,
		    struct strbuf *out)
{
	struct strbuf takes = STRBUF_INIT, value = STRBUF_INIT;
	char env[64];

	for (size_t i = 0; i < defaults->settings.n; i++)
		if (defaults->settings.at[i].key == k)
			config_value_text(&defaults->settings.at[i], &value);
	config_key_takes(k, &takes);
	strbuf_addf(out, ".It Cm %s\n", k->name);
	add_both(out, &k->help);
	strbuf_addf(out, ".br\n.Li %s ;\ndefault\n.Li %s ;\n.Ev %s\n",
		    takes.buf, value.buf, config_env_name(k->name, env));
	strbuf_release(&takes);
	strbuf_release(&value);
}

static void keys_part(struct strbuf *out)
{
	const struct config_sources from = {
		.built_in = config_embedded,
		.built_in_len = (size_t)(config_embedded_end - config_embedded),
	};
	struct config defaults;

	config_load(&defaults, &from);
	strbuf_adds(out, ".Bl -tag -width Ds\n");
	for (const struct config_key *k = config_keys; k->name; k++)
		add_key(&defaults, k, out);
	strbuf_adds(out, ".El\n");
	config_free(&defaults);
}

static const struct command *named(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

bool docs_part(const char *name, struct strbuf *ret)
{
	const char *space = strchr(name, ' ');
	const struct command *c = space ? named(space + 1) : NULL;

	if (c && strncmp(name, "options ", 8) == 0) {
		options_part(c, ret);
	} else if (c && strncmp(name, "examples ", 9) == 0) {
		examples_part(c, ret);
	} else if (strcmp(name, "globals") == 0) {
		strbuf_adds(ret, ".Bl -tag -width Ds\n");
		add_table(ret, global_options);
		strbuf_adds(ret, ".El\n");
	} else if (strcmp(name, "commands") == 0) {
		commands_part(ret);
	} else if (strcmp(name, "keys") == 0) {
		keys_part(ret);
	} else {
		return false;
	}
	return true;
}
