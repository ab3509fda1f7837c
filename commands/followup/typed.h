/* Steps of reading what is typed in a hurry; followup_typed is their entry. */
#ifndef COMMANDS_FOLLOWUP_TYPED_H
#define COMMANDS_FOLLOWUP_TYPED_H

#include "base/vec.h"
#include "commands/followup/followup.h"
#include "commands/followup/when.h"

/* Phrases of several words → one word; days and clocks go to *when, headings
 * ("血脂") are left out. Words with '=' stay as they are. */
void followup_phrases(struct followup *f, const struct string_vec *words,
		      struct when *when, struct string_vec *ret);

/* Widths folded; marks become blanks where they part readings, a colon behind
 * a name, and brackets. */
const char *followup_fold_marks(struct followup *f, const char *word);

/* Those of f->remarks, on a line. */
void followup_say_remarks(struct followup *f);

/* What stands beside the readings. */
enum aside {
	ASIDE_NONE,
	ASIDE_FILLER, /* says nothing: "is", 测得 */
	ASIDE_REMARK, /* told as not recorded: which arm, lying, 律齐 */
};
/* of_pulse: the reading before is a pulse, of which "regular" is the rhythm. */
enum aside typed_aside(const char *word, bool of_pulse);
/* The bytes of one that is written together with what follows it; 0: none. */
size_t typed_aside_before(const char *word, enum aside *ret);
/* A name without what is said behind it ("血压高", "心率每分钟"); what is no
 * name stays itself. */
const char *typed_plain(struct followup *f, const char *name);
/* 一百四十八, 37度2, 1米68, 148-92 as figures. */
const char *typed_numbers(struct followup *f, const char *text);

#endif
