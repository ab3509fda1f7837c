/* Evaluation: derived values, then rules. Pure: facts in, findings out. */
#ifndef KB_RULE_H
#define KB_RULE_H

#include "kb/fact.h"
#include "kb/finding.h"

#include <stdbool.h>

/* Add every derived value (eGFR, anion gap …) whose inputs are there and
 * which was not printed; ref is -1. Calls facts_settle. */
bool facts_derive(struct facts *f, struct err *err);

/* Evaluate the rules whose given facts are there. Findings come ordered and
 * grouped; texts live in f->arena. */
bool rules_evaluate(const struct facts *f, struct finding_vec *ret,
		    struct not_checked_vec *ret_not_checked, struct err *err);

/* The wording of the rule `id`, with {CODE} where values stand; it lives as
 * long as kb. False: no such rule. */
struct rule_wording {
	struct text title, because;
	const struct text *actions;
	size_t n_actions;
};
bool rule_wording(struct kb *kb, const char *id, struct rule_wording *ret);

#endif
