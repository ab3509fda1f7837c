/* A row's items that found no column, and whose flag it is. */
#include "commands/interpret-report/row_private.h"

#include <string.h>

/* Does no other interval stand behind? */
static bool is_last_interval(const struct assignment *a, int i)
{
	for (i++; i < a->n; i++)
		if (a->item[i].kind != ITEM_ORDINAL &&
		    a->item[i].kind != ITEM_TEXT)
			return false;
	return true;
}

/* What found no place: "0.01 阴性 0-1" belongs to the result, a second number
 * makes the row doubtful. */
void place_leftovers(struct assignment *a)
{
	struct row *row = a->row;

	for (int i = 0; i < a->n; i++) {
		struct item *item = &a->item[i];
		if (item->column >= 0)
			continue;
		bool beside =
			i > 0 && a->item[i - 1].column >= 0 &&
			a->col[a->item[i - 1].column].kind == COLUMN_RESULT;
		if (item->kind == ITEM_ORDINAL && beside &&
		    a->item[i - 1].kind != ITEM_ORDINAL) {
			row->value.end = item->last->end;
			continue;
		}
		/* "<1.0 NEG": what the interval means */
		if (item->kind == ITEM_ORDINAL && i > 0 && !item->first->gap &&
		    a->item[i - 1].column >= 0 &&
		    a->col[a->item[i - 1].column].kind == COLUMN_RANGE) {
			row->range.end = item->last->end;
			continue;
		}
		if (item->kind == ITEM_ORDINAL && i == a->n - 1 && !beside &&
		    row->value.end) {
			row->flag = item_span(
				item); /* the verdict in a word, last */
			continue;
		}
		/* a header without a column for it */
		if ((item->kind == ITEM_LIMIT || item->kind == ITEM_RANGE ||
		     item->kind == ITEM_WHO) &&
		    is_last_interval(a, i) && row->value.end &&
		    item->first->start > row->value.start && !row->range.end) {
			row->range = item_span(item);
			continue;
		}
		/* "阳性 (CT 24.6)": a remark */
		if (item->kind == ITEM_NUMBER && item->first->inside && i > 1 &&
		    a->item[i - 1].kind == ITEM_TEXT &&
		    a->item[i - 1].first->inside &&
		    a->item[i - 2].kind == ITEM_ORDINAL)
			continue;
		/* "1+(0.3)": what the word stands for */
		if (item->kind == ITEM_NUMBER && beside &&
		    item->first->inside && !item->first->space &&
		    a->item[i - 1].kind == ITEM_ORDINAL)
			continue;
		if (item->kind == ITEM_NUMBER || item->kind == ITEM_LIMIT ||
		    item->kind == ITEM_RANGE || item->kind == ITEM_ORDINAL)
			row->doubt |= DOUBT_LAYOUT;
	}
}

/* "HIV抗体  待复检  阴性": words nobody knows in a cell before the last cell's
 * 阴性, which may well be the interval. */
void place_doubt(struct assignment *a)
{
	const struct item *last = a->n > 1 ? &a->item[a->n - 1] : NULL;

	if (a->in->n_cols || !last || last->kind != ITEM_ORDINAL ||
	    !last->first->gap || last->first->number > 0 || last->column < 0 ||
	    a->col[last->column].kind != COLUMN_RESULT)
		return;
	const struct item *words = last - 1;
	const struct view *v = &a->in->t->v;
	size_t at = words->first->start, end = words->last->end;
	if (words->kind != ITEM_TEXT || !words->first->gap ||
	    words->column >= 0 || view_word_exact(v, at, end, "affix"))
		return;
	bool method = !is_cjk_at(v->s + at, end - at) ||
		      memcmp(v->s + end - 3, "\xE6\xB3\x95", 3) == 0; /* 法 */
	if (method) {
		a->row->doubt |= DOUBT_LAYOUT;
	} else if (!a->row->range.end) {
		a->row->range = item_span(last);
		a->row->value = item_span(words);
	}
}

/* Beside several results of one row only the flag behind the latest is its. */
void place_flag(struct assignment *a)
{
	const struct token *end = a->in->t->list.at + a->in->to, *t;
	bool older = false, flags = false;

	for (int i = 0; i < a->m; i++) {
		older |= a->col[i].kind == COLUMN_OLDER ||
			 a->col[i].kind == COLUMN_PREVIOUS;
		flags |= a->col[i].kind == COLUMN_FLAG;
	}
	if (!older || flags || !a->flag)
		return;
	for (int i = 0; i < a->n; i++) {
		if (a->item[i].column < 0 ||
		    a->col[a->item[i].column].kind != COLUMN_RESULT)
			continue;
		t = a->item[i].last + 1;
		while (t < end && t->kind == TOKEN_UNIT)
			t++;
		a->flag = t < end && t->kind == TOKEN_FLAG ? t : NULL;
	}
}
