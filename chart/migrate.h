/* The chart's tables, by numbered steps. A step that was released is never
 * changed; a new one is added. */
#ifndef CHART_MIGRATE_H
#define CHART_MIGRATE_H

#include "base/err.h"

#include <stdbool.h>

struct sqlite3;

enum {
	CHART_APPLICATION = 0x434C4348, /* "CLCH" */
	CHART_VERSION = 5,
};

/* Bring the open database to CHART_VERSION in one transaction. `path` is for
 * the error. False and nothing changed when it is newer, or no chart. */
bool chart_migrate(struct sqlite3 *db, const char *path, struct err *err);

/* The step that leads from version `from` to from + 1; for tests. */
const char *chart_step(int from);

#endif
