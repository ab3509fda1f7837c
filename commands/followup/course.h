/* What is worked out of a series: slope, time in therapeutic range, change of
 * weight, and the average of measuring at home. Pure functions. */
#ifndef COMMANDS_FOLLOWUP_COURSE_H
#define COMMANDS_FOLLOWUP_COURSE_H

#include "chart/observation.h"

/* Least squares over time, per year of 365.25 days. */
struct slope {
	size_t n;
	double years; /* from the first to the last */
	double per_year;
	double error; /* standard error of it; NaN with n < 3 */
};
/* False: fewer than two different times. */
bool slope_of(const struct chart_observation *list, size_t n,
	      struct slope *ret);

/* Rosendaal 1993: the value runs straight from one test to the next; tests
 * further apart than TTR_GAP days say nothing of the time between. */
enum { TTR_GAP = 56 };
struct ttr {
	size_t n;
	double days, left_out;       /* counted; in gaps */
	double within, below, above; /* % of days */
};
bool ttr_of(const struct chart_observation *list, size_t n, double low,
	    double high, struct ttr *ret);

/* The last value less the earliest within `days` before it; NaN: none. */
double change_within(const struct chart_observation *list, size_t n,
		     double days);

/* Blood pressure at home, "722": over the seven days up to the last reading,
 * before and after noon, two readings each, without the first day. */
struct home_bp {
	int days; /* with readings, the first one counted */
	int occasions, short_occasions; /* of the days used; with one reading */
	size_t n;                       /* pairs averaged */
	double sbp, dbp;                /* NaN: none left */
	double morning_sbp, morning_dbp, evening_sbp, evening_dbp;
	int64_t first, last; /* days, local */
	bool sufficient;     /* four days or more, and two readings at half
	                           of the occasions or more */
};
/* From observations of SBP and DBP, each oldest first; those whose context
 * says they were taken at home. False: none. */
bool home_bp_of(const struct chart_observation *sbp, size_t n_sbp,
		const struct chart_observation *dbp, size_t n_dbp,
		struct home_bp *ret);

/* The same of what followup_judge listed; nothing: days 0. */
void followup_home(const struct chart_observation_vec *list,
		   struct home_bp *ret);

#endif
