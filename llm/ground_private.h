/* The checks of a claim. Each returns NULL, or what is wrong (in a). */
#ifndef LLM_GROUND_PRIVATE_H
#define LLM_GROUND_PRIVATE_H

#include "kb/fold.h"
#include "kb/term.h"
#include "llm/ground.h"

const char *ground_reason(struct arena *a, const char *what, const char *where);

/* Every number stands in what is cited, with its unit. */
const char *ground_numbers(const char *claim, const char *cited,
			   struct arena *a);
/* Dose and frequency together, which nothing cited says. */
const char *ground_prescription(const char *claim, const char *cited,
				struct arena *a);
/* Drugs and analytes that were not given, under whatever name. */
const char *ground_names(struct kb *kb, const char *claim, const char *cited,
			 struct arena *a);

/* A text as the vocabularies see it, and the name that begins at folded byte
 * i; in Latin letters only where words end. */
struct text_view {
	const char *text;
	size_t n;
	struct folded f;
};
struct text_view ground_view(struct kb *kb, const char *text, struct arena *a);
struct term_match ground_name_at(struct kb *kb, enum term_domain domain,
				 const struct text_view *v, size_t i);
bool ground_shares(const struct term_match *x, const struct term_match *y);

/* 二十五, 三点五, 半; twenty-five. The bytes read; 0: none. */
size_t ground_chinese(const char *s, double *ret);
size_t ground_english(const char *s, double *ret);

/* The bytes of the number at p, with its unit (canonical; NULL); 0: there is
 * none. */
size_t ground_quantity(const char *text, const char *p, double *ret,
		       const char **ret_unit);

/* Every word is a word of what is cited, or of the vocabulary that cannot say
 * anything by itself; and what claims something agrees with it. */
const char *ground_support(struct kb *kb, const struct ground_facts *facts,
			   const struct ground_claim *c, struct arena *a);
bool ground_cites(const struct ground_claim *c, const char *id);

/* Full-width digits, letters and signs as plain ones. */
const char *ground_plain(const char *text, struct arena *a);

#endif
