#include "cli/help.h"

#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/options.h"

#include <string.h>

enum { NAME_COLUMN = 2, TEXT_COLUMN = 27 };

struct page {
	struct strbuf *out;
	enum lang lang;
	size_t width;
};

static void heading(struct page *p, struct text text)
{
	strbuf_addf(p->out, "\n%s\n", text.in[p->lang]);
}

/* A paragraph at column 0. */
static void paragraph(struct page *p, const char *text)
{
	wrap_add(p->out, text, strlen(text), 0, 0, p->width);
	strbuf_addch(p->out, '\n');
}

/* "  left      right, wrapped" */
static void row(struct page *p, const char *left, const char *right)
{
	size_t width = utf8_width(left, strlen(left)) + NAME_COLUMN;

	strbuf_addn(p->out, ' ', NAME_COLUMN);
	strbuf_adds(p->out, left);
	if (!right || !*right) {
		strbuf_addch(p->out, '\n');
		return;
	}
	if (width + 1 > TEXT_COLUMN) {
		strbuf_addch(p->out, '\n');
		width = 0;
	}
	strbuf_addn(p->out, ' ', TEXT_COLUMN - width);
	wrap_add(p->out, right, strlen(right), TEXT_COLUMN, TEXT_COLUMN,
		 p->width);
	strbuf_addch(p->out, '\n');
}

static void option_row(struct page *p, const struct option *o)
{
	struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;
	const char *arg = o->arg.in[p->lang];

	if (o->letter)
		strbuf_addf(&left, "-%c, ", o->letter);
	else
		strbuf_adds(&left, "    ");
	strbuf_addf(&left, "--%s", o->name);
	if (o->type == OPTION_OPTIONAL)
		strbuf_addf(&left, "[=%s]", arg);
	else if (o->type != OPTION_FLAG)
		strbuf_addf(&left, " %s", arg);
	strbuf_adds(&right, o->help.in[p->lang]);
	if (o->choices) {
		strbuf_adds(&right, p->lang == LANG_ZH ? "：" : ": ");
		options_choices(o, p->lang == LANG_ZH ? "、" : ", ", &right);
	}
	row(p, left.buf, right.buf);
	strbuf_release(&left);
	strbuf_release(&right);
}

static void option_rows(struct page *p, const struct option *table)
{
	for (const struct option *o = table; o && o->name; o++)
		option_row(p, o);
}

static void option_sections(struct page *p, const struct command *c)
{
	static const struct text own = TEXT("选项：", "Options:");
	static const struct text shared = TEXT("通用选项：", "Common options:");

	if (c->options && c->options->name) {
		heading(p, own);
		option_rows(p, c->options);
	}
	if (!c->shared[0])
		return;
	heading(p, shared);
	for (size_t i = 0; i < sizeof c->shared / sizeof *c->shared; i++)
		option_rows(p, c->shared[i]);
}

static void examples(struct page *p, const struct command *c)
{
	static const struct text title = TEXT("例：", "Examples:");

	if (!c->examples || !c->examples->line)
		return;
	heading(p, title);
	for (const struct example *e = c->examples; e->line; e++) {
		const char *what = e->what.in[p->lang];
		strbuf_addf(p->out, "  %s\n", e->line);
		strbuf_addn(p->out, ' ', 6);
		wrap_add(p->out, what, strlen(what), 6, 6, p->width);
		strbuf_addch(p->out, '\n');
	}
}

void help_command(const struct command *command, const struct option *globals,
		  enum lang lang, int width, struct strbuf *ret)
{
	static const struct text usage = TEXT("用法：clin", "usage: clin");
	static const struct text any = TEXT("[选项]", "[options]");
	static const struct text global = TEXT("全局选项：", "Global options:");
	struct page p = {ret, lang, (size_t)width};
	const char *words = command->positionals.in[lang];

	paragraph(&p, command->summary.in[lang]);
	strbuf_addf(ret, "%s %s %s", usage.in[lang], command->name,
		    any.in[lang]);
	strbuf_addf(ret, "%s%s\n", words ? " " : "", words ? words : "");
	if (command->description.in[lang]) {
		strbuf_addch(ret, '\n');
		paragraph(&p, command->description.in[lang]);
	}
	option_sections(&p, command);
	heading(&p, global);
	option_rows(&p, globals);
	examples(&p, command);
}

void help_overview(const struct command *const *commands, const char *version,
		   enum lang lang, int width, struct strbuf *ret)
{
	static const struct text what =
		TEXT("临床医生的终端工具；不联网即可使用",
		     "a terminal tool for clinicians; works offline");
	static const struct text more = TEXT(
		"命令可缩写为唯一的开头，如 clin i。clin 命令 --help 显示各命令的"
		"用法；手册见 man clin。",
		"A command may be cut to a unique beginning, as clin i. clin "
		"COMMAND --help tells how to use it; man clin is the manual.");
	struct page p = {ret, lang, (size_t)width};

	strbuf_addf(ret, "clin %s: %s\n\n", version, what.in[lang]);
	for (const struct command *const *c = commands; *c; c++) {
		strbuf_addf(ret, "%s\n", (*c)->summary.in[lang]);
		if ((*c)->examples && (*c)->examples->line)
			strbuf_addf(ret, "    %s\n", (*c)->examples->line);
		else
			strbuf_addf(ret, "    clin %s\n", (*c)->name);
	}
	strbuf_addch(ret, '\n');
	paragraph(&p, more.in[lang]);
}
