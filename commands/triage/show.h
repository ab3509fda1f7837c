/* Pieces of the screen that the answer and the referral share. */
#ifndef COMMANDS_TRIAGE_SHOW_H
#define COMMANDS_TRIAGE_SHOW_H

#include "commands/triage/record.h"
#include "commands/triage/triage.h"

/* "Title  text", wrapped. */
void show_line(struct strbuf *out, const struct ui *ui, const char *title,
	       const char *text);
/* Who it is, behind a title. */
void show_head(struct strbuf *out, const struct triage *t, const char *title);
void show_score(struct strbuf *out, const struct triage *t,
		const struct triage_score *s);
/* The vital signs nobody has taken. */
void show_unmeasured(struct strbuf *out, const struct triage *t);

/* show_record.c: the member "record". */
struct jw;
void triage_record_json(struct jw *j, const struct triage *t);
/* Tobacco and the last period in numbers; NULL: not told. */
const char *show_smoking(const struct triage *t);
const char *show_last_period(const struct triage *t);

#endif
