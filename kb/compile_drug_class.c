/* Who belongs to a class: by ATC code, by name, through other classes. */
#include "kb/compile_drug.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum state { FRESH, OPEN, DONE };

struct resolver {
	struct compiler *c;
	struct drug_nodes *d;
	size_t n_classes;
	unsigned char *state;
};

static void resolve(struct resolver *r, size_t k);

static unsigned char *points_of(struct resolver *r, size_t item, size_t k)
{
	return &r->d->points[item * r->n_classes + k];
}

static void add_atc(struct resolver *r, const struct entry *e, size_t k)
{
	const struct yaml *prefixes = yaml_get(e->node, "atc");

	for (size_t p = 0; p < yaml_count(prefixes); p++) {
		const char *prefix = yaml_at(prefixes, p)->scalar;
		size_t n = strlen(prefix);
		for (size_t i = 0; n && i < r->d->n_items; i++) {
			const struct entry *item = r->d->at[i].entry;
			const struct yaml *own =
				item ? yaml_get(item->node, "atc") : NULL;
			for (size_t a = 0; a < yaml_count(own); a++)
				if (strncmp(yaml_at(own, a)->scalar, prefix,
					    n) == 0)
					*points_of(r, i, k) = 1;
		}
	}
}

/* Add (points > 0) or take away (0) what `code` stands for. */
static void apply(struct resolver *r, const struct entry *e, int line, size_t k,
		  const char *code, unsigned char points)
{
	const struct drug_node *node =
		drug_node_need(r->c, r->d, e, line, code);

	if (!node)
		return;
	if (node->kind != DRUG_CLASS) {
		*points_of(r, node->id - 1, k) = points;
		return;
	}
	size_t other = node->id - 1 - r->d->n_items;
	resolve(r, other);
	for (size_t i = 0; i < r->d->n_items; i++) {
		unsigned char theirs = *points_of(r, i, other);
		if (theirs)
			*points_of(r, i, k) = points ? theirs : 0;
	}
}

static void resolve(struct resolver *r, size_t k)
{
	const struct entry *e = r->d->at[r->d->n_items + k].entry;
	const struct yaml *members = yaml_get(e->node, "members");
	const struct yaml *except = yaml_get(e->node, "except");
	const struct yaml *points = yaml_get(e->node, "points");

	if (r->state[k] == OPEN)
		problem_add(r->c->problems, e, e->node->line,
			    "the class contains itself");
	if (r->state[k] != FRESH)
		return;
	r->state[k] = OPEN;
	add_atc(r, e, k);
	for (size_t i = 0; i < yaml_count(members); i++)
		apply(r, e, members->line, k, yaml_at(members, i)->scalar, 1);
	for (size_t i = 0; points && i < points->n; i++) {
		double x = 0;
		if (points->kind != YAML_MAP ||
		    !yaml_number(points->child[i], &x) || x < 1 || x > 9)
			problem_add(r->c->problems, e, points->line,
				    "points: {id: 1 … 9}");
		else
			apply(r, e, points->line, k, points->child[i]->key,
			      (unsigned char)x);
	}
	for (size_t i = 0; i < yaml_count(except); i++)
		apply(r, e, except->line, k, yaml_at(except, i)->scalar, 0);
	r->state[k] = DONE;
}

void drug_classes_resolve(struct compiler *c, struct drug_nodes *d)
{
	struct resolver r = {c, d, d->n - d->n_items, NULL};

	d->points = mem_calloc(d->n_items * r.n_classes + 1, 1);
	r.state = mem_calloc(r.n_classes + 1, 1);
	for (size_t k = 0; k < r.n_classes; k++)
		resolve(&r, k);
	free(r.state);
}
