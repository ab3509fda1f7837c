/* Numbers with units, as orders write them. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i;
}

/* gtt2; T2T: take two tablets */
static size_t read_unit_first(const char *s, size_t n, struct quantity *ret)
{
	static const char *const words[] = {"gtts", "gtt"};

	if (n > 2 && *s == 'T') {
		size_t m = amount_read(s + 1, n - 1, &ret->value);
		if (m && 1 + m < n && s[1 + m] == 'T' &&
		    !(2 + m < n && isalnum((unsigned char)s[2 + m]))) {
			ret->unit = "tablet";
			return 2 + m;
		}
	}

	for (size_t w = 0; w < 2; w++) {
		size_t m = strlen(words[w]), i;
		if (m < n && strncasecmp(s, words[w], m) == 0 &&
		    (i = amount_read(s + m, n - m, &ret->value))) {
			ret->unit = "drop";
			return m + i;
		}
	}
	return 0;
}

/* "-2", "~2", " to 2": the higher of a range; bytes, 0 none. */
static size_t read_high(const char *s, size_t n, double low, double *ret)
{
	static const char *const to[] = {"-",   "~",    "至",   "到",
					 " - ", " to ", " or ", NULL};
	size_t m = reading_starts(s, n, to), more;

	if (!m || !(more = amount_read(s + m, n - m, ret)) || !(*ret > low)) {
		*ret = NUM_NONE;
		return 0;
	}
	return m + more;
}

/* "1/4片-1/2片", "5mg~10mg": the higher with its own unit; bytes, 0 none. */
static size_t read_high_unit(const char *s, size_t n, const struct quantity *q,
			     double *ret_high)
{
	static const char *const to[] = {"-", "~", "至", "到", NULL};
	size_t m = reading_starts(s, n, to), more, unit;
	double high, factor = 1;
	const char *name = NULL;

	if (!m || !(more = amount_read(s + m, n - m, &high)))
		return 0;
	m += more;
	unit = unit_word_read(s + m, n - m, &factor, &name);
	if (!unit || strcmp(name, q->unit) != 0 || !(high * factor > q->value))
		return 0;
	*ret_high = high * factor;
	return m + unit;
}

/* " (3)" of "0.5-2.5 (3) MG": bytes */
static size_t read_sum(const char *s, size_t n)
{
	double x;
	size_t m = n > 3 && s[0] == ' ' && s[1] == '('
			   ? num_parse(s + 2, n - 2, &x)
			   : 0;

	return m && 2 + m < n && s[2 + m] == ')' ? 3 + m : 0;
}

/* "108 (90 Base) MCG": as the drug itself; bytes, 0 none. */
static size_t read_base(const char *s, size_t n, double *value)
{
	static const char *const base[] = {" base)", "base)", NULL};
	double x;
	size_t i = blanks(s, n), m, end;

	if (i >= n || s[i] != '(' ||
	    !(m = amount_read(s + i + 1, n - i - 1, &x)) ||
	    !(end = reading_starts(s + i + 1 + m, n - i - 1 - m, base)))
		return 0;
	*value = x;
	return i + 1 + m + end;
}

size_t quantity_read(const char *s, size_t n, struct quantity *ret,
		     double *ret_high)
{
	double high = NUM_NONE, factor = 1;
	size_t i = amount_read(s, n, &ret->value);

	*ret_high = NUM_NONE;
	ret->unit = NULL;
	if (!i)
		return read_unit_first(s, n, ret);
	i += read_high(s + i, n - i, ret->value, &high);
	i += read_base(s + i, n - i, &ret->value);
	if (!isnan(high))
		i += read_sum(s + i, n - i);
	size_t gap = blanks(s + i, n - i);
	size_t m =
		unit_word_read(s + i + gap, n - i - gap, &factor, &ret->unit);
	if (!m && n - i >= 3 && memcmp(s + i, "万", 3) == 0) {
		/* 万 without a unit: antibiotics and heparin in units */
		factor = 1e4;
		ret->unit = "IU";
		m = 3;
		gap = 0;
	}
	if (!m) {
		*ret_high = high;
		return i;
	}
	i += gap + m;
	i += unit_per_read(s + i, n - i, &factor, &ret->unit);
	ret->value *= factor;
	*ret_high = high * factor;
	/* 1片半 */
	if (i + 3 <= n && memcmp(s + i, "半", 3) == 0 &&
	    quantity_is_count(ret)) {
		ret->value += 0.5;
		i += 3;
	}
	if (isnan(*ret_high))
		i += read_high_unit(s + i, n - i, ret, ret_high);
	/* g. */
	if (i < n && s[i] == '.' &&
	    !(i + 1 < n && isdigit((unsigned char)s[i + 1])))
		i++;
	return i;
}

/* "5 mL" of "42.9 mg/5 mL" */
static bool volume_read(const char *s, size_t n)
{
	const char *unit = NULL;
	double x, factor = 1;
	size_t i = num_parse(s, n, &x);

	i += i ? blanks(s + i, n - i) : 0;
	return i && unit_word_read(s + i, n - i, &factor, &unit) &&
	       strcmp(unit, "mL") == 0;
}

/* The unit behind the last number, of all that have none of their own. False:
 * they are no parts. */
static bool parts_unit(const char *s, size_t n, size_t *at, struct parts *ret)
{
	static const char *const a_puff[] = {
		"/actuation", "/act", "/puff", "/inh", "/spray", "/dose", NULL};
	const char *unit = NULL;
	double factor = 1;
	size_t i = *at + read_sum(s + *at, n - *at);
	size_t end = i + blanks(s + i, n - i);
	size_t m = unit_word_read(s + end, n - end, &factor, &unit);

	end += m;
	bool rate = end + 1 < n && s[end] == '/' &&
		    isalpha((unsigned char)s[end + 1]) &&
		    !reading_starts(s + end, n - end, a_puff);
	if (m && strcmp(unit, "mg") == 0 && !rate) {
		for (size_t k = 0; k < ret->n; k++)
			if (!ret->unit || k == ret->n - 1)
				ret->at[k] *= factor;
		ret->unit = unit;
		*at = end;
		return true;
	}
	*at = i;
	return !m && !ret->unit; /* 250mg/5ml, 1/2 tab */
}

/* "49/51 mg", "50/12.5", "100-25 mg": one number for each of several drugs.
 * 1/2, 5-10 mg and 5/7 are not of these. */
size_t parts_read(const char *s, size_t n, struct parts *ret)
{
	double x;
	size_t i = 0, gap;

	*ret = (struct parts){.n = 0};
	for (;;) {
		size_t m = thousands_read(s + i, n - i, &x);
		if (!m && n - i && isdigit((unsigned char)s[i]))
			m = num_parse(s + i, n - i, &x);
		if (!m || !num_is_finite(x) || !(x > 0) || ret->n == 4 ||
		    memchr(s + i, 'e', m) || memchr(s + i, 'E', m))
			return 0;
		ret->at[ret->n++] = x;
		i += m;
		/* 80mg/5mg */
		const char *unit = NULL;
		double f = 1;
		/* 800 mg-160 mg */
		i += gap = blanks(s + i, n - i);
		m = unit_word_read(s + i, n - i, &f, &unit);
		bool own = m && strcmp(unit, "mg") == 0 && i + m + 1 < n &&
			   strchr("/-:", s[i + m]) &&
			   isdigit((unsigned char)s[i + m + 1]) &&
			   !volume_read(s + i + m + 1, n - i - m - 1);
		if (!own)
			i -= gap;
		if (own) {
			ret->at[ret->n - 1] *= f;
			ret->unit = unit;
			i += m;
		}
		/* 50ug:250ug; 2:1 is a ratio */
		if (i + 1 >= n || !strchr(own ? "/-:" : "/-", s[i]) ||
		    !isdigit((unsigned char)s[i + 1]))
			break;
		ret->dash |= s[i] == '-';
		i++;
	}
	if (ret->n < 2 || !parts_unit(s, n, &i, ret))
		return 0;
	/* a fraction, a date; a range of one drug's dose goes up, and not far */
	double first = ret->at[0], second = ret->at[1];
	if (!ret->unit && ((first < second && second <= 8) || first > 1500))
		return 0;
	if (ret->dash && ret->n == 2 && second > first && second < 8 * first)
		return 0;
	return i;
}
