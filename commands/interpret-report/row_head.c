/* The name of a row: one or two names, brackets, words that belong to it. */
#include "commands/interpret-report/row_private.h"

#include <string.h>

static bool has_column(const struct column *cols, int n, enum column_kind kind)
{
	for (int i = 0; i < n; i++)
		if (cols[i].kind == kind)
			return true;
	return false;
}

/* Words between the name and the value, in the name's cell: part of the name
 * ("Glucose tolerance index 5.6"), which then is not the one found. */
static size_t extend_name(const struct splitter *p, size_t i, size_t to,
			  struct row *row, const struct column *cols, int n)
{
	const struct view *v = &p->t->v;

	while (i < to && !splitter_token(p, i)->gap &&
	       splitter_value_follows(p, i + 1)) {
		const struct token *t = splitter_token(p, i);
		bool words = t->kind == TOKEN_TEXT &&
			     !has_column(cols, n, COLUMN_METHOD);
		if (!words && !(t->inside && (t->kind == TOKEN_TEXT ||
					      t->kind == TOKEN_NAME)))
			break;
		if (!view_word_exact(v, t->start, t->end, "affix"))
			row->known = false;
		row->name.end = t->end;
		i++;
	}
	return i;
}

/* The tokens of the name: one or two names, brackets, an English name. */
size_t row_read_head(const struct splitter *p, size_t from, size_t to,
		     struct row *row, const struct column *cols, int n_cols)
{
	const struct token *head = splitter_token(p, from);
	size_t i = from + 1;

	row->known = row->headed = head->kind == TOKEN_NAME;
	row->match = head->name;
	row->doubt |= head->doubt | head->name.doubt;
	row->name = (struct span){head->start, head->end};
	row->name_unit = head->name.unit;
	for (; i < to && splitter_token(p, i)->kind == TOKEN_NAME &&
	       !splitter_token(p, i)->inside;
	     i++) {
		const struct token *t = splitter_token(p, i);
		struct name_match both = row->match;
		if (row->known && !name_intersect(&both, &t->name)) {
			/* an analyte's name as another one's abbreviation */
			if (!has_column(cols, n_cols, COLUMN_ABBREV))
				row->doubt |= DOUBT_NAME;
			row->abbrev = (struct span){t->start, t->end};
			continue;
		}
		row->match = row->known ? both : t->name;
		if (!row->known && !has_column(cols, n_cols, COLUMN_ABBREV)) {
			/* unknown words before a known abbreviation */
			row->doubt |= t->gap ? 0 : DOUBT_NAME;
		}
		row->abbrev = (struct span){t->start, t->end};
		row->known = true;
	}
	/* a cell of its own that only begins with a name: a method or the like */
	if (i > from + 1 && splitter_token(p, i - 1)->gap && i < to &&
	    splitter_token(p, i)->kind == TOKEN_TEXT &&
	    !splitter_token(p, i)->gap) {
		row->abbrev = (struct span){0, 0};
		row->match = head->name;
		row->known = row->headed;
		while (i < to && splitter_token(p, i)->kind == TOKEN_TEXT &&
		       !splitter_token(p, i)->gap)
			i++;
		return i;
	}
	return extend_name(p, i, to, row, cols, n_cols);
}
