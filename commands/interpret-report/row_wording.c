/* An interval in words: 男: … 女: …, ages, grades, what stands in brackets. */
#include "commands/interpret-report/range.h"
#include "commands/interpret-report/row_private.h"

#include <string.h>

/* "Normal: <150", "High: >=240": the word says what the interval behind it
 * means, whatever it would be alone. */
bool wording_labels(const struct assignment *a, const struct token *t,
		    const struct token *end)
{
	const char *s = items_text(a);
	size_t i = t->end;

	while (s[i] == ' ')
		i++;
	return s[i] == ':' && t + 1 < end &&
	       (t[1].kind == TOKEN_LIMIT || t[1].kind == TOKEN_RANGE);
}

/* "20-24岁:1.66-9.49", "21 - 49 Yrs : 165 - 753": whom the interval behind is
 * for. */
bool wording_leads_age(const struct assignment *a, const struct token *t)
{
	const struct item *before = a->n ? &a->item[a->n - 1] : NULL;
	size_t n;

	/* "<125(75岁以下)": of the interval before it */
	if (t->inside && before && before->kind != ITEM_NUMBER)
		return false;
	return (t->kind == TOKEN_RANGE || t->kind == TOKEN_LIMIT ||
		t->kind == TOKEN_NUMBER) &&
	       range_leads_age(items_text(a) + t->end, a->in->t->v.n - t->end,
			       &n);
}

/* From a word like 男: or 参考值 on, its cell is one interval's wording. */
const struct token *wording_read(struct assignment *a, const struct token *t,
				 const struct token *end)
{
	struct item *item;

	items_add(a, ITEM_WHO, t);
	item = &a->item[a->n - 1];
	bool only_label = true;
	for (t++; t < end; t++) {
		bool interval =
			t->kind == TOKEN_RANGE || t->kind == TOKEN_LIMIT ||
			t->kind == TOKEN_WHO || t->kind == TOKEN_NUMBER ||
			t->kind == TOKEN_ORDINAL;
		if (t->gap && !(interval && only_label) &&
		    t->kind != TOKEN_WHO && !wording_labels(a, t, end) &&
		    !wording_leads_age(a, t))
			break;
		/* "(参考3.5-5.3), 已电话通知": with its bracket */
		if (item->first->inside && !t->inside && !only_label)
			break;
		if (t->kind == TOKEN_NAME || t->kind == TOKEN_PENDING ||
		    (t->gap && items_kind_of(a, t) == ITEM_LAB))
			break;
		only_label &= !interval;
		item->last = t;
	}
	return t;
}

/* "<125(75岁以下) <450(75岁以上)": what stands in brackets behind an interval
 * is its wording, and then the next interval is as well. */
bool wording_extends(struct assignment *a, const struct token *t)
{
	struct item *before = a->n ? &a->item[a->n - 1] : NULL;

	if (!before || t->gap || before->last + 1 != t)
		return false;
	bool interval =
		before->kind == ITEM_LIMIT || before->kind == ITEM_RANGE;
	if (t->inside && before->kind == ITEM_WHO)
		return true;
	if (t->inside && interval && a->n > 1) {
		before->kind = ITEM_WHO;
		return true;
	}
	return before->kind == ITEM_WHO && before->last->inside &&
	       (t->kind == TOKEN_LIMIT || t->kind == TOKEN_RANGE);
}

/* "Below 5.7% : Normal", "<1.0 = Negative": the word says what the interval
 * before it means. */
bool wording_explains(const struct assignment *a, const struct token *t)
{
	const struct item *before = a->n ? &a->item[a->n - 1] : NULL;
	const char *s = items_text(a);
	size_t i = t->start;

	if (!before || a->n < 2 ||
	    (before->last + 1 != t &&
	     !(before->last + 2 == t && t[-1].kind == TOKEN_UNIT)) ||
	    (before->kind != ITEM_LIMIT && before->kind != ITEM_RANGE &&
	     before->kind != ITEM_WHO) ||
	    (t->kind != TOKEN_FLAG && t->kind != TOKEN_WHO &&
	     t->kind != TOKEN_TEXT))
		return false;
	while (i > before->last->end && s[i - 1] == ' ')
		i--;
	return i > before->last->end && strchr(":=", s[i - 1]);
}

/* "0.27-4.20; 孕早期0.09-4.52", "<0.7 阴性;0.7-1.0 可疑": behind the interval,
 * in its cell, another one. */
bool wording_goes_on(const struct assignment *a, const struct token *t,
		     const struct token *end)
{
	const struct item *before = a->n > 1 ? &a->item[a->n - 1] : NULL;
	const struct token *k = t;

	if (!before || t->gap)
		return false;
	/* the word that says what the interval means */
	bool word = before->kind == ITEM_ORDINAL && a->n > 2 &&
		    !before->first->gap &&
		    (before[-1].kind == ITEM_LIMIT ||
		     before[-1].kind == ITEM_RANGE);
	if (!word && before->kind != ITEM_LIMIT && before->kind != ITEM_RANGE)
		return false;
	bool stop = k->kind == TOKEN_STOP;
	k += stop;
	return stop && k < end && !k->gap && k->start <= t->end + 1 &&
	       (k->kind == TOKEN_WHO || k->kind == TOKEN_LIMIT ||
		k->kind == TOKEN_RANGE);
}

const struct token *wording_take_cell(struct assignment *a,
				      const struct token *t,
				      const struct token *end)
{
	struct item *item = &a->item[a->n - 1];

	if (item->kind == ITEM_ORDINAL) {
		item[-1].last = item->last;
		item--;
		a->n--;
	}
	item->kind = ITEM_WHO;
	for (; t < end && !t->gap && t->kind != TOKEN_NAME; t++)
		item->last = t;
	return t;
}
