/* Picks the command, opens what it needs, runs it, prints errors, exits. */
#include "base/arena.h"
#include "base/db.h"
#include "base/io.h"
#include "cli/commands.h"
#include "cli/embedded.h"
#include "cli/help.h"
#include "cli/knowledge.h"
#include "cli/locale.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "cli/terminal.h"
#include "commands/drug-check/command.h"
#include "commands/app.h"
#include "commands/config/command.h"
#include "commands/interpret-report/command.h"
#include "config/config.h"
#include "version.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct session {
	struct arena arena;
	int argc;
	char **argv; /* copies: the originals are blanked */
	struct global_params globals;
	const struct command *command; /* NULL: none was named */
	void *params;
	struct string_vec words;
	struct config config;
	struct terminal terminal;
	struct strbuf banner;
	struct kb *kb;
};

/* A patient's words must not stand in a core file or the process list. */
static void protect_process(void)
{
	const struct rlimit none = {0, 0};

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
}

static void copy_arguments(struct session *s, int argc, char **argv)
{
	s->argc = argc;
	s->argv = arena_array(&s->arena, char *, (size_t)argc + 1);
	for (int i = 0; i < argc; i++)
		s->argv[i] = arena_strdup(&s->arena, argv[i]);
}

static void blank_arguments(int first, int argc, char **argv)
{
	for (int i = first; i < argc; i++)
		memset(argv[i], 0, strlen(argv[i]));
}

/* Options that the configuration answers when they are not given. */
static struct common_params *common(const struct session *s)
{
	return s->command && s->command->needs & NEEDS_COMMON ? s->params
							      : NULL;
}

static void prepare_params(struct session *s)
{
	s->params = arena_alloc(&s->arena, s->command->params_size
						   ? s->command->params_size
						   : 1);
	if (s->command->init)
		s->command->init(s->params);
	if (common(s))
		common(s)->fail_on = common(s)->setting = -1;
}

static void fill_from_config(struct session *s)
{
	struct common_params *c = common(s);

	if (c && c->fail_on < 0)
		c->fail_on = s->config.fail_on;
	if (c && c->setting < 0)
		c->setting = s->config.setting;
}

static bool parse_command(struct session *s, int first, struct err *err)
{
	const struct command *c = s->command;
	struct option_input in = {
		.argc = s->argc - first,
		.argv = s->argv + first,
		.sets = {{c->options, s->params},
			 {c->shared[0], s->params},
			 {c->shared[1], s->params},
			 {c->shared[2], s->params},
			 {global_options, &s->globals}},
	};
	int end;

	return options_parse(&in, &s->words, &end, err);
}

/* Global options, the command's name, its options and arguments. `argv` are
 * the originals. */
static bool parse(struct session *s, char **argv, struct err *err)
{
	struct option_input in = {
		.argc = s->argc,
		.argv = s->argv,
		.sets = {{global_options, &s->globals}},
		.stop_at_word = true,
	};
	struct string_vec none = {0};
	int first;

	if (!options_parse(&in, &none, &first, err))
		return false;
	if (first < s->argc && strcmp(s->argv[first], "help") == 0) {
		s->globals.help = true;
		first++;
	}
	if (first >= s->argc)
		return true;
	blank_arguments(first + 1, s->argc, argv);
	s->command = commands_find(s->argv[first], err);
	if (!s->command)
		return false;
	prepare_params(s);
	return parse_command(s, first, err);
}

/* Whether --format asks for JSON, which is UTF-8 unless told otherwise. */
static bool prints_json(const struct session *s)
{
	const struct command *c = s->command;
	const struct option *tables[] = {c ? c->options : NULL,
					 c ? c->shared[0] : NULL};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct option *o = tables[i]; o && o->name; o++) {
			if (o->type != OPTION_CHOICE ||
			    strcmp(o->name, "format") != 0)
				continue;
			const char *at = (const char *)s->params + o->offset;
			int chosen = *(const int *)(const void *)at;
			return strstr(o->choices[chosen], "json") != NULL;
		}
	return false;
}

static bool start_terminal(struct session *s, struct err *err)
{
	const struct terminal_wish wish = {
		.lang = s->config.lang,
		.colour = s->config.colour,
		.encoding = s->config.output_encoding,
	};
	bool ok = terminal_init(&s->terminal, &wish, err);

	if (prints_json(s) && !s->config.output_encoding)
		terminal_use_utf8(&s->terminal);
	return ok;
}

static void complain(struct session *s, const struct err *err)
{
	struct ui *ui = &s->terminal.ui;
	struct strbuf text = STRBUF_INIT;

	ui->message(ui->lang, err, &text);
	ui->note(ui, text.buf);
	strbuf_release(&text);
}

static bool open_knowledge(struct session *s, struct err *err)
{
	return knowledge_open(s->globals.kb, s->config.kb_site,
			      s->terminal.ui.lang, &s->kb, &s->banner, err);
}

static int show(struct session *s, struct strbuf *text, struct err *err)
{
	struct ui *ui = &s->terminal.ui;
	bool ok = ui->write(ui, text->buf, text->len, err);

	strbuf_release(text);
	return ok ? EXIT_DONE : EXIT_FAILED;
}

static int show_help(struct session *s, struct err *err)
{
	struct ui *ui = &s->terminal.ui;
	struct strbuf text = STRBUF_INIT;

	if (s->command)
		help_command(s->command, global_options, ui->lang, ui->width,
			     &text);
	else
		help_overview(commands, CLIN_VERSION, ui->lang, ui->width,
			      &text);
	return show(s, &text, err);
}

static int show_version(struct session *s, struct err *err)
{
	static const struct text knowledge = TEXT("知识库", "knowledge");
	struct strbuf text = STRBUF_INIT;

	if (!open_knowledge(s, err))
		return EXIT_CONFIG;
	const struct kb_info *info = kb_info(s->kb);
	strbuf_addf(&text, "clin %s\n%s %s sha256:%s\n", CLIN_VERSION,
		    knowledge.in[s->terminal.ui.lang], info->version,
		    info->digest);
	return show(s, &text, err);
}

/* A site's own prompts. */
static bool read_prompts(struct session *s, struct app *app, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	bool ok = io_read(s->config.prompts, 1024 * 1024, &text, err);

	app->prompts = arena_strndup(&s->arena, text.buf, text.len);
	app->prompts_len = text.len;
	strbuf_release(&text);
	return ok;
}

static int run_command(struct session *s, struct err *err)
{
	struct app app = {
		.ui = &s->terminal.ui,
		.config = &s->config,
		.version = CLIN_VERSION,
		.open_base = knowledge_open_base,
		.check_orders = drug_check_orders,
		.read_report = interpret_report_read,
		.verbose = s->globals.verbose,
		.common = common(s),
		.prompts = prompts_embedded,
		.prompts_len =
			(size_t)(prompts_embedded_end - prompts_embedded),
	};

	if (s->command->needs & NEEDS_KB && !open_knowledge(s, err))
		return EXIT_CONFIG;
	if (s->config.prompts && !read_prompts(s, &app, err))
		return EXIT_CONFIG;
	app.kb = s->kb;
	app.banner = s->banner.len ? s->banner.buf : NULL;
	int status = s->command->run(&app, s->params, &s->words, err);
	return status == EXIT_DONE && err->id != ERR_NONE ? EXIT_FAILED
							  : status;
}

/* Everything after parsing; `parsed` false: *err says why. */
static int serve(struct session *s, bool parsed, struct err *err)
{
	struct err unfit = {0};
	bool fit = start_terminal(s, &unfit);

	if (!parsed)
		return EXIT_USAGE;
	if (s->globals.help || (!s->command && !s->globals.version))
		return show_help(s, err);
	if (!fit) {
		*err = unfit;
		return EXIT_USAGE;
	}
	if (s->config.problems.n && s->command != &config_command) {
		for (size_t i = 0; i + 1 < s->config.problems.n; i++)
			complain(s, &s->config.problems.at[i]);
		*err = s->config.problems.at[s->config.problems.n - 1];
		return EXIT_CONFIG;
	}
	if (s->globals.version)
		return show_version(s, err);
	return run_command(s, err);
}

static void release(struct session *s)
{
	kb_close(s->kb);
	terminal_release(&s->terminal);
	config_free(&s->config);
	if (s->command) {
		options_release(s->command->options, s->params);
		for (size_t i = 0; i < 3; i++)
			options_release(s->command->shared[i], s->params);
	}
	vec_free(&s->words);
	strbuf_release(&s->banner);
	arena_free(&s->arena);
}

int main(int argc, char **argv)
{
	struct session s = {.banner = STRBUF_INIT};
	struct err err = {0};

	protect_process();
	db_start();
	locale_use_utf8();
	copy_arguments(&s, argc, argv);
	bool parsed = parse(&s, argv, &err);
	settings_load(&s.config, &s.globals, &s.arena);
	fill_from_config(&s);
	int status = serve(&s, parsed, &err);
	if (err.id != ERR_NONE)
		complain(&s, &err);
	release(&s);
	return status;
}
