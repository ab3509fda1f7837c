/* Inside the reader of printed text: its state from line to line.
 *
 *   read_text.c   lines → what each is: header, heading, label, row, noise
 *   read_rows.c   lines of the table → raw rows
 *   read_join.c   rows that go on over several lines
 *   read_sheet.c  page headers → whose rows they are, when and of what
 *   read_torn.c   columns one below the other
 *   read_form.c   lines met before */
#ifndef COMMANDS_INTERPRET_REPORT_READ_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_READ_PRIVATE_H

#include "base/strbuf.h"
#include "commands/interpret-report/identity.h"
#include "commands/interpret-report/lines.h"
#include "commands/interpret-report/row.h"
#include "commands/interpret-report/section.h"

/* The row read last, which following lines may go on with. */
struct open_row {
	bool active;
	struct strbuf text;   /* its line, from the row's beginning on */
	int line, last, lines;/* first line, last line, how many */
	size_t start, end;    /* span in the decoded text */
	bool emitted;         /* it is r->rows.at[index] already */
	size_t index;
	struct row row;       /* spans of text; match, doubt */
};

/* Names on lines of their own that got no result (yet). Several in a row mean
 * that the text was read column by column: then no value can be given to any
 * of them. */
struct bare_name {
	int line;
	const char *text;
	struct name_match match;
};
struct bare_name_vec VEC_OF(struct bare_name);

/* The table over time at hand (read_matrix.c). */
enum { MATRIX_MOST = 8 };
struct matrix {
	int n;              /* columns behind the first; 0: none */
	bool by_time;       /* a line is a time; else a line is an analyte */
	bool minutes;       /* bare numbers are minutes */
	bool tolerance;     /* all its analytes are the tolerance test's */
	int what[MATRIX_MOST]; /* analyte, minutes, or -1: something else */
	const char *name[MATRIX_MOST], *unit[MATRIX_MOST];
};

/* The line at hand and the state it is met in; n 0: not to be kept. */
enum { FORM_TEXT_MOST = 160 };
struct form_key {
	char at[sizeof(void *) + 1 + FORM_TEXT_MOST];
	size_t n;
};

struct text_reader {
	struct kb *kb;
	struct arena *arena;    /* of what is kept */
	struct arena scratch;   /* of one line */
	struct report_sink *reports;
	struct report *report;  /* not handed on yet */

	struct identity patient;/* of the report at hand */
	struct identity sheet;  /* of the print at hand */
	struct identity fresh;  /* fields since the last row */
	bool fresh_any, fresh_opens;
	int fresh_line;         /* of the last of them */
	size_t sheet_first;     /* its first row in report->rows */
	const char *pending_label;

	struct columns columns; /* groups 0: none yet */
	const struct columns *layout; /* which that is, for lines met before */
	enum column_kind words[COLUMNS_MAX]; /* header words, one a line */
	int n_words;

	const char *panel, *specimen;
	int panel_line;
	bool other;             /* in a section that is not interpreted */
	const char *other_kind, *other_title;
	int other_line;
	bool other_table;       /* a table header was met in it */
	struct strbuf other_text;

	struct form_key key;    /* of the line at hand */
	struct view v;
	struct tokens tokens;
	struct row_vec rows;
	struct open_row open;
	int last_row_line;      /* 0: none yet */
	int quiet_lines;        /* lines without a row since */
	struct bare_name_vec bare;
	struct matrix matrix;
	double last_index;      /* running number on a line of its own; 0 */
};

/* read_text.c */
void columns_take(struct text_reader *t, const struct columns *c,
		  const struct columns *layout);

/* read_heading.c */
void heading_take(struct text_reader *t, const struct line *l,
		  const struct section_head *head);
/* Is the line a heading? Results behind one are left in *l, and then it says
 * no. */
bool heading_split(struct text_reader *t, struct line *l);
/* A part that is not interpreted begins, gets a line, ends. */
void heading_begin(struct text_reader *t, const struct line *l,
		   const struct section_head *head);
void heading_add_text(struct text_reader *t, const struct line *l);
void heading_end(struct text_reader *t);

/* read_matrix.c: tables of one test over time, a line a time or a line an
 * analyte. */
bool matrix_read(struct text_reader *t, const struct line *l);

/* read_torn.c: tables whose columns stand one below the other. Goes on in
 * *lines behind them. */
bool torn_read(struct text_reader *t, struct lines *lines,
	       const struct line *first);

/* read_sheet.c */
bool sheet_read_labels(struct text_reader *t, const struct line *l);
/* The fields of a line that has some. */
void sheet_take_labels(struct text_reader *t, const struct line *l,
		       const struct identity *id, enum label_line kind,
		       bool opens);
/* What was collected since the last row was the foot of that print. */
void sheet_footer(struct text_reader *t);
/* Before a row is kept: whose is it? */
void sheet_settle(struct text_reader *t);
/* No more rows of this print: give its rows their time. */
void sheet_close(struct text_reader *t);
void sheet_note(struct text_reader *t, const char *text);

/* read_rows.c */
enum rows_found {
	ROWS_NONE,   /* nothing of a row */
	ROWS_WEAK,   /* could be rows; labels and noise go first */
	ROWS_STRONG, /* a known name with number and unit or interval */
};
/* Takes the line (v: its view) apart into t->tokens and t->rows. */
enum rows_found rows_look(struct text_reader *t, const struct view *v);
/* The layout in force, NULL none; rows were read shortly before. */
const struct columns *rows_layout(const struct text_reader *t);
bool rows_in_table(const struct text_reader *t);
/* Is the row of t->tokens one, and no sentence? */
bool row_acceptable(const struct text_reader *t, const struct row *r);
bool row_has_interval(const struct row *r);
struct raw_row row_raw(struct text_reader *t, const char *s,
		       const struct row *r);
/* Keep the row as one of the report's; s: what its spans are of. */
void row_emit(struct text_reader *t, const char *s, const struct row *r,
	      int line, size_t start, size_t end);
/* The same with the row as it stands. */
void row_keep(struct text_reader *t, const struct raw_row *raw, int line,
	      size_t start, size_t end);
/* Does the line hold numbers or results as a table row would? */
bool rows_look_like_data(const struct text_reader *t);

/* read_open.c */
enum { OPEN_MAX_BYTES = 600, OPEN_MAX_LINES = 9 };
/* The row (NULL: none yet) of the line, its part of the line, is open. */
void open_begin(struct text_reader *t, const struct line *l,
		const struct row *r, bool emitted);
/* The line behind the open row; its first words into the row's name. False:
 * no better row came of it, nothing is changed. */
bool open_join(struct text_reader *t, const struct line *l);
bool open_join_name(struct text_reader *t, const struct line *l,
		    const struct token *words);

/* read_join.c */
/* Keep the rows of the line just looked at, or join it to the open row.
 * False: it is neither (the caller may call it unread). */
bool rows_keep(struct text_reader *t, const struct line *l);
/* The open row ends here. */
void rows_flush(struct text_reader *t);
void rows_unread(struct text_reader *t, int line, const char *s, size_t n);
/* Say which names got no result. next: of the row that follows, or NULL. */
void rows_settle_bare(struct text_reader *t, const struct name_match *next);

/* read_form.c: a line met before in the same state has the same effect. False:
 * it is new, and what it turns out to be may be kept. */
bool form_replay(struct text_reader *t, const struct line *l);
/* Returns the layout's name for `layout`. */
const struct columns *form_keep_columns(struct text_reader *t,
					const struct columns *c);
void form_keep_heading(struct text_reader *t, const struct section_head *head);
void form_keep_labels(struct text_reader *t, const struct identity *id,
		      bool opens);
void form_keep_rows(struct text_reader *t);
/* A layout without a name: lines below it are not kept. */
extern const struct columns form_other_layout;

#endif
