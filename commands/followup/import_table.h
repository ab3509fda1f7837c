/* Inside import: a table that is being read, and its rows. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_TABLE_H
#define COMMANDS_FOLLOWUP_IMPORT_TABLE_H

#include "commands/followup/import_heading.h"

struct table {
	struct import *in;
	struct column column[COLUMNS];
	size_t n; /* 0: a part of the file whose headings say nothing */
	const char *day; /* of the clocks below it: it stood in a row alone */
	bool offset; /* an hour from UTC was not 0: whether the times are in it
			nobody says */
};

/* One row below the headings: its readings, headings of a further part, or
 * what is left out and why. */
void table_row(struct table *t, const struct csv_cells *cells, int line);

#endif
