/* Finding identifiers in plain text (full-width already folded). */
#ifndef LLM_PRIVACY_FIND_H
#define LLM_PRIVACY_FIND_H

#include <stdbool.h>
#include <stddef.h>

struct identifier {
	const char *kind;  /* of the placeholder: 证件, 电话 … */
	size_t start, end; /* what is to be replaced */
};

/* Does an identifier, or the cue that announces one, begin at byte i of s? The
 * cue itself stays; start then lies behind it. */
bool identifier_at(const char *s, size_t n, size_t i, struct identifier *ret);

#endif
