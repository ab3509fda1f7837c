/* Inside the writing of the record. */
#ifndef COMMANDS_TRIAGE_RECORD_H
#define COMMANDS_TRIAGE_RECORD_H

#include "commands/triage/triage.h"

/* The buffer's text in the arena, NULL when empty; the buffer is released. */
const char *record_keep(struct triage *t, struct strbuf *sb);
/* The patient's own, of now, in that state. */
bool record_own(const struct complaint_evidence *e, enum state state);
/* Is it one to be written down as a symptom? */
bool record_written(const struct triage *t, const struct complaint_evidence *e);
/* How long, in the interface's language; NULL: not told. */
const char *record_duration(struct triage *t,
			    const struct complaint_evidence *e, bool as_told);
/* " for " a number of days, " since " yesterday. */
const char *record_since(const char *duration);

/* Words of the complaint, without the stops at their ends, safe to show. */
void record_phrase(struct strbuf *sb, const char *text, size_t start,
		   size_t end);

/* The main symptom: index of the evidence, -1 none. */
int record_main(const struct triage *t);

/* Onto t->record: symptoms and duration, at most 20 characters in Chinese. */
void record_chief(struct triage *t);
/* Present illness in its conventional order. */
const char *record_present(struct triage *t);
/* record_course.c: how long it is worse ("1周" of 加重1周) and the word for it;
 * NULL: not told. */
const char *record_worse(struct triage *t, const char **ret_turn);
/* Does it come again and again (反复, 间断)? */
bool record_again(const struct triage *t, const struct complaint_evidence *e);
/* Says how a symptom is, and is none itself. */
bool record_modifier(const struct symptom *s);
/* What came of a treatment, in words; NULL: not told, or told in it. */
const char *record_effect(const struct triage *t,
			  const struct triage_treatment *x);
/* record_treatment.c: what was taken, and what came of it. */
void record_treatments(struct triage *t);
/* Past, personal, menstrual, family history and allergies, onto t->record. */
void record_histories(struct triage *t);

#endif
