#include "kb/triage.h"

#include "base/db.h"
#include "base/num.h"
#include "kb/phrase.h"
#include "kb/private.h"

#include <math.h>
#include <string.h>

const char *const complaint_names[COMPLAINTS] = {
	"pain",     "swelling", "itch", "numbness", "rash",
	"bleeding", "weakness", "lump", "injury",   "discomfort"};

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
			" implies, excludes FROM symptom",
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

struct triage_kb *kb_triage(struct kb *kb, struct err *err)
{
	if (!kb->triage) {
		struct triage_kb *k = arena_new(&kb->arena, struct triage_kb);
		if (!load_symptoms(kb, k, err) || !load_sites(kb, k, err) ||
		    !load_items(kb, k, err))
			return NULL;
		k->phrases = phrase_load(kb, k->n_symptoms, err);
		if (!k->phrases)
			return NULL;
		kb->triage = k;
	}
	return kb->triage;
}

int triage_symptom_id(const struct triage_kb *k, const char *code)
{
	size_t low = 1, high = k->n_symptoms; /* ids are in order of codes */

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = k->symptoms[mid].code
				    ? strcmp(k->symptoms[mid].code, code)
				    : -1;
		if (order == 0)
			return (int)mid;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

void triage_free_all(struct kb *kb)
{
	struct triage_kb *k = kb->triage;

	for (size_t i = 0; k && i < k->first[TRIAGE_KINDS]; i++) {
		condition_release(&k->items[i].condition);
		for (size_t r = 0; r < k->items[i].n_rules; r++)
			condition_release(&k->items[i].rules[r].condition);
	}
}

void triage_facts_init(struct triage_facts *t, const struct triage_kb *k,
		       struct arena *a)
{
	t->symptom = arena_array(a, double, k->n_symptoms *SYMPTOM_ASPECTS);
	for (size_t i = 0; i < k->n_symptoms * SYMPTOM_ASPECTS; i++)
		t->symptom[i] = NUM_NONE;
	for (int i = 0; i < TRIAGE_NUMBERS; i++)
		t->number[i] = NUM_NONE;
}

void triage_facts_note(struct triage_facts *t, const struct triage_kb *k,
		       int id, bool present)
{
	double *state = &t->symptom[id * SYMPTOM_ASPECTS + SYMPTOM_STATE];
	const struct symptom *s = &k->symptoms[id];

	if (*state == 1 || (!present && *state == 0))
		return;
	*state = present;
	if (!present)
		return;
	for (size_t i = 0; i < s->n_implies; i++)
		triage_facts_note(t, k, s->implies[i], true);
	for (size_t i = 0; i < s->n_excludes; i++)
		triage_facts_note(t, k, s->excludes[i], false);
}

bool triage_fits(const struct triage_item *x, const struct patient *p)
{
	if (x->sex && p->sex != SEX_UNKNOWN && (int)p->sex != x->sex)
		return false;
	return isnan(p->age.days) ||
	       !((!isnan(x->age_low) && p->age.days < x->age_low) ||
		 (!isnan(x->age_high) && p->age.days >= x->age_high));
}

/* Can the given be true: is any of its names known and not zero? */
static bool any_given(const struct bindings *b, const struct condition *c,
		      int n_given)
{
	bool named = false;

	for (int i = 0; i < n_given && i < CONDITION_NAMES; i++) {
		if (c->names[i].attribute == ATTR_LITERAL)
			continue;
		named = true;
		if (!isnan(b->value[i]) && b->value[i] != 0)
			return true;
	}
	return !named;
}

/* Names before conditions: most conditions end at their names. */
static bool bind_names(struct kb *kb, const char *names, struct condition *c,
		       const struct facts *f, struct bindings *ret,
		       struct err *err)
{
	if (!c->names && !condition_names(kb, names, c, err))
		return false;
	condition_bind(c, f, ret);
	return true;
}

bool triage_evaluate(struct kb *kb, struct triage_item *x,
		     const struct facts *f, enum triage_outcome *ret,
		     const struct name **ret_missing, size_t max, size_t *ret_n,
		     struct err *err)
{
	struct condition *c = &x->condition;
	struct bindings b;

	*ret = TRIAGE_SILENT;
	*ret_n = 0;
	if (!x->sql)
		return true;
	if (!bind_names(kb, x->names, c, f, &b, err))
		return false;
	if (!any_given(&b, c, x->n_given))
		return true;
	if (!condition_prepare(kb, x->sql, c, err))
		return false;
	struct outcome out = condition_run(c, &b);
	if (!(out.column[0] != 0) || isnan(out.column[0]) || out.column[2] == 1)
		return true;
	if (!isnan(out.column[1])) {
		*ret = out.column[1] != 0 ? TRIAGE_FIRES : TRIAGE_SILENT;
		return true;
	}
	*ret = TRIAGE_UNKNOWN;
	for (size_t i = (size_t)x->n_given; i < c->n_names && *ret_n < max; i++)
		if (isnan(b.value[i]) && condition_depends(c, &b, i, 1))
			ret_missing[(*ret_n)++] = &c->names[i];
	return true;
}

bool triage_points(struct kb *kb, struct triage_item *x, const struct facts *f,
		   double *ret, struct err *err)
{
	struct bindings b;

	*ret = 0;
	for (size_t i = 0; i < x->n_rules; i++) {
		struct triage_rule *r = &x->rules[i];
		if (!bind_names(kb, r->names, &r->condition, f, &b, err) ||
		    !condition_prepare(kb, r->sql, &r->condition, err))
			return false;
		struct outcome out = condition_run(&r->condition, &b);
		if (!isnan(out.column[0]) && out.column[0] != 0)
			*ret += r->points;
	}
	return true;
}
