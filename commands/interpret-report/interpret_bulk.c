/* A FHIR bulk export: resources of many people, one a line, in any order. What
 * belongs to one person is gathered by where it stands in the file, and read
 * together; the file itself is never held. A pipe is kept in a file first. */
#include "commands/interpret-report/interpret_private.h"

#include "base/io.h"
#include "base/map.h"
#include "commands/interpret-report/fhir.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BULK_SLICE = 256 * 1024 };

/* A line of the file, and the next of the same person; -1: none. */
struct bulk_line {
	off_t at;
	size_t n;
	int number, next;
};

struct bulk_person {
	int first, last;
	bool broken; /* a line that is no JSON stands alone */
};

struct bulk {
	struct arena keys;
	struct map by_key; /* → person + 1 */
	VEC(struct bulk_line) lines;
	VEC(struct bulk_person) persons;
};

/* "Patient/p1" and "https://x/fhir/Patient/p1" are one person's. */
static const char *key_of(const json_t *resource)
{
	const char *type = fhir_str(resource, "resourceType");
	const char *reference =
		type && strcmp(type, "Patient") == 0
			? fhir_str(resource, "id")
			: fhir_str(json_object_get(resource, "subject"),
				   "reference");
	const char *slash = reference ? strrchr(reference, '/') : NULL;

	return slash ? slash + 1 : reference ? reference : "";
}

static void add_line(struct bulk *b, const char *key, struct bulk_line line)
{
	int index = (int)b->lines.n;
	const struct map_slot *slot =
		key ? map_find(&b->by_key, key, strlen(key)) : NULL;

	line.next = -1;
	vec_push(&b->lines, line);
	if (slot) {
		struct bulk_person *p =
			&b->persons.at[(uintptr_t)slot->value - 1];
		b->lines.at[p->last].next = index;
		p->last = index;
		return;
	}
	struct bulk_person p = {index, index, key == NULL};
	vec_push(&b->persons, p);
	if (key)
		map_put(&b->by_key, arena_strdup(&b->keys, key), strlen(key),
			(void *)(uintptr_t)b->persons.n);
}

/* Note the lines of the window up to its last whole one; returns its end. */
static size_t note_lines(struct bulk *b, const struct window *w, off_t base,
			 int *number)
{
	const char *s = window_bytes(w);
	size_t n = window_size(w), at = 0;

	while (at < n) {
		const char *end = memchr(s + at, '\n', n - at);
		if (!end && !w->eof)
			break;
		size_t length = end ? (size_t)(end - s) - at : n - at;
		++*number;
		if (strspn(s + at, " \t\r") < length) {
			json_error_t error;
			json_t *root = json_loadb(s + at, length, 0, &error);
			add_line(b, root ? key_of(root) : NULL,
				 (struct bulk_line){base + (off_t)at, length,
						    *number, -1});
			json_decref(root);
		}
		at += length + (end != NULL);
	}
	return at;
}

static bool scan(struct bulk *b, struct window *w, struct err *err)
{
	off_t base = 0;
	int number = 0;

	for (size_t want = 2 * BULK_SLICE;;) {
		if (!window_fill(w, want, IO_LIMIT_REPORT, err))
			return false;
		size_t done = note_lines(b, w, base, &number);
		window_drop(w, done);
		base += (off_t)done;
		if (w->eof)
			return true;
		want = done ? 2 * BULK_SLICE : window_size(w) * 2;
	}
}

static bool read_line(const struct window *w, const struct bulk_line *l,
		      struct strbuf *to, struct err *err)
{
	strbuf_reserve(to, l->n + 2);
	ssize_t n = pread(w->fd, to->buf + to->len, l->n, l->at);
	if (n < 0 || (size_t)n != l->n)
		return ERR(err, ERR_OPEN, w->path, "changed while it was read");
	to->len += l->n;
	to->buf[to->len] = '\0';
	strbuf_addch(to, '\n');
	return true;
}

bool bulk_wanted(const struct window *w)
{
	const char *s = window_bytes(w);
	const char *end = memchr(s, '\n', window_size(w));
	struct stat st;

	while (end && end > s && strchr(" \t\r", end[-1]))
		end--;
	if (!end || end <= s || *s != '{' || end[-1] != '}' || w->fd < 0 ||
	    w->at || fstat(w->fd, &st) != 0)
		return false;
	return !S_ISREG(st.st_mode) ||
	       lseek(w->fd, 0, SEEK_CUR) == (off_t)window_size(w);
}

bool bulk_read(struct window *w,
	       bool (*person)(void *self, const char *text, size_t n, int line,
			      struct err *err),
	       void *self, struct err *err)
{
	struct bulk b = {.keys = ARENA_INIT};
	struct strbuf text = STRBUF_INIT;
	bool ok = window_keep(w, err) && scan(&b, w, err);

	for (size_t i = 0; ok && i < b.persons.n; i++) {
		const struct bulk_person *p = &b.persons.at[i];
		strbuf_clear(&text);
		for (int k = p->first; ok && k >= 0; k = b.lines.at[k].next)
			ok = read_line(w, &b.lines.at[k], &text, err);
		if (ok && p->broken) { /* so that it is taken for a line */
			strbuf_truncate(&text, text.len - 1);
			strbuf_adds(&text, "}\n");
		}
		ok = ok &&
		     person(self, text.buf, text.len,
			    p->broken ? b.lines.at[p->first].number - 1 : 0,
			    err);
	}
	strbuf_release(&text);
	vec_free(&b.lines);
	vec_free(&b.persons);
	map_free(&b.by_key);
	arena_free(&b.keys);
	return ok;
}
