/* clin config: what is set, to what, by whom, and what is wrong with it. */
#include "commands/config/command.h"

#include "commands/app.h"

#include <string.h>

struct params {
	int format; /* 0 text, 1 json */
	bool origin;
};

static const char *const verbs[] = {"show", "check", NULL};
static const char *const formats[] = {"text", "json", NULL};

static const struct option options[] = {
	{"origin", 0, OPTION_FLAG, offsetof(struct params, origin),
	 TEXT(NULL, NULL),
	 TEXT("显示每个值由哪一层、哪个文件的哪一行设定",
	      "show which layer, file and line set each value"),
	 NULL},
	{"format", 'f', OPTION_CHOICE, offsetof(struct params, format),
	 TEXT("格式", "FORMAT"), TEXT("输出格式", "output format"), formats},
	{0},
};

static const struct example examples[] = {
	{"clin config show --origin",
	 TEXT("当前设置及其来源", "what is set, and by whom")},
	{"clin config check",
	 TEXT("检查各层配置，有误时退出状态为 6",
	      "check all layers; exit status 6 when something is wrong")},
	{0},
};

static const char *const layers[] = {"built-in", "system",      "user",
				     "file",     "environment", "option"};

static void add_origin(const struct config_origin *origin, struct strbuf *out)
{
	strbuf_adds(out, layers[origin->layer]);
	if (origin->layer != CONFIG_BUILT_IN)
		strbuf_addf(out, " %s", origin->where);
	if (origin->line && origin->layer != CONFIG_BUILT_IN)
		strbuf_addf(out, ":%d", origin->line);
}

static void show_text(const struct config *c, bool origin, struct strbuf *out)
{
	for (size_t i = 0; i < c->settings.n; i++) {
		const struct config_setting *s = &c->settings.at[i];
		char name[128];
		strbuf_addf(out, "%s: ", config_full_name(s, name));
		config_value_text(s, out);
		if (origin) {
			strbuf_adds(out, "  # ");
			add_origin(&s->origin, out);
		}
		strbuf_addch(out, '\n');
	}
}

static void add_problems_json(const struct app *app,
			      const struct config_problems *problems,
			      struct jw *j)
{
	struct strbuf text = STRBUF_INIT;

	jw_array(j, "errors");
	for (size_t i = 0; i < problems->n; i++) {
		const struct err *err = &problems->at[i];
		char code[32];
		strbuf_clear(&text);
		app->ui->message(app->ui->lang, err, &text);
		jw_object(j, NULL);
		jw_str(j, "code", err_code(err->id, code));
		jw_str(j, "message", text.buf);
		jw_end(j);
	}
	jw_end(j);
	strbuf_release(&text);
}

static void show_json(const struct app *app, bool settings,
		      const struct config_problems *problems,
		      struct strbuf *out)
{
	const struct config *c = app->config;
	struct strbuf value = STRBUF_INIT;
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "schema",
	       settings ? "clin.config.show/1" : "clin.config.check/1");
	if (settings)
		jw_array(&j, "settings");
	for (size_t i = 0; settings && i < c->settings.n; i++) {
		const struct config_setting *s = &c->settings.at[i];
		char name[128];
		strbuf_clear(&value);
		config_value_text(s, &value);
		jw_object(&j, NULL);
		jw_str(&j, "key", config_full_name(s, name));
		jw_str(&j, "value", value.buf);
		jw_object(&j, "origin");
		jw_str(&j, "layer", layers[s->origin.layer]);
		jw_str(&j, "where", s->origin.where);
		if (s->origin.line)
			jw_int(&j, "line", s->origin.line);
		jw_end(&j);
		jw_end(&j);
	}
	if (settings)
		jw_end(&j);
	add_problems_json(app, problems, &j);
	jw_end(&j);
	strbuf_addch(out, '\n');
	strbuf_release(&value);
}

static void check_text(const struct app *app,
		       const struct config_problems *problems,
		       struct strbuf *out)
{
	static const struct text fine =
		TEXT("配置无误\n", "configuration: ok\n");

	for (size_t i = 0; i < problems->n; i++) {
		app->ui->message(app->ui->lang, &problems->at[i], out);
		strbuf_addch(out, '\n');
	}
	if (problems->n == 0)
		strbuf_adds(out, fine.in[app->ui->lang]);
}

static void note_problems(const struct app *app,
			  const struct config_problems *problems)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < problems->n; i++) {
		strbuf_clear(&text);
		app->ui->message(app->ui->lang, &problems->at[i], &text);
		app->ui->note(app->ui, text.buf);
	}
	strbuf_release(&text);
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	const struct params *p = params;
	const struct config *c = app->config;
	const char *verb = words->n == 1 ? words->at[0] : "";
	bool show = strcmp(verb, "show") == 0;
	struct config_problems problems = {0};
	struct strbuf out = STRBUF_INIT;

	if (!show && strcmp(verb, "check") != 0) {
		ERR(err, ERR_ARGUMENT, verb, "show|check");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < c->problems.n; i++)
		vec_push(&problems, c->problems.at[i]);
	if (!show)
		config_check(c, &problems);

	if (p->format)
		show_json(app, show, &problems, &out);
	else if (show)
		show_text(c, p->origin, &out);
	else
		check_text(app, &problems, &out);
	bool written = app->ui->write(app->ui, out.buf, out.len, err);
	if (written && show && !p->format)
		note_problems(app, &problems);

	int status = problems.n ? EXIT_CONFIG : EXIT_DONE;
	vec_free(&problems);
	strbuf_release(&out);
	return written ? status : EXIT_FAILED;
}

const struct command config_command = {
	.name = "config",
	.summary = TEXT("显示和检查配置", "show and check the configuration"),
	.description = TEXT(
		"show 列出所有设置；加 --origin 注明每个值的来源。\n"
		"check 检查所有配置层，包括密钥文件的权限和模型主机是否获准。",
		"show lists all settings; with --origin, who set each.\n"
		"check looks through all layers, including the permissions of "
		"key files and whether the model's host is allowed."),
	.positionals = TEXT("show|check", "show|check"),
	.options = options,
	.examples = examples,
	.verbs = verbs,
	.params_size = sizeof(struct params),
	.run = run,
};
