#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool num_is_finite(double x)
{
	return isfinite(x);
}

/* Digits of m, ending before `end`; at least `least` of them. */
static char *digits_before(char *end, uint64_t m, int least)
{
	while (m > 0 || least > 0) {
		*--end = (char)('0' + m % 10);
		m /= 10;
		least--;
	}
	return end;
}

const char *num_format_int(char buf[NUM_SIZE], long long n)
{
	char space[NUM_SIZE], *end = space + NUM_SIZE;
	uint64_t m = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char *s = digits_before(end, m, 1);

	if (n < 0)
		*--s = '-';
	memcpy(buf, s, (size_t)(end - s));
	buf[end - s] = '\0';
	return buf;
}

/* The whole number m / 10^digits. */
static const char *format_scaled(char buf[NUM_SIZE], double m, int digits)
{
	static const uint64_t scales[] = {1,     10,     100,    1000,
					  10000, 100000, 1000000};
	char space[NUM_SIZE], *end = space + NUM_SIZE, *s = end;
	uint64_t n = (uint64_t)fabs(m);

	if (digits > 0) {
		s = digits_before(end, n % scales[digits], digits);
		*--s = '.';
	}
	s = digits_before(s, n / scales[digits], 1);
	if (m < 0)
		*--s = '-';
	memcpy(buf, s, (size_t)(end - s));
	buf[end - s] = '\0';
	return buf;
}

/* A decimal m / 10^k of at most 15 digits is the only one of that length near
 * its double, so that "%.15g" would print just it. False: not such a one. */
static bool format_short(char buf[NUM_SIZE], double x)
{
	static const double ten[] = {1, 10, 100, 1e3, 1e4};
	double positive = fabs(x);

	if (!(positive < 1e10) || positive < 1e-3)
		return false;
	for (int k = 0; k <= 4; k++) {
		double m = (double)(uint64_t)(positive * ten[k] + 0.5);
		if (m / ten[k] == positive) {
			format_scaled(buf, x < 0 ? -m : m, k);
			return true;
		}
	}
	return false;
}

__extension__ typedef unsigned __int128 uint128;

/* What has 15 digits, worked out as "%.15g" does, exactly: x is a whole number
 * of 53 bits by 2^-shift, so that scaling it by a power of ten is exact in 128
 * bits and one rounding, half to even, is left. False: not between 1e-3 and
 * 1e15. */
static bool format_long(char buf[NUM_SIZE], double x)
{
	double positive = fabs(x), ten = 1e15;
	int digits = 0, exponent; /* digits behind the point */

	if (!(positive < 1e15) || positive < 1e-3)
		return false;
	while (positive < ten / 10) {
		ten /= 10;
		digits++;
	}
	uint64_t whole = (uint64_t)ldexp(frexp(positive, &exponent), 53);
	int shift = 53 - exponent;
	uint128 scaled = whole;
	for (int i = 0; i < digits; i++)
		scaled *= 10;
	if (shift < 1 || shift > 63)
		return false;
	uint128 half = (uint128)1 << (shift - 1);
	uint128 rest = scaled & ((half << 1) - 1);
	uint64_t m = (uint64_t)(scaled >> shift);
	m += rest > half || (rest == half && (m & 1));
	if (digits == 0 && m >= 1000000000000000)
		return false; /* rounded up to 1e+15 */
	while (digits > 0 && m % 10 == 0) {
		m /= 10;
		digits--;
	}
	char space[NUM_SIZE], *end = space + NUM_SIZE, *s = end;
	for (int i = 0; i < digits; i++, m /= 10)
		*--s = (char)('0' + m % 10);
	if (digits > 0)
		*--s = '.';
	s = digits_before(s, m, 1);
	if (x < 0)
		*--s = '-';
	memcpy(buf, s, (size_t)(end - s));
	buf[end - s] = '\0';
	return true;
}

const char *num_format(char buf[NUM_SIZE], double x)
{
	if (x == 0)
		return strcpy(buf, "0"); /* no "-0" */
	if (!format_short(buf, x) && !format_long(buf, x))
		snprintf(buf, NUM_SIZE, "%.15g", x);
	return buf;
}

const char *num_format_fixed(char buf[NUM_SIZE], double x, int digits)
{
	static const double ten[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
	double scale =
		digits >= 0 && digits <= 6 ? ten[digits] : pow(10, digits);
	double scaled = x * scale;

	/* 2.675 is stored below 2.675: nudge by a few ulps before rounding */
	if (fabs(scaled) < 1e15) {
		double whole = round(scaled * (1 + 4e-16));
		if (digits >= 0 && digits <= 6)
			return format_scaled(buf, whole, digits);
		x = whole / scale;
	}
	snprintf(buf, NUM_SIZE, "%.*f", digits, x == 0 ? 0.0 : x);
	return buf;
}

static size_t count_digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

/* Up to 15 digits with one point: their quotient by a power of ten is rounded
 * once, as strtod rounds. */
static bool parse_short(const char *s, size_t n, double *ret)
{
	static const double ten[] = {1,    10,   100,  1e3, 1e4,  1e5,
				     1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
				     1e12, 1e13, 1e14, 1e15};
	uint64_t m = 0;
	size_t digits = 0, behind = 0;
	bool point = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			m = m * 10 + (uint64_t)(s[i] - '0');
			behind += point;
			if (++digits > 15)
				return false;
		} else if (s[i] == '.' && !point) {
			point = true;
		} else {
			return false;
		}
	}
	*ret = (double)m / ten[behind];
	return digits > 0;
}

size_t num_parse(const char *s, size_t n, double *ret)
{
	size_t i = 0;

	if (i < n && (s[i] == '+' || s[i] == '-'))
		i++;
	size_t whole = count_digits(s + i, n - i), part = 0;
	i += whole;
	if (i < n && s[i] == '.') {
		part = count_digits(s + i + 1, n - i - 1);
		if (whole || part)
			i += 1 + part;
	}
	if (!whole && !part)
		return 0;
	if (i < n && (s[i] == 'e' || s[i] == 'E')) {
		size_t e = i + 1;
		if (e < n && (s[e] == '+' || s[e] == '-'))
			e++;
		size_t power = count_digits(s + e, n - e);
		if (power && power <= 3)
			i = e + power;
	}

	if (parse_short(s, i, ret))
		return i;
	char buf[64];
	if (i >= sizeof buf)
		return 0;
	memcpy(buf, s, i);
	buf[i] = '\0';
	*ret = strtod(buf, NULL); /* LC_NUMERIC stays "C": never set */
	return i;
}

bool num_parse_all(const char *s, double *ret)
{
	size_t n = strlen(s);

	return n > 0 && num_parse(s, n, ret) == n;
}
