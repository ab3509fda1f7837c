#include "cli/symbols.h"

#include "base/utf8.h"

#include <string.h>

struct symbol {
	uint32_t cp;
	const char *to;
};

/* Missing in GBK and Big5. */
static const struct symbol missing[] = {
	{0x00A0, " "},  {0x00B2, "^2"},  {0x00B3, "^3"}, {0x00B5, "μ"},
	{0x00B9, "^1"}, {0x00BD, "1/2"}, {0x2009, " "},  {0x2011, "-"},
	{0x2022, "·"},  {0x2070, "^0"},  {0x2074, "^4"}, {0x2075, "^5"},
	{0x2076, "^6"}, {0x2077, "^7"},  {0x2078, "^8"}, {0x2079, "^9"},
	{0x207A, "+"},  {0x207B, "-"},   {0x2080, "0"},  {0x2081, "1"},
	{0x2082, "2"},  {0x2083, "3"},   {0x2084, "4"},  {0x26A0, "!"},
	{0x2713, "√"},  {0x2717, "×"},   {0x2010, "-"},  {0x2212, "-"},
	{0x21E7, "↑"},  {0x21E9, "↓"},   {0x2B06, "↑"},  {0x2B07, "↓"},
	{0x203C, "!!"}, {0x25B8, ">"},
};

static const struct symbol plain[] = {
	{0x00B0, "deg"},   {0x00B1, "+/-"}, {0x00B5, "u"},     {0x00B7, "."},
	{0x00D7, "x"},     {0x00F7, "/"},   {0x03B1, "alpha"}, {0x03B2, "beta"},
	{0x03B3, "gamma"}, {0x03BC, "u"},   {0x2013, "-"},     {0x2014, "-"},
	{0x2018, "'"},     {0x2019, "'"},   {0x201C, "\""},    {0x201D, "\""},
	{0x2022, "*"},     {0x2026, "..."}, {0x2030, "/1000"}, {0x2103, "degC"},
	{0x2190, "<-"},    {0x2191, "^"},   {0x2192, "->"},    {0x2193, "v"},
	{0x221A, "ok"},    {0x2248, "~"},   {0x2260, "!="},    {0x2264, "<="},
	{0x2265, ">="},    {0x2500, "-"},   {0x2502, "|"},     {0x2514, "`"},
	{0x251C, "|"},     {0x25B2, "^"},   {0x25BC, "v"},     {0x25CF, "*"},
	{0x2605, "*"},     {0x2606, "*"},   {0x2713, "ok"},    {0x2717, "x"},
	{0x3000, " "},     {0x3001, ","},   {0x3002, "."},     {0x21E7, "^"},
	{0x21E9, "v"},
};

static const char *find(const struct symbol *table, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].cp == cp)
			return table[i].to;
	return NULL;
}

static const char *replacement(uint32_t cp, bool ascii)
{
	const char *to = NULL;

	if (ascii)
		to = find(plain, sizeof plain / sizeof *plain, cp);
	if (!to)
		to = find(missing, sizeof missing / sizeof *missing, cp);
	return to;
}

void symbols_replace(const char *utf8, size_t n, bool ascii, struct strbuf *ret)
{
	bool raised = false; /* "10⁻⁹" is 10^-9, not 10^-^9 */

	for (size_t i = 0; i < n;) {
		uint32_t cp, half;
		size_t len = utf8_decode(utf8 + i, n - i, &cp);
		const char *to = cp < 0x80 ? NULL : replacement(cp, ascii);
		bool super = (to && to[0] == '^' && to[1]) || cp == 0x207A ||
			     cp == 0x207B;
		if (to && super)
			strbuf_addf(ret, "%s%s", raised ? "" : "^",
				    to[0] == '^' ? to + 1 : to);
		else if (to)
			strbuf_adds(ret, to);
		else if (ascii && (half = utf8_halfwidth(cp)) < 0x80)
			strbuf_addch(ret, (char)half);
		else
			strbuf_add(ret, utf8 + i, len);
		raised = super;
		i += len;
	}
}
