/* Headings of the report's parts, and the parts that are not interpreted. */
#include "commands/interpret-report/read_private.h"

#include <string.h>

void heading_add_text(struct text_reader *t, const struct line *l)
{
	if (t->other_text.len > 8000)
		return;
	if (t->other_text.len)
		strbuf_addch(&t->other_text, '\n');
	strbuf_add(&t->other_text, l->s, l->n < 2000 ? l->n : 2000);
}

void heading_end(struct text_reader *t)
{
	if (t->other) {
		struct section s = {t->other_line, t->other_title,
				    arena_strndup(t->arena, t->other_text.buf,
						  t->other_text.len)};
		vec_push(&t->report->not_interpreted, s);
	}
	t->other = t->other_table = false;
	strbuf_clear(&t->other_text);
}

void heading_begin(struct text_reader *t, const struct line *l,
		   const struct section_head *head)
{
	const char *s = l->s + strspn(l->s, " \t[#*=|"), *gap = strstr(s, "  ");
	size_t n = gap ? (size_t)(gap - s) : strlen(s);

	n = strcspn(s, "\t|") < n ? strcspn(s, "\t|") : n;

	while (n && strchr(" \t]:#*=", s[n - 1]))
		n--;
	rows_flush(t);
	heading_end(t);
	t->other = true;
	t->other_kind = head->other;
	t->other_title = arena_strndup(t->arena, s, n < 120 ? n : 120);
	t->other_line = l->number;
}

/* A heading of laboratory results or of something else. */
void heading_take(struct text_reader *t, const struct line *l,
		  const struct section_head *head)
{
	if (head->kind == SECTION_OTHER) {
		/* the physical examination of urine is part of its table */
		if (t->panel && t->specimen && !t->other &&
		    strcmp(head->other, "physical") == 0 &&
		    strcmp(t->specimen, "blood") != 0)
			rows_flush(t);
		else
			heading_begin(t, l, head);
		return;
	}
	rows_flush(t);
	heading_end(t);
	if (head->panel || !t->panel || head->specimen) {
		t->panel = head->panel;
		t->specimen = head->specimen;
	}
	t->panel_line = l->number;
	t->quiet_lines = 0;
}

/* "甲功七项  性别:女  年龄:34": a title, a gap and the page header's fields.
 * The fields are left in *l. */
static bool cut_title(struct text_reader *t, struct line *l,
		      struct section_head *head)
{
	size_t lead = strspn(l->s, " \t");
	const char *gap = strstr(l->s + lead, "  ");
	size_t n = gap ? (size_t)(gap - l->s) : 0;
	struct identity id = identity_none();
	struct term_match first;
	bool opens;

	if (!n || n > 120)
		return false;
	size_t rest = n + strspn(gap, " ");
	struct view title = view_make(
		t->kb, arena_strndup(&t->scratch, l->s, n), n, &t->scratch);
	struct view fields =
		view_make(t->kb, l->s + rest, l->n - rest, &t->scratch);
	bool known = section_read(&title, t->arena, head) && head->end >= n;
	/* a title nobody knows is one still, no result */
	if (!known && (strpbrk(title.s, "0123456789:") ||
		       view_name_exact(&title, 0, n).len))
		return false;
	if (!known)
		*head = (struct section_head){.kind = SECTION_NONE};
	bool rows = known && head->kind == SECTION_LAB &&
		    memchr(fields.s, ':', fields.n) &&
		    view_name(&fields, 0, fields.n, &first) > 0;
	if (!rows &&
	    (identity_read(&fields, t->arena, &id, &opens) != LABELS_ONLY &&
	     !identity_read_bare(&fields, t->arena, &id)))
		return false;
	l->s += rest;
	l->n -= rest;
	head->end = 0;
	return true;
}

/* Results behind the heading on its line are left in *l. */
bool heading_split(struct text_reader *t, struct line *l)
{
	struct section_head head;

	if (!section_read(&t->v, t->arena, &head)) {
		const struct line whole = *l;
		if (!cut_title(t, l, &head))
			return false;
		if (head.kind != SECTION_NONE)
			heading_take(t, &whole, &head);
		t->key.n = 0;
		t->v = view_make(t->kb, l->s, l->n, &t->scratch);
		return false;
	}
	heading_take(t, l, &head);
	if (head.kind == SECTION_OTHER || head.end >= l->n) {
		form_keep_heading(t, &head);
		return true;
	}
	t->key.n = 0;
	l->s += head.end;
	l->n -= head.end;
	t->v = view_make(t->kb, l->s, l->n, &t->scratch);
	return false;
}
