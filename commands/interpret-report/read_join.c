/* Rows that go on over several lines: names and ranges that wrap, and texts
 * with one cell a line. The row read last stays open; a line that does not
 * begin a row of its own is put behind it and the whole is read again. */
#include "commands/interpret-report/read_private.h"

#include "base/date.h"

#include <string.h>

enum { OPEN_BYTES = 600, OPEN_LINES = 9 };

static size_t size_of(struct span s)
{
	return s.end - s.start;
}

void rows_unread(struct text_reader *t, int line, const char *s, size_t n)
{
	struct unread u = {line, arena_strndup(t->arena, s, n < 400 ? n : 400)};

	vec_push(&t->report->unread, u);
}

/* Remember the row (its part of the line) for lines that go on with it. */
static void open_with(struct text_reader *t, const struct line *l,
		      const struct row *r, bool emitted)
{
	struct open_row *o = &t->open;
	size_t from = r ? r->whole.start : 0;

	strbuf_clear(&o->text);
	o->active = l->n - from <= OPEN_BYTES;
	if (!o->active)
		return;
	strbuf_add(&o->text, l->s + from, l->n - from);
	o->line = o->last = l->number;
	o->lines = 1;
	o->start = l->start;
	o->end = l->end;
	o->emitted = emitted;
	o->index = t->report->rows.n - 1;
	o->row = r ? *r : (struct row){.previous_when = DATE_NONE};
}

void rows_flush(struct text_reader *t)
{
	struct open_row *o = &t->open;

	if (o->active && !o->emitted && o->row.known) {
		struct bare_name b = {o->line,
				      arena_strndup(t->arena, o->text.buf,
						    o->text.len),
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

static int filled(const struct row *r)
{
	return (r->value.end != 0) + (r->unit.end != 0) + row_has_interval(r) +
	       (r->flag.end != 0) + (r->previous.end != 0);
}

/* Does the joined text make a better single row than the open one? */
static bool is_better(const struct row *was, const struct row *now)
{
	unsigned gained = now->doubt & ~was->doubt;

	if (!now->single || (was->single && (gained & DOUBT_LAYOUT)))
		return false;
	return filled(now) > filled(was) ||
	       size_of(now->range) > size_of(was->range) ||
	       (was->doubt && !now->doubt) || (now->known && !was->known) ||
	       (was->dangling && !now->dangling);
}

/* Read o->text again as one row. False: it is none, or several. */
static bool read_again(struct text_reader *t, struct row *ret)
{
	const struct columns *c = rows_layout(t);
	struct columns order = c ? *c : (struct columns){.n = 0};
	struct strbuf *text = &t->open.text;

	order.wide = order.hard = false; /* only the order counts now */
	if (order.groups > 1)
		order.groups = 1, order.n = order.group[1];
	struct view v = view_make(t->kb, text->buf, text->len, &t->scratch);
	tokens_read(&v, CELLS_PLAIN, &t->scratch, &t->tokens);
	if (!rows_read(t->kb, &t->tokens, c ? &order : NULL, true, &t->rows) ||
	    t->rows.n != 1)
		return false;
	*ret = t->rows.at[0];
	return true;
}

/* The open row has become `now`. */
static void update(struct text_reader *t, const struct line *l,
		   const struct row *now)
{
	struct open_row *o = &t->open;

	o->row = *now;
	o->last = l->number;
	o->lines++;
	o->end = l->end;
	if (!row_acceptable(t, now))
		return;
	if (!o->emitted) {
		row_emit(t, o->text.buf, now, o->line, o->start, o->end);
		o->emitted = true;
		o->index = t->report->rows.n - 1;
		return;
	}
	struct raw_row *raw = &t->report->rows.at[o->index];
	struct raw_row fresh = row_raw(t, o->text.buf, now);
	fresh.line = raw->line;
	fresh.start = o->start;
	fresh.end = o->end;
	fresh.when = raw->when;
	fresh.panel = raw->panel;
	fresh.specimen = fresh.specimen ? fresh.specimen : raw->specimen;
	*raw = fresh;
	t->quiet_lines = 0;
}

/* Try o->text as it now is; put `before` back when it is no better. */
static bool try_text(struct text_reader *t, const struct line *l,
		     struct strbuf *before)
{
	struct open_row *o = &t->open;
	struct row now;
	bool ok = o->text.len <= OPEN_BYTES && read_again(t, &now);

	/* a column of names came before: whose value is this? */
	if (ok && now.single && t->bare.n > 0 && !o->emitted &&
	    o->line - t->bare.at[t->bare.n - 1].line <= 2)
		ok = false;

	if (ok && o->emitted)
		ok = is_better(&o->row, &now);
	else if (ok)
		ok = now.known || !now.single || row_acceptable(t, &now);
	if (ok) {
		update(t, l, &now);
	} else {
		strbuf_clear(&o->text);
		strbuf_add(&o->text, before->buf, before->len);
	}
	strbuf_release(before);
	return ok;
}

static struct strbuf copy_of(const struct strbuf *sb)
{
	struct strbuf copy = STRBUF_INIT;

	strbuf_add(&copy, sb->buf, sb->len);
	return copy;
}

/* The line behind the open row. */
static bool join(struct text_reader *t, const struct line *l)
{
	struct open_row *o = &t->open;
	struct strbuf before = copy_of(&o->text);
	const char *s = l->s + strspn(l->s, " \t|");
	/* "0.85-" ⏎ "1.51", "0.85" ⏎ "-1.51", "10" ⏎ "^9/L" */
	bool number = o->text.len && is_digit(o->text.buf[o->text.len - 1]) &&
		      (o->row.doubt & DOUBT_LAYOUT);
	bool glued = o->row.dangling || *s == '^' ||
		     (number && s[1] && strchr("-~", *s));

	strbuf_adds(&o->text, glued ? "" : "  ");
	strbuf_adds(&o->text, s);
	return try_text(t, l, &before);
}

/* "游离三碘甲  4.5 …" ⏎ "状原氨酸": the line's first words complete the open
 * row's name; what follows them goes to its end ("0.85-" ⏎ "… 1.51"). */
static bool join_name(struct text_reader *t, const struct line *l,
		      const struct token *words)
{
	struct open_row *o = &t->open;
	struct name_match m;
	struct strbuf before;
	const char *name = arena_printf(
		&t->scratch, "%.*s%.*s", (int)size_of(o->row.name),
		o->text.buf + o->row.name.start,
		(int)(words->end - words->start), l->s + words->start);

	if (strlen(name) > 160 ||
	    !name_resolve(t->kb, name, false, &t->scratch, &m) || m.doubt ||
	    (o->row.known && !m.n_exact) || words->end - words->start < 2)
		return false;
	before = copy_of(&o->text);
	strbuf_clear(&o->text);
	strbuf_add(&o->text, before.buf, o->row.name.end);
	strbuf_add(&o->text, l->s + words->start, words->end - words->start);
	strbuf_add(&o->text, before.buf + o->row.name.end,
		   before.len - o->row.name.end);
	if (words->end < l->n) {
		const char *rest = l->s + words->end + strspn(l->s + words->end, " \t|");
		strbuf_adds(&o->text, o->row.dangling ? "" : "  ");
		strbuf_adds(&o->text, rest);
	}
	/* a longer known name is better than the one begun */
	bool known = o->row.known;
	o->row.known = false;
	bool ok = try_text(t, l, &before);
	if (!ok)
		o->row.known = known;
	return ok;
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
	if (!name_resolve(t->kb, name, false, &t->scratch, &m) || m.doubt)
		return false;
	joined.s = arena_printf(&t->scratch, "%s%s", o->text.buf, l->s + from);
	joined.n = strlen(joined.s);
	joined.number = o->line;
	joined.start = o->start;
	o->active = false;
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
		open_with(t, l, &t->rows.at[t->rows.n - 1], true);
	return true;
}

/* A line of words only may be a name whose result comes on the next lines. */
static bool open_name(struct text_reader *t, const struct line *l)
{
	const struct row *r = t->rows.n ? &t->rows.at[0] : NULL;

	if (!r || t->rows.n > 1 || l->n > 120 || !only_words(t))
		return false;
	bool known = r->known;
	if (!known && (strchr(l->s, ',') || strstr(l->s, ". ") ||
		       t->tokens.list.n > 3))
		return false;
	struct open_row *o = &t->open;
	struct name_match both = o->row.match;
	if (o->active && !o->emitted && o->row.known && known && o->lines == 1 &&
	    name_intersect(&both, &r->match))
		return join(t, l); /* 白细胞计数 ⏎ WBC */
	rows_flush(t);
	open_with(t, l, r, false);
	return known;
}

/* Is the open row's interval a list of words and intervals (男: … 女: …)? */
static bool starts_with_who(struct text_reader *t, const struct open_row *o)
{
	struct view v = view_make(t->kb, o->text.buf, o->text.len, &t->scratch);
	const struct word *w;

	return view_word(&v, o->row.range.start, v.n, "range", &w) > 0;
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
	bool near = o->active && o->lines < OPEN_LINES &&
		    o->text.len + l->n < OPEN_BYTES &&
		    l->number <= o->last + 4;
	if (first->kind == TOKEN_WHO) { /* more wording of the interval */
		bool open = near && (!row_has_interval(&o->row) ||
				     starts_with_who(t, o));
		if (open)
			join(t, l);
		return near || rows_in_table(t);
	}
	if (near && o->row.single && !o->row.flag.end && is_flag_line(t))
		return join(t, l);
	if (is_running_number(t))
		return true;
	if (near && has_no_words(t))
		return join(t, l);
	enum column_kind kind;
	if (near && first->kind == TOKEN_TEXT && !column_word(&t->v, &kind) &&
	    join_name(t, l, first))
		return true;
	/* a method's line between a name and its result */
	if (near && !o->emitted && o->row.known && only_words(t) &&
	    first->kind == TOKEN_TEXT && l->n < 80 && o->lines < 3)
		return join(t, l);
	return open_name(t, l);
}
