/* FHIR R4 resources as read: one Observation → raw rows. */
#ifndef COMMANDS_INTERPRET_REPORT_FHIR_H
#define COMMANDS_INTERPRET_REPORT_FHIR_H

#include "commands/interpret-report/report.h"

#include <jansson.h>
#include <stdbool.h>

/* Is the text FHIR JSON: an object with a resourceType near its start. */
bool fhir_detect(const char *text, size_t n);

/* Bytes of the first Bundles of a text that has one a line: whole lines, at
 * least `least` bytes of them. Anything else is n: not to be cut. */
size_t fhir_slice(const char *text, size_t n, size_t least);

/* String member, or NULL. */
const char *fhir_str(const json_t *object, const char *key);
/* "2026-01-05T08:30:00+08:00" → local seconds; DATE_NONE. */
int64_t fhir_time(const char *text);
/* The code of `system` (a part of its URL) in a CodeableConcept, or NULL. */
const char *fhir_code(const json_t *concept, const char *system);
/* What a CodeableConcept says to a person: text, else display, else code. */
const char *fhir_text(const json_t *concept);

/* Is it a laboratory result: by category; without one, anything but the
 * known vital signs and measurements of the body. */
bool fhir_is_laboratory(const json_t *observation);

/* When it holds: effective, else issued; DATE_NONE. */
int64_t fhir_when(const json_t *resource);
/* Entered in error, or cancelled. */
bool fhir_is_withdrawn(const json_t *resource);

/* Append the observation's row, or one per component, to r. container: of a
 * contained one, or NULL. specimen: as our word or NULL. Withdrawn ones leave a
 * note, absent ones too. A weight or gestational age becomes part of the
 * patient. */
void fhir_add_observation(struct report *r, const json_t *observation,
			  const json_t *container, const char *specimen,
			  int64_t when);

#endif
