/* Inside rule evaluation: a loaded rule, and writing down its outcome
 * (rule_finding.c). */
#ifndef KB_RULE_PRIVATE_H
#define KB_RULE_PRIVATE_H

#include "kb/condition.h"
#include "kb/expr.h"
#include "kb/rule.h"

/* Columns of a rule's condition. */
enum column { GIVEN, WHEN, UNLESS };

/* A rule's wording and lists, split once. */
struct rule_text {
	struct text title, because, patient;
	struct text *actions;
	const char **explains, **refine, **sources;
	size_t n_actions, n_explains, n_refine, n_sources;
};

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
	struct condition condition;   /* names and plan at first use */
	bool whole;                   /* all its names are resolved */
	const struct rule_text *text; /* at first use: rule_text() */
};

struct evaluation {
	const struct facts *facts;
	struct kb *kb;
	uint64_t number; /* tells what names are bound in this one */
	struct finding_vec *findings;
	struct not_checked_vec *not_checked;
};

/* The rule's wording, read when it is first asked for; of the kb. */
const struct rule_text *rule_text(struct kb *kb, struct rule *r);
/* The rule fired. */
void evaluation_found(struct evaluation *e, struct rule *r);
/* Its given waits for the patient's age alone: note that. */
void evaluation_without_age(struct evaluation *e, struct rule *r,
			    const struct bindings *b);
/* It could not decide: note what is missing. */
void evaluation_unchecked(struct evaluation *e, struct rule *r,
			  const struct bindings *b);

#endif
