#include "kb/drug.h"

#include "base/num.h"
#include "kb/fold.h"
#include "kb/private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool drug_amount_parse(const char *text, double *ret, const char **ret_unit)
{
	static const struct {
		const char *word, *unit;
		double factor;
	} units[] = {
		{"mg", "mg", 1},       {"毫克", "mg", 1},
		{"ug", "mg", 0.001},   {"mcg", "mg", 0.001},
		{"μg", "mg", 0.001},   {"µg", "mg", 0.001},
		{"微克", "mg", 0.001}, {"g", "mg", 1000},
		{"克", "mg", 1000},    {"万iu", "IU", 10000},
		{"万u", "IU", 10000},  {"万单位", "IU", 10000},
		{"miu", "IU", 1e6},    {"iu", "IU", 1},
		{"u", "IU", 1},        {"单位", "IU", 1},
		{"axaiu", "IU", 1},    {"ml", "mL", 1},
		{"毫升", "mL", 1},     {"l", "mL", 1000},
		{"mmol", "mmol", 1},   {"meq", "mmol", 1},
	};
	double x;
	size_t n = num_parse(text, strlen(text), &x);

	if (!n || !(x > 0))
		return false;
	text += n;
	while (*text == ' ')
		text++;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcasecmp(text, units[i].word) == 0) {
			*ret = x * units[i].factor;
			*ret_unit = units[i].unit;
			return true;
		}
	return false;
}

/* "17 U+001E 250 mg U+001F …" */
static void read_ingredients(struct kb *kb, const char *text, struct drug *d)
{
	size_t n = text && *text ? 1 : 0;

	for (const char *p = text; p && *p; p++)
		n += *p == '\x1f';
	struct drug_ingredient *list =
		arena_array(&kb->arena, struct drug_ingredient, n);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(text, "\x1f");
		const char *amount = strchr(text, '\x1e');
		char buf[48] = "";
		if (amount && (size_t)(text + len - amount) < sizeof buf)
			memcpy(buf, amount + 1,
			       (size_t)(text + len - amount) - 1);
		list[i].drug = kb_drug(kb, (uint32_t)atoi(text));
		list[i].amount = NUM_NONE;
		drug_amount_parse(buf, &list[i].amount, &list[i].unit);
		text += len + 1;
	}
	d->ingredients = list;
	d->n_ingredients = n;
}

/* Do conditions know it by this name, as ON.…? */
static bool is_context(struct kb *kb, const char *name)
{
	if (!name)
		return false;
	struct folded f = fold_text(kb, name, strlen(name), &kb->arena);
	return term_exact(kb, TERM_CONTEXT, f.s, f.n).len > 0;
}

const struct drug *kb_drug(struct kb *kb, uint32_t id)
{
	if (id == 0 || id >= kb->n_drugs)
		return NULL;
	if (kb->drugs[id])
		return kb->drugs[id];

	sqlite3_stmt *s = kb_query(kb, KB_Q_DRUG);
	sqlite3_bind_int64(s, 1, id);
	if (sqlite3_step(s) != SQLITE_ROW) {
		sqlite3_reset(s);
		return NULL;
	}
	struct drug *d = arena_new(&kb->arena, struct drug);
	d->id = id;
	d->kind = (enum drug_kind)sqlite3_column_int(s, 0);
	d->code = kb_text(kb, s, 1);
	d->name.in[LANG_ZH] = kb_text(kb, s, 2);
	d->name.in[LANG_EN] = kb_text(kb, s, 3);
	d->atc = kb_text(kb, s, 4);
	d->form = kb_text(kb, s, 5);
	d->release = kb_text(kb, s, 6);
	d->route = kb_text(kb, s, 7);
	d->patent = sqlite3_column_int(s, 8);
	d->duplicate = sqlite3_column_int(s, 9);
	const char *ingredients = kb_text(kb, s, 10);
	size_t bytes = (size_t)sqlite3_column_bytes(s, 11);
	struct drug_membership *m = arena_alloc(&kb->arena, bytes);
	if (bytes)
		memcpy(m, sqlite3_column_blob(s, 11), bytes);
	d->classes = m;
	d->n_classes = bytes / sizeof *m;
	d->entry = sqlite3_column_int(s, 12);
	sqlite3_reset(s);
	kb->drugs[id] = d;
	read_ingredients(kb, ingredients, d);
	for (int l = 0; l < LANG_COUNT; l++)
		d->treatment[l] = is_context(kb, d->name.in[l]);
	return d;
}

static const struct drug *find_drug(struct kb *kb, const char *code)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_DRUG_CODE);

	sqlite3_bind_text(s, 1, code, -1, SQLITE_STATIC);
	uint32_t id = sqlite3_step(s) == SQLITE_ROW
			      ? (uint32_t)sqlite3_column_int64(s, 0)
			      : 0;
	sqlite3_reset(s);
	return kb_drug(kb, id);
}

const struct drug *kb_drug_by_code(struct kb *kb, const char *code)
{
	size_t n = strlen(code);
	const void *known;

	if (kb_recall(kb, KB_MEMO_DRUG, code, n, &known))
		return known;
	const struct drug *d = find_drug(kb, code);
	if (kb_may_keep(kb, KB_MEMO_DRUG, n))
		kb_keep(kb, KB_MEMO_DRUG, code, n, d);
	return d;
}

unsigned drug_points(const struct drug *d, uint32_t node)
{
	for (size_t i = 0; i < d->n_classes; i++)
		if (d->classes[i].node == node)
			return d->classes[i].points ? d->classes[i].points : 1;
	return 0;
}

const struct yaml *drug_node_of(struct kb *kb, const struct drug *d)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_ENTRY);
	struct yaml *node = NULL;

	sqlite3_bind_int(s, 1, d->entry);
	sqlite3_bind_text(s, 2, d->code, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW &&
	    !yaml_from_json(&kb->arena, db_text(s, 0), strlen(db_text(s, 0)),
			    d->code, &node, NULL))
		node = NULL;
	sqlite3_reset(s);
	return node;
}

const char *drug_origin(struct kb *kb, const struct drug *d)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_ENTRY);
	const char *origin = "base";

	sqlite3_bind_int(s, 1, d->entry);
	sqlite3_bind_text(s, 2, d->code, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW)
		origin = kb_text(kb, s, 2);
	sqlite3_reset(s);
	return origin;
}

size_t kb_drug_count(const struct kb *kb)
{
	return kb->n_drugs ? kb->n_drugs - 1 : 0;
}

void kb_food_ids(struct kb *kb, uint32_t *ret_first, uint32_t *ret_last)
{
	const struct drug *first = kb_drug_by_code(kb, "food.alcohol");
	const struct drug *last = kb_drug_by_code(kb, "food.high_fat");

	*ret_first = first ? first->id : 0;
	*ret_last = last ? last->id : 0;
}
