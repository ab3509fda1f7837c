#include "kb/unit_fold.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct mapping {
	uint32_t cp;
	char to[5];
};

/* By code point. U+00A1 to U+00CE: "×" and "μ" of GBK or UTF-8 bytes read as
 * Latin-1 (¡Á, ¦Ì, Âµ, Î¼). */
static const struct mapping mappings[] = {
	{0x0022, ""},   {0x0027, ""},    {0x002C, "."},    {0x003A, ""},
	{0x003B, ""},   {0x005B, ""},    {0x005C, "/"},    {0x005D, ""},
	{0x005F, ""},   {0x0060, ""},    {0x007C, "l"},    {0x00A1, "x"},
	{0x00A6, "u"},  {0x00B5, "u"},   {0x00B7, "."},    {0x00BA, "°"},
	{0x00BC, ""},   {0x00C1, ""},    {0x00C2, ""},     {0x00CC, ""},
	{0x00CE, "u"},  {0x00D7, "x"},   {0x00F7, "/"},    {0x02C4, "^"},
	{0x02C6, "^"},  {0x02DA, "°"},   {0x03BC, "u"},    {0x2022, "."},
	{0x2044, "/"},  {0x207A, "+"},   {0x207B, "-"},    {0x2103, "°C"},
	{0x2109, "°F"}, {0x2113, "l"},   {0x2215, "/"},    {0x2219, "."},
	{0x2227, "^"},  {0x22C5, "."},   {0x2715, "x"},    {0x2716, "x"},
	{0x30FB, "."},  {0x3388, "cal"}, {0x3389, "kcal"}, {0x338D, "ug"},
	{0x338E, "mg"}, {0x338F, "kg"},  {0x3395, "ul"},   {0x3396, "ml"},
	{0x3397, "dl"}, {0x3398, "kl"},  {0x339A, "nm"},   {0x339B, "um"},
	{0x339C, "mm"}, {0x339D, "cm"},  {0x339F, "mm2"},  {0x33A0, "cm2"},
	{0x33A1, "m2"}, {0x33A3, "mm3"}, {0x33A4, "cm3"},  {0x33A5, "m3"},
	{0x33A9, "Pa"}, {0x33AA, "kPa"}, {0x33B0, "ps"},   {0x33B1, "ns"},
	{0x33B2, "us"}, {0x33B3, "ms"},  {0x33C4, "cc"},   {0x33D6, "mol"},
	{0x33D7, "pH"}, {0x6BCF, "/"},   {0xFFFD, "?"},
};

static int by_cp(const void *key, const void *element)
{
	uint32_t a = *(const uint32_t *)key;
	uint32_t b = ((const struct mapping *)element)->cp;

	return (a > b) - (a < b);
}

void unit_lower(char *s)
{
	for (; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
}

/* "<sup>9</sup>": a tag is a caret or nothing; "per" between blanks is '/'.
 * Bytes read, 0 if neither; what it becomes goes to *ret. */
static size_t fold_word(const char *s, size_t n, bool first, char ret[5])
{
	const char *end = memchr(s, '>', n < 8 ? n : 8);

	if (*s == '<' && end) {
		strcpy(ret, s[1] == 's' ? "^" : "");
		return (size_t)(end - s) + 1;
	}
	if (!first && *s != ' ')
		return 0;
	size_t blank = *s == ' ';
	if (n < blank + 4 || strncasecmp(s + blank, "per ", 4) != 0)
		return 0;
	strcpy(ret, "/");
	return blank + 4;
}

/* Characters one by one; what the powers are read from stays. */
static bool fold_characters(const char *s, size_t n, char ret[UNIT_FOLD_SIZE])
{
	size_t used = 0;

	for (size_t i = 0; i < n;) {
		char out[5] = "";
		size_t word = fold_word(s + i, n - i, i == 0, out);
		i += word;
		if (!word) {
			uint32_t cp;
			i += utf8_decode(s + i, n - i, &cp);
			cp = utf8_halfwidth(cp);
			const struct mapping *m =
				bsearch(&cp, mappings,
					sizeof mappings / sizeof *mappings,
					sizeof *mappings, by_cp);
			if (m)
				memcpy(out, m->to, sizeof out);
			else if (cp > ' ' && utf8_cp_width(cp) > 0)
				out[utf8_write(cp, out)] = '\0';
		}
		size_t len = strlen(out);
		if (used + len >= UNIT_FOLD_SIZE)
			return false;
		memcpy(ret + used, out, len);
		used += len;
	}
	ret[used] = '\0';
	return true;
}

/* --- powers of ten ------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* A times sign, a star, an opening bracket before the unit. */
static size_t skip_times(const char *s, bool *ret_times)
{
	size_t i = 0;

	*ret_times = false;
	for (;; i++) {
		if (is_one_of(s[i], "xX") && is_one_of(s[i + 1], "1lI("))
			*ret_times = true;
		else if (!is_one_of(s[i], "*.("))
			return i;
	}
}

/* Powers that are printed without any mark: "109/L" was 10⁹/L. */
static bool is_plain_power(const char *s, size_t digits, bool times)
{
	static const char *const known[] = {"3", "4", "5",  "6",
					    "8", "9", "11", "12"};
	char next = s[digits];

	if (!times && next != '/' && !((unsigned char)next & 0x80))
		return false;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i]) == digits &&
		    strncmp(known[i], s, digits) == 0)
			return true;
	return false;
}

/* "10^9", "10(9)", "10E9", "10.e3", "lO^9", "10⁹": bytes read, 0 if none;
 * the exponent starts at *ret_at. */
static size_t read_power(const char *s, bool first, bool times, size_t *ret_at)
{
	size_t i = 2, digits = 0;
	bool sure = s[0] == '1' && s[1] == '0';

	if (!is_one_of(s[0], "1lI") || !is_one_of(s[1], "0oO"))
		return 0;
	while (is_one_of(s[i], "^*~$({eE") ||
	       (s[i] == '.' && is_one_of(s[i + 1], "eE")))
		i++;
	bool marked = i > 2;
	if (marked && s[i] == '+')
		i++;
	*ret_at = i;
	if (marked && s[i] == '-')
		i++;
	while (is_digit(s[i + digits]))
		digits++;
	if (digits == 0 || digits > 2)
		return 0;
	if (!marked && !(sure && first && is_plain_power(s + i, digits, times)))
		return 0;
	return i + digits;
}

/* "E9/L", "1e9/L", "x1000/uL": as read_power. */
static size_t read_short_power(const char *s, bool times, char ret[4])
{
	size_t i = s[0] == '1', digits = 0;

	if (is_one_of(s[i], "eE")) {
		i += s[i + 1] == '+' ? 2 : 1;
		while (is_digit(s[i + digits]))
			digits++;
		if (digits == 0 || digits > 2 || s[i + digits] != '/')
			return 0;
		memcpy(ret, s + i, digits);
		ret[digits] = '\0';
		return i + digits;
	}
	while (i && s[i + digits] == '0')
		digits++;
	if (!times || digits < 3 || digits > 6 || is_digit(s[i + digits]))
		return 0;
	ret[0] = (char)('0' + digits);
	ret[1] = '\0';
	return i + digits;
}

/* The power at s as "10*N" into ret; bytes read, 0 if there is none. */
static size_t fold_power(const char *s, bool first, bool times, char ret[8])
{
	size_t at;
	size_t n = read_power(s, first, times, &at);
	char exponent[4];

	strcpy(ret, "10*");
	if (n) {
		at += s[at] == '0' && n - at > 1; /* E+09 */
		memcpy(ret + 3, s + at, n - at);
		ret[3 + n - at] = '\0';
	} else if (first && (n = read_short_power(s, times, exponent))) {
		strcpy(ret + 3, exponent);
	}
	while (n && is_one_of(s[n], "^~$)}"))
		n++;
	return n;
}

/* "m*2", "m**2" are m²; any other star is a product. */
static bool is_exponent_star(const char *s, size_t i)
{
	size_t next = i + 1 + (s[i + 1] == '*');

	return i > 0 &&
	       (s[i - 1] == '*' || s[i - 1] == 'm' || s[i - 1] == 'M') &&
	       is_one_of(s[next], "23") && !is_digit(s[next + 1]) &&
	       s[next + 1] != '.';
}

size_t unit_fold(const char *s, size_t n, char ret[UNIT_FOLD_SIZE])
{
	char line[UNIT_FOLD_SIZE], power[8];
	size_t used = 0;
	bool times;

	if (!fold_characters(s, n, line))
		return 0;
	size_t first = skip_times(line, &times);
	for (size_t i = first; line[i];) {
		size_t skip = 0;
		if (i == first || line[i - 1] == '/')
			skip = fold_power(line + i, i == first, times, power);
		if (skip && used + strlen(power) < UNIT_FOLD_SIZE) {
			strcpy(ret + used, power);
			used += strlen(power);
			i += skip;
			continue;
		}
		char c = line[i];
		if (c == '*' && !is_exponent_star(line, i))
			ret[used++] = '.';
		else if (!is_one_of(c, "(){}$^*"))
			ret[used++] = c;
		i++;
	}
	while (used && ret[used - 1] == '.')
		used--;
	ret[used] = '\0';
	return used;
}
