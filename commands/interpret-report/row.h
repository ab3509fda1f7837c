/* Tokens of a line → result rows. */
#ifndef COMMANDS_INTERPRET_REPORT_ROW_H
#define COMMANDS_INTERPRET_REPORT_ROW_H

#include "commands/interpret-report/columns.h"

/* A piece of the line; end 0: none. */
struct span {
	size_t start, end;
};

/* One row as spans of the line it was read from. */
struct row {
	struct span name, abbrev, value, flag, unit, range, low, high,
		previous, method, specimen, mom;
	int64_t when, previous_when; /* DATE_NONE unknown */
	const char *name_unit;  /* in the name's brackets */
	bool known;             /* the name is an analyte's */
	bool headed;            /* it begins with that name */
	bool single;            /* a value stands there: the row is complete
	                           enough to be one */
	bool dangling;          /* ends with the dash of a wrapped range */
	struct span whole;
	struct name_match match;/* of a known name */
	unsigned doubt;
};
struct row_vec VEC_OF(struct row);

/* Split a line's tokens into rows and give each token its place. columns: the
 * layout in force, or NULL; table: rows were just read, so that a row needs
 * less evidence. Rows without any value are given too (single false).
 * Returns false when the line does not begin with a row; *ret may then hold
 * nothing. */
bool rows_read(struct kb *kb, const struct tokens *t,
	       const struct columns *columns, bool table, struct row_vec *ret);

/* Inside: give the tokens [from, to) that follow a row's name their places
 * (row_assign.c). cols: the columns of this row's group, n_cols 0: unknown. */
struct row_tokens {
	const struct tokens *t;
	size_t from, to;
	const struct column *cols;
	int n_cols;
	bool hard, wide;  /* the layout's positions count */
};
void row_assign(const struct row_tokens *in, struct row *row)
	__attribute__((nonnull));

#endif
