/* clin kb lint, test, build, add. */
#include "commands/kb/verb.h"

#include "kb/calculator.h"
#include "commands/kb/passages.h"
#include "commands/result.h"
#include "kb/case.h"
#include "kb/compile.h"

#include <string.h>

void verb_problems(struct verb_run *v, const struct problems *problems)
{
	for (size_t i = 0; i < problems->n; i++) {
		v->app->ui->message(v->app->ui->lang, &problems->at[i],
				    &v->out);
		strbuf_addch(&v->out, '\n');
	}
	if (problems->n)
		v->status = EXIT_CONFIG;
}

/* The folder named, or the site's. */
static const char *folder(const struct verb_run *v)
{
	return v->words->n > 1 ? v->words->at[1] : v->app->config->kb_overlay;
}

/* A folder with character maps of its own is a base; otherwise it is laid over the
 * shipped one. Compiled into memory. */
static bool compile_folder(struct verb_run *v, struct strbuf *ret,
			   size_t *ret_entries, struct problems *problems,
			   struct err *err)
{
	struct entries entries = {0};
	size_t n = 0;
	struct kb *base = NULL;
	bool ok = entries_read_dir(&entries, folder(v), "base", problems, err);

	if (ok)
		entries_of(&entries, ENTRY_MAP, &n);
	if (ok && n == 0) {
		entries_release(&entries);
		memset(&entries, 0, sizeof entries);
		vec_clear(problems);
		ok = v->app->open_base(&base, err) &&
		     entries_read_db(&entries, kb_db(base), err) &&
		     entries_read_dir(&entries, folder(v), "site", problems,
				      err);
	}
	ok = ok &&
	     kb_compile(&entries, v->app->version, NULL, ret, problems, err);
	*ret_entries = entries.n;
	entries_release(&entries);
	kb_close(base);
	return ok;
}

bool verb_lint(struct verb_run *v, struct err *err)
{
	const struct ui *ui = v->app->ui;
	struct problems problems = {0};
	struct strbuf image = STRBUF_INIT;
	size_t n;
	bool ok = compile_folder(v, &image, &n, &problems, err);

	if (ok) {
		verb_problems(v, &problems);
		strbuf_addf(&v->out,
			    SAY(ui, "%s：%zu 个条目，%zu 个问题\n",
				"%s: %zu entries, %zu problems\n"),
			    folder(v), n, problems.n);
	}
	strbuf_release(&image);
	vec_free(&problems);
	return ok;
}

/* Every calculator's own tests. */
static bool test_calculators(struct verb_run *v, struct kb *kb, size_t *cases,
			     size_t *failed, struct err *err)
{
	struct calculator_vec list = {0};
	bool ok = calculators_list(kb, NULL, &v->arena, &list, err);

	for (size_t i = 0; ok && i < list.n; i++) {
		size_t own = 0, bad = 0;
		ok = calculator_test(kb, list.at[i]->id, &v->arena, &own, &bad,
				     &v->out, err);
		*cases += own;
		*failed += bad;
	}
	vec_free(&list);
	return ok;
}

static bool test_base(struct verb_run *v, struct kb *kb, struct err *err)
{
	struct case_failure_vec failures = {0};
	size_t cases, failed = 0;

	if (!kb_test(kb, &v->arena, &failures, &cases, err) ||
	    !test_calculators(v, kb, &cases, &failed, err))
		return false;
	for (size_t i = 0; i < failures.n; i++) {
		const struct case_failure *f = &failures.at[i];
		strbuf_addf(&v->out, "%s: %s: %s %d: got %s\n", f->file,
			    f->rule, f->expected, f->number, f->got);
	}
	failed += failures.n;
	strbuf_addf(&v->out, "%zu passed, %zu failed\n",
		    cases > failed ? cases - failed : 0, failed);
	if (failed)
		v->status = EXIT_CONFIG;
	vec_free(&failures);
	return true;
}

/* The knowledge in force, or a folder compiled for the occasion. */
bool verb_test(struct verb_run *v, struct err *err)
{
	struct problems problems = {0};
	struct strbuf image = STRBUF_INIT;
	struct kb *kb = NULL;
	size_t n;

	if (v->words->n < 2)
		return test_base(v, v->app->kb, err);
	bool ok = compile_folder(v, &image, &n, &problems, err);
	if (ok)
		verb_problems(v, &problems);
	ok = ok && kb_open_bytes(image.buf, image.len, &kb, err) &&
	     test_base(v, kb, err);
	kb_close(kb);
	strbuf_release(&image);
	vec_free(&problems);
	return ok;
}

bool verb_build(struct verb_run *v, struct err *err)
{
	const struct config *config = v->app->config;
	const char *out =
		v->params->output ? v->params->output : config->kb_site;
	struct problems problems = {0};

	if (!out)
		return ERR(err, ERR_ARGUMENT, "build", "--output / kb.site");
	struct kb *base = NULL;
	bool ok =
		v->app->open_base(&base, err) &&
		kb_compile_site(base, config->kb_overlay, out, &problems, err);
	kb_close(base);
	verb_problems(v, &problems);
	if (ok)
		strbuf_addf(&v->out,
			    SAY(v->app->ui, "已写入 %s\n", "written: %s\n"),
			    out);
	vec_free(&problems);
	return ok;
}

bool verb_add(struct verb_run *v, struct err *err)
{
	struct problems problems = {0};
	const char *site =
		v->params->output ? v->params->output : v->app->config->kb_site;
	bool ok = passages_add(v->app, v->words, site, &problems, &v->arena,
			       &v->out, err);

	verb_problems(v, &problems);
	vec_free(&problems);
	return ok;
}
