/* Test cases of knowledge entries (and healthy cases): YAML → patient and
 * facts. The same reading serves `clin kb test` and the unit tests.
 *
 *     {sex: F, age: 34, dx: [dialysis], HGB: 92 g/L, CREA: [{at: -2d,
 *      value: 80 umol/L}, {at: 0d, value: 160 umol/L}], FERRITIN: unreadable}
 */
#ifndef KB_CASE_H
#define KB_CASE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/yaml.h"
#include "kb/fact.h"
#include "kb/finding.h"

#include <stdbool.h>

/* Fill *ret_patient and *ret_facts (facts_init'ed here; release both).
 * ERR_VALUE names a key or value that cannot be read. */
bool case_read(struct kb *kb, const struct yaml *node, struct arena *a,
	       struct patient *ret_patient, struct facts *ret_facts,
	       struct err *err);

/* One failed expectation. */
struct case_failure {
	const char *rule;    /* or the healthy case's name */
	const char *file;
	int number;            /* of the case among its kind, from 1 */
	const char *expected; /* "fires", "silent", "unknown", "well" */
	const char *got;      /* what happened instead */
};
struct case_failure_vec VEC_OF(struct case_failure);

/* Run every rule's cases and the healthy cases. Failures' strings live in a. */
bool kb_test(struct kb *kb, struct arena *a, struct case_failure_vec *ret,
	     size_t *ret_cases, struct err *err);

#endif
