/* The chart as a FHIR R4 Bundle, and back without loss. What FHIR has no place
 * for stands in extensions of urn:clin:. Names and telephone numbers are
 * written only with --with-names. */
#ifndef COMMANDS_FOLLOWUP_BUNDLE_H
#define COMMANDS_FOLLOWUP_BUNDLE_H

#include "commands/followup/followup.h"

#include <jansson.h>

#define FHIR_LOINC "http://loinc.org"
#define FHIR_UCUM "http://unitsofmeasure.org"
#define FHIR_PATIENT "urn:clin:patient"
#define FHIR_PROTOCOL "urn:clin:protocol:"
#define FHIR_FORM "urn:clin:form:"
#define FHIR_CODE "urn:clin:code"

/* One patient, or (NULL) all of the chart, those who left included. */
bool bundle_write(struct followup *f, const struct chart_patient *p,
		  struct err *err);
/* Every patient of the Bundle under the id it has there: those who are not in
 * the chart are taken in; what is there already is not added again. */
bool bundle_restore(struct followup *f, const char *path, struct err *err);
bool bundle_take(struct followup *f, const char *text, size_t n,
		 struct err *err);

/* --- writing ------------------------------------------------------------- */

struct bundle_writer {
	struct followup *f;
	struct jw j;
	const char *id, *reference; /* of the patient at hand */
};
/* Opens {"resource":{"resourceType":type; closed by bundle_end. */
void bundle_begin(struct bundle_writer *w, const char *type);
void bundle_end(struct bundle_writer *w);
void bundle_subject(struct bundle_writer *w, const char *key);
/* Within the array "extension"; a NULL or DATE_NONE is not written. */
void bundle_extension(struct jw *j, const char *name, const char *value);
void bundle_extension_day(struct bundle_writer *w, struct jw *j,
			  const char *name, int64_t day);
void bundle_extension_int(struct jw *j, const char *name, int64_t value);
void bundle_period(struct bundle_writer *w, const char *key, int64_t start,
		   int64_t end);
bool bundle_write_observations(struct bundle_writer *w, struct err *err);
bool bundle_write_plans(struct bundle_writer *w, struct err *err);
bool bundle_write_answers(struct bundle_writer *w, struct err *err);

/* --- reading ------------------------------------------------------------- */

struct bundle_reader {
	struct followup *f;
	int64_t batch;
	size_t taken, there, left;
};
const char *bundle_text(const json_t *o, const char *key); /* NULL: none */
/* Of the extension urn:clin:name: its valueString or valueDate, kept in the
 * arena of f; NULL: none. */
const char *bundle_own(struct bundle_reader *r, const json_t *o,
		       const char *name);
bool bundle_own_int(const json_t *o, const char *name, int64_t *ret);
/* A date as a day; DATE_NONE: none, or no date. */
int64_t bundle_day(const char *text);
bool bundle_read_observation(struct bundle_reader *r, const char *patient,
			     const json_t *o, struct err *err);
bool bundle_read_answers(struct bundle_reader *r, const char *patient,
			 const json_t *o, struct err *err);
bool bundle_read_plan(struct bundle_reader *r, const char *patient,
		      const json_t *o, struct err *err);
bool bundle_read_medication(struct bundle_reader *r, const char *patient,
			    const json_t *o, struct err *err);

#endif
