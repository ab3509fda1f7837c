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

#endif
