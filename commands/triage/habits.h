/* What the histories say in numbers and names: tobacco, alcohol, work, travel,
 * the last period and births. Nothing is filled in that was not told. */
#ifndef COMMANDS_TRIAGE_HABITS_H
#define COMMANDS_TRIAGE_HABITS_H

#include "commands/triage/history.h"

#include <stdint.h>

enum habit { HABIT_UNKNOWN, HABIT_NEVER, HABIT_FORMER, HABIT_CURRENT };

struct habits {
	enum habit smoking, drinking;
	double cigarettes; /* a day; NaN not told, as all numbers here */
	double smoking_years, pack_years;
	double drinks;             /* of `measure`, `per` day, week, month */
	const char *measure, *per; /* as told, "day" …; NULL not told */
	double drinking_years;
	const char *occupation, *travel; /* as told; NULL */
	int64_t lmp; /* day (base/date.h), INT64_MIN not told */
	double gravida, para;
};

/* `today` in days. Texts lie in a. */
struct habits habits_read(const struct history *h, const char *text,
			  int64_t today, struct arena *a);

#endif
