#include "commands/interpret-report/lines_markup.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

size_t markup_entity(const char *s, size_t n, uint32_t *ret)
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

enum markup_tag markup_tag(const char *s, size_t n, size_t *ret_n)
{
	static const char *const line[] = {
		"tr", "br",    "p",  "div",   "li",    "h1",   "h2",  "h3",
		"h4", "table", "ul", "thead", "tbody", "body", "html"};
	size_t i = 1, start, len;
	bool closing = i < n && s[i] == '/';

	if (i + 3 < n && memcmp(s, "<!--", 4) == 0) {
		const char *end = memmem(s, n, "-->", 3);
		*ret_n = end ? (size_t)(end - s) + 3 : n;
		return MARKUP_OTHER;
	}
	start = i += closing || (i < n && s[i] == '!');
	while (i < n && ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'z'))
		i++;
	while (i < n && i > start && s[i] >= '0' && s[i] <= '9')
		i++;
	len = i - start;
	if (len == 0 || len > 10 || i >= n || !strchr(" \t\r\n/>", s[i]))
		return MARKUP_NONE;
	const char *end = memchr(s + i, '>', n - i < 4096 ? n - i : 4096);
	if (!end)
		return MARKUP_NONE;
	*ret_n = (size_t)(end - s) + 1;
	for (size_t k = 0; k < sizeof line / sizeof *line; k++)
		if (strlen(line[k]) == len &&
		    strncasecmp(s + start, line[k], len) == 0)
			return MARKUP_LINE;
	if (len == 2 && (strncasecmp(s + start, "td", 2) == 0 ||
			 strncasecmp(s + start, "th", 2) == 0))
		return closing ? MARKUP_CELL : MARKUP_OTHER;
	return MARKUP_OTHER;
}

bool markup_is_html(const char *s, size_t n)
{
	static const char *const signs[] = {"<td", "<TD", "<tr",  "<TR",
					    "<br", "<BR", "</p>", "</div>"};

	n = n < 65536 ? n : 65536;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (memmem(s, n, signs[i], strlen(signs[i])))
			return true;
	return false;
}
