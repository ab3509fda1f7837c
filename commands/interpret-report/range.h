/* A reference cell, taken apart. */
#ifndef COMMANDS_INTERPRET_REPORT_RANGE_H
#define COMMANDS_INTERPRET_REPORT_RANGE_H

#include "base/arena.h"
#include "commands/interpret-report/report.h"

#include <stdbool.h>

struct range {
	bool found;       /* an interval or an expected word for this
	                           patient was read */
	double low, high; /* NaN open */
	bool low_strict, high_strict; /* the bound itself is outside */
	double ordinal;               /* 阴性 as a range: 0; NaN none */
	double grey_low, grey_high;   /* 0.7-1.0 可疑; NaN none */
	bool titre;                   /* the bounds are of 1:N */
	const char *unit;             /* printed in the cell, or NULL */
	const char *words;         /* what was not understood: "Not Estab.", a
	                           grade list; NULL when all was */
	enum interval_state state; /* NEEDS_SEX, NEEDS_AGE: the cell has
	                              intervals for several kinds of people and
	                              the patient's is not known */
	unsigned doubt;            /* DOUBT_RANGE, DOUBT_DIGITS */
};

/* `text` as printed; may be NULL. p chooses among "男: … 女: …" and
 * "成人: … 儿童: …". */
void range_parse(struct kb *kb, const char *text, const struct patient *p,
		 struct arena *a, struct range *ret);

/* Does s begin with a unit of age (岁, Yrs, 个月)? *ret_n: its bytes. */
bool range_leads_age(const char *s, size_t n, size_t *ret_n);

#endif
