/* The chart as a FHIR R4 Bundle, and back without loss. What FHIR has no place
 * for stands in extensions of urn:clin:; what counts no more (superseded, or
 * taken back) in Basic resources, column by column; who entered what and when,
 * and who took it back, in Provenance. Names and telephone numbers are
 * written only with --with-names. Who read whom stays with the chart. */
#ifndef COMMANDS_FOLLOWUP_BUNDLE_H
#define COMMANDS_FOLLOWUP_BUNDLE_H

#include "base/map.h"
#include "chart/transfer.h"
#include "commands/followup/followup.h"

#include <jansson.h>

#define FHIR_LOINC "http://loinc.org"
#define FHIR_UCUM "http://unitsofmeasure.org"
#define FHIR_OWN "urn:clin:"
#define FHIR_PATIENT "urn:clin:patient"
#define FHIR_PROTOCOL "urn:clin:protocol:"
#define FHIR_FORM "urn:clin:form:"
#define FHIR_CODE "urn:clin:code"
#define FHIR_HISTORY "urn:clin:history"
#define FHIR_RECORD "urn:clin:record"

/* One patient, or (NULL) all of the chart, those who left included. */
bool bundle_write(struct followup *f, const struct chart_patient *p,
		  struct err *err);
/* Every patient of the Bundle under the id it has there: those who are not in
 * the chart are taken in; what is there already is not added again. */
bool bundle_restore(struct followup *f, const char *path, struct err *err);
bool bundle_take(struct followup *f, const char *text, size_t n,
		 struct err *err);

/* --- writing ------------------------------------------------------------- */

struct bundle_number {
	int64_t id, number; /* 0: not mentioned yet */
};
struct bundle_number_vec VEC_OF(struct bundle_number);
struct bundle_batches VEC_OF(int64_t);

struct bundle_writer {
	struct followup *f;
	struct jw j;
	const char *id, *reference; /* of the patient at hand; NULL: gone */
	/* the rows of this patient, and their numbers in the Bundle */
	struct transfer_row_vec rows[TRANSFER_TABLES];
	struct bundle_number_vec numbers[TRANSFER_TABLES];
	int64_t last[TRANSFER_TABLES]; /* number given */
	/* numbers of batches by id; those not yet written */
	struct bundle_batches batches, pending;
	int64_t last_batch;
};
/* Opens {"resource":{"resourceType":type; closed by bundle_end. */
void bundle_begin(struct bundle_writer *w, const char *type);
/* The same for a row: with its id. */
void bundle_begin_row(struct bundle_writer *w, const char *type,
		      enum transfer_table t, int64_t id);
void bundle_end(struct bundle_writer *w);
void bundle_subject(struct bundle_writer *w, const char *key);
/* {"reference":"Type/table-number"} */
void bundle_refer(struct bundle_writer *w, const char *key, const char *type,
		  enum transfer_table t, int64_t id);
/* Within the array "extension"; a NULL or DATE_NONE is not written. */
void bundle_extension(struct jw *j, const char *name, const char *value);
void bundle_extension_day(struct bundle_writer *w, struct jw *j,
			  const char *name, int64_t day);
bool bundle_is_date(int64_t day); /* FHIR's dates can hold it */
void bundle_extension_int(struct jw *j, const char *name, int64_t value);
void bundle_period(struct bundle_writer *w, const char *key, int64_t start,
		   int64_t end);
/* "2026-11-30T08:00:00+08:00" */
const char *bundle_instant(char buf[48], int64_t at, int zone);
/* "value" to the last digit. */
void bundle_number(struct jw *j, const char *key, double x);
bool bundle_write_observations(struct bundle_writer *w, struct err *err);
bool bundle_write_plans(struct bundle_writer *w, struct err *err);
bool bundle_write_answers(struct bundle_writer *w, struct err *err);
/* Critical records, takes, refills, questionnaires that were sent. */
bool bundle_write_records(struct bundle_writer *w, struct err *err);

/* Load the patient's rows; afterwards the functions below know them. */
bool bundle_history_load(struct bundle_writer *w, struct err *err);
const struct transfer_row *bundle_row(const struct bundle_writer *w,
				      enum transfer_table t, int64_t id);
int64_t bundle_row_number(struct bundle_writer *w, enum transfer_table t,
			  int64_t id);
/* Within "extension": the batches of a row, and its number where it is no
 * resource of its own; or every column of it. */
void bundle_marks(struct bundle_writer *w, enum transfer_table t, int64_t id,
		  bool nested);
void bundle_columns(struct bundle_writer *w, enum transfer_table t,
		    const struct transfer_row *row);
/* The number in the Bundle of the visit that a try to reach somebody names. */
const char *bundle_attempt(struct bundle_writer *w, const char *visit);
/* What does not count (all of it, of somebody who is gone), then the batches. */
bool bundle_write_history(struct bundle_writer *w, bool all, struct err *err);
void bundle_history_free(struct bundle_writer *w);

/* --- reading ------------------------------------------------------------- */

struct bundle_batch {
	struct transfer_batch is;
	int64_t number, id; /* id 0: not in the chart yet */
};
struct bundle_batch_vec VEC_OF(struct bundle_batch);
struct bundle_ids VEC_OF(int64_t);

struct bundle_reader {
	struct followup *f;
	int64_t batch;
	size_t taken, there, left;
	int64_t most; /* no number of the file is larger */
	struct bundle_batch_vec batches;
	struct bundle_ids batch_at;             /* number → index + 1 */
	struct bundle_ids ids[TRANSFER_TABLES]; /* number → id here */
	struct bundle_number_vec superseded;    /* id, number of what stands */
};
const char *bundle_text(const json_t *o, const char *key); /* NULL: none */
/* Of the extension urn:clin:name: its valueString or valueDate, kept in the
 * arena of f; NULL: none. */
const char *bundle_own(struct bundle_reader *r, const json_t *o,
		       const char *name);
bool bundle_own_int(const json_t *o, const char *name, int64_t *ret);
/* The extension itself; NULL: none. */
const json_t *bundle_extension_of(const json_t *o, const char *name);
/* A date as a day; DATE_NONE: none, or no date. */
int64_t bundle_day(const char *text);

/* Columns of a row to be: NULL, NaN and DATE_NONE stay NULL. */
void bundle_set_text(struct transfer_row *row, enum transfer_table t,
		     const char *column, const char *text);
void bundle_set_int(struct transfer_row *row, enum transfer_table t,
		    const char *column, int64_t i);
void bundle_set_real(struct transfer_row *row, enum transfer_table t,
		     const char *column, double x);
/* Store a row that `o` describes: its batches by the marks of `o`; counted as
 * taken, or as there. */
bool bundle_put(struct bundle_reader *r, enum transfer_table t,
		const char *patient, const json_t *o, struct transfer_row *row,
		int64_t *ret_id, bool *ret_there, struct err *err);

/* Only find it, for what refers to it. */
bool bundle_look(struct bundle_reader *r, enum transfer_table t,
		 const char *patient, const json_t *o, struct transfer_row *row,
		 struct err *err);
void bundle_read_provenance(struct bundle_reader *r, const json_t *o);
/* A row by its columns; `live`: it counts. */
bool bundle_read_columns(struct bundle_reader *r, enum transfer_table t,
			 const char *patient, const json_t *o, bool live,
			 struct err *err);
/* The table that a Basic holds a row of; -1: none. */
int bundle_history_table(const json_t *o);
/* The visit here of a number in the file, as text. */
const char *bundle_attempted(struct bundle_reader *r, const char *number);
bool bundle_read_superseded(struct bundle_reader *r, struct err *err);

/* Patients come into the map by what refers to them. */
bool bundle_read_patient(struct bundle_reader *r, const json_t *o,
			 struct map *by_reference, struct err *err);
/* Somebody whose enrolment was taken back. Where that id is somebody's now,
 * what belonged to it stays outside. */
bool bundle_read_gone(struct bundle_reader *r, const json_t *o,
		      struct map *by_reference, struct err *err);
/* "id" of the subject, where it is named and not referred to; NULL. */
const char *bundle_named_subject(const json_t *o);
bool bundle_read_context(struct bundle_reader *r, const char *patient,
			 const json_t *o, bool allergy, struct err *err);
bool bundle_read_observation(struct bundle_reader *r, const char *patient,
			     const json_t *o, struct err *err);
bool bundle_read_answers(struct bundle_reader *r, const char *patient,
			 const json_t *o, struct err *err);
bool bundle_read_plan(struct bundle_reader *r, const char *patient,
		      const json_t *o, struct err *err);
bool bundle_read_medication(struct bundle_reader *r, const char *patient,
			    const json_t *o, struct err *err);

#endif
