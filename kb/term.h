/* Names in running text: for each domain one sorted array of folded names in
 * the database, searched longest-first in place. */
#ifndef KB_TERM_H
#define KB_TERM_H

#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum term_domain {
	TERM_ANALYTE,    /* target: analyte id (kb/analyte.h) */
	TERM_WORD,       /* target: word id (kb/word.h) */
	TERM_CONTEXT,    /* target: context id (kb/patient.h) */
	TERM_CALCULATOR, /* target: calculator id */
	TERM_DRUG,       /* target: drug id (kb/drug.h) */
	TERM_DRUG_PINYIN, /* the same, by pinyin and its initials */
	TERM_ALLERGY,    /* target: drug rule id of an allergy */
	TERM_SYMPTOM,    /* target: symptom id (kb/triage.h) */
	TERM_SITE,       /* target: site id (kb/triage.h) */
	TERM_CUE,        /* target: word id; words of kb/triage only */
	TERM_SEARCH,     /* target: word id; words of kb/search only */
	TERM_PART,       /* target: word id; parts of phrases (kb/phrase.h) */
	TERM_TOPIC,      /* target: symptom id; topics (kb/triage.h) */
	TERM_SAY,        /* target: word id; words of kb/explain only */
	TERM_GIST,       /* target: symptom id; English names (kb/gist.h) */
	TERM_PLAIN,      /* target: word id; ordinary language (kb/language) */
	TERM_OWN,        /* those of them that the knowledge itself uses */
	TERM_DOMAINS
};

/* A name may mean several things (PCT): the targets of one name stand next
 * to each other. */
struct term_match {
	size_t len;              /* bytes of the folded text matched; 0: none */
	const uint32_t *targets; /* n of them */
	size_t n;
};

/* The longest name that begins at s. */
struct term_match term_longest(struct kb *kb, enum term_domain domain,
			       const char *s, size_t n);
/* The name that is all of s; .len is 0 when there is none. */
struct term_match term_exact(struct kb *kb, enum term_domain domain,
			     const char *s, size_t n);
/* The name nearest to s within `distance` edits (characters), for hints and
 * for cut or misread names; ties give len 0. */
struct term_match term_nearest(struct kb *kb, enum term_domain domain,
			       const char *s, size_t n, int distance);

/* Every target with a name within `distance` edits, the nearest first; at
 * most max. */
size_t term_near_all(struct kb *kb, enum term_domain domain, const char *s,
		     size_t n, int distance, uint32_t *ret, size_t max);

/* Every target with a name that is s with one character more; at most max. */
size_t term_one_longer(struct kb *kb, enum term_domain domain, const char *s,
		       size_t n, uint32_t *ret, size_t max);

/* For the compiler: pack (name, target) pairs into the array's bytes,
 * appended to *ret. Sorts pairs. */
struct term_pair {
	const char *name; /* folded */
	uint32_t target;
};
struct strbuf;
void term_pack(struct term_pair *pairs, size_t n, struct strbuf *ret);

#endif
