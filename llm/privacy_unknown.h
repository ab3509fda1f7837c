/* The other half of the guard: what no vocabulary knows does not leave either,
 * whether or not a cue announces it. */
#ifndef LLM_PRIVACY_UNKNOWN_H
#define LLM_PRIVACY_UNKNOWN_H

#include "kb/kb.h"
#include "kb/term.h"

#include <stdbool.h>
#include <stddef.h>

/* mark[i] = 1 for every byte of text (already folded to plain) that belongs to
 * a word, name or number that is neither of the knowledge base nor of ordinary
 * language: TERM_PLAIN, or TERM_OWN for what a person typed, in which names may
 * be ordinary words. Placeholders are ours and are passed over. Returns: any? */
bool privacy_mark_unknown(struct kb *kb, enum term_domain ordinary,
			  const char *s, size_t n, unsigned char *mark);

/* The same for n bytes of ideographs alone, three bytes each. */
void han_unknown(struct kb *kb, enum term_domain ordinary, const char *s,
		 size_t n, unsigned char *mark);
/* A word of Latin letters, digits and signs inside at s[i]: its length;
 * *ret_unknown: it is none of the known. */
size_t latin_unknown(struct kb *kb, enum term_domain ordinary, const char *s,
		     size_t n, size_t i, bool *ret_unknown);
/* Is the word, in lower case, one that only medicine builds? */
bool latin_medical_form(const char *s, size_t n);
/* "Willow ward", "Riverside clinic", "maple street": is the word of len bytes
 * at s[i] the name of a place? */
bool latin_names_place(struct kb *kb, const char *s, size_t n, size_t i,
		       size_t len);
/* Bytes of a name of the knowledge base of several words or scripts at s[i]
 * (Gan Mao Ling Ke Li, 华支睾吸虫IgG抗体); 0: none. */
size_t name_of_words(struct kb *kb, const char *s, size_t n, size_t i);
/* "[电话12]" is what the guard wrote. Returns its length; 0: it is none. */
size_t privacy_placeholder(const char *s, size_t n, size_t i);

#endif
