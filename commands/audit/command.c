/* clin audit: the ledger of model calls, and what clinicians made of them. */
#include "commands/audit/command.h"

#include "base/date.h"
#include "base/io.h"
#include "base/utf8.h"
#include "commands/audit/audit.h"
#include "commands/result.h"
#include "commands/table.h"
#include "llm/ledger.h"

#include <jansson.h>
#include <string.h>

static const char *const verbs[] = {"list", "verify", "rate", "rates", NULL};
static const char *const formats[] = {"text", "ndjson", NULL};

static const struct option options[] = {
	{"format", 'f', OPTION_CHOICE, offsetof(struct audit_params, format),
	 TEXT("格式", "FORMAT"), TEXT("输出格式", "output format"), formats},
	{0},
};

static const struct example examples[] = {
	{"clin audit list", TEXT("调用模型的记录和通过率",
				 "calls of a model, and how many passed")},
	{"clin audit rates",
	 TEXT("按模型和提示词汇总评价", "verdicts by model and prompt")},
	{"clin audit verify",
	 TEXT("核对账本是否被改动", "check that the ledger was not changed")},
	{0},
};

bool audit_read(struct audit *v, struct line_vec *ret, struct err *err)
{
	const char *path = v->app->config->ledger;

	if (!path)
		return ERR(err, ERR_MODEL, "ledger", "not configured");
	if (!io_exists(path))
		return true;
	if (!io_read(path, 512u * 1024 * 1024, &v->ledger, err))
		return false;
	for (char *p = v->ledger.buf; *p;) {
		size_t n = strcspn(p, "\n");
		json_t *line = json_loadb(p, n, 0, NULL);
		if (line)
			vec_push(ret, line);
		p += n + (p[n] == '\n');
	}
	return true;
}

void audit_release(struct line_vec *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		json_decref(lines->at[i]);
	vec_free(lines);
}

const char *audit_member(const json_t *line, const char *key)
{
	const char *text = json_string_value(json_object_get(line, key));

	return text ? text : "";
}

const char *audit_safe(struct audit *v, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	utf8_add_safe(&sb, text, strlen(text));
	const char *copy = arena_strndup(&v->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

static void list_table(struct audit *v, const struct line_vec *lines)
{
	struct ui *ui = v->app->ui;
	const struct table_column columns[] = {
		{SAY(ui, "编号", "id"), false, false},
		{SAY(ui, "时间", "time"), false, false},
		{SAY(ui, "种类", "kind"), false, false},
		{SAY(ui, "模型", "model"), false, true},
		{SAY(ui, "结果", "outcome"), false, true}};
	enum { N = sizeof columns / sizeof *columns };
	const char **cells =
		arena_array(&v->arena, const char *, lines->n *N + 1);
	size_t calls = 0, shown = 0, rated = 0, accepted = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const json_t *line = lines->at[i];
		const char **cell = cells + i * N;
		char buf[32];
		bool rating = *audit_member(line, "rating") != '\0';
		int64_t at = json_integer_value(json_object_get(line, "at"));
		calls += !rating;
		shown += !rating &&
			 strcmp(audit_member(line, "outcome"), "shown") == 0;
		rated += rating;
		accepted += rating &&
			    strcmp(audit_member(line, "rating"), "accept") == 0;
		cell[0] = arena_printf(&v->arena, "%.12s",
				       audit_member(line, "hash"));
		cell[1] = arena_printf(
			&v->arena, "%.16s",
			date_format(buf, at + v->app->ui->zone, true));
		cell[2] = audit_member(line, "kind");
		cell[3] = audit_safe(v, audit_member(line, "model"));
		cell[4] = rating ? arena_printf(&v->arena, "%s %s",
						audit_member(line, "rating"),
						audit_member(line, "about"))
				 : audit_safe(v, audit_member(line, "outcome"));
	}
	if (lines->n)
		table_print(&v->out, ui, columns, N, cells, lines->n);
	strbuf_addf(
		&v->out,
		SAY(ui,
		    "调用 %zu 次，通过核对并显示 %zu 次；医生评价 %zu 次，采纳 %zu 次\n",
		    "%zu calls, %zu passed and shown; %zu rated, %zu "
		    "accepted\n"),
		calls, shown, rated, accepted);
}

static bool list(struct audit *v, struct err *err)
{
	struct line_vec lines = {0};
	bool ok = audit_read(v, &lines, err);

	if (ok && v->params->format == 1)
		strbuf_add(&v->out, v->ledger.buf, v->ledger.len);
	else if (ok)
		list_table(v, &lines);
	audit_release(&lines);
	return ok;
}

static bool verify(struct audit *v, struct err *err)
{
	size_t n;

	if (!v->app->config->ledger)
		return ERR(err, ERR_MODEL, "ledger", "not configured");
	if (!ledger_verify(v->app->config->ledger, &n, err))
		return false;
	strbuf_addf(&v->out,
		    SAY(v->app->ui, "账本完好：%zu 条\n",
			"the ledger is sound: %zu entries\n"),
		    n);
	return true;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct audit v = {.app = app,
			  .params = params,
			  .words = words,
			  .out = STRBUF_INIT,
			  .ledger = STRBUF_INIT};
	const char *verb = words->n ? words->at[0] : "list";
	bool ok;

	if (strcmp(verb, "list") == 0)
		ok = list(&v, err);
	else if (strcmp(verb, "verify") == 0)
		ok = verify(&v, err);
	else if (strcmp(verb, "rate") == 0)
		ok = audit_rate(&v, err);
	else if (strcmp(verb, "rates") == 0)
		ok = audit_rates(&v, err);
	else
		ok = ERR(err, ERR_ARGUMENT, verb, "list|verify|rate|rates");
	ok = ok && app->ui->write(app->ui, v.out.buf, v.out.len, err);
	strbuf_release(&v.out);
	strbuf_release(&v.ledger);
	arena_free(&v.arena);
	return ok                        ? EXIT_DONE
	       : err->id == ERR_ARGUMENT ? EXIT_USAGE
					 : EXIT_FAILED;
}

const struct command audit_command = {
	.name = "audit",
	.summary = TEXT("模型调用的账本", "the ledger of model calls"),
	.description = TEXT(
		"每次调用模型在账本中记一行：时间、模型、提示词版本、发出与收到内容的哈希、"
		"是否通过核对。list 列出；verify 核对整条哈希链；rate 编号 accept|edit|reject 记下医生对一次解释的评价，可附 CLEVER 八个维度的分数（5 分最好）："
		"comprehension guidelines reasoning differential acceptability unfaithful bias harm；"
		"rates 按模型和提示词汇总。",
		"Every call of a model is a line of the ledger: when, which model, "
		"which version of the prompt, hashes of what was sent and came back, "
		"whether it passed its checks. list shows them; verify checks the "
		"chain of hashes; rate ID accept|edit|reject records a clinician's verdict on one, with "
		"the eight dimensions of CLEVER if wished (5 is best): comprehension "
		"guidelines reasoning differential acceptability unfaithful bias harm; "
		"rates sums them up by model and prompt."),
	.positionals = TEXT("list|verify|rates|rate [词…]",
			    "list|verify|rates|rate [WORD…]"),
	.options = options,
	.examples = examples,
	.verbs = verbs,
	.params_size = sizeof(struct audit_params),
	.run = run,
};
