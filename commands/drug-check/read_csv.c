/* Orders as a table with a heading: 药品名称,规格,单次剂量,频次,途径 … or
 * name,strength,dose,frequency,route. The cells of a row are read as one
 * order line, the name first. */
#include "commands/order.h"

#include "commands/csv.h"
#include "base/strbuf.h"

#include <string.h>
#include <strings.h>

enum column {
	NAME,
	STRENGTH,
	DOSE,
	DOSE_UNIT,
	FREQUENCY,
	ROUTE,
	DAYS,
	NEW,
	COLUMNS
};

static const char *const headings[COLUMNS][12] = {
	[NAME] = {"药品名称", "药名", "药品", "名称", "医嘱内容", "医嘱",
		  "通用名", "name", "drug", "medication", "order", NULL},
	[STRENGTH] = {"规格", "strength", "specification", "spec", NULL},
	[DOSE] = {"单次剂量", "每次剂量", "剂量", "用量", "单次用量",
		  "每次用量", "dose", "dosage", NULL},
	[DOSE_UNIT] = {"剂量单位", "单位", "dose_unit", "unit", NULL},
	[FREQUENCY] = {"频次", "频率", "用药频次", "给药频次", "用法频次",
		       "frequency", "freq", NULL},
	[ROUTE] = {"途径", "给药途径", "用法", "给药方式", "route", NULL},
	[DAYS] = {"天数", "疗程", "days", NULL},
	[NEW] = {"新开", "new", NULL},
};

static int column_of(const char *heading)
{
	for (int c = 0; c < COLUMNS; c++)
		for (int i = 0; headings[c][i]; i++)
			if (strcasecmp(heading, headings[c][i]) == 0)
				return c;
	return -1;
}

/* The heading's columns; false: no name column. */
static bool read_heading(const struct csv_cells *cells, int at[COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++)
		at[c] = -1;
	for (size_t i = 0; i < cells->n; i++) {
		int c = column_of(cells->at[i]);
		if (c >= 0 && at[c] < 0)
			at[c] = (int)i;
	}
	return at[NAME] >= 0;
}

static const char *cell(const struct csv_cells *cells, const int at[COLUMNS],
			enum column c)
{
	return at[c] >= 0 && (size_t)at[c] < cells->n ? cells->at[at[c]] : "";
}

static void add_row(struct kb *kb, const struct csv_cells *cells,
		    const int at[COLUMNS], int line, struct arena *a,
		    struct order_vec *ret)
{
	struct strbuf row = STRBUF_INIT;
	const char *name = cell(cells, at, NAME);
	const char *strength = cell(cells, at, STRENGTH);
	const char *dose = cell(cells, at, DOSE);
	const char *is_new = cell(cells, at, NEW);
	size_t before = ret->n;

	if (!*name)
		return;
	if (*is_new && strcmp(is_new, "0") != 0 &&
	    strcasecmp(is_new, "false") != 0 && strcmp(is_new, "否") != 0)
		strbuf_addch(&row, '+');
	strbuf_adds(&row, name);
	if (*strength)
		strbuf_addf(&row, " %s", strength);
	if (*dose)
		strbuf_addf(&row, " sig: %s%s", dose,
			    cell(cells, at, DOSE_UNIT));
	strbuf_addf(&row, " %s %s", cell(cells, at, FREQUENCY),
		    cell(cells, at, ROUTE));
	if (*cell(cells, at, DAYS))
		strbuf_addf(&row, " x%s%s", cell(cells, at, DAYS),
			    strpbrk(cell(cells, at, DAYS), "天d") ? "" : "天");
	orders_from_text(kb, row.buf, row.len, a, ret);
	for (size_t i = before; i < ret->n; i++)
		ret->at[i].line = line;
	strbuf_release(&row);
}

bool orders_csv_detect(const char *text, size_t n, struct arena *a)
{
	struct csv csv;
	struct csv_cells cells = {0};
	int line, at[COLUMNS];

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
	int line, at[COLUMNS];

	csv_begin(&csv, text, n, a);
	bool ok = csv_next(&csv, &cells, &line) && read_heading(&cells, at);
	while (ok && csv_next(&csv, &cells, &line))
		add_row(kb, &cells, at, line, a, ret);
	vec_free(&cells);
}
