/* Inside the metrics of a sensor: its readings on an even grid of local time. */
#ifndef COMMANDS_FOLLOWUP_CGM_GRID_H
#define COMMANDS_FOLLOWUP_CGM_GRID_H

#include "commands/followup/cgm.h"

/* mg/dL at even steps, by straight lines between the readings; NaN before the
 * first, behind the last, and within a gap of more than 45 minutes. y[i] is
 * (i + 1) steps after the midnight before the first reading. */
struct cgm_grid {
	double *y;
	size_t n;
	size_t day; /* points of a day */
};

/* step: seconds, a divisor of the day. False: nothing to lay on it. The caller
 * frees ret->y. */
bool cgm_grid(const struct chart_observation *list, size_t n, int64_t step,
	      struct cgm_grid *ret);

/* mg/dL, beyond the range the end of it; NaN where that is not known. */
double cgm_mg(const struct chart_observation *o);

/* See struct cgm. */
double cgm_mage(const struct chart_observation *list, size_t n);
double cgm_modd(const struct chart_observation *list, size_t n, double step);

#endif
