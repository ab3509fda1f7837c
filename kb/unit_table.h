/* The units' vocabulary as the generator (kb/unit_gen.c) lays it out from
 * kb/units/ and the program searches it: sorted const arrays. Private to
 * kb/unit*.c. */
#ifndef KB_UNIT_TABLE_H
#define KB_UNIT_TABLE_H

#include "kb/unit.h"

#include <stdbool.h>
#include <stddef.h>

/* A unit symbol; by code, in strcmp order. */
struct unit_atom {
	const char *code;
	bool metric; /* takes prefixes */
	struct unit unit;
};

struct unit_prefix {
	const char *code;
	int power; /* of ten */
};

/* An annotation with a meaning; by lower-case name. */
struct unit_annotation {
	const char *name;
	bool attached; /* has it also behind a unit: mg/L{FEU} */
	struct unit unit;
};

/* Where in a printed unit a spelling may stand. */
enum unit_role {
	ROLE_WHOLE,  /* alone only */
	ROLE_PART,   /* alone, and above or below the line */
	ROLE_FACTOR, /* above or below the line */
	ROLE_OVER,   /* above the line: K in K/uL */
	ROLE_UNDER,  /* below the line: HP in /HP */
	ROLE_COUNT,  /* what is counted: cells in 10^3 cells/uL; is dropped */
	ROLE_OF,     /* what a unit is of: Cr in mg/gCr, FEU in mg FEU/L */
	ROLE_NONE,   /* looks like a unit but is none: N/A */
	ROLES
};

/* A spelling in folded form (kb/unit_fold.h). */
struct unit_spelling {
	const char *key;
	const char *ucum; /* "" for ROLE_COUNT, ROLE_NONE */
	enum unit_role role;
};

/* Sorted by key in strcmp order: keys in lower case for which case does not
 * matter, and keys for which it does. */
struct unit_spellings {
	const struct unit_spelling *folded;
	size_t n_folded;
	const struct unit_spelling *exact;
	size_t n_exact;
};

struct unit_table {
	const struct unit_prefix *prefix;
	size_t n_prefix;
	const struct unit_atom *atom;
	size_t n_atom;
	const struct unit_annotation *annotation;
	size_t n_annotation;
	struct unit_spellings whole;  /* WHOLE, PART, NONE */
	struct unit_spellings factor; /* PART and the others */
};

extern const struct unit_table unit_table; /* build/gen/units_table.c */

#endif
