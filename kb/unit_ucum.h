/* The grammar of UCUM over a given vocabulary. Private to kb/unit*.c; the
 * generator uses it while the vocabulary is still growing. */
#ifndef KB_UNIT_UCUM_H
#define KB_UNIT_UCUM_H

#include "kb/unit_table.h"

/* As unit_parse. */
bool ucum_parse(const struct unit_table *table, const char *code,
		struct unit *ret);

#endif
