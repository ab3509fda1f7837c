/* Finding identifiers in plain text (full-width already folded), each class in
 * a file of its own. */
#ifndef LLM_PRIVACY_FIND_H
#define LLM_PRIVACY_FIND_H

#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

struct identifier {
	const char *kind;  /* of the placeholder: 证件, 电话 … */
	size_t start, end; /* what is to be replaced */
};

/* Does an identifier, or the cue that announces one, begin at byte i of s? The
 * cue itself stays; start then lies behind it. kb (may be NULL): its names are
 * no persons. Dates are not among them: privacy_date.c. */
bool identifier_at(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret);

/* The classes. */
bool find_number(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_mail(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_plate(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_cued(struct kb *kb, const char *s, size_t n, size_t i,
	       struct identifier *ret);
bool find_person(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret);
bool find_place(const char *s, size_t n, size_t i, struct identifier *ret);

/* What announces them: privacy_cues.c. */
enum cue_what { CUE_NUMBER, CUE_NAME, CUE_ADDRESS };
struct privacy_cue {
	const char *cue, *kind;
	enum cue_what what;
};
extern const struct privacy_cue privacy_cues[];
extern const size_t privacy_n_cues;

/* Shared by them. */
/* Bytes of a surname at s (欧阳, 王); 0: none. *ret_plain: it is hardly ever
 * anything else (a surname like 高 or 于 is a word, too). */
size_t surname_at(const char *s, size_t n, bool *ret_plain);
/* Is this a word of the knowledge base or of running text? */
bool known_word(struct kb *kb, const char *s, size_t n);
bool starts_with(const char *s, size_t n, const char *prefix);

/* A calendar date that begins at s. Returns its length; 0: none.
 * *ret_days: since 1970. A year, month or clock time alone is none. */
size_t find_date(const char *s, size_t n, size_t i, long long *ret_days);

#endif
