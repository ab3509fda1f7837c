#include "commands/interpret-report/lines_markup.h"

#include "base/utf8.h"

#include <string.h>

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

/* One character of the source, plain or as an entity or escape sequence. */
static size_t read_character(const char *s, size_t n, uint32_t *ret)
{
	size_t len;

	if (*s == 0x1B) {
		*ret = 0;
		return escape_length(s, n);
	}
	if (*s == '&' && (len = markup_entity(s, n, ret)) > 0)
		return len;
	return utf8_decode(s, n, ret);
}

void lines_init(struct lines *l, const char *text, size_t n)
{
	*l = (struct lines){.text = text,
			    .n = n,
			    .number = 1,
			    .html = markup_is_html(text, n)};
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
		enum markup_tag tag = markup_tag(s, left, &len);
		if (tag != MARKUP_NONE) {
			for (size_t i = 0; i < len; i++)
				l->number += s[i] == '\n';
			l->next += len;
			if (tag == MARKUP_CELL)
				strbuf_addch(&l->buf, '\t');
			return tag == MARKUP_LINE;
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

/* Characters that stand for themselves, as nearly all do: printing ASCII and
 * most ideographs. Their bytes are taken as they are. */
static void take_plain(struct lines *l)
{
	const unsigned char *s = (const unsigned char *)l->text + l->next;
	size_t left = l->n - l->next, i = 0;
	size_t room = l->buf.len < LINE_MAX_BYTES - 4
			      ? LINE_MAX_BYTES - 4 - l->buf.len
			      : 0;

	left = left < room ? left : room;
	while (i < left) {
		if (s[i] >= 0x20 && s[i] < 0x7F && s[i] != '&')
			i++;
		else if (s[i] >= 0xE4 && s[i] <= 0xE9 && i + 2 < left &&
			 (s[i + 1] & 0xC0) == 0x80 && (s[i + 2] & 0xC0) == 0x80)
			i += 3;
		else
			break;
	}
	strbuf_add(&l->buf, s, i);
	l->next += i;
}

bool lines_next(struct lines *l, struct line *ret)
{
	if (l->next >= l->n)
		return false;
	strbuf_clear(&l->buf);
	*ret = (struct line){.number = l->number, .start = l->next};
	bool ended = false;
	while (!ended && l->next < l->n) {
		if (!l->html)
			take_plain(l);
		ret->end = l->next;
		if (l->next == l->n)
			break;
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
