#include "kb/unit_algebra.h"

#include <math.h>
#include <stdlib.h>

enum { MAX_EXPONENT = 60, MAX_POWER = 300 };

static const double exact_limit = 9007199254740992.0; /* 2^53 */

/* Tens go to the power, so that 60 × 60 × 24 and 864 × 10² are one number. */
static void reduce(double *x, int *power, int sign)
{
	while (*x >= 10 && *x < exact_limit && fmod(*x, 10) == 0) {
		*x /= 10;
		*power += sign;
	}
}

struct unit unit_number(double value)
{
	struct unit u = {.num = value, .den = 1};

	reduce(&u.num, &u.power, 1);
	return u;
}

struct unit unit_named(const char *name, size_t n)
{
	struct unit u = {.num = 1, .den = 1};
	uint64_t hash = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)name[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c + 32);
		hash = (hash ^ c) * 1099511628211u;
	}
	u.other[0] = hash;
	u.exponent[0] = 1;
	return u;
}

static bool is_number(const struct unit *u)
{
	for (int i = 0; i < UNIT_DIMENSIONS; i++)
		if (u->dimension[i])
			return false;
	return u->exponent[0] == 0 && u->shift == 0 && !u->substance_ratio;
}

/* exponent[i] of `other` grows by n; the arrays stay ascending and dense. */
static bool add_other(struct unit *u, uint64_t other, int n)
{
	int i = 0;

	while (i < UNIT_OTHERS && u->exponent[i] && u->other[i] < other)
		i++;
	if (i < UNIT_OTHERS && u->exponent[i] && u->other[i] == other) {
		n += u->exponent[i];
		if (abs(n) > MAX_EXPONENT)
			return false;
		u->exponent[i] = (signed char)n;
		if (n)
			return true;
		for (; i + 1 < UNIT_OTHERS; i++) {
			u->exponent[i] = u->exponent[i + 1];
			u->other[i] = u->other[i + 1];
		}
		u->exponent[i] = 0;
		u->other[i] = 0;
		return true;
	}
	if (u->exponent[UNIT_OTHERS - 1])
		return false;
	for (int k = UNIT_OTHERS - 1; k > i; k--) {
		u->exponent[k] = u->exponent[k - 1];
		u->other[k] = u->other[k - 1];
	}
	u->exponent[i] = (signed char)n;
	u->other[i] = other;
	return true;
}

/* A scale with an offset may only be scaled: 10*-3.Cel. */
static bool multiply_scale(struct unit *a, const struct unit *b, int sign)
{
	if (!b->shift)
		return is_number(b);
	return sign > 0 && is_number(a);
}

bool unit_multiply(struct unit *a, const struct unit *b, int sign)
{
	if ((a->shift != 0 || b->shift != 0) && !multiply_scale(a, b, sign))
		return false;

	double shift = a->shift + b->shift;
	const struct unit *scale = a->shift != 0 ? b : a;
	if (shift != 0)
		shift *= pow(scale->num / scale->den * pow(10, scale->power),
			     a->shift != 0 ? -sign : -1);
	a->substance_ratio |=
		b->substance_ratio ||
		a->dimension[UNIT_MOL] * b->dimension[UNIT_MOL] * sign < 0;
	for (int i = 0; i < UNIT_DIMENSIONS; i++) {
		int n = a->dimension[i] + sign * b->dimension[i];
		if (abs(n) > MAX_EXPONENT)
			return false;
		a->dimension[i] = (signed char)n;
	}
	for (int i = 0; i < UNIT_OTHERS && b->exponent[i]; i++)
		if (!add_other(a, b->other[i], sign * b->exponent[i]))
			return false;
	a->num *= sign > 0 ? b->num : b->den;
	a->den *= sign > 0 ? b->den : b->num;
	a->power += sign * b->power;
	a->shift = shift;
	reduce(&a->num, &a->power, 1);
	reduce(&a->den, &a->power, -1);
	return abs(a->power) < MAX_POWER;
}

bool unit_raise(struct unit *u, int n)
{
	struct unit result = unit_number(1);

	if (n == 1)
		return true;
	if (u->shift != 0 || abs(n) > MAX_EXPONENT)
		return false;
	for (int i = 0; i < abs(n); i++)
		if (!unit_multiply(&result, u, n > 0 ? 1 : -1))
			return false;
	*u = result;
	return true;
}
