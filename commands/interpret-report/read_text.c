/* Printed text → reports: decides line by line what it is. */
#include "commands/interpret-report/read_private.h"

#include "base/date.h"
#include "commands/interpret-report/scan.h"

#include <string.h>

/* "-----", "=====", "|---|---|", "+----+": a rule between parts. "++" and "-"
 * alone are results. */
static bool is_rule(const struct line *l)
{
	size_t strokes = 0, dots = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (!strchr("-=_*~|+: \t.#", l->s[i]))
			return false;
		strokes += strchr("-=_*~", l->s[i]) != NULL;
		dots += strchr("|.#:", l->s[i]) != NULL;
	}
	return strokes >= 3 || (strokes == 0 && dots > 0 && dots + 4 > l->n);
}

void columns_take(struct text_reader *t, const struct columns *c,
		  const struct columns *layout)
{
	rows_flush(t);
	t->columns = *c;
	t->layout = layout;
	t->other_table = t->other;
	t->n_words = 0;
	t->quiet_lines = 0;
}

static bool read_columns(struct text_reader *t)
{
	struct columns found;
	enum column_kind kind;

	if (columns_read(&t->v, &found) || columns_read_dates(&t->v, &found)) {
		columns_take(t, &found, form_keep_columns(t, &found));
		return true;
	}
	if (column_word(&t->v, &kind)) {
		t->key.n = 0;
		if (t->n_words < COLUMNS_MAX)
			t->words[t->n_words++] = kind;
		if (t->n_words > 1) {
			t->pending_label = NULL;
			t->open.active = false; /* the first of the words */
		}
		return t->n_words > 1;
	}
	if (t->n_words >= 3 &&
	    columns_from_words(t->words, t->n_words, &found)) {
		t->columns = found;
		t->layout = &form_other_layout;
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

/* A mark and an analyte's name, alone on the line: its heading. */
static bool is_marked_name(const struct text_reader *t, const struct line *l)
{
	return name_lead(l->s, l->n) > strspn(l->s, " \t") && t->rows.n == 1 &&
	       t->rows.at[0].headed && t->rows.at[0].known &&
	       !t->rows.at[0].single;
}

/* Behind a culture's table of antibiotics: a whole row of something that is no
 * drug's concentration. */
static bool follows_culture(const struct text_reader *t, enum rows_found found)
{
	const struct row *r = t->rows.n ? &t->rows.at[0] : NULL;

	if (strcmp(t->other_kind, "microbiology") != 0 ||
	    found != ROWS_STRONG || !r || !r->known || !r->unit.end ||
	    !row_has_interval(r))
		return false;
	for (size_t i = 0; i < r->match.n; i++) {
		const struct analyte *a = kb_analyte(t->kb, r->match.ids[i]);
		if (!a || strcmp(a->panel, "tdm") == 0)
			return false;
	}
	return true;
}

static bool stays_in_section(struct text_reader *t, const struct line *l,
			     enum rows_found found)
{
	if (!t->other)
		return false;
	if (follows_culture(t, found)) {
		heading_end(t);
		t->panel = t->specimen = NULL;
		t->columns.groups = 0;
		t->layout = NULL;
		return false;
	}
	if (found == ROWS_STRONG && t->other_table &&
	    !is_closed_section(t->other_kind)) {
		heading_end(t); /* its heading was missing */
		t->panel = t->specimen = NULL;
		return false;
	}
	if (is_marked_name(t, l) && !is_closed_section(t->other_kind)) {
		heading_end(t); /* ◆ 13C尿素呼气试验 */
		t->panel = t->specimen = NULL;
		return false;
	}
	heading_add_text(t, l);
	return true;
}

/* 身高, 血压 in a table without a heading of their own. */
static bool read_vital(struct text_reader *t, const struct line *l)
{
	static const struct section_head head = {.kind = SECTION_OTHER,
						 .other = "physical"};

	if (!section_is_vital(&t->v))
		return false;
	if (!t->other) {
		heading_begin(t, l, &head);
		t->other_table = true; /* rows behind it are rows again */
	}
	heading_add_text(t, l);
	return true;
}

/* "胸部正位片  心肺膈未见异常": one line of something else in the table. */
static bool read_finding(struct text_reader *t, const struct line *l)
{
	struct section s = {.line = l->number};
	size_t end;

	if (t->other || !section_is_finding(&t->v, &t->scratch, &end))
		return false;
	size_t at = strspn(l->s, " \t|*#");
	rows_flush(t);
	s.title = arena_strndup(t->arena, l->s + at, end - at);
	s.text = arena_strndup(t->arena, l->s + at,
			       l->n - at < 2000 ? l->n - at : 2000);
	vec_push(&t->report->not_interpreted, s);
	return true;
}

/* "项目名称：白细胞计数" ⏎ "结果：5.63" ⏎ "单位：10^9/L": each cell behind the
 * name of its column. The column's name is cut off. */
static void cut_column_label(struct text_reader *t, struct line *l)
{
	static const char *const kinds[] = {"result", "unit", "range", "flag"};
	size_t at = strspn(l->s, " \t|*-"), n, colon;
	struct term_match name;
	const struct word *w;

	n = at < l->n ? view_word(&t->v, at, l->n, "column", &w) : 0;
	colon = at + n + strspn(l->s + at + n, " *.");
	if (!n || l->s[colon] != ':' || l->n > 200)
		return;
	size_t rest = colon + 1 + strspn(l->s + colon + 1, " *");
	if (l->s[rest] == '-' && (l->s[rest + 1] == ' ' || rest + 1 == l->n))
		rest += 1 + strspn(l->s + rest + 1, " "); /* ":- 0.2 - 20" */
	bool cell = false;
	bool open = t->open.active && rest < l->n &&
		    view_name(&t->v, rest, l->n, &name) < 4;
	for (size_t i = 0; i < 4; i++)
		cell |= open && strcmp(w->means, kinds[i]) == 0;
	if (strcmp(w->means, "name") == 0 && rest < l->n)
		cell = view_name_exact(&t->v, rest, l->n).len > 0;
	if (!cell || rest >= l->n)
		return;
	t->key.n = 0;
	l->s += rest;
	l->n -= rest;
	t->v = view_make(t->kb, l->s, l->n, &t->scratch);
}

static void read_line(struct text_reader *t, struct lines *lines,
		      struct line *l)
{
	arena_reset(&t->scratch);
	size_t lead = strspn(l->s, " \t");
	if (lead == l->n || is_rule(l))
		return;
	t->quiet_lines++;
	if (form_replay(t, l))
		return;
	t->v = view_make(t->kb, l->s, l->n, &t->scratch);
	if (!t->other && torn_read(t, lines, l))
		return;
	cut_column_label(t, l);
	if (matrix_read(t, l))
		return;
	if (read_columns(t))
		return;
	if (heading_split(t, l))
		return;
	enum rows_found found = rows_look(t, &t->v);
	bool strong = found == ROWS_STRONG && identity_fields(&t->v) < 2 &&
		      !identity_names(&t->v);
	if (!strong && sheet_read_labels(t, l)) {
		rows_flush(t);
		return;
	}
	if (!strong && (read_finding(t, l) || read_vital(t, l)))
		return;
	if (stays_in_section(t, l, found))
		return;
	if (found != ROWS_STRONG && !t->open.active && section_is_noise(&t->v))
		return;
	/* whether a word before a colon is a label depends on more */
	if (memchr(l->s, ':', l->n))
		t->key.n = 0;
	if (rows_keep(t, l))
		return;
	if (section_is_noise(&t->v))
		return;
	if (rows_look_like_data(t)) {
		rows_flush(t); /* what follows is this line's, not a row's */
		rows_unread(t, l->number, l->s, l->n);
		t->quiet_lines = 0; /* the table goes on, only not understood */
	}
}

bool read_text(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_sink *ret, struct err *err)
{
	struct text_reader t = {.kb = kb,
				.arena = a,
				.reports = ret,
				.patient = identity_none(),
				.sheet = identity_none(),
				.fresh = identity_none()};
	struct lines lines;
	struct line line;

	(void)err;
	strbuf_init(&t.open.text);
	strbuf_init(&t.other_text);
	t.report = report_new(a);
	lines_init(&lines, text, n);
	while (lines_next(&lines, &line))
		read_line(&t, &lines, &line);
	rows_flush(&t);
	rows_settle_bare(&t, NULL);
	heading_end(&t);
	sheet_footer(&t);
	if (t.report->rows.n == 0)
		sheet_settle(&t);
	sheet_close(&t);
	report_hand(ret, t.report);
	lines_release(&lines);
	strbuf_release(&t.open.text);
	strbuf_release(&t.other_text);
	vec_free(&t.tokens.list);
	vec_free(&t.rows);
	vec_free(&t.bare);
	arena_free(&t.scratch);
	return true;
}
