/* Findings: rules that fired, and rules that could not decide. */
#ifndef KB_FINDING_H
#define KB_FINDING_H

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"
#include "kb/fact.h"

enum urgency { URGENCY_CRITICAL, URGENCY_URGENT, URGENCY_SOON,
	       URGENCY_ROUTINE, URGENCY_INFO, URGENCY_COUNT };
const char *urgency_name(enum urgency u);        /* "critical" … */
bool urgency_parse(const char *s, enum urgency *ret);

struct text_vec VEC_OF(struct text);
struct str_vec VEC_OF(const char *);

struct evidence {
	const char *code; /* CODE or CODE.attribute */
	int ref;          /* index of the observation, -1 none */
	int line;
	size_t start, end; /* span of the decoded input; both 0: none */
};
struct evidence_vec VEC_OF(struct evidence);

struct finding {
	const char *id;
	const char *origin;    /* "base", "site", an import's name */
	enum urgency urgency;
	int rank;              /* 1 first … 99 */
	struct text title;
	struct text because;   /* filled in: no {CODE} left */
	struct text patient;   /* for lay readers; may be empty */
	struct text *actions;
	size_t n_actions;
	struct evidence *evidence;
	size_t n_evidence;
	const char **missing;  /* codes that would sharpen it */
	size_t n_missing;
	const char **explains; /* ids of findings grouped under this one */
	size_t n_explains;
	const char **sources;
	size_t n_sources;
	const void *extra;     /* what its command adds; NULL */
	int group;             /* index of the finding it stands under, or own */
};
struct finding_vec VEC_OF(struct finding);

struct missing {
	const char *code;
	const char *state; /* absent, unreadable, unit-unknown */
};
struct not_checked {
	const char *rule;
	enum urgency urgency; /* of the finding it could be */
	struct text title;
	struct missing *missing;
	size_t n_missing;
	const char *check;    /* instead of a rule; NULL */
	struct text why;
};
struct not_checked_vec VEC_OF(struct not_checked);

/* Group by `explains` and order: the group's worst urgency, rank, id. Sets
 * `group`; every explained finding follows its explainer. */
void findings_order(struct finding_vec *findings);

#endif
