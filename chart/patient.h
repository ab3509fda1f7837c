/* Patients of the chart, by a local id; names are optional. Strings returned
 * live in the arena given. */
#ifndef CHART_PATIENT_H
#define CHART_PATIENT_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_patient {
	const char *id;
	const char *name; /* NULL: not kept */
	char sex;         /* 'F', 'M', 0 unknown */
	int64_t birth;    /* days since 1970; DATE_NONE unknown */
	bool birth_exact; /* the day itself is known */
	const char *doctor, *village, *phone; /* NULL: not kept */
	int64_t ended;                /* day it left the lists, or DATE_NONE */
	const char *outcome, *reason; /* dead, moved, refused, lost … */
};
struct chart_patient_vec VEC_OF(struct chart_patient);

/* 1–32 letters, digits, '-', '_', '.'; else ERR_VALUE. */
bool chart_patient_id(const char *id, struct err *err);

/* ERR_CHART_THERE when the id is taken. */
bool chart_patient_add(struct chart *c, const struct chart_patient *p,
		       int64_t batch, struct err *err);
/* ERR_CHART_PATIENT when there is none. */
bool chart_patient_get(struct chart *c, const char *id, struct arena *a,
		       struct chart_patient *ret, struct err *err);
/* All, by id; NULL filters take any. Those who ended only with `ended`. */
bool chart_patient_list(struct chart *c, const char *doctor,
			const char *village, bool ended, struct arena *a,
			struct chart_patient_vec *ret, struct err *err);
/* Leave the lists; the history stays. */
bool chart_patient_end(struct chart *c, const char *id, int64_t day,
		       const char *outcome, const char *reason, int64_t batch,
		       struct err *err);

/* Diagnoses, allergies: kind "dx" or "allergy", as written, with the code it
 * was understood as (NULL: none). */
struct chart_context {
	const char *kind, *text, *code;
	int64_t id; /* as listed */
};
struct chart_context_vec VEC_OF(struct chart_context);
bool chart_context_add(struct chart *c, const char *patient,
		       const struct chart_context *x, int64_t batch,
		       struct err *err);
bool chart_context_list(struct chart *c, const char *patient, struct arena *a,
			struct chart_context_vec *ret, struct err *err);

#endif
