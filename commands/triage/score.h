/* Scores that rest on signs as well as numbers. */
#ifndef COMMANDS_TRIAGE_SCORE_H
#define COMMANDS_TRIAGE_SCORE_H

#include "commands/triage/triage.h"

/* A new score of t, empty; its missing list has room for SCORE_MISSING_MAX. */
struct triage_score *triage_add_score(struct triage *t, const char *id);
void triage_score_misses(struct triage_score *s, const char *what);

/* The three parts of the paediatric score of Monaghan (2005): behaviour,
 * circulation, breathing; NaN: nothing known of it. */
struct pews {
	double part[3];
	const char *missing[8];
	size_t n_missing;
};
struct pews pews_of(const struct triage *t);

/* BE-FAST with the clock since the patient was last known well. */
void stroke_score(struct triage *t);

#endif
