#include "cli/complete_private.h"
#include "cli/options.h"

static void bash_name(const struct complete *w, const struct option *o,
		      const void *data)
{
	(void)data;
	strbuf_addf(w->out, " --%s", o->name);
}

static void bash_value(const struct complete *w, const struct option *o,
		       const void *data)
{
	(void)data;
	if (!complete_takes_word(o))
		return;
	strbuf_adds(w->out, "\t\t");
	if (o->letter)
		strbuf_addf(w->out, "-%c|", o->letter);
	strbuf_addf(w->out, "--%s) ", o->name);
	if (o->choices) {
		strbuf_adds(w->out, "values='");
		options_choices(o, " ", w->out);
		strbuf_adds(w->out, "' ;;\n");
	} else {
		strbuf_adds(w->out, "files=1 ;;\n");
	}
}

static void bash_command(const struct complete *w, const struct command *c)
{
	strbuf_addch(w->out, '\t');
	if (c)
		complete_prefixes(w, c, "|");
	else
		strbuf_addch(w->out, '*');
	strbuf_adds(w->out, ")\n\t\toptions='");
	complete_options(w, c, bash_name, NULL);
	strbuf_adds(w->out, "'\n\t\twords='");
	for (size_t i = 0; c && c->verbs && c->verbs[i]; i++)
		strbuf_addf(w->out, " %s", c->verbs[i]);
	for (const struct command *const *o = w->commands; !c && *o; o++)
		strbuf_addf(w->out, " %s", (*o)->name);
	strbuf_adds(w->out, "'\n\t\tcase $prev in\n");
	complete_options(w, c, bash_value, NULL);
	strbuf_adds(w->out, "\t\tesac\n\t\t;;\n");
}

void complete_bash(const struct complete *w)
{
	strbuf_adds(
		w->out, COMPLETE_HEADER
		"# shellcheck shell=bash disable=SC2207\n"
		"_clin()\n"
		"{\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
		"\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		"\tlocal command='' options='' words='' values='' files='' i\n"
		"\tif [[ $cur == '=' ]]; then\n"
		"\t\tcur=''\n"
		"\telif [[ $prev == '=' ]]; then\n"
		"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
		"\tfi\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tcase ${COMP_WORDS[i]} in\n"
		"\t\t--lang|--output-encoding|--config|--kb) ((i++)) ;;\n"
		"\t\t-*) ;;\n"
		"\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\tcase $command in\n");
	for (const struct command *const *c = w->commands; *c; c++)
		bash_command(w, *c);
	bash_command(w, NULL);
	strbuf_adds(w->out,
		    "\tesac\n"
		    "\tif [[ $values ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$values\" -- \"$cur\"))\n"
		    "\telif [[ $files ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n"
		    "\telif [[ $cur == -* ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		    "\telif [[ $words ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		    "\telse\n"
		    "\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n"
		    "\tfi\n"
		    "}\n"
		    "complete -o filenames -F _clin clin\n");
}
