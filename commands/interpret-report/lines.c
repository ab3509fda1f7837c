#include "commands/interpret-report/lines.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	uint32_t cp;
	const char *to;
} spellings[] = {
	{0x00A0, " "},
	{0x00AD, ""},
	{0x2010, "-"},
	{0x2011, "-"},
	{0x2012, "-"},
	{0x2013, "-"},
	{0x2014, "-"},
	{0x2015, "-"},
	{0x2018, "'"},
	{0x2019, "'"},
	{0x201C, "\""},
	{0x201D, "\""},
	{0x2026, ".."},
	{0x2044, "/"},
	{0x2212, "-"},
	{0x2215, "/"},
	{0x2217, "*"},
	{0x2236, ":"},
	{0x223C, "~"},
	{0x2248, "~"},
	{0x2264, "<="},
	{0x2265, ">="},
	{0x2266, "<="},
	{0x2267, ">="},
	{0x2276, "<="},
	{0x2A7D, "<="},
	{0x2A7E, ">="},
	{0x2500, "-"},
	{0x2501, "-"},
	{0x2550, "-"},
	{0x2502, "|"},
	{0x2503, "|"},
	{0x2551, "|"},
	{0x3000, " "},
	{0x3001, ","},
	{0x3002, "."},
	{0x3008, "<"},
	{0x3009, ">"},
	{0x300A, "\""},
	{0x300B, "\""},
	{0x300C, "\""},
	{0x300D, "\""},
	{0x3010, "["},
	{0x3011, "]"},
	{0x3014, "["},
	{0x3015, "]"},
	{0x301C, "~"},
	{0xFE50, ","},
	{0xFE52, "."},
	{0xFE54, ";"},
	{0xFE55, ":"},
	{0xFE59, "("},
	{0xFE5A, ")"},
	{0xFE60, "&"},
	{0xFE61, "*"},
	{0xFE62, "+"},
	{0xFE63, "-"},
	{0xFE64, "<"},
	{0xFE65, ">"},
	{0xFE66, "="},
	{0xFE6A, "%"},
	{0xFF5F, "("},
	{0xFF60, ")"},
	{0x02DC, "~"},
	{0x30FC, "-"},
	{0x207A, "+"},
	{0x2219, "."},
	{0x22C5, "."},
	{0x2B06, "\xE2\x86\x91"}, /* other arrows up: ↑ */
	{0x21E7, "\xE2\x86\x91"},
	{0x2197, "\xE2\x86\x91"},
	{0x1F53A, "\xE2\x86\x91"},
	{0x2B07, "\xE2\x86\x93"}, /* ↓ */
	{0x21E9, "\xE2\x86\x93"},
	{0x2198, "\xE2\x86\x93"},
	{0x1F53B, "\xE2\x86\x93"},
	{0x21D1, "\xE2\x86\x91"},
	{0x21D3, "\xE2\x86\x93"},
};

static const char *find_spelling(uint32_t cp)
{
	if (cp < 0xA0 || (cp >= 0x3100 && cp < 0xF900))
		return NULL;
	if (cp >= 0x250C && cp <= 0x254B)
		return "|"; /* corners and crossings of boxes */
	if (cp >= 0x2552 && cp <= 0x256C)
		return "|";
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (spellings[i].cp == cp)
			return spellings[i].to;
	return NULL;
}

static bool vanishes(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t') || (cp >= 0x7F && cp < 0xA0) ||
	       (utf8_cp_width(cp) == 0 && cp != '\t');
}

static bool is_superscript(uint32_t cp)
{
	return cp == 0xB2 || cp == 0xB3 || cp == 0xB9 ||
	       (cp >= 0x2070 && cp <= 0x2079);
}

static void add_character(struct strbuf *sb, uint32_t cp)
{
	const char *to = find_spelling(cp);

	if ((cp >= 0x20 && cp < 0x7F) || (cp >= 0x3400 && cp < 0xA000))
		utf8_add(sb, cp); /* nearly all: ASCII and ideographs */
	else if (to)
		strbuf_adds(sb, to);
	else if (cp >= 0x2000 && cp <= 0x200A)
		strbuf_addch(sb, ' ');
	else if (!vanishes(cp))
		utf8_add(sb, is_superscript(cp) ? cp : utf8_halfwidth(cp));
}

/* Length of an escape sequence of a terminal at s (ESC [ … letter). */
static size_t escape_length(const char *s, size_t n)
{
	size_t i = 1;

	if (n < 2 || s[1] != '[')
		return 1;
	for (i = 2; i < n && (unsigned char)s[i] < 0x40; i++)
		if ((unsigned char)s[i] < 0x20)
			return i;
	return i < n ? i + 1 : i;
}

static const struct {
	const char *name;
	uint32_t cp;
} entities[] = {
	{"lt", '<'},      {"gt", '>'},        {"amp", '&'},
	{"nbsp", ' '},    {"quot", '"'},      {"apos", '\''},
	{"deg", 0xB0},    {"plusmn", 0xB1},   {"micro", 0x3BC},
	{"mu", 0x3BC},    {"alpha", 0x3B1},   {"beta", 0x3B2},
	{"gamma", 0x3B3}, {"le", 0x2264},     {"ge", 0x2265},
	{"times", 0xD7},  {"uarr", 0x2191},   {"darr", 0x2193},
	{"ndash", '-'},   {"mdash", '-'},     {"minus", '-'},
	{"sup2", 0xB2},   {"sup3", 0xB3},     {"middot", 0xB7},
	{"ensp", ' '},    {"emsp", ' '},      {"thinsp", ' '},
	{"tilde", '~'},   {"hellip", 0x2026},
};

/* "&lt;" "&#8593;" "&#x2191;": bytes read, 0 when it is none. */
static size_t entity_parse(const char *s, size_t n, uint32_t *ret)
{
	size_t end = 1;

	while (end < n && end < 12 && s[end] != ';' && s[end] != ' ' &&
	       s[end] != '\n')
		end++;
	if (end >= n || s[end] != ';' || end < 2)
		return 0;
	if (s[1] == '#') {
		bool hex = s[2] == 'x' || s[2] == 'X';
		char *stop;
		unsigned long cp = strtoul(s + 2 + hex, &stop, hex ? 16 : 10);
		if (stop != s + end || cp == 0 || cp > 0x10FFFF)
			return 0;
		*ret = (uint32_t)cp;
		return end + 1;
	}
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (strlen(entities[i].name) == end - 1 &&
		    memcmp(entities[i].name, s + 1, end - 1) == 0) {
			*ret = entities[i].cp;
			return end + 1;
		}
	return 0;
}

/* One character of the source, plain or as an entity or escape sequence. */
static size_t read_character(const char *s, size_t n, uint32_t *ret)
{
	size_t len;

	if (*s == 0x1B) {
		*ret = 0;
		return escape_length(s, n);
	}
	if (*s == '&' && (len = entity_parse(s, n, ret)) > 0)
		return len;
	return utf8_decode(s, n, ret);
}

enum tag { TAG_NONE, TAG_LINE, TAG_CELL, TAG_OTHER };

/* The kind of HTML tag at s ('<'); its length in *ret_n. A '<' that opens no
 * tag is a comparator. */
static enum tag tag_parse(const char *s, size_t n, size_t *ret_n)
{
	static const char *const line[] = {
		"tr", "br",    "p",  "div",   "li",    "h1",   "h2",  "h3",
		"h4", "table", "ul", "thead", "tbody", "body", "html"};
	size_t i = 1, start, len;
	bool closing = i < n && s[i] == '/';

	if (i + 3 < n && memcmp(s, "<!--", 4) == 0) {
		const char *end = memmem(s, n, "-->", 3);
		*ret_n = end ? (size_t)(end - s) + 3 : n;
		return TAG_OTHER;
	}
	start = i += closing || (i < n && s[i] == '!');
	while (i < n && ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'z'))
		i++;
	while (i < n && i > start && s[i] >= '0' && s[i] <= '9')
		i++;
	len = i - start;
	if (len == 0 || len > 10 || i >= n || !strchr(" \t\r\n/>", s[i]))
		return TAG_NONE;
	const char *end = memchr(s + i, '>', n - i < 4096 ? n - i : 4096);
	if (!end)
		return TAG_NONE;
	*ret_n = (size_t)(end - s) + 1;
	for (size_t k = 0; k < sizeof line / sizeof *line; k++)
		if (strlen(line[k]) == len &&
		    strncasecmp(s + start, line[k], len) == 0)
			return TAG_LINE;
	if (len == 2 && (strncasecmp(s + start, "td", 2) == 0 ||
			 strncasecmp(s + start, "th", 2) == 0))
		return closing ? TAG_CELL : TAG_OTHER;
	return TAG_OTHER;
}

static bool looks_like_html(const char *s, size_t n)
{
	static const char *const signs[] = {"<td", "<TD", "<tr",  "<TR",
					    "<br", "<BR", "</p>", "</div>"};

	n = n < 65536 ? n : 65536;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (memmem(s, n, signs[i], strlen(signs[i])))
			return true;
	return false;
}

void lines_init(struct lines *l, const char *text, size_t n)
{
	*l = (struct lines){.text = text,
			    .n = n,
			    .number = 1,
			    .html = looks_like_html(text, n)};
	strbuf_init(&l->buf);
}

void lines_release(struct lines *l)
{
	strbuf_release(&l->buf);
}

static bool ends_line(const struct lines *l, const char *s)
{
	return (*s == '\n' || *s == '\r' || *s == '\f' || *s == '\v') &&
	       !l->html;
}

/* Takes one character or tag at l->next into the line. True at its end. */
static bool take(struct lines *l)
{
	const char *s = l->text + l->next;
	size_t left = l->n - l->next, len;
	uint32_t cp;

	if (ends_line(l, s)) {
		l->next += *s == '\r' && left > 1 && s[1] == '\n' ? 2 : 1;
		l->number += *s != '\f' && *s != '\v';
		return true;
	}
	if (l->html && *s == '<') {
		enum tag tag = tag_parse(s, left, &len);
		if (tag != TAG_NONE) {
			for (size_t i = 0; i < len; i++)
				l->number += s[i] == '\n';
			l->next += len;
			if (tag == TAG_CELL)
				strbuf_addch(&l->buf, '\t');
			return tag == TAG_LINE;
		}
	}
	if (l->html && (*s == '\n' || *s == '\r' || *s == '\t' || *s == ' ')) {
		l->number += *s == '\n';
		l->next++;
		if (l->buf.len && !strchr(" \t", l->buf.buf[l->buf.len - 1]))
			strbuf_addch(&l->buf, ' ');
		return false;
	}
	l->next += read_character(s, left, &cp);
	add_character(&l->buf, cp);
	return l->buf.len >= LINE_MAX_BYTES;
}

bool lines_next(struct lines *l, struct line *ret)
{
	if (l->next >= l->n)
		return false;
	strbuf_clear(&l->buf);
	*ret = (struct line){.number = l->number, .start = l->next};
	bool ended = false;
	while (!ended && l->next < l->n) {
		ret->end = l->next;
		ended = take(l);
		if (l->html && l->buf.len == 0 && !ended) {
			ret->number = l->number; /* nothing yet: starts here */
			ret->start = l->next;
		}
	}
	if (!ended)
		ret->end = l->next;
	while (l->buf.len && l->buf.buf[l->buf.len - 1] == ' ')
		strbuf_truncate(&l->buf, l->buf.len - 1);
	ret->s = l->buf.buf;
	ret->n = l->buf.len;
	return true;
}

const char *text_normalise(const char *s, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n = strlen(s);

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += read_character(s + i, n - i, &cp);
		add_character(&sb, cp == '\n' || cp == '\r' ? ' ' : cp);
	}
	const char *copy = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}
