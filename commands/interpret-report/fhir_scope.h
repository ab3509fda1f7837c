/* The resources of one Bundle or bulk export, and who refers to whom. */
#ifndef COMMANDS_INTERPRET_REPORT_FHIR_SCOPE_H
#define COMMANDS_INTERPRET_REPORT_FHIR_SCOPE_H

#include "base/map.h"
#include "commands/interpret-report/fhir.h"

struct fhir_resource {
	const char *type, *id;
	const json_t *json;
	const json_t *container; /* a contained resource's; NULL */
};
struct fhir_resource_vec VEC_OF(struct fhir_resource);

/* What may refer to each other: one Bundle, or all the lines of a bulk export
 * that are none. References are local to it. */
struct fhir_scope {
	struct arena *arena;
	struct report_vec reports;
	struct fhir_resource_vec resources;
	VEC(json_t *) roots;
	struct map by_reference; /* "Patient/p1" and full URLs → resource + 1 */
	struct map by_result;    /* id of an Observation → the DiagnosticReport */
	struct map newest;       /* id of an Observation → its version + 1 */
	struct map by_subject;   /* → report */
	size_t n_patients;
};

/* Take in a resource, what it contains, and the entries of a Bundle. The JSON
 * is borrowed. */
void fhir_collect(struct fhir_scope *st, const json_t *resource);
/* What `from` refers to: "Patient/p1", "#p1" in its container, "urn:uuid:…" or
 * an absolute URL, whose end is type and id. NULL: not there, or of another
 * type. */
const struct fhir_resource *fhir_resolve(const struct fhir_scope *st,
					 const struct fhir_resource *from,
					 const char *type,
					 const char *reference);
/* The one Patient there is; NULL: none, or several. */
const struct fhir_resource *fhir_only_patient(const struct fhir_scope *st);
/* All of the scope has been collected: hand on the reports of its results. */
void fhir_read_results(struct fhir_scope *st, struct report_sink *to);
/* Frees the maps and releases the roots. */
void fhir_scope_close(struct fhir_scope *st);

#endif
