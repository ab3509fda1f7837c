/* Copies of the whole chart, and the chart back from one. */
#include "chart/access.h"

#include "base/io.h"
#include "chart/migrate.h"
#include "chart/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool chart_verify(const char *path, struct err *err)
{
	sqlite3 *db;

	if (!io_exists(path))
		return ERR(err, ERR_CHART, path, "not there");
	if (!db_open_file(path, SQLITE_OPEN_READONLY, &db, err))
		return false;
	bool sound =
		db_int(db, "PRAGMA application_id", 0) == CHART_APPLICATION &&
		db_int(db, "PRAGMA user_version", 0) == CHART_VERSION &&
		db_int(db,
		       "SELECT count(*) FROM pragma_integrity_check"
		       " WHERE integrity_check <> 'ok'",
		       1) == 0 &&
		db_int(db, "SELECT count(*) FROM pragma_foreign_key_check",
		       1) == 0;
	sqlite3_close(db);
	return sound || ERR(err, ERR_CHART, path,
			    "damaged, or no chart of this version");
}

bool chart_backup(struct chart *c, const char *path, struct err *err)
{
	sqlite3 *to = NULL;
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0)
		return ERR(err, ERR_CHART, path,
			   "cannot be created; a backup never overwrites");
	close(fd);
	if (!db_open_file(path, SQLITE_OPEN_READWRITE, &to, err))
		return false;
	sqlite3_backup *b =
		sqlite3_backup_init(to, "main", chart_db(c), "main");
	int rc = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;
	if (b)
		sqlite3_backup_finish(b);
	bool ok = rc == SQLITE_DONE || db_fail(to, err);
	/* one file, not a file and a log */
	ok = ok && db_exec(to, "PRAGMA journal_mode = DELETE", err);
	sqlite3_close(to);
	return ok && chart_verify(path, err);
}

/* A sound chart of this version or an earlier one. */
static bool check_copy(sqlite3 *db, const char *path, struct err *err)
{
	if (db_int(db, "PRAGMA application_id", 0) != CHART_APPLICATION)
		return ERR(err, ERR_CHART, path, "not a chart of clin");
	if (db_int(db, "PRAGMA user_version", 0) > CHART_VERSION)
		return ERR(err, ERR_CHART, path,
			   "written by a newer clin; update this program");
	if (db_int(db,
		   "SELECT count(*) FROM pragma_integrity_check"
		   " WHERE integrity_check <> 'ok'",
		   1) != 0 ||
	    db_int(db, "SELECT count(*) FROM pragma_foreign_key_check", 1) != 0)
		return ERR(err, ERR_CHART, path, "damaged; not restored");
	return true;
}

/* SQLite cannot read it through; a file that is only locked, or no database of
 * ours, is not damaged. */
static bool is_damaged(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;
	struct err ignored;
	bool damaged = false;
	int rc;

	if (!db_open_file(path, SQLITE_OPEN_READWRITE, &db, &ignored))
		return false;
	sqlite3_busy_timeout(db, CHART_BUSY_MS);
	rc = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &s, NULL);
	if (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *said = (const char *)sqlite3_column_text(s, 0);
		damaged = !said || strcmp(said, "ok") != 0;
	}
	damaged |= rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT;
	sqlite3_finalize(s);
	sqlite3_close(db);
	return damaged;
}

/* A copy that check_copy finds sound. */
static bool is_sound_copy(const char *path, struct err *err)
{
	sqlite3 *db;

	if (!io_exists(path))
		return ERR(err, ERR_CHART, path, "not there");
	if (!db_open_file(path, SQLITE_OPEN_READONLY, &db, err))
		return false;
	bool ok = check_copy(db, path, err);
	sqlite3_close(db);
	return ok;
}

bool chart_set_aside(const struct chart_place *place, const char *copy,
		     struct strbuf *ret, struct err *err)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char from[4096], to[4096];

	if (!io_exists(place->path) || !is_damaged(place->path))
		return true;
	if (!is_sound_copy(copy, err))
		return false;
	strbuf_addf(ret, "%s.damaged-%lld", place->path, (long long)place->now);
	for (int i = 2; io_exists(ret->buf) && i < 1000; i++) {
		strbuf_clear(ret);
		strbuf_addf(ret, "%s.damaged-%lld-%d", place->path,
			    (long long)place->now, i);
	}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(from, sizeof from, "%s%s", place->path, ends[i]);
		snprintf(to, sizeof to, "%s%s", ret->buf, ends[i]);
		if (rename(from, to) != 0 && i == 0)
			return ERR(err, ERR_CHART, place->path,
				   strerror(errno));
	}
	return true;
}

static bool keep_present(struct chart *c, struct strbuf *ret_before,
			 struct err *err)
{
	const struct chart_place *place = chart_where(c);

	if (db_int(chart_db(c), "SELECT count(*) FROM patient", 0) == 0)
		return true;
	strbuf_addf(ret_before, "%s.before-restore-%lld", place->path,
		    (long long)place->now);
	for (int i = 2; io_exists(ret_before->buf) && i < 1000; i++) {
		strbuf_clear(ret_before);
		strbuf_addf(ret_before, "%s.before-restore-%lld-%d",
			    place->path, (long long)place->now, i);
	}
	return chart_backup(c, ret_before->buf, err);
}

static bool copy_back(struct chart *c, sqlite3 *from, const char *path,
		      struct err *err)
{
	sqlite3_backup *b =
		sqlite3_backup_init(chart_db(c), "main", from, "main");
	int rc = SQLITE_ERROR;

	/* other people's commands are waited for */
	for (int waited = 0; b && waited < CHART_BUSY_MS; waited += 50) {
		rc = sqlite3_backup_step(b, -1);
		if (rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
			break;
		sqlite3_sleep(50);
	}
	if (b)
		sqlite3_backup_finish(b);
	return rc == SQLITE_DONE ||
	       ERR(err, ERR_CHART, path, sqlite3_errstr(rc));
}

/* Rows that stand on one side only, of one table. */
static long long differences(sqlite3 *db, const char *table)
{
	char *sql = sqlite3_mprintf(
		"SELECT (SELECT count(*) FROM (SELECT * FROM main.\"%w\" EXCEPT"
		" SELECT * FROM copy.\"%w\")) + (SELECT count(*) FROM"
		" (SELECT * FROM copy.\"%w\" EXCEPT SELECT * FROM"
		" main.\"%w\")) + abs((SELECT count(*) FROM main.\"%w\") -"
		" (SELECT count(*) FROM copy.\"%w\"))",
		table, table, table, table, table, table);
	long long n = sql ? db_int(db, sql, -1) : -1;

	sqlite3_free(sql);
	return n;
}

static bool compare(struct chart *c, const char *path, struct err *err)
{
	sqlite3 *db = chart_db(c);
	sqlite3_stmt *s;
	bool ok;

	if (!db_prepare(db, "ATTACH ?1 AS copy", &s, err))
		return false;
	bind_text(s, 1, path);
	if (!run_once(c, s, err))
		return false;
	ok = db_prepare(db,
			"SELECT name FROM copy.sqlite_master WHERE"
			" type = 'table' AND name NOT LIKE 'sqlite!_%'"
			" ESCAPE '!'",
			&s, err);
	while (ok && sqlite3_step(s) == SQLITE_ROW)
		if (differences(db, db_text(s, 0)) != 0)
			ok = ERR(err, ERR_CHART, path,
				 "the restored chart differs from it");
	if (s)
		sqlite3_finalize(s);
	sqlite3_exec(db, "DETACH copy", NULL, NULL, NULL);
	return ok;
}

bool chart_restore(struct chart *c, const char *path, struct strbuf *ret_before,
		   struct chart_counts *ret, struct err *err)
{
	sqlite3 *from;

	if (!io_exists(path))
		return ERR(err, ERR_CHART, path, "not there");
	if (!db_open_file(path, SQLITE_OPEN_READONLY, &from, err))
		return false;
	bool ok = check_copy(from, path, err) &&
		  keep_present(c, ret_before, err) &&
		  copy_back(c, from, path, err);
	sqlite3_close(from);
	ok = ok && compare(c, path, err);
	if (ok && db_int(chart_db(c), "PRAGMA user_version", 0) < CHART_VERSION)
		ok = chart_migrate(chart_db(c), chart_where(c)->path, err);
	if (!ok)
		return false;
	ret->patients =
		db_int(chart_db(c), "SELECT count(*) FROM live_patient", 0);
	ret->observations =
		db_int(chart_db(c), "SELECT count(*) FROM live_observation", 0);
	ret->visits = db_int(chart_db(c), "SELECT count(*) FROM live_visit", 0);
	return true;
}
