/* Metrics of continuous glucose monitoring, by the international consensus
 * (Battelino, Diabetes Care 2019;42:1593; Danne 2017;40:1631), the glucose
 * management indicator (Bergenstal 2018;41:2275) and the glycemia risk index
 * (Klonoff, J Diabetes Sci Technol 2023;17:1226). Thresholds are applied to
 * the value in the unit it was reported in. */
#ifndef COMMANDS_FOLLOWUP_CGM_H
#define COMMANDS_FOLLOWUP_CGM_H

#include "chart/observation.h"

/* Whose ranges: those of pregnancy are 3.5 to 7.8, have no second level above,
 * and no risk index. */
enum cgm_goal { CGM_ADULT, CGM_PREGNANT };

enum { CGM_DAYS = 14, CGM_BINS = 24, CGM_CURVES = 5 };

struct cgm {
	size_t n;
	double days;         /* from the first reading to the last */
	double active;       /* % of the readings that the sensor's own interval
	                     makes possible between them */
	double coverage;     /* the same of a whole 14 days */
	double mean, sd, cv; /* of what has a number; mg/dL, mg/dL, % */
	double gmi;          /* % */
	double very_low, low, in_range, high, very_high; /* % of n */
	double gri;                                      /* NaN in pregnancy */
	/* Mean amplitude of glycaemic excursions (Service 1970), mg/dL, by the
	 * definition most in use, that of the R package iglu since 3.0
	 * (Fernandes, doi:10.1177/19322968211061165), whose figures are
	 * reproduced: points every 5 minutes, turning points between the
	 * crossings of moving averages of 5 and 32 points, swings of at least
	 * one SD, the mean of up and down; holes of more than 3 hours part,
	 * the stretches weigh by their length. What lies beyond the device's
	 * range counts as its limit. NaN: no such swing, or under 32 points. */
	double mage;
	/* Low and high blood glucose index; what lies beyond the device's range
	 * counts as its limit, so that they are at least this. NaN: a limit is
	 * not known. */
	double lbgi, hbgi;
	double j_index; /* 0.001 (mean + SD)², mg/dL (Wojcicki 1995) */
	/* Mean of daily differences (Molnar 1972), mg/dL, as iglu has it: days
	 * on a grid of the sensor's own minutes, point against point. NaN: no
	 * two of them a day apart. */
	double modd;
	bool sufficient; /* coverage of 70 % or more */
};

/* Over the CGM observations of a series, oldest first. False: fewer than two
 * have a number. */
bool cgm_describe(const struct chart_observation *list, size_t n,
		  enum cgm_goal goal, struct cgm *ret);
/* mg/dL for one mmol/L of glucose, as the consensus converts */
#define CGM_MG_PER_MMOL 18.0182
/* The indices, once mean and SD are there; step: the sensor's interval, s. */
void cgm_indices(const struct chart_observation *list, size_t n, double step,
		 struct cgm *ret);
/* 'A' … 'E': fifths of the index. */
char cgm_gri_zone(double gri);
/* Where the last 14 days of a series begin. */
size_t cgm_window(const struct chart_observation *list, size_t n, int days);

/* The ambulatory glucose profile: percentiles 5, 25, 50, 75, 95 of the
 * canonical values in `bins` equal parts of the day, NaN where fewer than
 * CGM_LEAST readings are; an infinity is beyond the device's range. */
enum { CGM_LEAST = 5 };
extern const int cgm_percents[CGM_CURVES];
struct cgm_bin {
	size_t n;
	double at[CGM_CURVES];
};
void cgm_profile(const struct chart_observation *list, size_t n, int bins,
		 struct cgm_bin *ret);
/* Of n sorted values, by linear interpolation between the order statistics
 * at (n − 1) p (R's type 7). */
double cgm_quantile(const double *sorted, size_t n, double p);

#endif
