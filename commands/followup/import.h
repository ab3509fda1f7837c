/* Exports of devices and applications → readings, before they are stored. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_H
#define COMMANDS_FOLLOWUP_IMPORT_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reading as the file has it; texts live in the arena. */
struct import_row {
	const char *code; /* SBP, GLU, CGM …; "GLUCOSE": a glucose of
	                           which the file does not say how it was taken;
	                           NULL: `loinc` says */
	const char *loinc;
	double value;           /* NaN with a comparator of unknown limit */
	const char *comparator; /* "<", ">": beyond the device's range */
	const char *text;       /* the sentinel itself: Low, HI */
	const char *unit;       /* as printed; NULL: the file does not say */
	const char *when;       /* date and time as printed */
	const char *context;
	const char *source; /* NULL: the file's kind */
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

/* A saved column map of a site, for an export that nothing here knows;
 * clin-followup(1) describes the file. */
struct import_map_reading {
	const char *column, *code, *unit, *context;
};
struct import_map {
	const char *name;
	const char *time, *date, *clock; /* headings, or numbers from 1 */
	int order; /* -1 by the file, 0 month, 1 day first */
	bool has_zone;
	int zone;
	struct import_map_reading *readings;
	size_t n_readings;
	const char *context; /* a column; its words: */
	const char *const *context_words, *const *context_values;
	size_t n_context;
	const char *skip; /* a column; words that are no reading */
	const char *const *skip_words;
	size_t n_skip;
	const char *const *low_words, *const *high_words; /* end with NULL */
	double low_limit, high_limit;                     /* NaN: not known */
};
bool import_map_read(const char *path, struct arena *a, struct import_map *ret,
		     struct err *err);

struct import {
	struct arena *arena;
	const struct import_map *map; /* NULL: headings are recognised */
	const char *kind;             /* "clarity", "libreview", "table", … */
	struct import_row_vec rows;
	struct import_left_vec left;
};

void import_leave(struct import *in, const char *why, int line);
/* Take a row of a JSON export, or leave it: its value is no positive number, or
 * it has no time. */
void import_add_row(struct import *in, const struct import_row *row);

/* The readers; each false with *err when the text is not what it reads. */
bool import_table(struct import *in, const char *text, size_t n,
		  struct err *err);
bool import_nightscout(struct import *in, const char *text, size_t n,
		       struct err *err);
/* A FHIR Bundle, one resource, or one resource a line. */
bool import_fhir(struct import *in, const char *text, size_t n,
		 struct err *err);
/* Apple Health's export.xml, which may be larger than memory: read in
 * pieces. `bytes` gives up to n more, 0 at the end. */
bool import_apple(struct import *in,
		  size_t (*bytes)(void *self, char *into, size_t n), void *self,
		  struct err *err);

/* A cell of a table as a value, a sentinel, or nothing (false). */
bool import_cell(struct import *in, const char *text, struct import_row *row);
/* A time as a workbook (days since 30 December 1899) or an application
 * (seconds or milliseconds since 1970) numbers it, as words; else itself. */
const char *import_when(struct import *in, const char *text);
/* "18. Februar 2026", "17 févr. 2026", "3 de ene de 2026" → "18 Feb 2026" …;
 * what has no month in words stays itself. */
const char *import_month(struct arena *a, const char *text);
/* "空腹", "before breakfast" → "fasting" …; NULL: no word for it. */
const char *import_context(struct arena *a, const char *text);

/* Whether all-numeric dates are day first (1), month first (0) or, with years
 * of two digits, year first (2), for the whole file; what lies in the future
 * rules a reading out. False: there are
 * such dates, and the file does not settle it. */
bool import_date_order(const struct import *in, int64_t today, int *ret);

/* Local times of a file → instants, one after another. */
struct import_clock {
	int order;
	int zone;       /* fixed, unless … */
	int shown;      /* by which the day is told: UTC is nobody's clock */
	bool rules;     /* … the clinic's own zone has summer time */
	bool ascending; /* the file's order: settles the hour that a clock
	                    shows twice */
	int64_t last_local, last_at;
	size_t skipped; /* times that the clock never showed */
};
/* zone: of now; rules hold when it is also the host's own. */
struct import_clock import_clock(const struct import *in, int order, int zone,
				 int64_t now);
/* The instant at which the process's own clock shows `local`, taken as summer
 * time or not. False: it shows something else then. */
bool import_shows(int64_t local, int summer, int64_t *ret, int *ret_zone);
/* What the clock of a place ("Europe/Berlin") is ahead of UTC when it shows
 * `local`. False: the host does not know the place. */
bool import_zone_of(const char *place, int64_t local, int *ret);
/* False: no time in `when`, or its place is not known. A place may stand behind it: " [Europe/Berlin]". */
bool import_instant(struct import_clock *c, const char *when, int64_t *ret,
		    int *ret_zone, bool *ret_timed);

#endif
