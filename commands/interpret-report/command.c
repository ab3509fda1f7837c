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

static const char *separator_of(const struct interpreter *run)
{
	switch (interpret_format(run)) {
	case FORMAT_JSON:
		return ",";
	case FORMAT_TEXT:
		return "\n";
	default:
		return NULL;
	}
}

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
		.separator = separator_of(run),
		.tail = whole ? "]}\n" : NULL,
	};

	return batch_run_status(&job, words, err);
}

/* Where the results of one input go, part by part. */
struct sink {
	struct ui *ui;
	const char *separator; /* between results, or NULL */
	bool begun, failed;
	struct err err; /* why */
};

static void sink_text(struct sink *s, const char *text, size_t n)
{
	s->failed = s->failed || !s->ui->write(s->ui, text, n, &s->err);
}

static void sink_results(struct sink *s, struct strbuf *out)
{
	if (out->len && s->begun && s->separator)
		sink_text(s, s->separator, strlen(s->separator));
	s->begun |= out->len > 0;
	sink_text(s, out->buf, out->len);
	strbuf_clear(out);
}

static void flush_one(struct batch_reply *reply)
{
	if (reply->out.len >= BATCH_PART)
		sink_results(reply->flush_self, &reply->out);
}

static int run_one(struct interpreter *run, const char *path, struct err *err)
{
	struct sink sink = {.ui = run->app->ui, .separator = separator_of(run)};
	struct batch_reply reply = {.out = STRBUF_INIT,
				    .alerts = STRBUF_INIT,
				    .flush = flush_one,
				    .flush_self = &sink};
	struct strbuf frame = STRBUF_INIT;
	bool json = interpret_format(run) == FORMAT_JSON;

	if (json)
		results_json_begin(&frame, "clin.report/1");
	sink_text(&sink, frame.buf, frame.len);
	interpret_file(run, path, strlen(path), &reply);
	sink_results(&sink, &reply.out);
	strbuf_clear(&frame);
	if (json)
		results_json_end(&frame);
	sink_text(&sink, frame.buf, frame.len);
	int status = reasons_status(reply.reasons);
	if (sink.failed) {
		*err = sink.err;
		status = EXIT_FAILED;
	}
	strbuf_release(&frame);
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
	arena_free(&run.work);
	issued_release(&run.issued);
	return status;
}

/* Results one by one into an array. */
struct gathered {
	struct strbuf *out;
	bool begun;
};

static void gather(struct batch_reply *reply)
{
	struct gathered *all = reply->flush_self;

	if (!reply->out.len)
		return;
	if (all->begun)
		strbuf_addch(all->out, ',');
	all->begun = true;
	strbuf_add(all->out, reply->out.buf, reply->out.len);
	strbuf_clear(&reply->out);
}

void interpret_report_read(struct app *app, const char *path,
			   struct strbuf *out)
{
	const struct interpret_params params = {
		.many.common = {.explain = EXPLAIN_OFF, .format = FORMAT_JSON}};
	struct interpreter run = {
		.app = app, .params = &params, .keeps = TRI_NO};
	struct batch_reply reply = {.out = STRBUF_INIT, .alerts = STRBUF_INIT};

	struct gathered all = {out, false};

	reply.flush = gather;
	reply.flush_self = &all;
	results_json_begin(out, "clin.report/1");
	interpret_file(&run, path, strlen(path), &reply);
	gather(&reply);
	results_json_end(out);
	strbuf_release(&reply.out);
	strbuf_release(&reply.alerts);
	arena_free(&run.arena);
	arena_free(&run.work);
	issued_release(&run.issued);
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
