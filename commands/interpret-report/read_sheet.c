#include "commands/interpret-report/read_private.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/scan.h"

#include <math.h>
#include <string.h>

void sheet_note(struct text_reader *t, const char *text)
{
	struct report *r = t->report;

	for (size_t i = 0; i < r->notes.n; i++)
		if (strcmp(r->notes.at[i], text) == 0)
			return;
	vec_push(&r->notes, arena_strdup(t->arena, text));
}

/* Haemolysis and the like in a remark are kept as a remark. */
static void note_artefacts(struct text_reader *t, const char *text)
{
	size_t n = strlen(text);
	struct view v = view_make(t->kb, text, n, &t->scratch);
	const struct word *w;

	for (size_t i = 0; i < n; i += char_size(text + i, n - i)) {
		/* "无溶血" says there is none */
		if (i >= 3 && (memcmp(text + i - 3, "无", 3) == 0 ||
			       memcmp(text + i - 3, "未", 3) == 0))
			continue;
		if (view_word(&v, i, n, "artefact", &w)) {
			sheet_note(t, text);
			return;
		}
	}
}

/* The footnote's meaning of a star: "*: 危急值", "带*为互认项目". */
static void note_star(struct text_reader *t, const char *s, size_t n)
{
	static const struct {
		const char *means;
		enum star star;
	} marks[] = {{"recognition", STAR_NOTHING},
		     {"critical", STAR_CRITICAL},
		     {"abnormal", STAR_ABNORMAL},
		     {"high", STAR_ABNORMAL},
		     {"low", STAR_ABNORMAL}};
	const char *star = memchr(s, '*', n);
	const struct word *w;

	if (!star || n > 300)
		return;
	struct view v = view_make(t->kb, s, n, &t->scratch);
	for (size_t i = (size_t)(star - s); i < n;
	     i += char_size(s + i, n - i)) {
		size_t size = view_word(&v, i, n, "mark", &w);
		for (size_t k = 0; size && k < 5; k++)
			if (strcmp(w->means, marks[k].means) == 0) {
				t->report->star = marks[k].star;
				return;
			}
	}
}

static void begin_panel(struct text_reader *t, const char *text, int line)
{
	struct section_head head;

	if (!section_find(t->kb, text, strlen(text), t->arena, &head) ||
	    head.kind != SECTION_LAB)
		return;
	t->panel = head.panel;
	t->specimen = head.specimen;
	t->panel_line = line;
}

static void fill_time(int64_t *to, int64_t from)
{
	if (*to == DATE_NONE)
		*to = from;
}

static void fill_times(struct identity *to, const struct identity *from)
{
	fill_time(&to->collected, from->collected);
	fill_time(&to->received, from->received);
	fill_time(&to->reported, from->reported);
	fill_time(&to->printed, from->printed);
}

void sheet_footer(struct text_reader *t)
{
	if (!t->fresh_any || t->report->rows.n == 0)
		return;
	fill_times(&t->sheet, &t->fresh);
	identity_merge(&t->patient, &t->fresh);
	t->fresh = identity_none();
	t->fresh_any = t->fresh_opens = false;
}

/* Fields since the last row, together. */
static void add_fresh(struct text_reader *t, const struct identity *id)
{
	identity_merge(&t->fresh, id);
	fill_times(&t->fresh, id);
	if (id->specimen_text) {
		t->fresh.specimen_text = id->specimen_text;
		t->fresh.specimen = id->specimen;
	}
	t->fresh_any = true;
}

static void use_remark(struct text_reader *t, const struct line *l,
		       const struct identity *id)
{
	note_star(t, l->s, l->n);
	if (id->remark)
		note_artefacts(t, id->remark);
}

void sheet_take_labels(struct text_reader *t, const struct line *l,
		       const struct identity *id, enum label_line kind,
		       bool opens)
{
	use_remark(t, l, id);
	if (kind == LABELS_REMARK)
		return;
	if (opens && !t->fresh_opens && l->number > t->fresh_line + 1)
		sheet_footer(t);
	add_fresh(t, id);
	t->fresh_line = l->number;
	t->fresh_opens |= opens;
	if (id->panel_text)
		begin_panel(t, id->panel_text, l->number);
}

bool sheet_read_labels(struct text_reader *t, const struct line *l)
{
	struct identity id = identity_none();
	bool opens;
	enum label_line kind;

	if (t->pending_label) {
		const char *label = t->pending_label;
		if (l->n == 1 && *l->s == ':')
			return true;
		t->pending_label = NULL;
		bool row = t->rows.n && t->rows.at[0].known;
		if (l->n <= 60 && !row && !identity_label(&t->v)) {
			const char *s = l->s;
			size_t skip = strspn(s, ": ");
			identity_value(
				t->kb, label,
				arena_strndup(t->arena, s + skip, l->n - skip),
				t->arena, &id);
			t->fresh_opens |= strcmp(label, "name") == 0;
			add_fresh(t, &id);
			return true;
		}
	}
	t->pending_label = identity_label(&t->v);
	if (t->pending_label && (strcmp(t->pending_label, "panel") == 0 ||
				 strcmp(t->pending_label, "remark") == 0))
		t->pending_label = NULL;
	if (t->pending_label)
		return true;
	kind = identity_read(&t->v, t->arena, &id, &opens);
	if (kind == LABELS_NONE)
		return false;
	sheet_take_labels(t, l, &id, kind, opens);
	if (kind == LABELS_ONLY)
		form_keep_labels(t, &id, opens);
	t->key.n = 0;
	return kind != LABELS_SOME;
}

/* A new print of the same patient, or the first: its fields hold from now. */
static void open_sheet(struct text_reader *t)
{
	const char *specimen = t->fresh.specimen;

	t->sheet = t->fresh;
	t->sheet_first = t->report->rows.n;
	if (t->panel_line && t->panel_line < t->last_row_line)
		t->panel = NULL, t->specimen = NULL;
	if (specimen)
		t->specimen = specimen;
}

static void new_report(struct text_reader *t)
{
	rows_flush(t);
	sheet_close(t);
	report_hand(t->reports, t->report);
	t->report = report_new(t->arena);
	t->patient = t->fresh;
	open_sheet(t);
	t->columns.groups = 0;
	t->layout = NULL;
}

void sheet_settle(struct text_reader *t)
{
	if (!t->fresh_any)
		return;
	bool known = t->fresh.name || t->fresh.id || t->fresh.sex ||
		     !isnan(t->fresh.age.days);
	bool first = t->report->rows.n == 0;
	if (!first && known && !identity_same(&t->patient, &t->fresh)) {
		new_report(t);
	} else if (first || t->fresh_opens) {
		sheet_close(t);
		identity_merge(&t->patient, &t->fresh);
		open_sheet(t);
	} else {
		identity_merge(&t->patient, &t->fresh);
		fill_times(&t->sheet, &t->fresh);
		if (t->fresh.specimen)
			t->specimen = t->fresh.specimen;
	}
	t->fresh = identity_none();
	t->fresh_any = t->fresh_opens = false;
}

static void set_age(struct report *r, const struct identity *p)
{
	r->patient.age = p->age;
	if (!isnan(p->age.days) || p->birth == DATE_NONE ||
	    r->when == DATE_NONE)
		return;
	double days = (double)(r->when - p->birth) / DATE_DAY;
	if (days < 0 || days > 130 * 365.25)
		return;
	bool years = days >= 2 * 365.25;
	r->patient.age =
		(struct age){days, years ? floor(days / 365.25) : floor(days),
			     years ? "y" : "d"};
}

static void set_patient(struct text_reader *t)
{
	struct report *r = t->report;
	const struct identity *p = &t->patient;

	r->patient.sex = p->sex;
	r->patient_name = p->name;
	r->patient_id = p->id;
	if (p->diagnosis)
		r->diagnosis = p->diagnosis;
	if (!isnan(p->weeks) && p->weeks > 0 && p->weeks < 45) {
		r->patient.weeks = p->weeks;
		r->patient.pregnant = TRI_YES;
	}
	set_age(r, p);
}

void sheet_close(struct text_reader *t)
{
	struct report *r = t->report;
	int64_t when = identity_when(&t->sheet);

	for (size_t i = t->sheet_first; i < r->rows.n; i++)
		if (r->rows.at[i].when == DATE_NONE)
			r->rows.at[i].when = when;
	if (when != DATE_NONE && (r->when == DATE_NONE || when > r->when))
		r->when = when;
	if (t->sheet.specimen && !r->specimen)
		r->specimen = t->sheet.specimen;
	t->sheet_first = r->rows.n;
	set_patient(t);
}
