/* clin interpret-report: printed laboratory reports → findings. */
#include "commands/interpret-report/command.h"

#include "base/encoding.h"
#include "base/io.h"
#include "commands/interpret-report/judge.h"
#include "commands/interpret-report/show.h"

#include <math.h>
#include <string.h>

struct params {
	struct common_params common;
	int from;
	const char *encoding;
};

static const char *const readers[] = {"auto", "text", NULL};

static const struct option options[] = {
	{"from", 0, OPTION_CHOICE, offsetof(struct params, from),
	 TEXT("格式", "FORMAT"),
	 TEXT("输入格式；auto 自行辨认", "format of the input; auto detects it"),
	 readers},
	{"encoding", 0, OPTION_STRING, offsetof(struct params, encoding),
	 TEXT("编码", "ENCODING"),
	 TEXT("输入编码：auto、utf-8、gb18030、big5 等",
	      "encoding of the input: auto, utf-8, gb18030, big5 …"),
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
	{0},
};

/* What a run carries from file to file. */
struct run {
	struct app *app;
	const struct params *params;
	struct arena arena;   /* of the file at hand */
	struct strbuf out;
	unsigned reasons;
	size_t printed;       /* results so far */
};

static void note_error(struct run *run, const struct err *err)
{
	struct ui *ui = run->app->ui;
	struct strbuf text = STRBUF_INIT;

	ui->message(ui->lang, err, &text);
	ui->note(ui, text.buf);
	strbuf_release(&text);
}


static void render(struct run *run, struct report *r, struct result *result)
{
	switch (run->params->common.format) {
	case FORMAT_JSON:
	case FORMAT_NDJSON:
		if (run->params->common.format == FORMAT_JSON && run->printed)
			strbuf_addch(&run->out, ',');
		report_json(&run->out, run->app, r, result);
		if (run->params->common.format == FORMAT_NDJSON)
			strbuf_addch(&run->out, '\n');
		break;
	case FORMAT_MD:
		report_md(&run->out, run->app, r, result);
		break;
	default:
		if (run->printed)
			strbuf_addch(&run->out, '\n');
		report_text(&run->out, run->app, r, result,
			    run->params->common.all);
	}
	run->printed++;
}

/* An unusable row is exit reason 4, and so is a report without any row. */
static void note_unusable(const struct report *r, struct result *result)
{
	bool partial = r->unread.n > 0 || r->observations.n == 0;

	for (size_t i = 0; i < r->observations.n; i++)
		partial |= r->observations.at[i].status != ROW_OK;
	if (partial)
		result->reasons |= 1u << EXIT_PARTIAL;
	if (r->observations.n == 0) {
		struct result_error none = {"no-data", "no result row was found", 0};
		vec_push(&result->errors, none);
	}
}

static bool interpret(struct run *run, struct report *r, struct result *result,
		      struct err *err)
{
	const struct app *app = run->app;

	if (!context_apply(&run->params->common, app->kb, &r->patient, err))
		return false;
	if (r->diagnosis)
		patient_note_context(&r->patient, app->kb, "DX", r->diagnosis,
				     true);
	report_observe(app->kb, r);
	if (!report_judge(app->kb, r, result, err))
		return false;
	for (size_t i = 0; i < r->not_interpreted.n; i++) {
		const struct section *s = &r->not_interpreted.at[i];
		struct result_section shown = {s->title, s->text, s->line};
		vec_push(&result->not_interpreted, shown);
	}
	note_unusable(r, result);
	result_level(result, run->params->common.fail_on);
	explain_result(result, app, run->params->common.explain, r->arena);
	return true;
}

static bool run_report(struct run *run, struct report *r, const char *path,
		       const char *encoding, int index, struct err *err)
{
	struct result result = {.schema = "clin.report/1",
				.file = strcmp(path, "-") ? path : NULL,
				.index = index, .format = "text",
				.encoding = encoding, .patient = &r->patient};
	bool ok = interpret(run, r, &result, err);

	if (ok) {
		render(run, r, &result);
		run->reasons |= result.reasons;
	}
	result_release(&result);
	return ok;
}

/* Bytes → text → reports → findings → output, for one input. */
static bool run_text(struct run *run, const char *path,
		     const struct strbuf *bytes, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	struct report_vec reports = {0};
	const char *encoding;
	bool ok = encoding_decode(bytes->buf, bytes->len, run->params->encoding,
				  path, &text, &encoding, NULL, err) &&
		  read_text(run->app->kb, text.buf, text.len, &run->arena,
			    &reports, err);

	for (size_t i = 0; ok && i < reports.n; i++)
		ok = run_report(run, reports.at[i], path, encoding, (int)i, err);
	for (size_t i = 0; i < reports.n; i++)
		report_release(reports.at[i]);
	vec_free(&reports);
	strbuf_release(&text);
	return ok;
}

static bool only_space(const struct strbuf *bytes)
{
	return strspn(bytes->buf, " \t\r\n\f") == bytes->len;
}

/* One file; a failure is said and the next one is taken. An empty or binary
 * input is unusable data (4), anything else a failure (1). */
static bool run_file(struct run *run, const char *path, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT;
	struct err cause;
	bool ok = io_read(path, IO_LIMIT_REPORT, &bytes, &cause);

	if (ok && only_space(&bytes))
		ok = ERR(&cause, ERR_EMPTY, path);
	ok = ok && run_text(run, path, &bytes, &cause);
	if (!ok && (cause.id == ERR_OPTION_CONFLICT ||
		    cause.id == ERR_OPTION_VALUE)) {
		*err = cause;
		run->reasons |= 1u << EXIT_USAGE;
	} else if (!ok) {
		note_error(run, &cause);
		bool unusable = cause.id == ERR_EMPTY || cause.id == ERR_BINARY;
		run->reasons |= 1u << (unusable ? EXIT_PARTIAL : EXIT_FAILED);
		ok = true;
	}
	arena_reset(&run->arena);
	strbuf_release(&bytes);
	return ok;
}

static bool flush(struct run *run, struct err *err)
{
	struct ui *ui = run->app->ui;
	bool ok = ui->write(ui, run->out.buf, run->out.len, err);

	strbuf_clear(&run->out);
	if (!ok)
		run->reasons = 1u << EXIT_FAILED;
	return ok;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct run run = {.app = app, .params = params, .out = STRBUF_INIT};
	bool whole = run.params->common.format == FORMAT_JSON;
	bool ok = true;

	if (whole)
		results_json_begin(&run.out, "clin.report/1");
	for (size_t i = 0; ok && i < words->n; i++)
		ok = run_file(&run, words->at[i], err) && flush(&run, err);
	if (words->n == 0)
		ok = run_file(&run, "-", err);
	if (ok && whole)
		results_json_end(&run.out);
	if (ok)
		flush(&run, err);
	strbuf_release(&run.out);
	arena_free(&run.arena);
	return reasons_status(run.reasons);
}

const struct command interpret_report_command = {
	.name = "interpret-report",
	.summary = TEXT("解读打印的化验单", "interpret printed laboratory reports"),
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
	.shared = {output_options, context_options},
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON,
	.params_size = sizeof(struct params),
	.run = run,
};
