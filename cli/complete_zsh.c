#include "cli/complete_private.h"
#include "cli/options.h"

#include <stdio.h>
#include <string.h>

/* Inside '…[ ]…': quotes, brackets and colons mean something. */
static void zsh_text(struct strbuf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			strbuf_adds(out, "'\\''");
		else if (strchr("[]:\\", *s))
			strbuf_addf(out, "\\%c", *s);
		else
			strbuf_addch(out, *s);
	}
}

static void zsh_option(const struct complete *w, const struct option *o,
		       const void *data)
{
	enum lang lang = *(const enum lang *)data;
	const char *repeat = o->type == OPTION_LIST ? "*" : "";
	const char *equals = o->type == OPTION_FLAG       ? ""
			     : o->type == OPTION_OPTIONAL ? "=-"
							  : "=";
	char names[2][80];
	int n = 0;

	if (o->letter)
		snprintf(names[n++], sizeof names[0], "-%c%s", o->letter,
			 *equals ? "+" : "");
	snprintf(names[n++], sizeof names[0], "--%s%s", o->name, equals);
	for (int i = 0; i < n; i++) {
		strbuf_addf(w->out, "\t\t\t'%s%s[", repeat, names[i]);
		zsh_text(w->out, o->help.in[lang]);
		strbuf_addch(w->out, ']');
		if (o->type != OPTION_FLAG) {
			strbuf_adds(w->out,
				    o->type == OPTION_OPTIONAL ? "::" : ":");
			zsh_text(w->out, o->arg.in[lang]);
			strbuf_addch(w->out, ':');
			if (o->choices) {
				strbuf_addch(w->out, '(');
				options_choices(o, " ", w->out);
				strbuf_addch(w->out, ')');
			} else {
				strbuf_adds(w->out, "_files");
			}
		}
		strbuf_adds(w->out, "'\n");
	}
}

static void zsh_words(const struct complete *w, const struct command *c,
		      enum lang lang)
{
	if (c && c->verbs) {
		strbuf_adds(w->out, "\t\t\t'1:verb:(");
		for (size_t i = 0; c->verbs[i]; i++)
			strbuf_addf(w->out, "%s%s", i ? " " : "", c->verbs[i]);
		strbuf_adds(w->out, ")'\n");
	} else if (c) {
		strbuf_adds(w->out, "\t\t\t'*:file:_files'\n");
	} else {
		strbuf_adds(w->out, "\t\t\t'1:command:((");
		for (const struct command *const *o = w->commands; *o; o++) {
			strbuf_addf(w->out, "%s%s\\:\"",
				    o == w->commands ? "" : " ", (*o)->name);
			zsh_text(w->out, (*o)->summary.in[lang]);
			strbuf_addch(w->out, '"');
		}
		strbuf_adds(w->out, "))'\n\t\t\t'*::: :->rest'\n");
	}
}

static void zsh_command(const struct complete *w, const struct command *c,
			enum lang lang)
{
	const char *const separator = lang == LANG_ZH ? ":zh|" : ":en|";

	strbuf_addch(w->out, '\t');
	if (c)
		complete_prefixes(w, c, separator);
	strbuf_addf(w->out, "%.3s)\n\t\tspecs=(\n", separator);
	complete_options(w, c, zsh_option, &lang);
	zsh_words(w, c, lang);
	strbuf_adds(w->out, "\t\t) ;;\n");
}

void complete_zsh(const struct complete *w)
{
	strbuf_adds(w->out, "#compdef clin\n" COMPLETE_HEADER
			    "_clin_specs()\n{\n\tcase $1 in\n");
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		for (const struct command *const *c = w->commands; *c; c++)
			zsh_command(w, *c, lang);
		zsh_command(w, NULL, lang);
	}
	strbuf_adds(w->out,
		    "\tesac\n}\n"
		    "_clin()\n{\n"
		    "\tlocal lang=zh curcontext=$curcontext state line\n"
		    "\tlocal -a specs\n"
		    "\tcase ${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}} in\n"
		    "\tzh*|C|C.*|POSIX) ;;\n"
		    "\t*) lang=en ;;\n"
		    "\tesac\n"
		    "\t_clin_specs :$lang\n"
		    "\t_arguments -C $specs\n"
		    "\tif [[ $state == rest ]]; then\n"
		    "\t\tspecs=()\n"
		    "\t\twords=(\"$line[1]\" \"${words[@]}\")\n"
		    "\t\t(( CURRENT++ ))\n"
		    "\t\t_clin_specs $line[1]:$lang\n"
		    "\t\t(( $#specs )) && _arguments $specs\n"
		    "\tfi\n"
		    "}\n"
		    "_clin \"$@\"\n");
}
