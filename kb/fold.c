#include "kb/fold.h"

#include "base/utf8.h"
#include "kb/private.h"

#include <string.h>

/* What one character becomes: "" drops it, NULL keeps it. */
struct mapping {
	uint32_t cp;
	const char *to;
};

/* Sorted by cp. Lower-case Greek; capital letters are lowered before. */
static const struct mapping mappings[] = {
	{0x00B0, ""},    {0x00B1, ""},     {0x00B5, "u"},   {0x00B7, ""},
	{0x00D7, "x"},   {0x03B1, "a"},    {0x03B2, "b"},   {0x03B3, "g"},
	{0x03B4, "d"},   {0x03B5, "e"},    {0x03BA, "k"},   {0x03BB, "l"},
	{0x03BC, "u"},   {0x03C9, "o"},    {0x2018, ""},    {0x2019, ""},
	{0x201C, ""},    {0x201D, ""},     {0x2022, ""},    {0x2026, ""},
	{0x2160, "i"},   {0x2161, "ii"},   {0x2162, "iii"}, {0x2163, "iv"},
	{0x2164, "v"},   {0x2165, "vi"},   {0x2166, "vii"}, {0x2167, "viii"},
	{0x2168, "ix"},  {0x2169, "x"},    {0x2170, "i"},   {0x2171, "ii"},
	{0x2172, "iii"}, {0x2173, "iv"},   {0x2174, "v"},   {0x2175, "vi"},
	{0x2176, "vii"}, {0x2177, "viii"}, {0x2178, "ix"},  {0x2179, "x"},
	{0x2190, ""},    {0x2191, ""},     {0x2192, ""},    {0x2193, ""},
	{0x2460, ""},    {0x25A0, ""},     {0x25A1, ""},    {0x25B2, ""},
	{0x25B3, ""},    {0x25BC, ""},     {0x25C6, ""},    {0x25C7, ""},
	{0x25CB, ""},    {0x25CE, ""},     {0x25CF, ""},    {0x2605, ""},
	{0x2606, ""},    {0x2713, ""},     {0x203B, ""},    {0x30FB, ""},
	{0x56D7, "口"},  {0xFFFD, ""},
};

static const char *find_mapping(uint32_t cp)
{
	for (size_t i = 0; i < sizeof mappings / sizeof *mappings; i++)
		if (mappings[i].cp == cp)
			return mappings[i].to;
	return NULL;
}

static uint32_t simplify(const uint32_t *pairs, size_t n, uint32_t cp)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (pairs[mid * 2] < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && pairs[low * 2] == cp ? pairs[low * 2 + 1] : cp;
}

/* The folded form of one character into out (≤ 8 bytes); returns its size. */
static size_t fold_char(const uint32_t *pairs, size_t n_pairs, uint32_t cp,
			char out[8])
{
	cp = utf8_halfwidth(cp);
	if (cp < 0x80) {
		if (cp >= 'A' && cp <= 'Z')
			cp += 32;
		else if (cp == ':')
			cp = '/'; /* AST:ALT is printed for AST/ALT */
		bool keep = (cp >= 'a' && cp <= 'z') ||
			    (cp >= '0' && cp <= '9') || cp == '%' ||
			    cp == '#' || cp == '/';
		out[0] = (char)cp;
		return keep;
	}
	if (cp >= 0x391 && cp <= 0x3A9)
		cp += 32;
	const char *to = cp < 0x4E00 || cp == 0x56D7 || cp >= 0xFF00
				 ? find_mapping(cp)
				 : NULL;
	if (to) {
		size_t n = 0;
		for (; to[n]; n++)
			out[n] = to[n];
		return n;
	}
	if (utf8_cp_width(cp) == 0)
		return 0;
	return utf8_write(simplify(pairs, n_pairs, cp), out);
}

struct folded fold_with(const uint32_t *pairs, size_t n_pairs, const char *s,
			size_t n, struct arena *a)
{
	struct folded f;

	/* a byte never folds to more than two (Roman numerals: 3 to 4) */
	f.s = arena_alloc(a, 2 * n + 8);
	f.at = arena_array(a, uint32_t, 2 * n + 9);
	f.n = 0;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		char out[8];
		size_t len = utf8_decode(s + i, n - i, &cp);
		size_t m = fold_char(pairs, n_pairs, cp, out);
		for (size_t k = 0; k < m; k++) {
			f.at[f.n] = (uint32_t)i;
			f.s[f.n++] = out[k];
		}
		i += len;
	}
	f.s[f.n] = '\0';
	f.at[f.n] = (uint32_t)n;
	return f;
}

struct folded fold_text(struct kb *kb, const char *s, size_t n, struct arena *a)
{
	if (!kb)
		return fold_with(NULL, 0, s, n, a);
	return fold_with(kb->traditional, kb->n_traditional, s, n, a);
}
