/* Inside the reader of tables: csv_heading.c reads the headings, read_csv.c the
 * records. */
#ifndef COMMANDS_INTERPRET_REPORT_CSV_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_CSV_PRIVATE_H

#include "base/map.h"
#include "commands/csv.h"
#include "commands/interpret-report/report.h"

enum csv_column {
	COL_NONE,
	COL_PATIENT,
	COL_NAME,
	COL_ABBREV,
	COL_LOINC,
	COL_RESULT,
	COL_UNIT,
	COL_RANGE,
	COL_LOW,
	COL_HIGH,
	COL_FLAG,
	COL_SPECIMEN,
	COL_TIME,
	COL_SEX,
	COL_AGE,
	COL_PERSON,
	COL_STATUS,
	COL_COMMENT,
	COL_PANEL,
	COL_BIRTH,
	COL_ANALYTE, /* of a wide table: a result a column */
	COL_DATED    /* results of that day */
};

struct csv_heading {
	enum csv_column column;
	const char *name, *unit; /* of an analyte's column */
	int64_t when;            /* of a dated one */
	bool said;               /* that it is not understood */
};

enum csv_shape {
	CSV_LONG,  /* a result a record */
	CSV_WIDE,  /* a specimen a record, an analyte a column */
	CSV_DATED, /* an analyte a record, a day a column */
};

struct csv_state {
	struct kb *kb;
	struct arena *arena;
	struct report_vec reports;
	VEC(struct csv_heading) headings;
	struct map persons; /* key → report */
	enum csv_shape shape;
	int day_first; /* of dates in this file: -1 not settled */
	bool comma;    /* decimal commas: the cells are not separated by them */
};

/* The first record. False: no analytes and results among the headings. */
bool csv_read_headings(struct csv_state *st, const struct csv_cells *cells);
bool csv_has(const struct csv_state *st, enum csv_column column);

#endif
