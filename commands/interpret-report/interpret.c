#include "commands/interpret-report/interpret.h"

#include "base/encoding.h"
#include "base/io.h"
#include "chart/chart.h"
#include "commands/csv.h"
#include "commands/interpret-report/chart_report.h"
#include "commands/interpret-report/fhir.h"
#include "commands/interpret-report/hl7.h"
#include "commands/interpret-report/judge.h"
#include "commands/interpret-report/show.h"
#include "commands/last.h"

#include <string.h>

const char *const interpret_readers[] = {"auto", "text", "hl7",
					 "fhir", "csv",  NULL};

/* One item's request: where it came from and what was said about it. */
struct request {
	const char *file, *id;
	const char *from, *encoding; /* NULL: the options' */
	const struct common_params *common;
};

int interpret_format(const struct interpreter *run)
{
	return run->params->many.batch.batch ? FORMAT_NDJSON
					     : run->params->many.common.format;
}

/* One result behind those already in the reply. */
static void render(struct interpreter *run, struct report *r,
		   struct result *result, struct strbuf *out)
{
	switch (interpret_format(run)) {
	case FORMAT_JSON:
		if (out->len)
			strbuf_addch(out, ',');
		report_json(out, run->app, r, result);
		break;
	case FORMAT_NDJSON:
		report_json(out, run->app, r, result);
		strbuf_addch(out, '\n');
		break;
	case FORMAT_MD:
		report_md(out, run->app, r, result);
		break;
	case FORMAT_FHIR:
		report_fhir(out, run->app, r, result);
		break;
	default:
		if (out->len)
			strbuf_addch(out, '\n');
		report_text(out, run->app, r, result,
			    run->params->many.common.all);
	}
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
		struct result_error none = {"no-data",
					    "no result row was found", 0};
		vec_push(&result->errors, none);
	}
}

static bool keep(const struct app *app, struct chart *chart,
		 const struct request *request, const struct report *r,
		 const struct result *result, struct err *err)
{
	struct chart_saved saved;
	struct strbuf text = STRBUF_INIT;

	if (!chart_report_save(app, chart, request->common->patient,
			       request->file, r, &result->findings, &saved,
			       err))
		return false;
	strbuf_addf(&text,
		    SAY(app->ui,
			"已存入 %s：%zu 项（clin followup undo "
			"可取回）",
			"kept for %s: %zu results ('clin followup undo' "
			"takes them back)"),
		    request->common->patient, saved.kept);
	if (saved.critical)
		strbuf_addf(&text,
			    SAY(app->ui,
				"；危急值记录已开 %zu 条，告知并复述后闭环："
				"clin followup critical %s",
				"; %zu critical records opened; close "
				"them once told and read back: clin followup "
				"critical %s"),
			    saved.critical, request->common->patient);
	app->ui->note(app->ui, text.buf);
	strbuf_release(&text);
	return true;
}

static bool interpret(struct interpreter *run, const struct request *request,
		      struct report *r, struct result *result, struct err *err)
{
	const struct app *app = run->app;

	if (!context_apply(request->common, app->kb, &r->patient, err))
		return false;
	if (r->diagnosis) {
		patient_note_context(&r->patient, app->kb, "DX", r->diagnosis,
				     true);
		patient_note_pregnancy(&r->patient, r->diagnosis);
	}
	struct chart *chart = NULL;
	const char *id = request->common->patient;
	bool save = run->params->save;
	if (save && !id)
		return ERR(err, ERR_OPTION_MISSING, "--patient");
	if (id && !chart_report_begin(app, id, save, r, &chart, err))
		return false;
	report_observe(app->kb, r);
	bool ok = report_judge(app->kb, r, result, err) &&
		  (!save || keep(app, chart, request, r, result, err));
	chart_close(chart);
	if (!ok)
		return false;
	for (size_t i = 0; i < r->not_interpreted.n; i++) {
		const struct section *s = &r->not_interpreted.at[i];
		struct result_section shown = {s->title, s->text, s->line};
		vec_push(&result->not_interpreted, shown);
	}
	note_unusable(r, result);
	result_level(result, run->params->many.common.fail_on);
	explain_result(result, app, run->params->many.common.explain, r->arena);
	return true;
}

static void keep_last(const struct interpreter *run, const struct report *r,
		      const struct result *result)
{
	struct strbuf json = STRBUF_INIT;

	report_json(&json, run->app, r, result);
	last_save(run->app, json.buf, json.len);
	strbuf_release(&json);
}

static bool run_report(struct interpreter *run, const struct request *request,
		       struct report *r, const char *format,
		       const char *encoding, int index,
		       struct batch_reply *reply, struct err *err)
{
	struct result result = {.schema = "clin.report/1",
				.file = request->file,
				.id = request->id,
				.index = index,
				.format = format,
				.encoding = encoding,
				.name = r->patient_name,
				.patient = &r->patient};
	bool ok = interpret(run, request, r, &result, err);

	if (ok) {
		render(run, r, &result, &reply->out);
		if (last_wanted(run->app))
			keep_last(run, r, &result);
		reply->reasons |= result.reasons;
		batch_count(reply, run->app, &result,
			    run->params->many.batch.alerts != NULL);
	}
	result_release(&result);
	return ok;
}

typedef bool (*reader)(struct kb *kb, const char *text, size_t n,
		       struct arena *a, struct report_vec *ret,
		       struct err *err);

static reader choose_reader(const char *from, const char *text, size_t n,
			    const char **ret_format)
{
	static const struct {
		const char *name;
		reader read;
		bool (*detect)(const char *text, size_t n);
	} table[] = {{"hl7", read_hl7, hl7_detect},
		     {"fhir", read_fhir, fhir_detect},
		     {"csv", read_csv, csv_detect},
		     {"text", read_text, NULL}};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		bool named = strcmp(from, table[i].name) == 0;
		bool found = strcmp(from, "auto") == 0 &&
			     (!table[i].detect || table[i].detect(text, n));
		if (named || found) {
			*ret_format = table[i].name;
			return table[i].read;
		}
	}
	return NULL;
}

/* The reports of one stretch of text; lines count from `line` + 1. */
static bool run_text(struct interpreter *run, const struct request *request,
		     reader read, const char *format, const char *encoding,
		     const char *text, size_t n, int line, int *index,
		     struct batch_reply *reply, struct err *err)
{
	struct report_vec reports = {0};
	bool ok = read(run->app->kb, text, n, &run->arena, &reports, err);

	for (size_t i = 0; ok && i < reports.n; i++) {
		struct report *r = reports.at[i];
		for (size_t k = 0; line && k < r->rows.n; k++)
			r->rows.at[k].line += line;
		for (size_t k = 0; line && k < r->unread.n; k++)
			r->unread.at[k].line += line;
		ok = run_report(run, request, r, format, encoding, (*index)++,
				reply, err);
	}
	for (size_t i = 0; i < reports.n; i++)
		report_release(reports.at[i]);
	vec_free(&reports);
	return ok;
}

/* A file of many HL7 messages or FHIR Bundles is taken a few at a time, so
 * that memory does not grow with it. */
static bool run_slices(struct interpreter *run, const struct request *request,
		       reader read, const char *format, const char *encoding,
		       const char *text, size_t length,
		       struct batch_reply *reply, struct err *err)
{
	enum { SLICE = 256 * 1024 };
	size_t at = 0;
	int line = 0, index = 0;
	bool ok = true;

	while (ok && at < length) {
		const char *s = text + at;
		size_t n = length - at;
		if (read == read_hl7)
			n = hl7_slice(s, n, SLICE);
		else if (read == read_fhir)
			n = fhir_slice(s, n, SLICE);
		ok = run_text(run, request, read, format, encoding, s, n, line,
			      &index, reply, err);
		/* other messages between results are no end */
		bool whole = n == length;
		if (!ok && err->id == ERR_NO_DATA && !whole)
			ok = at + n < length || index > 0;
		for (size_t i = 0; i < n && at + n < length; i++)
			line += s[i] == '\n' ||
				(s[i] == '\r' && s[i + 1] != '\n');
		at += n;
		if (at < length)
			arena_reset(&run->arena);
		if (reply->flush)
			reply->flush(reply);
	}
	return ok;
}

/* Bytes → text → reports → findings → reply. */
static bool run_bytes(struct interpreter *run, const struct request *request,
		      const char *bytes, size_t n, struct batch_reply *reply,
		      struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *path = request->file ? request->file : "-";
	const char *from = request->from ? request->from
					 : interpret_readers[run->params->from];
	const char *encoding = "UTF-8", *format = NULL;
	const char *wanted =
		request->encoding ? request->encoding : run->params->encoding;
	bool ok = strspn(bytes, " \t\r\n\f") < n || ERR(err, ERR_EMPTY, path);

	/* a long file that is UTF-8 already is not copied */
	if (ok && !(encoding_is_utf8(bytes, n) &&
		    (!wanted || !strcmp(wanted, "auto")))) {
		ok = encoding_decode(bytes, n, wanted, path, &text, &encoding,
				     NULL, err);
		bytes = text.buf;
		n = text.len;
	}
	reader read = ok ? choose_reader(from, bytes, n, &format) : NULL;
	if (ok && !read)
		ok = ERR(err, ERR_OPTION_VALUE, "from", from,
			 "auto, text, hl7, fhir, csv");
	ok = ok && run_slices(run, request, read, format, encoding, bytes, n,
			      reply, err);
	strbuf_release(&text);
	return ok;
}

/* Exit reason of an input that could not be used at all: unusable data (4)
 * when it was read and made no sense, a failure (1) otherwise. */
static int status_of(const struct err *err)
{
	switch (err->id) {
	case ERR_EMPTY:
	case ERR_BINARY:
	case ERR_NO_DATA:
	case ERR_JSON:
	case ERR_MESSAGE:
		return EXIT_PARTIAL;
	case ERR_OPTION_CONFLICT:
	case ERR_OPTION_VALUE:
		return EXIT_USAGE;
	default:
		return EXIT_FAILED;
	}
}

/* An item that failed still answers: as a result with an error in JSON, as a
 * line on standard error otherwise. */
static void answer_error(struct interpreter *run, const struct request *request,
			 const struct err *err, struct batch_reply *reply)
{
	struct ui *ui = run->app->ui;
	struct report *r = report_new(&run->arena);
	struct result result = {.schema = "clin.report/1",
				.file = request->file,
				.id = request->id,
				.patient = &r->patient,
				.explanation = "",
				.explained_by = "off"};
	struct strbuf text = STRBUF_INIT;
	char code[32];
	struct result_error error = {err_code(err->id, code), NULL, 0};
	int status = status_of(err);
	bool json = interpret_format(run) == FORMAT_JSON ||
		    interpret_format(run) == FORMAT_NDJSON;

	ui->message(ui->lang, err, &text);
	error.message = text.buf;
	vec_push(&result.errors, error);
	if (run->params->many.batch.batch && status != EXIT_PARTIAL)
		status = EXIT_PARTIAL; /* one bad item of many */
	result.reasons = 1u << status;
	if (json)
		render(run, r, &result, &reply->out);
	if (!run->params->many.batch.batch)
		ui->note(ui, text.buf);
	reply->reasons |= result.reasons;
	reply->counts.failed++;
	result_release(&result);
	report_release(r);
	strbuf_release(&text);
}

static void answer(struct interpreter *run, const struct request *request,
		   const char *bytes, size_t n, struct batch_reply *reply)
{
	struct err err;

	if (!run_bytes(run, request, bytes, n, reply, &err))
		answer_error(run, request, &err, reply);
}

void interpret_file(void *self, const char *path, size_t n,
		    struct batch_reply *reply)
{
	struct interpreter *run = self;
	struct request request = {.file = strcmp(path, "-") ? path : NULL,
				  .common = &run->params->many.common};
	struct strbuf bytes = STRBUF_INIT;
	struct err err;

	struct ui *ui = run->app->ui;
	bool paste = strcmp(path, "-") == 0 && ui->input_terminal && ui->paste;

	(void)n;
	if (paste ? ui->paste(ui, &bytes, &err)
		  : io_read(path, IO_LIMIT_REPORT, &bytes, &err))
		answer(run, &request, bytes.buf, bytes.len, reply);
	else
		answer_error(run, &request, &err, reply);
	arena_reset(&run->arena);
	strbuf_release(&bytes);
}

void interpret_line(void *self, const char *line, size_t n,
		    struct batch_reply *reply)
{
	struct interpreter *run = self;
	struct batch_request in;
	struct request request = {.common = &in.common};
	struct err err;

	bool ok = batch_request_read(&in, line, n, &run->params->many.common,
				     &run->arena, &err);
	request.id = in.id;
	request.from = in.from;
	request.encoding = "UTF-8";
	if (ok && in.text) {
		answer(run, &request, in.text, strlen(in.text), reply);
	} else {
		if (ok)
			(void)ERR(&err, ERR_JSON, "request", "1",
				  "no \"text\"");
		answer_error(run, &request, &err, reply);
	}
	batch_request_release(&in);
	arena_reset(&run->arena);
}

void interpret_crashed(void *self, const char *item, size_t n,
		       struct batch_reply *reply)
{
	struct interpreter *run = self;
	bool lines = run->params->many.batch.batch;
	struct request request = {.file = lines ? NULL : item,
				  .common = &run->params->many.common};
	struct err err;

	(void)n;
	(void)ERR(&err, ERR_WORKER, lines ? "item" : item, "crashed");
	answer_error(run, &request, &err, reply);
	arena_reset(&run->arena);
}
