#include "commands/interpret-report/token_private.h"

#include "base/num.h"

#include <string.h>

static const struct view *view(const struct reader *r)
{
	return &r->t->v;
}

static size_t skip_blanks(const struct view *v, size_t i)
{
	while (i < v->n && is_space(v->s[i]))
		i++;
	return i;
}

bool token_unit_follows(const struct view *v, size_t end)
{
	size_t i = skip_blanks(v, end), n;
	struct number number;
	char ucum[48];
	bool sure = false;

	if (i == end || i == v->n ||
	    !(n = scan_unit(v->kb, v->s + i, v->n - i, ucum, &sure)) || !sure)
		return false;
	i = skip_blanks(v, i + n);
	n = scan_number(v->s + i, v->n - i, false, &number);
	return !n || scan_between(v->s + i + n, v->n - i - n) > 0;
}

bool token_unit_word(const struct view *v, size_t i)
{
	char ucum[48];
	bool sure = false;
	size_t n = scan_unit(v->kb, v->s + i, v->n - i, ucum, &sure);

	/* "sec" is the second, SEC the squamous cells */
	for (size_t k = 0; !sure && k < n; k++)
		if (v->s[i + k] < 'a' || v->s[i + k] > 'z')
			return false;
	return (n > 2 || memchr(v->s + i, '/', n)) &&
	       (i + n == v->n || is_space(v->s[i + n]));
}

/* "24小时尿蛋白", "25-羟基维生素D": a name that begins with digits. */
static bool read_digit_name(struct reader *r)
{
	struct term_match m;
	size_t n = view_name(view(r), r->i, r->end, &m), run = n, letters = 0;

	/* "25-羟基维生素D 32" is not D3 with a 2 behind it */
	while (run > 0 && is_digit(token_rest(r)[run - 1]))
		run--;
	if (n < token_left(r) && is_digit(token_rest(r)[n]) && run > 0 &&
	    run < n && is_space(token_rest(r)[run - 1]))
		n = view_name(view(r), r->i, r->i + run, &m);
	struct token t = token_at(r, TOKEN_NAME, n);

	for (size_t i = 0; i < n; i++)
		letters += !is_digit(token_rest(r)[i]) &&
			   !strchr(" .,:/-'()%#", token_rest(r)[i]);
	if (n < 4 || letters < 2 ||
	    (n < token_left(r) && is_digit(token_rest(r)[n])))
		return false;
	if (!token_read_text(view(r), r->i, r->end, false, r->arena, &t) ||
	    t.kind != TOKEN_NAME)
		return false;
	token_push(r, &t);
	return true;
}

/* The upper end of a range behind a number that ends at `at`; 0: no range. */
static size_t read_upper(const struct reader *r, size_t at, struct token *t)
{
	const char *s = view(r)->s;
	struct number upper, next;
	const char *comparator;
	size_t from = at;
	at += at < r->end && s[at] == '%'; /* "5.7% - 6.4%" */
	size_t between = scan_between(s + at, r->end - at), k = at + between, n;

	if (!between || (at > from && s[k] == '-'))
		return 0;
	k += scan_comparator(s + k, r->end - k, &comparator);
	if (k < r->end && s[k] == '+') /* -3~+3 */
		k++;
	bool negative = k < r->end && s[k] == '-' && k > at && s[k - 1] != '-';
	k += negative;
	n = scan_number(s + k, r->end - k, true, &upper);
	if (!n)
		return 0;
	/* "2.1 -3-3": the dash is the sign of the next range's lower end */
	size_t after = scan_between(s + k + n, r->end - k - n);
	if (after && k + n + after < r->end && s[k + n + after] == '+')
		after++;
	if (is_space(s[at]) && !is_space(s[k - 1]) && after &&
	    scan_number(s + k + n + after, r->end - k - n - after, false,
			&next))
		return 0;
	if (at > from && !(upper.value > t->number))
		return 0;
	t->kind = TOKEN_RANGE;
	t->high = negative ? -upper.value : upper.value;
	t->doubt |= upper.doubt;
	return k + n - from;
}

/* A number, limit or range, with its sign or comparator. */
bool token_read_number(struct reader *r)
{
	const char *comparator = NULL;
	struct number number;
	struct token t = token_at(r, TOKEN_NUMBER, 0);
	size_t i = scan_comparator(token_rest(r), token_left(r), &comparator),
	       n;
	bool negative = false;

	while (comparator && i < token_left(r) && token_rest(r)[i] == ' ')
		i++;
	if (!comparator && token_left(r) > 1 && strchr("+-", *token_rest(r))) {
		negative = *token_rest(r) == '-';
		i = 1;
	}
	double titre;
	n = comparator
		    ? scan_titre(token_rest(r) + i, token_left(r) - i, &titre)
		    : 0;
	if (n)
		number = (struct number){.value = titre};
	else
		n = scan_number(token_rest(r) + i, token_left(r) - i, true,
				&number);
	if (!n)
		return false;
	t.kind = comparator ? TOKEN_LIMIT : TOKEN_NUMBER;
	t.number = negative ? -number.value : number.value;
	t.doubt = number.doubt;
	t.tight = i == 0 && n <= 3 && !memchr(token_rest(r), '.', n);
	t.end = r->i + i + n;
	/* "3.9 8 10^12/L 3.8-5.1": a number in two pieces */
	size_t parted = i == 0 ? scan_parted(token_rest(r), token_left(r),
					     &number.value)
			       : 0;
	if (parted && token_unit_follows(view(r), r->i + parted)) {
		t.number = number.value;
		t.doubt |= DOUBT_DIGITS;
		t.tight = false;
		t.end = r->i + parted;
		token_push(r, &t);
		return true;
	}
	size_t power = number.power_size, behind = t.end + power;
	while (power && behind < r->end && view(r)->s[behind] == ' ')
		behind++;
	/* "X 10³ / µL" is a unit */
	if (power && !(behind < r->end && view(r)->s[behind] == '/'))
		t.end += power;
	else
		t.end += read_upper(r, t.end, &t);
	token_push(r, &t);
	return true;
}

/* "~<0.05", "--1.75": a range without lower end. */
bool token_read_open_range(struct reader *r)
{
	struct token t = token_at(r, TOKEN_RANGE, 0);
	size_t n = scan_between(token_rest(r), token_left(r));
	const char *comparator;
	struct number number;

	if (!n || is_letter(*token_rest(r)) ||
	    (unsigned char)*token_rest(r) >= 0x80)
		return false;
	size_t k = n + scan_comparator(token_rest(r) + n, token_left(r) - n,
				       &comparator);
	if (k == n && n == 1 && *token_rest(r) == '-')
		return false; /* a negative number */
	size_t m = scan_number(token_rest(r) + k, token_left(r) - k, true,
			       &number);
	if (!m)
		return false;
	t.high = number.value;
	t.end = r->i + k + m;
	token_push(r, &t);
	return true;
}

bool token_dash_is_result(const struct view *v, size_t i, size_t end)
{
	struct term_match m;
	size_t n;

	if (v->s[i] != '-' || i == 0 || (unsigned char)v->s[i - 1] < 0x80)
		return false;
	if (i + 1 == end || strchr(" \t,;", v->s[i + 1]))
		return true;
	n = view_name(v, i + 1, end, &m);
	return n >= 6 && i + 1 + n < end && strchr("+-", v->s[i + 1 + n]);
}

bool token_read_sign(struct reader *r)
{
	double x;
	enum flag flag;
	size_t n = scan_arrow(token_rest(r), token_left(r), &flag);
	struct token t;

	if (n) {
		t = token_at(r, TOKEN_FLAG, n);
		t.flag = flag;
		token_push(r, &t);
		return true;
	}
	const struct token_vec *list = &r->t->list;
	if (list->n && list->at[list->n - 1].kind == TOKEN_NAME &&
	    list->at[list->n - 1].end == r->i &&
	    token_dash_is_result(view(r), r->i, r->end)) {
		t = token_at(r, TOKEN_ORDINAL, 1);
		t.number = 0;
		token_push(r, &t);
		return true;
	}
	n = scan_pluses(token_rest(r), token_left(r), &x);
	if (!n || scan_joins_patterns(view(r)->s, r->i) ||
	    (*token_rest(r) == '-' && n == 1 && !r->at_start &&
	     !is_space(token_rest(r)[-1])))
		return false;
	t = token_at(r, TOKEN_ORDINAL, n);
	t.number = x;
	token_push(r, &t);
	return true;
}

static bool read_titre(struct reader *r)
{
	struct token t;
	double x;
	size_t n = scan_titre(token_rest(r), token_left(r), &x);

	if (!n || x < 2)
		return false;
	t = token_at(r, TOKEN_ORDINAL, n);
	t.number = x;
	token_push(r, &t);
	return true;
}

bool token_read_digits(struct reader *r)
{
	struct token t = token_at(r, TOKEN_UNIT, 0);
	char ucum[48];

	if ((!token_after_value(r) || r->at_start) && read_digit_name(r))
		return true;
	if (read_titre(r) || token_read_date(r))
		return true;
	/* "10 - 290" is no power of ten */
	struct number low;
	size_t n = scan_number(token_rest(r), token_left(r), false, &low);
	size_t between =
		n ? scan_between(token_rest(r) + n, token_left(r) - n) : 0;
	bool apart = between && is_space(token_rest(r)[n]);
	if (!apart)
		t.end += scan_unit(r->t->v.kb, token_rest(r), token_left(r),
				   ucum, &t.sure);
	if (t.end > r->i && t.sure) {
		token_push(r, &t);
		return true;
	}
	return token_read_sign(r) || token_read_number(r);
}

/* "小于5.2", "LESS THAN 10", "Up to 5": a limit whose comparator is a word. */
bool token_read_limit_word(struct reader *r)
{
	const struct word *w;
	struct number number;
	size_t n = view_word(view(r), r->i, r->end, "range", &w), k = n;
	struct token t;

	if (!n || (strcmp(w->means, "less") && strcmp(w->means, "greater") &&
		   strcmp(w->means, "upto") && strcmp(w->means, "from")))
		return false;
	while (k < token_left(r) && strchr(" -:", token_rest(r)[k]))
		k++;
	number = (struct number){.value = NUM_NONE};
	n = scan_titre(token_rest(r) + k, token_left(r) - k, &number.value);
	if (!n)
		n = scan_number(token_rest(r) + k, token_left(r) - k, true,
				&number);
	if (!n)
		return false;
	t = token_at(r, TOKEN_LIMIT, k + n);
	t.number = number.value;
	token_push(r, &t);
	return true;
}
