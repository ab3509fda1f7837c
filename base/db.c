#include "base/db.h"

#include <stdint.h>

void db_start(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

bool db_fail(sqlite3 *db, struct err *err)
{
	const char *name = db ? sqlite3_db_filename(db, "main") : NULL;

	return ERR(err, ERR_DB, name && *name ? name : "memory",
		   db ? sqlite3_errmsg(db) : "out of memory");
}

bool db_open_bytes(const void *bytes, size_t n, sqlite3 **ret, struct err *err)
{
	sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(":memory:", &db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
				 NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_deserialize(db, "main",
					 (unsigned char *)(uintptr_t)bytes,
					 (sqlite3_int64)n, (sqlite3_int64)n,
					 SQLITE_DESERIALIZE_READONLY);
	/* pages are used where they stand; otherwise each is copied first,
	 * which costs a cold start more than everything it looks up */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "PRAGMA mmap_size = 1073741824", NULL,
				  NULL, NULL);
	if (rc != SQLITE_OK) {
		db_fail(db, err);
		sqlite3_close(db);
		return false;
	}
	*ret = db;
	return true;
}

bool db_open_file(const char *path, int flags, sqlite3 **ret, struct err *err)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		db_fail(db, err);
		sqlite3_close(db);
		return false;
	}
	*ret = db;
	return true;
}

bool db_exec(sqlite3 *db, const char *sql, struct err *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       db_fail(db, err);
}

bool db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret,
		struct err *err)
{
	return sqlite3_prepare_v2(db, sql, -1, ret, NULL) == SQLITE_OK ||
	       db_fail(db, err);
}

const char *db_text(sqlite3_stmt *s, int column)
{
	const unsigned char *text = sqlite3_column_text(s, column);

	return text ? (const char *)text : "";
}

long long db_int(sqlite3 *db, const char *sql, long long otherwise)
{
	sqlite3_stmt *s = NULL;
	long long n = otherwise;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}
