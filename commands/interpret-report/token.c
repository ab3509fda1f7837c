#include "commands/interpret-report/token_private.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

static const struct view *view(const struct reader *r)
{
	return &r->t->v;
}

const char *token_rest(const struct reader *r)
{
	return r->t->v.s + r->i;
}

size_t token_left(const struct reader *r)
{
	return r->end - r->i;
}

static const struct token *last(const struct reader *r)
{
	return r->t->list.n ? &r->t->list.at[r->t->list.n - 1] : NULL;
}

/* Is a unit, flag or interval due rather than a name? A number stands behind
 * the last name; and at the beginning of a cell, the row is not complete. */
bool token_after_value(const struct reader *r)
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
		r->has_number = true;
		break;
	case TOKEN_FLAG: /* a column of flags on the left says nothing */
		r->has_number |= !first;
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

void token_push(struct reader *r, struct token *t)
{
	const char *s = view(r)->s;

	t->cell = r->cell;
	t->gap = r->at_start;
	t->inside = r->depth > 0;
	/* "(L)": the word may have taken its bracket along */
	for (size_t i = t->start; i < t->end; i++)
		if (s[i] == '(' || s[i] == '[')
			r->depth++;
		else if ((s[i] == ')' || s[i] == ']') && r->depth > 0)
			r->depth--;
	t->space = t->start > 0 && is_space(s[t->start - 1]);
	t->x = column_of(r, t->start);
	t->x_end = column_of(r, t->end);
	note_kind(r, t);
	r->at_start = false;
	r->i = t->end;
	vec_push(&r->t->list, *t);
}

struct token token_at(const struct reader *r, enum token_kind kind, size_t n)
{
	return (struct token){.kind = kind,
			      .start = r->i,
			      .end = r->i + n,
			      .number = NUM_NONE,
			      .high = NUM_NONE,
			      .when = DATE_NONE};
}

/* A letter or ideograph, or a mark before a name. */
static void read_words(struct reader *r)
{
	struct token t = token_at(r, TOKEN_TEXT, 0);
	struct number number;

	if (token_read_limit_word(r) || token_read_flag_cell(r) ||
	    token_read_misread_arrow(r))
		return;
	/* "l.5" "O.12" where a number is due */
	if (strchr("lIOo", *token_rest(r)) && last(r) &&
	    last(r)->kind == TOKEN_NAME &&
	    scan_number(token_rest(r), token_left(r), true, &number) > 0 &&
	    token_read_number(r))
		return;
	token_read_text(view(r), r->i, r->end, token_after_value(r), r->arena,
			&t);
	token_push(r, &t);
}

/* Marks and numbering before a name at the beginning of a cell. */
static bool skip_lead(struct reader *r)
{
	size_t n = name_lead(token_rest(r), token_left(r));
	struct token t;
	bool numbered = false;

	for (size_t i = 0; i < n; i++)
		numbered |= is_digit(token_rest(r)[i]);
	if (!n || n >= token_left(r))
		return false;
	if (!numbered) {
		/* signs that are results are no marks */
		double x;
		if (strchr("-+~<>.", *token_rest(r)) ||
		    scan_pluses(token_rest(r), token_left(r), &x))
			return false;
		if (*token_rest(r) == '*' && token_after_value(r))
			return false;
		r->i += n;
		return true;
	}
	const char *s = token_rest(r) + n;
	struct term_match whole; /* "24 hr Urine Calcium" */
	if (view_name(view(r), r->i, r->end, &whole) > n + 2)
		return false;
	struct number number;
	size_t digits =
		scan_number(token_rest(r), token_left(r), false, &number);
	if (digits &&
	    scan_between(token_rest(r) + digits, token_left(r) - digits))
		return false; /* "13 to 18" */
	if (!is_letter(*s) && (unsigned char)*s < 0x80 && !is_digit(*s))
		return false;
	t = token_at(r, TOKEN_TEXT, n);
	if (!token_read_text(view(r), r->i + n, r->end, false, r->arena, &t))
		return false;
	bool first = r->t->list.n == 0;
	/* "44 sec": a value and its unit, not item 44 */
	if (!first && token_unit_word(view(r), r->i + n))
		return false;
	/* "22 L" is a value with its flag, not item 22 */
	if (!first && (t.kind != TOKEN_NAME || t.end - t.start < n + 3))
		return false;
	if (t.kind != TOKEN_NAME && t.kind != TOKEN_TEXT)
		return false;
	r->i += n;
	return true;
}

/* "Lactate 4.6 mmol/L. INR 1.9." */
static bool ends_sentence(const struct reader *r)
{
	const struct token *before = last(r);

	return *token_rest(r) == '.' && before && before->end == r->i &&
	       before->kind != TOKEN_NAME && before->kind != TOKEN_TEXT &&
	       (token_left(r) == 1 || token_rest(r)[1] == ' ');
}

static void read_piece(struct reader *r)
{
	char c = *token_rest(r);
	struct token t;

	if (c == '*' && last(r) && last(r)->kind != TOKEN_NAME &&
	    last(r)->kind != TOKEN_TEXT) {
		t = token_at(r, TOKEN_FLAG, 1);
		if (token_left(r) > 1 && token_rest(r)[1] == '*')
			r->i += 2; /* bold in Markdown */
		else
			token_push(r, &t);
		return;
	}
	if ((c == ',' || c == ';' || ends_sentence(r)) && last(r)) {
		t = token_at(r, TOKEN_STOP, 1);
		token_push(r, &t);
		return;
	}
	if (is_digit(c) ||
	    (c == '.' && token_left(r) > 1 && is_digit(token_rest(r)[1]))) {
		if (token_read_digits(r))
			return;
	} else if (strchr("<>=~+-(", c) || (unsigned char)c == 0xC2 ||
		   (unsigned char)c == 0xE2) {
		if (token_read_sign(r) || token_read_open_range(r) ||
		    (c != '(' && token_read_number(r)))
			return;
	}
	if (is_letter(c) || (unsigned char)c >= 0x80 || strchr("%/", c)) {
		read_words(r);
		return;
	}
	if (c == '(' || c == '[')
		r->depth++;
	else if ((c == ')' || c == ']') && r->depth > 0)
		r->depth--;
	r->i++;
}

static void read_cell(struct reader *r)
{
	r->at_start = true;
	r->depth = 0;
	while (r->i < r->end && is_space(*token_rest(r)))
		r->i++;
	if (r->i < r->end)
		skip_lead(r);
	while (r->i < r->end) {
		if (is_space(*token_rest(r)))
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
	tokens_take_grades(ret);
}
