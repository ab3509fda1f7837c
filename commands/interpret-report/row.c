#include "commands/interpret-report/row_private.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

static bool is_result(enum token_kind k)
{
	return k == TOKEN_NUMBER || k == TOKEN_LIMIT || k == TOKEN_RANGE ||
	       k == TOKEN_ORDINAL || k == TOKEN_PENDING;
}

static size_t token_width(const struct token *t)
{
	return (size_t)(t->x_end - t->x);
}

/* Words are the result of what is told in words (颜色, 透明度): do such stand
 * right behind its name, token i - 1? */
static bool words_follow(const struct splitter *p, size_t i)
{
	const struct token *name = i ? splitter_token(p, i - 1) : NULL;
	const struct analyte *a;

	if (!name || i >= splitter_count(p) || name->kind != TOKEN_NAME ||
	    !name->name.n || splitter_token(p, i)->kind != TOKEN_TEXT)
		return false;
	a = kb_analyte(p->kb, name->name.ids[0]);
	return a && a->scale == SCALE_NOMINAL;
}

/* Is there a value among the tokens from i on, before the next name? */
bool splitter_value_follows(const struct splitter *p, size_t i)
{
	if (words_follow(p, i))
		return true;
	for (; i < splitter_count(p); i++) {
		if (is_result(splitter_token(p, i)->kind) ||
		    splitter_token(p, i)->kind == TOKEN_FLAG)
			return true;
		if (splitter_token(p, i)->kind == TOKEN_NAME)
			return false;
	}
	return false;
}

/* A number and then a range or unit follow directly: what words before it
 * name is measured here. */
static bool measure_follows(const struct splitter *p, size_t i)
{
	if (i >= splitter_count(p) ||
	    (splitter_token(p, i)->kind != TOKEN_NUMBER &&
	     splitter_token(p, i)->kind != TOKEN_LIMIT &&
	     splitter_token(p, i)->kind != TOKEN_ORDINAL))
		return false;
	for (i++; i < splitter_count(p); i++) {
		enum token_kind k = splitter_token(p, i)->kind;
		if (k == TOKEN_RANGE || k == TOKEN_UNIT || k == TOKEN_WHO ||
		    k == TOKEN_LIMIT)
			return true;
		if (k != TOKEN_FLAG)
			return false;
	}
	return false;
}

/* The group of the layout whose name column token t stands in; -1: none. */
static int group_at(const struct splitter *p, const struct token *t)
{
	const struct columns *c = p->columns;

	if (!c || c->groups < 2)
		return -1;
	for (int g = 0; g < c->groups; g++)
		for (int i = c->group[g]; i < c->group[g + 1]; i++) {
			const struct column *col = &c->at[i];
			if (col->kind != COLUMN_NAME &&
			    col->kind != COLUMN_ABBREV)
				continue;
			if (c->hard && p->t->hard
				    ? t->cell == col->cell
				    : c->wide && t->gap && t->x - col->x <= 3 &&
					      col->x - t->x <= 3)
				return g;
		}
	return -1;
}

static bool is_abbreviation(const struct token *name, const struct token *t)
{
	struct name_match both = name->name;

	return name_intersect(&both, &t->name);
}

/* Does the name at i open a new row although one is being read? */
static bool name_opens(const struct splitter *p, size_t first, size_t i,
		       bool has_value)
{
	const struct token *t = splitter_token(p, i),
			   *head = splitter_token(p, first);
	int group = group_at(p, t);

	if (group >= 0 && group_at(p, head) >= 0 && group != group_at(p, head))
		return true;
	if (!has_value) {
		if (head->kind != TOKEN_NAME || is_abbreviation(head, t))
			return false;
		if (p->columns && p->columns->groups == 1)
			return false;
		/* two names that differ, each in a cell, and a value behind the
		 * second: the first has none */
		return t->gap && splitter_value_follows(p, i + 1) &&
		       is_cjk_at(p->t->v.s + t->start, p->t->v.n - t->start) ==
			       is_cjk_at(p->t->v.s + head->start,
					 p->t->v.n - head->start);
	}
	if (!splitter_value_follows(p, i + 1))
		return false;
	/* "真菌 检出假菌丝 未检出": the finding in words, not the next row */
	if (!t->space && !t->gap && head->kind == TOKEN_NAME &&
	    splitter_token(p, i - 1)->kind == TOKEN_ORDINAL &&
	    is_abbreviation(head, t))
		return false;
	if (token_width(t) >= 2)
		return true;
	/* K, P, N: only right before a number, after a separator or gap */
	return i + 1 < splitter_count(p) &&
	       is_result(splitter_token(p, i + 1)->kind) &&
	       (t->gap || splitter_token(p, i - 1)->kind == TOKEN_STOP);
}

static bool text_opens(const struct splitter *p, size_t first, size_t i,
		       bool has_value, bool has_range)
{
	const struct token *t = splitter_token(p, i);
	int group = group_at(p, t);

	if (!has_value || token_width(t) < 2)
		return false;
	if (group >= 0 && group != group_at(p, splitter_token(p, first)))
		return true;
	return has_range &&
	       (t->gap || splitter_token(p, i - 1)->kind == TOKEN_STOP ||
		!p->columns) &&
	       measure_follows(p, i + 1);
}

static const struct column *group_columns(const struct splitter *p,
					  const struct token *head, int number,
					  int *ret_n)
{
	const struct columns *c = p->columns;
	int g = group_at(p, head);

	*ret_n = 0;
	if (!c || !c->groups)
		return NULL;
	if (g < 0)
		g = number < c->groups ? number : c->groups - 1;
	*ret_n = c->group[g + 1] - c->group[g];
	return &c->at[c->group[g]];
}

static void make_row(const struct splitter *p, size_t from, size_t to)
{
	struct row row = {.when = DATE_NONE, .previous_when = DATE_NONE};
	int n_cols;
	const struct column *cols = group_columns(p, splitter_token(p, from),
						  (int)p->rows->n, &n_cols);
	size_t i = row_read_head(p, from, to, &row, cols, n_cols);
	struct row_tokens in = {p->t,
				i,
				to,
				cols,
				n_cols,
				p->columns && p->columns->hard,
				p->columns && p->columns->wide};

	/* the index of the next row, or a separator, ends no row */
	while (to > i && splitter_token(p, to - 1)->kind == TOKEN_STOP)
		to--;
	in.to = to;
	row_assign(&in, &row);
	row.whole = (struct span){splitter_token(p, from)->start,
				  splitter_token(p, to - 1)->end};
	size_t end = p->t->v.n;
	while (end > 0 && p->t->v.s[end - 1] == ' ')
		end--;
	row.dangling = end > row.whole.end - 1 && end > 1 &&
		       strchr("-~", p->t->v.s[end - 1]) &&
		       is_digit(p->t->v.s[end - 2]);
	vec_push(p->rows, row);
}

/* A number before a name that is its running number, not a value. */
static bool is_index(const struct splitter *p, size_t i, size_t row_from)
{
	const struct token *t = splitter_token(p, i);

	if (t->kind != TOKEN_NUMBER || !t->tight || t->number < 1 ||
	    t->number > 300 || i == row_from)
		return false;
	if (p->columns && p->columns->has[COLUMN_NO])
		return true;
	return t->gap && splitter_token(p, row_from)->start > 0 &&
	       is_digit(p->t->v.s[0]); /* the line began with one as well */
}

/* A first word that could be a name: not a label, not one letter. */
static bool may_head(const struct token *t)
{
	return t->kind == TOKEN_NAME ||
	       (t->kind == TOKEN_TEXT && token_width(t) >= 2);
}

/* "项目: 丙戊酸  结果: 112": the word for names, not one. */
static bool is_name_label(const struct splitter *p, size_t i)
{
	const struct token *t = splitter_token(p, i);
	const struct word *w;

	if (t->kind != TOKEN_TEXT || p->t->v.s[t->end] != ':' ||
	    splitter_token(p, i + 1)->kind != TOKEN_NAME)
		return false;
	w = view_word_exact(&p->t->v, t->start, t->end, "column");
	return w && strcmp(w->means, "name") == 0;
}

/* The first token of the first row; count: none. */
static size_t find_first(const struct splitter *p)
{
	size_t i = 0;

	while (i < splitter_count(p) &&
	       splitter_token(p, i)->kind == TOKEN_STOP)
		i++;
	if (i + 1 < splitter_count(p) && is_name_label(p, i))
		i++;
	if (i + 1 < splitter_count(p) &&
	    splitter_token(p, i)->kind == TOKEN_NUMBER &&
	    splitter_token(p, i)->tight && may_head(splitter_token(p, i + 1)) &&
	    (splitter_token(p, i + 1)->gap || splitter_token(p, i + 1)->space))
		i++; /* its running number */
	if (i < splitter_count(p) && splitter_token(p, i)->kind == TOKEN_FLAG &&
	    i + 1 < splitter_count(p) &&
	    splitter_token(p, i + 1)->kind == TOKEN_NAME)
		i++; /* a flag column on the left */
	else if (i + 2 < splitter_count(p) &&
		 splitter_token(p, i)->kind == TOKEN_FLAG &&
		 splitter_token(p, i + 1)->kind == TOKEN_TEXT &&
		 splitter_token(p, i + 2)->kind == TOKEN_NAME)
		i += 2; /* "危急值报告：血钾 2.3" */
	return i < splitter_count(p) && may_head(splitter_token(p, i))
		       ? i
		       : splitter_count(p);
}

/* ", N 85%": behind a separator a lone letter that looks like a flag, with a
 * number behind it, is an item of its own. */
static bool letter_opens(const struct splitter *p, size_t i)
{
	return splitter_token(p, i)->kind == TOKEN_FLAG &&
	       splitter_token(p, i)->flag != FLAG_NONE &&
	       is_letter(p->t->v.s[splitter_token(p, i)->start]) &&
	       splitter_token(p, i - 1)->kind == TOKEN_STOP &&
	       i + 1 < splitter_count(p) &&
	       (splitter_token(p, i + 1)->kind == TOKEN_NUMBER ||
		splitter_token(p, i + 1)->kind == TOKEN_LIMIT);
}

bool rows_read(struct kb *kb, const struct tokens *t,
	       const struct columns *columns, bool table, struct row_vec *ret)
{
	struct splitter p = {kb, t, columns && columns->groups ? columns : NULL,
			     table, ret};
	size_t first = find_first(&p);
	bool has_value = false, has_range = false;

	vec_clear(ret);
	if (first == splitter_count(&p))
		return false;
	for (size_t i = first + 1; i < splitter_count(&p); i++) {
		const struct token *k = splitter_token(&p, i);
		if (has_value && letter_opens(&p, i)) {
			make_row(&p, first, i);
			first = i;
			has_value = has_range = false;
			continue;
		}
		bool opens =
			k->inside ? false
			: k->kind == TOKEN_NAME
				? name_opens(&p, first, i, has_value)
			: k->kind == TOKEN_TEXT
				? text_opens(&p, first, i, has_value, has_range)
				: false;
		if (opens) {
			size_t end = i;
			if (is_index(&p, i - 1, first))
				end--;
			make_row(&p, first, end);
			first = i;
			has_value = has_range = false;
			continue;
		}
		has_range |= k->kind == TOKEN_RANGE || k->kind == TOKEN_WHO ||
			     (k->kind == TOKEN_LIMIT && has_value);
		has_value |= is_result(k->kind) ||
			     (i == first + 1 && words_follow(&p, i));
	}
	make_row(&p, first, splitter_count(&p));
	return true;
}
