/* The build step that turns kb/units/ into C tables. Private to
 * kb/unit_gen*.c, a program of its own: it prints and exits. */
#ifndef KB_UNIT_GEN_H
#define KB_UNIT_GEN_H

#include "base/arena.h"
#include "base/vec.h"
#include "base/yaml.h"
#include "kb/unit_table.h"

struct atom_vec VEC_OF(struct unit_atom);
struct prefix_vec VEC_OF(struct unit_prefix);
struct annotation_vec VEC_OF(struct unit_annotation);
struct spelling_vec VEC_OF(struct unit_spelling);

/* Spellings under lower-case keys, and those for which case matters. */
struct spelling_set {
	struct spelling_vec folded, exact;
};

struct generator {
	struct arena arena;
	const char *file; /* for messages */
	int problems, bases;
	struct atom_vec atoms;
	struct prefix_vec prefixes;
	struct annotation_vec annotations;
	struct spelling_set whole, factor;
	struct unit_table table; /* symbols read so far */
};

/* "FILE:LINE: …" on standard error, counted. */
void gen_problem(struct generator *g, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The scalar under key; "" and a problem when it is missing. */
const char *gen_need(struct generator *g, const struct yaml *row,
		     const char *key);

void gen_read_symbols(struct generator *g, const struct yaml *root);
void gen_read_spellings(struct generator *g, const struct yaml *root);
/* The C file on standard output. */
void gen_print(const struct generator *g);

#endif
