/* The tables of the chart as an export sees them: which columns, of what kind. */
#ifndef CHART_TRANSFER_SHAPE_H
#define CHART_TRANSFER_SHAPE_H

#include <stdbool.h>

enum transfer_table {
	TRANSFER_PATIENT,
	TRANSFER_CONTEXT,
	TRANSFER_OBSERVATION,
	TRANSFER_PLAN,
	TRANSFER_VISIT,
	TRANSFER_MEDICATION,
	TRANSFER_ANSWER,
	TRANSFER_SENT,
	TRANSFER_CRITICAL,
	TRANSFER_TAKE,
	TRANSFER_REFILL,
	TRANSFER_TABLES
};

enum transfer_kind {
	TRANSFER_TEXT,
	TRANSFER_INT,
	TRANSFER_REAL,
	TRANSFER_DAY,
	TRANSFER_INSTANT,
	TRANSFER_BATCH, /* number of a batch */
	TRANSFER_ROW    /* number of a row of the table `of` */
};

enum { TRANSFER_COLUMNS = 16 };

struct transfer_column {
	const char *name; /* NULL: the last */
	enum transfer_kind kind;
	enum transfer_table of;
	bool key; /* what makes two rows that count the same one */
};
struct transfer_shape {
	const char *name;
	struct transfer_column column[TRANSFER_COLUMNS + 1];
};
const struct transfer_shape *chart_transfer_shape(enum transfer_table t);
/* The column of that name, -1: none. */
int chart_transfer_column(enum transfer_table t, const char *name);

#endif
