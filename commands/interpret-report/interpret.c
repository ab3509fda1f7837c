#include "commands/interpret-report/interpret_private.h"

#include "chart/chart.h"
#include "commands/interpret-report/chart_report.h"
#include "commands/interpret-report/judge.h"
#include "commands/interpret-report/show.h"
#include "commands/last.h"

#include <string.h>

int interpret_format(const struct interpreter *run)
{
	return run->params->many.batch.batch ? FORMAT_NDJSON
					     : run->params->many.common.format;
}

/* One result behind the item's others. Between items, and where the output was
 * written in parts, the separator is the batch's matter. */
static void render(struct interpreter *run, struct report *r,
		   struct result *result, struct strbuf *out)
{
	bool behind = run->results++ > 0 && out->len > 0;

	switch (interpret_format(run)) {
	case FORMAT_JSON:
		if (behind)
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
		if (behind)
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
		 const struct interpret_request *request,
		 const struct report *r, const struct result *result,
		 struct err *err)
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

static bool interpret(struct interpreter *run,
		      const struct interpret_request *request, struct report *r,
		      struct result *result, struct err *err)
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

bool interpret_one(struct interpreter *run,
		   const struct interpret_request *request, struct report *r,
		   const char *format, const char *encoding, int index,
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
	r->arena = &run->work;
	issued_note(&run->issued, r, index, run->app->ui->lang);
	bool ok = interpret(run, request, r, &result, err);

	if (ok) {
		render(run, r, &result, &reply->out);
		if (run->keeps == TRI_UNKNOWN)
			run->keeps = last_wanted(run->app) ? TRI_YES : TRI_NO;
		if (run->keeps == TRI_YES)
			keep_last(run, r, &result);
		reply->reasons |= result.reasons;
		batch_count(reply, run->app, &result,
			    run->params->many.batch.alerts != NULL);
	}
	result_release(&result);
	arena_reset(&run->work);
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
static void answer_error(struct interpreter *run,
			 const struct interpret_request *request,
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
	struct result_error error = result_error_of(run->app, err, &run->arena);
	int status = status_of(err);
	bool json = interpret_format(run) == FORMAT_JSON ||
		    interpret_format(run) == FORMAT_NDJSON;

	vec_push(&result.errors, error);
	if (run->params->many.batch.batch && status != EXIT_PARTIAL)
		status = EXIT_PARTIAL; /* one bad item of many */
	result.reasons = 1u << status;
	if (json)
		render(run, r, &result, &reply->out);
	if (!run->params->many.batch.batch)
		ui->note(ui, error.message);
	reply->reasons |= result.reasons;
	reply->counts.failed++;
	result_release(&result);
	report_release(r);
}

static void answer(struct interpreter *run,
		   const struct interpret_request *request, const char *bytes,
		   size_t n, struct batch_reply *reply)
{
	struct window w = window_of(bytes, n);
	struct err err;

	if (!interpret_window(run, request, &w, reply, &err))
		answer_error(run, request, &err, reply);
}

/* A pasted report is in memory; a file is read as far as it is needed. */
static bool open_input(struct ui *ui, const char *path, struct strbuf *pasted,
		       struct window *w, struct err *err)
{
	if (strcmp(path, "-") != 0 || !ui->input_terminal || !ui->paste)
		return window_open(w, path, err);
	if (!ui->paste(ui, pasted, err))
		return false;
	*w = window_of(pasted->buf, pasted->len);
	return true;
}

void interpret_file(void *self, const char *path, size_t n,
		    struct batch_reply *reply)
{
	struct interpreter *run = self;
	struct interpret_request request = {
		.file = strcmp(path, "-") ? path : NULL,
		.common = &run->params->many.common};
	struct strbuf pasted = STRBUF_INIT;
	struct window w;
	struct err err;

	(void)n;
	run->results = 0;
	issued_clear(&run->issued);
	if (open_input(run->app->ui, path, &pasted, &w, &err)) {
		if (!interpret_window(run, &request, &w, reply, &err))
			answer_error(run, &request, &err, reply);
		window_close(&w);
	} else {
		answer_error(run, &request, &err, reply);
	}
	arena_reset(&run->arena);
	strbuf_release(&pasted);
}

void interpret_line(void *self, const char *line, size_t n,
		    struct batch_reply *reply)
{
	struct interpreter *run = self;
	struct batch_request in;
	struct interpret_request request = {.common = &in.common};
	struct err err;

	bool ok = batch_request_read(&in, line, n, &run->params->many.common,
				     &run->arena, &err);
	run->results = 0;
	issued_clear(&run->issued);
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
	struct interpret_request request = {.file = lines ? NULL : item,
					    .common =
						    &run->params->many.common};
	struct err err;

	(void)n;
	run->results = 0;
	(void)ERR(&err, ERR_WORKER, lines ? "item" : item, "crashed");
	answer_error(run, &request, &err, reply);
	arena_reset(&run->arena);
}
