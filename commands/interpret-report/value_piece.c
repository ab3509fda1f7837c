#include "commands/interpret-report/value_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static const char *rest(const struct cell *c)
{
	return c->v.s + c->i;
}

static size_t left(const struct cell *c)
{
	return c->v.n - c->i;
}

static char before(const struct cell *c)
{
	return c->i ? c->v.s[c->i - 1] : ' ';
}

static void keep_flag(struct cell *c, enum flag flag, size_t n)
{
	if (c->value->flag != FLAG_NONE)
		return;
	c->value->flag = flag;
	c->value->flag_text = arena_strndup(c->arena, rest(c), n);
}

/* "H", "偏高" … as a word of its own after or before the number. */
static size_t read_flag(struct cell *c)
{
	static const struct {
		const char *means;
		enum flag flag;
	} flags[] = {{"H", FLAG_H},   {"L", FLAG_L}, {"HH", FLAG_HH},
		     {"LL", FLAG_LL}, {"N", FLAG_N}, {"A", FLAG_A}};
	const struct word *w;
	enum flag flag;
	size_t n = scan_arrow(rest(c), left(c), &flag);

	if (n) {
		keep_flag(c, flag, n);
		return n;
	}
	/* alone it is the result: blood group A, "正常" */
	if (!c->numbers && !strpbrk(rest(c), "0123456789"))
		return 0;
	n = view_word(&c->v, c->i, c->v.n, "flag", &w);
	for (size_t i = 0; n && i < sizeof flags / sizeof *flags; i++)
		if (strcmp(flags[i].means, w->means) == 0) {
			keep_flag(c, flags[i].flag, n);
			return n;
		}
	return 0;
}

/* The unit that follows the number just read. */
static void read_unit(struct cell *c)
{
	char ucum[48];
	bool sure;
	size_t space = 0, n;

	if (c->value->unit)
		return;
	while (space < left(c) && rest(c)[space] == ' ')
		space++;
	n = scan_unit(c->v.kb, rest(c) + space, left(c) - space, ucum, &sure);
	if (n && (sure || space == 0 || space + n == left(c)) &&
	    !strchr("HLN", rest(c)[space])) {
		c->value->unit = arena_strndup(c->arena, rest(c) + space, n);
		c->i += space + n;
	}
}

/* "×10^5" after the number: with a unit behind that has no power of its own
 * it belongs to the number (2.3×10^5 IU/mL), before '/' to the unit. */
static void read_power(struct cell *c, const struct number *number)
{
	struct value *v = c->value;
	size_t at = c->i + number->power_size;
	bool sure;
	char ucum[48];

	if (!number->power_size)
		return;
	size_t space = at < c->v.n && c->v.s[at] == ' ';
	if (at + space < c->v.n && c->v.s[at + space] == '/')
		return;
	if (scan_unit(c->v.kb, c->v.s + at + space, c->v.n - at - space, ucum,
		      &sure))
		v->number *= number->power;
	else
		v->power = number->power;
	c->i = at;
}

/* The number, or the interval a-b, that begins here. */
static size_t read_number(struct cell *c)
{
	struct value *v = c->value;
	struct number number, upper;
	size_t sign = 0, n, between;

	if ((*rest(c) == '-' || *rest(c) == '+') && !is_digit(before(c)))
		sign = 1;
	n = scan_number(rest(c) + sign, left(c) - sign, true, &number);
	if (!n || (is_letter(before(c)) && !sign))
		return 0;
	if (c->numbers++) { /* a second number decides nothing: "1.2 (1.1)" */
		v->doubt |= DOUBT_DIGITS;
		return sign + n;
	}
	c->number_at = c->i;
	v->doubt |= number.doubt;
	v->kind = isnan(number.value) ? VALUE_UNREADABLE : VALUE_NUMBER;
	v->number = *rest(c) == '-' && sign ? -number.value : number.value;
	c->i += sign + n;
	between = scan_between(rest(c), left(c));
	n = between ? scan_number(rest(c) + between, left(c) - between, true,
				  &upper)
		    : 0;
	if (n && !sign && !v->comparator) {
		v->kind = VALUE_INTERVAL;
		v->low = fmin(v->number, upper.value);
		v->high = fmax(v->number, upper.value);
		v->number = NUM_NONE;
		v->doubt |= upper.doubt;
		c->i += between + n;
	} else {
		read_power(c, &number);
	}
	read_unit(c);
	return 0;
}

static size_t read_comparator(struct cell *c)
{
	static const struct {
		const char *means, *sign;
	} words[] = {{"less", "<"},
		     {"greater", ">"},
		     {"upto", "<="},
		     {"from", ">="}};
	const struct word *w;
	size_t n = scan_comparator(rest(c), left(c), &c->value->comparator);

	if (n || !strpbrk(rest(c), "0123456789"))
		return n;
	n = view_word(&c->v, c->i, c->v.n, "range", &w);
	for (size_t i = 0; n && i < sizeof words / sizeof *words; i++)
		if (strcmp(w->means, words[i].means) == 0 && !c->numbers) {
			c->value->comparator = words[i].sign;
			return n;
		}
	return 0;
}

static size_t read_ordinal(struct cell *c)
{
	struct value *v = c->value;
	const struct word *w;
	double x;
	size_t n;

	if (is_letter(before(c)) || scan_joins_patterns(c->v.s, c->i))
		return 0;
	n = scan_pluses(rest(c), left(c), &x);
	if (n && is_digit(before(c)) && *rest(c) != '(')
		return 0;
	if (n) {
		/* 阳性(+): the sign grades the word; 阴性(+) contradicts it */
		if (!isnan(v->ordinal) && (v->ordinal == 0) != (x == 0))
			v->doubt |= DOUBT_CONFLICT;
		v->graded |= x > 1;
		v->ordinal = isnan(v->ordinal) ? x : fmax(v->ordinal, x);
		return n;
	}
	n = view_word(&c->v, c->i, c->v.n, "ordinal", &w);
	if (!n)
		return 0;
	if (isnan(v->ordinal))
		c->ordinal_at = c->i;
	if (!isnan(v->ordinal) && (v->ordinal == 0) != (w->value == 0))
		v->doubt |= DOUBT_CONFLICT;
	v->graded |= w->value > 1;
	v->ordinal = isnan(v->ordinal) ? w->value : fmax(v->ordinal, w->value);
	if (!v->text)
		v->text = arena_strndup(c->arena, rest(c), n);
	return n;
}

static size_t read_titre(struct cell *c)
{
	double x;
	size_t n = is_digit(before(c)) ? 0 : scan_titre(rest(c), left(c), &x);

	if (n && !c->numbers++) {
		c->number_at = c->i;
		c->value->kind = VALUE_TITRE;
		c->value->number = x;
	}
	return n;
}

/* "Ⅲ度": a grade is a number. */
static size_t read_grade(struct cell *c)
{
	const struct word *w;
	size_t n = is_letter(before(c))
			   ? 0
			   : view_word(&c->v, c->i, c->v.n, "grade", &w);

	if (n && !c->numbers++) {
		c->number_at = c->i;
		c->value->kind = VALUE_NUMBER;
		c->value->number = w->value;
	}
	return n;
}

static void add_words(struct cell *c, size_t n)
{
	if (!c->words_end)
		c->words_start = c->i;
	c->words_end = c->i + n;
	c->words += n;
}

void value_read_piece(struct cell *c)
{
	size_t start = c->i, n;

	if (strchr(" \t,;:.[]{}\"'_|", *rest(c)) &&
	    !(*rest(c) == '.' && left(c) > 1 && is_digit(rest(c)[1]))) {
		c->i++;
		return;
	}
	if (*rest(c) == '*' || *rest(c) == '#') {
		c->value->star |= *rest(c) == '*';
		c->i++;
		return;
	}
	if ((n = read_titre(c)) || (n = read_comparator(c)) ||
	    (n = read_grade(c)) || (n = read_ordinal(c)) ||
	    (n = read_number(c)) || (n = read_flag(c))) {
		c->i += n;
		return;
	}
	if (c->i != start) /* a number moved on by itself */
		return;
	if (*rest(c) == '(' || *rest(c) == ')' || *rest(c) == '/') {
		c->i++;
		return;
	}
	/* a whole word, so that letters inside it are nothing */
	n = char_size(rest(c), left(c));
	while (is_letter(*rest(c)) && n < left(c) && is_letter(rest(c)[n]))
		n++;
	add_words(c, n);
	c->i += n;
}
