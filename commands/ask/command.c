/* clin ask: a question, answered only from findings and passages it cites. */
#include "commands/ask/command.h"

#include "base/utf8.h"
#include "commands/ask/ask.h"
#include "commands/result.h"

#include <string.h>

enum { QUESTION_MAX = 2000 };

struct params {
	struct common_params common; /* format, explain, audience, dry-run */
	const char *about;
};

#define AT(member) offsetof(struct params, member)

static const char *const formats[] = {"text", "json", "ndjson", NULL};
static const char *const explains[] = {"auto", "kb", "llm", NULL};
static const char *const audiences[] = {"clinician|医生", "patient|患者", NULL};

static const struct option options[] = {
	{"about", 0, OPTION_STRING, AT(about), TEXT("文件|last", "FILE|last"),
	 TEXT("就此结果提问：clin 的 JSON 结果文件，或 last（本终端 30 分钟内的上一个结果）",
	      "ask about this result: a file of clin's JSON, or last, this "
	      "terminal's last result of the past 30 minutes"),
	 NULL},
	{"format", 'f', OPTION_CHOICE, AT(common.format),
	 TEXT("格式", "FORMAT"), TEXT("输出格式", "output format"), formats},
	{"explain", 0, OPTION_CHOICE, AT(common.explain), TEXT("方式", "MODE"),
	 TEXT("由谁作答：kb 只列原文，llm 由模型据此作答；auto 按配置",
	      "who answers: kb prints the passages, llm has a model answer "
	      "from them; auto is as configured"),
	 explains},
	{"audience", 0, OPTION_CHOICE, AT(common.audience),
	 TEXT("读者", "READER"), TEXT("写给谁看", "whom it is worded for"),
	 audiences},
	{"dry-run", 0, OPTION_FLAG, AT(common.dry_run), TEXT(NULL, NULL),
	 TEXT("只显示将发给模型的内容，不发送",
	      "show what a model would be sent, and send nothing"),
	 NULL},
	{0},
};

static const struct example examples[] = {
	{"clin ask '服用华法林可以吃阿司匹林吗'",
	 TEXT("向知识库提问", "ask the knowledge base")},
	{"clin i -a 34 -s F -f json demo-cbc.txt > r.json; "
	 "clin ask --about r.json '为什么要查铁蛋白'",
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

static bool answer(struct ask *q, const struct params *p, struct err *err)
{
	if (!ask_read(q, p->about, err) || !ask_gather(q, err))
		return false;
	q->origin = "kb";
	q->text = "";
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
	} else if (answer(&q, p, err)) {
		if (p->common.format)
			ask_json(&out, &q);
		else
			ask_text(&out, &q);
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
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON,
	.params_size = sizeof(struct params),
	.run = run,
};
