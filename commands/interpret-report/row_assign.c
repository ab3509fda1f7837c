/* Tokens behind a row's name → its fields.
 *
 * Flags and units are told by what they are. The rest (numbers, ranges,
 * words) are given to the columns of the layout by the cheapest assignment
 * that keeps their order: what a token looks like against what the column
 * holds, and how far it stands from the header word. Without a layout the
 * columns are assumed to be result, range. */
#include "commands/interpret-report/row_private.h"

#include "base/date.h"

#include <string.h>

/* How ill an item fits a column, in tenths; NO never. */
enum { NO = 99 };
/* clang-format off: a table */
static const unsigned char misfit[ITEM_KINDS][COLUMN_KINDS] = {
	/*                 no  name abbr res unit range flag prev date meth low high spec comm lab res2 mom older class */
	[ITEM_NUMBER] = {NO, NO, NO, 0,  40, 20, 40, 6, NO, 40,
			 3,  3,  NO, 15, 15, 0,  0,  0, NO, 0},
	[ITEM_LIMIT] = {NO, NO, NO, 3,  NO, 1, NO, 8, NO, NO,
			15, 15, NO, 25, NO, 3, NO, 3, NO, NO},
	[ITEM_RANGE] = {NO, NO, NO, 16, 30, 0,  NO, 18, NO, NO,
			30, 30, NO, 9,  NO, 12, NO, 18, NO, NO},
	[ITEM_ORDINAL] = {NO, NO, NO, 0,  40, 4, 8,  6, NO, 30,
			  20, 20, NO, 15, NO, 0, NO, 2, NO, 2},
	[ITEM_DASH] = {NO, NO, NO, 3, 3, 4, 3, 4, 3,  3,
		       3,  3,  3,  3, 3, 3, 3, 3, NO, 3},
	[ITEM_TEXT] = {NO, NO, 2, 9, 8, 9, 12, 15, NO, 0,
		       25, 25, 0, 1, 5, 9, 20, 15, NO, 1},
	[ITEM_WHO] = {NO, NO, NO, 20, NO, 0,  20, NO, NO, 20,
		      NO, NO, NO, 10, NO, 20, NO, NO, NO, NO},
	[ITEM_DATE] = {NO, NO, NO, 40, NO, NO, NO, 5, 0,  NO,
		       NO, NO, NO, 5,  NO, 40, NO, 9, NO, NO},
	[ITEM_PENDING] = {NO, NO, NO, 0, NO, 8, 8, 5, NO, NO,
			  NO, NO, NO, 5, NO, 8, 5, 5, NO, NO},
	[ITEM_NAME] = {NO, NO, 0, NO, NO, NO, NO, NO, NO, 4,
		       NO, NO, 4, 1,  NO, NO, NO, NO, NO, NO},
	[ITEM_LAB] = {NO, NO, NO, 25, NO, NO, NO, NO, NO, NO,
		      NO, NO, NO, 5,  0,  25, 25, 25, NO, 0},
};
/* clang-format on */

static int skip_item_cost(const struct assignment *a, int i)
{
	/* "-  弱阳性": the dash is the result, the word what is expected */
	if (a->item[i].kind == ITEM_DASH && i == 0 && !a->in->n_cols &&
	    a->n > 1 && a->item[1].kind == ITEM_ORDINAL)
		return 12;
	switch (a->item[i].kind) {
	case ITEM_TEXT:
	case ITEM_NAME:
		return 8;
	case ITEM_DATE:
	case ITEM_DASH:
	case ITEM_LAB:
		return 4;
	case ITEM_WHO:
		return 16;
	default:
		return 18;
	}
}

/* A row has a result; a second column of them is often empty. */
static int skip_column_cost(const struct assignment *a, int column)
{
	for (int i = 0; i < column; i++)
		if (a->col[i].kind == COLUMN_RESULT)
			return 1;
	return a->col[column].kind == COLUMN_RESULT ? 14 : 1;
}

/* Distance of an item from a column's header, in tenths. */
static int distance(const struct assignment *a, const struct item *i,
		    const struct column *c)
{
	/* in running text words are neither result nor interval */
	if (!a->in->n_cols)
		return i->kind == ITEM_TEXT && !i->first->gap && a->n > 1 ? 10
									  : 0;
	if (a->in->hard && a->in->t->hard) {
		int d = i->first->cell - c->cell;
		d = (d < 0 ? -d : d) * 13;
		return d > 39 ? 39 : d;
	}
	if (!a->in->wide)
		return 0;
	int left = i->first->x - c->x, right = i->last->x_end - c->x_end;
	int middle = (left + right) / 2;
	left = left < 0 ? -left : left;
	right = right < 0 ? -right : right;
	middle = middle < 0 ? -middle : middle;
	int least = left < right ? left : right;
	least = middle < least ? middle : least;
	/* a ragged row is out of line with its heading: order then tells */
	return least > 16 ? 16 : least;
}

/* Counted in microscope fields: the count itself is often an interval. */
static bool is_per_field(const struct assignment *a)
{
	const struct token *unit = a->unit ? a->unit : a->range_unit;
	const char *s = items_text(a);

	for (size_t i = unit ? unit->start : 0; unit && i + 2 < unit->end; i++)
		if (s[i] == '/' && strchr("HhLl", s[i + 1]) &&
		    strchr("Pp", s[i + 2]))
			return true;
	return false;
}

static int misfit_of(const struct assignment *a, const struct item *i,
		     enum column_kind kind)
{
	/* no interval says positive, unless a heading has it so */
	for (const struct token *t = i->first; t <= i->last; t++)
		if (kind == COLUMN_RANGE && !a->in->wide &&
		    i->kind != ITEM_WHO && items_is_positive(a, t))
			return NO;
	/* "2-4 /HP  0": the count is the interval, none is normal */
	if (i->kind == ITEM_RANGE && i + 1 < a->item + a->n &&
	    ((i[1].kind == ITEM_NUMBER && i[1].first->number == 0) ||
	     i[1].kind == ITEM_LIMIT || i[1].kind == ITEM_RANGE) &&
	    is_per_field(a))
		return kind == COLUMN_RESULT ? 2 : NO;
	/* "0" where none is normal: blasts, ova */
	if (i->kind == ITEM_NUMBER && kind == COLUMN_RANGE &&
	    i->first->number == 0)
		return 4;
	return misfit[i->kind][kind];
}

/* Cheapest order-keeping assignment (alignment by dynamic programming). */
static int solve(struct assignment *a)
{
	int cost[ITEMS_MAX + 1][COLS_MAX + 1] = {{0}};
	unsigned char step[ITEMS_MAX + 1][COLS_MAX + 1] = {{0}};

	for (int i = 0; i <= a->n; i++)
		for (int j = 0; j <= a->m; j++) {
			int best = i || j ? 1 << 20 : 0, how = 0;
			if (i > 0) {
				int c = cost[i - 1][j] +
					skip_item_cost(a, i - 1);
				if (c < best)
					best = c, how = 1;
			}
			if (j > 0) {
				int c = cost[i][j - 1] +
					skip_column_cost(a, j - 1);
				if (c < best)
					best = c, how = 2;
			}
			if (i > 0 && j > 0) {
				int fit = misfit_of(a, &a->item[i - 1],
						    a->col[j - 1].kind);
				int c = cost[i - 1][j - 1] + fit +
					distance(a, &a->item[i - 1],
						 &a->col[j - 1]);
				if (fit != NO && c <= best)
					best = c, how = 3;
			}
			cost[i][j] = best;
			step[i][j] = (unsigned char)how;
		}
	for (int i = a->n, j = a->m; i > 0 || j > 0;) {
		int how = j == 0 ? 1 : i == 0 ? 2 : step[i][j];
		if (how != 2)
			a->item[i - 1].column = how == 3 ? j - 1 : -1;
		i -= how != 2;
		j -= how != 1;
	}
	return cost[a->n][a->m];
}

/* Without a layout: result and range in either order, an earlier result only
 * when a date stands beside it. */
static void solve_unknown(struct assignment *a)
{
	static const struct {
		enum column_kind kinds[4];
		int n;
	} orders[3] = {
		{{COLUMN_RESULT, COLUMN_RANGE}, 2},
		{{COLUMN_RANGE, COLUMN_RESULT}, 2},
		{{COLUMN_RESULT, COLUMN_PREVIOUS, COLUMN_DATE, COLUMN_RANGE},
		 4}};
	int best = 1 << 20, chosen = 0;
	bool dated = false;

	for (int i = 0; i < a->n; i++)
		dated |= a->item[i].kind == ITEM_DATE;
	for (int o = 0; o < (dated ? 3 : 2) + 1; o++) {
		int order = o < (dated ? 3 : 2) ? o : chosen;
		a->m = orders[order].n;
		for (int j = 0; j < a->m; j++)
			a->col[j] = (struct column){orders[order].kinds[j], 0,
						    0, 0, DATE_NONE};
		int cost = solve(a) + (order == 1 ? 5 : 0);
		if (cost < best)
			best = cost, chosen = order;
	}
}

static bool has_ordinal_result(const struct assignment *a)
{
	for (int i = 0; i < a->n; i++)
		if (a->item[i].column >= 0 &&
		    a->col[a->item[i].column].kind == COLUMN_RESULT)
			return a->item[i].kind == ITEM_ORDINAL ||
			       a->item[i].kind == ITEM_DASH;
	return false;
}

static void give(struct assignment *a, const struct item *i)
{
	struct row *row = a->row;
	struct span *field[COLUMN_KINDS] = {[COLUMN_ABBREV] = &row->abbrev,
					    [COLUMN_RESULT] = &row->value,
					    [COLUMN_RESULT2] = &row->value,
					    [COLUMN_MOM] = &row->mom,
					    [COLUMN_UNIT] = &row->unit,
					    [COLUMN_RANGE] = &row->range,
					    [COLUMN_FLAG] = &row->flag,
					    [COLUMN_PREVIOUS] = &row->previous,
					    [COLUMN_METHOD] = &row->method,
					    [COLUMN_LOW] = &row->low,
					    [COLUMN_HIGH] = &row->high,
					    [COLUMN_SPECIMEN] = &row->specimen};
	enum column_kind kind = a->col[i->column].kind;

	if (kind == COLUMN_DATE)
		row->previous_when = i->first->when;
	else if (kind == COLUMN_PREVIOUS && a->col[i->column].when != DATE_NONE)
		row->previous_when = a->col[i->column].when;
	else if (kind == COLUMN_RESULT)
		row->when = a->col[i->column].when;
	/* an empty cell's placeholder; beside a qualitative result, negative */
	if (i->kind == ITEM_DASH && kind != COLUMN_RESULT &&
	    !(kind == COLUMN_RANGE && has_ordinal_result(a)))
		return;
	if (kind == COLUMN_RESULT || kind == COLUMN_RESULT2)
		row->doubt |= i->first->doubt;
	if (field[kind] && !field[kind]->end)
		*field[kind] = item_span(i);
	else if (kind == COLUMN_RESULT && i->kind == ITEM_ORDINAL &&
		 !row->flag.end)
		row->flag = item_span(i); /* 浓度 and, behind it, 结果: 阴性 */
}

void row_assign(const struct row_tokens *in, struct row *row)
{
	struct assignment a = {.in = in, .row = row};

	items_collect(&a);
	for (int i = 0; i < in->n_cols && a.m < COLS_MAX; i++)
		if (in->cols[i].kind != COLUMN_NAME &&
		    in->cols[i].kind != COLUMN_NO &&
		    !(in->cols[i].kind == COLUMN_ABBREV && row->abbrev.end))
			a.col[a.m++] = in->cols[i];
	if (in->n_cols)
		solve(&a);
	else
		solve_unknown(&a);
	for (int i = 0; i < a.n; i++)
		if (a.item[i].column >= 0)
			give(&a, &a.item[i]);
	place_leftovers(&a);
	place_flag(&a);
	place_doubt(&a);
	if (a.flag && !row->flag.end)
		row->flag = (struct span){a.flag->start, a.flag->end};
	if (a.unit && !row->unit.end)
		row->unit = (struct span){a.unit->start, a.unit->end};
	if (a.range_unit && !row->unit.end && !has_ordinal_result(&a))
		row->unit =
			(struct span){a.range_unit->start, a.range_unit->end};
	if (!row->value.end && row->flag.end && !row->range.end) {
		row->value = row->flag; /* "尿胆原 正常" */
		row->flag = (struct span){0, 0};
	}
	if (!row->value.end && row->range.end && is_per_field(&a)) {
		row->value = row->range; /* "0-2 /HP" without an interval */
		row->range = (struct span){0, 0};
	}
	row->single = row->value.end != 0;
}
