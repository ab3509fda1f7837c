#include "kb/private.h"

#include "base/mem.h"
#include "base/num.h"

#include <stdlib.h>
#include <string.h>

static const char *const query_sql[KB_Q_COUNT] = {
	[KB_Q_BLOB] = "SELECT data FROM blob WHERE name = ?1",
	[KB_Q_ANALYTE] =
		"SELECT code, zh, en, loinc, specimen, panel, scale, unit, units,"
		" plausible_low, plausible_high, molar_mass, cvi, competitive"
		" FROM analyte WHERE id = ?1",
	[KB_Q_ANALYTE_CODE] = "SELECT id FROM analyte WHERE code = ?1",
	[KB_Q_ANALYTE_LOINC] = "SELECT analyte FROM loinc WHERE code = ?1",
	[KB_Q_INTERVAL] =
		"SELECT sex, pregnant, age_low, age_high, low, high, low_strict,"
		" high_strict, normal, source FROM interval WHERE analyte = ?1"
		" ORDER BY seq",
	[KB_Q_CONVERSION] = "SELECT factor, shift FROM conversion"
			    " WHERE analyte = ?1 AND unit = ?2",
	[KB_Q_CRITICAL] =
		"SELECT ward, age_low, age_high, low, high, low_inclusive,"
		" high_inclusive FROM critical WHERE analyte = ?1 ORDER BY seq",
	[KB_Q_CUTOFF] = "SELECT unit, value FROM cutoff WHERE name = ?1"
			" ORDER BY seq",
	[KB_Q_WORD] = "SELECT class, means, value FROM word WHERE id = ?1",
	[KB_Q_CONTEXT] = "SELECT code, zh, en FROM context WHERE id = ?1",
	[KB_Q_CONTEXT_ICD] = "SELECT context FROM context_icd WHERE code = ?1",
	[KB_Q_CONTEXT_IMPLIES] =
		"SELECT implied FROM context_implies WHERE context = ?1",
	[KB_Q_CONTEXT_CODE] = "SELECT id FROM context WHERE code = ?1",
	[KB_Q_TRIGGER] = "SELECT rule FROM rule_trigger WHERE analyte = ?1",
	[KB_Q_RULE] =
		"SELECT name, origin, urgency, rank, condition, names, required"
		" FROM rule WHERE id = ?1",
	[KB_Q_RULE_TEXT] =
		"SELECT title_zh, title_en, because_zh, because_en, patient_zh,"
		" patient_en, actions_zh, actions_en, explains, refine, sources"
		" FROM rule_text WHERE rule = ?1",
	[KB_Q_DERIVED] = "SELECT analyte, condition, names, unit FROM derived"
			 " ORDER BY seq",
};

sqlite3_stmt *kb_query(struct kb *kb, enum kb_query q)
{
	if (!kb->query[q]) {
		if (sqlite3_prepare_v3(kb->db, query_sql[q], -1,
				       SQLITE_PREPARE_PERSISTENT, &kb->query[q],
				       NULL) != SQLITE_OK)
			abort();
	} else {
		sqlite3_reset(kb->query[q]);
	}
	return kb->query[q];
}

const char *kb_text(struct kb *kb, sqlite3_stmt *s, int column)
{
	const unsigned char *text = sqlite3_column_text(s, column);

	return text ? arena_strndup(&kb->arena, (const char *)text,
				    (size_t)sqlite3_column_bytes(s, column))
		    : NULL;
}

double kb_real(sqlite3_stmt *s, int column)
{
	return sqlite3_column_type(s, column) == SQLITE_NULL
		       ? NUM_NONE
		       : sqlite3_column_double(s, column);
}

const void *kb_blob(struct kb *kb, const char *name, size_t *ret_n)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_BLOB);

	*ret_n = 0;
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	if (sqlite3_step(s) != SQLITE_ROW)
		return NULL;
	size_t n = (size_t)sqlite3_column_bytes(s, 0);
	void *copy = arena_alloc(&kb->arena, n + 1);
	if (n)
		memcpy(copy, sqlite3_column_blob(s, 0), n);
	*ret_n = n;
	sqlite3_reset(s);
	return copy;
}

static const char *meta(struct kb *kb, const char *key)
{
	sqlite3_stmt *s = NULL;
	const char *value = "";

	if (sqlite3_prepare_v2(kb->db, "SELECT value FROM meta WHERE key = ?1",
			       -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
		if (sqlite3_step(s) == SQLITE_ROW)
			value = kb_text(kb, s, 0);
	}
	sqlite3_finalize(s);
	return value ? value : "";
}

static void *make_cache(struct kb *kb, const char *table, size_t *ret_n)
{
	char sql[64] = "SELECT max(id) FROM ";

	strcat(sql, table);
	*ret_n = (size_t)db_int(kb->db, sql, 0) + 1;
	return mem_calloc(*ret_n, sizeof(void *));
}

static bool open_common(sqlite3 *db, const char *path, struct kb **ret,
			struct err *err)
{
	if (db_int(db, "PRAGMA user_version", 0) != KB_SCHEMA) {
		sqlite3_close(db);
		return ERR(err, ERR_KB_OPEN, path,
			   "not a knowledge base of this version");
	}
	struct kb *kb = mem_calloc(1, sizeof *kb);
	kb->db = db;
	kb->info.version = meta(kb, "version");
	kb->info.digest = meta(kb, "digest");
	kb->info.base_digest = meta(kb, "base_digest");
	kb->info.overrides = atoi(meta(kb, "overrides"));
	kb->analytes = make_cache(kb, "analyte", &kb->n_analytes);
	kb->words = make_cache(kb, "word", &kb->n_words);
	kb->contexts = make_cache(kb, "context", &kb->n_contexts);
	kb->rules = make_cache(kb, "rule", &kb->n_rules);
	*ret = kb;
	return true;
}

bool kb_open_bytes(const void *bytes, size_t n, struct kb **ret, struct err *err)
{
	sqlite3 *db;

	if (n == 0)
		return ERR(err, ERR_KB_OPEN, "embedded", "empty");
	return db_open_bytes(bytes, n, &db, err) &&
	       open_common(db, "embedded", ret, err);
}

bool kb_open_file(const char *path, struct kb **ret, struct err *err)
{
	sqlite3 *db;
	struct err cause;

	if (!db_open_file(path, SQLITE_OPEN_READONLY, &db, &cause))
		return ERR(err, ERR_KB_OPEN, path, cause.arg[1]);
	if (!open_common(db, path, ret, err))
		return false;
	(*ret)->path = arena_strdup(&(*ret)->arena, path);
	return true;
}

bool kb_reopen(struct kb **kb, struct err *err)
{
	/* bytes in memory are the child's own copy already; a file's
	 * connection must not be used, nor closed, across a fork */
	return !(*kb)->path || kb_open_file((*kb)->path, kb, err);
}

void kb_close(struct kb *kb)
{
	if (!kb)
		return;
	rule_free_all(kb);
	for (int q = 0; q < KB_Q_COUNT; q++)
		sqlite3_finalize(kb->query[q]);
	sqlite3_close(kb->db);
	free(kb->analytes);
	free(kb->words);
	free(kb->contexts);
	free(kb->rules);
	arena_free(&kb->arena);
	free(kb);
}

const struct kb_info *kb_info(const struct kb *kb)
{
	return &kb->info;
}

struct sqlite3 *kb_db(const struct kb *kb)
{
	return kb->db;
}
