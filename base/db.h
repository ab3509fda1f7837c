/* SQLite, with errors as ours. */
#ifndef BASE_DB_H
#define BASE_DB_H

#include "base/err.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* Once, before anything else of this program uses SQLite: one thread a
 * process, no statistics. Each costs a cold start a little. */
void db_start(void);

/* Open a database that stands in memory, read-only, in place (the bytes are
 * borrowed and must outlive it). */
bool db_open_bytes(const void *bytes, size_t n, sqlite3 **ret, struct err *err);
bool db_open_file(const char *path, int flags, sqlite3 **ret, struct err *err);
bool db_exec(sqlite3 *db, const char *sql, struct err *err);
/* Fills *err with the database's last message; returns false. */
bool db_fail(sqlite3 *db, struct err *err);
bool db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret,
		struct err *err);
/* Column as text, never NULL; valid until the statement moves. */
const char *db_text(sqlite3_stmt *s, int column);
/* The first column of the first row as an integer, or `otherwise`. */
long long db_int(sqlite3 *db, const char *sql, long long otherwise);

#endif
