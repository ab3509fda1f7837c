#include "commands/interpret-report/scan.h"

#include "base/utf8.h"

#include <string.h>

bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

size_t char_size(const char *s, size_t n)
{
	uint32_t cp;

	return n ? utf8_decode(s, n, &cp) : 0;
}

bool is_cjk_at(const char *s, size_t n)
{
	uint32_t cp;

	if (!n || (unsigned char)*s < 0x80)
		return false;
	utf8_decode(s, n, &cp);
	return utf8_is_cjk(cp);
}

static bool starts(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && memcmp(s, word, len) == 0;
}

size_t scan_comparator(const char *s, size_t n, const char **ret)
{
	if (!n || !strchr("<>=", *s))
		return 0;
	/* "> OR = 50", "</=5" */
	static const char *const either[] = {
		" OR =", " or =", "/=", " OR=", "OR=", " ="};
	for (size_t i = 0; i < sizeof either / sizeof *either && *s != '='; i++)
		if (starts(s + 1, n - 1, either[i])) {
			*ret = *s == '<' ? "<=" : ">=";
			return 1 + strlen(either[i]);
		}
	bool two = n > 1 && strchr("<>=", s[1]) && s[1] != s[0];
	char main = *s == '=' ? (two ? s[1] : 0) : *s;

	if (!main)
		return 0;
	bool equal = two && (s[0] == '=' || s[1] == '=');
	if (two && !equal) /* "<>" */
		return 0;
	*ret = main == '<' ? (equal ? "<=" : "<") : (equal ? ">=" : ">");
	return 1 + two;
}

/* The signs themselves, without brackets. */
static size_t bare_pluses(const char *s, size_t n, double *ret)
{
	size_t i = 0;

	if (starts(s, n, "\xC2\xB1")) {
		*ret = 0.5;
		return 2;
	}
	if (starts(s, n, "+/-") || starts(s, n, "-/+")) {
		*ret = 0.5;
		return 3;
	}
	if (starts(s, n, "+-") || starts(s, n, "-+")) {
		*ret = 0.5;
		return 2;
	}
	if (n > 1 && *s >= '1' && *s <= '5' && s[1] == '+') {
		*ret = *s - '0';
		return 2;
	}
	while (i < n && i < 5 && s[i] == '+')
		i++;
	if (i == 1 && n > 1 && s[1] >= '1' && s[1] <= '5' &&
	    (n == 2 || !(is_digit(s[2]) || s[2] == '.'))) {
		*ret = s[1] - '0';
		return 2;
	}
	if (i && (i == n || !is_digit(s[i]))) {
		*ret = (double)i;
		return i;
	}
	if (i == 0 && n && *s == '-' && (n == 1 || !is_digit(s[1]))) {
		*ret = 0;
		return 1;
	}
	return 0;
}

bool scan_joins_patterns(const char *s, size_t i)
{
	return s[i] == '+' && i >= 3 && memcmp(s + i - 3, "型", 3) == 0;
}

size_t scan_pluses(const char *s, size_t n, double *ret)
{
	if (n > 2 && *s == '(') {
		size_t i = 1, k;
		while (i < n && s[i] == ' ')
			i++;
		k = bare_pluses(s + i, n - i, ret);
		if (!k)
			return 0;
		i += k;
		while (i < n && s[i] == ' ')
			i++;
		return i < n && s[i] == ')' ? i + 1 : 0;
	}
	size_t k = bare_pluses(s, n, ret);
	/* a lone dash must stand alone, a plus must not begin a word */
	if (k == 1 && *s == '-' && k < n && !strchr(" \t|,;)(", s[1]))
		return 0;
	if (k && k < n && (is_letter(s[k]) || s[k] == '.'))
		return 0;
	return k;
}

size_t scan_arrow(const char *s, size_t n, enum flag *ret)
{
	static const struct {
		const char *sign;
		enum flag once, twice;
	} arrows[] = {
		{"\xE2\x86\x91", FLAG_H, FLAG_HH}, /* ↑ */
		{"\xE2\x86\x93", FLAG_L, FLAG_LL}, /* ↓ */
		{"\xE2\x96\xB2", FLAG_H, FLAG_HH}, /* ▲ */
		{"\xE2\x96\xBC", FLAG_L, FLAG_LL}, /* ▼ */
	};

	for (size_t a = 0; a < sizeof arrows / sizeof *arrows; a++) {
		size_t i = 0, count = 0;
		while (starts(s + i, n - i, arrows[a].sign)) {
			i += 3;
			count++;
		}
		if (count) {
			*ret = count > 1 ? arrows[a].twice : arrows[a].once;
			return i;
		}
	}
	return 0;
}
