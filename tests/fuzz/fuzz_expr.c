/* Any bytes as a condition: refused, or SQL that SQLite accepts or refuses. */
#include "base/arena.h"
#include "kb/expr.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static sqlite3 *db;
	struct arena a = ARENA_INIT;
	struct expr_names names = {0};
	struct strbuf sql = STRBUF_INIT;
	struct err err;

	if (!db)
		sqlite3_open(":memory:", &db);
	char *text = arena_strndup(&a, (const char *)data, n);
	strbuf_adds(&sql, "SELECT (");
	if (expr_compile(&a, text, NULL, &names, &sql, &err)) {
		sqlite3_stmt *s = NULL;
		const char *tail = NULL;
		strbuf_adds(&sql, ")");
		/* one statement, whatever was written */
		if (sqlite3_prepare_v2(db, sql.buf, -1, &s, &tail) ==
			    SQLITE_OK &&
		    (*tail || !sqlite3_stmt_readonly(s)))
			abort();
		sqlite3_finalize(s);
	}
	vec_free(&names);
	strbuf_release(&sql);
	arena_free(&a);
	return 0;
}
