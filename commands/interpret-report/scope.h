/* What stands among laboratory results and is none. */
#ifndef COMMANDS_INTERPRET_REPORT_SCOPE_H
#define COMMANDS_INTERPRET_REPORT_SCOPE_H

#include "commands/interpret-report/report.h"

/* Vital signs, body measurements and other observations of the patient, by
 * LOINC; loinc may be NULL. */
bool scope_is_vital(const char *loinc);
/* The same by a name that has no LOINC: "WEIGHT", 身高. */
bool scope_is_vital_name(const char *name);
/* Rows of no known analyte that are flagged S, I or R are the susceptibility
 * of a germ: from the observations to what was not interpreted. */
void scope_set_aside(struct report *r);

#endif
