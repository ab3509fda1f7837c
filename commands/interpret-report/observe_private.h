/* Inside normalisation: one raw row on its way to an observation.
 *
 *   observe.c        the order of things, status
 *   observe_name.c   which analyte a printed name is, from its neighbours too
 *   observe_whole_blood.c  copper, zinc, iron … of serum or of whole blood
 *   observe_score.c  what speaks for a candidate
 *   observe_unit.c   printed unit, or the only one that fits
 *   observe_flag.c   inside or outside the interval
 *   observe_printed.c  against the printed flag */
#ifndef COMMANDS_INTERPRET_REPORT_OBSERVE_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_OBSERVE_PRIVATE_H

#include "commands/interpret-report/name.h"
#include "commands/interpret-report/range.h"
#include "commands/interpret-report/report.h"
#include "commands/interpret-report/value.h"

struct work {
	const struct raw_row *raw;
	struct value value;
	struct range range;
	struct name_match match;
	const char *unit_text; /* the unit as printed, wherever; NULL none */
	const char *ucum;      /* its code; NULL none or unknown */
	const struct analyte *analyte; /* chosen, or NULL */
	const struct analyte *candidates[4];
	size_t n_candidates;
	bool fluid_assumed; /* nothing said which; blood was taken */
	unsigned doubt;
	enum flag printed; /* the printed flag; FLAG_NONE none */
	bool printed_critical;
};

/* Fill name, unit as printed, analyte or candidates of each row. */
void observe_names(struct kb *kb, const struct report *r, struct work *w,
		   size_t n, struct arena *scratch);

/* Are all numbers printed with decimal commas? Then points instead
 * (observe_comma.c). */
bool observe_uses_commas(const struct report *r);
void observe_points(struct report *r);

/* Serum's elements among them that are whole blood's become those
 * (observe_whole_blood.c). */
void observe_whole_blood(struct kb *kb, const struct report *r, struct work *w,
			 size_t n);

/* What speaks for the analyte in the row; the higher the better, below 0
 * against it: its unit, the size of its interval, its fluid. */
double score_unit(struct kb *kb, const struct work *w, const struct analyte *c);
double score_size(struct kb *kb, const struct report *r, const struct work *w,
		  const struct analyte *c);
double score_specimen(const struct report *r, const struct work *w,
		      const struct analyte *c);
/* Nothing says what fluid the row is of. */
bool score_unsaid(const struct report *r, const struct work *w);
/* Everything the row says by itself. */
double score_alone(struct kb *kb, const struct report *r, const struct work *w,
		   const struct analyte *c);
/* The settled rows around row i, and what they say: c's panel, c's fluid. */
enum { NEAR = 12 };
struct neighbours {
	const struct analyte *analyte[2 * NEAR];
	size_t n, blood;
};
void score_look_around(const struct work *w, size_t n, size_t i,
		       struct neighbours *ret);
double score_neighbours(const struct neighbours *around,
			const struct analyte *c);
bool score_same_fluid(const struct analyte *a, const struct analyte *b);

/* The unit as printed: code or NULL, into w. */
void observe_printed_unit(struct kb *kb, struct work *w, struct arena *a);
/* Unit and canonical value of o. False: the unit is not known. */
bool observe_unit(struct kb *kb, const struct report *r, const struct work *w,
		  struct observation *o);
/* How far apart two positive numbers are, in powers of ten; NaN unknown. */
double observe_magnitude(double a, double b);
/* A bound of the knowledge base's interval for size comparisons (canonical);
 * NaN none. Sex and age are not asked for. */
double observe_usual(struct kb *kb, const struct analyte *a,
		     const struct patient *p);

/* Interval, flag, ordinal of o; doubt where print contradicts itself. */
void observe_flag(struct kb *kb, const struct report *r, const struct work *w,
		  struct observation *o);
/* Beside the flag printed in the row: o's is graded by it, or in doubt. */
void observe_compare_flag(const struct work *w, struct observation *o);
/* The printed flag as it is meant for the analyte. */
enum flag observe_said(const struct work *w);
enum flag observe_printed_flag(struct kb *kb, const char *text, enum star star,
			       struct arena *a, bool *ret_critical);

#endif
