#include "base/strbuf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char strbuf_empty[1];

void strbuf_init(struct strbuf *sb)
{
	*sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_release(struct strbuf *sb)
{
	if (sb->cap && !sb->lent)
		free(sb->buf);
	strbuf_init(sb);
}

void strbuf_lend(struct strbuf *sb, char *memory, size_t cap)
{
	strbuf_release(sb);
	*sb = (struct strbuf){memory, 0, cap, true};
	memory[0] = '\0';
}

void strbuf_clear(struct strbuf *sb)
{
	strbuf_truncate(sb, 0);
}

void strbuf_reserve(struct strbuf *sb, size_t more)
{
	size_t need = sb->len + more + 1;

	if (need <= sb->cap)
		return;
	size_t cap = sb->cap ? sb->cap * 2 : 64;
	if (cap < need)
		cap = need;
	bool own = sb->cap && !sb->lent;
	char *buf = mem_realloc(own ? sb->buf : NULL, cap);
	if (sb->lent)
		memcpy(buf, sb->buf, sb->len);
	sb->lent = false;
	buf[sb->len] = '\0';
	sb->buf = buf;
	sb->cap = cap;
}

void strbuf_truncate(struct strbuf *sb, size_t len)
{
	if (sb->cap && len <= sb->len) {
		sb->len = len;
		sb->buf[len] = '\0';
	}
}

void strbuf_addn(struct strbuf *sb, char c, size_t n)
{
	strbuf_reserve(sb, n);
	memset(sb->buf + sb->len, c, n);
	sb->len += n;
	sb->buf[sb->len] = '\0';
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
	va_list ap, again;
	va_start(ap, format);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n > 0) {
		strbuf_reserve(sb, (size_t)n);
		vsnprintf(sb->buf + sb->len, (size_t)n + 1, format, again);
		sb->len += (size_t)n;
	}
	va_end(again);
}

char *strbuf_detach(struct strbuf *sb)
{
	char *s = sb->cap ? sb->buf : mem_strdup("");

	strbuf_init(sb);
	return s;
}
