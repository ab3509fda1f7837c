/* Rows that go on over several lines: names and ranges that wrap, and texts
 * with one cell a line. The row read last stays open; a line that does not
 * begin a row of its own is put behind it and the whole is read again. */
#include "base/date.h"
#include "commands/interpret-report/range.h"
#include "commands/interpret-report/read_private.h"

#include <string.h>

static size_t size_of(struct span s)
{
	return s.end - s.start;
}

void rows_unread(struct text_reader *t, int line, const char *s, size_t n)
{
	struct unread u = {line, arena_strndup(t->arena, s, n < 400 ? n : 400)};

	vec_push(&t->report->unread, u);
}

void rows_flush(struct text_reader *t)
{
	struct open_row *o = &t->open;

	if (o->active && !o->emitted && o->row.known) {
		struct bare_name b = {
			o->line,
			arena_strndup(t->arena, o->text.buf, o->text.len),
			o->row.match};
		vec_push(&t->bare, b);
	}
	o->active = false;
}

/* Names without a result are said; one that the next row repeats was its
 * heading, one alone outside a table some other line. */
void rows_settle_bare(struct text_reader *t, const struct name_match *next)
{
	for (size_t i = 0; i < t->bare.n; i++) {
		struct name_match m = t->bare.at[i].match;
		if (next && name_intersect(&m, next))
			continue;
		if (t->bare.n > 1 || rows_layout(t) || rows_in_table(t))
			rows_unread(t, t->bare.at[i].line, t->bare.at[i].text,
				    strlen(t->bare.at[i].text));
	}
	vec_clear(&t->bare);
}

static const struct token *first_token(const struct text_reader *t)
{
	return t->tokens.list.n ? &t->tokens.list.at[0] : NULL;
}

static bool is_words(const struct token *k)
{
	return k && (k->kind == TOKEN_TEXT || k->kind == TOKEN_NAME);
}

/* Only values, units, flags, intervals: nothing that begins a row. */
static bool has_no_words(const struct text_reader *t)
{
	for (size_t i = 0; i < t->tokens.list.n; i++)
		if (is_words(&t->tokens.list.at[i]))
			return false;
	return t->tokens.list.n > 0;
}

static bool only_words(const struct text_reader *t)
{
	for (size_t i = 0; i < t->tokens.list.n; i++)
		if (!is_words(&t->tokens.list.at[i]))
			return false;
	return t->tokens.list.n > 0;
}

/* "乙型肝炎病毒表面抗" ⏎ "原定量  0.01  IU/mL": one name over two lines, the
 * result on the second. The joined line goes through the usual way. */
static bool join_before(struct text_reader *t, const struct line *l)
{
	struct open_row *o = &t->open;
	const struct row *r = t->rows.n ? &t->rows.at[0] : NULL;
	struct name_match m;
	struct line joined = *l;

	if (!o->active || o->emitted || o->row.known || !r ||
	    l->number > o->line + 2 || o->text.len > 120)
		return false;
	size_t from = r->name.start;
	const char *name = arena_printf(&t->scratch, "%s%.*s", o->text.buf,
					(int)size_of(r->name), l->s + from);
	if (!name_resolve(t->kb, name, false, &t->scratch, &m) || m.doubt ||
	    (r->known && !m.n_exact))
		return false;
	joined.s = arena_printf(&t->scratch, "%s%s", o->text.buf, l->s + from);
	joined.n = strlen(joined.s);
	joined.number = o->line;
	joined.start = o->start;
	o->active = false;
	t->key.n = 0;
	struct view v = view_make(t->kb, joined.s, joined.n, &t->scratch);
	if (rows_look(t, &v) == ROWS_NONE) {
		rows_look(t, &t->v);
		return false;
	}
	return rows_keep(t, &joined);
}

/* Keep the rows of the line; the last stays open. */
static bool keep_rows(struct text_reader *t, const struct line *l)
{
	bool any = false, last_kept = false;

	for (size_t i = 0; i < t->rows.n; i++)
		any |= row_acceptable(t, &t->rows.at[i]);
	if (!any)
		return false;
	rows_flush(t);
	rows_settle_bare(t, &t->rows.at[0].match);
	for (size_t i = 0; i < t->rows.n; i++) {
		const struct row *r = &t->rows.at[i];
		last_kept = row_acceptable(t, r);
		if (last_kept)
			row_emit(t, l->s, r, l->number, l->start, l->end);
		else if (r->known || r->single)
			rows_unread(t, l->number, l->s + r->whole.start,
				    size_of(r->whole));
	}
	if (last_kept)
		open_begin(t, l, &t->rows.at[t->rows.n - 1], true);
	form_keep_rows(t);
	return true;
}

/* A value and its interval, and no name: somebody's result. */
static bool is_orphan(const struct text_reader *t)
{
	bool number = false, range = false;

	for (size_t i = 0; i < t->tokens.list.n; i++) {
		number |= t->tokens.list.at[i].kind == TOKEN_NUMBER;
		range |= t->tokens.list.at[i].kind == TOKEN_RANGE;
	}
	return number && range && has_no_words(t);
}

/* "T4,Free(Direct)": text, a number and a comma by its pieces, one name as a
 * whole. *ret is the row it begins. */
static bool whole_name(struct text_reader *t, const struct line *l,
		       struct row *ret)
{
	if (l->n > 60 || has_no_words(t))
		return false;
	*ret = (struct row){
		.known = true,
		.headed = true,
		.name = {0, l->n},
		.whole = {0, l->n},
		.when = DATE_NONE,
		.previous_when = DATE_NONE,
	};
	return name_resolve(t->kb, l->s, false, &t->scratch, &ret->match) &&
	       !ret->match.doubt && ret->match.n_exact;
}

/* A line of words only may be a name whose result comes on the next lines. */
static bool open_name(struct text_reader *t, const struct line *l)
{
	const struct row *r = t->rows.n ? &t->rows.at[0] : NULL;
	struct row whole;

	if ((!r || t->rows.n > 1 || !only_words(t)) && whole_name(t, l, &whole))
		r = &whole;
	else if (!r || t->rows.n > 1 || l->n > 120 || !only_words(t))
		return false;
	bool known = r->known;
	if (!known && (identity_label(&t->v) || section_is_noise(&t->v))) {
		rows_flush(t); /* "Interpretation": what follows is its text */
		return true;
	}
	if (!known &&
	    (strstr(l->s, ", ") || strstr(l->s, ". ") || t->tokens.list.n > 3))
		return false;
	struct open_row *o = &t->open;
	struct name_match both = o->row.match;
	if (o->active && !o->emitted && o->row.known && known &&
	    o->lines == 1 && name_intersect(&both, &r->match))
		return open_join(t, l); /* 白细胞计数 ⏎ WBC */
	rows_flush(t);
	open_begin(t, l, r, false);
	return known;
}

/* "5.7% - 6.4% : Prediabetic", ">=6.5 = Diabetic" */
static bool explained_interval(const struct text_reader *t)
{
	const struct token *k = t->tokens.list.at;
	size_t n = t->tokens.list.n, i = 1;

	if (k->kind != TOKEN_RANGE && k->kind != TOKEN_LIMIT)
		return false;
	if (i < n && k[i].kind == TOKEN_UNIT)
		i++;
	if (i >= n || (k[i].kind != TOKEN_WHO && k[i].kind != TOKEN_FLAG &&
		       k[i].kind != TOKEN_TEXT && k[i].kind != TOKEN_ORDINAL))
		return false;
	size_t at = k[i].start;
	while (at > k[i - 1].end && t->v.s[at - 1] == ' ')
		at--;
	return at > k[i - 1].end && strchr(":=", t->v.s[at - 1]);
}

/* "Deficiency: <20", "High  >=240": a word and an interval, no name. */
static bool is_legend(const struct text_reader *t)
{
	const struct token *k = t->tokens.list.at;

	size_t n;
	if ((k->kind == TOKEN_RANGE || k->kind == TOKEN_LIMIT) &&
	    t->tokens.list.n > 1 &&
	    range_leads_age(t->v.s + k->end, t->v.n - k->end, &n))
		return true; /* 30-34岁:0.67-7.55 */
	if (explained_interval(t))
		return true;
	bool letter = k->end - k->start == 1; /* M 5.0 %: monocytes, perhaps */
	if (k->kind == TOKEN_WHO)
		return !letter || t->tokens.list.n < 2 ||
		       k[1].kind != TOKEN_NUMBER;
	return k->kind == TOKEN_FLAG && is_letter(t->v.s[k->start]) &&
	       t->tokens.list.n > 1 &&
	       (k[1].kind == TOKEN_LIMIT || k[1].kind == TOKEN_RANGE);
}

/* Is the open row's interval a list of words, or ages, and intervals (男: …
 * 女: …, 20-24岁: … 25-29岁: …)? */
static bool starts_with_who(struct text_reader *t, const struct open_row *o)
{
	struct view v = view_make(t->kb, o->text.buf, o->text.len, &t->scratch);
	size_t at = o->row.range.start, end = o->row.range.end, n;
	const struct word *w;
	struct number number;

	if (view_word(&v, at, v.n, "range", &w) > 0)
		return true;
	for (int ends = 0; ends < 2; ends++) {
		at += strspn(v.s + at, "<>= ");
		if (at >= end)
			return false;
		at += scan_number(v.s + at, end - at, false, &number);
		if (range_leads_age(v.s + at, end - at, &n))
			return true;
		at += scan_between(v.s + at, end - at);
	}
	return false;
}

/* A running number on a line of its own, in a text with a cell a line. */
static bool is_running_number(struct text_reader *t)
{
	const struct token *first = first_token(t);

	if (t->tokens.list.n != 1 || first->kind != TOKEN_NUMBER ||
	    !first->tight || first->number != t->last_index + 1)
		return false;
	/* the open row may still wait for this very number */
	if (t->open.active && !t->open.row.single)
		return false;
	t->last_index = first->number;
	return true;
}

/* A line that is only H, L, 偏高 …, although L may be a name as well. */
static bool is_flag_line(const struct text_reader *t)
{
	size_t at = strspn(t->v.s, " \t|"), end = t->v.n;

	while (end > at && is_space(t->v.s[end - 1]))
		end--;
	return end - at <= 12 && view_word_exact(&t->v, at, end, "flag");
}

bool rows_keep(struct text_reader *t, const struct line *l)
{
	const struct token *first = first_token(t);
	struct open_row *o = &t->open;

	if (!first)
		return true;
	if (join_before(t, l))
		return true;
	if (keep_rows(t, l))
		return true;
	bool near = o->active && o->lines < OPEN_MAX_LINES &&
		    o->text.len + l->n < OPEN_MAX_BYTES &&
		    l->number <= o->last + 4;
	if (is_legend(t)) { /* more wording of the interval */
		bool open =
			near && o->emitted &&
			(!row_has_interval(&o->row) || starts_with_who(t, o));
		if (open)
			open_join(t, l);
		return true;
	}
	if (near && o->row.single && !o->row.flag.end && is_flag_line(t))
		return open_join(t, l);
	if (is_running_number(t))
		return true;
	if (near && has_no_words(t))
		return open_join(t, l);
	enum column_kind kind;
	if (near && first->kind == TOKEN_TEXT && !column_word(&t->v, &kind) &&
	    open_join_name(t, l, first))
		return true;
	/* a method's line between a name and its result */
	if (near && !o->emitted && o->row.known && only_words(t) &&
	    !(t->rows.n && t->rows.at[0].known) && l->n < 80 && o->lines < 3)
		return open_join(t, l);
	if (is_orphan(t)) {
		rows_flush(t);
		rows_unread(t, l->number, l->s, l->n);
		return true;
	}
	return open_name(t, l);
}
