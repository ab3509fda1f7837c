/* Does an explanation say only what the findings say? Claims are checked one
 * by one; none of them can add, remove or re-grade a finding. */
#ifndef LLM_GROUND_H
#define LLM_GROUND_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "kb/finding.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

/* What a claim may rest on: F1, F2 … and all that was said to the model. */
struct ground_fact {
	const char *id;       /* "F1" */
	const char *text;     /* title, reason, actions: everything */
	bool critical;        /* must be mentioned */
	enum urgency urgency; /* what of time and place may be said */
};
struct ground_facts VEC_OF(struct ground_fact);

struct ground_claim {
	const char *text;
	const char *cites; /* "F1 F2" */
};
struct ground_claims VEC_OF(struct ground_claim);

/* The answer as claims; strings live in a. False: it is not of the form
 * {"claims":[{"text","cites":[…]}]}; text round the object is tolerated. */
bool ground_read(const char *answer, size_t n, struct arena *a,
		 struct ground_claims *ret);

/* Is it {"claims":[]}: what was given does not answer the question? */
bool ground_says_nothing(const char *answer, size_t n);

/* NULL when every claim is grounded and every critical fact is cited; else
 * what is wrong, for the ledger and the screen (in a). */
const char *ground_check(struct kb *kb, const struct ground_facts *facts,
			 const struct ground_claims *claims, struct arena *a);

/* The same for one claim, while the rest is still coming. */
const char *ground_check_claim(struct kb *kb, const struct ground_facts *facts,
			       const struct ground_claim *claim,
			       struct arena *a);

#endif
