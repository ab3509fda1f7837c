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

static void add_quoted(struct strbuf *sb, const char *s, size_t n)
{
	strbuf_addch(sb, '"');
	for (size_t i = 0; i < n;) {
		size_t plain = i;
		while (plain < n && (unsigned char)s[plain] >= 0x20 &&
		       (unsigned char)s[plain] < 0x7F && s[plain] != '"' &&
		       s[plain] != '\\')
			plain++;
		strbuf_add(sb, s + i, plain - i);
		i = plain;
		if (i >= n)
			break;
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);
		if (cp == '"' || cp == '\\') {
			strbuf_addch(sb, '\\');
			strbuf_addch(sb, (char)cp);
		} else if (cp == '\n') {
			strbuf_adds(sb, "\\n");
		} else if (cp == '\t') {
			strbuf_adds(sb, "\\t");
		} else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ||
			   cp == 0x2028 || cp == 0x2029) {
			strbuf_addf(sb, "\\u%04x", (unsigned)cp);
		} else {
			utf8_add(sb, cp);
		}
		i += len;
	}
	strbuf_addch(sb, '"');
}

static void begin(struct jw *j, const char *key)
{
	if (j->depth > 0) {
		if (j->more[j->depth - 1])
			strbuf_addch(j->out, ',');
		j->more[j->depth - 1] = true;
	}
	if (key) {
		add_quoted(j->out, key, strlen(key));
		strbuf_addch(j->out, ':');
	}
}

static void open_level(struct jw *j, const char *key, char open, char close)
{
	begin(j, key);
	if (j->depth >= JW_DEPTH)
		abort();
	strbuf_addch(j->out, open);
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
	begin(j, key);
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
	begin(j, key);
	strbuf_addf(j->out, "%lld", (long long)n);
}

void jw_num(struct jw *j, const char *key, double x)
{
	char buf[NUM_SIZE];

	if (!num_is_finite(x)) {
		jw_null(j, key);
		return;
	}
	begin(j, key);
	strbuf_adds(j->out, num_format(buf, x));
}

void jw_bool(struct jw *j, const char *key, bool b)
{
	begin(j, key);
	strbuf_adds(j->out, b ? "true" : "false");
}

void jw_null(struct jw *j, const char *key)
{
	begin(j, key);
	strbuf_adds(j->out, "null");
}

void jw_raw(struct jw *j, const char *key, const char *text, size_t n)
{
	begin(j, key);
	strbuf_add(j->out, text, n);
}
