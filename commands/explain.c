/* Findings in words: the knowledge base's own, or a model's where it was asked
 * for and its answer passed every check. */
#include "commands/result.h"

#include "base/strbuf.h"
#include "llm/prompt.h"

#include <string.h>

static const char *patient_wording(const struct finding *f, enum lang lang)
{
	const char *own = f->patient.in[lang];

	return own && *own ? own : NULL;
}

static void word_finding(struct strbuf *text, const struct finding *f,
			 const struct app *app)
{
	enum lang lang = app->ui->lang;
	const char *colon = lang == LANG_ZH ? "：" : ": ";
	bool patient = app->common && app->common->audience == AUDIENCE_PATIENT;
	const char *own = patient_wording(f, lang);

	if (patient && !own)
		return;
	strbuf_addf(text, "%s%s%s%s", text->len ? "\n" : "", f->title.in[lang],
		    colon, patient ? own : f->because.in[lang]);
	for (size_t i = 0; !patient && i < f->n_actions && i < 2; i++)
		strbuf_addf(text, "%s%s", lang == LANG_ZH ? "；" : "; ",
			    f->actions[i].in[lang]);
}

static bool wants_model(const struct app *app, int mode)
{
	return mode == EXPLAIN_LLM ||
	       (mode == EXPLAIN_AUTO && !app->many &&
		app->config->explain == CONFIG_EXPLAIN_LLM);
}

void explain_result(struct result *r, const struct app *app, int mode,
		    struct arena *a)
{
	struct strbuf text = STRBUF_INIT;

	if (mode == EXPLAIN_AUTO && app->config->explain == CONFIG_EXPLAIN_OFF)
		mode = EXPLAIN_OFF;
	r->explained_by = mode == EXPLAIN_OFF ? "off" : "kb";
	for (size_t i = 0; mode != EXPLAIN_OFF && i < r->findings.n; i++)
		word_finding(&text, &r->findings.at[i], app);
	r->explanation = arena_strndup(a, text.buf, text.len);
	strbuf_release(&text);
	if (r->findings.n &&
	    (wants_model(app, mode) || (app->common && app->common->dry_run)) &&
	    !explain_by_model(r, app, a) && mode == EXPLAIN_LLM)
		r->reasons |= 1u << EXIT_UNEXPLAINED;
}

void result_text_explanation(struct strbuf *out, const struct app *app,
			     const struct result *r)
{
	const struct ui *ui = app->ui;

	if (r->request) {
		strbuf_addf(out, "%s\n", r->request);
		return;
	}
	if (!r->explained_by || strcmp(r->explained_by, "llm") != 0)
		return;
	strbuf_addf(out,
		    SAY(ui, "【AI 草稿 %s，由医师最终决定】\n",
			"[AI draft by %s; the doctor decides]\n"),
		    r->model);
	strbuf_adds(out, "  ");
	text_wrapped(out, ui, r->explanation, 2);
	strbuf_addch(out, '\n');
}
