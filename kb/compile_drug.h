/* Inside the compiler: the nodes of the drug knowledge. */
#ifndef KB_COMPILE_DRUG_H
#define KB_COMPILE_DRUG_H

#include "kb/compile_private.h"
#include "kb/drug.h"

struct drug_node {
	const char *code;
	enum drug_kind kind;
	const struct entry *entry; /* NULL: food */
	uint32_t id;               /* from 1 */
};

struct drug_nodes {
	struct drug_node *at;   /* by id - 1: items, then classes */
	size_t n, n_items;
	struct drug_node **sorted; /* by code */
	/* points of item i (from 0) in class k (from 0); 0: no member */
	unsigned char *points;
};

struct drug_nodes drug_nodes_collect(struct compiler *c);
void drug_nodes_release(struct drug_nodes *d);
const struct drug_node *drug_node_find(const struct drug_nodes *d,
				       const char *code);
/* The node, or NULL and a problem. */
const struct drug_node *drug_node_need(struct compiler *c,
				       const struct drug_nodes *d,
				       const struct entry *e, int line,
				       const char *code);
/* Fill d->points: ATC, members, classes in classes, exceptions. */
void drug_classes_resolve(struct compiler *c, struct drug_nodes *d);
/* Tables drug_rule, drug_condition and both index sections. */
void compile_drug_rules(struct compiler *c, const struct drug_nodes *d);

#endif
