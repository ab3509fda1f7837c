/* Tokens that make one item: two words of one interval, a word and the amount
 * or the limit in brackets behind it, a multiple of the median. */
#include "commands/interpret-report/row_private.h"

#include <string.h>
#include <strings.h>

/* "Negative/Trace", "阴性或弱阳性": the token behind the stroke, which says
 * the same interval's upper end. */
const struct token *items_joined_word(const struct assignment *a,
				      const struct token *t,
				      const struct token *end)
{
	static const char *const joints[] = {"/", "或", " or "};
	const char *s = items_text(a);
	size_t size = 0;

	for (size_t i = 0; i < 3 && !size && t->kind == TOKEN_ORDINAL; i++)
		if (strncmp(s + t->end, joints[i], strlen(joints[i])) == 0)
			size = strlen(joints[i]);
	if (!size)
		return NULL;
	const struct token *k = t + 1;
	while (k < end && k->end <= t->end + size)
		k++;
	return k < end && k->kind == TOKEN_ORDINAL && k->start == t->end + size
		       ? k
		       : NULL;
}

/* "陰性(<1.0)" behind a result: what the interval means, and it. Returns the
 * interval's last token. */
const struct token *items_bracketed_interval(const struct assignment *a,
					     const struct token *t,
					     const struct token *end)
{
	const struct token *k = t + 1;

	if (!a->n || t->kind != TOKEN_ORDINAL || k >= end || !k->inside ||
	    k->gap || items_text(a)[t->end] != '(' ||
	    (k->kind != TOKEN_LIMIT && k->kind != TOKEN_RANGE))
		return NULL;
	return k;
}

/* "38.2 U/mL  1.02 MoM": a multiple of the median beside the concentration.
 * Returns the token behind it. */
const struct token *items_take_multiple(struct assignment *a,
					const struct token *t,
					const struct token *end)
{
	const char *s = items_text(a);

	if (!a->n || t->kind != TOKEN_NUMBER || t + 1 >= end ||
	    t[1].end - t[1].start != 3 ||
	    strncasecmp(s + t[1].start, "MoM", 3) != 0 || a->row->mom.end)
		return NULL;
	a->row->mom = (struct span){t->start, t->end};
	return t + 2;
}

/* "±0.15g/L", "3+ 28mmol/L": what the strip's sign stands for. */
bool items_is_amount(const struct assignment *a, const struct token *t,
		     const struct token *end)
{
	const struct item *before = a->n == 1 ? &a->item[0] : NULL;
	double x;

	if (!before || t->kind != TOKEN_NUMBER || t->gap ||
	    before->kind != ITEM_ORDINAL || before->last + 1 != t)
		return false;
	if (t->inside && !t->space && items_text(a)[before->last->end] == '(')
		return true; /* "±(0.5)", "阳性(12.5)" */
	return scan_pluses(items_text(a) + before->first->start,
			   before->last->end - before->first->start, &x) &&
	       t + 1 < end && t[1].kind == TOKEN_UNIT && !t[1].gap;
}
