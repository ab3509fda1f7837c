/* Calculators and scales: formula entries, computed in the condition
 * language. No calculator has code of its own. */
#ifndef KB_CALCULATOR_H
#define KB_CALCULATOR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "base/yaml.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum input_type { INPUT_NUMBER, INPUT_YESNO, INPUT_CHOICE, INPUT_DATE,
		  INPUT_AGE, INPUT_SEX };

struct choice {
	double value;
	struct text label;
	const struct yaml *names;
};

struct input {
	const char *name;          /* in the formula */
	const char *code;          /* analyte, AGE, SEX, WEIGHT; NULL: its own */
	const struct analyte *analyte;
	struct text label;
	const struct yaml *names;  /* further spellings, may be NULL */
	enum input_type type;
	const char *unit;          /* the formula needs; NULL none */
	double min, max;           /* plausible, in that unit; NaN open */
	bool optional;
	double fallback;           /* of an optional one; NaN none */
	struct choice *choices;
	size_t n_choices;
	/* what was given */
	double value;              /* in the formula's unit; NaN not given */
	const char *printed;       /* as typed */
	const char *conversion;    /* "98 umol/L = 1.109 mg/dL" or NULL */
};

struct band {
	double below;              /* NaN: the last */
	struct text text;
};

struct calculator {
	const char *id;
	const struct yaml *node;   /* the whole entry */
	struct text name;
	const char *specialty, *unit, *formula;
	int digits;
	struct input *inputs;
	size_t n_inputs;
	struct band *bands;
	size_t n_bands;
};
struct calculator_vec VEC_OF(struct calculator *);

/* By id, name or alias (folded); ERR_KB_NO_ENTRY names the nearest. The
 * calculator is a fresh copy in `a`: its inputs are filled by the caller. */
bool calculator_find(struct kb *kb, const char *name, struct arena *a,
		     struct calculator **ret, struct err *err);
/* Every calculator, by specialty and id; `text`: only those that contain it. */
bool calculators_list(struct kb *kb, const char *text, struct arena *a,
		      struct calculator_vec *ret, struct err *err);

/* Give an input by name, code or alias. Refused (ERR_VALUE): no such input,
 * no number, a unit that does not convert, an impossible value; the third
 * argument of the error says what would be right. */
bool calculator_give(struct kb *kb, struct calculator *c, const char *key,
		     const char *value, struct arena *a, struct err *err);

enum calculation { CALCULATED, CALCULATION_MISSING, CALCULATION_INVALID };

struct calculated {
	enum calculation state;
	double value;               /* NaN unless CALCULATED */
	const char *text;           /* value as shown, without unit */
	const char *working;        /* the formula with the numbers in it */
	const struct band *band;    /* NULL none */
	const char **missing;       /* names of needed inputs */
	size_t n_missing;
	struct text *alerts;
	size_t n_alerts;
};
/* today: days since 1970, local. */
bool calculator_compute(struct kb *kb, struct calculator *c, int64_t today,
			struct arena *a, struct calculated *ret,
			struct err *err);

/* Run the entry's own tests; failures as text lines in *ret. */
struct strbuf;
bool calculator_test(struct kb *kb, const char *id, struct arena *a,
		     size_t *ret_cases, size_t *ret_failed, struct strbuf *ret,
		     struct err *err);

#endif
