/* Inside the verb med: what is taken, when, and how regularly. */
#ifndef COMMANDS_FOLLOWUP_MEDICATION_H
#define COMMANDS_FOLLOWUP_MEDICATION_H

#include "chart/adherence.h"
#include "chart/medication.h"
#include "commands/followup/followup.h"
#include "commands/order.h"

/* How much of the time a medication was covered, over `days` up to today.
 * PDC: days with a supply at hand, of the days it was ordered; supplies that
 * overlap are used one after the other. MPR: days of all supplies but the last,
 * of the days from the first dispensing to the last; may exceed 100 (Hess, Ann
 * Pharmacother 2006;40:1280).
 * Takes: doses recorded as taken of those recorded. NaN: nothing recorded. */
struct adherence {
	double pdc, mpr, takes; /* % */
	size_t n_refills, n_takes;
	int gap;          /* longest time without a supply, days */
	int64_t runs_out; /* first day without, or DATE_NONE */
};
bool medication_adherence(struct followup *f, const struct chart_medication *m,
			  int days, struct adherence *ret, struct err *err);

/* The order as read. */
struct order medication_order(struct followup *f,
			      const struct chart_medication *m);
/* Hours of taking in minutes after midnight, by --times or the times a day;
 * 0: not to be said (as needed, or not read). */
size_t medication_times(struct followup *f, const struct order *o, int ret[12],
			struct err *err);

/* The schedule as iCalendar with alarms. */
bool medication_calendar(struct followup *f, const char *patient,
			 struct err *err);

#endif
