#include "llm/ledger.h"

#include "base/io.h"
#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LEDGER_LIMIT = 512 * 1024 * 1024 };

static const char genesis[] =
	"0000000000000000000000000000000000000000000000000000000000000000";

void ledger_hash(const void *data, size_t n, char ret[65])
{
	SHA256Data(data, n, ret);
}

/* The hash that stands in a line: its last member. */
static bool line_hash(const char *line, size_t n, char ret[65])
{
	static const char tail[] = ",\"hash\":\"";
	size_t need = sizeof tail - 1 + 64 + 2;

	if (n < need || memcmp(line + n - need, tail, sizeof tail - 1) != 0)
		return false;
	memcpy(ret, line + n - 66, 64);
	ret[64] = '\0';
	return true;
}

static bool read_all(const char *path, struct strbuf *ret, struct err *err)
{
	return !io_exists(path) || io_read(path, LEDGER_LIMIT, ret, err);
}

/* The last line's hash; the chain's beginning when there is none. */
static bool last_hash(int fd, char ret[65])
{
	char tail[8192];
	off_t size = lseek(fd, 0, SEEK_END);
	off_t from = size > (off_t)sizeof tail ? size - (off_t)sizeof tail : 0;
	ssize_t n = pread(fd, tail, sizeof tail, from);

	memcpy(ret, genesis, sizeof genesis);
	if (size == 0)
		return true;
	if (n < 2 || tail[n - 1] != '\n')
		return false; /* cut short: verify says so */
	ssize_t start = n - 1;
	while (start > 0 && tail[start - 1] != '\n')
		start--;
	return line_hash(tail + start, (size_t)(n - 1 - start), ret);
}

static void write_entry(struct strbuf *line, const struct ledger_entry *e,
			const char *previous)
{
	struct jw j = jw_to(line);

	jw_object(&j, NULL);
	jw_int(&j, "at", e->at);
	jw_str(&j, "kind", e->kind);
	jw_str(&j, "endpoint", e->endpoint);
	jw_str(&j, "model", e->model);
	jw_str(&j, "prompt", e->prompt);
	jw_str(&j, "request", e->request_hash);
	jw_str(&j, "answer", e->answer_hash);
	jw_str(&j, "kb", e->kb_digest);
	jw_int(&j, "redacted", (int64_t)e->redacted);
	jw_str(&j, "outcome", e->outcome);
	jw_int(&j, "prompt_tokens", e->prompt_tokens);
	jw_int(&j, "completion_tokens", e->completion_tokens);
	if (e->about)
		jw_str(&j, "about", e->about);
	if (e->rating)
		jw_str(&j, "rating", e->rating);
	if (e->sheet)
		jw_str(&j, "sheet", e->sheet);
	jw_str(&j, "previous", previous);
	jw_end(&j);
}

/* ,"hash":"…"} in place of the closing brace. */
static void seal(struct strbuf *line, char hash[65])
{
	ledger_hash(line->buf, line->len, hash);
	strbuf_truncate(line, line->len - 1);
	strbuf_addf(line, ",\"hash\":\"%s\"}", hash);
}

static bool open_ledger(const char *path, int *ret, struct err *err)
{
	char dir[4096];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	if (n && n < sizeof dir) {
		memcpy(dir, path, n);
		dir[n] = '\0';
		if (!io_exists(dir) && !io_make_dir(dir, err))
			return false;
	}
	*ret = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return *ret >= 0 || ERR(err, ERR_OPEN, path, strerror(errno));
}

bool ledger_add(const char *path, const struct ledger_entry *e, char ret_id[13],
		struct err *err)
{
	struct strbuf line = STRBUF_INIT;
	char previous[65], hash[65];
	int fd;

	if (!open_ledger(path, &fd, err))
		return false;
	bool ok = flock(fd, LOCK_EX) == 0 && last_hash(fd, previous);
	if (!ok)
		ERR(err, ERR_MODEL, path,
		    "the ledger is damaged; see 'clin audit verify'");
	if (ok) {
		write_entry(&line, e, previous);
		seal(&line, hash);
		strbuf_addch(&line, '\n');
		lseek(fd, 0, SEEK_END);
		ok = write(fd, line.buf, line.len) == (ssize_t)line.len &&
		     fsync(fd) == 0;
		if (!ok)
			ERR(err, ERR_WRITE, path, strerror(errno));
		memcpy(ret_id, hash, 12);
		ret_id[12] = '\0';
	}
	close(fd);
	strbuf_release(&line);
	return ok;
}

/* One line: its own hash is right, and it names the one before. */
static bool sound(const char *line, size_t n, char previous[65])
{
	struct strbuf body = STRBUF_INIT;
	char stated[65], hash[65], link[96];
	bool ok = line_hash(line, n, stated);

	if (ok) {
		strbuf_add(&body, line, n - 75);
		strbuf_addch(&body, '}');
		ledger_hash(body.buf, body.len, hash);
		strcpy(link, "\"previous\":\"");
		strcat(link, previous);
		ok = strcmp(hash, stated) == 0 &&
		     strstr(body.buf, link) != NULL;
		memcpy(previous, stated, 65);
	}
	strbuf_release(&body);
	return ok;
}

bool ledger_verify(const char *path, size_t *ret_entries, struct err *err)
{
	struct strbuf all = STRBUF_INIT;
	char previous[65], number[24];
	bool ok = read_all(path, &all, err);

	memcpy(previous, genesis, sizeof genesis);
	*ret_entries = 0;
	for (size_t i = 0; ok && i < all.len;) {
		const char *end = memchr(all.buf + i, '\n', all.len - i);
		size_t n = end ? (size_t)(end - all.buf) - i : all.len - i;
		if (!end || !sound(all.buf + i, n, previous))
			ok = ERR(err, ERR_LEDGER, path,
				 err_int(number, (long long)*ret_entries + 1));
		else
			(*ret_entries)++;
		i += n + 1;
	}
	strbuf_release(&all);
	return ok;
}
