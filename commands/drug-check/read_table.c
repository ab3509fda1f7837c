/* Orders in columns: what the headings mean, and a row as one line of text. */
#include "commands/drug-check/read_table.h"

#include <string.h>
#include <strings.h>

static const char *const headings[ORDER_COLUMNS][18] = {
	[COLUMN_NAME] = {"药品名称", "药名", "药品", "名称", "医嘱内容", "医嘱",
			 "医嘱名称", "药物", "通用名", "药品通用名", "药物名称",
			 "name", "drug", "medication", "order", NULL},
	[COLUMN_STRENGTH] = {"规格", "药品规格", "strength", "specification",
			     "spec", NULL},
	[COLUMN_DOSE] = {"单次剂量", "每次剂量", "剂量", "用量", "单次用量",
			 "每次用量", "每次量", "单次量", "一次量", "dose",
			 "dosage", NULL},
	[COLUMN_DOSE_UNIT] = {"剂量单位", "单位", "dose_unit", "unit", NULL},
	[COLUMN_FREQUENCY] = {"频次", "频率", "用药频次", "给药频次",
			      "用法频次", "执行频次", "frequency", "freq",
			      NULL},
	[COLUMN_ROUTE] = {"途径", "给药途径", "用法", "给药方式", "用药途径",
			  "route", NULL},
	[COLUMN_USAGE] = {"用法用量", "使用方法", "服用方法", "sig",
			  "directions", "instructions", NULL},
	[COLUMN_DAYS] = {"天数", "疗程", "days", "duration", NULL},
	[COLUMN_NEW] = {"新开", "new", NULL},
};

int order_column(const char *heading, size_t n, const char **ret_unit,
		 size_t *ret_n_unit)
{
	const char *open = memchr(heading, '(', n);

	*ret_unit = NULL;
	*ret_n_unit = 0;
	if (open && heading[n - 1] == ')') {
		*ret_unit = open + 1;
		*ret_n_unit = (size_t)(heading + n - 1 - *ret_unit);
		n = (size_t)(open - heading);
	}
	for (int c = 0; c < ORDER_COLUMNS; c++)
		for (int i = 0; headings[c][i]; i++)
			if (strlen(headings[c][i]) == n &&
			    strncasecmp(heading, headings[c][i], n) == 0)
				return c;
	return -1;
}

static bool is_word(const struct order_cell *c, const char *word)
{
	return c->n == strlen(word) && strncasecmp(c->s, word, c->n) == 0;
}

bool order_row(const struct order_cell cells[ORDER_COLUMNS], struct strbuf *ret)
{
	const struct order_cell *c = cells, *is_new = &c[COLUMN_NEW];
	const struct order_cell *days = &c[COLUMN_DAYS];

	if (!c[COLUMN_NAME].n)
		return false;
	if (is_new->n && !is_word(is_new, "0") && !is_word(is_new, "false") &&
	    !is_word(is_new, "否"))
		strbuf_addch(ret, '+');
	strbuf_add(ret, c[COLUMN_NAME].s, c[COLUMN_NAME].n);
	strbuf_addch(ret, ' ');
	strbuf_add(ret, c[COLUMN_STRENGTH].s, c[COLUMN_STRENGTH].n);
	if (c[COLUMN_DOSE].n || c[COLUMN_USAGE].n)
		strbuf_adds(ret, " sig: ");
	strbuf_add(ret, c[COLUMN_DOSE].s, c[COLUMN_DOSE].n);
	if (c[COLUMN_DOSE].n)
		strbuf_add(ret, c[COLUMN_DOSE_UNIT].s, c[COLUMN_DOSE_UNIT].n);
	for (int k = COLUMN_FREQUENCY; k <= COLUMN_USAGE; k++) {
		strbuf_addch(ret, ' ');
		strbuf_add(ret, c[k].s, c[k].n);
	}
	if (days->n) {
		bool unit = memchr(days->s, 'd', days->n) ||
			    memmem(days->s, days->n, "天", 3) ||
			    memmem(days->s, days->n, "日", 3) ||
			    memmem(days->s, days->n, "周", 3) ||
			    memmem(days->s, days->n, "week", 4);
		strbuf_adds(ret, " x");
		strbuf_add(ret, days->s, days->n);
		strbuf_adds(ret, unit ? "" : "天");
	}
	return true;
}

/* Where the next cell begins and ends; *column goes with it: an ideograph takes
 * two. False: no further cell. */
static bool next_cell(const char *s, size_t n, size_t *at, size_t *column,
		      struct order_cell *ret, size_t *ret_start)
{
	size_t end;

	while (*at < n && (s[*at] == ' ' || s[*at] == '|')) {
		++*at;
		++*column;
	}
	if (*at >= n)
		return false;
	ret->s = s + *at;
	*ret_start = *column;
	for (end = *at; *at < n; ++*at) {
		unsigned char c = (unsigned char)s[*at];
		if (c == '|' || (c == ' ' && *at + 1 < n && s[*at + 1] == ' '))
			break;
		if (c != ' ')
			end = *at + 1;
		*column += c < 0x80 ? 1 : c >= 0xE3 ? 2 : c >= 0xC0;
	}
	ret->n = (size_t)(s + end - ret->s);
	return true;
}

bool order_table_heading(const char *s, size_t n, struct order_table *ret)
{
	size_t at = 0, column = 0, read = 0, n_unit;
	struct order_cell cell;
	bool name = false;
	const char *unit;

	*ret = (struct order_table){.n = 0};
	while (ret->n < 16 &&
	       next_cell(s, n, &at, &column, &cell, &ret->start[ret->n])) {
		int c = order_column(cell.s, cell.n, &unit, &n_unit);
		ret->column[ret->n++] = c;
		read += c >= 0;
		name |= c == COLUMN_NAME;
		if (c == COLUMN_DOSE && n_unit && n_unit < sizeof ret->unit)
			memcpy(ret->unit, unit, n_unit);
	}
	if (!name || read < 3)
		ret->n = 0;
	return ret->n > 0;
}

/* The heading the cell stands under. */
static size_t heading_above(const struct order_table *t, size_t start)
{
	size_t best = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->start[i] <= start + 1)
			best = i;
	return best;
}

bool order_table_row(const struct order_table *t, const char *s, size_t n,
		     struct strbuf *ret)
{
	struct order_cell cell[16], row[ORDER_COLUMNS] = {{NULL, 0}};
	size_t start[16], count = 0, at = 0, column = 0;

	while (count < 16 &&
	       next_cell(s, n, &at, &column, &cell[count], &start[count]))
		count++;
	if (count < 3)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t k = count == t->n ? i : heading_above(t, start[i]);
		int c = t->column[k];
		if (c >= 0 && row[c].n)
			return false; /* two cells under one heading */
		if (c >= 0)
			row[c] = cell[i];
	}
	if (*t->unit && row[COLUMN_DOSE].n && !row[COLUMN_DOSE_UNIT].n &&
	    strspn(row[COLUMN_DOSE].s, "0123456789.") >= row[COLUMN_DOSE].n)
		row[COLUMN_DOSE_UNIT] =
			(struct order_cell){t->unit, strlen(t->unit)};
	return order_row(row, ret);
}
