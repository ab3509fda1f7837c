#include "commands/interpret-report/token.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* The line while it is taken apart. */
struct reader {
	struct tokens *t;
	struct arena *arena;
	enum cell_style style;
	size_t i, end;     /* within the cell that ends at end */
	size_t width_at;   /* columns counted so far … */
	int column;        /* … up to width_at */
	int cell;
	bool at_start;     /* no token in this cell yet */
	bool has_number, has_unit, has_range; /* since the last name */
};

static const struct view *view(const struct reader *r)
{
	return &r->t->v;
}

static const char *rest(const struct reader *r)
{
	return r->t->v.s + r->i;
}

static size_t left(const struct reader *r)
{
	return r->end - r->i;
}

static const struct token *last(const struct reader *r)
{
	return r->t->list.n ? &r->t->list.at[r->t->list.n - 1] : NULL;
}

/* Is a unit, flag or interval due rather than a name? A number stands behind
 * the last name; and at the beginning of a cell, the row is not complete. */
static bool after_value(const struct reader *r)
{
	bool complete = r->has_range || r->has_unit;

	return r->has_number && !(r->at_start && complete);
}

static void note_kind(struct reader *r, const struct token *t)
{
	bool first = r->t->list.n == 0;

	switch (t->kind) {
	case TOKEN_NAME:
		r->has_number = r->has_unit = r->has_range = false;
		break;
	case TOKEN_NUMBER:
		r->has_number |= !(first && t->tight); /* a running number */
		break;
	case TOKEN_RANGE:
	case TOKEN_WHO:
		r->has_range = true;
		r->has_number = true;
		break;
	case TOKEN_LIMIT:
		r->has_range |= r->has_number;
		r->has_number = true;
		break;
	case TOKEN_UNIT:
		r->has_unit = true;
		break;
	case TOKEN_ORDINAL:
	case TOKEN_FLAG:
		r->has_number = true;
		break;
	case TOKEN_STOP:
		r->has_number = false;
		break;
	default:
		break;
	}
}

static int column_of(struct reader *r, size_t i)
{
	if (i < r->width_at)
		return r->column;
	r->column += (int)utf8_width(view(r)->s + r->width_at, i - r->width_at);
	r->width_at = i;
	return r->column;
}

static void push(struct reader *r, struct token *t)
{
	const char *s = view(r)->s;

	t->cell = r->cell;
	t->gap = r->at_start;
	t->space = t->start > 0 && is_space(s[t->start - 1]);
	t->x = column_of(r, t->start);
	t->x_end = column_of(r, t->end);
	note_kind(r, t);
	r->at_start = false;
	r->i = t->end;
	vec_push(&r->t->list, *t);
}

static struct token token_at(const struct reader *r, enum token_kind kind,
			     size_t n)
{
	return (struct token){.kind = kind, .start = r->i, .end = r->i + n,
			      .number = NUM_NONE, .high = NUM_NONE,
			      .when = DATE_NONE};
}

/* 8:30, 08:30:00 */
static size_t clock_size(const char *s, size_t n)
{
	size_t i = 0, k = 0;

	while (i < n && is_digit(s[i]))
		i++;
	if (i == 0 || i > 2 || i + 2 >= n || s[i] != ':' || !is_digit(s[i + 1]) ||
	    !is_digit(s[i + 2]))
		return 0;
	k = i + 3;
	if (k + 2 < n && s[k] == ':' && is_digit(s[k + 1]) && is_digit(s[k + 2]))
		k += 3;
	return k < n && is_digit(s[k]) ? 0 : k;
}

/* 04/13/2022, 1-5-22: a date whose order is not settled. */
static size_t date_shape(const char *s, size_t n)
{
	size_t i = 0, parts = 0;
	char separator = 0;

	while (i < n && parts < 3) {
		size_t start = i;
		while (i < n && is_digit(s[i]))
			i++;
		if (i == start || i - start > 4 || (parts < 2 && i - start > 2))
			return 0;
		parts++;
		if (parts == 3)
			return i - start == 3 ? 0 : i;
		if (i >= n || !strchr("/-", s[i]) || (separator && s[i] != separator))
			return 0;
		separator = s[i++];
	}
	return 0;
}

static bool read_date(struct reader *r)
{
	int64_t when = DATE_NONE;
	bool time;
	struct token t;
	size_t n = date_parse(rest(r), left(r), -1, &when, &time);

	/* eight digits alone are as well a number */
	if (n == 8 && !memchr(rest(r), '-', 8) && !memchr(rest(r), '/', 8) &&
	    !memchr(rest(r), '.', 8))
		n = 0;
	if (!n)
		n = clock_size(rest(r), left(r));
	if (!n)
		n = date_shape(rest(r), left(r));
	if (!n || (n < left(r) && (is_digit(rest(r)[n]) || rest(r)[n] == '.')))
		return false;
	t = token_at(r, TOKEN_DATE, n);
	t.when = when;
	push(r, &t);
	return true;
}

/* "24小时尿蛋白", "25-羟基维生素D": a name that begins with digits. */
static bool read_digit_name(struct reader *r)
{
	struct term_match m;
	size_t n = view_name(view(r), r->i, r->end, &m), letters = 0;
	struct token t = token_at(r, TOKEN_NAME, n);

	for (size_t i = 0; i < n; i++)
		letters += !is_digit(rest(r)[i]) &&
			   !strchr(" .,:/-'()%#", rest(r)[i]);
	if (n < 4 || letters < 2 || (n < left(r) && is_digit(rest(r)[n])))
		return false;
	if (!token_read_text(view(r), r->i, r->end, false, r->arena, &t) ||
	    t.kind != TOKEN_NAME)
		return false;
	push(r, &t);
	return true;
}

/* The upper end of a range behind a number that ends at `at`; 0: no range. */
static size_t read_upper(const struct reader *r, size_t at, struct token *t)
{
	const char *s = view(r)->s;
	struct number upper, next;
	const char *comparator;
	size_t between = scan_between(s + at, r->end - at), k = at + between, n;

	if (!between)
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
	    scan_number(s + k + n + after, r->end - k - n - after, false, &next))
		return 0;
	t->kind = TOKEN_RANGE;
	t->high = negative ? -upper.value : upper.value;
	t->doubt |= upper.doubt;
	return k + n - at;
}

/* A number, limit or range, with its sign or comparator. */
static bool read_number(struct reader *r)
{
	const char *comparator = NULL;
	struct number number;
	struct token t = token_at(r, TOKEN_NUMBER, 0);
	size_t i = scan_comparator(rest(r), left(r), &comparator), n;
	bool negative = false;

	while (comparator && i < left(r) && rest(r)[i] == ' ')
		i++;
	if (!comparator && left(r) > 1 && strchr("+-", *rest(r))) {
		negative = *rest(r) == '-';
		i = 1;
	}
	double titre;
	n = comparator ? scan_titre(rest(r) + i, left(r) - i, &titre) : 0;
	if (n)
		number = (struct number){.value = titre};
	else
		n = scan_number(rest(r) + i, left(r) - i, true, &number);
	if (!n)
		return false;
	t.kind = comparator ? TOKEN_LIMIT : TOKEN_NUMBER;
	t.number = negative ? -number.value : number.value;
	t.doubt = number.doubt;
	t.tight = i == 0 && n <= 3 && !memchr(rest(r), '.', n);
	t.end = r->i + i + n;
	size_t power = number.power_size;
	if (power && !(t.end + power < r->end && view(r)->s[t.end + power] == '/'))
		t.end += power;
	else
		t.end += read_upper(r, t.end, &t);
	push(r, &t);
	return true;
}

/* "~<0.05", "--1.75": a range without lower end. */
static bool read_open_range(struct reader *r)
{
	struct token t = token_at(r, TOKEN_RANGE, 0);
	size_t n = scan_between(rest(r), left(r));
	const char *comparator;
	struct number number;

	if (!n || is_letter(*rest(r)) || (unsigned char)*rest(r) >= 0x80)
		return false;
	size_t k = n + scan_comparator(rest(r) + n, left(r) - n, &comparator);
	if (k == n && n == 1 && *rest(r) == '-')
		return false; /* a negative number */
	size_t m = scan_number(rest(r) + k, left(r) - k, true, &number);
	if (!m)
		return false;
	t.high = number.value;
	t.end = r->i + k + m;
	push(r, &t);
	return true;
}

static bool read_sign(struct reader *r)
{
	double x;
	enum flag flag;
	size_t n = scan_arrow(rest(r), left(r), &flag);
	struct token t;

	if (n) {
		t = token_at(r, TOKEN_FLAG, n);
		t.flag = flag;
		push(r, &t);
		return true;
	}
	n = scan_pluses(rest(r), left(r), &x);
	if (!n || (*rest(r) == '-' && n == 1 && !r->at_start &&
		   !is_space(rest(r)[-1])))
		return false;
	t = token_at(r, TOKEN_ORDINAL, n);
	t.number = x;
	push(r, &t);
	return true;
}

static bool read_titre(struct reader *r)
{
	struct token t;
	double x;
	size_t n = scan_titre(rest(r), left(r), &x);

	if (!n || x < 2)
		return false;
	t = token_at(r, TOKEN_ORDINAL, n);
	t.number = x;
	push(r, &t);
	return true;
}

static bool read_digits(struct reader *r)
{
	struct token t = token_at(r, TOKEN_UNIT, 0);
	char ucum[48];

	if ((!after_value(r) || r->at_start) && read_digit_name(r))
		return true;
	if (read_titre(r) || read_date(r))
		return true;
	t.end += scan_unit(rest(r), left(r), ucum, &t.sure);
	if (t.end > r->i && t.sure) {
		push(r, &t);
		return true;
	}
	return read_sign(r) || read_number(r);
}

/* "小于5.2", "LESS THAN 10", "Up to 5": a limit whose comparator is a word. */
static bool read_limit_word(struct reader *r)
{
	const struct word *w;
	struct number number;
	size_t n = view_word(view(r), r->i, r->end, "range", &w), k = n;
	struct token t;

	if (!n || (strcmp(w->means, "less") && strcmp(w->means, "greater") &&
		   strcmp(w->means, "upto") && strcmp(w->means, "from")))
		return false;
	while (k < left(r) && strchr(" -:", rest(r)[k]))
		k++;
	n = scan_number(rest(r) + k, left(r) - k, true, &number);
	if (!n)
		return false;
	t = token_at(r, TOKEN_LIMIT, k + n);
	t.number = number.value;
	push(r, &t);
	return true;
}

/* A letter or ideograph, or a mark before a name. */
static void read_words(struct reader *r)
{
	struct token t = token_at(r, TOKEN_TEXT, 0);
	struct number number;
	size_t n;

	if (read_limit_word(r))
		return;
	/* "l.5" "O.12" where a number is due */
	if (strchr("lIOo", *rest(r)) && last(r) && last(r)->kind == TOKEN_NAME &&
	    (n = scan_number(rest(r), left(r), true, &number)) > 0 &&
	    read_number(r))
		return;
	token_read_text(view(r), r->i, r->end, after_value(r), r->arena, &t);
	push(r, &t);
}

/* Marks and numbering before a name at the beginning of a cell. */
static bool skip_lead(struct reader *r)
{
	size_t n = name_lead(rest(r), left(r));
	struct token t;
	bool numbered = false;

	for (size_t i = 0; i < n; i++)
		numbered |= is_digit(rest(r)[i]);
	if (!n || n >= left(r))
		return false;
	if (!numbered) {
		/* signs that are results are no marks */
		double x;
		if (strchr("-+~<>.", *rest(r)) || scan_pluses(rest(r), left(r), &x))
			return false;
		if (*rest(r) == '*' && after_value(r))
			return false;
		r->i += n;
		return true;
	}
	const char *s = rest(r) + n;
	struct term_match whole; /* "24 hr Urine Calcium" */
	if (view_name(view(r), r->i, r->end, &whole) > n + 2)
		return false;
	struct number number;
	size_t digits = scan_number(rest(r), left(r), false, &number);
	if (digits && scan_between(rest(r) + digits, left(r) - digits))
		return false; /* "13 to 18" */
	if (!is_letter(*s) && (unsigned char)*s < 0x80 && !is_digit(*s))
		return false;
	t = token_at(r, TOKEN_TEXT, n);
	if (!token_read_text(view(r), r->i + n, r->end, false, r->arena, &t))
		return false;
	bool first = r->t->list.n == 0;
	if (t.kind != TOKEN_NAME && !(first && t.kind == TOKEN_TEXT))
		return false;
	r->i += n;
	return true;
}

static void read_piece(struct reader *r)
{
	char c = *rest(r);
	struct token t;

	if (c == '*' && last(r) && last(r)->kind != TOKEN_NAME && last(r)->kind != TOKEN_TEXT) {
		t = token_at(r, TOKEN_FLAG, 1);
		if (left(r) > 1 && rest(r)[1] == '*')
			r->i += 2; /* bold in Markdown */
		else
			push(r, &t);
		return;
	}
	if ((c == ',' || c == ';') && last(r)) {
		t = token_at(r, TOKEN_STOP, 1);
		push(r, &t);
		return;
	}
	if (is_digit(c) || (c == '.' && left(r) > 1 && is_digit(rest(r)[1]))) {
		if (read_digits(r))
			return;
	} else if (strchr("<>=~+-(", c) || (unsigned char)c == 0xC2 ||
		   (unsigned char)c == 0xE2) {
		if (read_sign(r) || read_open_range(r) ||
		    (c != '(' && read_number(r)))
			return;
	}
	if (is_letter(c) || (unsigned char)c >= 0x80 || strchr("%/", c)) {
		read_words(r);
		return;
	}
	r->i++;
}

static void read_cell(struct reader *r)
{
	r->at_start = true;
	while (r->i < r->end && is_space(*rest(r)))
		r->i++;
	if (r->i < r->end)
		skip_lead(r);
	while (r->i < r->end) {
		if (is_space(*rest(r)))
			r->i++;
		else
			read_piece(r);
	}
}

void tokens_read(const struct view *v, enum cell_style style, struct arena *a,
		 struct tokens *ret)
{
	const char *s = v->s;
	size_t n = v->n;

	vec_clear(&ret->list);
	ret->v = *v;
	ret->hard = cells_are_hard(s, n, style);
	struct reader r = {.t = ret, .arena = a, .style = style};
	size_t next = 0;

	while (next < n) {
		bool hard = false;
		size_t from = next;
		next = cell_next(&ret->v, from, style, &r.end, &hard);
		r.i = from;
		read_cell(&r);
		/* a bar at the very beginning opens the first cell */
		bool opening = hard && from == 0 && r.end == 0 && s[0] == '|';
		if (ret->hard ? hard && !opening : true)
			r.cell++;
	}
	ret->cells = r.cell;
}
