/* The index of kb/search.h, as the compiler writes it.
 *
 * search_entry   number → kind and id of an entry
 * search_word    token → numbers of the entries that have it, as a list of
 *                LEB128 numbers: (difference to the one before) × 16 + 8 if it
 *                stands in the title or names + how often (at most 7)
 * search_length  one byte an entry: tokens / 4, at most 255 */
#include "kb/search.h"

#include "base/db.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "kb/search_terms.h"

#include <stdlib.h>
#include <string.h>

struct posting {
	const char *token;
	struct strbuf rows;
	uint32_t last; /* number of the last entry written */
	uint32_t row;  /* entry at hand, and what it has of it */
	unsigned count;
	bool head;
};

struct index {
	struct kb *kb;
	struct map map;
	struct arena arena; /* tokens and postings */
	VEC(struct posting *) all;
	struct strbuf lengths;
	uint32_t row;
};

static void add_number(struct strbuf *sb, uint64_t n)
{
	while (n >= 128) {
		strbuf_addch(sb, (char)(unsigned char)(128 | (n & 127)));
		n >>= 7;
	}
	strbuf_addch(sb, (char)(unsigned char)n);
}

static void settle(struct posting *p)
{
	if (!p->count)
		return;
	add_number(&p->rows, (uint64_t)(p->row - p->last) * 16 +
				     (p->head ? 8 : 0) +
				     (p->count > 7 ? 7 : p->count));
	p->last = p->row;
	p->count = 0;
	p->head = false;
}

static void note(struct index *x, const char *token, bool head)
{
	size_t n = strlen(token);
	struct map_slot *slot = map_find(&x->map, token, n);
	struct posting *p = slot ? slot->value : NULL;

	if (!p) {
		p = arena_new(&x->arena, struct posting);
		p->token = arena_strdup(&x->arena, token);
		strbuf_init(&p->rows);
		map_put(&x->map, p->token, n, p);
		vec_push(&x->all, p);
	}
	if (p->row != x->row)
		settle(p);
	p->row = x->row;
	p->count++;
	p->head |= head;
}

static size_t note_text(struct index *x, const char *text, bool head,
			struct arena *scratch)
{
	struct search_tokens tokens = {0};

	search_tokens_of(x->kb, text, strlen(text), scratch, &tokens);
	for (size_t i = 0; i < tokens.n; i++)
		note(x, tokens.at[i].text, head);
	size_t n = tokens.n;
	vec_free(&tokens);
	return n;
}

/* "lab.anaemia.iron-deficiency": a part at a time, and the whole. */
static void note_id(struct index *x, const char *id, struct arena *scratch)
{
	note_text(x, id, true, scratch);
}

static bool index_entry(struct index *x, enum entry_kind kind, const char *id,
			const struct yaml *node, struct arena *scratch)
{
	struct strbuf names = STRBUF_INIT;
	struct passage p;
	size_t n = 0;

	x->row++;
	note_id(x, id, scratch);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		passage_read(x->kb, kind, id, node, (enum lang)lang, scratch,
			     &p, lang ? NULL : &names);
		note_text(x, p.title, true, scratch);
		/* a document has one text */
		if (lang == 0 || kind != ENTRY_DOCUMENT)
			n += note_text(x, p.text, false, scratch) +
			     note_text(x, p.patient, false, scratch);
	}
	note_text(x, names.buf, true, scratch);
	strbuf_addch(&x->lengths,
		     (char)(unsigned char)(n / 4 > 255 ? 255 : n / 4));
	strbuf_release(&names);
	return true;
}

static bool searched(enum entry_kind kind)
{
	return kind != ENTRY_SOURCE && kind != ENTRY_MAP &&
	       kind != ENTRY_WORD && kind != ENTRY_WELL && kind != ENTRY_SITE &&
	       kind != ENTRY_DOSE_LIMIT && kind != ENTRY_DEFINE;
}

static bool read_entries(struct index *x, sqlite3 *db, struct err *err)
{
	sqlite3_stmt *from = NULL, *to = NULL;
	bool ok = db_prepare(db,
			     "SELECT kind, id, file, json FROM entry"
			     " ORDER BY kind, id",
			     &from, err) &&
		  db_prepare(db, "INSERT INTO search_entry VALUES(?1,?2,?3)",
			     &to, err);

	while (ok && sqlite3_step(from) == SQLITE_ROW) {
		enum entry_kind kind =
			(enum entry_kind)sqlite3_column_int(from, 0);
		const char *id = db_text(from, 1), *json = db_text(from, 3);
		struct arena scratch = ARENA_INIT;
		struct yaml *node;
		if (!searched(kind))
			continue;
		ok = yaml_from_json(&scratch, json, strlen(json),
				    db_text(from, 2), &node, err);
		if (ok && yaml_get(node, "topic")) { /* words, no knowledge */
			arena_free(&scratch);
			continue;
		}
		ok = ok && index_entry(x, kind, id, node, &scratch);
		sqlite3_reset(to);
		sqlite3_bind_int64(to, 1, x->row);
		sqlite3_bind_int(to, 2, (int)kind);
		sqlite3_bind_text(to, 3, id, -1, SQLITE_STATIC);
		ok = ok &&
		     (sqlite3_step(to) == SQLITE_DONE || db_fail(db, err));
		arena_free(&scratch);
	}
	sqlite3_finalize(from);
	sqlite3_finalize(to);
	return ok;
}

static int by_token(const void *a, const void *b)
{
	const struct posting *const *x = a, *const *y = b;

	return strcmp((*x)->token, (*y)->token);
}

static bool write_postings(struct index *x, sqlite3 *db, struct err *err)
{
	sqlite3_stmt *s = NULL;
	bool ok = db_prepare(db, "INSERT INTO search_word VALUES(?1,?2)", &s,
			     err);

	if (x->all.n)
		qsort(x->all.at, x->all.n, sizeof *x->all.at, by_token);
	for (size_t i = 0; i < x->all.n; i++) {
		struct posting *p = x->all.at[i];
		settle(p);
		if (ok) {
			sqlite3_reset(s);
			sqlite3_bind_text(s, 1, p->token, -1, SQLITE_STATIC);
			sqlite3_bind_blob(s, 2, p->rows.buf, (int)p->rows.len,
					  SQLITE_STATIC);
			ok = sqlite3_step(s) == SQLITE_DONE || db_fail(db, err);
		}
		strbuf_release(&p->rows);
	}
	sqlite3_finalize(s);
	s = NULL;
	ok = ok &&
	     db_prepare(db, "INSERT INTO search_length VALUES(?1)", &s, err);
	if (ok) {
		sqlite3_bind_blob(s, 1, x->lengths.buf, (int)x->lengths.len,
				  SQLITE_STATIC);
		ok = sqlite3_step(s) == SQLITE_DONE || db_fail(db, err);
	}
	sqlite3_finalize(s);
	return ok;
}

bool search_index(struct kb *kb, sqlite3 *db, struct err *err)
{
	struct index x = {.kb = kb, .lengths = STRBUF_INIT};
	bool ok = db_exec(db, "BEGIN", err) && read_entries(&x, db, err);

	ok = write_postings(&x, db, ok ? err : NULL) && ok;
	ok = ok && db_exec(db, "COMMIT", err);
	map_free(&x.map);
	vec_free(&x.all);
	strbuf_release(&x.lengths);
	arena_free(&x.arena);
	return ok;
}
