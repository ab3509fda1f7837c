/* Numerals: digits of either width, Chinese, and English words. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

/* strcasestr prepares more than these short texts are worth: most have no
 * Latin letter at all. */
static const char *find_latin(const char *s, const char *word)
{
	size_t n = strlen(word);
	int lower = tolower((unsigned char)*word),
	    upper = toupper((unsigned char)*word);

	for (;; s++) {
		const char *p = strchr(s, lower);
		const char *q = lower == upper ? NULL : strchr(s, upper);
		s = !p ? q : !q || p < q ? p : q;
		if (!s || strncasecmp(s, word, n) == 0)
			return s;
	}
}

bool text_has_latin(const char *s)
{
	for (; *s; s++)
		if (isalpha((unsigned char)*s))
			return true;
	return false;
}

const char *text_find(const char *s, const char *word)
{
	/* Chinese has no case, and strstr is many times faster */
	return (unsigned char)*word >= 0x80 ? strstr(s, word)
					    : find_latin(s, word);
}

static double numeral(const char *s)
{
	static const struct {
		const char *c;
		double value;
	} list[] = {{"一", 1},  {"二", 2},   {"两", 2}, {"三", 3}, {"四", 4},
		    {"五", 5},  {"六", 6},   {"七", 7}, {"八", 8}, {"九", 9},
		    {"十", 10}, {"半", 0.5}, {"几", 4}, {"俩", 2}, {"仨", 3},
		    {"叁", 3},  {"兩", 2},   {"幾", 4}};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (strncmp(s, list[i].c, 3) == 0)
			return list[i].value;
	return NUM_NONE;
}

/* 十二, 二十三, 两三 (2.5), 十几 (14), 半. */
static size_t below_hundred(const char *s, double *ret)
{
	size_t n = 0;
	double x = numeral(s), total = 0, last = NUM_NONE;

	while (!isnan(x)) {
		if (x == 10 && total > 0) {
			/* 七十四十: two numbers */
			n -= last > 0 ? 3 : 0;
			last = 0;
			break;
		}
		if (x == 10)
			total = (isnan(last) ? 1 : last) * 10, last = 0;
		else if (!isnan(last) && last > 0 && total == 0)
			return *ret = (last + x) / 2, n + 3;
		else
			last = x;
		n += 3;
		x = numeral(s + n);
	}
	*ret = total + (isnan(last) ? 0 : last);
	return n;
}

/* 一百二 (120), 二百一十, 一百零五, 一百八九 (185), 二百多. */
static size_t chinese_number(const char *s, double *ret)
{
	double hundreds = numeral(s), rest = 0;
	size_t n = 6, more;

	if (isnan(hundreds) || hundreds < 1 || hundreds > 9 ||
	    strncmp(s + 3, "百", 3) != 0)
		return below_hundred(s, ret);
	bool zero = strncmp(s + n, "零", 3) == 0;
	n += zero ? 3 : 0;
	more = below_hundred(s + n, &rest);
	if (more && !zero && rest < 10)
		rest *= 10;
	*ret = hundreds * 100 + (more ? rest : 0);
	return n + more;
}

/* ０–９ and ．: three bytes each. Returns the ASCII character, 0 other. */
static char narrow(const char *s)
{
	if (strncmp(s, "．", 3) == 0)
		return '.';
	for (int i = 0; i < 10; i++) {
		const char wide[] = {'\xEF', '\xBC', (char)(0x90 + i), '\0'};
		if (strncmp(s, wide, 3) == 0)
			return (char)('0' + i);
	}
	return '\0';
}

static size_t wide_number(const char *s, double *ret)
{
	char digits[24];
	size_t n = 0, at = 0;

	for (char c; n + 1 < sizeof digits && (c = narrow(s + at)); at += 3)
		digits[n++] = c;
	digits[n] = '\0';
	return n && num_parse_all(digits, ret) ? at : 0;
}

struct number_word {
	const char *word;
	double value;
};

static size_t number_word(const char *s, const struct number_word *list,
			  double *ret)
{
	for (; list->word; list++) {
		size_t n = strlen(list->word);
		if (text_starts(s, list->word) &&
		    (s[n] == ' ' || s[n] == '-')) {
			*ret = list->value;
			return n;
		}
	}
	return 0;
}

/* "two", "forty-five", "a couple of": words that count something; they stand
 * before a space or a hyphen. */
static size_t english_number(const char *s, double *ret)
{
	static const struct number_word tens[] = {
		{"twenty", 20}, {"thirty", 30}, {"forty", 40},
		{"fifty", 50},  {"sixty", 60},  {"seventy", 70},
		{"eighty", 80}, {"ninety", 90}, {NULL, 0}};
	static const struct number_word units[] = {
		{"one", 1},  {"two", 2}, {"three", 3}, {"four", 4},
		{"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8},
		{"nine", 9}, {NULL, 0}};
	static const struct number_word others[] = {
		{"half an", 0.5}, {"half a", 0.5},  {"a couple of", 2},
		{"couple of", 2}, {"a few", 4},     {"few", 4},
		{"several", 5},   {"ten", 10},      {"eleven", 11},
		{"twelve", 12},   {"thirteen", 13}, {"fourteen", 14},
		{"fifteen", 15},  {"sixteen", 16},  {"seventeen", 17},
		{"eighteen", 18}, {"nineteen", 19}, {"an", 1},
		{"a", 1},         {NULL, 0}};
	double unit;
	size_t n = number_word(s, tens, ret);

	if (n) {
		size_t more = number_word(s + n + 1, units, &unit);
		*ret += more ? unit : 0;
		return n + (more ? more + 1 : 0);
	}
	n = number_word(s, units, ret);
	return n ? n : number_word(s, others, ret);
}

size_t text_number(const char *s, double *ret)
{
	unsigned char c = (unsigned char)*s;

	if (isdigit(c))
		return num_parse(s, strlen(s), ret);
	if (isalpha(c))
		return english_number(s, ret);
	if (c == 0xEF)
		return wide_number(s, ret);
	return c >= 0x80 ? chinese_number(s, ret) : 0;
}
