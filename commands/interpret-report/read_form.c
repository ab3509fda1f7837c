/* Lines met before. In a batch the same lines come again and again: headers,
 * headings, rows with the same value. What a line is depends on its text and
 * on little of the reader's state; with both the same, the line is not taken
 * apart again. Kept in the knowledge base's memo, which is bounded. */
#include "commands/interpret-report/read_private.h"

#include "kb/memo.h"

#include <string.h>

enum form_kind { FORM_COLUMNS, FORM_HEADING, FORM_LABELS, FORM_ROWS };

struct kept_row {
	struct row row;
	struct raw_row raw; /* its place and the section's words not yet in */
};

struct form {
	enum form_kind kind;
	const struct columns *columns;
	struct section_head head;
	struct identity identity;
	bool opens;
	const struct kept_row *rows;
	size_t n;
};

const struct columns form_other_layout;

/* What the line's meaning depends on: the layout in force, whether rows came
 * shortly before and one is open, its text. In any other state (a label waits
 * for its value, a section is passed over) lines are read as they come. */
static void set_key(struct text_reader *t, const struct line *l)
{
	struct form_key *key = &t->key;
	size_t size = sizeof t->layout;

	key->n = 0;
	if (l->n > FORM_TEXT_MOST || t->layout == &form_other_layout ||
	    t->pending_label || t->n_words || t->other ||
	    (t->open.active && !t->open.emitted))
		return;
	memcpy(key->at, &t->layout, size);
	key->at[size] = (char)(rows_in_table(t) | t->open.active << 1);
	memcpy(key->at + size + 1, l->s, l->n);
	key->n = size + 1 + l->n;
}

static void replay_rows(struct text_reader *t, const struct line *l,
			const struct form *f)
{
	rows_flush(t);
	rows_settle_bare(t, &f->rows[0].row.match);
	for (size_t i = 0; i < f->n; i++) {
		struct raw_row raw = f->rows[i].raw;
		sheet_settle(t);
		raw.panel = t->panel;
		if (!raw.specimen)
			raw.specimen = t->specimen;
		row_keep(t, &raw, l->number, l->start, l->end);
	}
	open_begin(t, l, &f->rows[f->n - 1].row, true);
}

bool form_replay(struct text_reader *t, const struct line *l)
{
	const void *kept;

	set_key(t, l);
	if (!t->key.n ||
	    !kb_recall(t->kb, KB_MEMO_PRINTED_LINE, t->key.at, t->key.n, &kept))
		return false;
	const struct form *f = kept;
	switch (f->kind) {
	case FORM_COLUMNS:
		columns_take(t, f->columns, f->columns);
		break;
	case FORM_HEADING:
		heading_take(t, l, &f->head);
		break;
	case FORM_LABELS:
		sheet_take_labels(t, l, &f->identity, LABELS_ONLY, f->opens);
		rows_flush(t);
		break;
	case FORM_ROWS:
		replay_rows(t, l, f);
		break;
	}
	return true;
}

/* A form for the line at hand, or NULL: it is not to be kept. */
static struct form *add(struct text_reader *t, enum form_kind kind,
			struct arena **ret)
{
	struct form_key *key = &t->key;
	size_t n = key->n;

	key->n = 0;
	*ret = n ? kb_may_keep(t->kb, KB_MEMO_PRINTED_LINE, n) : NULL;
	if (!*ret)
		return NULL;
	struct form *f = arena_new(*ret, struct form);
	f->kind = kind;
	kb_keep(t->kb, KB_MEMO_PRINTED_LINE, key->at, n, f);
	return f;
}

static void copy(struct arena *a, const char **s)
{
	if (*s)
		*s = arena_strdup(a, *s);
}

const struct columns *form_keep_columns(struct text_reader *t,
					const struct columns *c)
{
	struct arena *a;
	struct form *f = add(t, FORM_COLUMNS, &a);

	if (!f)
		return &form_other_layout;
	struct columns *own = arena_new(a, struct columns);
	*own = *c;
	f->columns = own;
	return own;
}

void form_keep_heading(struct text_reader *t, const struct section_head *head)
{
	struct arena *a;
	struct form *f = add(t, FORM_HEADING, &a);

	if (!f)
		return;
	f->head = *head;
	copy(a, &f->head.panel);
	copy(a, &f->head.specimen);
	copy(a, &f->head.other);
}

void form_keep_labels(struct text_reader *t, const struct identity *id,
		      bool opens)
{
	struct arena *a;
	struct form *f = add(t, FORM_LABELS, &a);

	if (!f)
		return;
	f->identity = *id;
	f->opens = opens;
	copy(a, &f->identity.name);
	copy(a, &f->identity.id);
	copy(a, &f->identity.specimen);
	copy(a, &f->identity.specimen_text);
	copy(a, &f->identity.diagnosis);
	copy(a, &f->identity.panel_text);
	copy(a, &f->identity.remark);
}

static void keep_row(struct arena *a, struct kept_row *k)
{
	struct raw_row *raw = &k->raw;
	const char **texts[] = {&raw->name,     &raw->abbrev,  &raw->value,
				&raw->unit,     &raw->range,   &raw->flag,
				&raw->specimen, &raw->previous};

	raw->panel = NULL;
	if (!k->row.specimen.end)
		raw->specimen = NULL;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		copy(a, texts[i]);
	copy(a, &k->row.name_unit);
	copy(a, &k->row.match.specimen);
	copy(a, &k->row.match.unit);
}

/* Only lines all of whose rows were kept as they are. */
void form_keep_rows(struct text_reader *t)
{
	size_t n = t->rows.n;
	struct arena *a;

	for (size_t i = 0; i < n; i++)
		if (!row_acceptable(t, &t->rows.at[i]))
			return;
	if (!n || t->report->rows.n < n)
		return;
	struct form *f = add(t, FORM_ROWS, &a);
	if (!f)
		return;
	struct kept_row *rows = arena_array(a, struct kept_row, n);
	for (size_t i = 0; i < n; i++) {
		rows[i].row = t->rows.at[i];
		rows[i].raw = t->report->rows.at[t->report->rows.n - n + i];
		keep_row(a, &rows[i]);
	}
	f->rows = rows;
	f->n = n;
}
