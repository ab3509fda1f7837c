/* Words by which complaint_background.c tells what is known; each ends with NULL. */
#ifndef COMMANDS_TRIAGE_KNOWN_WORDS_H
#define COMMANDS_TRIAGE_KNOWN_WORDS_H

#include "commands/triage/complaint_private.h"

extern const char *const known_lasting[],
	*const known_told_past[],
		*const known_asked[],
			*const known_denials[],
				*const known_any_disease[],
					*const known_taking[],
						*const known_any_drug[],
							*const known_standing[];

#endif
