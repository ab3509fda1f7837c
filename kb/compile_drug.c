/* Substances, herbs, food, classes and products: nodes, names and rows. */
#include "kb/compile_drug.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *code, *zh, *en;
} foods[] = {
	{"food.alcohol", "酒精", "alcohol"},
	{"food.grapefruit", "西柚", "grapefruit"},
	{"food.tea", "茶", "tea"},
	{"food.milk", "牛奶", "milk"},
	{"food.vitamin_k", "富含维生素K的食物", "food rich in vitamin K"},
	{"food.tyramine", "富含酪胺的食物", "food rich in tyramine"},
	{"food.high_salt", "高盐饮食", "a high-salt diet"},
	{"food.caffeine", "咖啡因", "caffeine in drinks"},
	{"food.smoking", "吸烟", "smoking"},
	{"food.high_fat", "高脂餐", "a fatty meal"},
};
enum { FOODS = sizeof foods / sizeof *foods };

static int by_code(const void *pa, const void *pb)
{
	const struct drug_node *const *a = pa, *const *b = pb;

	return strcmp((*a)->code, (*b)->code);
}

static void add_nodes(struct compiler *c, struct drug_nodes *d,
		      enum entry_kind kind, enum drug_kind as)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, kind, &n);

	for (size_t i = 0; i < n; i++) {
		d->at[d->n] = (struct drug_node){e[i].id, as, &e[i],
						 (uint32_t)d->n + 1};
		d->n++;
	}
}

struct drug_nodes drug_nodes_collect(struct compiler *c)
{
	static const enum entry_kind kinds[] = {
		ENTRY_SUBSTANCE, ENTRY_HERB, ENTRY_DRUG_CLASS, ENTRY_PRODUCT};
	struct drug_nodes d = {0};
	size_t most = FOODS, n;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		entries_of(c->entries, kinds[i], &n);
		most += n;
	}
	d.at = mem_calloc(most, sizeof *d.at);
	add_nodes(c, &d, ENTRY_SUBSTANCE, DRUG_SUBSTANCE);
	add_nodes(c, &d, ENTRY_HERB, DRUG_HERB);
	for (size_t i = 0; i < FOODS; i++) {
		d.at[d.n] = (struct drug_node){foods[i].code, DRUG_FOOD_ITEM,
					       NULL, (uint32_t)d.n + 1};
		d.n++;
	}
	d.n_items = d.n;
	add_nodes(c, &d, ENTRY_DRUG_CLASS, DRUG_CLASS);
	d.sorted = mem_calloc(d.n + 1, sizeof *d.sorted);
	for (size_t i = 0; i < d.n; i++)
		d.sorted[i] = &d.at[i];
	qsort(d.sorted, d.n, sizeof *d.sorted, by_code);
	for (size_t i = 1; i < d.n; i++)
		if (strcmp(d.sorted[i - 1]->code, d.sorted[i]->code) == 0 &&
		    d.sorted[i]->entry)
			problem_add(c->problems, d.sorted[i]->entry,
				    d.sorted[i]->entry->node->line,
				    "this id is a substance, herb or class "
				    "already");
	return d;
}

void drug_nodes_release(struct drug_nodes *d)
{
	free(d->at);
	free(d->sorted);
	free(d->points);
}

const struct drug_node *drug_node_find(const struct drug_nodes *d,
				       const char *code)
{
	size_t low = 0, high = d->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(d->sorted[mid]->code, code);
		if (order == 0)
			return d->sorted[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const struct drug_node *drug_node_need(struct compiler *c,
				       const struct drug_nodes *d,
				       const struct entry *e, int line,
				       const char *code)
{
	const struct drug_node *node = drug_node_find(d, code);

	if (!node)
		problem_add(c->problems, e, line,
			    "'%s' is no substance, herb, food or class", code);
	return node;
}

/* "drug U+001E amount U+001F …" with node ids. */
static const char *ingredients(struct compiler *c, const struct drug_nodes *d,
			       const struct entry *e)
{
	static const char *const keys[] = {"drug", "amount", NULL};
	const struct yaml *list = yaml_get(e->node, "ingredients");
	struct strbuf sb = STRBUF_INIT;

	if (!yaml_count(list))
		problem_add(c->problems, e, e->node->line, "no ingredients");
	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *row = yaml_at(list, i);
		const char *code = yaml_str(row, "drug");
		const char *amount = yaml_str(row, "amount");
		check_keys(c, e, row, keys);
		const struct drug_node *node = drug_node_need(
			c, d, e, row->line, code ? code : "(none)");
		if (node && node->kind == DRUG_CLASS)
			problem_add(c->problems, e, row->line,
				    "a class is no ingredient: '%s'", code);
		if (node)
			strbuf_addf(&sb, "%s%u\x1e%s", sb.len ? "\x1f" : "",
				    (unsigned)node->id, amount ? amount : "");
	}
	const char *text = arena_strndup(c->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static void check_node_keys(struct compiler *c, const struct entry *e,
			    const char *name_key)
{
	static const char *const keys[] = {
		"id",        "substance", "herb",   "product",   "class",
		"atc",       "names",     "brands", "strengths", "ingredients",
		"form",      "release",   "route",  "patent",    "dose",
		"toxic",     "members",   "except", "duplicate", "points",
		"pregnancy", "sources",   "note",   NULL};
	const char *text[2];
	const char *tier = yaml_str(e->node, "duplicate");

	check_keys(c, e, e->node, keys);
	check_sources(c, e, e->node);
	need_text(c, e, e->node, name_key, text);
	if (tier && drug_tier_parse(tier) < 0)
		problem_add(c->problems, e, e->node->line, "duplicate: '%s'",
			    tier);
	const char *release = yaml_str(e->node, "release");
	if (release && strcmp(release, "immediate") &&
	    strcmp(release, "extended") && strcmp(release, "enteric"))
		problem_add(c->problems, e, e->node->line, "release: '%s'",
			    release);
}

static const struct drug_membership *memberships(struct compiler *c,
						 const struct drug_nodes *d,
						 const struct drug_node *node,
						 size_t *ret_n)
{
	size_t n_classes = d->n - d->n_items, n = 0;
	struct drug_membership *m =
		arena_array(c->arena, struct drug_membership, n_classes + 1);

	m[n++] = (struct drug_membership){node->id, 0};
	for (size_t k = 0; node->id <= d->n_items && k < n_classes; k++) {
		unsigned char points =
			d->points[(node->id - 1) * n_classes + k];
		if (points)
			m[n++] = (struct drug_membership){
				(uint32_t)(d->n_items + k + 1), points};
	}
	*ret_n = n;
	return m;
}

struct row {
	uint32_t id;
	enum drug_kind kind;
	const char *code, *zh, *en, *ingredients;
	const struct entry *entry;
	const struct drug_membership *classes;
	size_t n_classes;
};

static void write_row(struct compiler *c, sqlite3_stmt *s, const struct row *r)
{
	static const struct yaml nothing = {.scalar = ""};
	static const struct entry food = {
		.id = "food", .file = "", .node = &nothing};
	const struct yaml *node = r->entry ? r->entry->node : NULL;

	sqlite3_bind_int(s, 1, (int)r->id);
	sqlite3_bind_int(s, 2, (int)r->kind);
	bind_str(s, 3, r->code);
	bind_str(s, 4, r->zh);
	bind_str(s, 5, r->en);
	bind_str(s, 6, node ? join_list(c, yaml_get(node, "atc")) : "");
	bind_str(s, 7, yaml_str(node, "form"));
	bind_str(s, 8, yaml_str(node, "release"));
	bind_str(s, 9, yaml_str(node, "route"));
	const char *patent = yaml_str(node, "patent");
	sqlite3_bind_int(s, 10, patent && strcmp(patent, "true") == 0);
	sqlite3_bind_int(s, 11, drug_tier_parse(yaml_str(node, "duplicate")));
	bind_str(s, 12, r->ingredients);
	sqlite3_bind_blob(s, 13, r->classes,
			  (int)(r->n_classes * sizeof *r->classes),
			  SQLITE_STATIC);
	sqlite3_bind_int(s, 14, r->entry ? (int)r->entry->kind : -1);
	run_statement(c, r->entry ? r->entry : &food, s);
}

static void write_nodes(struct compiler *c, const struct drug_nodes *d,
			sqlite3_stmt *s)
{
	static const char *const keys[] = {"substance", "herb", "", "class"};

	for (size_t i = 0; i < d->n; i++) {
		const struct drug_node *node = &d->at[i];
		struct row r = {.id = node->id,
				.kind = node->kind,
				.code = node->code,
				.entry = node->entry};
		r.classes = memberships(c, d, node, &r.n_classes);
		if (node->entry) {
			const char *key = keys[node->kind];
			const struct yaml *name =
				yaml_get(node->entry->node, key);
			check_node_keys(c, node->entry, key);
			r.zh = yaml_str(name, "zh");
			r.en = yaml_str(name, "en");
		} else {
			r.zh = foods[i - (d->n_items - FOODS)].zh;
			r.en = foods[i - (d->n_items - FOODS)].en;
		}
		write_row(c, s, &r);
		if (!node->entry ||
		    (node->kind != DRUG_SUBSTANCE && node->kind != DRUG_HERB))
			continue;
		drug_name_add(c, r.zh ? r.zh : "", node->id);
		add_term(c, TERM_DRUG, r.en ? r.en : "", (int)node->id);
		add_term(c, TERM_DRUG, node->code, (int)node->id);
		drug_name_list_add(c, node->entry, "names", node->id);
		drug_name_list_add(c, node->entry, "brands", node->id);
	}
}

static void write_products(struct compiler *c, const struct drug_nodes *d,
			   sqlite3_stmt *s)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_PRODUCT, &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *name = yaml_get(e[i].node, "product");
		struct row r = {.id = (uint32_t)(d->n + i + 1),
				.kind = DRUG_PRODUCT,
				.code = e[i].id,
				.entry = &e[i]};
		check_node_keys(c, &e[i], "product");
		r.zh = yaml_str(name, "zh");
		r.en = yaml_str(name, "en");
		r.ingredients = ingredients(c, d, &e[i]);
		write_row(c, s, &r);
		drug_name_add(c, r.zh ? r.zh : "", r.id);
		add_term(c, TERM_DRUG, r.en ? r.en : "", (int)r.id);
		drug_name_list_add(c, &e[i], "names", r.id);
		drug_name_list_add(c, &e[i], "brands", r.id);
	}
}

void compile_drugs(struct compiler *c)
{
	struct drug_nodes d = drug_nodes_collect(c);
	sqlite3_stmt *s = prepare(c, "INSERT INTO drug VALUES(?1,?2,?3,?4,?5,"
				     "?6,?7,?8,?9,?10,?11,?12,?13,?14)");

	drug_classes_resolve(c, &d);
	write_nodes(c, &d, s);
	write_products(c, &d, s);
	drug_more_names_write(c, &d);
	sqlite3_finalize(s);
	compile_drug_rules(c, &d);
	drug_nodes_release(&d);
}
