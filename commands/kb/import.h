/* clin kb import: tables a site has licensed, or its own formulary, as entries
 * of the overlay, in import/NAME.yaml; `clin kb build` compiles them.
 *
 * Names are resolved as on an order, never guessed. An import adds rules and
 * names; where ours say otherwise ours stand, and the difference is listed. */
#ifndef COMMANDS_KB_IMPORT_H
#define COMMANDS_KB_IMPORT_H

#include "base/json.h"
#include "base/map.h"
#include "commands/kb/verb.h"
#include "kb/drug.h"

#include <stddef.h>
#include <stdint.h>

/* A name that could not be used, and on how many rows. */
struct import_name {
	const char *printed;
	const char *why; /* "unknown", "several", "route", "class" … */
	size_t rows;
};
struct import_name_vec VEC_OF(struct import_name *);

/* A pair, or a name, of which we say something else. */
struct import_conflict {
	const char *subject, *ours, *theirs;
};
struct import_conflict_vec VEC_OF(struct import_conflict);

struct import_lines VEC_OF(int);

struct import_pair {
	uint32_t a, b; /* a < b */
	enum drug_tier tier;
};
struct import_pair_vec VEC_OF(struct import_pair);

struct import_link { /* one rule row of the drug in ours */
	uint32_t rule;
	bool own; /* the row stands at the drug itself, not at a class */
	struct import_link *next;
};

struct import {
	struct verb_run *v;
	struct kb *kb; /* ours: the shipped base and the site's own entries */
	struct arena *a;
	const struct import_source *source;
	struct strbuf yaml;
	size_t rows, used, entries, names;
	size_t pairs_new, pairs_same; /* beside those in conflict */
	struct import_name_vec unresolved;
	struct import_conflict_vec conflicts;
	struct import_lines unread; /* lines of the last file */
	size_t n_unread;
	struct map drugs;       /* printed name → drug */
	struct map unresolved_by_name;
	struct import_pair_vec pairs;
	struct import_link **ours; /* by node, of the drug ours_of */
	uint32_t ours_of;
	void *self; /* the reader's own */
};

/* Where it comes from: the word of the command line, and how it is read. */
struct import_source {
	const char *name; /* also the origin of what it brings */
	struct text title;
	const char *url;
	/* one file; after the last one the entries; both later may be NULL */
	bool (*read)(struct import *m, const char *path, const char *text,
		     size_t n, struct err *err);
	void (*finish)(struct import *m);
	void (*release)(struct import *m); /* m->self, which may be NULL */
};

extern const struct import_source import_ddinter, import_ansm, import_atc,
	import_rxnorm, import_formulary;

/* The substance or herb a name stands for; NULL: none, and it is counted. */
const struct drug *import_drug(struct import *m, const char *printed);
/* The same, not counted; *ret_why when NULL. */
const struct drug *import_look(struct import *m, const char *printed,
			       const char **ret_why);
void import_unresolved(struct import *m, const char *printed, const char *why);
/* A row that is no row of this table. */
void import_unread(struct import *m, int line);

/* More names of d that are not ours yet. One that stands for something else
 * is a conflict and left out. Returns how many are new, appended to *ret. */
size_t import_new_names(struct import *m, const struct drug *d,
			const struct string_vec *names, struct string_vec *ret);

/* What our rules say of the pair against `tier`: counted, and listed when it
 * differs. */
void import_compare(struct import *m, const struct drug *a,
		    const struct drug *b, enum drug_tier tier);

/* An entry: begin, write its fields, end. */
struct jw import_entry(struct import *m, const char *id);
void import_text(struct jw *j, const char *key, const char *zh, const char *en);
void import_entry_end(struct import *m, struct jw *j);

/* The report. */
void import_show(struct import *m, const char *written);

#endif
