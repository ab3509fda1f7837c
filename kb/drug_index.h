/* The arrays of the image that drug checks are found by. Nodes are rows of
 * the table drug: substances, herbs and food first, then classes.
 *
 * IMAGE_DRUG_PAIRS   uint32 n; first[n + 2]; struct drug_pair_row[]
 *     the rows of node i are first[i] … first[i + 1]
 * IMAGE_DRUG_CHECKS  uint32 n; first[n + 2]; uint32 rule[]
 *     checks, limits, stacks and allergies that name node i
 *
 * A list of drugs is checked by marking every node each drug belongs to and
 * walking the rows of those nodes once: no pair is looked up. */
#ifndef KB_DRUG_INDEX_H
#define KB_DRUG_INDEX_H

#include <stdint.h>

struct drug_pair_row {
	uint32_t other; /* the node of the other side */
	uint32_t rule;  /* row of drug_rule × 2; + 1: this node is side B */
};

/* One class a drug belongs to, as stored in drug.classes. The drug itself
 * comes first, with 0 points. */
struct drug_membership {
	uint32_t node;
	uint32_t points; /* 1 unless the class says otherwise */
};

/* What a rule is about; the names of JSON's `check`. */
enum drug_aspect {
	ASPECT_INTERACTION,
	ASPECT_DUPLICATE,
	ASPECT_ALLERGY,
	ASPECT_DISEASE,
	ASPECT_PREGNANCY,
	ASPECT_LACTATION,
	ASPECT_RENAL,
	ASPECT_HEPATIC,
	ASPECT_AGE,
	ASPECT_DOSE,
	ASPECT_LAB,
	ASPECT_FOOD,
	ASPECT_HERB,
	ASPECT_STACKING,
	ASPECTS
};
const char *drug_aspect_name(enum drug_aspect a);

enum drug_tier {
	TIER_CONTRAINDICATED,
	TIER_MAJOR,
	TIER_MODERATE,
	TIER_MINOR,
	TIERS
};
const char *drug_tier_name(enum drug_tier t);
/* Index of word in the names, -1: none. */
int drug_aspect_parse(const char *word);
int drug_tier_parse(const char *word);

#endif
