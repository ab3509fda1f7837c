/* A report on its way through interpret-report.
 *
 *     reader (text, HL7, FHIR, CSV) → struct report with raw rows
 *     observe                       → observations: code, unit, value, flag
 *     facts → derive → rules        → findings
 *     render
 *
 * One input may hold several reports (patients); each is judged alone.
 * All strings live in the report's arena, NUL-terminated UTF-8. */
#ifndef COMMANDS_INTERPRET_REPORT_REPORT_H
#define COMMANDS_INTERPRET_REPORT_REPORT_H

#include "base/arena.h"
#include "base/vec.h"
#include "kb/analyte.h"
#include "kb/fact.h"
#include "kb/finding.h"
#include "kb/patient.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why a reader is not sure of a row; each is shown as a note. */
enum doubt {
	DOUBT_LAYOUT = 1,    /* cells could belong to another row */
	DOUBT_NAME = 2,      /* name only resembles a known one */
	DOUBT_DIGITS = 4,    /* spaces or letters inside the number */
	DOUBT_RANGE = 8,     /* the interval could not be read */
	DOUBT_UNIT = 16,     /* the unit could not be read */
	DOUBT_PLAUSIBLE = 32,/* impossible value for this analyte and unit */
	DOUBT_CONFLICT = 64, /* value, printed interval and flag, or critical
			      * limit, contradict */
	DOUBT_PRELIMINARY = 128, /* not final in the message */
};

/* A result given earlier out of the same input (issued.h). */
struct issued_result {
	uint64_t key;
	int index, line; /* of its report from 0; 0: without lines */
	char value[24];  /* as printed; "" too long */
};

/* A result row as printed, taken apart by a reader. NULL: not there. */
struct raw_row {
	int line;               /* from 1 */
	size_t start, end;      /* span in the decoded text */
	const char *name;       /* analyte as printed */
	const char *abbrev;     /* second name column (缩写), or NULL */
	const char *loinc;
	const char *value;      /* result cell, flag removed */
	const char *unit;
	const char *range;      /* reference cell, as printed */
	const char *flag;       /* H, L, HH, ↑, *, 阳性 … as printed */
	const char *specimen;   /* from the section or the report */
	const char *panel;      /* panel word of the section heading, or NULL */
	const char *status;     /* final, corrected, preliminary … */
	bool corrected;         /* it takes the place of one sent before */
	uint64_t key;           /* the same in all versions of the result; 0:
				 * not known */
	const struct issued_result *replaces;
	const char *comment;    /* NTE and the like */
	const char *previous;   /* earlier result printed beside it */
	int64_t previous_when;  /* DATE_NONE unknown */
	int64_t when;           /* of the specimen; DATE_NONE: the report's */
	unsigned doubt;         /* enum doubt */
	/* readers that have them as numbers (FHIR) set these and leave the
	 * texts for showing; NaN: none */
	double low, high;
};
struct raw_row_vec VEC_OF(struct raw_row);

/* A result that is none any more, or never became one. */
struct withdrawal {
	int line;               /* 0: without lines */
	const char *name, *status;
	uint64_t key;           /* as in raw_row */
};
struct withdrawal_vec VEC_OF(struct withdrawal);
struct unread { int line; const char *text; };
struct unread_vec VEC_OF(struct unread);
struct section { int line; const char *title, *text; }; /* not interpreted */
struct section_vec VEC_OF(struct section);

enum row_status { ROW_OK, ROW_DOUBTFUL, ROW_CODE_UNKNOWN, ROW_UNIT_UNKNOWN,
		  ROW_VALUE_UNREADABLE };
enum range_origin { RANGE_NONE, RANGE_REPORT, RANGE_KB };
enum flag { FLAG_NONE, FLAG_N, FLAG_L, FLAG_H, FLAG_LL, FLAG_HH, FLAG_A };

/* A raw row, normalised (observe.c). */
struct observation {
	const struct raw_row *raw;
	const struct analyte *analyte;    /* NULL: code unknown */
	const struct analyte *candidates[4]; /* ambiguous name */
	size_t n_candidates;
	enum row_status status;
	unsigned doubt;
	double value;         /* as printed, in the printed unit; NaN none */
	const char *comparator; /* "<" "<=" ">" ">=" or NULL */
	const char *text;     /* qualitative or unparsed result, or NULL */
	double ordinal;       /* NaN none */
	bool interval_result; /* the result is itself an interval (0-2 per
	                         field): from … to, printed unit; value NaN */
	double from, to;
	bool unit_assumed;    /* printed without unit: the one that fits value
	                         and interval was taken; shown as a note */
	bool fluid_assumed;   /* no specimen named: blood was taken; a note */
	const char *unit;     /* printed unit as UCUM; NULL unknown or none */
	double canonical;     /* NaN none */
	double low, high;     /* in the printed unit; NaN open */
	bool low_strict, high_strict;
	const char *range_text; /* a range in words, or NULL */
	double range_ordinal; /* 阴性 as a range; NaN none */
	enum range_origin range_origin;
	enum interval_state interval_state;
	enum flag flag;
	const char *printed_flag;
	bool derived;
	bool previous;        /* made from an earlier-result column */
	int64_t when;
};
struct observation_vec VEC_OF(struct observation);

/* What a lone * beside a value means: the report's own footnote says. */
enum star { STAR_UNKNOWN, STAR_NOTHING, STAR_ABNORMAL, STAR_CRITICAL };

struct report {
	struct arena *arena;        /* borrowed */
	struct patient patient;
	const char *patient_name;   /* never printed; for privacy and chart */
	const char *patient_id;
	const char *specimen;       /* of the whole report, or NULL */
	const char *diagnosis;      /* as printed, or NULL */
	int64_t when;
	enum star star;
	struct raw_row_vec rows;
	struct unread_vec unread;
	struct withdrawal_vec withdrawn;
	struct section_vec not_interpreted;
	struct observation_vec observations;
	struct fact_vec past;       /* earlier results, of the chart */
	size_t conflicts;           /* options against print: said in notes */
	struct str_vec notes;       /* remarks on the whole report */
};
struct report_vec VEC_OF(struct report *);

struct report *report_new(struct arena *a);
void report_release(struct report *r); /* vectors; strings go with the arena */
/* Lines and spans count from the input's beginning: so many lines and bytes
 * came before the text the report was read from. */
void report_shift(struct report *r, int lines, size_t bytes);

/* Where a reader's reports go, each as soon as it is whole, so that an input of
 * many is never held as reports. They are the taker's then. */
struct report_sink {
	void (*take)(void *self, struct report *r);
	void *self;
	size_t n; /* so far */
};
void report_hand(struct report_sink *sink, struct report *r);
struct report_sink report_sink_to(struct report_vec *list);

/* Readers. Hand one struct report per patient or print to the sink. They
 * never fail on content: what cannot be read is in `unread`. */
bool read_text(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_sink *ret, struct err *err);

bool read_hl7(struct kb *kb, const char *text, size_t n, struct arena *a,
	      struct report_sink *ret, struct err *err);

bool read_fhir(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_sink *ret, struct err *err);

bool read_csv(struct kb *kb, const char *text, size_t n, struct arena *a,
	      struct report_sink *ret, struct err *err);

/* Normalise r->rows into r->observations: analyte, value, unit, interval,
 * flag, status. Needs r->patient settled (options merged). */
void report_observe(struct kb *kb, struct report *r);

#endif
