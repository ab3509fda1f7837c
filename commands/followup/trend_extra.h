/* Inside trend: what single analytes have of their own. */
#ifndef COMMANDS_FOLLOWUP_TREND_EXTRA_H
#define COMMANDS_FOLLOWUP_TREND_EXTRA_H

#include "commands/followup/trend.h"

bool trend_is(const struct trend *t, const char *code);
/* "+2.4", "-0.3", "?"; "2.4", "?": in the arena of f. */
const char *trend_signed(struct followup *f, double x, int digits);
const char *trend_number(struct followup *f, double x, int digits);
/* The last reading, as "7.2" or "<2.2". */
const char *trend_last(struct followup *f, const struct trend *t);
/* The cut-off CODE.attribute in the canonical unit; NaN: none. */
double trend_limit(struct followup *f, const struct analyte *a,
		   const char *attribute);

/* Hold the series against other cut-offs. */
void trend_retarget(struct followup *f, struct trend *t, const char *low,
		    const char *high);

/* eGFR worked out of every creatinine that came without one. */
bool trend_add_egfr(struct followup *f, const struct chart_patient *p,
		    const struct analyte *egfr, int64_t from,
		    struct chart_observation_vec *list, struct err *err);

void trend_cgm_text(struct followup *f, const struct trend *t,
		    struct strbuf *out);
void trend_cgm_json(struct followup *f, const struct trend *t, struct jw *j);
/* The profile as a chart of a day; false: too few readings. */
bool trend_cgm_plot(struct followup *f, const struct trend *t,
		    struct plot *ret);

#endif
