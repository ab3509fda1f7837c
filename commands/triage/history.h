/* What a complaint tells of the person beside the illness: habits, periods
 * and births, allergies. Clauses that tell of nothing else are not read as
 * complaints: "smoked for 10 years" is no cough of ten years. */
#ifndef COMMANDS_TRIAGE_HISTORY_H
#define COMMANDS_TRIAGE_HISTORY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct complaint;

enum history_kind {
	HISTORY_PERSONAL,
	HISTORY_MENSTRUAL,
	HISTORY_ALLERGY,
	HISTORY_PAST,
	HISTORY_FAMILY,
	HISTORY_TRAVEL,
	HISTORY_KINDS
};

enum { HISTORY_PHRASES = 16 };
struct history {
	struct {
		enum history_kind kind;
		size_t start, end; /* bytes of the text */
	} at[HISTORY_PHRASES];
	size_t n;
};

/* Find them in n bytes of text. *ret_masked: the text to be read as the
 * complaint, such clauses blanked out, of the same length. */
struct history history_read(const char *text, size_t n, struct arena *a,
			    const char **ret_masked);

/* A symptom told of the past ("既往…") is none of now; known diseases stay. */
void history_part_from_now(const struct history *h, struct complaint *c);

#endif
