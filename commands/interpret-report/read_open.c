/* The row read last, kept open: lines put behind it, or into its name, are
 * read again as one text and kept when that makes a better row. */
#include "commands/interpret-report/read_private.h"

#include "base/date.h"

#include <string.h>

static size_t span_size(struct span s)
{
	return s.end - s.start;
}

/* The row's spans are of its line; from now on of its part of it. */
static void rebase(struct row *r, size_t from)
{
	struct span *spans[] = {&r->name,   &r->abbrev,   &r->value,
				&r->flag,   &r->unit,     &r->range,
				&r->low,    &r->high,     &r->previous,
				&r->method, &r->specimen, &r->whole};

	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (spans[i]->end) {
			spans[i]->start -= from;
			spans[i]->end -= from;
		}
}

/* Remember the row (its part of the line) for lines that go on with it. */
void open_begin(struct text_reader *t, const struct line *l,
		const struct row *r, bool emitted)
{
	struct open_row *o = &t->open;
	size_t from = r ? r->whole.start : 0;

	strbuf_clear(&o->text);
	o->active = l->n - from <= OPEN_MAX_BYTES;
	if (!o->active)
		return;
	strbuf_add(&o->text, l->s + from, l->n - from);
	o->line = o->last = l->number;
	o->lines = 1;
	o->start = l->start;
	o->end = l->end;
	o->emitted = emitted;
	o->index = t->report->rows.n - 1;
	o->row =
		r ? *r
		  : (struct row){.when = DATE_NONE, .previous_when = DATE_NONE};
	rebase(&o->row, from);
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
	       span_size(now->range) > span_size(was->range) ||
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
	fresh.when = fresh.when == DATE_NONE ? raw->when : fresh.when;
	fresh.panel = raw->panel;
	fresh.specimen = fresh.specimen ? fresh.specimen : raw->specimen;
	*raw = fresh;
	t->quiet_lines = 0;
}

/* Try o->text as it now is; put `before` back when it is no better. */
static bool open_try(struct text_reader *t, const struct line *l,
		     struct strbuf *before)
{
	struct open_row *o = &t->open;
	struct row now;
	bool ok = o->text.len <= OPEN_MAX_BYTES && read_again(t, &now);

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

static struct strbuf open_copy(const struct strbuf *sb)
{
	struct strbuf copy = STRBUF_INIT;

	strbuf_add(&copy, sb->buf, sb->len);
	return copy;
}

/* The line behind the open row. */
bool open_join(struct text_reader *t, const struct line *l)
{
	struct open_row *o = &t->open;
	struct strbuf before = open_copy(&o->text);
	const char *s = l->s + strspn(l->s, " \t|");
	/* "0.85-" ⏎ "1.51", "0.85" ⏎ "-1.51", "10" ⏎ "^9/L" */
	bool number = o->text.len && is_digit(o->text.buf[o->text.len - 1]) &&
		      (o->row.doubt & DOUBT_LAYOUT);
	bool glued = o->row.dangling || *s == '^' ||
		     (number && s[1] && strchr("-~", *s));

	strbuf_adds(&o->text, glued ? "" : "  ");
	strbuf_adds(&o->text, s);
	return open_try(t, l, &before);
}

/* "游离三碘甲  4.5 …" ⏎ "状原氨酸": the line's first words complete the open
 * row's name; what follows them goes to its end ("0.85-" ⏎ "… 1.51"). */
bool open_join_name(struct text_reader *t, const struct line *l,
		    const struct token *words)
{
	struct open_row *o = &t->open;
	struct name_match m;
	struct strbuf before;
	const char *name = arena_printf(
		&t->scratch, "%.*s%.*s", (int)span_size(o->row.name),
		o->text.buf + o->row.name.start,
		(int)(words->end - words->start), l->s + words->start);

	if (strlen(name) > 160 ||
	    !name_resolve(t->kb, name, false, &t->scratch, &m) || m.doubt ||
	    (o->row.known && !m.n_exact) || words->end - words->start < 2)
		return false;
	before = open_copy(&o->text);
	strbuf_clear(&o->text);
	strbuf_add(&o->text, before.buf, o->row.name.end);
	strbuf_add(&o->text, l->s + words->start, words->end - words->start);
	strbuf_add(&o->text, before.buf + o->row.name.end,
		   before.len - o->row.name.end);
	if (words->end < l->n) {
		const char *rest =
			l->s + words->end + strspn(l->s + words->end, " \t|");
		strbuf_adds(&o->text, o->row.dangling ? "" : "  ");
		strbuf_adds(&o->text, rest);
	}
	/* a longer known name is better than the one begun */
	bool known = o->row.known;
	o->row.known = false;
	bool ok = open_try(t, l, &before);
	if (!ok)
		o->row.known = known;
	return ok;
}
