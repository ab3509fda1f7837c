/* Inside the asking: candidates, before the best of them are chosen. */
#ifndef COMMANDS_TRIAGE_QUESTION_H
#define COMMANDS_TRIAGE_QUESTION_H

#include "commands/triage/triage.h"

enum { CANDIDATES = 96 };
struct asked {
	struct triage_question list[CANDIDATES];
	size_t n;
	int tries;
};

bool question_phone(const struct triage *t);
/* Hours since the longest of what is there began; 0: not told. */
double question_lasted(const struct triage *t);
/* The question of this id, new when there is none yet; NULL: no room. A
 * symptom is found by its number; its id is written when it is asked. */
struct triage_question *question_find(struct asked *q, const char *id,
				      int symptom);
/* Its answer may bring up the red flag x: why, and how much that is worth. */
void question_level(struct triage_question *q, const struct triage *t,
		    const struct triage_item *x, double likely);
/* The same for a context (DX, ON) and for a number or fact of the patient;
 * share: how
 * likely what pregnancy would mean is (a vital sign is always worth it). */
void question_context(const struct triage *t, struct asked *q,
		      const struct name *name, const struct triage_item *x,
		      double likely);
void question_measure(const struct triage *t, struct asked *q,
		      const struct name *name, const struct triage_item *x,
		      double share);
/* Age and sex, when they are not known. */
void question_patient(const struct triage *t, struct asked *q);
/* Last known well, onto t, when a stroke's clock is not running yet. */
void question_clock(struct triage *t);

#endif
