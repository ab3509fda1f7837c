/* A line as tokens: what each piece looks like on its own. What it is in the
 * row (result, earlier result, interval …) is decided in row.c. */
#ifndef COMMANDS_INTERPRET_REPORT_TOKEN_H
#define COMMANDS_INTERPRET_REPORT_TOKEN_H

#include "commands/interpret-report/name.h"
#include "commands/interpret-report/scan.h"

enum token_kind {
	TOKEN_NAME,    /* an analyte's name, whole */
	TOKEN_TEXT,    /* words that are nothing else */
	TOKEN_NUMBER,  /* 5.6 */
	TOKEN_LIMIT,   /* <5.2: a censored value or one side of an interval */
	TOKEN_RANGE,   /* 3.5-9.5 */
	TOKEN_ORDINAL, /* 阴性 ++ (-) 1:40 Reactive */
	TOKEN_FLAG,    /* ↑ H 偏高 */
	TOKEN_UNIT,
	TOKEN_DATE,    /* date or clock time */
	TOKEN_WHO,     /* 男: Adult: 参考值: Not Estab. — opens an interval's
	                  wording */
	TOKEN_PENDING, /* 待报 QNS */
	TOKEN_STOP,    /* , ; between items of running text */
};

struct token {
	enum token_kind kind;
	size_t start, end; /* in the line */
	int cell;          /* counts hard separators (tab, |) when there are
	                      any, else wide gaps */
	int x, x_end;      /* display columns */
	bool gap;          /* first in its cell */
	bool space;        /* blank before it */
	bool inside;       /* in a bracket that a token did not take whole */
	bool sure;         /* unit: cannot well be anything else */
	bool tight;        /* number: nothing but digits (could be an index) */
	double number;     /* NUMBER, LIMIT; RANGE: low */
	double high;       /* RANGE */
	enum flag flag;    /* FLAG */
	int64_t when;      /* DATE */
	unsigned doubt;
	struct name_match name; /* NAME */
};
struct token_vec VEC_OF(struct token);

struct tokens {
	struct view v;         /* of the line */
	struct token_vec list;
	bool hard;             /* tabs, bars or commas separate the cells */
	int cells;
};

/* How the cells of a line are separated beyond tabs, bars and wide gaps. */
enum cell_style { CELLS_PLAIN, CELLS_COMMA };

/* Take the line apart. Strings and the view live in the arena; list's memory
 * is reused (vec_free it at the end). */
void tokens_read(const struct view *v, enum cell_style style, struct arena *a,
		 struct tokens *ret);

/* Inside: the cells of a line (token_cells.c). cell_next: the cell that begins
 * at `from` ends at *ret_end; returns where the next one begins. *ret_hard: a
 * tab, bar or comma ended it, not a wide gap. */
bool cells_are_hard(const char *s, size_t n, enum cell_style style);
size_t cell_next(const struct view *v, size_t from, enum cell_style style,
		 size_t *ret_end, bool *ret_hard);

/* Ⅲ度, III: bytes of the numeral, 0 none; Ⅰ-Ⅱ度: of the interval. */
size_t scan_grade(const char *s, size_t n, double *ret);
size_t scan_grade_range(const char *s, size_t n, double *low, double *high);
/* Inside: behind the name of the cleanliness such numerals are numbers. */
void tokens_take_grades(struct tokens *t);

/* Inside: names and words that begin at s[at], within the cell that ends at
 * `end` (token_text.c). after_value: a value stands before on the line. Fills
 * *ret, returns false when nothing could be made of it. */
bool token_read_text(const struct view *v, size_t at, size_t end,
		     bool after_value, struct arena *a, struct token *ret);

#endif
