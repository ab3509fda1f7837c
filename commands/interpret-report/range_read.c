#include "commands/interpret-report/range_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static const struct who nobody = {
	.age_low = NUM_NONE, .age_high = NUM_NONE, .ordinal = NUM_NONE};

static const char *rest(const struct reading *r)
{
	return r->v.s + r->i;
}

static size_t left(const struct reading *r)
{
	return r->v.n - r->i;
}

static void skip_spaces(struct reading *r)
{
	while (left(r) && *rest(r) == ' ')
		r->i++;
}

static size_t scan_ordinal(const struct reading *r, double *ret)
{
	const struct word *w;
	size_t n = scan_pluses(rest(r), left(r), ret);

	if (n && (*rest(r) == '(' || n > 1 || left(r) == 1))
		return n;
	n = view_word(&r->v, r->i, r->v.n, "ordinal", &w);
	if (n)
		*ret = w->value;
	return n;
}

/* One end of an interval: "3.5", "-3", "<5.2", "1:40", "3.5%". */
struct bound {
	double value;
	const char *comparator;
	bool titre;
};

static void read_unit(struct reading *r)
{
	char ucum[48];
	bool sure;
	size_t space = left(r) && *rest(r) == ' ', n, limit = space;
	double days = range_age_unit(rest(r), left(r), &n);

	if (!isnan(days))
		return;
	/* "3.5%-9.5%": the unit ends before the dash of the range */
	while (limit < left(r) &&
	       !(strchr("-~", rest(r)[limit]) &&
		 scan_between(rest(r) + limit, left(r) - limit)))
		limit++;
	n = scan_unit(r->v.kb, rest(r) + space, limit - space, ucum, &sure);
	if (!n || (!sure && space + n < left(r) &&
		   !strchr(" -~)];,", rest(r)[space + n])))
		return;
	/* "M: 3-5 F: 2-4": F is no unit */
	const struct word *w;
	size_t word = view_word(&r->v, r->i + space, r->v.n, "range", &w);
	if (word && rest(r)[space + word] != '/') /* M/uL is one */
		return;
	if (!r->range->unit)
		r->range->unit = arena_strndup(r->arena, rest(r) + space, n);
	r->i += space + n;
}

static bool read_bound(struct reading *r, bool signs, struct bound *ret)
{
	size_t start = r->i, n, sign = 0;
	struct number number;

	*ret = (struct bound){.value = NUM_NONE};
	n = scan_comparator(rest(r), left(r), &ret->comparator);
	if (n) {
		r->i += n;
		skip_spaces(r);
	}
	n = scan_titre(rest(r), left(r), &ret->value);
	if (n) {
		ret->titre = true;
		r->i += n;
		return true;
	}
	bool paren = left(r) > 2 && *rest(r) == '(' && strchr("+-", rest(r)[1]);
	r->i += paren;
	if (left(r) && (*rest(r) == '+' || (signs && *rest(r) == '-')))
		sign = 1;
	bool negative = sign && *rest(r) == '-';
	n = scan_number(rest(r) + sign, left(r) - sign, true, &number);
	if (!n || isnan(number.value)) {
		r->i = start;
		return false;
	}
	ret->value = negative ? -number.value : number.value;
	r->range->doubt |= number.doubt;
	r->i += sign + n;
	if (paren && left(r) && *rest(r) == ')')
		r->i++;
	size_t behind = number.power_size;
	while (behind && left(r) > behind && rest(r)[behind] == ' ')
		behind++;
	if (number.power_size &&
	    !(left(r) > behind && rest(r)[behind] == '/')) {
		ret->value *= number.power;
		r->i += number.power_size;
	}
	read_unit(r);
	return true;
}

static void add_entry(struct reading *r, const struct bound *low,
		      const struct bound *high)
{
	if (r->n == ENTRY_MAX) {
		r->overflow = true;
		return;
	}
	struct entry e = {low ? low->value : NUM_NONE,
			  high ? high->value : NUM_NONE,
			  low && low->comparator && !low->comparator[1],
			  high && high->comparator && !high->comparator[1],
			  (low && low->titre) || (high && high->titre),
			  r->who};
	if (e.low > e.high) {
		r->range->doubt |= DOUBT_RANGE;
		return;
	}
	r->entry[r->n++] = e;
	r->who_used = true;
}

/* 以下 以内 以上 after a lone number; 0: none. */
static char suffix_direction(struct reading *r)
{
	size_t n;
	char direction = range_suffix(rest(r), left(r), &n);

	r->i += n;
	return direction;
}

/* "18-60岁", ">60岁": whom the next interval is for. */
static bool note_age(struct reading *r, const struct bound *low,
		     const struct bound *high)
{
	size_t n;
	double days = range_age_unit(rest(r), left(r), &n);

	if (isnan(days))
		return false;
	r->i += n;
	/* "<125(75岁以下)"; "18-60岁: 3-8" */
	struct who *who = r->behind && r->n && !r->entry[r->n - 1].who.given
				  ? &r->entry[r->n - 1].who
				  : &r->who;
	char direction = suffix_direction(r);
	bool below = direction == '<', above = direction == '>';
	who->age_low = below || !low ? NUM_NONE : low->value * days;
	who->age_high = above || !high ? NUM_NONE : high->value * days;
	who->given = true;
	if (who == &r->who)
		r->who_used = false;
	return true;
}

static void read_lone_bound(struct reading *r, struct bound *b)
{
	char direction = suffix_direction(r);

	if (direction)
		b->comparator = direction == '<' ? "<=" : ">=";
	bool upper = b->comparator && b->comparator[0] == '<';
	if (b->comparator) {
		if (!note_age(r, upper ? NULL : b, upper ? b : NULL))
			add_entry(r, upper ? NULL : b, upper ? b : NULL);
		return;
	}
	if (note_age(r, b, b))
		return;
	skip_spaces(r);
	if (b->titre && !left(r)) { /* "1/270": the cut-off */
		b->comparator = "<";
		add_entry(r, NULL, b);
		return;
	}
	if (left(r) && strchr("-~", *rest(r))) { /* "3.5~": open above */
		size_t n = scan_between(rest(r), left(r));
		double ordinal;
		r->i += n;
		if (scan_ordinal(r, &ordinal)) /* "0-阴性": the word says it */
			return;
		add_entry(r, b, NULL);
		return;
	}
	if (b->value == 0 && !left(r)) /* blasts: "0", none is normal */
		add_entry(r, b, b);
	else
		r->range->doubt |= DOUBT_RANGE;
}

/* "0-40(男)", "<1 = Susceptible", "<9: Acceptable": the word is said of the
 * interval before it. */
static bool stands_behind(const struct reading *r)
{
	size_t i = r->i;

	while (i > 0 && r->v.s[i - 1] == ' ')
		i--;
	return i > 0 && strchr("(=:", r->v.s[i - 1]);
}

/* An interval, or one bound, begins here. */
static bool read_interval(struct reading *r)
{
	struct bound low, high;
	size_t start = r->i, n = scan_between(rest(r), left(r));

	r->behind = r->n > 0 && stands_behind(r);
	/* "~0.05" "--1.75" "-<5": only the upper end */
	if (n && left(r) > n &&
	    (strchr("<>", rest(r)[n]) || rest(r)[0] == '~' || n > 1)) {
		r->i += n;
		if (read_bound(r, false, &high)) {
			add_entry(r, NULL, &high);
			return true;
		}
		r->i = start;
	}
	if (!read_bound(r, true, &low))
		return false;
	n = scan_between(rest(r), left(r));
	if (n) {
		size_t before = r->i;
		r->i += n;
		if (read_bound(r, true, &high)) {
			if (!note_age(r, &low, &high))
				add_entry(r, &low, &high);
			return true;
		}
		r->i = before;
	}
	read_lone_bound(r, &low);
	return true;
}

/* 阴性: "阴性", "阴性~±", "<1.0 阴性 ≥1.0 阳性", "阴性:<1.0". */
static void note_ordinal(struct reading *r, double ordinal)
{
	struct range *range = r->range;
	bool leads = left(r) && strchr(":=<", *rest(r));

	if (isnan(range->ordinal) || (r->n == 0 && !leads))
		range->ordinal = fmax(range->ordinal, ordinal);
	if (r->n && !leads && isnan(r->who.ordinal) &&
	    isnan(r->entry[r->n - 1].who.ordinal)) {
		r->entry[r->n - 1].who.ordinal = ordinal;
		return;
	}
	if (r->who_used) {
		r->who = nobody;
		r->who_used = false;
	}
	r->who.ordinal = ordinal;
}

/* A word: whom it is for, an expected result, a comparator, or nothing. */
static bool read_word(struct reading *r)
{
	const struct word *w;
	size_t n = view_word(&r->v, r->i, r->v.n, "range", &w);
	const char *comparator = n ? range_comparator(w) : NULL;
	struct bound b;
	double ordinal;

	if (comparator) {
		r->i += n;
		while (left(r) && strchr(" -:", *rest(r)))
			r->i++;
		if (!read_bound(r, false, &b))
			return true;
		b.comparator = comparator;
		read_lone_bound(r, &b);
		return true;
	}
	if (n && strcmp(w->means, "label") == 0) {
		r->who = r->who_used ? nobody : r->who;
		r->who.expected = true; /* 缺乏:<20 充足:30-100 */
		r->i += n;
		return true;
	}
	if (n && strcmp(w->means, "none") == 0) {
		r->other = true;
		r->i += n;
		return true;
	}
	struct who who = r->who_used ? nobody : r->who;
	who.expected = false;
	if (n && range_note_who(&who, w->means)) {
		bool after = r->n > 0 && !r->entry[r->n - 1].who.given &&
			     stands_behind(r);
		if (after)
			r->entry[r->n - 1].who = who;
		else
			r->who = who;
		r->who_used = after;
		r->i += n;
		return true;
	}
	n = scan_ordinal(r, &ordinal);
	if (!n)
		return false;
	r->i += n;
	note_ordinal(r, ordinal);
	return true;
}

void range_read(struct reading *r)
{
	r->who = nobody;
	if (range_read_grades(r))
		return;
	while (left(r)) {
		if (strchr(" \t,;:.()[]{}\"'/|*=&!?\\#", *rest(r)) &&
		    !(*rest(r) == '(' && left(r) > 2 &&
		      strchr("+-", rest(r)[1])) &&
		    !(*rest(r) == '.' && left(r) > 1 && is_digit(rest(r)[1])) &&
		    !(*rest(r) == '=' && left(r) > 1 &&
		      strchr("<>", rest(r)[1]))) {
			r->i++;
			continue;
		}
		if (read_word(r) || read_interval(r))
			continue;
		size_t before = r->i;
		read_unit(r);
		if (r->i > before)
			continue;
		/* a word, or a dash, of no meaning here */
		r->other |= *rest(r) != '-' && *rest(r) != '~';
		r->i += char_size(rest(r), left(r));
		while (is_letter(r->v.s[r->i - 1]) && left(r) &&
		       is_letter(*rest(r)))
			r->i++;
	}
}
