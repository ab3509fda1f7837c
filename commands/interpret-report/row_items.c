#include "commands/interpret-report/row_private.h"

#include <string.h>

const char *items_text(const struct assignment *a)
{
	return a->in->t->v.s;
}

void items_add(struct assignment *a, enum item_kind kind, const struct token *t)
{
	if (a->n < ITEMS_MAX)
		a->item[a->n++] = (struct item){kind, t, t, -1};
	else
		a->row->doubt |= DOUBT_LAYOUT;
}

static bool is_lone_dash(const struct assignment *a, const struct token *t)
{
	return t->end - t->start == 1 && items_text(a)[t->start] == '-';
}

static bool is_titre(const struct assignment *a, const struct token *t)
{
	const char *s = items_text(a) + t->start;

	return t->kind == TOKEN_ORDINAL &&
	       (memchr(s, ':', t->end - t->start) ||
		(is_digit(*s) && memchr(s, '/', t->end - t->start)));
}

bool items_is_positive(const struct assignment *a, const struct token *t)
{
	return t->kind == TOKEN_ORDINAL && t->number >= 1 && !is_titre(a, t);
}

/* Does an interval in numbers stand in the row from t on? */
static bool interval_follows(const struct assignment *a, const struct token *t)
{
	const struct token *end = a->in->t->list.at + a->in->to;

	while (t < end && t->kind != TOKEN_RANGE && t->kind != TOKEN_LIMIT)
		t++;
	return t < end;
}

/* "阳性 1:16", "12.5 S/CO 阳性": the number and the word are one result where
 * no heading parts them. No interval says positive; 阴性 may be one, unless
 * another stands behind. */
static bool is_same_result(const struct assignment *a, const struct token *t)
{
	const struct token *first = a->n == 1 ? a->item[0].first : NULL, *k;

	if (!first || a->item[0].kind == ITEM_DASH)
		return false;
	/* in a table only what stands in one cell: "阳性 1:1000" */
	bool cells = a->in->hard || a->in->wide;
	if (a->in->n_cols &&
	    (t->gap || (!cells && !is_titre(a, t) && !is_titre(a, first))))
		return false;
	for (k = a->item[0].last + 1; k < t; k++)
		if (k->kind != TOKEN_UNIT)
			return false;
	bool number = first->kind == TOKEN_NUMBER ||
		      first->kind == TOKEN_LIMIT || is_titre(a, first);
	const struct token *word = number ? t : first,
			   *other = number ? first : t;
	if (word->kind != TOKEN_ORDINAL || is_titre(a, word) ||
	    (!number && other->kind != TOKEN_NUMBER && !is_titre(a, other)))
		return false;
	return word->number >= 1 || interval_follows(a, t + 1);
}

/* "阳性(+)", "0.01(阴性)", "1.2+": glued to, or in brackets behind, the item
 * before. */
static bool joins(const struct assignment *a, const struct token *t)
{
	const struct item *before = a->n ? &a->item[a->n - 1] : NULL;
	const char *s = items_text(a);

	if (!before || t->gap || t->kind != TOKEN_ORDINAL ||
	    (before->kind != ITEM_ORDINAL && before->kind != ITEM_NUMBER &&
	     before->kind != ITEM_LIMIT))
		return false;
	if (!t->space)
		return true;
	/* "阳性 (+)" is one result, "++ (-)" and "阳性 (-)" are two */
	char first = s[before->first->start];
	bool word = is_letter(first) || (unsigned char)first >= 0x80;
	bool same = (before->first->number == 0) == (t->number == 0);
	return s[t->start] == '(' && before->kind == ITEM_ORDINAL && word &&
	       same;
}

/* "22.8 kU/L 4级", "Class 3": the class of an allergen's result, no second
 * number. */
static bool is_class(const struct assignment *a, const struct token *t)
{
	static const char *const before[] = {"Class ", "class ", "CLASS ",
					     "Class:"};
	const char *s = items_text(a);
	size_t i = t->end;

	if (!t->tight || t->number > 6)
		return false;
	for (size_t k = 0; k < 4; k++)
		if (t->start >= 6 &&
		    memcmp(s + t->start - 6, before[k], 6) == 0)
			return true;
	while (s[i] == ' ')
		i++;
	return a->n > 0 && strncmp(s + i, "\xE7\xBA\xA7", 3) == 0; /* 级 */
}

enum item_kind items_kind_of(const struct assignment *a, const struct token *t)
{
	const char *s = items_text(a);

	switch (t->kind) {
	case TOKEN_NUMBER:
		if (is_class(a, t))
			return ITEM_TEXT;
		return t->tight && t->end - t->start == 2 &&
				       s[t->start] == '0' &&
				       s[t->start + 1] != '0'
			       ? ITEM_LAB /* "01": the laboratory's code */
			       : ITEM_NUMBER;
	case TOKEN_LIMIT:
		return ITEM_LIMIT;
	case TOKEN_RANGE:
		return ITEM_RANGE;
	case TOKEN_ORDINAL:
		return is_lone_dash(a, t) ? ITEM_DASH : ITEM_ORDINAL;
	case TOKEN_DATE:
		return ITEM_DATE;
	case TOKEN_PENDING:
		return ITEM_PENDING;
	case TOKEN_NAME:
		return ITEM_NAME; /* another analyte's is no result */
	default:
		return ITEM_TEXT;
	}
}

static void note_flag(struct assignment *a, const struct token *t)
{
	if (!a->flag || (a->flag->flag == FLAG_NONE && t->flag != FLAG_NONE))
		a->flag = t;
}

/* A unit behind the range and in its cell is the range's. */
static void note_unit(struct assignment *a, const struct token *t)
{
	if (items_text(a)[t->end] == ':')
		return; /* "单位: ug/ml": its label */
	const struct item *before = a->n ? &a->item[a->n - 1] : NULL;

	if (t > a->in->t->list.at + a->in->from && t[-1].end == t->start &&
	    t[-1].kind == TOKEN_NUMBER && before && before->last == t - 1 &&
	    before->kind == ITEM_TEXT)
		return; /* the 级 of an allergen's class */
	if (before && !t->gap &&
	    (before->kind == ITEM_RANGE || before->kind == ITEM_WHO) &&
	    before->last + 1 == t) {
		if (!a->range_unit)
			a->range_unit = t;
		a->item[a->n - 1].last = t;
		return;
	}
	if (!a->unit || (t->sure && !a->unit->sure))
		a->unit = t;
}

/* "7.112 (7.350-7.450)  L": low, no litre: it ends a row that had its
 * interval. */
static bool is_flag_letter(const struct assignment *a, const struct token *t,
			   const struct token *end)
{
	const struct item *before = a->n ? &a->item[a->n - 1] : NULL;

	return t->kind == TOKEN_UNIT && t->end - t->start == 1 &&
	       items_text(a)[t->start] == 'L' && t + 1 == end && t->space &&
	       before && before->kind == ITEM_RANGE && a->n > 1;
}

static bool is_verdict_word(const struct assignment *a, const struct token *t)
{
	static const char *const words[] = {
		"高风险", "低风险",    "临界风险", "中风险",    "高危",
		"低危",   "High Risk", "Low Risk", "High risk", "Low risk"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == t->end - t->start &&
		    memcmp(items_text(a) + t->start, words[i],
			   t->end - t->start) == 0)
			return true;
	return false;
}

/* 高风险, Low Risk: beside a chance what the laboratory makes of it (chance),
 * alone the result; before an interval it says what that means. */
static bool is_verdict(const struct assignment *a, const struct token *t,
		       bool *chance)
{
	const struct token *k = a->in->t->list.at + a->in->from;
	const struct token *end = a->in->t->list.at + a->in->to;
	bool number = false;

	if (!is_verdict_word(a, t))
		return false;
	for (*chance = false; k < end; k++) {
		*chance |= is_titre(a, k);
		number |= k->kind == TOKEN_NUMBER || k->kind == TOKEN_LIMIT ||
			  k->kind == TOKEN_RANGE;
	}
	return *chance || !number;
}

/* Several tokens that are one item: where the next begins; NULL: none. */
static const struct token *take_span(struct assignment *a,
				     const struct token *t,
				     const struct token *end)
{
	const struct token *last = items_joined_word(a, t, end);
	const struct token *behind;

	if (last) {
		items_add(a, ITEM_ORDINAL, t);
		a->item[a->n - 1].last = last;
		return last + 1;
	}
	if ((behind = items_take_multiple(a, t, end)))
		return behind;
	if ((last = items_bracketed_interval(a, t, end))) {
		items_add(a, ITEM_LIMIT, t);
		a->item[a->n - 1].last = last;
		return last + 1;
	}
	return NULL;
}

void items_collect(struct assignment *a)
{
	const struct token *t = a->in->t->list.at + a->in->from;
	const struct token *end = a->in->t->list.at + a->in->to;

	while (t < end) {
		const struct token *behind = take_span(a, t, end);
		if (behind) {
			t = behind;
			continue;
		}
		bool chance;
		if (t->kind == TOKEN_WHO && is_verdict(a, t, &chance)) {
			if (chance)
				note_flag(a, t);
			else
				items_add(a, ITEM_ORDINAL, t);
			t++;
			continue;
		}
		if (wording_explains(a, t)) {
			a->item[a->n - 1].kind = ITEM_WHO;
			a->item[a->n - 1].last = t++;
			continue;
		}
		if (wording_goes_on(a, t, end)) {
			t = wording_take_cell(a, t, end);
			continue;
		}
		if (t->kind == TOKEN_WHO || (a->n && wording_leads_age(a, t)) ||
		    (t->kind == TOKEN_ORDINAL && a->n &&
		     wording_labels(a, t, end))) {
			t = wording_read(a, t, end);
			continue;
		}
		if (t->kind == TOKEN_STOP && a->n && t + 1 < end &&
		    t[1].kind == TOKEN_TEXT)
			break; /* running text goes on to something else */
		if (wording_extends(a, t)) {
			a->item[a->n - 1].last = t++;
			continue;
		}
		if (items_is_amount(a, t, end)) {
			a->item[a->n - 1].last = t++;
			continue;
		}
		if (t->kind == TOKEN_FLAG || is_flag_letter(a, t, end))
			note_flag(a, t);
		else if (t->kind == TOKEN_UNIT && (t->sure || a->n))
			note_unit(a, t);
		else if (joins(a, t) || is_same_result(a, t))
			a->item[a->n - 1].last = t;
		else if (t->kind != TOKEN_STOP)
			items_add(a, items_kind_of(a, t), t);
		t++;
	}
}
