/* A site's documents: Markdown below its overlay folder, cut into passages at
 * headings and, where a section is long, between paragraphs. */
#include "kb/document.h"

#include "base/io.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#include <string.h>

enum { DOCUMENT_LIMIT = 4 * 1024 * 1024, PASSAGE_BYTES = 1500 };

struct cutter {
	struct entries *e;
	const char *file, *origin, *name; /* name: without folder and .md */
	const char *title; /* of the document: its first heading */
	const char *heading;
	struct strbuf text;
	int line, number;
	void (*add)(struct entries *e, const struct yaml *node,
		    const char *file, const char *origin,
		    struct problems *problems);
	struct problems *problems;
};

static struct yaml *scalar(struct arena *a, const char *key, const char *text,
			   int line)
{
	struct yaml *node = arena_new(a, struct yaml);

	*node = (struct yaml){.kind = YAML_SCALAR,
			      .line = line,
			      .quoted = true,
			      .key = key,
			      .scalar = text};
	return node;
}

/* What has gathered becomes an entry. */
static void flush(struct cutter *c)
{
	struct arena *a = &c->e->arena;
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, c->text.buf, c->text.len);
	while (safe.len && strchr(" \n\t", safe.buf[safe.len - 1]))
		strbuf_truncate(&safe, safe.len - 1);
	strbuf_clear(&c->text);
	if (safe.len) {
		const char *title = c->title ? c->title : c->name;
		if (c->heading && strcmp(c->heading, title) != 0)
			title = arena_printf(a, "%s · %s", title, c->heading);
		struct yaml *node = arena_new(a, struct yaml);
		*node = (struct yaml){.kind = YAML_MAP,
				      .line = c->line,
				      .scalar = "",
				      .n = 3,
				      .child =
					      arena_array(a, struct yaml *, 3)};
		node->child[0] = scalar(
			a, "id",
			arena_printf(a, "doc.%s.%d", c->name, ++c->number),
			c->line);
		node->child[1] = scalar(a, "document", title, c->line);
		node->child[2] =
			scalar(a, "text", arena_strndup(a, safe.buf, safe.len),
			       c->line);
		c->add(c->e, node, c->file, c->origin, c->problems);
	}
	strbuf_release(&safe);
}

/* "## Heading ##" → Heading; NULL: no heading. */
static const char *heading_of(struct arena *a, const char *line, size_t n)
{
	size_t marks = 0;

	while (marks < n && line[marks] == '#')
		marks++;
	if (!marks || marks > 6 || marks >= n || line[marks] != ' ')
		return NULL;
	while (n > marks && strchr("# ", line[n - 1]))
		n--;
	while (marks < n && line[marks] == ' ')
		marks++;
	struct strbuf safe = STRBUF_INIT;
	utf8_add_safe(&safe, line + marks, n - marks);
	const char *text = arena_strndup(a, safe.buf, safe.len);
	strbuf_release(&safe);
	return *text ? text : NULL;
}

/* A line without the marks of Markdown. */
static void add_line(struct strbuf *out, const char *line, size_t n)
{
	size_t i = strspn(line, " \t>");

	if (i + 1 < n && strchr("*-+", line[i]) && line[i + 1] == ' ')
		i += 2;
	if (out->len && i < n)
		strbuf_addch(out, ' ');
	for (; i < n; i++)
		if (!strchr("*`|", line[i]))
			strbuf_addch(out, line[i]);
}

static void take_line(struct cutter *c, const char *line, size_t n, int number)
{
	const char *heading = heading_of(&c->e->arena, line, n);

	if (heading) {
		flush(c);
		c->heading = heading;
		if (!c->title)
			c->title = heading;
		return;
	}
	bool blank = strspn(line, " \t\r") >= n;
	if (blank && c->text.len > PASSAGE_BYTES)
		flush(c);
	if (blank || strncmp(line, "---", 3) == 0 ||
	    strncmp(line, "```", 3) == 0)
		return;
	if (!c->text.len)
		c->line = number;
	if (c->text.len > (size_t)8 * PASSAGE_BYTES)
		flush(c);
	add_line(&c->text, line, n);
}

bool document_read(struct entries *e, const char *path, const char *file,
		   const char *origin, struct problems *problems,
		   void (*add)(struct entries *e, const struct yaml *node,
			       const char *file, const char *origin,
			       struct problems *problems),
		   struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *base = strrchr(file, '/');
	struct cutter c = {.e = e,
			   .file = file,
			   .origin = origin,
			   .text = STRBUF_INIT,
			   .add = add,
			   .problems = problems};
	int number = 0;

	base = base ? base + 1 : file;
	c.name = arena_strndup(&e->arena, base, strlen(base) - 3);
	bool ok = io_read(path, DOCUMENT_LIMIT, &text, err);
	if (ok && utf8_valid(text.buf, text.len) < text.len)
		ok = ERR(err, ERR_ENCODING, path, "UTF-8");
	for (const char *p = text.buf; ok && *p;) {
		size_t n = strcspn(p, "\n");
		size_t body = n && p[n - 1] == '\r' ? n - 1 : n;
		char *line = arena_strndup(&e->arena, p, body);
		take_line(&c, line, body, ++number);
		p += n + (p[n] == '\n');
	}
	if (ok)
		flush(&c);
	strbuf_release(&c.text);
	strbuf_release(&text);
	return ok;
}
