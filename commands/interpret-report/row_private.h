/* Inside rows: row.c splits a line into them, row_head.c reads their names,
 * row_items.c groups a row's tokens into items, row_join.c those of one item, row_wording.c those of an
 * interval in words,
 * row_assign.c gives the items to columns, row_place.c places the rest. */
#ifndef COMMANDS_INTERPRET_REPORT_ROW_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_ROW_PRIVATE_H

#include "commands/interpret-report/row.h"

enum { ITEMS_MAX = 24, COLS_MAX = 20 };

enum item_kind {
	ITEM_NUMBER,
	ITEM_LIMIT,
	ITEM_RANGE,
	ITEM_ORDINAL,
	ITEM_DASH,
	ITEM_TEXT,
	ITEM_WHO,
	ITEM_DATE,
	ITEM_PENDING,
	ITEM_LAB,
	ITEM_NAME,
	ITEM_KINDS
};

struct item {
	enum item_kind kind;
	const struct token *first, *last;
	int column; /* given column, -1 none */
};

struct assignment {
	const struct row_tokens *in;
	struct row *row;
	struct item item[ITEMS_MAX];
	int n;
	struct column col[COLS_MAX];
	int m;
	const struct token *flag, *unit, *range_unit;
};

/* A line's tokens while they are split into rows (row.c). */
struct splitter {
	struct kb *kb;
	const struct tokens *t;
	const struct columns *columns; /* NULL: none known */
	bool table;
	struct row_vec *rows;
};

static inline const struct token *splitter_token(const struct splitter *p,
						 size_t i)
{
	return &p->t->list.at[i];
}

static inline size_t splitter_count(const struct splitter *p)
{
	return p->t->list.n;
}

static inline struct span item_span(const struct item *i)
{
	return (struct span){i->first->start, i->last->end};
}

/* row_place.c, behind the assignment. */
void place_leftovers(struct assignment *a);
void place_flag(struct assignment *a);
void place_doubt(struct assignment *a);

/* Is there a value among the tokens from i on, before the next name? */
bool splitter_value_follows(const struct splitter *p, size_t i);
/* The tokens of the name, from `from` on, into the row; returns where they
 * end (row_head.c). */
size_t row_read_head(const struct splitter *p, size_t from, size_t to,
		     struct row *row, const struct column *cols, int n_cols);

/* The line the tokens are of. */
const char *items_text(const struct assignment *a);
/* 阳性, Detected, 2+; not a titre. */
bool items_is_positive(const struct assignment *a, const struct token *t);
void items_add(struct assignment *a, enum item_kind kind,
	       const struct token *t);
enum item_kind items_kind_of(const struct assignment *a, const struct token *t);

/* row_wording.c: is the token one that says what, or whose, the interval
 * behind it is? Reads from it on; returns what follows. */
bool wording_labels(const struct assignment *a, const struct token *t,
		    const struct token *end);
bool wording_leads_age(const struct assignment *a, const struct token *t);
const struct token *wording_read(struct assignment *a, const struct token *t,
				 const struct token *end);
/* Does the token go on with, or explain, the interval before it? */
bool wording_extends(struct assignment *a, const struct token *t);
bool wording_explains(const struct assignment *a, const struct token *t);
/* Does another interval follow in its cell? Then takes the rest of that. */
bool wording_goes_on(const struct assignment *a, const struct token *t,
		     const struct token *end);
const struct token *wording_take_cell(struct assignment *a,
				      const struct token *t,
				      const struct token *end);

/* row_join.c: pieces that belong together; NULL or false: they do not. */
const struct token *items_joined_word(const struct assignment *a,
				      const struct token *t,
				      const struct token *end);
const struct token *items_bracketed_interval(const struct assignment *a,
					     const struct token *t,
					     const struct token *end);
const struct token *items_take_multiple(struct assignment *a,
					const struct token *t,
					const struct token *end);
bool items_is_amount(const struct assignment *a, const struct token *t,
		     const struct token *end);

/* Tokens into items; flags and units are noted apart. */
void items_collect(struct assignment *a);

#endif
