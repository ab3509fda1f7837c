/* clin ask: a question, answered only from findings and passages it cites. */
#include "commands/ask/command.h"

#include "base/utf8.h"
#include "commands/ask/ask.h"
#include "commands/result.h"

#include <string.h>

enum { QUESTION_MAX = 2000 };
enum { ASK_AUTO, ASK_KB, ASK_LLM }; /* --explain */

struct params {
	struct common_params common; /* format, explain, audience, dry-run */
	const char *about;
};

#define AT(member) offsetof(struct params, member)

static const char *const formats[] = {"text", "json", "ndjson", NULL};
static const char *const explains[] = {"auto", "kb", "llm", NULL};

static const struct option options[] = {
	{"about", 0, OPTION_STRING, AT(about), TEXT("文件|last", "FILE|last"),
	 TEXT("就此结果提问：clin 的 JSON 结果文件、化验单本身（先解读），或 "
	      "last（本终端 30 分钟内的上一个结果）",
	      "ask about this result: a file of clin's JSON, a report itself "
	      "(interpreted first), or last, this terminal's last result of "
	      "the past 30 minutes"),
	 NULL},
	{"format", 'f', OPTION_CHOICE, AT(common.format),
	 TEXT("格式", "FORMAT"), TEXT("输出格式", "output format"), formats},
	{"explain", 0, OPTION_CHOICE, AT(common.explain), TEXT("方式", "MODE"),
	 TEXT("由谁作答：kb 只列原文，llm 由模型据此作答；auto 按配置",
	      "who answers: kb prints the passages, llm has a model answer "
	      "from them; auto is as configured"),
	 explains},
	{0},
};

static const struct example examples[] = {
	{"clin ask '服用华法林可以吃阿司匹林吗'",
	 TEXT("向知识库提问", "ask the knowledge base")},
	{"clin i -f json demo-cbc.txt >r; clin ask --about r 要紧吗",
	 TEXT("就一个结果提问", "ask about a result")},
	{0},
};

static const char *join_words(const struct string_vec *words, struct arena *a)
{
	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;

	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(&raw, "%s%s", i ? " " : "", words->at[i]);
	utf8_add_safe(&safe, raw.buf, raw.len);
	const char *text = arena_strndup(a, safe.buf, safe.len);
	strbuf_release(&raw);
	strbuf_release(&safe);
	return text;
}

/* Claims come to the screen as they pass, behind what they rest on. */
static void show_claim(void *self, const char *text)
{
	struct ask *q = self;
	struct ui *ui = q->app->ui;
	struct strbuf out = STRBUF_INIT;
	struct err err;

	if (!q->live)
		ask_draft_line(&out, q);
	q->live = true;
	strbuf_adds(&out, "  ");
	text_wrapped(&out, ui, text, 2);
	ui->write(ui, out.buf, out.len, &err);
	strbuf_release(&out);
}

static bool wants_model(const struct ask *q, const struct params *p)
{
	if (!q->known)
		return false;
	return p->common.dry_run || p->common.explain == ASK_LLM ||
	       (p->common.explain == ASK_AUTO &&
		q->app->config->explain == CONFIG_EXPLAIN_LLM);
}

/* What is cited comes first, and stays whatever becomes of the model. */
static bool answer(struct ask *q, const struct params *p, struct strbuf *out,
		   struct err *err)
{
	struct ui *ui = q->app->ui;
	bool text = p->common.format == 0, ok = true;
	bool live = text && ui->terminal && !p->common.dry_run;

	if (!ask_read(q, p->about, err) || !ask_gather(q, err))
		return false;
	q->origin = "kb";
	q->text = "";
	if (text && (!p->common.dry_run || !q->known))
		ask_text(out, q);
	if (wants_model(q, p)) {
		if (live && !ui->write(ui, out->buf, out->len, err))
			return false;
		if (live)
			strbuf_clear(out);
		ok = ask_model(q, live ? show_claim : NULL, q);
	}
	if (!ok && p->common.explain == ASK_LLM)
		q->reasons |= 1u << EXIT_UNEXPLAINED;
	if (q->model_unknown)
		q->reasons |= 1u << EXIT_PARTIAL;
	if (!text)
		ask_json(out, q);
	else
		ask_text_end(out, q);
	return true;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	const struct params *p = params;
	struct arena a = ARENA_INIT;
	struct strbuf out = STRBUF_INIT;
	struct ask q = {.app = app, .a = &a};
	int status = EXIT_FAILED;

	q.question = join_words(words, &a);
	if (!*q.question || strlen(q.question) > QUESTION_MAX) {
		ERR(err, ERR_ARGUMENT, *q.question ? "…" : "ask",
		    "clin ask --help");
		status = EXIT_USAGE;
	} else if (answer(&q, p, &out, err)) {
		status = reasons_status(q.reasons);
		if (!app->ui->write(app->ui, out.buf, out.len, err))
			status = EXIT_FAILED;
	} else if (err->id == ERR_ARGUMENT) {
		status = EXIT_USAGE;
	}
	ask_release(&q);
	strbuf_release(&out);
	arena_free(&a);
	return status;
}

const struct command ask_command = {
	.name = "ask",
	.summary = TEXT("向结果和知识库提问",
			"ask a result and the knowledge base"),
	.description = TEXT(
		"只依据所列的发现和知识库段落作答，并逐条注明出处；知识库没有的就说没有，"
		"请问人。--about last 是本终端 30 分钟内的上一个结果，首行写明对象；"
		"本单位的文件可用 clin kb add 加入。没有模型时列出原文。",
		"Answers only from the findings and passages it cites; what the "
		"knowledge base does not have, it says so, and that a person should "
		"be asked. --about last is this terminal's last result of the past 30 "
		"minutes; the first line tells whom it is about. The site's own "
		"documents are added with clin kb add. Without a model the passages "
		"themselves are printed."),
	.positionals = TEXT("问题…", "QUESTION…"),
	.options = options,
	.shared = {model_options},
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON,
	.params_size = sizeof(struct params),
	.run = run,
};
