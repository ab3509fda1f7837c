/* clin kb search and clin kb add. */
#include "commands/kb/passages.h"

#include "base/encoding.h"
#include "base/io.h"
#include "base/json.h"
#include "base/utf8.h"
#include "commands/result.h"
#include "kb/browse.h"
#include "kb/search.h"

#include <string.h>
#include <unistd.h>

enum { HITS = 40, DOCUMENT_LIMIT = 4 * 1024 * 1024 };

static void add_hit(struct strbuf *out, const struct ui *ui, const char *kind,
		    const char *id, const char *title)
{
	const int COLUMN = 47;

	strbuf_addf(out, "%-11s %-34s ", kind, id);
	text_wrapped(out, ui, title, COLUMN);
}

static void hits_json(struct strbuf *out, const struct passages *found)
{
	struct jw j = jw_to(out);

	jw_array(&j, NULL);
	for (size_t i = 0; i < found->n; i++) {
		const struct passage *p = &found->at[i];
		jw_object(&j, NULL);
		jw_str(&j, "kind", p->kind);
		jw_str(&j, "id", p->id);
		jw_str(&j, "origin", p->origin);
		jw_str(&j, "title", p->title);
		jw_str(&j, "text", p->text);
		jw_end(&j);
	}
	jw_end(&j);
	strbuf_addch(out, '\n');
}

/* Entries that hold the words as they stand, where the index finds nothing:
 * parts of words, codes. */
static bool search_letters(struct app *app, const char *text, struct arena *a,
			   struct passages *ret, struct err *err)
{
	struct kb_entry_vec found = {0};
	bool ok = kb_search(app->kb, text, HITS, a, &found, err);

	for (size_t i = 0; ok && i < found.n; i++) {
		struct passage p = {.kind = found.at[i].kind,
				    .id = found.at[i].id,
				    .origin = found.at[i].origin,
				    .title = found.at[i].title[app->ui->lang],
				    .text = ""};
		vec_push(ret, p);
	}
	vec_free(&found);
	return ok;
}

bool passages_search(struct app *app, const struct string_vec *words, bool json,
		     struct arena *a, struct strbuf *out, int *ret_status,
		     struct err *err)
{
	struct passages found = {0};
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 1; i < words->n; i++)
		strbuf_addf(&text, "%s%s", i > 1 ? " " : "", words->at[i]);
	bool ok = kb_passages(app->kb, text.buf, app->ui->lang, PASSAGE_ABOUT,
			      HITS, a, &found, err);
	if (ok && !found.n)
		ok = search_letters(app, text.buf, a, &found, err);
	if (ok && json)
		hits_json(out, &found);
	for (size_t i = 0; ok && !json && i < found.n; i++)
		add_hit(out, app->ui, found.at[i].kind, found.at[i].id,
			found.at[i].title);
	if (ok && found.n == 0) {
		if (!json)
			strbuf_adds(out, SAY(app->ui, "知识库中没有\n",
					     "not in the knowledge base\n"));
		*ret_status = EXIT_PARTIAL;
	}
	strbuf_release(&text);
	vec_free(&found);
	return ok;
}

/* The name a document keeps: its file's, which must end with .md. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t n = strlen(base);

	return n > 3 && strcmp(base + n - 3, ".md") == 0 && *base != '.' ? base
									 : NULL;
}

static bool copy_document(const char *folder, const char *path, struct arena *a,
			  const char **ret_to, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT;
	const char *base = base_name(path), *encoding;
	bool ok = base || ERR(err, ERR_ARGUMENT, path, "NAME.md");

	ok = ok && io_read(path, DOCUMENT_LIMIT, &bytes, err) &&
	     encoding_decode(bytes.buf, bytes.len, NULL, path, &text, &encoding,
			     NULL, err);
	if (ok && strspn(text.buf, " \t\r\n") >= text.len)
		ok = ERR(err, ERR_EMPTY, path);
	if (ok) {
		*ret_to = arena_printf(a, "%s/documents/%s", folder, base);
		ok = io_make_dir(arena_printf(a, "%s/documents", folder),
				 err) &&
		     io_replace(*ret_to, text.buf, text.len, 0644, err);
	}
	strbuf_release(&bytes);
	strbuf_release(&text);
	return ok;
}

bool passages_add(struct app *app, const struct string_vec *words,
		  const char *site, struct problems *problems, struct arena *a,
		  struct strbuf *out, struct err *err)
{
	const char *folder = app->config->kb_overlay;
	VEC(const char *) copies = {0};
	struct kb *base = NULL;
	bool ok = true;

	if (!folder || !site)
		return ERR(err, ERR_ARGUMENT, "add", "kb.overlay, kb.site");
	for (size_t i = 1; ok && i < words->n; i++) {
		const char *to = NULL;
		ok = copy_document(folder, words->at[i], a, &to, err);
		if (ok)
			vec_push(&copies, to);
	}
	ok = ok && app->open_base(&base, err) &&
	     kb_compile_site(base, folder, site, problems, err);
	kb_close(base);
	for (size_t i = 0; i < copies.n; i++)
		if (ok)
			strbuf_addf(out,
				    SAY(app->ui, "已加入 %s\n", "added: %s\n"),
				    copies.at[i]);
	if (ok)
		strbuf_addf(out, SAY(app->ui, "已写入 %s\n", "written: %s\n"),
			    site);
	vec_free(&copies);
	return ok;
}
