/* Exports of devices and applications → readings, before they are stored. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_H
#define COMMANDS_FOLLOWUP_IMPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reading as the file has it; texts live in the arena. */
struct import_row {
	const char *code;       /* SBP, GLU, CGM …; "GLUCOSE": a glucose of
	                           which the file does not say how it was taken */
	double value;           /* NaN with a comparator of unknown limit */
	const char *comparator; /* "<", ">": beyond the device's range */
	const char *text;       /* the sentinel itself: Low, HI */
	const char *unit;       /* as printed; NULL: the file does not say */
	const char *when;       /* date and time as printed */
	const char *context;
	int line;
};
struct import_row_vec VEC_OF(struct import_row);

/* Why rows were left out, each reason once. */
struct import_left {
	const char *why; /* a key: "calibration", "no time" … */
	size_t n;
	int line; /* of the first */
};
struct import_left_vec VEC_OF(struct import_left);

struct import {
	struct arena *arena;
	const char *kind; /* "clarity", "libreview", "table", … */
	struct import_row_vec rows;
	struct import_left_vec left;
};

void import_leave(struct import *in, const char *why, int line);

/* The readers; each false with *err when the text is not what it reads. */
bool import_table(struct import *in, const char *text, size_t n,
		  struct err *err);
bool import_nightscout(struct import *in, const char *text, size_t n,
		       struct err *err);
bool import_apple(struct import *in, const char *text, size_t n,
		  struct err *err);

/* Whether all-numeric dates are day first (1) or month first (0), for the
 * whole file; what lies in the future rules a reading out. False: there are
 * such dates, and the file does not settle it. */
bool import_date_order(const struct import *in, int64_t today, int *ret);

#endif
