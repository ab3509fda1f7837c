/* The header line of a result table: which columns stand where, and how
 * often they repeat side by side. */
#ifndef COMMANDS_INTERPRET_REPORT_COLUMNS_H
#define COMMANDS_INTERPRET_REPORT_COLUMNS_H

#include "commands/interpret-report/token.h"

enum column_kind {
	COLUMN_NO,
	COLUMN_NAME,
	COLUMN_ABBREV,
	COLUMN_RESULT,
	COLUMN_UNIT,
	COLUMN_RANGE,
	COLUMN_FLAG,
	COLUMN_PREVIOUS,
	COLUMN_DATE,
	COLUMN_METHOD,
	COLUMN_LOW,
	COLUMN_HIGH,
	COLUMN_SPECIMEN,
	COLUMN_COMMENT,
	COLUMN_LAB,
	COLUMN_RESULT2,
	COLUMN_MOM,   /* multiples of the median, beside a concentration */
	COLUMN_OLDER, /* an earlier result that is not kept */
	COLUMN_CLASS, /* an allergen's class beside its concentration */
	COLUMN_DATED, /* while a header is read */
	COLUMN_KINDS
};

enum { COLUMNS_MAX = 48, GROUPS_MAX = 4 };

struct column {
	enum column_kind kind;
	int cell;     /* in lines with tabs or bars */
	int x, x_end; /* display columns of the header word */
	int64_t when; /* a result column headed by its date; DATE_NONE */
};

struct columns {
	struct column at[COLUMNS_MAX];
	int n;
	int groups;                /* 0: no header known */
	int group[GROUPS_MAX + 1]; /* first column of each; [groups] is n */
	bool hard;                 /* cells are separated by tabs or bars */
	bool wide;                 /* or by wide gaps: positions tell */
	enum cell_style style;     /* commas separated the header's words */
	bool has[COLUMN_KINDS];
	char unit[24];              /* of all results: "浓度(IU/mL)"; "" none */
};

/* Is the line a table header? Then *ret is its layout. */
bool columns_read(const struct view *v, struct columns *ret);

/* Is it a line of dates, each over a column of results (columns_dates.c)? */
bool columns_read_dates(const struct view *v, struct columns *ret);
/* Of several dated columns the latest is the result, the one before it the
 * earlier result; older ones are left. */
void columns_settle_dates(struct columns *c);

/* A line that is one header word (an OCR text with a cell per line): its
 * kind. */
bool column_word(const struct view *v, enum column_kind *ret);
/* A layout from such words in their order; false when they are no header. */
bool columns_from_words(const enum column_kind *kinds, int n,
			struct columns *ret);

#endif
