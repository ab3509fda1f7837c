#include "base/wrap.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* Punctuation that may not begin a line. */
static bool is_closing(uint32_t cp)
{
	return cp &&
	       (strchr(",.;:!?)]}", cp < 0x80 ? (int)cp : ' ') ||
		cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C || cp == 0xFF1A ||
		cp == 0xFF1B || cp == 0xFF09 || cp == 0xFF01 || cp == 0xFF1F ||
		cp == 0x300B || cp == 0x300D || cp == 0x3011 || cp == 0x201D ||
		cp == 0x2026);
}

static bool is_opening(uint32_t cp)
{
	return cp == '(' || cp == '[' || cp == 0xFF08 || cp == 0x300A ||
	       cp == 0x300C || cp == 0x3010 || cp == 0x201C;
}

/* Bytes of the unbreakable piece at s: a Latin word, or one wide character,
 * with the punctuation that belongs to it. */
static size_t piece(const char *s, size_t n)
{
	uint32_t cp, next;
	size_t i = 0;
	bool wide = false, opened = false;

	while (i < n) {
		size_t len = utf8_decode(s + i, n - i, &cp);
		if (cp == ' ' || cp == '\n')
			break;
		if (i && !opened && !is_closing(cp) &&
		    (wide || utf8_cp_width(cp) == 2))
			break;
		wide = utf8_cp_width(cp) == 2;
		opened = is_opening(cp);
		i += len;
		if (i < n) {
			utf8_decode(s + i, n - i, &next);
			if (wide && !opened && !is_closing(next))
				break;
		}
	}
	return i;
}

size_t wrap_add(struct strbuf *sb, const char *text, size_t n, size_t at,
		size_t indent, size_t width)
{
	size_t spaces = 0, column = at;

	for (size_t i = 0; i < n;) {
		if (text[i] == '\n' || text[i] == ' ') {
			spaces = text[i] == ' ' ? spaces + 1 : 0;
			if (text[i++] == '\n') {
				strbuf_addch(sb, '\n');
				strbuf_addn(sb, ' ', indent);
				column = indent;
			}
			continue;
		}
		size_t len = piece(text + i, n - i);
		size_t columns = utf8_width(text + i, len);
		if (column + spaces + columns > width && column > indent) {
			strbuf_addch(sb, '\n');
			strbuf_addn(sb, ' ', indent);
			column = indent;
			spaces = 0;
		}
		strbuf_addn(sb, ' ', spaces);
		strbuf_add(sb, text + i, len);
		column += spaces + columns;
		spaces = 0;
		i += len;
	}
	return column;
}
