/* Orders as a table with a heading: 药品名称,规格,单次剂量,频次,途径 … or
 * name,strength,dose,frequency,route. The cells of a row are read as one
 * order line, the name first. */
#include "commands/order.h"

#include "commands/csv.h"
#include "commands/drug-check/read_table.h"

#include <string.h>

/* The heading's columns; false: no name column. */
static bool read_heading(const struct csv_cells *cells, int at[ORDER_COLUMNS])
{
	const char *unit;
	size_t n_unit;

	for (int c = 0; c < ORDER_COLUMNS; c++)
		at[c] = -1;
	for (size_t i = 0; i < cells->n; i++) {
		int c = order_column(cells->at[i], strlen(cells->at[i]), &unit,
				     &n_unit);
		if (c >= 0 && at[c] < 0)
			at[c] = (int)i;
	}
	return at[COLUMN_NAME] >= 0;
}

static void add_row(struct kb *kb, const struct csv_cells *cells,
		    const int at[ORDER_COLUMNS], int line, struct arena *a,
		    struct order_vec *ret)
{
	struct strbuf text = STRBUF_INIT;
	struct order_cell row[ORDER_COLUMNS] = {{NULL, 0}};
	size_t before = ret->n;

	for (int c = 0; c < ORDER_COLUMNS; c++) {
		if (at[c] < 0 || (size_t)at[c] >= cells->n)
			continue;
		const char *s = cells->at[at[c]];
		row[c] = (struct order_cell){s, strlen(s)};
	}
	if (order_row(row, &text))
		orders_from_text(kb, text.buf, text.len, a, ret);
	for (size_t i = before; i < ret->n; i++)
		ret->at[i].line = line;
	strbuf_release(&text);
}

bool orders_csv_detect(const char *text, size_t n, struct arena *a)
{
	struct csv csv;
	struct csv_cells cells = {0};
	int line, at[ORDER_COLUMNS];

	csv_begin(&csv, text, n, a);
	bool found = csv_next(&csv, &cells, &line) && cells.n >= 2 &&
		     read_heading(&cells, at);
	vec_free(&cells);
	return found;
}

void orders_from_csv(struct kb *kb, const char *text, size_t n, struct arena *a,
		     struct order_vec *ret)
{
	struct csv csv;
	struct csv_cells cells = {0};
	int line, at[ORDER_COLUMNS];

	csv_begin(&csv, text, n, a);
	bool ok = csv_next(&csv, &cells, &line) && read_heading(&cells, at);
	while (ok && csv_next(&csv, &cells, &line))
		add_row(kb, &cells, at, line, a, ret);
	vec_free(&cells);
}
