/* Numbers as orders write them: numerals, fractions, thousands, said twice. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word;
	double value;
} numerals[] = {
	{"半", 0.5},        {"一", 1},        {"壹", 1},       {"二", 2},
	{"两", 2},          {"兩", 2},        {"三", 3},       {"四", 4},
	{"五", 5},          {"六", 6},        {"七", 7},       {"八", 8},
	{"九", 9},          {"十", 10},       {"½", 0.5},      {"¼", 0.25},
	{"¾", 0.75},        {"⅓", 1 / 3.0},   {"⅔", 2 / 3.0},  {"half a", 0.5},
	{"half of a", 0.5}, {"half an", 0.5}, {"a half", 0.5}, {"half", 0.5},
	{"one", 1},         {"two", 2},       {"three", 3},    {"four", 4},
	{"five", 5},        {"six", 6},       {"seven", 7},    {"eight", 8},
	{"nine", 9},        {"ten", 10},      {"eleven", 11},  {"twelve", 12},
	{"fourteen", 14},   {"fifteen", 15},  {"sixteen", 16}, {"eighteen", 18},
	{"twenty", 20},     {"thirty", 30},   {"forty", 40},   {"fifty", 50},
	{"sixty", 60},      {"eighty", 80},
};

/* 50,000: groups of three. */
size_t thousands_read(const char *s, size_t n, double *ret)
{
	size_t i = 0;
	double x = 0;

	while (i < n && i < 3 && isdigit((unsigned char)s[i]))
		x = x * 10 + (s[i++] - '0');
	if (!i || x <= 0)
		return 0;
	size_t groups = 0;
	while (i + 3 < n && s[i] == ',' && isdigit((unsigned char)s[i + 1]) &&
	       isdigit((unsigned char)s[i + 2]) &&
	       isdigit((unsigned char)s[i + 3]) && groups < 3) {
		x = x * 1000 + (s[i + 1] - '0') * 100 + (s[i + 2] - '0') * 10 +
		    (s[i + 3] - '0');
		i += 4;
		groups++;
	}
	if (!groups || (i < n && isdigit((unsigned char)s[i])))
		return 0;
	*ret = x;
	return i;
}

static size_t read_numeral(const char *s, size_t n, double *ret)
{
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
		if (!n || !word_may_be(numerals[i].word, s, n))
			continue;
		size_t m = strlen(numerals[i].word);
		if (m > n || strncasecmp(s, numerals[i].word, m) != 0 ||
		    (isalpha((unsigned char)*s) && m < n &&
		     isalpha((unsigned char)s[m])))
			continue;
		*ret = numerals[i].value;
		return m;
	}
	return 0;
}

/* 十二, 二十, 一百五十: beyond ten. */
static size_t read_tens(const char *s, size_t n, double *ret)
{
	static const struct {
		const char *word;
		double times;
	} tens[] = {{"百", 100}, {"十", 10}};
	double sum = 0, x;
	size_t i = 0;
	bool any = false;

	for (size_t k = 0; k < 2; k++) {
		size_t m = read_numeral(s + i, n - i, &x);
		bool one = m == 3 && x == 10 && !i; /* 十二 */
		if (one) {
			x = 1;
			m = 0;
		}
		if (m == 0 && !one)
			continue;
		if (n - i - m < 3 || memcmp(s + i + m, tens[k].word, 3) != 0 ||
		    x < 1 || x > 9)
			continue;
		sum += x * tens[k].times;
		i += m + 3;
		any = true;
	}
	if (!any)
		return 0;
	size_t m = read_numeral(s + i, n - i, &x);
	if (m == 3 && x >= 1 && x <= 9) {
		sum += x;
		i += m;
	}
	*ret = sum;
	return i;
}

/* " and a half", " 1/2", "½" behind a whole number: bytes. */
static size_t read_fraction(const char *s, size_t n, double *ret)
{
	static const struct {
		const char *word;
		double value;
	} words[] = {{" and a half", 0.5},
		     {" and one half", 0.5},
		     {" and one-half", 0.5},
		     {" and 1/2", 0.5},
		     {" & 1/2", 0.5},
		     {" 1/2", 0.5},
		     {"-1/2", 0.5},
		     {" and a quarter", 0.25},
		     {" 1/4", 0.25},
		     {" 3/4", 0.75},
		     {" ½", 0.5},
		     {"½", 0.5},
		     {"¼", 0.25},
		     {"¾", 0.75},
		     {"个半", 0.5},
		     {"又1/2", 0.5},
		     {"又1/4", 0.25},
		     {"又3/4", 0.75},
		     {"又1/3", 1 / 3.0}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t m = strlen(words[i].word);
		if (m > n || strncasecmp(s, words[i].word, m) != 0 ||
		    (m < n && isalnum((unsigned char)s[m])))
			continue;
		*ret += words[i].value;
		return m;
	}
	return 0;
}

/* "two (2)", "3 (three)": a number said twice. */
static size_t read_said_again(const char *s, size_t n, double value)
{
	size_t i = n && *s == ' ', m;
	double again;

	if (n - i < 3 || s[i] != '(')
		return 0;
	m = isdigit((unsigned char)s[i + 1])
		    ? num_parse(s + i + 1, n - i - 1, &again)
		    : read_numeral(s + i + 1, n - i - 1, &again);
	return m && again == value && i + 1 + m < n && s[i + 1 + m] == ')'
		       ? i + m + 2
		       : 0;
}

/* "-five" behind twenty: bytes. */
static size_t read_ones(const char *s, size_t n, double *ret)
{
	double ones;
	size_t m = n > 1 && strchr("- ", *s) && isalpha((unsigned char)s[1])
			   ? read_numeral(s + 1, n - 1, &ones)
			   : 0;

	if (!m || ones < 1 || ones > 9)
		return 0;
	*ret += ones;
	return 1 + m;
}

size_t amount_read(const char *s, size_t n, double *ret)
{
	double below;

	if (!n)
		return 0;
	if (!isdigit((unsigned char)*s) && *s != '.') {
		size_t m = read_tens(s, n, ret);
		if (m || !(m = read_numeral(s, n, ret)))
			return m;
		if (*ret >= 1)
			m += read_fraction(s + m, n - m, ret);
		if (*ret >= 20 && isalpha((unsigned char)*s))
			m += read_ones(s + m, n - m, ret);
		return isalpha((unsigned char)*s)
			       ? m + read_said_again(s + m, n - m, *ret)
			       : m;
	}
	size_t len = thousands_read(s, n, ret);
	if (len)
		return len;
	len = num_parse(s, n, ret);
	/* an exponent is no order's way to write */
	if (!len || !num_is_finite(*ret) || memchr(s, 'e', len) ||
	    memchr(s, 'E', len))
		return 0;
	if (len < n && s[len] == '/' && len + 1 < n &&
	    isdigit((unsigned char)s[len + 1])) {
		size_t more = num_parse(s + len + 1, n - len - 1, &below);
		if (more && below >= 2 && below <= 8 && *ret < below) {
			*ret /= below;
			return len + 1 + more;
		}
	}
	/* 1½, 1 1/2; 3 (three) */
	if (*ret == floor(*ret) && *ret < 20) {
		len += read_fraction(s + len, n - len, ret);
		len += read_said_again(s + len, n - len, *ret);
	}
	return len;
}
