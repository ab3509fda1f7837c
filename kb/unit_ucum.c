#include "kb/unit_ucum.h"

#include "kb/unit_algebra.h"

#include <string.h>

enum { MAX_DEPTH = 16, MAX_SYMBOL = 31 };

/* --- the vocabulary ------------------------------------------------------ */

static const struct unit_atom *find_atom(const struct unit_table *t,
					 const char *code)
{
	size_t low = 0, high = t->n_atom;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(t->atom[mid].code, code);
		if (order == 0)
			return &t->atom[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool find_symbol(const struct unit_table *t, const char *symbol,
			struct unit *ret)
{
	const struct unit_atom *atom = find_atom(t, symbol);

	if (atom) {
		*ret = atom->unit;
		return true;
	}
	for (size_t i = 0; i < t->n_prefix; i++) {
		size_t n = strlen(t->prefix[i].code);
		if (strncmp(symbol, t->prefix[i].code, n) != 0)
			continue;
		atom = find_atom(t, symbol + n);
		if (atom && atom->metric) {
			struct unit scale = unit_number(1);
			scale.power = t->prefix[i].power;
			*ret = atom->unit;
			return unit_multiply(ret, &scale, 1);
		}
	}
	return false;
}

static const struct unit_annotation *find_annotation(const struct unit_table *t,
						     const char *name, size_t n)
{
	char lower[MAX_SYMBOL + 1];
	size_t low = 0, high = t->n_annotation;

	if (n > MAX_SYMBOL)
		return NULL;
	for (size_t i = 0; i < n; i++)
		lower[i] = name[i] >= 'A' && name[i] <= 'Z'
				   ? (char)(name[i] + 32)
				   : name[i];
	lower[n] = '\0';
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(t->annotation[mid].name, lower);
		if (order == 0)
			return &t->annotation[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* --- the grammar --------------------------------------------------------- */

struct parser {
	const struct unit_table *table;
	const char *at;
	int depth;
	struct unit qualifier; /* attached annotations that tell units apart */
};

static bool parse_term(struct parser *p, struct unit *ret);

/* {…}: printable ASCII without blanks or braces. */
static bool parse_annotation(struct parser *p, bool attached, struct unit *ret)
{
	const char *name = ++p->at;

	while (*p->at > ' ' && *p->at < 0x7F && *p->at != '{' && *p->at != '}')
		p->at++;
	if (*p->at != '}')
		return false;
	size_t n = (size_t)(p->at++ - name);
	const struct unit_annotation *known =
		find_annotation(p->table, name, n);
	if (!attached) {
		*ret = known ? known->unit : unit_named(name, n);
		return true;
	}
	uint64_t id = known ? known->unit.other[0] : 0;
	for (int i = 0; i < UNIT_OTHERS; i++)
		if (p->qualifier.exponent[i] && p->qualifier.other[i] == id)
			return true; /* said twice */
	return !known || !known->attached ||
	       unit_multiply(&p->qualifier, &known->unit, 1);
}

/* Digits as a whole number; false when there are others or too many. */
static bool read_integer(const char *s, size_t n, double *ret)
{
	double x = 0;

	if (n == 0 || n > 15)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		x = x * 10 + (s[i] - '0');
	}
	*ret = x;
	return true;
}

/* Bytes of the symbol or number at s, with its exponent. In brackets any
 * character may stand: B[10.nV]. */
static size_t run_length(const char *s)
{
	size_t i = 0;
	bool bracket = false;

	for (; s[i]; i++) {
		if (s[i] == '[' || s[i] == ']')
			bracket = s[i] == '[';
		else if (!bracket && strchr("./(){}", s[i]))
			break;
	}
	return i;
}

/* A symbol with exponent, or a whole number. */
static bool parse_simple(struct parser *p, struct unit *ret)
{
	const char *s = p->at;
	size_t n = run_length(s), symbol = n;
	double value, exponent = 1;
	int sign = 1;
	char code[MAX_SYMBOL + 1];

	p->at += n;
	if (read_integer(s, n, &value)) {
		*ret = unit_number(value);
		return value > 0;
	}
	while (symbol > 0 && s[symbol - 1] >= '0' && s[symbol - 1] <= '9')
		symbol--;
	if (symbol < n && !read_integer(s + symbol, n - symbol, &exponent))
		return false;
	if (symbol < n && symbol > 0 &&
	    (s[symbol - 1] == '-' || s[symbol - 1] == '+')) {
		symbol--;
		sign = s[symbol] == '-' ? -1 : 1;
	}
	if (symbol == 0 || symbol > MAX_SYMBOL || exponent > 99)
		return false;
	memcpy(code, s, symbol);
	code[symbol] = '\0';
	return find_symbol(p->table, code, ret) &&
	       unit_raise(ret, (int)exponent * sign);
}

static bool parse_component(struct parser *p, struct unit *ret)
{
	struct unit ignored;

	if (*p->at == '(') {
		p->at++;
		if (++p->depth > MAX_DEPTH || !parse_term(p, ret) ||
		    *p->at != ')')
			return false;
		p->depth--;
		p->at++;
		return true;
	}
	if (*p->at == '{')
		return parse_annotation(p, false, ret);
	return parse_simple(p, ret) &&
	       (*p->at != '{' || parse_annotation(p, true, &ignored));
}

/* Left to right: s/m.mg is (s/m)·mg. */
static bool parse_term(struct parser *p, struct unit *ret)
{
	struct unit factor;
	int sign = 1;

	*ret = unit_number(1);
	if (*p->at == '/') {
		sign = -1;
		p->at++;
	}
	for (;;) {
		if (!parse_component(p, &factor) ||
		    !unit_multiply(ret, &factor, sign))
			return false;
		if (*p->at != '.' && *p->at != '/')
			return true;
		sign = *p->at++ == '.' ? 1 : -1;
	}
}

bool ucum_parse(const struct unit_table *table, const char *code,
		struct unit *ret)
{
	struct parser p = {
		.table = table, .at = code, .qualifier = unit_number(1)};
	struct unit u;

	if (!parse_term(&p, &u) || *p.at || !unit_multiply(&u, &p.qualifier, 1))
		return false;
	*ret = u;
	return true;
}
