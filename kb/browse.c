#include "kb/browse.h"

#include "base/db.h"
#include "kb/entries.h"
#include "kb/fold.h"

#include <string.h>

bool kb_counts(struct kb *kb, struct kb_count_vec *ret, struct err *err)
{
	sqlite3_stmt *s = NULL;

	if (!db_prepare(kb_db(kb),
			"SELECT kind, count(*),"
			" sum(json LIKE '%\"review\":%' AND"
			" json NOT LIKE '%\"review\":\"none\"%'),"
			" sum(origin <> 'base') FROM entry GROUP BY kind",
			&s, err))
		return false;
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct kb_count c = {
			entry_kind_name(
				(enum entry_kind)sqlite3_column_int(s, 0)),
			(size_t)sqlite3_column_int64(s, 1),
			(size_t)sqlite3_column_int64(s, 2),
			(size_t)sqlite3_column_int64(s, 3)};
		vec_push(ret, c);
	}
	sqlite3_finalize(s);
	return true;
}

static const char *some(const char *s)
{
	return s ? s : "";
}

static bool read_entry(sqlite3_stmt *s, struct arena *a, struct kb_entry *ret,
		       struct err *err)
{
	struct yaml *node;
	const char *json = db_text(s, 5);

	ret->kind = entry_kind_name((enum entry_kind)sqlite3_column_int(s, 0));
	ret->id = arena_strdup(a, db_text(s, 1));
	ret->file = arena_strdup(a, db_text(s, 2));
	ret->line = sqlite3_column_int(s, 3);
	ret->origin = arena_strdup(a, db_text(s, 4));
	if (!yaml_from_json(a, json, strlen(json), ret->file, &node, err))
		return false;
	ret->node = node;
	static const char *const keys[] = {"title", "name",    "substance",
					   "herb",  "product", "class",
					   "effect"};
	const struct yaml *title = NULL;
	for (size_t i = 0; !title && i < sizeof keys / sizeof *keys; i++)
		title = yaml_get(node, keys[i]);
	ret->title[0] = some(yaml_str(title, "zh"));
	ret->title[1] = some(yaml_str(title, "en"));
	return true;
}

bool kb_find(struct kb *kb, const char *id, struct arena *a,
	     struct kb_entry_vec *ret, struct err *err)
{
	sqlite3_stmt *s = NULL;
	bool ok = db_prepare(kb_db(kb),
			     "SELECT kind, id, file, line, origin, json"
			     " FROM entry WHERE id = ?1 ORDER BY kind",
			     &s, err);

	if (ok)
		sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
	while (ok && sqlite3_step(s) == SQLITE_ROW) {
		struct kb_entry e;
		ok = read_entry(s, a, &e, err);
		if (ok)
			vec_push(ret, e);
	}
	sqlite3_finalize(s);
	if (ok && ret->n == 0)
		return ERR(err, ERR_KB_NO_ENTRY, id);
	return ok;
}

static bool has_all(const char *folded, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strstr(folded, words[i]))
			return false;
	return true;
}

static bool next_hit(sqlite3_stmt *s, bool by_name, struct kb *kb,
		     const char *const *words, size_t n)
{
	struct arena scratch = ARENA_INIT;
	const char *text = db_text(s, 1), *json = db_text(s, 5);
	char *id = fold_text(kb, text, strlen(text), &scratch).s;
	/* names stand near the start of an entry */
	size_t len = strlen(json), head = len < 600 ? len : 600;
	bool named = has_all(id, words, n) ||
		     has_all(fold_text(kb, json, head, &scratch).s, words, n);
	bool hit =
		by_name ? named
			: !named &&
				  has_all(fold_text(kb, json, len, &scratch).s,
					  words, n);

	arena_free(&scratch);
	return hit;
}

bool kb_search(struct kb *kb, const char *text, size_t max, struct arena *a,
	       struct kb_entry_vec *ret, struct err *err)
{
	const char *words[8];
	size_t n = 0;
	sqlite3_stmt *s = NULL;

	for (const char *p = text; *p && n < 8;) {
		size_t len = strcspn(p, " ");
		if (len)
			words[n++] = fold_text(kb, p, len, a).s;
		p += len + (p[len] == ' ');
	}
	bool ok =
		n > 0 && db_prepare(kb_db(kb),
				    "SELECT kind, id, file, line, origin, json"
				    " FROM entry WHERE kind NOT IN (1, 10)"
				    " ORDER BY kind, id",
				    &s, err);
	for (int pass = 0; ok && pass < 2; pass++) {
		sqlite3_reset(s);
		while (ok && ret->n < max && sqlite3_step(s) == SQLITE_ROW) {
			struct kb_entry e;
			if (!next_hit(s, pass == 0, kb, words, n))
				continue;
			ok = read_entry(s, a, &e, err);
			if (ok)
				vec_push(ret, e);
		}
	}
	sqlite3_finalize(s);
	return ok || n == 0;
}
