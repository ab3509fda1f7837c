/* One analyte of one patient over time: what was measured, against what it
 * is held, and what is drawn. */
#ifndef COMMANDS_FOLLOWUP_TREND_H
#define COMMANDS_FOLLOWUP_TREND_H

#include "commands/followup/followup.h"
#include "commands/followup/plot.h"
#include "kb/analyte.h"

struct target {
	double low, high; /* canonical unit; NaN: open */
	bool below;       /* `high` itself is outside */
	double alert_low, alert_high;
	const char *origin; /* "option", "kb"; NULL: none */
};

struct trend {
	const struct analyte *analyte;
	struct chart_observation_vec list; /* oldest first */
	size_t used;                       /* with a number of their own */
	double low, high, sum;
	int64_t first, last; /* local time of the used ones */
	struct target target;
	bool pregnant, older; /* 65 or more: other goals of a sensor */
	size_t out; /* of the used and the sentinels: outside the target */
};
struct trend_vec VEC_OF(struct trend);

/* Load and describe; trend_release it. */
bool trend_load(struct followup *f, const struct chart_patient *p,
		const struct analyte *a, int64_t from, struct trend *ret,
		struct err *err);
void trend_release(struct trend *t);
/* Every analyte of the patient that has readings since `from`. */
bool trend_load_all(struct followup *f, const char *patient, int64_t from,
		    struct trend_vec *ret, struct err *err);
bool target_of(struct followup *f, const struct analyte *a, struct target *ret,
	       struct err *err);
/* -1 below, 0 within (or no target), 1 above. */
int target_side(const struct target *t, double x);
/* "< 140", "3.9–10", "≥ 2"; "" without one. */
const char *target_text(struct followup *f, const struct target *t);

/* Describe as a chart; owned by the arena of f. */
struct plot trend_plot(struct followup *f, const struct trend *t,
		       const struct plot_mark_vec *marks);
/* Starts and stops of medication between two instants. */
bool trend_marks(struct followup *f, const char *patient, int64_t from,
		 struct plot_mark_vec *ret, struct err *err);

/* What is worked out of an analyte's own series: text lines and JSON members
 * (time in range, slope, home average); nothing when it has none. */
bool trend_extra_text(struct followup *f, const struct chart_patient *p,
		      const struct trend *t, struct strbuf *out,
		      struct err *err);
bool trend_extra_json(struct followup *f, const struct chart_patient *p,
		      const struct trend *t, struct jw *j, struct err *err);

void trend_table(struct followup *f, const struct trend_vec *all);
/* One self-contained page. */
bool trend_html(struct followup *f, const struct chart_patient *p,
		const struct trend_vec *all, const struct plot_mark_vec *marks,
		struct err *err);

#endif
