#include "commands/table.h"

#include "base/utf8.h"
#include "base/wrap.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

/* On one line, and safe for the terminal. */
static void add_safe(struct strbuf *out, const char *text)
{
	size_t from = out->len;

	utf8_add_safe(out, text, strlen(text));
	for (size_t i = from; i < out->len; i++)
		if (out->buf[i] == '\n' || out->buf[i] == '\t')
			out->buf[i] = ' ';
}

static size_t shown_width(const char *text)
{
	struct strbuf safe = STRBUF_INIT;
	size_t n = strlen(text);

	if (is_plain(text))
		return n;
	add_safe(&safe, text);
	n = utf8_width(safe.buf, safe.len);
	strbuf_release(&safe);
	return n;
}

/* The last text of a column, where it stands in the output: the next is often
 * the same. */
struct seen {
	const char *text;
	size_t from, len, shown;
};

static void add_text(struct strbuf *out, struct seen *seen, const char *text)
{
	size_t from = out->len;

	if (text == seen->text) {
		for (size_t i = 0; i < seen->len; i++)
			strbuf_addch(out, out->buf[seen->from + i]);
		return;
	}
	if (is_plain(text)) {
		strbuf_adds(out, text);
		seen->shown = out->len - from;
	} else {
		add_safe(out, text);
		seen->shown = utf8_width(out->buf + from, out->len - from);
	}
	seen->text = text;
	seen->from = from;
	seen->len = out->len - from;
}

static void add_cell(struct strbuf *out, const struct table_column *column,
		     struct seen *seen, const char *text, size_t width,
		     bool last)
{
	if (column->right) {
		size_t n = text ? shown_width(text) : 0;
		strbuf_addn(out, ' ', width > n ? width - n : 0);
	}
	if (text)
		add_text(out, seen, text);
	size_t n = text ? seen->shown : 0;
	if (!column->right && !last && width > n)
		strbuf_addn(out, ' ', width - n);
	strbuf_adds(out, last ? "\n" : "  ");
}

/* Columns that the other cells leave to a last one that may shrink, or 0: it
 * does not, or they leave little and have to shrink themselves. */
static size_t room_of_last(const struct ui *ui,
			   const struct table_column *columns, size_t n_columns,
			   const char *const *cells, size_t n_rows)
{
	enum { LEAST = 12 };
	size_t sum = 0;

	for (size_t c = 0; c + 1 < n_columns; c++) {
		size_t width = shown_width(columns[c].heading);
		for (size_t r = 0; r < n_rows; r++) {
			const char *text = cells[r * n_columns + c];
			size_t n = text ? shown_width(text) : 0;
			width = n > width ? n : width;
		}
		sum += width + 2;
	}
	return columns[n_columns - 1].shrink && sum + LEAST <= (size_t)ui->width
		       ? (size_t)ui->width - sum
		       : 0;
}

/* A long note, broken between its words. */
static void set_wrapped(struct libscols_line *line, size_t column,
			const char *text, size_t width)
{
	struct strbuf safe = STRBUF_INIT, lines = STRBUF_INIT;

	add_safe(&safe, text);
	wrap_add(&lines, safe.buf, safe.len, 0, 0, width);
	scols_line_set_data(line, column, lines.buf);
	strbuf_release(&safe);
	strbuf_release(&lines);
}

static void set_cell(struct libscols_line *line, size_t column,
		     const char *text)
{
	struct strbuf safe = STRBUF_INIT;

	/* most cells of a long list */
	if (is_plain(text)) {
		scols_line_set_data(line, column, text);
		return;
	}
	add_safe(&safe, text);
	scols_line_set_data(line, column, safe.buf);
	strbuf_release(&safe);
}

/* A long list whose columns all fit is written as it is, which takes a tenth of
 * the time. False: it has to be shortened. */
static bool print_fitting(struct strbuf *out, const struct ui *ui,
			  const struct table_column *columns, size_t n_columns,
			  const char *const *cells, size_t n_rows)
{
	enum { LONG = 100, MOST = 16, GAP = 2 };
	struct seen seen[MOST] = {{0}};
	size_t width[MOST], sum = 0;

	if (n_rows < LONG || n_columns > MOST)
		return false;
	for (size_t c = 0; c < n_columns; c++) {
		const char *before = NULL;
		width[c] = shown_width(columns[c].heading);
		for (size_t r = 0; r < n_rows; r++) {
			const char *text = cells[r * n_columns + c];
			size_t n =
				text && text != before ? shown_width(text) : 0;
			width[c] = n > width[c] ? n : width[c];
			before = text;
		}
		sum += width[c] + (c ? GAP : 0);
	}
	if (sum > (size_t)ui->width)
		return false;
	for (size_t c = 0; c < n_columns; c++)
		add_cell(out, &columns[c], &seen[c], columns[c].heading,
			 width[c], c + 1 == n_columns);
	for (size_t r = 0; r < n_rows; r++)
		for (size_t c = 0; c < n_columns; c++)
			add_cell(out, &columns[c], &seen[c],
				 cells[r * n_columns + c], width[c],
				 c + 1 == n_columns);
	return true;
}

/* room: of the last column, when its texts are broken before. */
static void add_columns(struct libscols_table *t,
			const struct table_column *columns, size_t n_columns,
			size_t room)
{
	for (size_t c = 0; c < n_columns; c++) {
		bool last = c + 1 == n_columns;
		int flags = (columns[c].right ? SCOLS_FL_RIGHT : 0) |
			    (!columns[c].shrink ? 0
			     : last             ? SCOLS_FL_WRAP
						: SCOLS_FL_TRUNC);
		struct libscols_column *column = scols_table_new_column(
			t, columns[c].heading, 0.1, flags);
		if (last && room) {
			scols_column_set_safechars(column, "\n");
			scols_column_set_wrapfunc(column,
						  scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL);
		}
	}
}

static void add_line(struct libscols_table *t, const char *const *cells,
		     size_t n_columns, size_t room)
{
	struct libscols_line *line = scols_table_new_line(t, NULL);

	for (size_t c = 0; c < n_columns; c++) {
		if (!cells[c])
			continue;
		if (room && c + 1 == n_columns)
			set_wrapped(line, c, cells[c], room);
		else
			set_cell(line, c, cells[c]);
	}
}

void table_print(struct strbuf *out, const struct ui *ui,
		 const struct table_column *columns, size_t n_columns,
		 const char *const *cells, size_t n_rows)
{
	if (print_fitting(out, ui, columns, n_columns, cells, n_rows))
		return;
	struct libscols_table *t = scols_new_table();
	char *text = NULL;

	if (!t)
		abort();
	scols_table_set_termforce(t, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(t, (size_t)ui->width);
	scols_table_set_column_separator(t, "  ");
	size_t room = room_of_last(ui, columns, n_columns, cells, n_rows);
	add_columns(t, columns, n_columns, room);
	for (size_t r = 0; r < n_rows; r++)
		add_line(t, cells + r * n_columns, n_columns, room);
	if (scols_print_table_to_string(t, &text) == 0 && text) {
		strbuf_adds(out, text);
		if (out->len && out->buf[out->len - 1] != '\n')
			strbuf_addch(out, '\n');
	}
	free(text);
	scols_unref_table(t);
}
