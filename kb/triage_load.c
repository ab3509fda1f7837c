/* Triage knowledge from its tables, while the base is being compiled; the
 * program itself finds it ready in the image (triage_image.c). */
#include "kb/triage_image.h"

#include "base/db.h"
#include "base/num.h"
#include "kb/phrase.h"
#include "kb/private.h"

#include <string.h>

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

static const char **split(struct arena *a, const char *text, size_t *ret_n)
{
	size_t n = text && *text ? 1 : 0;

	for (const char *p = text; p && *p; p++)
		n += *p == '\x1f';
	const char **list = arena_array(a, const char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(text, "\x1f");
		list[i] = arena_strndup(a, text, len);
		text += len + 1;
	}
	*ret_n = n;
	return list;
}

static struct text *texts(struct kb *kb, sqlite3_stmt *s, int column,
			  size_t *ret_n)
{
	size_t n_zh, n_en;
	const char **zh = split(&kb->arena, db_text(s, column), &n_zh);
	const char **en = split(&kb->arena, db_text(s, column + 1), &n_en);

	*ret_n = n_zh < n_en ? n_zh : n_en;
	struct text *list = arena_array(&kb->arena, struct text, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++) {
		list[i].in[LANG_ZH] = zh[i];
		list[i].in[LANG_EN] = en[i];
	}
	return list;
}

static struct text pair(struct kb *kb, sqlite3_stmt *s, int column)
{
	struct text t;

	t.in[LANG_ZH] = kb_text(kb, s, column);
	t.in[LANG_EN] = kb_text(kb, s, column + 1);
	return t;
}

static bool load_symptoms(struct kb *kb, struct triage_kb *k, struct err *err)
{
	sqlite3_stmt *s = NULL;

	k->n_symptoms =
		(size_t)db_int(kb->db, "SELECT max(id) FROM symptom", 0) + 1;
	k->symptoms = arena_array(&kb->arena, struct symptom, k->n_symptoms);
	if (!db_prepare(kb->db,
			"SELECT id, code, zh, en, ask_zh, ask_en, system,"
			" implies, excludes, way, whom FROM symptom",
			&s, err))
		return false;
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct symptom *x = &k->symptoms[sqlite3_column_int(s, 0)];
		x->id = sqlite3_column_int(s, 0);
		x->code = kb_text(kb, s, 1);
		x->name = pair(kb, s, 2);
		x->ask = pair(kb, s, 4);
		x->system = kb_text(kb, s, 6);
		x->implies = blob(kb, s, 7, sizeof(int32_t), &x->n_implies);
		x->excludes = blob(kb, s, 8, sizeof(int32_t), &x->n_excludes);
		x->way = (enum ask_way)sqlite3_column_int(s, 9);
		x->whom = (enum ask_whom)sqlite3_column_int(s, 10);
	}
	sqlite3_finalize(s);
	return true;
}

static bool load_sites(struct kb *kb, struct triage_kb *k, struct err *err)
{
	sqlite3_stmt *s = NULL;

	k->n_sites = (size_t)db_int(kb->db, "SELECT max(id) FROM site", 0) + 1;
	k->sites = arena_array(&kb->arena, struct site, k->n_sites);
	if (!db_prepare(kb->db, "SELECT id, code, complaints FROM site", &s,
			err))
		return false;
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct site *x = &k->sites[sqlite3_column_int(s, 0)];
		x->code = kb_text(kb, s, 1);
		if (sqlite3_column_bytes(s, 2) == sizeof x->symptom)
			memcpy(x->symptom, sqlite3_column_blob(s, 2),
			       sizeof x->symptom);
	}
	sqlite3_finalize(s);
	return true;
}

static void read_item(struct kb *kb, sqlite3_stmt *s, struct triage_item *x)
{
	x->kind = (enum triage_kind)sqlite3_column_int(s, 1);
	x->name = kb_text(kb, s, 2);
	x->origin = kb_text(kb, s, 3);
	x->title = pair(kb, s, 4);
	x->code = kb_text(kb, s, 6);
	x->level = sqlite3_column_int(s, 7);
	x->flag = sqlite3_column_int(s, 8) != 0;
	x->sex = sqlite3_column_int(s, 9);
	x->age_low = kb_real(s, 10);
	x->age_high = kb_real(s, 11);
	x->base = kb_real(s, 12);
	x->pro = blob(kb, s, 13, sizeof *x->pro, &x->n_pro);
	x->con = blob(kb, s, 14, sizeof *x->con, &x->n_con);
	x->needs = blob(kb, s, 15, sizeof *x->needs, &x->n_needs);
	x->actions = texts(kb, s, 16, &x->n_actions);
	x->tell = texts(kb, s, 18, &x->n_tell);
	x->departments = split(&kb->arena, db_text(s, 20), &x->n_departments);
	x->sources = split(&kb->arena, db_text(s, 21), &x->n_sources);
	x->sql = kb_text(kb, s, 22);
	x->names = kb_text(kb, s, 23);
	x->n_given = sqlite3_column_int(s, 24);
}

static bool load_rules(struct kb *kb, struct triage_kb *k, size_t n_items,
		       struct err *err)
{
	sqlite3_stmt *s = NULL;

	if (!db_prepare(kb->db,
			"SELECT item, condition, names, points, zh, en,"
			" count(*) OVER (PARTITION BY item)"
			" FROM triage_rule ORDER BY item, seq",
			&s, err))
		return false;
	while (sqlite3_step(s) == SQLITE_ROW) {
		int id = sqlite3_column_int(s, 0);
		if (id < 1 || (size_t)id > n_items)
			continue;
		struct triage_item *x = &k->items[id - 1];
		if (!x->rules)
			x->rules =
				arena_array(&kb->arena, struct triage_rule,
					    (size_t)sqlite3_column_int(s, 6));
		struct triage_rule *r = &x->rules[x->n_rules++];
		r->sql = kb_text(kb, s, 1);
		r->names = kb_text(kb, s, 2);
		r->points = kb_real(s, 3);
		r->because = pair(kb, s, 4);
	}
	sqlite3_finalize(s);
	return true;
}

static bool load_items(struct kb *kb, struct triage_kb *k, struct err *err)
{
	sqlite3_stmt *s = NULL;
	size_t n = (size_t)db_int(kb->db, "SELECT max(id) FROM triage_item", 0);

	k->items = arena_array(&kb->arena, struct triage_item, n + 1);
	if (!db_prepare(kb->db, "SELECT * FROM triage_item ORDER BY id", &s,
			err))
		return false;
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct triage_item *x = &k->items[sqlite3_column_int(s, 0) - 1];
		read_item(kb, s, x);
		k->first[x->kind + 1]++;
	}
	sqlite3_finalize(s);
	for (int i = 0; i < TRIAGE_KINDS; i++)
		k->first[i + 1] += k->first[i];
	return load_rules(kb, k, n, err);
}

/* Count, then place: spoken_for by symptom. */
static void index_symptoms(struct kb *kb, struct triage_kb *k)
{
	size_t *first = arena_array(&kb->arena, size_t, k->n_symptoms + 2);
	size_t low = k->first[TRIAGE_DEPARTMENT];
	size_t high = k->first[TRIAGE_DISEASE + 1];

	for (size_t i = low; i < high; i++)
		for (size_t w = 0; w < k->items[i].n_pro; w++)
			if (k->items[i].pro[w].what > 0)
				first[k->items[i].pro[w].what + 1]++;
	for (size_t s = 1; s <= k->n_symptoms; s++)
		first[s] += first[s - 1];
	k->spoken_for =
		arena_array(&kb->arena, int32_t, first[k->n_symptoms] + 1);
	size_t *next = arena_array(&kb->arena, size_t, k->n_symptoms + 1);
	memcpy(next, first, (k->n_symptoms + 1) * sizeof *next);
	for (size_t i = low; i < high; i++)
		for (size_t w = 0; w < k->items[i].n_pro; w++)
			if (k->items[i].pro[w].what > 0)
				k->spoken_for[next[k->items[i].pro[w].what]++] =
					(int32_t)i;
	k->spoken_first = first;
}

bool triage_load_rows(struct kb *kb, struct triage_kb *k, struct err *err)
{
	if (!load_symptoms(kb, k, err) || !load_sites(kb, k, err) ||
	    !load_items(kb, k, err))
		return false;
	index_symptoms(kb, k);
	k->phrases = phrase_load(kb, k->n_symptoms, err);
	return k->phrases;
}
