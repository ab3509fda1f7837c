/* Inside the tokeniser.
 *
 *   token.c         the line and its cells; what kind of piece comes next
 *   token_cells.c   where cells end
 *   token_number.c  titres, signs, numbers, ranges
 *   token_date.c    dates and clock times
 *   token_text.c    units, flags, words
 *   token_name.c    analytes' names */
#ifndef COMMANDS_INTERPRET_REPORT_TOKEN_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_TOKEN_PRIVATE_H

#include "commands/interpret-report/token.h"

/* The line while it is taken apart. */
struct reader {
	struct tokens *t;
	struct arena *arena;
	enum cell_style style;
	size_t i, end;   /* within the cell that ends at end */
	size_t width_at; /* columns counted so far … */
	int column;      /* … up to width_at */
	int cell;
	bool at_start;                        /* no token in this cell yet */
	int depth;                            /* open brackets */
	bool has_number, has_unit, has_range; /* since the last name */
};

/* What is left of the cell. */
const char *token_rest(const struct reader *r);
size_t token_left(const struct reader *r);
/* A number stands behind the last name, the row is not complete: a unit, flag
 * or interval is due rather than a name. */
bool token_after_value(const struct reader *r);
struct token token_at(const struct reader *r, enum token_kind kind, size_t n);
/* Keep the token and go on behind it. */
void token_push(struct reader *r, struct token *t);

/* token_number.c: each reads its kind at the cursor, or returns false. */
bool token_read_digits(struct reader *r); /* anything that begins with one */
bool token_read_date(struct reader *r);
bool token_read_sign(struct reader *r);   /* ↑ ++ (-) */
bool token_read_number(struct reader *r); /* number, limit, range */
bool token_read_open_range(struct reader *r); /* ~<5 */
bool token_read_limit_word(struct reader *r); /* LESS THAN 10 */
/* token_mark.c: H, L, A alone in their cell behind a value; CL and CH (a blood
 * gas analyser's critical marks) before the unit or interval that is due. */
bool token_read_flag_cell(struct reader *r);
/* An arrow that OCR took for a character. */
bool token_read_misread_arrow(struct reader *r);

/* Words that begin at `at`, in the cell that ends at `end`. */
struct stretch {
	const struct view *v;
	size_t at, end;
	bool after_value;
	struct arena *arena;
};
/* token_name.c: fill *ret when a name begins there. */
bool token_read_name(const struct stretch *t, struct token *ret);
/* Where the words end that begin at `from`; Latin words go on over single
 * blanks, ideographs do not. */
size_t token_words_end(const struct stretch *t, size_t from);
/* An ASCII letter at i. */
bool token_is_latin(const struct view *v, size_t i);
/* token_mark.c: the sign of an ion or a cell marker behind a name that ends
 * at `end` (K+, Cl-, CD3+): its bytes. Is the short name there the head of a
 * longer code (CA27.29)? Do value and unit follow without a blank (ALT45U/L)?
 * Does [at, end) end a bracket that does not begin in it? */
size_t token_charge_size(const struct stretch *t, size_t end);
bool token_is_code_head(const struct stretch *t, size_t end);
bool token_is_glued(const struct stretch *t, size_t end);
bool token_closes_bracket(const struct view *v, size_t at, size_t end);
/* Do digits or pluses stand anywhere behind i? */
bool token_number_follows(const struct view *v, size_t i);
/* "尿糖- 尿蛋白+", "尿糖-尿蛋白+": is the dash at i, behind an ideograph, a
 * result? A blank, the end or the next name and its sign follow. */
bool token_dash_is_result(const struct view *v, size_t i, size_t end);
/* Does a unit of three letters or more, or with a stroke, stand at i? */
bool token_unit_word(const struct view *v, size_t i);
/* Do a unit and no value behind it follow the number that ends at `end`? Then
 * that number is the value: "IgG 4 g/L 7-16", not "CA 125 U/mL 12". */
bool token_unit_follows(const struct view *v, size_t end);

#endif
