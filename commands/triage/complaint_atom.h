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
	struct atom_vec none;
	struct complaint_token_vec made;
};

/* From the tokens and the text: fills atoms, none and present. */
void complaint_atoms(struct matcher *m);

#endif
