/* Tables: Dexcom Clarity, LibreView, Omron, Withings, Eversense, and any
 * other whose headings, or whose saved map, say what its columns are. */
#include "commands/followup/import_table.h"

#include <string.h>

enum { HEADER_WITHIN = 20 };

void import_leave(struct import *in, const char *why, int line)
{
	for (size_t i = 0; i < in->left.n; i++)
		if (strcmp(in->left.at[i].why, why) == 0) {
			in->left.at[i].n++;
			return;
		}
	struct import_left left = {why, 1, line};
	vec_push(&in->left, left);
}

void import_add_row(struct import *in, const struct import_row *row)
{
	if (!(row->value > 0))
		import_leave(in, "value", row->line);
	else if (!row->when)
		import_leave(in, "time", row->line);
	else
		vec_push(&in->rows, *row);
}

static bool read_header(struct table *t, const struct csv_cells *cells)
{
	struct import *in = t->in;

	return in->map ? headings_mapped(in->map, cells, t->column, &t->n)
		       : headings_read(in->arena, cells, t->column, &t->n,
				       &in->kind);
}

/* The delimiter by which most lines have the same number of cells; a title
 * above the headings has none. */
static char find_delimiter(const char *text, size_t n)
{
	enum { LINES = 60, CELLS = 100 };
	/* blanks only where there is nothing else */
	static const char delimiters[] = ",;\t| ";
	size_t best = 0;
	char found = ',';

	for (const char *d = delimiters; *d && (*d != ' ' || !best); d++) {
		size_t of[CELLS] = {0}, cells = 1, lines = 0;
		bool quoted = false;
		for (size_t i = 0; i < n && lines < LINES; i++) {
			quoted ^= text[i] == '"';
			if (text[i] == *d && !quoted && cells + 1 < CELLS)
				cells++;
			if (text[i] != '\n')
				continue;
			of[cells]++;
			lines++;
			cells = 1;
		}
		of[cells]++;
		for (size_t k = 2; k < CELLS; k++)
			if (of[k] * k > best) {
				best = of[k] * k;
				found = *d;
			}
	}
	return found;
}

/* Nightscout's CSV has no headings: the instant twice, the value, the arrow,
 * the uploader. */
static bool is_nightscout(struct table *t, const struct csv_cells *cells)
{
	bool is = cells->n >= 3 && strlen(cells->at[1]) == 13 &&
		  strspn(cells->at[1], "0123456789") == 13 &&
		  strchr(cells->at[0], 'T') && strlen(cells->at[0]) >= 20;

	if (!is)
		return false;
	memset(t->column, 0, sizeof t->column);
	t->column[1] = (struct column){.role = ROLE_TIME};
	t->column[2] = (struct column){ROLE_VALUE, "CGM", "mg/dl", NULL};
	t->n = 3;
	t->in->kind = "nightscout";
	return true;
}

bool import_table(struct import *in, const char *text, size_t n,
		  struct err *err)
{
	struct table t = {.in = in};
	struct csv csv;
	struct csv_cells cells = {0};
	bool header = false;
	int line = 0;

	in->kind = in->map ? in->map->name : "table";
	csv_begin(&csv, text, n, in->arena);
	csv.delimiter = find_delimiter(text, n);
	for (int i = 0; csv_next(&csv, &cells, &line); i++) {
		if (!header && i == 0 && !in->map && is_nightscout(&t, &cells))
			header = true;
		if (header)
			table_row(&t, &cells, line);
		else if (i >= HEADER_WITHIN)
			break;
		else
			header = read_header(&t, &cells);
	}
	vec_free(&cells);
	if (header && !in->map && t.offset)
		return ERR(err, ERR_MESSAGE, in->kind, "1",
			   "its times may be local or UTC, the offset beside "
			   "them does not say which; describe it with --map "
			   "(zone:)");
	return header ||
	       ERR(err, ERR_MESSAGE, in->kind, "1",
		   in->map ? "no row of headings has every column of the map"
			   : "no row of headings that tells when and what; "
			     "describe its columns with --map");
}
