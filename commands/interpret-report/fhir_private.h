/* Inside the FHIR reader: fhir.c what any resource has, fhir_value.c and
 * fhir_range.c parts of an Observation, fhir_observation.c the whole of it. */
#ifndef COMMANDS_INTERPRET_REPORT_FHIR_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_FHIR_PRIVATE_H

#include "commands/interpret-report/fhir.h"

/* A string of the resource without what a terminal could obey; NULL stays. */
const char *fhir_copy(struct arena *a, const char *s);
/* A number as text; NULL: it is none. */
const char *fhir_number(struct arena *a, const json_t *number);
/* UCUM code when the system says so, else the printed unit, else any code. */
const char *fhir_unit(const json_t *quantity);

/* value[x] into the row's value and unit. False: there is none. */
bool fhir_read_value(struct arena *a, const json_t *o, struct raw_row *row);
/* The interval for the report's patient; the row's unit is read already. */
void fhir_read_range(const struct report *r, const json_t *o,
		     struct raw_row *row);

#endif
