/* Numbers with units, as orders write them. */
#include "commands/drug-check/read_order.h"

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
	{"万国际单位", "IU", 1e4},
	{"万iu", "IU", 1e4},
	{"万u", "IU", 1e4},
	{"萬單位", "IU", 1e4},
	{"miu", "IU", 1e6},
	{"mu", "IU", 1e6},
	{"iu", "IU", 1},
	{"international units", "IU", 1},
	{"units", "IU", 1},
	{"unit", "IU", 1},
	{"国际单位", "IU", 1},
	{"单位", "IU", 1},
	{"單位", "IU", 1},
	{"國際單位", "IU", 1},
	{"micrograms", "mg", 0.001},
	{"microgram", "mg", 0.001},
	{"mcgs", "mg", 0.001},
	{"mcg", "mg", 0.001},
	{"ug", "mg", 0.001},
	{"μg", "mg", 0.001},
	{"µg", "mg", 0.001},
	{"微克", "mg", 0.001},
	{"nanograms", "mg", 1e-6},
	{"milligrams", "mg", 1},
	{"milligram", "mg", 1},
	{"mgs", "mg", 1},
	{"mg", "mg", 1},
	{"毫克", "mg", 1},
	{"millilitres", "mL", 1},
	{"milliliters", "mL", 1},
	{"ml", "mL", 1},
	{"cc", "mL", 1},
	{"毫升", "mL", 1},
	{"teaspoons", "mL", 5},
	{"teaspoon", "mL", 5},
	{"tsp", "mL", 5},
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
	{"caplets", "tablet", 1},
	{"caplet", "tablet", 1},
	{"softgels", "tablet", 1},
	{"softgel", "tablet", 1},
	{"lozenges", "tablet", 1},
	{"lozenge", "tablet", 1},
	{"caps", "tablet", 1},
	{"cap", "tablet", 1},
	{"粒", "tablet", 1},
	{"丸", "tablet", 1},
	{"枚", "tablet", 1},
	{"颗", "tablet", 1},
	{"sachets", "piece", 1},
	{"sachet", "piece", 1},
	{"packets", "piece", 1},
	{"packet", "piece", 1},
	{"patches", "piece", 1},
	{"patch", "piece", 1},
	{"ampoules", "piece", 1},
	{"ampoule", "piece", 1},
	{"amps", "piece", 1},
	{"amp", "piece", 1},
	{"vials", "piece", 1},
	{"vial", "piece", 1},
	{"suppositories", "piece", 1},
	{"suppository", "piece", 1},
	{"supp", "piece", 1},
	{"袋", "piece", 1},
	{"包", "piece", 1},
	{"支", "piece", 1},
	{"瓶", "piece", 1},
	{"盒", "pack", 1},
	{"板", "pack", 1},
	{"帖", "piece", 1},
	{"贴", "piece", 1},
	{"张", "piece", 1},
	{"管", "piece", 1},
	{"剂", "piece", 1},
	{"付", "piece", 1},
	{"副", "piece", 1},
	{"泡", "puff", 1},
	{"喷", "puff", 1},
	{"揿", "puff", 1},
	{"吸", "puff", 1},
	{"puffs", "puff", 1},
	{"puff", "puff", 1},
	{"inhalations", "puff", 1},
	{"inhalation", "puff", 1},
	{"actuations", "puff", 1},
	{"sprays", "puff", 1},
	{"spray", "puff", 1},
	{"只", "piece", 1},
	{"个", "piece", 1},
	{"kg", NULL, 1},
	{"公斤", NULL, 1},
	{"grams", "mg", 1000},
	{"gram", "mg", 1000},
	{"gm", "mg", 1000},
	{"克", "mg", 1000},
	{"錢", "mg", 3000},
	{"钱", "mg", 3000},
	/* 30, 31 or 37.5 g: which is not said */
	{"兩", "liang", 1},
	{"两", "liang", 1},
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
	{"半", 0.5},  {"一", 1},   {"壹", 1},     {"二", 2},  {"两", 2},
	{"兩", 2},    {"三", 3},   {"四", 4},     {"五", 5},  {"六", 6},
	{"七", 7},    {"八", 8},   {"九", 9},     {"十", 10}, {"½", 0.5},
	{"¼", 0.25},  {"¾", 0.75}, {"half", 0.5}, {"one", 1}, {"two", 2},
	{"three", 3}, {"four", 4}, {"six", 6},
};

/* 50,000: groups of three. */
static size_t read_thousands(const char *s, size_t n, double *ret)
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
		if (!n || (numerals[i].word[0] | 0x20) != (*s | 0x20))
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

size_t amount_read(const char *s, size_t n, double *ret)
{
	double below;

	if (!n)
		return 0;
	if (!isdigit((unsigned char)*s) && *s != '.')
		return read_numeral(s, n, ret);
	size_t len = read_thousands(s, n, ret);
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
	/* 1½ */
	if (len < n && (unsigned char)s[len] == 0xC2) {
		size_t more = read_numeral(s + len, n - len, &below);
		if (more && below < 1) {
			*ret += below;
			len += more;
		}
	}
	return len;
}

size_t unit_word_read(const char *s, size_t n, double *value,
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

/* "/kg", "/h", "/24h" behind a mass: an amount by weight or a rate. */
static size_t read_per(const char *s, size_t n, double *factor,
		       const char **unit)
{
	static const struct {
		const char *word, *mg, *iu, *ml, *mmol;
		double factor;
	} rates[] = {{"/kg", "mg/kg", "IU/kg", "mL/kg", "mmol/kg", 1},
		     {"/公斤", "mg/kg", "IU/kg", "mL/kg", "mmol/kg", 1},
		     {"/24h", "mg/h", "IU/h", "mL/h", "mmol/h", 1.0 / 24},
		     {"/24 h", "mg/h", "IU/h", "mL/h", "mmol/h", 1.0 / 24},
		     {"/hour", "mg/h", "IU/h", "mL/h", "mmol/h", 1},
		     {"/hr", "mg/h", "IU/h", "mL/h", "mmol/h", 1},
		     {"/小时", "mg/h", "IU/h", "mL/h", "mmol/h", 1},
		     {"/h", "mg/h", "IU/h", "mL/h", "mmol/h", 1},
		     {"/min", "mg/h", "IU/h", "mL/h", "mmol/h", 60},
		     {"/分", "mg/h", "IU/h", "mL/h", "mmol/h", 60}};

	if (!n || *s != '/')
		return 0;
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		size_t m = strlen(rates[i].word);
		if (m > n || strncasecmp(s, rates[i].word, m) != 0 ||
		    ((unsigned char)s[m - 1] < 0x80 && m < n &&
		     isalpha((unsigned char)s[m])))
			continue;
		const char *per = strcmp(*unit, "mg") == 0     ? rates[i].mg
				  : strcmp(*unit, "IU") == 0   ? rates[i].iu
				  : strcmp(*unit, "mL") == 0   ? rates[i].ml
				  : strcmp(*unit, "mmol") == 0 ? rates[i].mmol
							       : NULL;
		if (!per)
			return 0;
		*unit = per;
		*factor *= rates[i].factor;
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

/* gtt2 */
static size_t read_unit_first(const char *s, size_t n, struct quantity *ret)
{
	static const char *const words[] = {"gtts", "gtt"};

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
	if (!m)
		return i;
	i += gap + m;
	i += read_per(s + i, n - i, &factor, &ret->unit);
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
	return i;
}

/* "49/51 mg", "50/12.5", "100-25 mg": one number for each of several drugs.
 * 1/2, 5-10 mg and 5/7 are not of these. */
size_t parts_read(const char *s, size_t n, struct parts *ret)
{
	double x, factor = 1;
	size_t i = 0, gap;

	*ret = (struct parts){.n = 0};
	for (;;) {
		size_t m = n - i && isdigit((unsigned char)s[i])
				   ? num_parse(s + i, n - i, &x)
				   : 0;
		if (!m || !num_is_finite(x) || !(x > 0) || ret->n == 4 ||
		    memchr(s + i, 'e', m) || memchr(s + i, 'E', m))
			return 0;
		ret->at[ret->n++] = x;
		i += m;
		/* 80mg/5mg */
		const char *unit = NULL;
		double f = 1;
		m = unit_word_read(s + i, n - i, &f, &unit);
		bool own = m && strcmp(unit, "mg") == 0 && i + m + 1 < n &&
			   strchr("/-:", s[i + m]) &&
			   isdigit((unsigned char)s[i + m + 1]);
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
	if (ret->n < 2)
		return 0;
	gap = blanks(s + i, n - i);
	const char *unit = NULL;
	size_t m = unit_word_read(s + i + gap, n - i - gap, &factor, &unit);
	if (m && strcmp(unit, "mg") == 0) {
		/* only the numbers without a unit of their own take it */
		for (size_t k = 0; k < ret->n; k++)
			if (!ret->unit || k == ret->n - 1)
				ret->at[k] *= factor;
		ret->unit = unit;
		i += gap + m;
	} else if (m || ret->unit) {
		return 0; /* 250mg/5ml, 1/2 tab */
	}
	/* a fraction, a date; a range of one drug's dose goes up, and not far */
	double first = ret->at[0], second = ret->at[1];
	if (!ret->unit && ((first < second && second <= 8) || first > 1500))
		return 0;
	if (ret->dash && ret->n == 2 && second > first && second < 8 * first)
		return 0;
	return i;
}
