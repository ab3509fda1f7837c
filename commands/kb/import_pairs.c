/* Pairs of an import against our own rules. */
#include "commands/kb/import.h"

#include "base/mem.h"
#include "kb/entries.h"

#include <string.h>

/* Our rows of the drug, by the node of the other side. */
static void collect_ours(struct import *m, const struct drug *a)
{
	size_t n_nodes = kb_drug_count(m->kb) + 1, n;

	if (m->ours_of == a->id)
		return;
	if (!m->ours)
		m->ours = mem_calloc(n_nodes, sizeof *m->ours);
	memset(m->ours, 0, n_nodes * sizeof *m->ours);
	m->ours_of = a->id;
	for (size_t k = 0; k < a->n_classes; k++) {
		uint32_t node = a->classes[k].node;
		const struct drug_pair_row *rows = drug_pairs(m->kb, node, &n);
		for (size_t i = 0; i < n; i++) {
			struct import_link *link =
				arena_new(m->a, struct import_link);
			link->rule = rows[i].rule / 2;
			link->own = node == a->id;
			link->next = m->ours[rows[i].other];
			m->ours[rows[i].other] = link;
		}
	}
}

/* Our tier of the pair, the more specific rule first; -1: none. */
static int our_tier(struct import *m, const struct drug *a,
		    const struct drug *b)
{
	int tier = -1, specific = -1;

	collect_ours(m, a);
	for (size_t k = 0; k < b->n_classes; k++) {
		uint32_t node = b->classes[k].node;
		for (const struct import_link *l = m->ours[node]; l;
		     l = l->next) {
			const struct drug_rule *r =
				kb_drug_rule(m->kb, l->rule);
			int its = l->own + (node == b->id);
			if (!r || drug_rule_excepts(r, a, b) ||
			    its < specific ||
			    (its == specific && (int)r->tier >= tier))
				continue;
			specific = its;
			tier = (int)r->tier;
		}
	}
	return tier;
}

void import_compare(struct import *m, const struct drug *a,
		    const struct drug *b, enum drug_tier tier)
{
	enum lang lang = m->v->app->ui->lang;
	int ours = our_tier(m, a, b);

	if (ours < 0) {
		m->pairs_new++;
	} else if (ours == (int)tier) {
		m->pairs_same++;
	} else {
		struct import_conflict c = {
			arena_printf(m->a, "%s + %s", a->name.in[lang],
				     b->name.in[lang]),
			drug_tier_name((enum drug_tier)ours),
			drug_tier_name(tier)};
		vec_push(&m->conflicts, c);
	}
}
