/* The sheets of a workbook (.xlsx), one below the other, as CSV text. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_XLSX_H
#define COMMANDS_FOLLOWUP_IMPORT_XLSX_H

#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends to *ret. Numbers stay as they are stored: dates are days since 1900,
 * which import_table knows. False: no workbook, or a damaged one. */
bool xlsx_csv(const char *bytes, size_t n, struct strbuf *ret, struct err *err);

/* Inside: one member of the archive, unpacked and ended with NUL; false: not
 * there, damaged, or larger than anything a sensor writes. The name ends with
 * '*' where any will do. */
bool zip_member(const char *bytes, size_t n, const char *name,
		struct strbuf *ret);

#endif
