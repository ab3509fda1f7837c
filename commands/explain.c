/* Findings in words: the knowledge base's own, or a model's where it was asked
 * for and its answer passed every check. */
#include "commands/result.h"

#include "base/strbuf.h"
#include "commands/explain_words.h"
#include "llm/prompt.h"

#include <string.h>

static bool for_patient(const struct app *app)
{
	return app->common && app->common->audience == AUDIENCE_PATIENT;
}

static bool wants_model(const struct app *app, int mode)
{
	return mode == EXPLAIN_LLM ||
	       (mode == EXPLAIN_AUTO && !app->many &&
		app->config->explain == CONFIG_EXPLAIN_LLM);
}

/* On a terminal the findings stand on the screen before a model is asked. */
static bool comes_later(const struct app *app)
{
	return app->ui->terminal && !app->many && app->common &&
	       app->common->format == FORMAT_TEXT && !app->common->dry_run;
}

void explain_result(struct result *r, const struct app *app, int mode,
		    struct arena *a)
{
	struct strbuf text = STRBUF_INIT;

	if (mode == EXPLAIN_AUTO && app->config->explain == CONFIG_EXPLAIN_OFF)
		mode = EXPLAIN_OFF;
	r->explained_by = mode == EXPLAIN_OFF ? "off" : "kb";
	if (mode != EXPLAIN_OFF)
		explain_words(&text, r, app);
	r->explanation = arena_strndup(a, text.buf, text.len);
	strbuf_release(&text);
	bool dry = app->common && app->common->dry_run;
	if (!r->findings.n || !(wants_model(app, mode) || dry))
		return;
	if (comes_later(app)) {
		r->later = arena_new(a, struct explain_later);
		*r->later = (struct explain_later){r, a, mode};
	} else if (!explain_by_model(r, app, a, NULL, NULL) &&
		   mode == EXPLAIN_LLM) {
		r->reasons |= 1u << EXIT_UNEXPLAINED;
	}
}

static void add_draft_line(struct strbuf *out, const struct ui *ui,
			   const char *model, const char *id)
{
	strbuf_addf(out,
		    SAY(ui, "【AI 草稿 %s%s%s，由医师最终决定】\n",
			"[AI draft by %s%s%s; the doctor decides]\n"),
		    model ? model : "", id ? " #" : "", id ? id : "");
}

/* --- while it comes ------------------------------------------------------ */

struct live {
	const struct app *app;
	bool begun;
};

static void show_claim(void *self, const char *text)
{
	struct live *live = self;
	struct ui *ui = live->app->ui;
	struct strbuf out = STRBUF_INIT;
	struct err err;

	if (!live->begun)
		add_draft_line(&out, ui, live->app->config->model.model, NULL);
	live->begun = true;
	strbuf_adds(&out, "  ");
	text_wrapped(&out, ui, text, 2);
	ui->write(ui, out.buf, out.len, &err);
	strbuf_release(&out);
}

/* The findings go to the screen now; then the model is asked. */
static void explain_live(struct strbuf *out, const struct app *app,
			 struct explain_later *later)
{
	struct result *r = later->result;
	struct live live = {.app = app};
	struct err err;

	if (!app->ui->write(app->ui, out->buf, out->len, &err))
		return; /* the command's own write says so */
	strbuf_clear(out);
	bool ok = explain_by_model(r, app, later->arena, show_claim, &live);
	if (!ok && !live.begun && for_patient(app)) {
		r->later = NULL;
		result_text_explanation(out, app, r);
	}
	if (!ok && later->mode == EXPLAIN_LLM)
		r->reasons |= 1u << EXIT_UNEXPLAINED;
	if (live.begun)
		strbuf_addf(out,
			    SAY(app->ui, "【草稿完%s%s】\n\n",
				"[end of the draft%s%s]\n\n"),
			    r->ledger_id ? " #" : "",
			    r->ledger_id ? r->ledger_id : "");
}

void result_text_explanation(struct strbuf *out, const struct app *app,
			     const struct result *r)
{
	const struct ui *ui = app->ui;

	if (r->later) {
		explain_live(out, app, r->later);
		return;
	}
	if (r->request) {
		strbuf_addf(out, "%s\n", r->request);
		return;
	}
	if (for_patient(app) && r->explained_by &&
	    strcmp(r->explained_by, "kb") == 0 && *r->explanation) {
		strbuf_addf(out, "%s\n  ",
			    SAY(ui, "给患者", "For the patient"));
		text_wrapped(out, ui, r->explanation, 2);
		return;
	}
	if (!r->explained_by || strcmp(r->explained_by, "llm") != 0)
		return;
	add_draft_line(out, ui, r->model, r->ledger_id);
	strbuf_adds(out, "  ");
	text_wrapped(out, ui, r->explanation, 2);
	strbuf_addch(out, '\n');
}
