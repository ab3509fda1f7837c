/* Inside rule evaluation: a loaded rule, and writing down its outcome
 * (rule_finding.c). */
#ifndef KB_RULE_PRIVATE_H
#define KB_RULE_PRIVATE_H

#include "kb/condition.h"
#include "kb/expr.h"
#include "kb/rule.h"

/* Columns of a rule's condition. */
enum column { GIVEN, WHEN, UNLESS };

struct rule {
	int id;
	const char *name, *origin;
	enum urgency urgency;
	int rank;
	const char *sql, *names_text;
	const int32_t *required; /* analyte ids that must be there */
	size_t n_required;
	const struct expr_guard *guards;
	size_t n_guards;
	struct condition condition; /* names and statement at first use */
};

struct evaluation {
	const struct facts *facts;
	struct kb *kb;
	struct finding_vec *findings;
	struct not_checked_vec *not_checked;
};

/* The rule fired. */
void evaluation_found(struct evaluation *e, const struct rule *r);
/* It could not decide: note what is missing. */
void evaluation_unchecked(struct evaluation *e, const struct rule *r,
			  const struct bindings *b);

#endif
