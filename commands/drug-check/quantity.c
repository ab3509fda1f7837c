/* Numbers with units, as orders write them. */
#include "commands/order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word, *unit;
	double factor;
} units[] = {
	/* longer words before their beginnings */
	{"axaiu", "IU", 1},
	{"axa iu", "IU", 1},
	{"万单位", "IU", 1e4},
	{"万iu", "IU", 1e4},
	{"万u", "IU", 1e4},
	{"萬單位", "IU", 1e4},
	{"miu", "IU", 1e6},
	{"iu", "IU", 1},
	{"units", "IU", 1},
	{"unit", "IU", 1},
	{"单位", "IU", 1},
	{"單位", "IU", 1},
	{"國際單位", "IU", 1},
	{"mcg", "mg", 0.001},
	{"ug", "mg", 0.001},
	{"μg", "mg", 0.001},
	{"µg", "mg", 0.001},
	{"微克", "mg", 0.001},
	{"mg", "mg", 1},
	{"毫克", "mg", 1},
	{"ml", "mL", 1},
	{"毫升", "mL", 1},
	{"mmol", "mmol", 1},
	{"meq", "mmol", 1},
	{"gtts", "drop", 1},
	{"gtt", "drop", 1},
	{"drops", "drop", 1},
	{"drop", "drop", 1},
	{"滴", "drop", 1},
	{"tablets", "tablet", 1},
	{"tablet", "tablet", 1},
	{"tabs", "tablet", 1},
	{"tab", "tablet", 1},
	{"片", "tablet", 1},
	{"capsules", "tablet", 1},
	{"capsule", "tablet", 1},
	{"caps", "tablet", 1},
	{"cap", "tablet", 1},
	{"粒", "tablet", 1},
	{"丸", "tablet", 1},
	{"枚", "tablet", 1},
	{"颗", "tablet", 1},
	{"袋", "piece", 1},
	{"包", "piece", 1},
	{"支", "piece", 1},
	{"瓶", "piece", 1},
	{"盒", "pack", 1},
	{"板", "pack", 1},
	{"帖", "piece", 1},
	{"贴", "piece", 1},
	{"剂", "piece", 1},
	{"付", "piece", 1},
	{"喷", "puff", 1},
	{"揿", "puff", 1},
	{"吸", "puff", 1},
	{"puffs", "puff", 1},
	{"puff", "puff", 1},
	{"只", "piece", 1},
	{"个", "piece", 1},
	{"kg", NULL, 1},
	{"克", "mg", 1000},
	{"錢", "mg", 3000},
	{"钱", "mg", 3000},
	{"g", "mg", 1000},
	{"%", "%", 1},
	{"t", "tablet", 1},
	{"s", "piece", 1},
	{"u", "IU", 1},
};

static const struct {
	const char *word;
	double value;
} numerals[] = {
	{"半", 0.5}, {"一", 1},   {"壹", 1},     {"二", 2},  {"两", 2},
	{"兩", 2},   {"三", 3},   {"四", 4},     {"五", 5},  {"六", 6},
	{"七", 7},   {"八", 8},   {"九", 9},     {"十", 10}, {"½", 0.5},
	{"¼", 0.25}, {"¾", 0.75}, {"half", 0.5}, {"one", 1}, {"two", 2},
};

size_t amount_read(const char *s, size_t n, double *ret)
{
	double below;
	size_t len = num_parse(s, n, ret);

	if (len && (s[0] == '-' || s[0] == '+' || !num_is_finite(*ret)))
		return 0;
	/* an exponent is no order's way to write */
	if (len && memchr(s, 'e', len))
		return 0;
	if (len && len < n && s[len] == '/' && len + 1 < n &&
	    isdigit((unsigned char)s[len + 1])) {
		size_t more = num_parse(s + len + 1, n - len - 1, &below);
		if (more && below >= 2 && below <= 8 && *ret < below) {
			*ret /= below;
			return len + 1 + more;
		}
	}
	if (len)
		return len;
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
		if (!n || (numerals[i].word[0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(numerals[i].word);
		if (m <= n && strncasecmp(s, numerals[i].word, m) == 0) {
			*ret = numerals[i].value;
			return m;
		}
	}
	return 0;
}

static size_t unit_read(const char *s, size_t n, double *value,
			const char **ret_unit)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		/* letters by case, other bytes as they are */
		if (!n || (units[i].word[0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(units[i].word);
		unsigned char next = m < n ? (unsigned char)s[m] : 0;
		if (m > n || strncasecmp(s, units[i].word, m) != 0)
			continue;
		/* a Latin unit ends where letters end */
		if ((unsigned char)units[i].word[0] < 0x80 &&
		    units[i].word[0] != '%' && isalpha(next))
			continue;
		if (!units[i].unit)
			return 0;
		*value *= units[i].factor;
		*ret_unit = units[i].unit;
		return m;
	}
	return 0;
}

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i;
}

size_t quantity_read(const char *s, size_t n, struct quantity *ret,
		     double *ret_high)
{
	double high = NUM_NONE;
	size_t i = amount_read(s, n, &ret->value);

	*ret_high = NUM_NONE;
	ret->unit = NULL;
	if (!i) { /* gtt2 */
		static const char *const words[] = {"gtts", "gtt"};
		for (size_t w = 0; w < 2 && !i; w++) {
			size_t m = strlen(words[w]);
			if (m < n && strncasecmp(s, words[w], m) == 0 &&
			    (i = amount_read(s + m, n - m, &ret->value))) {
				ret->unit = "drop";
				return i + m;
			}
		}
		return 0;
	}
	/* 1-2 tablets */
	if (i < n && (s[i] == '-' || s[i] == '~')) {
		size_t m = amount_read(s + i + 1, n - i - 1, &high);
		if (m && high > ret->value)
			i += 1 + m;
		else
			high = NUM_NONE;
	}
	size_t gap = blanks(s + i, n - i);
	double factor = 1;
	size_t m = unit_read(s + i + gap, n - i - gap, &factor, &ret->unit);
	if (!m && n - i >= 3 && memcmp(s + i, "万", 3) == 0) {
		/* 万 without a unit: antibiotics and heparin in units */
		factor = 1e4;
		ret->unit = "IU";
		m = 3;
		gap = 0;
	}
	if (m) {
		i += gap + m;
		ret->value *= factor;
		*ret_high = high * factor;
		/* 1片半 */
		if (i + 3 <= n && memcmp(s + i, "半", 3) == 0) {
			ret->value += 0.5;
			i += 3;
		}
		/* g. */
		if (i < n && s[i] == '.' &&
		    !(i + 1 < n && isdigit((unsigned char)s[i + 1])))
			i++;
	}
	return i;
}
