#include "kb/private.h"

#include "base/mem.h"
#include "base/num.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const query_sql[KB_Q_COUNT] = {
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
	[KB_Q_CONVERSION] = "SELECT unit, factor, shift FROM conversion"
			    " WHERE analyte = ?1",
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
		"SELECT name, origin, urgency, rank, condition, names, required,"
		" guards FROM rule WHERE id = ?1",
	[KB_Q_RULE_TEXT] =
		"SELECT title_zh, title_en, because_zh, because_en, patient_zh,"
		" patient_en, actions_zh, actions_en, explains, refine, sources"
		" FROM rule_text WHERE rule = ?1",
	[KB_Q_RULE_NAMED] = "SELECT id FROM rule WHERE name = ?1",
	[KB_Q_DERIVED] = "SELECT analyte, condition, names, unit FROM derived"
			 " ORDER BY seq",
	[KB_Q_DRUG] =
		"SELECT kind, code, zh, en, atc, form, release, route, patent,"
		" tier, ingredients, classes, entry FROM drug WHERE id = ?1",
	[KB_Q_DRUG_CODE] = "SELECT id FROM drug WHERE code = ?1",
	[KB_Q_DRUG_RULE] = "SELECT entry, name, origin, tier, aspect,"
			   " except_pairs, routed FROM drug_rule WHERE id = ?1",
	[KB_Q_DRUG_CONDITION] =
		"SELECT seq, condition, names, guards FROM drug_condition"
		" WHERE rule = ?1 ORDER BY seq",
	[KB_Q_ENTRY] = "SELECT json, file, origin FROM entry"
		       " WHERE kind = ?1 AND id = ?2",
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

const void *kb_section(const struct kb *kb, int section, size_t *ret_n)
{
	*ret_n = kb->image.section[section].size;
	return kb->bytes + kb->image.section[section].offset;
}

/* One pass over the few rows of meta: what is known before any look-up. */
static void read_meta(struct kb *kb)
{
	const struct {
		const char *key;
		const char **text;
		size_t *count;
	} fields[] = {
		{"version", &kb->info.version, NULL},
		{"digest", &kb->info.digest, NULL},
		{"base_digest", &kb->info.base_digest, NULL},
		{"analytes", NULL, &kb->n_analytes},
		{"words", NULL, &kb->n_words},
		{"contexts", NULL, &kb->n_contexts},
		{"rules", NULL, &kb->n_rules},
		{"drugs", NULL, &kb->n_drugs},
		{"drug_rules", NULL, &kb->n_drug_rules},
	};
	sqlite3_stmt *s = NULL;

	kb->info.version = kb->info.digest = kb->info.base_digest = "";
	if (sqlite3_prepare_v2(kb->db, "SELECT key, value FROM meta", -1, &s,
			       NULL) != SQLITE_OK)
		return;
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *key = db_text(s, 0);
		if (strcmp(key, "overrides") == 0)
			kb->info.overrides = sqlite3_column_int(s, 1);
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			if (strcmp(key, fields[i].key) != 0)
				continue;
			else if (fields[i].text)
				*fields[i].text = kb_text(kb, s, 1);
			else
				*fields[i].count =
					(size_t)sqlite3_column_int(s, 1);
	}
	sqlite3_finalize(s);
}

bool kb_open_bytes(const void *bytes, size_t n, struct kb **ret,
		   struct err *err)
{
	struct image_footer image;
	size_t size;
	sqlite3 *db;

	if (!image_open(bytes, n, &size, &image))
		return ERR(err, ERR_KB_OPEN, "knowledge base",
			   "not a compiled knowledge base");
	if (!db_open_bytes(bytes, size, &db, err))
		return false;
	if (db_int(db, "PRAGMA user_version", 0) != KB_SCHEMA) {
		sqlite3_close(db);
		return ERR(err, ERR_KB_OPEN, "knowledge base",
			   "made by another version of clin");
	}
	struct kb *kb = mem_calloc(1, sizeof *kb);
	kb->db = db;
	kb->bytes = bytes;
	kb->image = image;
	kb->traditional = kb_section(kb, IMAGE_TRADITIONAL, &kb->n_traditional);
	kb->n_traditional /= 2 * sizeof *kb->traditional;
	read_meta(kb);
	/* ids count from 1 */
	kb->analytes = mem_calloc(++kb->n_analytes, sizeof *kb->analytes);
	kb->rows = mem_calloc(kb->n_analytes, sizeof *kb->rows);
	kb->words = mem_calloc(++kb->n_words, sizeof *kb->words);
	kb->contexts = mem_calloc(++kb->n_contexts, sizeof *kb->contexts);
	kb->rules = mem_calloc(++kb->n_rules, sizeof *kb->rules);
	kb->drugs = mem_calloc(++kb->n_drugs, sizeof *kb->drugs);
	kb->drug_rules = mem_calloc(++kb->n_drug_rules, sizeof *kb->drug_rules);
	*ret = kb;
	return true;
}

bool kb_open_file(const char *path, struct kb **ret, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	struct err cause;

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    !st.st_size) {
		if (fd >= 0)
			close(fd);
		return ERR(err, ERR_KB_OPEN, path,
			   fd < 0 ? strerror(errno) : "not a file");
	}
	size_t n = (size_t)st.st_size;
	void *bytes = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return ERR(err, ERR_KB_OPEN, path, strerror(errno));
	if (!kb_open_bytes(bytes, n, ret, &cause)) {
		munmap(bytes, n);
		return ERR(err, ERR_KB_OPEN, path, cause.arg[1]);
	}
	(*ret)->mapped_size = n;
	return true;
}

void kb_close(struct kb *kb)
{
	if (!kb)
		return;
	rule_free_all(kb);
	triage_free_all(kb);
	drug_free_all(kb);
	for (int q = 0; q < KB_Q_COUNT; q++)
		sqlite3_finalize(kb->query[q]);
	sqlite3_close(kb->db);
	for (int d = 0; d < TERM_DOMAINS; d++) {
		free((void *)(uintptr_t)kb->terms[d].index);
		free((void *)(uintptr_t)kb->terms[d].han);
	}
	for (int m = 0; m < KB_MEMO_COUNT; m++)
		map_free(&kb->memo[m]);
	free(kb->analytes);
	free(kb->rows);
	free(kb->words);
	free(kb->contexts);
	free(kb->rules);
	free(kb->drugs);
	free(kb->drug_rules);
	arena_free(&kb->arena);
	if (kb->mapped_size)
		munmap((void *)(uintptr_t)kb->bytes, kb->mapped_size);
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
