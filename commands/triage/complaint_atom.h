/* The words phrases are made of, as they stand in a complaint. */
#ifndef COMMANDS_TRIAGE_COMPLAINT_ATOM_H
#define COMMANDS_TRIAGE_COMPLAINT_ATOM_H

#include "commands/triage/complaint_private.h"
#include "kb/phrase.h"

/* One word of a class where it stands. */
struct atom {
	size_t start, end;
	int clause, class;
};
struct atom_vec VEC_OF(struct atom);

struct matcher {
	struct reading *r;
	const struct phrase_kb *k;
	struct atom_vec atoms;
	struct phrase_set present;
	struct phrase_set known; /* what is known beside the words */
	struct atom_vec none;
	struct complaint_token_vec made;
};

bool phrase_set_has(const struct phrase_set *s, int class);
/* complaint_denial.c. Spends the negations that belong to the words used;
 * true when another denies the phrase from inside [lo, hi). */
bool phrase_denied_inside(struct matcher *m, const struct phrase_rule *p,
			  const struct atom *const *used, size_t n, size_t lo,
			  size_t hi);
/* Does a denied name of the text hold two of the words (嘴不歪)? */
bool phrase_holds_denied(const struct matcher *m,
			 const struct atom *const *used, size_t n);
/* Does a negation before it in its clause deny the word? */
bool phrase_word_denied(const struct matcher *m, const struct phrase_rule *p,
			const struct atom *a);
/* complaint_reach.c. A word of one character, which means many things. */
bool phrase_word_weak(const struct atom *a);
/* Bytes that may lie between one word of the phrase and the next. */
size_t phrase_gap(const struct matcher *m, const struct phrase_rule *p,
		  bool weak);
bool phrase_meets(const struct phrase_set *a, const struct phrase_set *b);
bool phrase_spans_clauses(const struct atom *const *used, size_t n);

/* From the tokens and the text: fills atoms, none and present. */
void complaint_atoms(struct matcher *m);
/* The evidence phrases made, as atoms of further phrases. */
void complaint_atoms_of_made(struct matcher *m);

#endif
