#include "llm/cache.h"

#include "base/io.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ANSWER_LIMIT = 2 * 1024 * 1024, DAY = 86400 };

static const char head[] = "clin-cache 1 ";

static void path_of(const struct config_cache *c, const char *key,
		    struct strbuf *ret)
{
	strbuf_addf(ret, "%s/%s.answer", c->path, key);
}

bool cache_get(const struct config_cache *c, const char *key, int64_t now,
	       struct strbuf *ret)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct stat st;
	char *end = NULL;
	bool ok;

	path_of(c, key, &path);
	ok = stat(path.buf, &st) == 0 && st.st_uid == geteuid() &&
	     !(st.st_mode & 077) &&
	     io_read(path.buf, ANSWER_LIMIT, &text, NULL) &&
	     strncmp(text.buf, head, sizeof head - 1) == 0;
	if (ok) {
		int64_t at = strtoll(text.buf + sizeof head - 1, &end, 10);
		ok = *end == '\n' && at <= now &&
		     now - at <= (int64_t)c->days * DAY;
	}
	if (ok)
		strbuf_add(ret, end + 1,
			   text.len - (size_t)(end + 1 - text.buf));
	strbuf_release(&path);
	strbuf_release(&text);
	return ok;
}

struct kept {
	const char *path;
	time_t at;
	int64_t size;
};

static int newest_first(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Keep the newest that fit. */
static void sweep(const struct config_cache *c)
{
	char **paths;
	size_t n;
	int64_t total = 0, most = (int64_t)c->megabytes * 1024 * 1024;
	struct stat st;

	if (!io_list(c->path, ".answer", false, &paths, &n, NULL))
		return;
	struct kept *kept = mem_alloc((n + 1) * sizeof *kept);
	size_t found = 0;
	time_t newest = 0;
	for (size_t i = 0; i < n; i++)
		if (lstat(paths[i], &st) == 0 && S_ISREG(st.st_mode)) {
			kept[found++] = (struct kept){paths[i], st.st_mtime,
						      st.st_size};
			newest = st.st_mtime > newest ? st.st_mtime : newest;
		}
	if (found)
		qsort(kept, found, sizeof *kept, newest_first);
	for (size_t i = 0; i < found; i++) {
		total += kept[i].size;
		if (total > most || newest - kept[i].at > (time_t)c->days * DAY)
			unlink(kept[i].path);
	}
	free(kept);
	io_list_free(paths, n);
}

void cache_put(const struct config_cache *c, const char *key, const char *text,
	       size_t n, int64_t now)
{
	struct strbuf path = STRBUF_INIT, all = STRBUF_INIT;

	if (n < ANSWER_LIMIT / 2 && io_make_dir(c->path, NULL)) {
		path_of(c, key, &path);
		strbuf_addf(&all, "%s%" PRId64 "\n", head, now);
		strbuf_add(&all, text, n);
		io_replace(path.buf, all.buf, all.len, 0600, NULL);
		sweep(c);
	}
	strbuf_release(&path);
	strbuf_release(&all);
}
