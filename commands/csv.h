/* Tables of results: CSV and TSV, long (a result a row) and wide (a specimen
 * a row, an analyte a column). Delimiter and quoting are detected. */
#ifndef COMMANDS_CSV_H
#define COMMANDS_CSV_H

#include "base/arena.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>

/* True when the lines have one delimiter and one number of cells. */
bool csv_detect(const char *text, size_t n);

struct csv {
	const char *text;
	size_t n, at;
	int line; /* of the next record */
	char delimiter;
	struct arena *arena;
};
struct csv_cells VEC_OF(const char *);

/* Finds the delimiter. */
void csv_begin(struct csv *c, const char *text, size_t n, struct arena *a);
/* The next record with anything in it; cells are trimmed, unquoted copies.
 * *ret_line: where it began. False at the end. */
bool csv_next(struct csv *c, struct csv_cells *ret, int *ret_line);

#endif
