/* Knowledge entries as written: YAML files of the base, a site's overlay, or
 * the entries kept inside a compiled base. */
#ifndef KB_ENTRIES_H
#define KB_ENTRIES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "base/yaml.h"

#include <stdbool.h>

struct sqlite3;

/* What an entry is shows in its keys (clin-kb(5), "Entries"). */
enum entry_kind {
	ENTRY_SOURCE,
	ENTRY_MAP,        /* map: traditional */
	ENTRY_ANALYTE,    /* specimen: */
	ENTRY_CONTEXT,    /* id: DX.… or ON.… */
	ENTRY_WORD,       /* word: */
	ENTRY_CUTOFF,     /* values: */
	ENTRY_CRITICAL,   /* code: with low: or high:, no id */
	ENTRY_DEFINE,     /* define: */
	ENTRY_CALCULATOR, /* formula: */
	ENTRY_RULE,       /* given: with when: */
	ENTRY_WELL,       /* a healthy case (folder well/) */
	ENTRY_PROTOCOL,   /* visits: */
	ENTRY_SUBSTANCE,   /* substance: */
	ENTRY_HERB,        /* herb: */
	ENTRY_PRODUCT,     /* product: */
	ENTRY_DRUG_CLASS,  /* class: with an id */
	ENTRY_INTERACTION, /* pair: */
	ENTRY_STACK,       /* stack: or all: */
	ENTRY_DRUG_CHECK,  /* check: */
	ENTRY_DOSE_LIMIT,  /* dose: with who: */
	ENTRY_ALLERGY,     /* allergy: with to: */
	ENTRY_SYMPTOM,     /* symptom: or topic: */
	ENTRY_SITE,        /* site: */
	ENTRY_RED,         /* red: */
	ENTRY_DEPARTMENT,  /* department: */
	ENTRY_DISEASE,     /* disease: */
	ENTRY_CARE,        /* care: */
	ENTRY_ESI,         /* esi: */
	ENTRY_ASK,         /* asks: */
	ENTRY_DOCUMENT,    /* document: of a site, from Markdown */
	ENTRY_DRUG_NAMES,  /* extends: more names of a drug */
	ENTRY_PHRASE,      /* phrase: */
	ENTRY_SHEET,       /* sheet: a form, a scale, a questionnaire */
	ENTRY_ADVICE,      /* advise: */
	ENTRY_KINDS
};
const char *entry_kind_name(enum entry_kind kind);
/* Is the file one of `clin kb import`? */
bool entry_is_import(const char *file);
/* By its keys and its file (below the knowledge folder); false: none of them. */
bool entry_kind_of(const struct yaml *node, const char *file,
		   enum entry_kind *ret);

struct entry {
	enum entry_kind kind;
	const char *id;
	const struct yaml *node;
	const char *file;   /* below the knowledge folder */
	const char *origin; /* "base", "site", the name of an import */
	int number;         /* row id of its kind, given by the compiler */
};

struct entries {
	struct arena arena;
	struct entry *at;
	size_t n, cap;
	size_t first[ENTRY_KINDS + 1]; /* after entries_sort */
	struct map by_id; /* kind and id → 1 + index, until entries_sort */
	int overrides;    /* base entries replaced or added by a site */
};

/* One thing wrong with one entry. */
struct problems VEC_OF(struct err);
void problem_add(struct problems *p, const struct entry *e, int line,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Read every *.yaml below dir, in order of path. Files that are no YAML and
 * entries that are no known kind are problems. An entry with kind and id of an
 * earlier one replaces it when its origin differs, and is a problem when it is
 * the same. Of a site's folder import/NAME.yaml has the origin NAME, and
 * replaces nothing: an id that is taken is a problem. */
bool entries_read_dir(struct entries *e, const char *dir, const char *origin,
		      struct problems *problems, struct err *err);
/* The entries a compiled base was made from. */
bool entries_read_db(struct entries *e, struct sqlite3 *db, struct err *err);
void entries_release(struct entries *e);

/* Sort by kind, then id (the canonical order), and number them per kind. */
void entries_sort(struct entries *e);
/* After entries_sort. NULL: none. */
const struct entry *entries_find(const struct entries *e, enum entry_kind kind,
				 const char *id);
/* First of a kind and how many: they stand together after entries_sort. */
const struct entry *entries_of(const struct entries *e, enum entry_kind kind,
			       size_t *ret_n);

#endif
