/* A plain table in a terminal, by libsmartcols (widths of CJK included). */
#ifndef COMMANDS_TABLE_H
#define COMMANDS_TABLE_H

#include "base/strbuf.h"
#include "base/ui.h"

#include <stdbool.h>
#include <stddef.h>

struct table_column {
	const char *heading;
	bool right;  /* align right */
	bool shrink; /* cut this one first when the line is too long */
};

/* Append rows × n_columns cells (row-major; NULL: empty) with headings, no
 * wider than the terminal. Cells are made terminal-safe. */
void table_print(struct strbuf *out, const struct ui *ui,
		 const struct table_column *columns, size_t n_columns,
		 const char *const *cells, size_t n_rows);

#endif
