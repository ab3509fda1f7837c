/* Numbers written in words. */
#include "llm/ground_private.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static int chinese_digit(const char *s)
{
	static const char *const digits[] = {"零", "一", "二", "三", "四",
					     "五", "六", "七", "八", "九"};

	if (strncmp(s, "两", 3) == 0)
		return 2;
	for (int k = 0; k < 10; k++)
		if (strncmp(s, digits[k], 3) == 0)
			return k;
	return -1;
}

/* 二十五, 一百二十, 三点五, 半. Returns the bytes read; 0: none. */
size_t ground_chinese(const char *s, double *ret)
{
	static const struct {
		const char *word;
		double value;
	} powers[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}};
	double total = 0, digit = -1, part = 0.1;
	size_t i = 0;

	if (strncmp(s, "半", 3) == 0) {
		*ret = 0.5;
		return 3;
	}
	for (;;) {
		int d = chinese_digit(s + i);
		double power = 0;
		for (size_t k = 0; k < 4; k++)
			if (strncmp(s + i, powers[k].word, 3) == 0)
				power = powers[k].value;
		if (d >= 0 && digit < 0)
			digit = d;
		else if (power > 0 && (digit >= 0 || power < 11)) {
			total += (digit < 0 ? 1 : digit) * power;
			digit = -1;
		} else
			break;
		i += 3;
	}
	if (digit >= 0)
		total += digit;
	if (i && strncmp(s + i, "点", 3) == 0 && chinese_digit(s + i + 3) >= 0)
		for (i += 3; chinese_digit(s + i) >= 0; i += 3, part /= 10)
			total += chinese_digit(s + i) * part;
	*ret = total;
	return i;
}

/* one … ninety-nine, half. */
size_t ground_english(const char *s, double *ret)
{
	static const char *const small[] = {
		"zero",    "one",     "two",       "three",    "four",
		"five",    "six",     "seven",     "eight",    "nine",
		"ten",     "eleven",  "twelve",    "thirteen", "fourteen",
		"fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
	static const char *const tens[] = {"twenty", "thirty", "forty",
					   "fifty",  "sixty",  "seventy",
					   "eighty", "ninety"};
	size_t n;

	for (size_t k = 8; k-- > 0;) {
		n = strlen(tens[k]);
		if (strncasecmp(s, tens[k], n) != 0)
			continue;
		*ret = (double)(k + 2) * 10;
		double rest;
		size_t more = s[n] == '-' || s[n] == ' '
				      ? ground_english(s + n + 1, &rest)
				      : 0;
		if (more && rest < 10) {
			*ret += rest;
			return n + 1 + more;
		}
		return isalpha((unsigned char)s[n]) ? 0 : n;
	}
	for (size_t k = 20; k-- > 0;) {
		n = strlen(small[k]);
		if (strncasecmp(s, small[k], n) == 0 &&
		    !isalpha((unsigned char)s[n])) {
			*ret = (double)k;
			return n;
		}
	}
	return 0;
}
