/* Names of drugs, herbs and products, and the more of them that stand apart. */
#include "kb/compile_drug.h"

void drug_name_add(struct compiler *c, const char *name, uint32_t id)
{
	add_term(c, TERM_DRUG, name, (int)id);
	add_pinyin(c, TERM_DRUG_PINYIN, name, (int)id);
}

void drug_name_list_add(struct compiler *c, const struct entry *e,
			const char *key, uint32_t id)
{
	const struct yaml *names = yaml_get(e->node, key);

	for (size_t i = 0; i < yaml_count(names); i++)
		drug_name_add(c, yaml_at(names, i)->scalar, id);
}

/* Row id of a product; 0: there is none. */
static uint32_t product_id(struct compiler *c, const struct drug_nodes *d,
			   const char *code)
{
	const struct entry *e = entries_find(c->entries, ENTRY_PRODUCT, code);

	return e ? (uint32_t)(d->n + (size_t)e->number) : 0;
}

/* More names of what is there: a hospital's codes, another catalogue's
 * brands. */
void drug_more_names_write(struct compiler *c, const struct drug_nodes *d)
{
	static const char *const keys[] = {
		"id", "extends", "names", "brands", "sources", "note", NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_DRUG_NAMES, &n);

	for (size_t i = 0; i < n; i++) {
		const char *code = yaml_str(e[i].node, "extends");
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		uint32_t id = code ? product_id(c, d, code) : 0;
		if (!id) {
			const struct drug_node *node =
				drug_node_need(c, d, &e[i], e[i].node->line,
					       code ? code : "(none)");
			id = node ? node->id : 0;
		}
		if (!id)
			continue;
		drug_name_list_add(c, &e[i], "names", id);
		drug_name_list_add(c, &e[i], "brands", id);
	}
}
