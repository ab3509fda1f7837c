#include "kb/compile.h"

#include "base/io.h"
#include "base/json.h"
#include "base/num.h"
#include "kb/compile_private.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/image.h"
#include "kb/kb.h"
#include "kb/schema.h"
#include "kb/search.h"
#include "kb/triage_image.h"

#include <math.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

void bind_str(sqlite3_stmt *s, int i, const char *text)
{
	if (text)
		sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(s, i);
}

void bind_num(sqlite3_stmt *s, int i, double x)
{
	if (isnan(x))
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_double(s, i, x);
}

sqlite3_stmt *prepare(struct compiler *c, const char *sql)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(c->db, sql, -1, &s, NULL) != SQLITE_OK)
		abort();
	return s;
}

void run_statement(struct compiler *c, const struct entry *e, sqlite3_stmt *s)
{
	if (sqlite3_step(s) != SQLITE_DONE)
		problem_add(c->problems, e, e->node->line, "%s",
			    sqlite3_errmsg(c->db));
	sqlite3_reset(s);
}

void add_term(struct compiler *c, enum term_domain domain, const char *name,
	      int target)
{
	struct folded f = fold_with(c->traditional, c->n_traditional, name,
				    strlen(name), c->arena);
	struct term_pair pair = {f.s, (uint32_t)target};

	if (f.n)
		vec_push(&c->terms[domain], pair);
}

/* Traditional → simplified, as sorted pairs of code points. */
static int by_first(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void compile_map(struct compiler *c, const struct entry *e)
{
	const struct yaml *lines = yaml_get(e->node, "pairs");
	VEC(uint32_t) pairs = {0};

	for (size_t i = 0; i < yaml_count(lines); i++) {
		const char *s = yaml_at(lines, i)->scalar;
		for (size_t n = strlen(s); n > 0;) {
			uint32_t cp;
			size_t len = utf8_decode(s, n, &cp);
			if (cp != ' ')
				vec_push(&pairs, cp);
			s += len;
			n -= len;
		}
	}
	if (pairs.n % 2)
		problem_add(c->problems, e, e->node->line,
			    "odd number of characters");
	if (pairs.n)
		qsort(pairs.at, pairs.n / 2, 2 * sizeof *pairs.at, by_first);
	uint32_t *copy = arena_array(c->arena, uint32_t, pairs.n);
	if (pairs.n)
		memcpy(copy, pairs.at, pairs.n * sizeof *copy);
	c->traditional = copy;
	c->n_traditional = pairs.n / 2;
	strbuf_add(&c->sections[IMAGE_TRADITIONAL], copy,
		   pairs.n * sizeof *copy);
	vec_free(&pairs);
}

/* Entries as canonical JSON into their table; returns the digest over them. */
static void write_entries(struct compiler *c,
			  char digest[SHA256_DIGEST_STRING_LENGTH])
{
	sqlite3_stmt *s =
		prepare(c, "INSERT INTO entry VALUES(?1,?2,?3,?4,?5,?6)");
	struct strbuf json = STRBUF_INIT;
	SHA2_CTX sha;

	SHA256Init(&sha);
	for (size_t i = 0; i < c->entries->n; i++) {
		const struct entry *e = &c->entries->at[i];
		struct jw j = jw_to(&json);
		check_english(c, e, e->node);
		strbuf_clear(&json);
		yaml_to_json(e->node, NULL, &j);
		SHA256Update(&sha, (const uint8_t *)json.buf, json.len + 1);
		sqlite3_bind_int(s, 1, (int)e->kind);
		bind_str(s, 2, e->id);
		bind_str(s, 3, e->file);
		sqlite3_bind_int(s, 4, e->node->line);
		bind_str(s, 5, e->origin);
		bind_str(s, 6, json.buf);
		if (sqlite3_step(s) != SQLITE_DONE)
			problem_add(c->problems, e, e->node->line,
				    "this id stands twice");
		sqlite3_reset(s);
	}
	SHA256End(&sha, digest);
	strbuf_release(&json);
	sqlite3_finalize(s);
}

static void write_meta(struct compiler *c, const char *key, const char *value)
{
	sqlite3_stmt *s = prepare(c, "INSERT INTO meta VALUES(?1, ?2)");

	bind_str(s, 1, key);
	bind_str(s, 2, value);
	sqlite3_step(s);
	sqlite3_finalize(s);
}

static void write_count(struct compiler *c, const char *key, const char *sql)
{
	char number[24];

	write_meta(c, key, err_int(number, db_int(c->db, sql, 0)));
}

static void check_source_entries(struct compiler *c)
{
	static const char *const keys[] = {"id",  "title", "edition", "year",
					   "url", "note",  NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_SOURCE, &n);

	for (size_t i = 0; i < n; i++) {
		const char *title[2];
		check_keys(c, &e[i], e[i].node, keys);
		need_text(c, &e[i], e[i].node, "title", title);
		need(c, &e[i], "year");
	}
}

static void compile_all(struct compiler *c, const char *version,
			const char *base_digest)
{
	char digest[SHA256_DIGEST_STRING_LENGTH], overrides[24];
	size_t n;

	write_entries(c, digest);
	write_meta(c, "version", version);
	write_meta(c, "digest", digest);
	write_meta(c, "base_digest", base_digest ? base_digest : digest);
	write_meta(c, "overrides", err_int(overrides, c->entries->overrides));
	check_source_entries(c);
	const struct entry *maps = entries_of(c->entries, ENTRY_MAP, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(maps[i].id, "pinyin") == 0)
			compile_pinyin(c, &maps[i]);
		else
			compile_map(c, &maps[i]);
	compile_analytes(c);
	compile_contexts(c);
	compile_words(c);
	compile_cutoffs(c);
	compile_rules(c);
	compile_criticals(c);
	write_triggers(c);
	compile_calculators(c);
	compile_well(c);
	compile_drugs(c);
	compile_protocols(c);
	compile_sheets(c);
	compile_triage(c);
	write_count(c, "analytes", "SELECT max(id) FROM analyte");
	write_count(c, "words", "SELECT max(id) FROM word");
	write_count(c, "contexts", "SELECT max(id) FROM context");
	write_count(c, "rules", "SELECT max(id) FROM rule");
	write_count(c, "drugs", "SELECT coalesce(max(id), 0) FROM drug");
	write_count(c, "drug_rules",
		    "SELECT coalesce(max(id), 0) FROM drug_rule");
	for (int d = 0; d < TERM_DOMAINS; d++)
		term_pack(c->terms[d].at, c->terms[d].n,
			  &c->sections[IMAGE_TERMS + d]);
}

/* The image's bytes as they are now, appended. */
static bool add_image(sqlite3 *db, const struct strbuf *sections,
		      struct strbuf *ret, struct err *err)
{
	sqlite3_int64 size = 0;
	unsigned char *bytes = sqlite3_serialize(db, "main", &size, 0);

	if (!bytes)
		return db_fail(db, err);
	strbuf_add(ret, bytes, (size_t)size);
	image_finish(ret, sections);
	sqlite3_free(bytes);
	return true;
}

static bool add_triage(struct kb *kb, struct strbuf *ret, struct err *err)
{
	struct arena arena = ARENA_INIT;
	const struct triage_kb *k = kb_triage(kb, err);

	if (k)
		triage_image_write(k, &arena, ret);
	arena_free(&arena);
	return k;
}

/* What is made with the program's own eyes, from the base as it will be at run
 * time: the index of passages, triage ready to use. */
static bool add_views(sqlite3 *db, struct strbuf *sections, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT;
	struct kb *kb = NULL;
	void *aligned = NULL;
	bool ok = add_image(db, sections, &bytes, err);

	if (ok && posix_memalign(&aligned, 16, bytes.len) != 0)
		abort();
	if (ok) {
		memcpy(aligned, bytes.buf, bytes.len);
		ok = kb_open_bytes(aligned, bytes.len, &kb, err) &&
		     search_index(kb, db, err) &&
		     add_triage(kb, &sections[IMAGE_TRIAGE], err);
	}
	kb_close(kb);
	free(aligned);
	strbuf_release(&bytes);
	return ok;
}

bool kb_compile(struct entries *e, const char *version, const char *base_digest,
		struct strbuf *ret, struct problems *problems, struct err *err)
{
	struct term_vec terms[TERM_DOMAINS] = {{0}};
	struct strbuf sections[IMAGE_SECTIONS];
	struct arena arena = ARENA_INIT;
	sqlite3 *db = NULL;

	for (int i = 0; i < IMAGE_SECTIONS; i++)
		strbuf_init(&sections[i]);
	entries_sort(e);
	bool ok = db_open_file(":memory:", SQLITE_OPEN_READWRITE, &db, err) &&
		  db_exec(db, kb_schema_sql, err) && db_exec(db, "BEGIN", err);
	if (ok) {
		struct compiler c = {.db = db,
				     .entries = e,
				     .arena = &arena,
				     .problems = problems,
				     .terms = terms,
				     .sections = sections};
		compile_all(&c, version, base_digest);
	}
	ok = ok && db_exec(db, "COMMIT", err);
	/* entries that were refused may lack what a passage needs */
	ok = ok && (problems->n || add_views(db, sections, err)) &&
	     db_exec(db, "ANALYZE; VACUUM", err) &&
	     add_image(db, sections, ret, err);
	sqlite3_close(db);
	for (int i = 0; i < IMAGE_SECTIONS; i++)
		strbuf_release(&sections[i]);
	for (int d = 0; d < TERM_DOMAINS; d++)
		vec_free(&terms[d]);
	arena_free(&arena);
	return ok;
}

static bool write_file(struct entries *e, const char *version,
		       const char *base_digest, const char *out_path,
		       struct problems *problems, struct err *err)
{
	struct strbuf image = STRBUF_INIT;
	char count[24];
	bool ok = kb_compile(e, version, base_digest, &image, problems, err);

	if (ok && problems->n)
		ok = ERR(err, ERR_KB_INVALID,
			 err_int(count, (long long)problems->n));
	ok = ok && io_replace(out_path, image.buf, image.len, 0644, err);
	strbuf_release(&image);
	return ok;
}

bool kb_compile_dir(const char *kb_dir, const char *version,
		    const char *out_path, struct problems *problems,
		    struct err *err)
{
	struct entries e = {0};
	bool ok = entries_read_dir(&e, kb_dir, "base", problems, err) &&
		  write_file(&e, version, NULL, out_path, problems, err);

	entries_release(&e);
	return ok;
}

bool kb_compile_site(struct kb *base, const char *overlay_dir,
		     const char *out_path, struct problems *problems,
		     struct err *err)
{
	struct entries e = {0};
	const struct kb_info *info = kb_info(base);
	bool ok = entries_read_db(&e, kb_db(base), err) &&
		  entries_read_dir(&e, overlay_dir, "site", problems, err) &&
		  write_file(&e, info->version, info->digest, out_path,
			     problems, err);

	entries_release(&e);
	return ok;
}
