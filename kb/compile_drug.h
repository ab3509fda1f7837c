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
	struct drug_node *at; /* by id - 1: items, then classes */
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
/* A name by its letters and its pinyin; the list `key` of an entry. */
void drug_name_add(struct compiler *c, const char *name, uint32_t id);
void drug_name_list_add(struct compiler *c, const struct entry *e,
			const char *key, uint32_t id);
void drug_more_names_write(struct compiler *c, const struct drug_nodes *d);
/* Tables drug_rule, drug_condition and both index sections. */
void compile_drug_rules(struct compiler *c, const struct drug_nodes *d);

struct index_row {
	uint32_t node, other, rule;
};
struct index_rows VEC_OF(struct index_row);

/* Writing rules: the statements, the index so far. */
struct drug_writer {
	struct compiler *c;
	const struct drug_nodes *d;
	sqlite3_stmt *rule, *condition;
	struct index_rows pairs, checks;
	uint32_t id; /* of the rule being written */
};

/* Condition seq of the rule being written; unless may be NULL. */
void drug_condition_write(struct drug_writer *w, const struct entry *e, int seq,
			  const char *when, const char *unless);
/* The node's tier; a problem when it is none. */
int drug_tier_need(struct drug_writer *w, const struct entry *e,
		   const struct yaml *node);
/* Bilingual texts that are there are whole; the needed ones are there. */
void drug_texts_check(struct drug_writer *w, const struct entry *e,
		      const char *const *needed);
void drug_modifiers_write(struct drug_writer *w, const struct entry *e);
void drug_routes_check(struct drug_writer *w, const struct entry *e);
void drug_rule_write(struct drug_writer *w, const struct entry *e, int tier,
		     int aspect, const void *except, size_t except_size);
/* Every id of list must be a node; each is noted in the check index. */
void drug_nodes_index(struct drug_writer *w, const struct entry *e,
		      const struct yaml *list);
void drug_check_write(struct drug_writer *w, const struct entry *e);
void drug_limit_write(struct drug_writer *w, const struct entry *e);
void drug_allergy_write(struct drug_writer *w, const struct entry *e);

#endif
