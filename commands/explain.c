/* Findings in words, from the knowledge base. */
#include "commands/result.h"

#include "base/strbuf.h"

void explain_result(struct result *r, const struct app *app, int mode,
		    struct arena *a)
{
	struct strbuf text = STRBUF_INIT;
	enum lang lang = app->ui->lang;

	r->explained_by = mode == EXPLAIN_OFF ? "off" : "kb";
	if (mode == EXPLAIN_LLM)
		r->reasons |= 1u << EXIT_UNEXPLAINED;
	for (size_t i = 0; mode != EXPLAIN_OFF && i < r->findings.n; i++) {
		const struct finding *f = &r->findings.at[i];
		if (f->patient.in[lang] && f->patient.in[lang][0])
			strbuf_addf(&text, "%s%s%s%s", text.len ? "\n" : "",
				    f->title.in[lang],
				    lang == LANG_ZH ? "：" : ": ",
				    f->patient.in[lang]);
	}
	r->explanation = arena_strndup(a, text.buf, text.len);
	strbuf_release(&text);
}
