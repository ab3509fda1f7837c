#include "kb/phrase.h"

#include "base/db.h"
#include "kb/private.h"

#include <string.h>

const char *const phrase_measures[MEASURES] = {
	"baby",   "child",       "old",         "minutes",   "recent",
	"long",   "height",      "many",        "gestation", "overdue",
	"hot_38", "newborn_age", "young_infant"};

static const void *blob(struct kb *kb, sqlite3_stmt *s, int column, size_t size,
			size_t *ret_n)
{
	size_t bytes = (size_t)sqlite3_column_bytes(s, column);
	void *copy = arena_alloc(&kb->arena, bytes + 1);

	if (bytes)
		memcpy(copy, sqlite3_column_blob(s, column), bytes);
	*ret_n = bytes / size;
	return copy;
}

static bool load_phrases(struct kb *kb, struct phrase_kb *k, struct err *err)
{
	sqlite3_stmt *s = NULL;
	size_t set = sizeof(struct phrase_set);
	size_t n = (size_t)db_int(kb->db, "SELECT count(*) FROM phrase", 0);

	k->phrases = arena_array(&kb->arena, struct phrase_rule, n + 1);
	if (!db_prepare(kb->db,
			"SELECT name, reach, near, ordered, parts, wanted,"
			" barred, gives, raises, drops FROM phrase ORDER BY id",
			&s, err))
		return false;
	while (k->n < n && sqlite3_step(s) == SQLITE_ROW) {
		struct phrase_rule *p = &k->phrases[k->n++];
		p->name = kb_text(kb, s, 0);
		p->reach = (enum phrase_reach)sqlite3_column_int(s, 1);
		p->near = (size_t)sqlite3_column_int(s, 2);
		p->ordered = sqlite3_column_int(s, 3) != 0;
		p->part = blob(kb, s, 4, set, &p->n_parts);
		p->wanted = blob(kb, s, 5, set, &p->n_wanted);
		p->barred = blob(kb, s, 6, set, &p->n_barred);
		p->gives = blob(kb, s, 7, sizeof *p->gives, &p->n_gives);
		p->raises = blob(kb, s, 8, sizeof *p->raises, &p->n_raises);
		p->drops = blob(kb, s, 9, sizeof *p->drops, &p->n_drops);
	}
	sqlite3_finalize(s);
	return true;
}

static bool load_classes(struct kb *kb, struct phrase_kb *k, struct err *err)
{
	sqlite3_stmt *s = NULL;

	if (!db_prepare(kb->db,
			"SELECT class, word, symptom, measure FROM"
			" phrase_class",
			&s, err))
		return false;
	while (sqlite3_step(s) == SQLITE_ROW) {
		int16_t class = (int16_t)sqlite3_column_int(s, 0);
		size_t word = (size_t)sqlite3_column_int64(s, 1);
		size_t symptom = (size_t)sqlite3_column_int64(s, 2);
		int measure = sqlite3_column_int(s, 3);
		if (word && word < k->n_words)
			k->of_word[word] = class;
		else if (symptom && symptom < k->n_symptoms)
			k->of_symptom[symptom] = class;
		else if (measure > 0 && measure <= MEASURES)
			k->of_measure[measure - 1] = class;
	}
	sqlite3_finalize(s);
	return true;
}

static void add_class(struct phrase_set *set, int class)
{
	if (class >= 0)
		set->bits[class / 64] |= UINT64_C(1) << (class % 64);
}

/* Class of the words of part.NAME, -1 none. */
static int class_of(struct kb *kb, const char *name)
{
	sqlite3_stmt *s = NULL;
	struct err err;
	int class = -1;

	if (!db_prepare(kb->db,
			"SELECT phrase_class.class FROM phrase_class"
			" JOIN word ON word = id WHERE means = ?1 AND"
			" word.class = 'part'",
			&s, &err))
		return -1;
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW)
		class = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return class;
}

struct phrase_kb *phrase_load(struct kb *kb, size_t n_symptoms, struct err *err)
{
	struct phrase_kb *k = arena_new(&kb->arena, struct phrase_kb);

	k->n_words = (size_t)db_int(kb->db, "SELECT max(id) FROM word", 0) + 1;
	k->n_symptoms = n_symptoms;
	k->of_word = arena_array(&kb->arena, int16_t, k->n_words);
	k->of_symptom = arena_array(&kb->arena, int16_t, n_symptoms);
	memset(k->of_word, 0xFF, k->n_words * sizeof *k->of_word);
	memset(k->of_symptom, 0xFF, n_symptoms * sizeof *k->of_symptom);
	memset(k->of_measure, 0xFF, sizeof k->of_measure);
	k->none = (int16_t)class_of(kb, "other");
	if (!load_phrases(kb, k, err) || !load_classes(kb, k, err))
		return NULL;
	add_class(&k->acute, class_of(kb, "sudden"));
	add_class(&k->acute, class_of(kb, "sudden_strong"));
	add_class(&k->acute, k->of_measure[MEASURE_MINUTES]);
	add_class(&k->lasting, class_of(kb, "chronic"));
	add_class(&k->lasting, k->of_measure[MEASURE_LONG]);
	return k;
}
