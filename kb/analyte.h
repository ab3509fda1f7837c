/* Analytes: what a laboratory measures, with units, reference intervals and
 * critical values. */
#ifndef KB_ANALYTE_H
#define KB_ANALYTE_H

#include "kb/kb.h"
#include "kb/patient.h"
#include "kb/unit.h"

#include <stdbool.h>
#include <stddef.h>

enum scale {
	SCALE_QUANTITATIVE,
	SCALE_ORDINAL, /* negative … positive, 1+ … 4+; may carry a number */
	SCALE_TITRE,   /* 1:N, value N */
	SCALE_NOMINAL, /* a word: blood group, colour */
	SCALE_RISK,    /* a chance of 1:N, value N: the larger, the rarer */
};

/* Ordinal values. Pluses are 1 … 4. */
#define ORDINAL_NEGATIVE 0.0
#define ORDINAL_TRACE 0.5 /* ±, grey zone */
#define ORDINAL_POSITIVE 1.0

struct analyte {
	int id;
	const char *code; /* HGB */
	struct text name;
	const char *loinc;    /* preferred, or NULL */
	const char *specimen; /* serum, blood, urine, … */
	const char *panel;    /* cbc, liver, … */
	enum scale scale;
	const char *unit;  /* canonical, UCUM; NULL for nominal */
	const char *units; /* every accepted UCUM unit, ' '-separated,
	                          canonical first; for telling namesakes apart */
	double plausible_low, plausible_high; /* canonical; NaN none */
	double molar_mass;                    /* g/mol, NaN none */
	double cvi;       /* within-subject variation %, NaN none */
	bool competitive; /* a low number may mean reactive */
};

const struct analyte *kb_analyte(struct kb *kb, int id);
const struct analyte *kb_analyte_by_code(struct kb *kb, const char *code);
/* By LOINC; NULL when unknown. */
const struct analyte *kb_analyte_by_loinc(struct kb *kb, const char *loinc);

/* Of a scale whose values are written 1:N. */
bool analyte_is_titre(const struct analyte *a);
/* value in `ucum` → canonical unit. False: indeterminate. Monotone, and exact
 * when ucum is the canonical unit. */
bool analyte_convert(struct kb *kb, const struct analyte *a, const char *ucum,
		     double value, double *ret);
/* The way back: a canonical value in `ucum`. */
bool analyte_convert_to(struct kb *kb, const struct analyte *a,
			double canonical, const char *ucum, double *ret);
/* A unit fits when analyte_convert can take it. */
bool analyte_unit_fits(struct kb *kb, const struct analyte *a,
		       const char *ucum);

/* A reference interval, in canonical unit; NaN: open. */
struct interval {
	double low, high;
	bool low_strict, high_strict; /* the bound itself is outside */
	double normal;                /* ordinal analytes: NaN or the value */
	const char *source;
};

enum interval_state {
	INTERVAL_NONE, /* the knowledge base has none for this patient */
	INTERVAL_FOUND,
	INTERVAL_NEEDS_SEX,
	INTERVAL_NEEDS_AGE, /* (or both): none is picked, and that is said */
};

enum interval_state analyte_interval(struct kb *kb, const struct analyte *a,
				     const struct patient *p,
				     struct interval *ret);

/* Critical limits for this patient and ward; NaN: none. Inclusive when the
 * table says so. */
struct critical {
	double low, high;
	bool low_inclusive, high_inclusive;
};
bool analyte_critical(struct kb *kb, const struct analyte *a,
		      const struct patient *p, struct critical *ret);

#endif
