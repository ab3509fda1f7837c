/* A text that is being taken apart. */
#ifndef LLM_GROUND_READER_H
#define LLM_GROUND_READER_H

#include "llm/ground_token.h"

/* What is read: the text, folded, and where each byte's character is in the
 * folded text (n: nowhere). */
struct reader {
	struct kb *kb;
	struct arena *a;
	struct text_view v;
	size_t *folded;
};

struct reader reader_of(struct kb *kb, const char *text, struct arena *a);
bool reader_latin(const char *s);
/* The character at i; its bytes. */
size_t reader_char(const struct reader *r, size_t i, uint32_t *ret_cp);
/* The longest word of the vocabulary at byte `at` that ends where a word ends. */
struct term_match reader_say(const struct reader *r, size_t at,
			     size_t *ret_end);
/* What it means, into the token. */
void reader_meaning(const struct reader *r, const struct term_match *m,
		    struct token *t);
/* The longest name at byte `at`, into the token; its bytes. */
size_t reader_name(const struct reader *r, size_t at, struct token *t);

#endif
