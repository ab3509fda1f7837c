/* "Did you mean …": the nearest of some words.
 *
 *     struct nearest near = nearest_to("--fromat");
 *     for (…)
 *         nearest_try(&near, word);
 *     ERR(err, ERR_OPTION_UNKNOWN, given, near.word);
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *given;
	const char *word; /* best so far, "" when none is near enough */
	size_t distance;
};

struct nearest nearest_to(const char *given);
/* Offer a word (borrowed). Insertions, deletions, replacements and swaps of
 * neighbouring bytes count one each; more than a third of the given word
 * being wrong is not near. */
void nearest_try(struct nearest *near, const char *word);

#endif
