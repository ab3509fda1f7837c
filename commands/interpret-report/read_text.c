/* Printed text → reports: decides line by line what it is. */
#include "commands/interpret-report/read_private.h"

#include "base/date.h"
#include "commands/interpret-report/scan.h"

#include <string.h>

/* "-----", "=====", "|---|---|": a rule between parts. */
static bool is_rule(const struct line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strchr("-=_*~|+: \t.#", l->s[i]))
			return false;
	return true;
}

static void add_section_text(struct text_reader *t, const struct line *l)
{
	if (t->other_text.len > 8000)
		return;
	if (t->other_text.len)
		strbuf_addch(&t->other_text, '\n');
	strbuf_add(&t->other_text, l->s, l->n < 2000 ? l->n : 2000);
}

static void end_section(struct text_reader *t)
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

static void begin_section(struct text_reader *t, const struct line *l,
			  const struct section_head *head)
{
	const char *s = l->s + strspn(l->s, " \t[#*=");
	size_t n = strlen(s);

	while (n && strchr(" \t]:#*=", s[n - 1]))
		n--;
	rows_flush(t);
	end_section(t);
	t->other = true;
	t->other_kind = head->other;
	t->other_title = arena_strndup(t->arena, s, n < 120 ? n : 120);
	t->other_line = l->number;
}

/* A heading. Results behind it on the line are left in *l. */
static bool read_heading(struct text_reader *t, struct line *l)
{
	struct section_head head;

	if (!section_read(t->kb, l->s, l->n, &t->scratch, &head))
		return false;
	if (head.kind == SECTION_OTHER) {
		/* "检查所见" inside a section is part of it */
		begin_section(t, l, &head);
		return true;
	}
	rows_flush(t);
	end_section(t);
	if (head.panel || !t->panel) {
		t->panel = head.panel;
		t->specimen = head.specimen;
	}
	t->panel_line = l->number;
	t->quiet_lines = 0;
	if (head.end >= l->n)
		return true;
	l->s += head.end;
	l->n -= head.end;
	return false;
}

static bool read_columns(struct text_reader *t, const struct line *l)
{
	struct columns found;
	enum column_kind kind;

	if (columns_read(t->kb, l->s, l->n, &t->scratch, &found)) {
		rows_flush(t);
		t->columns = found;
		t->other_table = t->other;
		t->n_words = 0;
		t->quiet_lines = 0;
		return true;
	}
	if (column_word(t->kb, l->s, l->n, &t->scratch, &kind)) {
		if (t->n_words < COLUMNS_MAX)
			t->words[t->n_words++] = kind;
		if (t->n_words > 1)
			t->pending_label = NULL;
		return t->n_words > 1;
	}
	if (t->n_words >= 3 && columns_from_words(t->words, t->n_words, &found)) {
		t->columns = found;
		t->other_table = t->other;
		t->quiet_lines = 0;
	}
	t->n_words = 0;
	return false;
}

/* Sections whose tables are never laboratory rows, whatever they look like:
 * an echo of abnormal results, antibiotics, genes. */
static bool is_closed_section(const char *kind)
{
	static const char *const closed[] = {"conclusion", "microbiology",
					     "pathology", "genetics",
					     "questionnaire"};

	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		if (strcmp(kind, closed[i]) == 0)
			return true;
	return false;
}

static bool stays_in_section(struct text_reader *t, const struct line *l,
			     enum rows_found found)
{
	if (!t->other)
		return false;
	if (found == ROWS_STRONG && t->other_table &&
	    !is_closed_section(t->other_kind)) {
		end_section(t); /* its heading was missing */
		t->panel = t->specimen = NULL;
		return false;
	}
	add_section_text(t, l);
	return true;
}

/* 身高, 血压 in a table without a heading of their own. */
static bool read_vital(struct text_reader *t, const struct line *l)
{
	static const struct section_head head = {.kind = SECTION_OTHER,
						 .other = "physical"};

	if (!section_is_vital(t->kb, l->s, l->n, &t->scratch))
		return false;
	if (!t->other) {
		begin_section(t, l, &head);
		t->other_table = true; /* rows behind it are rows again */
	}
	add_section_text(t, l);
	return true;
}

static void read_line(struct text_reader *t, struct line *l)
{
	arena_reset(&t->scratch);
	size_t lead = strspn(l->s, " \t");
	if (lead == l->n || is_rule(l))
		return;
	t->quiet_lines++;
	if (read_columns(t, l))
		return;
	if (read_heading(t, l))
		return;
	enum rows_found found = rows_look(t, l);
	if (found != ROWS_STRONG && sheet_read_labels(t, l)) {
		rows_flush(t);
		return;
	}
	if (found != ROWS_STRONG && read_vital(t, l))
		return;
	if (stays_in_section(t, l, found))
		return;
	if (found != ROWS_STRONG && !t->open.active &&
	    section_is_noise(t->kb, l->s, l->n, &t->scratch))
		return;
	rows_look(t, l); /* labels may have used the tokens' memory */
	if (rows_keep(t, l))
		return;
	if (section_is_noise(t->kb, l->s, l->n, &t->scratch))
		return;
	if (rows_look_like_data(t))
		rows_unread(t, l->number, l->s, l->n);
}

bool read_text(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_vec *ret, struct err *err)
{
	struct text_reader t = {.kb = kb, .arena = a, .reports = ret,
				.patient = identity_none(),
				.sheet = identity_none(),
				.fresh = identity_none()};
	struct lines lines;
	struct line line;

	(void)err;
	strbuf_init(&t.open.text);
	strbuf_init(&t.other_text);
	t.report = report_new(a);
	vec_push(ret, t.report);
	lines_init(&lines, text, n);
	while (lines_next(&lines, &line))
		read_line(&t, &line);
	rows_flush(&t);
	end_section(&t);
	sheet_footer(&t);
	if (t.report->rows.n == 0)
		sheet_settle(&t);
	sheet_close(&t);
	lines_release(&lines);
	strbuf_release(&t.open.text);
	strbuf_release(&t.other_text);
	vec_free(&t.tokens.list);
	vec_free(&t.rows);
	arena_free(&t.scratch);
	return true;
}
