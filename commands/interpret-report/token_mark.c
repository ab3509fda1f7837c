/* What stands at the end of a name: an ion's charge, a bracket, its value. */
#include "commands/interpret-report/token_private.h"

#include <string.h>
#include <strings.h>

/* "Cl-", "cHCO3-", with the value behind a blank: the name ends at `end`, its
 * last word begins at `run`. */
static bool is_anion(const struct stretch *t, size_t run, size_t end)
{
	const struct view *v = t->v;
	size_t n = end - run;

	return end < t->end && v->s[end] == '-' &&
	       (end + 1 == t->end || strchr(" \t:=", v->s[end + 1])) &&
	       ((n == 2 && strncasecmp(v->s + run, "Cl", n) == 0) ||
		(n == 4 && memcmp(v->s + run, "HCO3", n) == 0));
}

/* "K+", "Ca++", "ctNa+", "Cl-", "CD3+": the sign of an ion or a cell marker
 * behind a name that ends at `end`. Its bytes; 0: none, or a result (尿蛋白+). */
size_t token_charge_size(const struct stretch *t, size_t end)
{
	static const char *const bearers[] = {"K",  "Na", "Ca", "Mg", "Li",
					      "NA", "CA", "MG", "H",  "NH4"};
	const struct view *v = t->v;
	size_t plus = end, run = end;

	while (run > t->at &&
	       (is_digit(v->s[run - 1]) || is_letter(v->s[run - 1])))
		run--;
	if (is_anion(t, run + (v->s[run] == 'c'), end))
		return 1;
	if (plus < t->end && v->s[plus] == '2')
		plus++;
	if (plus >= t->end || v->s[plus] != '+')
		return 0;
	while (plus < t->end && v->s[plus] == '+')
		plus++;
	if (plus - end > 2 || (plus < t->end && is_digit(v->s[plus])))
		return 0;
	if (end - run > 2 && v->s[run] == 'C' && v->s[run + 1] == 'D')
		return plus - end;
	while (run < end && v->s[run] >= 'a' && v->s[run] <= 'z')
		run++;
	size_t stop = end - (end > run + 1 && v->s[end - 1] == '2');
	for (size_t i = 0; i < sizeof bearers / sizeof *bearers; i++)
		if (strlen(bearers[i]) == stop - run &&
		    memcmp(bearers[i], v->s + run, stop - run) == 0)
			return plus - end;
	return 0;
}

/* A short Latin name right before digits may be the head of a longer code
 * (CA27.29): calcium is not meant. */
bool token_is_code_head(const struct stretch *t, size_t end)
{
	return end - t->at <= 2 && token_is_latin(t->v, t->at) &&
	       end < t->end && is_digit(t->v->s[end]);
}

/* Does it end a bracket that does not begin in it, or right before it? */
bool token_closes_bracket(const struct view *v, size_t at, size_t end)
{
	int open = at > 0 && strchr("([", v->s[at - 1]);

	for (size_t i = at; i < end && open >= 0; i++) {
		if (strchr(")]", v->s[i]) && strchr(",;", v->s[i + 1]))
			return true; /* "(L), K" */
		open += strchr("([", v->s[i])   ? 1
			: strchr(")]", v->s[i]) ? -1
						: 0;
	}
	return open < 0;
}

/* "ALT45U/L": a Latin name, its value and a unit without a blank. */
bool token_is_glued(const struct stretch *t, size_t end)
{
	const struct view *v = t->v;
	struct number number;
	char ucum[48];
	bool sure = false;

	if (end < t->at + 3 || !token_is_latin(v, t->at) || end >= t->end ||
	    !is_digit(v->s[end]))
		return false;
	size_t n = scan_number(v->s + end, t->end - end, false, &number);
	size_t at = end + n;
	size_t m = scan_unit(v->kb, v->s + at, t->end - at, ucum, &sure);
	return n && m && sure &&
	       (at + m == t->end || strchr(" \t,;)", v->s[at + m]));
}

/* Is an interval of two numbers, or a unit, next on the line at i? */
static bool measure_next(const struct view *v, size_t i)
{
	struct number number;
	char ucum[48];
	bool sure = false;

	while (i < v->n && is_space(v->s[i]))
		i++;
	size_t n = scan_number(v->s + i, v->n - i, false, &number);
	if (n)
		return scan_between(v->s + i + n, v->n - i - n) > 0;
	return scan_unit(v->kb, v->s + i, v->n - i, ucum, &sure) && sure;
}

bool token_read_misread_arrow(struct reader *r)
{
	static const char sign[] = "个"; /* what OCR makes of ↑ */
	const struct token_vec *list = &r->t->list;
	const struct view *v = &r->t->v;
	size_t size = sizeof sign - 1, i = r->i + size;
	char ucum[48];
	bool sure = false;

	if (!list->n || list->at[list->n - 1].kind != TOKEN_NUMBER ||
	    token_left(r) <= size || memcmp(token_rest(r), sign, size) != 0 ||
	    !is_space(v->s[i]))
		return false;
	while (i < v->n && is_space(v->s[i]))
		i++;
	/* its own unit comes behind it, so this is none */
	if (!scan_unit(v->kb, v->s + i, v->n - i, ucum, &sure) || !sure)
		return false;
	struct token t = token_at(r, TOKEN_FLAG, size);
	t.flag = FLAG_H;
	token_push(r, &t);
	return true;
}

bool token_read_flag_cell(struct reader *r)
{
	static const struct {
		const char *word;
		enum flag flag;
		bool gas;
	} cells[] = {{"H", FLAG_H, false},   {"L", FLAG_L, false},
		     {"A", FLAG_A, false},   {"HH", FLAG_HH, false},
		     {"LL", FLAG_LL, false}, {"CL", FLAG_LL, true},
		     {"CH", FLAG_HH, true}};
	const char *s = token_rest(r);
	size_t n = 0;

	if (!r->has_number || !r->at_start)
		return false;
	while (n < token_left(r) && !is_space(s[n]))
		n++;
	size_t size = n;
	while (n > 1 && s[n - 1] == '*')
		n--;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		if (strlen(cells[i].word) != n ||
		    memcmp(s, cells[i].word, n) != 0)
			continue;
		bool whole = size == token_left(r);
		if (cells[i].gas ? (r->has_range || r->has_unit ||
				    !measure_next(&r->t->v, r->i + size))
				 : !whole)
			return false;
		struct token t = token_at(r, TOKEN_FLAG, size);
		t.flag = cells[i].flag;
		token_push(r, &t);
		return true;
	}
	return false;
}
