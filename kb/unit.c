#include "kb/unit.h"

#include "kb/unit_algebra.h"
#include "kb/unit_ucum.h"

#include <math.h>
#include <string.h>

bool unit_parse(const char *ucum, struct unit *ret)
{
	return ucum_parse(&unit_table, ucum, ret);
}

static bool same_kind(const struct unit *a, const struct unit *b)
{
	return memcmp(a->dimension, b->dimension, sizeof a->dimension) == 0 &&
	       memcmp(a->exponent, b->exponent, sizeof a->exponent) == 0 &&
	       memcmp(a->other, b->other, sizeof a->other) == 0 &&
	       a->substance_ratio == b->substance_ratio;
}

static bool is_whole(double x)
{
	return x < 9007199254740992.0 && floor(x) == x;
}

/* Both divided by what they share, so that a conversion by a round factor is
 * one multiplication or one division. */
static void shorten(double *a, double *b)
{
	double x = *a, y = *b;

	if (!is_whole(x) || !is_whole(y))
		return;
	while (y > 0) {
		double rest = fmod(x, y);
		x = y;
		y = rest;
	}
	*a /= x;
	*b /= x;
}

static double ten_to(int power)
{
	double x = 1;

	while (power-- > 0)
		x *= 10; /* exact up to 10^22 */
	return x;
}

/* value × from / to × over / under; the kinds are known to fit. Every step is
 * monotone. */
static bool rescale(const struct unit *from, const struct unit *to, double over,
		    double under, double value, double *ret)
{
	double up = from->num * to->den * over;
	double down = to->num * from->den * under;
	int power = from->power - to->power;

	if (power > 0)
		up *= ten_to(power);
	else
		down *= ten_to(-power);
	shorten(&up, &down);
	if (isnan(value))
		return false;
	if (up == down && from->shift == to->shift) {
		*ret = value;
		return true;
	}
	double x = value * up / down +
		   (from->shift * up - to->shift * down) / (100 * down);
	if (isnan(x) || (isinf(x) && !isinf(value)))
		return false;
	*ret = x;
	return true;
}

bool unit_convert(const struct unit *from, const struct unit *to, double value,
		  double *ret)
{
	return same_kind(from, to) && rescale(from, to, 1, 1, value, ret);
}

/* `from` holds dimension a once where `to` holds dimension b once, and is the
 * same otherwise. */
static bool trades(const struct unit *from, const struct unit *to,
		   enum unit_dimension a, enum unit_dimension b)
{
	struct unit u = *from;

	if (from->dimension[a] != 1 || from->dimension[b] != 0)
		return false;
	u.dimension[a] = 0;
	u.dimension[b] = 1;
	return same_kind(&u, to);
}

bool unit_convert_molar(const struct unit *from, const struct unit *to,
			double g_per_mol, double value, double *ret)
{
	if (!(g_per_mol > 0) || isinf(g_per_mol))
		return false;
	if (trades(from, to, UNIT_G, UNIT_MOL))
		return rescale(from, to, 1, g_per_mol, value, ret);
	return trades(from, to, UNIT_MOL, UNIT_G) &&
	       rescale(from, to, g_per_mol, 1, value, ret);
}

bool unit_convert_valence(const struct unit *from, const struct unit *to,
			  double valence, double value, double *ret)
{
	if (!(valence > 0) || isinf(valence))
		return false;
	if (trades(from, to, UNIT_EQ, UNIT_MOL))
		return rescale(from, to, 1, valence, value, ret);
	return trades(from, to, UNIT_MOL, UNIT_EQ) &&
	       rescale(from, to, valence, 1, value, ret);
}

/* The exponent with which an arbitrary unit stands in u. */
static int count_other(const struct unit *u, uint64_t other)
{
	for (int i = 0; i < UNIT_OTHERS; i++)
		if (u->exponent[i] && u->other[i] == other)
			return u->exponent[i];
	return 0;
}

static bool has_other(const struct unit *u)
{
	for (int i = 0; i < UNIT_OTHERS; i++)
		if (u->exponent[i])
			return true;
	return false;
}

/* U in the place of one [IU]. */
static bool replace_iu(struct unit *u)
{
	struct unit activity, iu;

	return unit_parse("U", &activity) && unit_parse("[iU]", &iu) &&
	       count_other(u, iu.other[0]) == 1 && unit_multiply(u, &iu, -1) &&
	       unit_multiply(u, &activity, 1);
}

bool unit_convert_iu(const struct unit *from, const struct unit *to,
		     double value, double *ret)
{
	struct unit a = *from, b = *to;

	if (!has_other(from) && !has_other(to))
		return false;
	return replace_iu(&a) != replace_iu(&b) &&
	       unit_convert(&a, &b, value, ret);
}
