#include "commands/interpret-report/scan.h"

#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

static bool starts(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && memcmp(s, word, len) == 0;
}

/* The digit a superscript character stands for, -1: none; its size. */
static int superscript(const char *s, size_t n, size_t *ret_size)
{
	uint32_t cp;

	if (!n)
		return -1;
	*ret_size = utf8_decode(s, n, &cp);
	if (cp == 0xB9)
		return 1;
	if (cp == 0xB2 || cp == 0xB3)
		return cp == 0xB2 ? 2 : 3;
	return cp == 0x2070 || (cp >= 0x2074 && cp <= 0x2079)
		       ? (int)(cp - 0x2070)
		       : -1;
}

static size_t digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && is_digit(s[i]))
		i++;
	return i;
}

/* Do s[0…] continue a "10" as a power: ^9 **9 (9) ⁹ E9/ ~9/ ? The form a
 * unit has, with its '/' not needed for the clear ones. */
static bool continues_power(const char *s, size_t n)
{
	size_t size;

	if (n && (*s == '^' || starts(s, n, "**")))
		return true;
	if (superscript(s, n, &size) >= 0)
		return true;
	if (n > 1 && *s == '*' && is_digit(s[1]))
		return true;
	if (n > 2 && *s == '(' && is_digit(s[1]))
		return memchr(s, ')', n < 5 ? n : 5) != NULL;
	if (n > 1 && strchr("eE~'", *s) && is_digit(s[1])) {
		size_t k = 1 + digits(s + 1, n - 1);
		return k <= 3 && k < n && s[k] == '/';
	}
	return false;
}

/* A run of digits from which a final "10" that begins a unit is cut off. */
static size_t value_digits(const char *s, size_t n)
{
	size_t i = digits(s, n);

	if (i >= 2 && s[i - 2] == '1' && s[i - 1] == '0' &&
	    continues_power(s + i, n - i))
		return i - 2;
	return i;
}

/* ",234" groups after 1–3 digits. */
static size_t thousands(const char *s, size_t n)
{
	size_t i = 0;

	while (i + 3 < n && s[i] == ',' && digits(s + i + 1, n - i - 1) == 3)
		i += 4;
	return i;
}

static size_t exponent(const char *s, size_t n)
{
	size_t i = 1;

	if (n < 2 || (*s != 'e' && *s != 'E'))
		return 0;
	if (s[i] == '+' || s[i] == '-')
		i++;
	size_t k = i < n ? digits(s + i, n - i) : 0;
	if (k == 0 || k > 2)
		return 0;
	i += k;
	return i < n && (is_letter(s[i]) || s[i] == '/') ? 0 : i;
}

/* "×10^5", "*10⁵", "X10E5" after a number. */
static size_t scan_power(const char *s, size_t n, double *ret)
{
	size_t i = 0, size;
	int sign = 1, value = 0, d, count = 0;

	while (i < n && *s == ' ' && i < 1)
		i++;
	if (starts(s + i, n - i, "\xC3\x97"))
		i += 2;
	else if (i < n && strchr("xX*", s[i]))
		i++;
	else
		return 0;
	while (i < n && s[i] == ' ' && i < 4)
		i++;
	if (!starts(s + i, n - i, "10"))
		return 0;
	i += 2;
	bool marked = false;
	if (starts(s + i, n - i, "**"))
		i += 2, marked = true;
	else if (i < n && strchr("^eE*", s[i]))
		i++, marked = true;
	if (marked && i < n && (s[i] == '-' || s[i] == '+'))
		sign = s[i++] == '-' ? -1 : 1;
	if (starts(s + i, n - i, "\xE2\x81\xBB")) /* ⁻ */
		i += 3, sign = -1;
	while (i < n && count < 2) {
		if ((d = superscript(s + i, n - i, &size)) >= 0)
			i += size;
		else if (marked && is_digit(s[i]))
			d = s[i++] - '0';
		else
			break;
		value = value * 10 + d;
		count++;
	}
	if (!count)
		return 0;
	*ret = pow(10, sign * value);
	return i;
}

/* Letters OCR reads for digits: O o → 0, l I | → 1. */
static char repaired(char c)
{
	if (c == 'O' || c == 'o')
		return '0';
	return c == 'l' || c == 'I' ? '1' : c;
}

/* "1O.5", "l.5", "O.12", "1. 5", "1 .5": bytes read into buf; 0 when no
 * repair makes a number that ends at a word's end. */
static size_t scan_misread(const char *s, size_t n, char buf[24])
{
	size_t i = 0, k = 0, real = 0, points = 0, repairs = 0;

	while (i < n && k < 20) {
		char c = repaired(s[i]);
		if (is_digit(c)) {
			real += is_digit(s[i]);
			repairs += c != s[i];
			buf[k++] = c;
			i++;
		} else if (c == '.' && !points) {
			points++;
			buf[k++] = c;
			i++;
			if (i + 1 < n && s[i] == ' ' && is_digit(s[i + 1]))
				i++, repairs++;
		} else if (c == ' ' && i + 2 < n && s[i + 1] == '.' &&
			   is_digit(s[i + 2]) && !points) {
			i++;
			repairs++;
		} else {
			break;
		}
	}
	if (!real || !repairs || (i < n && is_letter(s[i])) ||
	    (k && buf[k - 1] == '.'))
		return 0;
	buf[k] = '\0';
	return i;
}

/* A well-formed number into buf; 0 none. *ret_bad: more than one point. */
static size_t scan_plain(const char *s, size_t n, char buf[48], bool *ret_bad)
{
	size_t whole = value_digits(s, n), group, i, k = 0;

	group = whole && whole <= 3 && digits(s, n) == whole
			? thousands(s + whole, n - whole)
			: 0;
	for (i = 0; i < whole + group && k < 20; i++)
		if (s[i] != ',')
			buf[k++] = s[i];
	i = whole + group;
	if (i + 1 < n && s[i] == '.' && is_digit(s[i + 1]) &&
	    (whole || i == 0)) {
		size_t part = value_digits(s + i + 1, n - i - 1);
		if (part) {
			buf[k++] = '.';
			for (size_t j = 0; j < part && k < 40; j++)
				buf[k++] = s[i + 1 + j];
			i += 1 + part;
		}
	}
	*ret_bad = i + 1 < n && i > 0 && s[i] == '.' && is_digit(s[i + 1]);
	buf[k] = '\0';
	return k ? i : 0;
}

size_t scan_number(const char *s, size_t n, bool lenient, struct number *ret)
{
	char buf[64];
	bool bad;
	size_t i = scan_plain(s, n, buf, &bad);

	*ret = (struct number){.value = NUM_NONE};
	if (lenient) {
		char repaired_buf[24];
		size_t j = scan_misread(s, n, repaired_buf);
		if (j > i) {
			ret->doubt = DOUBT_DIGITS;
			num_parse_all(repaired_buf, &ret->value);
			return j;
		}
	}
	if (!i)
		return 0;
	if (bad) {
		while (i < n && (is_digit(s[i]) || s[i] == '.'))
			i++;
		return i;
	}
	/* 5,6: a decimal comma, or a point misread */
	if (i + 1 < n && s[i] == ',' && is_digit(s[i + 1]) &&
	    digits(s + i + 1, n - i - 1) <= 2 && !strchr(buf, '.')) {
		size_t part = digits(s + i + 1, n - i - 1);
		strcat(strncat(strcat(buf, "."), s + i + 1, part), "");
		ret->doubt = DOUBT_DIGITS;
		i += 1 + part;
	}
	size_t e = exponent(s + i, n - i);
	if (e && strlen(buf) + e < sizeof buf) {
		strncat(buf, s + i, e);
		i += e;
	}
	num_parse_all(buf, &ret->value);
	ret->power_size = scan_power(s + i, n - i, &ret->power);
	return i;
}

size_t scan_parted(const char *s, size_t n, double *ret)
{
	size_t whole = digits(s, n), part, tail;
	char buf[24];

	if (!whole || whole > 6 || whole + 4 > n || s[whole] != '.')
		return 0;
	part = digits(s + whole + 1, n - whole - 1);
	size_t k = whole + 1 + part;
	if (!part || part > 3 || k + 1 >= n || s[k] != ' ')
		return 0;
	tail = digits(s + k + 1, n - k - 1);
	if (!tail || tail > 2 || (k + 1 + tail < n && s[k + 1 + tail] != ' '))
		return 0;
	memcpy(buf, s, k);
	memcpy(buf + k, s + k + 1, tail);
	buf[k + tail] = '\0';
	return num_parse_all(buf, ret) ? k + 1 + tail : 0;
}

size_t scan_between(const char *s, size_t n)
{
	size_t i = 0, start;

	while (i < n && s[i] == ' ')
		i++;
	start = i;
	while (i < n && i - start < 4 && strchr("-~_", s[i]))
		i++;
	if (i == start) {
		if (i > 0 && (starts(s + i, n - i, "to ") ||
			      starts(s + i, n - i, "TO ") ||
			      starts(s + i, n - i, "To ")))
			i += 2;
		else if (starts(s + i, n - i, "\xE8\x87\xB3") || /* 至 */
			 starts(s + i, n - i, "\xE5\x88\xB0") || /* 到 */
			 /* 一, read for a dash */
			 (starts(s + i, n - i, "\xE4\xB8\x80") && i + 3 < n &&
			  is_digit(s[i + 3])))
			i += 3;
		else
			return 0;
	}
	while (i < n && s[i] == ' ')
		i++;
	return i;
}

size_t scan_titre(const char *s, size_t n, double *ret)
{
	size_t i;

	if (n < 3 || *s != '1')
		return 0;
	i = 1;
	if (s[i] == ' ' && s[i + 1] == ':')
		i++;
	bool slash = s[i] == '/';
	if (s[i] != ':' && !slash)
		return 0;
	i++;
	if (i < n && s[i] == ' ')
		i++;
	size_t k = i < n ? digits(s + i, n - i) : 0;
	if (!k || k > 8 ||
	    (i + k < n && (s[i + k] == ':' || (slash && s[i + k] == '/'))) ||
	    num_parse(s + i, k, ret) != k)
		return 0;
	/* 1/12 may be a date; 1/320 is a dilution or a chance */
	return slash && *ret < 32 ? 0 : i + k;
}
