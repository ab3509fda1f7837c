#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool num_is_finite(double x)
{
	return isfinite(x);
}

const char *num_format(char buf[NUM_SIZE], double x)
{
	snprintf(buf, NUM_SIZE, "%.15g", x == 0 ? 0.0 : x); /* no "-0" */
	return buf;
}

const char *num_format_fixed(char buf[NUM_SIZE], double x, int digits)
{
	double scale = pow(10, digits);
	double scaled = x * scale;

	/* 2.675 is stored below 2.675: nudge by a few ulps before rounding */
	if (fabs(scaled) < 1e15)
		x = round(scaled * (1 + 4e-16)) / scale;
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
