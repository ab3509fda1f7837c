#include "base/utf8.h"

#include <string.h>

size_t utf8_decode(const char *s, size_t n, uint32_t *ret_cp)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len;
	uint32_t cp;

	*ret_cp = 0xFFFD;
	if (p[0] < 0x80) {
		*ret_cp = p[0];
		return 1;
	}
	if ((p[0] & 0xE0) == 0xC0)
		len = 2, cp = p[0] & 0x1Fu;
	else if ((p[0] & 0xF0) == 0xE0)
		len = 3, cp = p[0] & 0x0Fu;
	else if ((p[0] & 0xF8) == 0xF0)
		len = 4, cp = p[0] & 0x07u;
	else
		return 1;
	if (len > n)
		return 1;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 1;
		cp = cp << 6 | (p[i] & 0x3Fu);
	}
	if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		return 1;
	*ret_cp = cp;
	return len;
}

size_t utf8_write(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

void utf8_add(struct strbuf *sb, uint32_t cp)
{
	char out[4];

	strbuf_add(sb, out, utf8_write(cp, out));
}

size_t utf8_valid(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint32_t cp;
		uint64_t eight;
		if (i + 8 <= n) { /* most text is ASCII */
			memcpy(&eight, s + i, 8);
			if (!(eight & 0x8080808080808080u)) {
				i += 8;
				continue;
			}
		}
		const unsigned char *u = (const unsigned char *)s + i;
		if (*u < 0x80) {
			i++;
			continue;
		}
		/* nearly all the rest: ideographs and their punctuation */
		if (*u >= 0xE3 && *u <= 0xE9 && n - i > 2 &&
		    (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80) {
			i += 3;
			continue;
		}
		size_t len = utf8_decode(s + i, n - i, &cp);
		if (cp == 0xFFFD && len == 1)
			return i;
		i += len;
	}
	return n;
}

struct span {
	uint32_t first, last;
};

static bool in_spans(uint32_t cp, const struct span *span, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= span[i].first && cp <= span[i].last)
			return true;
	return false;
}

/* Unicode East Asian Width W and F, by block. */
static const struct span wide[] = {
	{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
	{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
	{0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
	{0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
	{0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static const struct span zero[] = {
	{0x0300, 0x036F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},
	{0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};

int utf8_cp_width(uint32_t cp)
{
	if (cp < 0x300)
		return cp >= 0x20 && (cp < 0x7F || cp >= 0xA0);
	if (in_spans(cp, zero, sizeof zero / sizeof *zero))
		return 0;
	return in_spans(cp, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t utf8_width(const char *s, size_t n)
{
	size_t width = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		width += (size_t)utf8_cp_width(cp);
	}
	return width;
}

size_t utf8_fit(const char *s, size_t n, size_t columns)
{
	size_t i = 0, width = 0;

	while (i < n) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);
		width += (size_t)utf8_cp_width(cp);
		if (width > columns)
			break;
		i += len;
	}
	return i;
}

bool utf8_is_cjk(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) ||
	       (cp >= 0x3400 && cp <= 0x4DBF) ||
	       (cp >= 0xF900 && cp <= 0xFAFF) || cp >= 0x20000;
}

uint32_t utf8_halfwidth(uint32_t cp)
{
	static const struct {
		uint16_t from;
		char to;
	} map[] = {
		{0x00A0, ' '}, {0x00B2, '2'}, {0x00B3, '3'},  {0x00B9, '1'},
		{0x2002, ' '}, {0x2003, ' '}, {0x2009, ' '},  {0x200A, ' '},
		{0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'},  {0x2013, '-'},
		{0x2014, '-'}, {0x2015, '-'}, {0x2018, '\''}, {0x2019, '\''},
		{0x201C, '"'}, {0x201D, '"'}, {0x2070, '0'},  {0x2212, '-'},
		{0x2236, ':'}, {0x223C, '~'}, {0x2500, '-'},  {0x3000, ' '},
		{0x3001, ','}, {0x3002, '.'}, {0x3008, '<'},  {0x3009, '>'},
		{0x300A, '<'}, {0x300B, '>'}, {0x3010, '['},  {0x3011, ']'},
		{0x3014, '['}, {0x3015, ']'}, {0x301C, '~'},
	};

	if (cp < 0xA0)
		return cp;
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	if (cp >= 0x2074 && cp <= 0x2079)
		return '0' + (cp - 0x2070);
	if (cp >= 0x2080 && cp <= 0x2089)
		return '0' + (cp - 0x2080);
	for (size_t i = 0; i < sizeof map / sizeof *map; i++)
		if (map[i].from == cp)
			return (unsigned char)map[i].to;
	return cp;
}

/* Length of the escape sequence whose introducer stands at s (ESC or C1). */
static size_t escape_length(const char *s, size_t n, uint32_t cp, size_t len)
{
	size_t i = len;
	uint32_t kind = cp;

	if (cp == 0x1B) {
		if (i >= n)
			return i;
		kind = (unsigned char)s[i++];
		kind = kind >= 0x40 && kind < 0x60 ? kind + 0x40 : 0;
	}
	if (kind == 0x9B) { /* CSI: to the final byte */
		while (i < n && (unsigned char)s[i] >= 0x20 &&
		       (unsigned char)s[i] < 0x40)
			i++;
		return i < n && (unsigned char)s[i] < 0x7F &&
				       (unsigned char)s[i] >= 0x40
			       ? i + 1
			       : i;
	}
	if (kind == 0x9D || kind == 0x90 || kind == 0x98 || kind == 0x9E ||
	    kind == 0x9F) { /* OSC, DCS, SOS, PM, APC: to BEL or ST, this line */
		while (i < n && s[i] != '\n' && s[i] != '\a' && s[i] != 0x1B)
			i++;
		if (i < n && s[i] == '\a')
			return i + 1;
		return i + 1 < n && s[i] == 0x1B && s[i + 1] == '\\' ? i + 2
								     : i;
	}
	return i;
}

static bool is_hidden(uint32_t cp)
{
	return (cp >= 0x200B && cp <= 0x200F) ||
	       (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || cp == 0x061C || cp == 0xFEFF ||
	       (cp >= 0xE0000 && cp <= 0xE007F);
}

void utf8_add_safe(struct strbuf *sb, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);

		if (cp == 0x1B || (cp >= 0x80 && cp < 0xA0))
			len = escape_length(s + i, n - i, cp, len);
		else if (cp == '\n' || cp == '\t' ||
			 (cp >= 0x20 && cp != 0x7F && !is_hidden(cp)))
			utf8_add(sb, cp);
		i += len;
	}
}
