/* The chart: patients over time, in one SQLite file.
 *
 * Private mode: the folder is 0700, the file 0600, and a wider one is refused.
 * Group mode: the folder belongs to one group and is set-gid, the file 0660;
 * who wrote stands on every row, who read whom in the table `access`.
 *
 * Nothing is overwritten: an entry belongs to a batch, a correction supersedes,
 * an undo marks a batch as undone. Every command is one transaction. The
 * journal is a write-ahead log; writers wait for each other up to
 * CHART_BUSY_MS, so that many people on one host never see "locked". */
#ifndef CHART_CHART_H
#define CHART_CHART_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { CHART_BUSY_MS = 30000 };

struct chart;
struct sqlite3;
struct sqlite3_stmt;

struct chart_place {
	const char *path;
	const char *group; /* NULL: private */
	const char *actor; /* who works: a login name */
	int64_t now;       /* instant, seconds since 1970 UTC */
	int zone;          /* seconds east of UTC */
	bool create;       /* make it when it is not there */
};

/* Open, and bring an older one up to date. ERR_CHART_ABSENT when it is not there
 * and not to be created; ERR_CHART when it is no chart, is newer than this program, or is open to
 * others. Closed by chart_close. */
bool chart_open(const struct chart_place *place, struct chart **ret,
		struct err *err);
void chart_close(struct chart *c); /* NULL-safe; an open transaction ends
				      undone */
/* Why the place is unfit for a database shared by several hosts ("nfs"), or
 * NULL. */
const char *chart_network(const struct chart *c);

/* One writing command. begin waits for other writers. */
bool chart_begin(struct chart *c, struct err *err);
bool chart_commit(struct chart *c, struct err *err);
void chart_rollback(struct chart *c);

/* Note who looked at whom (patient NULL: a list). Group mode only. */
bool chart_note_access(struct chart *c, const char *what, const char *patient,
		       struct err *err);

/* Everything that was entered by one command; entries carry its number. */
bool chart_batch(struct chart *c, const char *kind, const char *source,
		 int64_t *ret, struct err *err);
/* Take a batch back; its entries stay, and count no more. *ret_entries: how
 * many. ERR_CHART when there is none or it was undone. batch 0: the actor's
 * last one. */
bool chart_undo(struct chart *c, int64_t batch, int64_t *ret_batch,
		int64_t *ret_entries, struct err *err);

/* Copy the whole chart while others work, then open the copy and check it. */
bool chart_backup(struct chart *c, const char *path, struct err *err);
/* A file is a sound chart of this version: integrity, foreign keys. */
bool chart_verify(const char *path, struct err *err);

/* For the modules of this floor. */
struct sqlite3 *chart_db(const struct chart *c);
const struct chart_place *chart_where(const struct chart *c);
/* A statement that an import runs for every row is prepared once, under a
 * number of its own. Reset it after use; it is the chart's. */
enum { CHART_STATEMENTS = 24 };
bool chart_statement(struct chart *c, int which, const char *sql,
		     struct sqlite3_stmt **ret, struct err *err);
bool chart_has_statement(const struct chart *c, int which);

#endif
