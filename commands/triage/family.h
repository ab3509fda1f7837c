/* What is told of the diseases of the family. */
#ifndef COMMANDS_TRIAGE_FAMILY_H
#define COMMANDS_TRIAGE_FAMILY_H

#include "commands/triage/history.h"

enum { KIN_MAX = 8 };

/* One relative's disease, or that there is none ("家族没有肿瘤史"). */
struct kin {
	const char *relative;  /* "father", "family" …; a code */
	const char *condition; /* as told; NULL: none is named */
	bool absent;
};

/* Does the clause of text tell of the family's diseases, and is the patient
 * another? He says "I" elsewhere, or has `complained` before: "我爸有糖尿病，
 * 头晕" is of the father. */
bool family_tells(const char *text, const char *clause, bool complained,
		  struct arena *a);
/* Does the clause name a relative? */
bool family_names(const char *clause);
/* The family history in parts; returns how many. */
size_t family_read(const struct history *h, const char *text, struct arena *a,
		   struct kin ret[KIN_MAX]);

#endif
