#include "commands/followup/import_xlsx.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 128, SHEETS = 32 };

struct piece {
	const char *s;
	size_t n;
};
struct piece_vec VEC_OF(struct piece);

/* The next element <name …>…</name> or <name …/> from *p on. *ret_tag: what
 * stands in its tag, *ret_inner: between the tags. */
static bool next_element(const char **p, const char *end, const char *name,
			 struct piece *ret_tag, struct piece *ret_inner)
{
	size_t n = strlen(name);

	for (const char *at = *p; end - at > (ptrdiff_t)n + 1; at++) {
		at = memchr(at, '<', (size_t)(end - at));
		if (!at || end - at <= (ptrdiff_t)n + 1)
			return false;
		if (memcmp(at + 1, name, n) != 0 ||
		    !strchr(" >/\t\r\n", at[n + 1]))
			continue;
		const char *close = memchr(at, '>', (size_t)(end - at));
		if (!close)
			return false;
		*ret_tag = (struct piece){
			at + n + 1, (size_t)(close - at - (ptrdiff_t)n - 1)};
		*ret_inner = (struct piece){close + 1, 0};
		*p = close + 1;
		if (close[-1] == '/')
			return true;
		for (const char *q = close + 1; q < end; q++) {
			q = memchr(q, '<', (size_t)(end - q));
			if (!q || end - q < (ptrdiff_t)n + 3)
				return false;
			if (q[1] != '/' || memcmp(q + 2, name, n) != 0 ||
			    q[n + 2] != '>')
				continue;
			ret_inner->n = (size_t)(q - close - 1);
			*p = q + n + 3;
			return true;
		}
		return false;
	}
	return false;
}

/* The value of an attribute, NULL where there is none. */
static struct piece attribute(struct piece tag, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n + 3 < tag.n; i++) {
		if (tag.s[i] != ' ' || memcmp(tag.s + i + 1, name, n) != 0 ||
		    tag.s[i + n + 1] != '=' || tag.s[i + n + 2] != '"')
			continue;
		const char *from = tag.s + i + n + 3;
		const char *to = memchr(from, '"', tag.n - i - n - 3);
		if (to)
			return (struct piece){from, (size_t)(to - from)};
	}
	return (struct piece){NULL, 0};
}

/* &amp;, &#10; and the like; a '"' is doubled for CSV. */
static void add_text(struct strbuf *out, struct piece text)
{
	static const struct {
		const char *name;
		char is;
	} entities[] = {{"amp;", '&'},
			{"lt;", '<'},
			{"gt;", '>'},
			{"quot;", '"'},
			{"apos;", '\''}};

	for (size_t i = 0; i < text.n; i++) {
		uint32_t c = (unsigned char)text.s[i];
		if (c == '&' && i + 3 < text.n && text.s[i + 1] == '#') {
			bool hex = text.s[i + 2] == 'x';
			char *end;
			long number = strtol(text.s + i + (hex ? 3 : 2), &end,
					     hex ? 16 : 10);
			if (*end == ';' && end < text.s + text.n &&
			    number > 0 && number < 0x110000) {
				utf8_add(out, (uint32_t)number);
				i = (size_t)(end - text.s);
				continue;
			}
		}
		for (size_t k = 0; c == '&' && k < 5; k++) {
			size_t n = strlen(entities[k].name);
			if (text.n - i - 1 >= n &&
			    memcmp(text.s + i + 1, entities[k].name, n) == 0) {
				c = (unsigned char)entities[k].is;
				i += n;
			}
		}
		if (c == '"')
			strbuf_addch(out, '"');
		strbuf_addch(out, (char)c);
	}
}

/* All <t> of a string; <rPh>, how it is pronounced, is none of it. */
static void add_string(struct strbuf *out, struct piece si)
{
	const char *p = si.s, *end = si.s + si.n;
	struct piece tag, inner;

	while (next_element(&p, end, "t", &tag, &inner)) {
		const char *phonetic =
			memmem(si.s, (size_t)(inner.s - si.s), "<rPh", 4);
		if (!phonetic)
			add_text(out, inner);
	}
}

static void shared_strings(const struct strbuf *xml, struct piece_vec *ret)
{
	const char *p = xml->buf, *end = xml->buf + xml->len;
	struct piece tag, inner;

	while (next_element(&p, end, "si", &tag, &inner))
		vec_push(ret, inner);
}

/* "AB12" → 27; -1: none. */
static int column_of(struct piece reference)
{
	int column = 0;

	for (size_t i = 0; i < reference.n && reference.s[i] >= 'A' &&
			   reference.s[i] <= 'Z' && column < 10000;
	     i++)
		column = column * 26 + reference.s[i] - 'A' + 1;
	return column - 1;
}

static void add_cell(struct strbuf *out, struct piece tag, struct piece inner,
		     const struct piece_vec *strings)
{
	struct piece type = attribute(tag, "t"), v, ignored;
	const char *p = inner.s, *end = inner.s + inner.n;

	if (type.n == 9 && memcmp(type.s, "inlineStr", 9) == 0) {
		add_string(out, inner);
		return;
	}
	if (!next_element(&p, end, "v", &ignored, &v))
		return;
	if (type.n != 1 || *type.s != 's') {
		add_text(out, v);
		return;
	}
	unsigned long i = strtoul(v.s, NULL, 10);
	if (i < strings->n)
		add_string(out, strings->at[i]);
}

static void add_row(struct strbuf *out, struct piece row,
		    const struct piece_vec *strings)
{
	const char *p = row.s, *end = row.s + row.n;
	struct piece tag, inner;
	int column = 0;

	while (next_element(&p, end, "c", &tag, &inner)) {
		int at = column_of(attribute(tag, "r"));
		if (at >= COLUMNS)
			break;
		for (; column < at; column++)
			strbuf_addch(out, ',');
		strbuf_addch(out, '"');
		add_cell(out, tag, inner, strings);
		strbuf_adds(out, "\"");
	}
	strbuf_addch(out, '\n');
}

static void add_sheet(struct strbuf *out, const struct strbuf *sheet,
		      const struct piece_vec *strings)
{
	const char *p = sheet->buf, *end = sheet->buf + sheet->len;
	struct piece tag, inner;

	while (next_element(&p, end, "row", &tag, &inner))
		add_row(out, inner, strings);
}

bool xlsx_csv(const char *bytes, size_t n, struct strbuf *ret, struct err *err)
{
	struct strbuf sheet = STRBUF_INIT, shared = STRBUF_INIT;
	struct piece_vec strings = {0};
	bool ok = false;

	if (zip_member(bytes, n, "xl/sharedStrings.xml", &shared))
		shared_strings(&shared, &strings);
	for (int i = 1; i <= SHEETS; i++) {
		char name[40];
		snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", i);
		strbuf_clear(&sheet);
		if (!zip_member(bytes, n, name, &sheet))
			break;
		add_sheet(ret, &sheet, &strings);
		ok = true;
	}
	strbuf_clear(&sheet);
	if (!ok && zip_member(bytes, n, "xl/worksheets/*", &sheet)) {
		add_sheet(ret, &sheet, &strings);
		ok = true;
	}
	vec_free(&strings);
	strbuf_release(&sheet);
	strbuf_release(&shared);
	return ok || ERR(err, ERR_MESSAGE, "ZIP", "1",
			 "no workbook that can be read; save the sheet as "
			 "CSV, or unpack the archive, first");
}
