/* Metrics of continuous glucose monitoring, by the international consensus
 * (Diabetes Care 2019;42:1593) and the glycemia risk index (Klonoff, J Diabetes
 * Sci Technol 2023;17:1226). Thresholds are applied to the value in the unit
 * it was reported in. */
#ifndef COMMANDS_FOLLOWUP_CGM_H
#define COMMANDS_FOLLOWUP_CGM_H

#include "chart/observation.h"

struct cgm {
	size_t n;
	double days;      /* from the first reading to the last */
	double active;    /* % of the readings that the sensor's own interval
	                     makes possible */
	double mean, sd, cv; /* of what has a number; mg/dL, mg/dL, % */
	double gmi;       /* % */
	double very_low, low, in_range, high, very_high; /* % of n */
	double gri;
	bool sufficient;  /* at least 14 days and 70 % active */
};

/* Over the CGM observations of a series, oldest first. False: fewer than two
 * have a number. */
bool cgm_describe(const struct chart_observation *list, size_t n,
		  struct cgm *ret);

#endif
