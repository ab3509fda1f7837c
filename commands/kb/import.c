/* clin kb import SOURCE FILE…: read, resolve, compare, write, report. */
#include "commands/kb/import.h"

#include "base/date.h"
#include "base/encoding.h"
#include "base/io.h"
#include "kb/compile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LIMIT = 1024 * 1024 * 1024 };

static const struct import_source *const sources[] = {
	&import_ddinter, &import_ansm, &import_atc, &import_rxnorm,
	&import_formulary};

static const struct import_source *find_source(const char *name)
{
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (strcmp(sources[i]->name, name) == 0)
			return sources[i];
	return NULL;
}

struct jw import_entry(struct import *m, const char *id)
{
	strbuf_adds(&m->yaml, "- ");
	struct jw j = jw_to(&m->yaml);
	jw_object(&j, NULL);
	jw_str(&j, "id", id);
	return j;
}

void import_text(struct jw *j, const char *key, const char *zh, const char *en)
{
	jw_object(j, key);
	jw_str(j, "zh", zh);
	jw_str(j, "en", en);
	jw_end(j);
}

void import_entry_end(struct import *m, struct jw *j)
{
	jw_array(j, "sources");
	jw_str(j, NULL, arena_printf(m->a, "import.%s", m->source->name));
	jw_end(j);
	jw_end(j);
	strbuf_addch(&m->yaml, '\n');
	m->entries++;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The source that every imported entry cites: which files, and when. */
static void add_source(struct import *m)
{
	const struct string_vec *words = m->v->words;
	const struct ui *ui = m->v->app->ui;
	struct strbuf files = STRBUF_INIT;
	char day[32];

	date_format(day, ui->now + ui->zone, false);
	for (size_t i = 2; i < words->n; i++)
		strbuf_addf(&files, "%s%s", i > 2 ? ", " : "",
			    base_name(words->at[i]));
	strbuf_adds(&m->yaml, "- ");
	struct jw j = jw_to(&m->yaml);
	jw_object(&j, NULL);
	jw_str(&j, "id", arena_printf(m->a, "import.%s", m->source->name));
	import_text(&j, "title", m->source->title.in[LANG_ZH],
		    m->source->title.in[LANG_EN]);
	jw_str(&j, "edition", files.buf);
	jw_strn(&j, "year", day, 4);
	if (m->source->url)
		jw_str(&j, "url", m->source->url);
	jw_str(&j, "note", arena_printf(m->a, "imported %s", day));
	jw_end(&j);
	strbuf_addch(&m->yaml, '\n');
	strbuf_release(&files);
}

/* Ours, without what was imported: what an import is measured against stays
 * the same when it is imported again. */
static bool open_ours(struct verb_run *v, struct strbuf *image, struct kb **ret,
		      struct err *err)
{
	struct entries e = {0};
	struct problems problems = {0};
	struct kb *base = NULL;
	const char *overlay = v->app->config->kb_overlay;
	char count[24];
	bool ok = v->app->open_base(&base, err);

	if (!ok || !overlay || !io_exists(overlay)) {
		*ret = base;
		return ok;
	}
	ok = entries_read_db(&e, kb_db(base), err) &&
	     entries_read_dir(&e, overlay, "site", &problems, err);
	size_t kept = 0, own = 0;
	for (size_t i = 0; ok && i < e.n; i++)
		if (!drug_origin_imported(e.at[i].origin)) {
			own += strcmp(e.at[i].origin, "base") != 0;
			e.at[kept++] = e.at[i];
		}
	e.n = ok ? kept : e.n;
	vec_clear(&problems); /* of imports; the own ones come again */
	if (ok && own) {
		ok = kb_compile(&e, v->app->version, NULL, image, &problems,
				err);
		if (ok && problems.n)
			ok = ERR(err, ERR_KB_INVALID,
				 err_int(count, (long long)problems.n));
		ok = ok && kb_open_bytes(image->buf, image->len, ret, err);
		kb_close(base);
	} else if (ok) {
		*ret = base;
	} else {
		kb_close(base);
	}
	vec_free(&problems);
	entries_release(&e);
	return ok;
}

static bool read_file(struct import *m, const char *path, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT;
	const char *encoding;
	bool ok = io_read(path, LIMIT, &bytes, err);

	if (ok && !encoding_is_utf8(bytes.buf, bytes.len)) {
		ok = encoding_decode(bytes.buf, bytes.len, NULL, path, &text,
				     &encoding, NULL, err);
		strbuf_release(&bytes);
		bytes = text;
	}
	size_t skip =
		bytes.len >= 3 && memcmp(bytes.buf, "\xEF\xBB\xBF", 3) == 0 ? 3
									    : 0;
	ok = ok &&
	     m->source->read(m, path, bytes.buf + skip, bytes.len - skip, err);
	strbuf_release(&bytes);
	return ok;
}

static const char *target(struct verb_run *v, const char *name)
{
	if (v->params->output)
		return v->params->output;
	return v->app->config->kb_overlay
		       ? arena_printf(&v->arena, "%s/import/%s.yaml",
				      v->app->config->kb_overlay, name)
		       : NULL;
}

static bool write_out(struct import *m, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *dir =
		slash ? arena_strndup(m->a, path, (size_t)(slash - path))
		      : NULL;

	const char *overlay = m->v->app->config->kb_overlay;
	bool fresh = overlay && !io_exists(overlay);

	if (dir && *dir && !io_exists(dir)) {
		if (!io_make_dir(dir, err))
			return false;
		/* as readable as knowledge is */
		chmod(dir, 0755);
		if (fresh && io_exists(overlay))
			chmod(overlay, 0755);
	}
	return io_replace(path, m->yaml.buf, m->yaml.len, 0644, err);
}

static void release(struct import *m)
{
	if (m->self && m->source->release)
		m->source->release(m);
	strbuf_release(&m->yaml);
	vec_free(&m->unresolved);
	vec_free(&m->conflicts);
	vec_free(&m->unread);
	vec_free(&m->pairs);
	map_free(&m->drugs);
	map_free(&m->unresolved_by_name);
	free(m->ours);
}

bool verb_import(struct verb_run *v, struct err *err)
{
	struct strbuf image = STRBUF_INIT;
	struct import m = {.v = v, .a = &v->arena, .yaml = STRBUF_INIT};
	const char *path;
	bool ok;

	m.source = find_source(v->words->at[1]);
	if (!m.source) {
		v->status = EXIT_USAGE;
		return ERR(err, ERR_ARGUMENT, v->words->at[1],
			   "ddinter|ansm|atc|rxnorm|formulary");
	}
	path = target(v, m.source->name);
	if (!path && !v->params->dry_run) {
		v->status = EXIT_USAGE;
		return ERR(err, ERR_ARGUMENT, "import",
			   "--output / kb.overlay");
	}
	ok = open_ours(v, &image, &m.kb, err);
	if (ok)
		add_source(&m);
	for (size_t i = 2; ok && i < v->words->n; i++)
		ok = read_file(&m, v->words->at[i], err);
	if (ok && m.source->finish)
		m.source->finish(&m);
	if (ok && !m.rows)
		ok = ERR(err, ERR_NO_DATA, v->words->at[2]);
	if (ok && !v->params->dry_run)
		ok = write_out(&m, path, err);
	if (ok)
		import_show(&m, v->params->dry_run ? NULL : path);
	if (ok && (m.unresolved.n || m.n_unread))
		v->status = EXIT_PARTIAL;
	release(&m);
	kb_close(m.kb);
	strbuf_release(&image);
	return ok;
}
