/* Inside name resolution: name.c the name without brackets, name_mark.c what
 * stands around it, name_bracket.c what brackets say. */
#ifndef COMMANDS_INTERPRET_REPORT_NAME_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_NAME_PRIVATE_H

#include "commands/interpret-report/name.h"
#include "commands/interpret-report/scan.h"

void name_take(struct name_match *m, struct term_match t);
/* A word that may stand beside a name: method, "测定", specimen (noted). */
bool name_is_companion(const struct view *v, size_t at, size_t end,
		       struct name_match *m);
/* n without marks and punctuation at its end. */
size_t name_trim(const char *s, size_t n);
/* The name of n bytes, without brackets. */
bool name_match_bare(struct kb *kb, const char *s, size_t n, bool near,
		     struct arena *a, struct name_match *m);
/* The same with brackets, which are cut out after noting what they say. */
bool name_match_brackets(struct kb *kb, const char *s, size_t n, bool near,
			 struct arena *a, struct name_match *ret);

#endif
