#include "commands/last.h"

#include "base/io.h"
#include "commands/result.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LAST_LIMIT = 16 * 1024 * 1024 };

static const char head[] = "{\"schema\":\"clin.last/1\",\"at\":";

/* When process `pid` began, in clock ticks since boot, as /proc says: the
 * 22nd word, counted behind the name, which may contain anything. */
static unsigned long long start_of(long pid)
{
	char path[40], line[1024];
	unsigned long long start = 0;

	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return 0;
	size_t n = fread(line, 1, sizeof line - 1, f);
	fclose(f);
	line[n] = '\0';
	const char *p = strrchr(line, ')');
	for (int word = 2; p && word < 22; word++)
		p = strchr(p + 1, ' ');
	if (p)
		start = strtoull(p, NULL, 10);
	return start;
}

static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static bool folder(struct strbuf *ret)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (run && *run == '/')
		strbuf_addf(ret, "%s/clin", run);
	else if (state && *state == '/')
		strbuf_addf(ret, "%s/clin", state);
	else if (home && *home == '/')
		strbuf_addf(ret, "%s/.local/state/clin", home);
	return ret->len > 0;
}

/* False: there is no terminal, or nowhere to keep anything. */
static bool path_of(struct strbuf *ret)
{
	long session = (long)getsid(0);

	if (session <= 0 || !has_terminal() || !folder(ret))
		return false;
	strbuf_addf(ret, "/last-%ld-%llu.json", session, start_of(session));
	return true;
}

bool last_wanted(const struct app *app)
{
	struct strbuf path = STRBUF_INIT;
	bool wanted = !app->many && app->config->keep_last && path_of(&path);

	strbuf_release(&path);
	return wanted;
}

/* Patients' results do not stay behind: what has expired goes. */
static void sweep(const char *dir)
{
	char **paths;
	size_t n;
	struct stat st;
	time_t now = time(NULL);

	if (!io_list(dir, ".json", false, &paths, &n, NULL))
		return;
	for (size_t i = 0; i < n; i++) {
		const char *name = strrchr(paths[i], '/');
		if (name && strncmp(name, "/last-", 6) == 0 &&
		    stat(paths[i], &st) == 0 &&
		    now - st.st_mtime > LAST_MINUTES * 60)
			unlink(paths[i]);
	}
	io_list_free(paths, n);
}

void last_save(const struct app *app, const char *json, size_t n)
{
	struct strbuf path = STRBUF_INIT, dir = STRBUF_INIT, text = STRBUF_INIT;
	struct err err = {0};

	if (!path_of(&path))
		return;
	folder(&dir);
	strbuf_addf(&text, "%s%" PRId64 ",\"result\":", head, app->ui->now);
	strbuf_add(&text, json, n);
	strbuf_addch(&text, '}');
	bool ok = io_make_dir(dir.buf, &err);
	if (ok) {
		sweep(dir.buf);
		ok = io_replace(path.buf, text.buf, text.len, 0600, &err);
	}
	if (!ok && app->verbose) {
		strbuf_clear(&text);
		app->ui->message(app->ui->lang, &err, &text);
		app->ui->note(app->ui, text.buf);
	}
	strbuf_release(&path);
	strbuf_release(&dir);
	strbuf_release(&text);
}

bool last_load(const struct app *app, struct strbuf *ret, int64_t *ret_at,
	       struct err *err)
{
	const struct ui *ui = app->ui;
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	const char *why = NULL;
	struct stat st;
	char *end = NULL;

	if (!app->config->keep_last)
		why = SAY(ui, "配置 keep_last 为 false，没有保存",
			  "keep_last is false: nothing was kept");
	else if (!path_of(&path))
		why = SAY(ui, "不在终端中运行", "this is no terminal");
	else if (stat(path.buf, &st) != 0 || st.st_uid != geteuid() ||
		 st.st_mode & 077 ||
		 !io_read(path.buf, LAST_LIMIT, &text, NULL))
		why = SAY(ui, "本终端没有可用的上一个结果",
			  "this terminal has no last result");
	if (!why) {
		size_t n = sizeof head - 1;
		bool ours = text.len > n && memcmp(text.buf, head, n) == 0;
		*ret_at = ours ? strtoll(text.buf + n, &end, 10) : 0;
		const char *body = ours ? strstr(end, "\"result\":") : NULL;
		int64_t age = ui->now - *ret_at;
		if (!body)
			why = SAY(ui, "保存的结果已损坏",
				  "what was kept is damaged");
		else if (age < 0 || age > LAST_MINUTES * 60)
			why = SAY(ui, "上一个结果已超过 30 分钟",
				  "the last result is older than 30 minutes");
		else
			strbuf_add(ret, body + 9,
				   text.len - (size_t)(body + 9 - text.buf) -
					   1);
		if (why)
			unlink(path.buf);
	}
	strbuf_release(&path);
	strbuf_release(&text);
	return !why || ERR(err, ERR_LAST, why);
}
