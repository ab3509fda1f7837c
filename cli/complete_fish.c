#include "cli/complete_private.h"
#include "cli/options.h"

struct fish {
	const char *condition;
	enum lang lang;
};

static void fish_text(struct strbuf *out, const char *s)
{
	strbuf_addch(out, '\'');
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, *s);
	}
	strbuf_addch(out, '\'');
}

static void fish_option(const struct complete *w, const struct option *o,
			const void *data)
{
	const struct fish *f = data;

	strbuf_addf(w->out, "    complete -c clin -n \"%s\" -l %s",
		    f->condition, o->name);
	if (o->letter)
		strbuf_addf(w->out, " -s %c", o->letter);
	if (complete_takes_word(o))
		strbuf_adds(w->out, o->choices ? " -x -a '" : " -r");
	if (complete_takes_word(o) && o->choices) {
		options_choices(o, " ", w->out);
		strbuf_addch(w->out, '\'');
	}
	strbuf_adds(w->out, " -d ");
	fish_text(w->out, o->help.in[f->lang]);
	strbuf_addch(w->out, '\n');
}

static void fish_commands(const struct complete *w, enum lang lang)
{
	for (const struct command *const *c = w->commands; *c; c++) {
		strbuf_adds(w->out, "    complete -c clin -n "
				    "__fish_use_subcommand -f -a ");
		strbuf_addf(w->out, "%s -d ", (*c)->name);
		fish_text(w->out, (*c)->summary.in[lang]);
		strbuf_addch(w->out, '\n');
	}
}

static void fish_command(const struct complete *w, const struct command *c,
			 enum lang lang)
{
	struct strbuf condition = STRBUF_INIT;
	struct fish f = {.lang = lang};

	strbuf_addf(&condition, "__fish_seen_subcommand_from %s", c->name);
	f.condition = condition.buf;
	complete_options(w, c, fish_option, &f);
	if (c->verbs) {
		strbuf_addf(w->out, "    complete -c clin -n \"%s\" -f -a '",
			    condition.buf);
		for (size_t i = 0; c->verbs[i]; i++)
			strbuf_addf(w->out, "%s%s", i ? " " : "", c->verbs[i]);
		strbuf_adds(w->out, "'\n");
	}
	strbuf_release(&condition);
}

void complete_fish(const struct complete *w)
{
	static const char *const test[] = {
		"set -l lang \"$LC_ALL\"\n"
		"test -n \"$lang\"; or set lang \"$LC_MESSAGES\"\n"
		"test -n \"$lang\"; or set lang \"$LANG\"\n"
		"if string match -qr '^(zh|C$|C\\.|POSIX$|$)' -- \"$lang\"\n",
		"else\n",
	};
	const struct fish global = {"__fish_use_subcommand", LANG_ZH};

	strbuf_adds(w->out, COMPLETE_HEADER);
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		struct fish f = global;
		f.lang = lang;
		strbuf_adds(w->out, test[lang]);
		fish_commands(w, lang);
		complete_options(w, NULL, fish_option, &f);
		for (const struct command *const *c = w->commands; *c; c++)
			fish_command(w, *c, lang);
	}
	strbuf_adds(w->out, "end\n");
}
