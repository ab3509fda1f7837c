/* Inside import: what the headings of a table say. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_HEADING_H
#define COMMANDS_FOLLOWUP_IMPORT_HEADING_H

#include "commands/csv.h"
#include "commands/followup/import.h"

enum role {
	ROLE_NONE,
	ROLE_TIME, /* date and clock in one */
	ROLE_DATE,
	ROLE_CLOCK,
	ROLE_VALUE,  /* of the column's code */
	ROLE_EVENT,  /* Clarity: what kind of row */
	ROLE_RECORD, /* LibreView: the same, as a number */
	ROLE_NAME,   /* long form: which measurement */
	ROLE_RESULT,
	ROLE_UNIT,
	ROLE_CONTEXT,
	ROLE_TAG,     /* a word beside a reading: "校准" makes it none */
	ROLE_FLAG,    /* a cross in it gives the context */
	ROLE_CONTROL, /* a cross in it: a control solution, no reading */
	ROLE_ZONE,    /* the place or offset whose clock the times are of */
	ROLE_OFFSET,  /* hours from UTC, of a time that may be either */
	ROLE_SKIP,    /* of a map: a word that makes the row no reading */
};

struct column {
	enum role role;
	const char *code, *unit, *context;
};

struct heading_word {
	const char *word; /* NULL: the last */
	enum role role;
	const char *code; /* "BP": both pressures in one cell, 148/92; of a
	                     flag, the context */
};
/* Looked through in this order. */
extern const struct heading_word heading_ahead[], heading_values[],
	heading_rest[];

enum { COLUMNS = 96 };

/* Recognise one heading. */
struct column heading_read(struct arena *a, const char *heading);
/* The row of headings: it says when, and what; *ret_kind gets the device. */
bool headings_read(struct arena *a, const struct csv_cells *cells,
		   struct column *columns, size_t *ret_n,
		   const char **ret_kind);
/* The same by a site's map: every column that it names is there. */
bool headings_mapped(const struct import_map *map,
		     const struct csv_cells *cells, struct column *columns,
		     size_t *ret_n);

#endif
