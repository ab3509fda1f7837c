/* From observations to findings. */
#ifndef COMMANDS_INTERPRET_REPORT_JUDGE_H
#define COMMANDS_INTERPRET_REPORT_JUDGE_H

#include "commands/interpret-report/report.h"
#include "commands/result.h"

#include <stdbool.h>

/* Observations (r->observations, r->patient settled) → r's facts, derived
 * values (appended to r->observations), findings and what could not be
 * checked into *ret. */
bool report_judge(struct kb *kb, struct report *r, struct result *ret,
		  struct err *err);

/* Change since the earlier result of the same analyte in this report, when it
 * exceeds the reference change value 1.96·√2·√(CVI² + CVA²) with CVA taken as
 * CVI/2 (the desirable imprecision; Fraser 2001): percent, otherwise NaN. */
double observation_delta(const struct report *r, const struct observation *o,
			 double *ret_limit);

#endif
