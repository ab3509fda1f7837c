/* Inside the import of the ANSM's thesaurus: names in French, classes. */
#ifndef COMMANDS_KB_IMPORT_ANSM_H
#define COMMANDS_KB_IMPORT_ANSM_H

#include "commands/kb/import.h"

#include <jansson.h>

struct json_vec VEC_OF(json_t *);
struct ansm_side VEC_OF(const struct drug *);

struct ansm {
	struct json_vec files;
	struct map classes; /* plain name → struct ansm_side, by the index */
	struct ansm_sides VEC_OF(struct ansm_side *) sides; /* to be freed */
	struct map done;
};

/* Lower case without accents: "Précaution" → "precaution". */
void ansm_plain(const char *s, char *ret, size_t size);
/* A row of the index of substances. */
void ansm_index_add(struct import *m, const json_t *row);
void ansm_index_release(struct ansm *x);
/* Who stands on a side: a drug, or the members of a class. False: nobody, and
 * the name is counted. */
bool ansm_side_read(struct import *m, const char *name, const char *between,
		    struct ansm_side *ret);

#endif
