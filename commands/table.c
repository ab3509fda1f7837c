#include "commands/table.h"

#include "base/utf8.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

static void set_cell(struct libscols_line *line, size_t column,
		     const char *text)
{
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, text, strlen(text));
	for (size_t i = 0; i < safe.len; i++)
		if (safe.buf[i] == '\n' || safe.buf[i] == '\t')
			safe.buf[i] = ' ';
	scols_line_set_data(line, column, safe.buf);
	strbuf_release(&safe);
}

void table_print(struct strbuf *out, const struct ui *ui,
		 const struct table_column *columns, size_t n_columns,
		 const char *const *cells, size_t n_rows)
{
	struct libscols_table *t = scols_new_table();
	char *text = NULL;

	if (!t)
		abort();
	scols_table_set_termforce(t, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(t, (size_t)ui->width);
	scols_table_set_column_separator(t, "  ");
	for (size_t c = 0; c < n_columns; c++) {
		int flags = (columns[c].right ? SCOLS_FL_RIGHT : 0) |
			    (columns[c].shrink ? SCOLS_FL_TRUNC : 0);
		scols_table_new_column(t, columns[c].heading, 0.1, flags);
	}
	for (size_t r = 0; r < n_rows; r++) {
		struct libscols_line *line = scols_table_new_line(t, NULL);
		for (size_t c = 0; c < n_columns; c++)
			if (cells[r * n_columns + c])
				set_cell(line, c, cells[r * n_columns + c]);
	}
	if (scols_print_table_to_string(t, &text) == 0 && text) {
		strbuf_adds(out, text);
		if (out->len && out->buf[out->len - 1] != '\n')
			strbuf_addch(out, '\n');
	}
	free(text);
	scols_unref_table(t);
}
