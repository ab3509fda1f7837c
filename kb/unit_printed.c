/* Units as printed → UCUM: looked up whole, else put together from parts,
 * else taken as the UCUM code it is. */
#include "kb/unit.h"

#include "kb/unit_fold.h"
#include "kb/unit_table.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const void *key, const void *element)
{
	return strcmp(key, ((const struct unit_spelling *)element)->key);
}

/* A folded spelling of n bytes; NULL when unknown. */
static const struct unit_spelling *find(const struct unit_spellings *in,
					const char *s, size_t n)
{
	char key[UNIT_FOLD_SIZE];
	const struct unit_spelling *found;

	memcpy(key, s, n);
	key[n] = '\0';
	found = bsearch(key, in->exact, in->n_exact, sizeof *in->exact, by_key);
	if (found)
		return found;
	unit_lower(key);
	return bsearch(key, in->folded, in->n_folded, sizeof *in->folded,
		       by_key);
}

/* --- putting together ---------------------------------------------------- */

struct composer {
	char *buf;
	size_t size, n;
	bool full;
	bool below; /* behind the line */
	bool has_below;
	bool needs_below; /* K, cells, 10*9: only as K/uL, cells/uL, … */
	const char *of;   /* of the upper part; stands at the end */
};

/* One factor of a printed unit: 10*3cells, 24h, gHb, l-1. */
struct factor {
	const char *number; /* digits, or 10*N; n_number 0: none */
	size_t n_number;
	const struct unit_spelling *what, *of; /* NULL: none */
	char exponent;                         /* '2', '3' of m-2; 0 */
	bool below, first;                     /* first below the line */
};

static void put(struct composer *c, const char *s, size_t n)
{
	c->full |= c->n + n >= c->size;
	if (c->full)
		return;
	memcpy(c->buf + c->n, s, n);
	c->n += n;
}

static void puts_to(struct composer *c, const char *s)
{
	put(c, s, strlen(s));
}

static bool may_stand(enum unit_role role, bool below)
{
	switch (role) {
	case ROLE_PART:
	case ROLE_FACTOR:
	case ROLE_COUNT:
		return true;
	case ROLE_OVER:
		return !below;
	case ROLE_UNDER:
		return below;
	default:
		return false;
	}
}

/* The unit of n bytes at s, alone or with what it is of (gHb, mLFEU); or only
 * what the factor before was of (kg·H2O). */
static bool find_factor(struct factor *f, const char *s, size_t n)
{
	f->what = find(&unit_table.factor, s, n);
	if (f->what && may_stand(f->what->role, f->below))
		return true;
	if (f->what && f->what->role == ROLE_OF && f->below && !f->first) {
		f->of = f->what;
		f->what = NULL;
		return true;
	}
	for (size_t k = n - 1; k > 0; k--) {
		f->what = find(&unit_table.factor, s, k);
		if (!f->what || f->what->role == ROLE_COUNT ||
		    !may_stand(f->what->role, f->below))
			continue;
		f->of = find(&unit_table.factor, s + k, n - k);
		if (f->of && f->of->role == ROLE_OF)
			return true;
	}
	return false;
}

static size_t count_number(const char *s, size_t n)
{
	size_t i = n > 3 && strncmp(s, "10*", 3) == 0 ? 3 : 0;

	if (i && s[i] == '-')
		i++;
	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

static bool read_factor(struct factor *f, const char *s, size_t n)
{
	if (n > 2 && s[n - 2] == '-' && s[n - 1] >= '1' && s[n - 1] <= '3' &&
	    !f->below) {
		f->below = true;
		f->exponent = s[n - 1] == '1' ? 0 : s[n - 1];
		n -= 2;
	}
	if (find_factor(f, s, n))
		return true;
	f->what = f->of = NULL;
	f->number = s;
	f->n_number = count_number(s, n);
	if (f->n_number == 0 || (!f->below && strncmp(s, "10*", 3) != 0))
		return false; /* "5g/L" is a value with its unit */
	size_t skip = f->n_number + (f->n_number < n && s[f->n_number] == '.');
	return f->n_number == n ||
	       (skip < n && find_factor(f, s + skip, n - skip));
}

static void write_factor(struct composer *c, const struct factor *f)
{
	const char *what = f->what ? f->what->ucum : "";
	bool number = f->n_number &&
		      !(f->n_number == 1 && f->number[0] == '1' && *what);
	bool both = number && *what;

	c->has_below |= f->below && (number || *what);
	c->needs_below |= !f->below && !(f->what && f->what->role == ROLE_PART);
	if (number || *what) {
		if (f->below || c->n)
			puts_to(c, f->below ? "/" : ".");
		puts_to(c, both && f->below ? "(" : "");
		put(c, f->number, number ? f->n_number : 0);
		puts_to(c, both ? "." : "");
		puts_to(c, what);
		put(c, &f->exponent, f->exponent != 0);
		puts_to(c, both && f->below ? ")" : "");
	}
	if (f->of && f->below)
		puts_to(c, f->of->ucum);
	else if (f->of)
		c->of = f->of->ucum;
}

/* Bytes of the next factor. A point between digits belongs to the number
 * (1.73m2), one behind a leading number below the line to the factor (24.h). */
static size_t factor_length(const char *s, bool below)
{
	size_t i = 0;

	for (; s[i] && s[i] != '/'; i++) {
		size_t digits = strspn(s, "0123456789");
		bool next = s[i + 1] >= '0' && s[i + 1] <= '9';
		if (s[i] == '.' && !(i == digits && i > 0 && (below || next)))
			break;
	}
	return i;
}

/* What stands behind the first '/' stands below the line, however it goes
 * on: people print mL/min.1.73m2 for mL/(min.1.73m2). */
static bool compose(const char *s, char *buf, size_t size)
{
	struct composer c = {.buf = buf, .size = size, .of = ""};

	for (;;) {
		size_t n = factor_length(s, c.below);
		struct factor f = {
			.number = "", .below = c.below, .first = !c.has_below};
		if (n > 0) {
			if (!read_factor(&f, s, n) || (!f.below && c.has_below))
				return false;
			write_factor(&c, &f);
		} else if (c.below || *s != '/') {
			return false;
		}
		if (!s[n])
			break;
		c.below |= s[n] == '/';
		s += n + 1;
	}
	puts_to(&c, c.of);
	if (c.full || c.n == 0 || (c.needs_below && !c.has_below))
		return false;
	buf[c.n] = '\0';
	return true;
}

/* --- UCUM as it is ------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Values, dates and stray letters (H, N, as, S/C) are valid UCUM too: a unit
 * has a letter or sign, does not start with a number other than a power of
 * ten, and is no word of one or two letters, nor one letter over another,
 * that the vocabulary does not know. */
static bool looks_like_code(const char *s, size_t n)
{
	size_t letters = 0, signs = 0;

	for (size_t i = 0; i < n; i++) {
		letters += is_letter(s[i]);
		signs += strchr("%[{'", s[i]) != NULL;
	}
	if (letters + signs == 0 || (letters == n && n < 3) ||
	    (letters == 2 && n == 3 && s[1] == '/'))
		return false;
	if (s[0] < '0' || s[0] > '9')
		return true;
	return strncmp(s, "1/", 2) == 0 ||
	       (strncmp(s, "10", 2) == 0 && strchr("*^", s[2]) &&
		strspn(s + 3, "0123456789-+") > 0);
}

static bool take_code(const char *s, size_t n, char *buf, size_t size)
{
	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	if (n >= size || memchr(s, '\0', n))
		return false;
	memcpy(buf, s, n);
	buf[n] = '\0';
	return looks_like_code(buf, n);
}

const char *unit_normalise(const char *printed, size_t n, char *buf,
			   size_t size)
{
	char folded[UNIT_FOLD_SIZE];
	struct unit unit;
	size_t length = unit_fold(printed, n, folded);
	const struct unit_spelling *whole;

	if (length == 0)
		return NULL;
	whole = find(&unit_table.whole, folded, length);
	if (whole && (whole->role == ROLE_NONE || strlen(whole->ucum) >= size))
		return NULL;
	if (whole)
		return strcpy(buf, whole->ucum);
	if (compose(folded, buf, size) && unit_parse(buf, &unit))
		return buf;
	return take_code(printed, n, buf, size) && unit_parse(buf, &unit)
		       ? buf
		       : NULL;
}
