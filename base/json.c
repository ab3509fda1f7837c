#include "base/json.h"

#include "base/num.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct jw jw_to(struct strbuf *out)
{
	return (struct jw){.out = out};
}

/* What stands in a string as it is: ASCII but controls, '"' and '\\'. */
static const bool plain[256] = {
	[' '] = 1,  ['!'] = 1,
#define P4(c) [c] = 1, [c + 1] = 1, [c + 2] = 1, [c + 3] = 1
#define P16(c) P4(c), P4(c + 4), P4(c + 8), P4(c + 12)
	[0x23] = 1, P4(0x24),   P4(0x28),   P4(0x2C),   P16(0x30),
	P16(0x40),  P4(0x50),   P4(0x54),   P4(0x58),   [0x5D] = 1,
	[0x5E] = 1, [0x5F] = 1, P16(0x60),  P4(0x70),   P4(0x74),
	P4(0x78),   [0x7C] = 1, [0x7D] = 1, [0x7E] = 1,
#undef P16
#undef P4
};

/* The character at s[i…] that is not plain; returns its bytes. */
static size_t add_special(struct strbuf *sb, const char *s, size_t n)
{
	uint32_t cp;
	size_t len = utf8_decode(s, n, &cp);

	if (cp == '"' || cp == '\\') {
		strbuf_addch(sb, '\\');
		strbuf_addch(sb, (char)cp);
	} else if (cp == '\n') {
		strbuf_adds(sb, "\\n");
	} else if (cp == '\t') {
		strbuf_adds(sb, "\\t");
	} else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 ||
		   cp == 0x2029) {
		strbuf_addf(sb, "\\u%04x", (unsigned)cp);
	} else if (cp == 0xFFFD) {
		utf8_add(sb, cp); /* what it stands for may be ill-formed */
	} else {
		strbuf_add(sb, s, len);
	}
	return len;
}

/* U+3000–U+9FFF, well-formed: stands as it is. */
static bool is_cjk(const unsigned char *s)
{
	return s[0] >= 0xE3 && s[0] <= 0xE9 && (s[1] & 0xC0) == 0x80 &&
	       (s[2] & 0xC0) == 0x80;
}

/* Is one of eight bytes not plain? The high bit of each byte tells. */
static bool has_special(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, high = ones << 7;
	uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\');
	uint64_t del = w ^ (ones * 0x7F);

	return (w | ((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) |
		((slash - ones) & ~slash) | ((del - ones) & ~del)) &
	       high;
}

static void add_quoted(struct strbuf *sb, const char *s, size_t n)
{
	size_t i = 0;

	strbuf_reserve(sb, n + 2);
	char *out = sb->buf + sb->len;
	*out++ = '"';
	for (;;) {
		for (uint64_t w; i + 8 <= n; i += 8, out += 8) {
			memcpy(&w, s + i, 8);
			if (has_special(w))
				break;
			memcpy(out, &w, 8);
		}
		while (i < n && plain[(unsigned char)s[i]])
			*out++ = s[i++];
		if (i >= n)
			break;
		size_t before = i;
		while (i + 2 < n && is_cjk((const unsigned char *)s + i)) {
			memcpy(out, s + i, 3);
			out += 3;
			i += 3;
		}
		if (i > before)
			continue;
		sb->len = (size_t)(out - sb->buf);
		i += add_special(sb, s + i, n - i);
		strbuf_reserve(sb, n - i + 1);
		out = sb->buf + sb->len;
	}
	*out++ = '"';
	*out = '\0';
	sb->len = (size_t)(out - sb->buf);
}

/* Room for what stands before a value, and the comma. Returns where to write
 * on. A key is nearly always a plain word. */
static inline char *begin(struct jw *j, const char *key)
{
	enum { KEY_MOST = 48, ROOM = NUM_SIZE + 8 };
	struct strbuf *sb = j->out;

	if (sb->len + KEY_MOST + ROOM > sb->cap)
		strbuf_reserve(sb, KEY_MOST + ROOM);
	char *out = sb->buf + sb->len;
	if (j->depth > 0) {
		*out = ',';
		out += j->more[j->depth - 1];
		j->more[j->depth - 1] = true;
	}
	if (!key)
		return out;
	char *start = out;
	*out++ = '"';
	const char *end = key + KEY_MOST, *k = key;
	while (k < end && plain[(unsigned char)*k])
		*out++ = *k++;
	if (*k) {
		sb->len = (size_t)(start - sb->buf);
		add_quoted(sb, key, strlen(key));
		strbuf_reserve(sb, ROOM);
		out = sb->buf + sb->len;
		*out++ = ':';
		return out;
	}
	*out++ = '"';
	*out++ = ':';
	return out;
}

/* What was written ends here. */
static inline void finish(struct jw *j, char *out)
{
	*out = '\0';
	j->out->len = (size_t)(out - j->out->buf);
}

static void open_level(struct jw *j, const char *key, char open, char close)
{
	char *out = begin(j, key);

	if (j->depth >= JW_DEPTH)
		abort();
	*out++ = open;
	finish(j, out);
	j->more[j->depth] = false;
	j->close[j->depth++] = close;
}

void jw_object(struct jw *j, const char *key)
{
	open_level(j, key, '{', '}');
}

void jw_array(struct jw *j, const char *key)
{
	open_level(j, key, '[', ']');
}

void jw_end(struct jw *j)
{
	strbuf_addch(j->out, j->close[--j->depth]);
}

void jw_strn(struct jw *j, const char *key, const char *s, size_t n)
{
	finish(j, begin(j, key));
	add_quoted(j->out, s, n);
}

void jw_str(struct jw *j, const char *key, const char *s)
{
	if (s)
		jw_strn(j, key, s, strlen(s));
	else
		jw_null(j, key);
}

void jw_int(struct jw *j, const char *key, int64_t n)
{
	char *out = begin(j, key);

	finish(j, out + strlen(num_format_int(out, n)));
}

void jw_num(struct jw *j, const char *key, double x)
{
	if (!num_is_finite(x)) {
		jw_null(j, key);
		return;
	}
	char *out = begin(j, key);
	finish(j, out + strlen(num_format(out, x)));
}

void jw_bool(struct jw *j, const char *key, bool b)
{
	char *out = begin(j, key);

	finish(j, stpcpy(out, b ? "true" : "false"));
}

void jw_null(struct jw *j, const char *key)
{
	char *out = begin(j, key);

	finish(j, stpcpy(out, "null"));
}

void jw_raw(struct jw *j, const char *key, const char *text, size_t n)
{
	finish(j, begin(j, key));
	strbuf_add(j->out, text, n);
}
