/* Checking one resolved list for one patient. Every check is a function over
 * the same list that appends findings; check.c runs them, merges, orders. */
#ifndef COMMANDS_DRUG_CHECK_CHECK_H
#define COMMANDS_DRUG_CHECK_CHECK_H

#include "commands/order.h"
#include "kb/fact.h"
#include "kb/finding.h"

#include <stdbool.h>

/* One ingredient of the list, however many orders hold it. */
struct active {
	const struct drug *drug;
	uint64_t orders;       /* bits of orders that hold it (first 64) */
	int first;             /* index of the first of them */
	bool is_new;           /* one of them is new … */
	bool standing;         /* … one is not */
	bool systemic;         /* by a route that reaches the body */
	const char *routes[4]; /* as far as said */
	size_t n_routes;
	double daily, single; /* mg or IU over all orders; NaN unknown */
	const char *unit;
	bool daily_partial; /* an order's dose is not known */
};
struct active_vec VEC_OF(struct active);

struct modifier {
	struct text condition;
	const char *when;
	double met; /* 1, 0, NaN unknown */
	int tier;   /* -1: none */
};

/* What a drug finding has beyond a finding. */
struct drug_finding {
	enum drug_aspect aspect;
	enum drug_tier tier;
	const char *id;
	/* the stack that says the same and more, or our own rule over an
	 * imported one; NULL none */
	const struct drug_finding *under;
	bool is_new;
	const struct drug *drugs[16];
	size_t n_drugs;
	struct text consequence, mechanism, monitor, alternatives;
	struct modifier *modifiers;
	size_t n_modifiers;
	struct text exposure, harm; /* how often; NULL: unknown */
	const char *evidence;       /* established … NULL */
	const struct yaml *covers; /* of a stack: words of the harms, Chinese */
	bool named;                /* a stack of named sets, one drug of each */
	const char *given;         /* the allergy as it was given; NULL */
};

struct allergy_given {
	const char *printed;
	uint32_t rules[4]; /* drug rules of allergies */
	size_t n_rules;
	const struct drug *drugs[4];
	size_t n_drugs;
};

struct unchecked {
	enum drug_aspect aspect;
	struct code_vec codes;
	struct code_vec drugs; /* codes of the drugs it concerns */
};

struct checking {
	struct kb *kb;
	struct arena *arena;
	const struct order_vec *orders;
	struct active_vec actives;
	struct facts *facts;
	struct drug_facts *drug_facts;
	const struct patient *patient;
	const struct allergy_given *allergies;
	size_t n_allergies;
	bool has_new;
	uint64_t *marks; /* by node: bits of the actives in it */
	size_t n_nodes;
	uint32_t food_first, food_last;
	struct finding_vec *findings;
	struct unchecked unchecked[ASPECTS];
	struct err *err;
};

/* A finding of a rule for these actives; texts from the entry. NULL parts
 * are left out. Returns the new finding's extra. */
struct drug_finding *found(struct checking *c, const struct drug_rule *r,
			   enum drug_aspect aspect, enum drug_tier tier,
			   const struct active *const *who, size_t n);
/* The same for findings that no entry words. */
struct drug_finding *found_plain(struct checking *c, const char *id,
				 const char *origin, enum drug_aspect aspect,
				 enum drug_tier tier,
				 const struct active *const *who, size_t n,
				 struct text effect, struct text action,
				 const char *source);
/* What the finding weighs on the screen: advice about food never stops an
 * order, and what stands under a stack is said there. */
enum drug_tier drug_finding_weight(const struct drug_finding *x);
bool drug_finding_interrupts(const struct drug_finding *x);
/* Evaluate the rule's modifiers with the doses of a and b (b may be NULL);
 * returns the tier they leave. */
enum drug_tier weigh_modifiers(struct checking *c, const struct drug_rule *r,
			       const struct active *a, const struct active *b,
			       struct modifier **ret, size_t *ret_n);
void use_doses(struct checking *c, const struct active *a,
	       const struct active *b);
bool route_allows(const struct yaml *routes, const struct active *a);
void note_unchecked(struct checking *c, enum drug_aspect aspect,
		    const struct code_vec *codes, const struct drug *d);
const char *names_of(struct checking *c, const struct active *const *who,
		     size_t n, enum lang lang, const char *between);

void check_interaction(struct checking *c);
void check_duplicate(struct checking *c);
void check_allergy(struct checking *c);
void check_single(struct checking *c); /* disease, renal, pregnancy, age … */
void check_dose(struct checking *c);
void check_herb(struct checking *c);
void check_stacking(struct checking *c);

/* Everything; findings ordered, new ones first. */
bool check_list(struct checking *c);
void checking_release(struct checking *c);
int active_of(const struct checking *c, const struct drug *d);

#endif
