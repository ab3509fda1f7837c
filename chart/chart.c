#include "chart/chart.h"

#include "base/db.h"
#include "base/io.h"
#include "base/mem.h"
#include "chart/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define CHART_EMPTY \
	"it is empty; put a backup in its place: clin followup restore FILE"
#define CHART_DAMAGED \
	"it is damaged; put a backup in its place: clin followup restore FILE"

struct chart {
	sqlite3 *db;
	struct chart_place place; /* strings are copies */
	char *path, *group, *actor;
	const char *network;
	bool writing;
	sqlite3_stmt *statements[CHART_STATEMENTS];
};

static char *copy(const char *s)
{
	return s ? strcpy(mem_alloc(strlen(s) + 1), s) : NULL;
}

/* Magic numbers of statfs(2) for file systems on which locks of a database
 * cannot be relied upon. */
static const char *network_of(const char *path)
{
	static const struct {
		unsigned long magic;
		const char *name;
	} known[] = {{0x6969, "nfs"},      {0xFF534D42, "cifs"},
		     {0xFE534D42, "smb2"}, {0x517B, "smb"},
		     {0x5346414F, "afs"},  {0x01021997, "9p"},
		     {0x65735546, "fuse"}, {0x00C36400, "ceph"}};
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (((unsigned long)fs.f_type & 0xFFFFFFFFul) == known[i].magic)
			return known[i].name;
	return NULL;
}

static bool refuse(const struct chart *c, const char *why, struct err *err)
{
	return ERR(err, ERR_CHART, c->path, why);
}

/* The folder of the file, made when it may be. */
static bool prepare_folder(const struct chart *c, struct err *err)
{
	char *dir = copy(c->path), *slash = strrchr(dir, '/');
	struct stat st;
	bool ok = true;

	if (slash)
		*slash = '\0';
	if (slash && *dir && stat(dir, &st) != 0)
		ok = io_make_dir(dir, err);
	if (ok && c->group && slash && stat(dir, &st) == 0 &&
	    !(st.st_mode & S_ISGID)) {
		struct group *g = getgrnam(c->group);
		if (!g)
			ok = refuse(c, "no such group on this host", err);
		else if (chown(dir, (uid_t)-1, g->gr_gid) != 0 ||
			 chmod(dir, 02770) != 0)
			ok = refuse(c,
				    "its folder must be set-gid and belong "
				    "to the group",
				    err);
	}
	free(dir);
	return ok;
}

/* The file exists with the right mode before SQLite opens it, so that it and
 * its journal are never open to others, not for a moment. */
static bool prepare_file(const struct chart *c, struct err *err)
{
	mode_t mode = c->group ? 0660 : 0600;
	struct stat st;

	if (stat(c->path, &st) != 0) {
		if (!c->place.create)
			return ERR(err, ERR_CHART_ABSENT, c->path);
		if (!prepare_folder(c, err))
			return false;
		int fd = open(c->path, O_CREAT | O_RDWR | O_CLOEXEC, mode);
		if (fd < 0 || fchmod(fd, mode) != 0) {
			const char *why = strerror(errno);
			if (fd >= 0)
				close(fd);
			return refuse(c, why, err);
		}
		close(fd);
		return true;
	}
	if (!S_ISREG(st.st_mode))
		return refuse(c, "not a file", err);
	if (st.st_size == 0 && !c->place.create)
		return refuse(c, CHART_EMPTY, err);
	if (st.st_mode & (c->group ? 0007 : 0077))
		return refuse(c,
			      c->group ? "others may read it; chmod 660"
				       : "others may read it; chmod 600",
			      err);
	return true;
}

/* What SQLite says of a file that it cannot read helps nobody at a desk. */
static bool is_readable(const struct chart *c, struct err *err)
{
	int rc = sqlite3_exec(c->db, "SELECT 1 FROM sqlite_schema LIMIT 1",
			      NULL, NULL, NULL);

	return (rc != SQLITE_NOTADB && rc != SQLITE_CORRUPT) ||
	       refuse(c, CHART_DAMAGED, err);
}

bool chart_open(const struct chart_place *place, struct chart **ret,
		struct err *err)
{
	struct chart *c = mem_alloc(sizeof *c);

	memset(c, 0, sizeof *c);
	c->place = *place;
	c->place.path = c->path = copy(place->path);
	c->place.group = c->group = copy(place->group);
	c->place.actor = c->actor = copy(place->actor);
	if (!prepare_file(c, err) ||
	    !db_open_file(c->path, SQLITE_OPEN_READWRITE, &c->db, err))
		goto fail;
	sqlite3_busy_timeout(c->db, CHART_BUSY_MS);
	if (!is_readable(c, err) || !db_exec(c->db,
					     "PRAGMA foreign_keys = ON;"
					     "PRAGMA synchronous = FULL",
					     err))
		goto fail;
	/* an up-to-date chart is opened without a write */
	if (db_int(c->db, "PRAGMA application_id", 0) != CHART_APPLICATION ||
	    db_int(c->db, "PRAGMA user_version", 0) != CHART_VERSION) {
		if (!chart_migrate(c->db, c->path, err) ||
		    !db_exec(c->db, "PRAGMA journal_mode = WAL", err))
			goto fail;
	}
	c->network = network_of(c->path);
	*ret = c;
	return true;
fail:
	chart_close(c);
	return false;
}

void chart_close(struct chart *c)
{
	if (!c)
		return;
	chart_rollback(c);
	for (int i = 0; i < CHART_STATEMENTS; i++)
		sqlite3_finalize(c->statements[i]);
	sqlite3_close(c->db);
	free(c->path);
	free(c->group);
	free(c->actor);
	free(c);
}

const char *chart_network(const struct chart *c)
{
	return c->network;
}

bool chart_statement(struct chart *c, int which, const char *sql,
		     sqlite3_stmt **ret, struct err *err)
{
	if (!c->statements[which] &&
	    !db_prepare(c->db, sql, &c->statements[which], err))
		return false;
	*ret = c->statements[which];
	return true;
}

bool chart_has_statement(const struct chart *c, int which)
{
	return c->statements[which] != NULL;
}

sqlite3 *chart_db(const struct chart *c)
{
	return c->db;
}

const struct chart_place *chart_where(const struct chart *c)
{
	return &c->place;
}

bool chart_begin(struct chart *c, struct err *err)
{
	c->writing = db_exec(c->db, "BEGIN IMMEDIATE", err);
	return c->writing;
}

bool chart_commit(struct chart *c, struct err *err)
{
	if (!db_exec(c->db, "COMMIT", err))
		return false;
	c->writing = false;
	return true;
}

void chart_rollback(struct chart *c)
{
	if (c->writing)
		sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
	c->writing = false;
}

bool chart_batch(struct chart *c, const char *kind, const char *source,
		 int64_t *ret, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(c->db,
			"INSERT INTO batch(kind, source, at, actor)"
			" VALUES(?1,?2,?3,?4)",
			&s, err))
		return false;
	sqlite3_bind_text(s, 1, kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 2, source, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 3, c->place.now);
	sqlite3_bind_text(s, 4, c->actor, -1, SQLITE_STATIC);
	bool ok = sqlite3_step(s) == SQLITE_DONE || db_fail(c->db, err);
	sqlite3_finalize(s);
	*ret = sqlite3_last_insert_rowid(c->db);
	return ok;
}
