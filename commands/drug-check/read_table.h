/* Orders in columns: what the headings mean, and a row as one line of text. */
#ifndef COMMANDS_DRUG_CHECK_READ_TABLE_H
#define COMMANDS_DRUG_CHECK_READ_TABLE_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum order_column {
	COLUMN_NAME,
	COLUMN_STRENGTH,
	COLUMN_DOSE,
	COLUMN_DOSE_UNIT,
	COLUMN_FREQUENCY,
	COLUMN_ROUTE,
	COLUMN_USAGE, /* dose, frequency and route in one */
	COLUMN_DAYS,
	COLUMN_NEW,
	ORDER_COLUMNS
};

/* The column a heading names; -1: none we read. "剂量(mg)" too: *ret_unit gets
 * its n_unit bytes. */
int order_column(const char *heading, size_t n, const char **ret_unit,
		 size_t *ret_n_unit);

struct order_cell {
	const char *s;
	size_t n;
};

/* The row as an order is written, the name first. False: no name. */
bool order_row(const struct order_cell cells[ORDER_COLUMNS],
	       struct strbuf *ret);

/* A table set with blanks: its cells stand two or more blanks apart. */
struct order_table {
	size_t n;         /* cells of the heading; 0: no table */
	int column[16];   /* what each is */
	size_t start[16]; /* where each begins, in columns of the terminal */
	char unit[16];    /* of the dose, from its heading */
};

/* Is the line a heading with a name and something else we read? */
bool order_table_heading(const char *s, size_t n, struct order_table *ret);
/* A row below it as text; false: it is none. */
bool order_table_row(const struct order_table *t, const char *s, size_t n,
		     struct strbuf *ret);

#endif
