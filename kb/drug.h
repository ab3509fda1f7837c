/* Drugs at run time: what a name stands for, the classes of a substance, and
 * the rules that name it or a class of it. */
#ifndef KB_DRUG_H
#define KB_DRUG_H

#include "base/text.h"
#include "base/yaml.h"
#include "kb/drug_index.h"
#include "kb/fact.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum drug_kind {
	DRUG_SUBSTANCE,
	DRUG_HERB,
	DRUG_FOOD_ITEM,
	DRUG_CLASS,
	DRUG_PRODUCT
};

struct drug;
struct drug_ingredient {
	const struct drug *drug;
	double amount;    /* per unit of the product, in unit; NaN unknown */
	const char *unit; /* "mg", "IU", … ; NULL */
};

struct drug {
	uint32_t id;
	enum drug_kind kind;
	const char *code; /* warfarin, p.saridon, nitrate */
	struct text name;
	const char *atc; /* codes, U+001F-separated; "" none */
	const char *form, *release, *route; /* NULL: not said */
	bool patent;
	bool treatment[LANG_COUNT];            /* its name is one of ON.… */
	int duplicate;                         /* classes: tier, -1 none */
	const struct drug_membership *classes; /* itself first */
	size_t n_classes;
	const struct drug_ingredient *ingredients; /* products */
	size_t n_ingredients;
	int entry; /* enum entry_kind */
};

/* NULL: no such id, code. */
const struct drug *kb_drug(struct kb *kb, uint32_t id);
const struct drug *kb_drug_by_code(struct kb *kb, const char *code);
/* Ids run from 1 to this. */
size_t kb_drug_count(const struct kb *kb);
/* First and last id of food. */
void kb_food_ids(struct kb *kb, uint32_t *ret_first, uint32_t *ret_last);
/* Points of the drug in the class (node); 0: no member. The drug itself and
 * its own id count 1. */
unsigned drug_points(const struct drug *d, uint32_t node);
/* The entry as written: herbs' doses, texts. NULL: none (food). */
const struct yaml *drug_node_of(struct kb *kb, const struct drug *d);
/* Who wrote that entry: "base", "site", an import's name. */
const char *drug_origin(struct kb *kb, const struct drug *d);

/* "250 mg", "0.5g", "2 万IU" → amount and unit in mg, IU or mL. */
bool drug_amount_parse(const char *text, double *ret, const char **ret_unit);

struct drug_rule {
	uint32_t id;
	const char *name, *origin;
	int entry; /* enum entry_kind */
	enum drug_tier tier;
	enum drug_aspect aspect;
	const uint32_t *except;  /* pairs of nodes */
	size_t n_except;         /* pairs */
	bool routed;             /* the entry names routes */
	const struct yaml *node; /* the entry; read at first use */
	struct drug_condition *conditions;
	size_t n_conditions;
};
const struct drug_rule *kb_drug_rule(struct kb *kb, uint32_t id);
/* A bilingual text of the entry; both NULL when there is none. */
struct text drug_rule_text(struct kb *kb, const struct drug_rule *r,
			   const char *key);
const struct yaml *drug_rule_node(struct kb *kb, const struct drug_rule *r);
/* Its "routes"; NULL: none. */
const struct yaml *drug_rule_routes(struct kb *kb, const struct drug_rule *r);

const struct drug_pair_row *drug_pairs(struct kb *kb, uint32_t node,
				       size_t *ret_n);
const uint32_t *drug_checks(struct kb *kb, uint32_t node, size_t *ret_n);

/* Is this pair of drugs excluded from the rule? */
bool drug_rule_excepts(const struct drug_rule *r, const struct drug *a,
		       const struct drug *b);
/* Rules a site imported stand beside ours, never above them. */
bool drug_origin_imported(const char *origin);

/* Condition `seq` of the rule (0: when and unless; n: modifier n): 1, 0, or
 * NaN with the names that would decide it appended to *missing. A rule
 * without that condition is 1. */
struct code_vec VEC_OF(const char *);
double drug_rule_holds(struct kb *kb, const struct drug_rule *r, int seq,
		       const struct facts *f, struct code_vec *missing,
		       struct err *err);

#endif
