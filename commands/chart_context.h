/* What the chart knows of a patient, as the patient and the facts that rules
 * are evaluated over. Shared by the commands that take --patient. */
#ifndef COMMANDS_CHART_CONTEXT_H
#define COMMANDS_CHART_CONTEXT_H

#include "chart/chart.h"
#include "chart/observation.h"
#include "chart/patient.h"
#include "commands/app.h"
#include "kb/fact.h"
#include "kb/patient.h"

/* Open the chart that the configuration names, as the login user. */
bool chart_context_open(const struct app *app, bool create, struct chart **ret,
			struct err *err);
/* chart_set_aside of that chart. */
bool chart_context_set_aside(const struct app *app, const char *copy,
			     struct strbuf *ret, struct err *err);

/* Age today, sex, diagnoses, what is taken now, a pregnancy that is followed.
 * *ret is patient_unknown() before; diagnoses that
 * the knowledge base does not know are left out. */
bool chart_context_patient(const struct app *app, struct chart *c,
			   const struct chart_patient *p, struct arena *a,
			   struct patient *ret, struct err *err);

/* The age on a day of the calendar. */
void chart_context_age(struct patient *p, int64_t birth, bool exact,
		       int64_t day);

/* One observation as a fact; ref is its index in the caller's list. False: the
 * knowledge base has no such analyte. */
bool chart_context_fact(struct kb *kb, const struct patient *p,
			const struct chart_observation *o, int ref,
			struct arena *a, struct fact *ret);

/* Today's day number on the clinic's calendar. */
int64_t app_today(const struct app *app);

#endif
