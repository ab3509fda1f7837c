/* clin interpret-report: printed laboratory reports → findings. */
#include "commands/interpret-report/command.h"

#include "commands/interpret-report/interpret.h"

#include <string.h>

static const struct option options[] = {
	{"from", 0, OPTION_CHOICE, offsetof(struct interpret_params, from),
	 TEXT("格式", "FORMAT"),
	 TEXT("输入格式；auto 自行辨认",
	      "format of the input; auto detects it"),
	 interpret_readers},
	{"encoding", 0, OPTION_STRING,
	 offsetof(struct interpret_params, encoding), TEXT("编码", "ENCODING"),
	 TEXT("输入编码：auto、utf-8、gb18030、big5 等",
	      "encoding of the input: auto, utf-8, gb18030, big5 …"),
	 NULL},
	{"save", 0, OPTION_FLAG, offsetof(struct interpret_params, save),
	 TEXT(NULL, NULL),
	 TEXT("把读准的行存入病历库中 --patient 的名下",
	      "keep the rows that were read in the chart of --patient"),
	 NULL},
	{0},
};

static const struct example examples[] = {
	{"clin interpret-report -a 34 -s F < cbc.txt",
	 TEXT("解读一张化验单", "interpret one report")},
	{"clin interpret-report --format json cbc.txt",
	 TEXT("输出 JSON 供其他程序使用", "JSON for other programs")},
	{"clin interpret-report --setting dialysis --all renal.txt",
	 TEXT("透析患者，显示全部行", "a dialysis patient, all rows")},
	{"clin interpret-report --jobs 2 --format ndjson cbc.txt renal.txt",
	 TEXT("多份化验单，两个进程，每行一个结果",
	      "several reports, two processes, one result a line")},
	{0},
};

static int run_many(struct interpreter *run, const struct string_vec *words,
		    struct err *err)
{
	const struct batch_params *batch = &run->params->many.batch;
	bool whole = interpret_format(run) == FORMAT_JSON;
	struct batch_job job = {
		.app = run->app,
		.params = batch,
		.item = batch->batch ? interpret_line : interpret_file,
		.crashed = interpret_crashed,
		.self = run,
		.head = whole ? "{\"schema\":\"clin.report/1\",\"results\":["
			      : NULL,
		.separator = whole                                  ? ","
			     : interpret_format(run) == FORMAT_TEXT ? "\n"
								    : NULL,
		.tail = whole ? "]}\n" : NULL,
	};
	unsigned reasons = 0;

	if (!batch_run(&job, words, &reasons, err))
		return EXIT_FAILED;
	return reasons_status(reasons);
}

/* Write what there is so far; a failed write is noticed at the last one. */
static void flush_one(struct batch_reply *reply)
{
	struct ui *ui = reply->flush_self;
	struct err err;

	if (reply->out.len < 1024 * 1024 ||
	    !ui->write(ui, reply->out.buf, reply->out.len, &err))
		return;
	strbuf_clear(&reply->out);
}

static int run_one(struct interpreter *run, const char *path, struct err *err)
{
	struct ui *ui = run->app->ui;
	struct batch_reply reply = {.out = STRBUF_INIT, .alerts = STRBUF_INIT};
	struct strbuf out = STRBUF_INIT;
	bool whole = interpret_format(run) == FORMAT_JSON;

	if (!whole) { /* JSON wants its commas in one piece */
		reply.flush = flush_one;
		reply.flush_self = ui;
	}
	interpret_file(run, path, strlen(path), &reply);
	if (whole)
		results_json_begin(&out, "clin.report/1");
	strbuf_add(&out, reply.out.buf, reply.out.len);
	if (whole)
		results_json_end(&out);
	int status = reasons_status(reply.reasons);
	if (!ui->write(ui, out.buf, out.len, err))
		status = EXIT_FAILED;
	strbuf_release(&out);
	strbuf_release(&reply.out);
	strbuf_release(&reply.alerts);
	return status;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct interpreter run = {.app = app, .params = params};
	int status =
		batch_wanted(&run.params->many.batch, words)
			? run_many(&run, words, err)
			: run_one(&run, words->n ? words->at[0] : "-", err);

	arena_free(&run.arena);
	return status;
}

const struct command interpret_report_command = {
	.name = "interpret-report",
	.summary = TEXT("解读打印的化验单",
			"interpret printed laboratory reports"),
	.description = TEXT(
		"读入一份或多份化验单（中文或英文，UTF-8、GB18030、Big5），"
		"辨认项目、单位和参考区间，找出危急值和异常组合，按急重轻缓排列，"
		"说明依据和下一步。不给文件时从标准输入读。\n"
		"报告上打印的参考区间优先；没有时按性别和年龄取知识库的区间，并注明来源。"
		"读不准的行标为存疑，不参与判断；影像、心电等段落不解读，只列出。",
		"Reads one or more laboratory reports (Chinese or English; UTF-8, "
		"GB18030, Big5), recognises analytes, units and intervals, finds "
		"critical values and patterns, and lists them by urgency with the "
		"reason and the next step. Without FILE it reads standard input.\n"
		"A printed reference interval wins; otherwise the knowledge base's "
		"is taken by sex and age, and its origin is shown. A row that cannot "
		"be read with confidence is doubtful and not used; imaging and the "
		"like are listed as not interpreted."),
	.positionals = TEXT("[文件…]", "[FILE…]"),
	.options = options,
	.shared = {output_options, context_options, batch_options},
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON,
	.params_size = sizeof(struct interpret_params),
	.run = run,
};
