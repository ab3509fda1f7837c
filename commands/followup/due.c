/* due: the work list, as a table, CSV, JSON or a calendar. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/map.h"
#include "commands/followup/ics.h"
#include "commands/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A calendar is told of visits that were cancelled so long ago. */
enum { CANCELLED_DAYS = 90 };

struct row {
	const struct chart_visit *visit;
	enum visit_state state;
	int64_t days;
	bool recheck;                       /* brought forward by a finding */
	const char *name, *protocol, *kind; /* words */
};
struct row_vec VEC_OF(struct row);

struct protocols_read {
	struct map by_id;
};

/* What a finding brought forward first, then the longest overdue. */
static int by_risk(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	if (a->recheck != b->recheck)
		return a->recheck ? -1 : 1;
	if (a->days != b->days)
		return a->days > b->days ? -1 : 1;
	if (a->visit->planned != b->visit->planned)
		return a->visit->planned < b->visit->planned ? -1 : 1;
	return strcmp(a->visit->patient, b->visit->patient);
}

/* The last day whose open windows are wanted. */
static int64_t until(const struct followup *f)
{
	switch (f->params->when) {
	case DUE_WEEK:
		return f->today + 6;
	case DUE_MONTH:
		return f->today + 30;
	default:
		return f->today;
	}
}

/* A protocol is read once for all its visits. NULL: the knowledge base no
 * longer has it. */
static const struct protocol *protocol_of(struct followup *f,
					  struct protocols_read *read,
					  const char *id)
{
	size_t n = strlen(id);
	const struct map_slot *slot = map_find(&read->by_id, id, n);
	struct err unknown;

	if (slot)
		return slot->value;
	struct protocol *p = arena_array(&f->arena, struct protocol, 1);
	if (!protocol_find(f->app->kb, id, &f->arena, p, &unknown))
		p = NULL;
	map_put(&read->by_id, id, n, p);
	return p;
}

static bool name_row(struct followup *f, struct protocols_read *read,
		     struct row *row, struct err *err)
{
	struct chart_patient patient;
	enum lang lang = f->app->ui->lang;
	const struct protocol *p = protocol_of(f, read, row->visit->protocol);

	row->protocol = row->visit->protocol;
	row->kind = row->visit->kind;
	if (p) {
		const struct protocol_visit *v =
			protocol_visit_find(p, row->visit->kind);
		row->protocol = p->title.in[lang];
		if (v)
			row->kind = v->name.in[lang];
		row->recheck =
			v && !v->n_at && !v->every.days && !v->every.months;
	}
	if (!f->params->with_names)
		return true;
	if (!chart_patient_get(f->chart, row->visit->patient, &f->arena,
			       &patient, err))
		return false;
	row->name = patient.name;
	return true;
}

static bool collect(struct followup *f, const struct chart_visit_vec *visits,
		    struct row_vec *ret, struct err *err)
{
	struct protocols_read read = {{0}};
	bool ok = true;

	for (size_t i = 0; ok && i < visits->n; i++) {
		struct row row = {.visit = &visits->at[i]};
		row.state = visit_state(row.visit, f->today, &row.days);
		if (f->params->when == DUE_OVERDUE && !row.days &&
		    row.state != VISIT_CANCELLED)
			continue;
		ok = name_row(f, &read, &row, err);
		if (ok)
			vec_push(ret, row);
	}
	map_free(&read.by_id);
	if (ret->n)
		qsort(ret->at, ret->n, sizeof *ret->at, by_risk);
	return ok;
}

/* Why somebody was not reached the last time. */
static const char *reason(const struct row *r)
{
	return r->visit->outcome &&
			       strcmp(r->visit->outcome, "not-reached") == 0
		       ? r->visit->note
		       : NULL;
}

enum { COLUMNS = 8 };

static void fill_cells(struct followup *f, const struct row *r,
		       const char *cell[COLUMNS])
{
	cell[0] = r->visit->patient;
	cell[1] = r->name;
	cell[2] = followup_date(f, r->visit->planned);
	cell[3] = visit_state_word(f->app->ui, r->state);
	cell[4] = r->days ? arena_printf(&f->arena, "%lld", (long long)r->days)
			  : NULL;
	cell[5] = r->protocol;
	cell[6] = r->kind;
	cell[7] = reason(r);
}

/* Columns in which nothing stands are left out. */
static size_t drop_empty(struct table_column columns[COLUMNS],
			 const char **cells, size_t rows)
{
	bool used[COLUMNS] = {0};
	size_t n = 0, at = 0;

	for (size_t i = 0; i < rows * COLUMNS; i++)
		used[i % COLUMNS] |= cells[i] != NULL;
	for (size_t c = 0; c < COLUMNS; c++)
		if (used[c])
			columns[n++] = columns[c];
	for (size_t i = 0; i < rows * COLUMNS; i++)
		if (used[i % COLUMNS])
			cells[at++] = cells[i];
	return n;
}

/* A day of rest is not moved: holidays are decreed year by year, and the window
 * says what is free. */
static void say_weekends(struct followup *f, const struct row_vec *rows)
{
	enum { SHOWN = 3 };
	struct ui *ui = f->app->ui;
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct chart_visit *v = rows->at[i].visit;
		/* 1970-01-01 was a Thursday */
		if ((v->planned + 3) % 7 < 5 || v->last < f->today)
			continue;
		if (!n++)
			strbuf_adds(&f->out,
				    SAY(ui,
					"计划日在周末的不移动，可访的日子：",
					"planned on a weekend, not moved; the "
					"days that will do:"));
		if (n <= SHOWN)
			strbuf_addf(&f->out, "\n  %s  %s – %s", v->patient,
				    followup_date(f, v->first),
				    followup_date(f, v->last));
	}
	if (n > SHOWN)
		strbuf_addf(&f->out,
			    SAY(ui, "\n  另有 %zu 项（-f csv 有全部窗口）",
				"\n  and %zu more (-f csv has every window)"),
			    n - SHOWN);
	if (n)
		strbuf_addch(&f->out, '\n');
}

static void due_text(struct followup *f, const struct row_vec *rows)
{
	struct ui *ui = f->app->ui;
	struct table_column columns[COLUMNS] = {
		{SAY(ui, "编号", "id"), false, false},
		{SAY(ui, "姓名", "name"), false, true},
		{SAY(ui, "计划", "planned"), false, false},
		{SAY(ui, "状态", "state"), false, false},
		{SAY(ui, "天数", "days"), true, false},
		{SAY(ui, "方案", "protocol"), false, true},
		{SAY(ui, "随访", "visit"), false, true},
		{SAY(ui, "未访到", "not reached"), false, true}};
	const char **cells =
		arena_array(&f->arena, const char *, rows->n *COLUMNS + 1);
	size_t overdue = 0;

	for (size_t i = 0; i < rows->n; i++) {
		overdue += rows->at[i].days > 0;
		fill_cells(f, &rows->at[i], cells + i * COLUMNS);
	}
	size_t n = drop_empty(columns, cells, rows->n);
	if (rows->n)
		table_print(&f->out, ui, columns, n, cells, rows->n);
	strbuf_addf(&f->out,
		    SAY(ui, "%s：共 %zu 项，其中逾期 %zu 项\n",
			"%s: %zu visits, %zu of them overdue\n"),
		    followup_date(f, f->today), rows->n, overdue);
	say_weekends(f, rows);
}

static void due_csv(struct followup *f, const struct row_vec *rows)
{
	char days[24];

	strbuf_adds(
		&f->out,
		SAY(f->app->ui,
		    "编号,姓名,方案,随访,计划日期,最早,最晚,状态,逾期天数,未访到\r\n",
		    "id,name,protocol,visit,planned,first,last,"
		    "state,days_overdue,not_reached\r\n"));
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *r = &rows->at[i];
		snprintf(days, sizeof days, "%lld", (long long)r->days);
		followup_csv_cell(&f->out, r->visit->patient, false);
		followup_csv_cell(&f->out, r->name, false);
		followup_csv_cell(&f->out, r->protocol, false);
		followup_csv_cell(&f->out, r->kind, false);
		followup_csv_cell(&f->out, followup_date(f, r->visit->planned),
				  false);
		followup_csv_cell(&f->out, followup_date(f, r->visit->first),
				  false);
		followup_csv_cell(&f->out, followup_date(f, r->visit->last),
				  false);
		followup_csv_cell(
			&f->out, visit_state_word(f->app->ui, r->state), false);
		followup_csv_cell(&f->out, days, false);
		followup_csv_cell(&f->out, reason(r), true);
	}
}

static void due_json(struct followup *f, const struct row_vec *rows)
{
	bool whole = f->params->common.format == FORMAT_JSON;

	if (whole)
		results_json_begin(&f->out, "clin.followup.due/1");
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *r = &rows->at[i];
		struct jw j = jw_to(&f->out);
		if (whole && i)
			strbuf_addch(&f->out, ',');
		jw_object(&j, NULL);
		jw_str(&j, "schema", "clin.followup.due/1");
		jw_str(&j, "id", r->visit->patient);
		if (f->params->with_names)
			jw_str(&j, "name", r->name);
		jw_str(&j, "protocol", r->visit->protocol);
		jw_str(&j, "visit", r->visit->kind);
		jw_str(&j, "planned", followup_date(f, r->visit->planned));
		jw_str(&j, "first", followup_date(f, r->visit->first));
		jw_str(&j, "last", followup_date(f, r->visit->last));
		jw_str(&j, "state", visit_state_name(r->state));
		jw_int(&j, "days_overdue", r->days);
		jw_bool(&j, "recheck", r->recheck);
		jw_str(&j, "not_reached", reason(r));
		jw_end(&j);
		if (!whole)
			strbuf_addch(&f->out, '\n');
	}
	if (whole)
		results_json_end(&f->out);
}

static void due_ics(struct followup *f, const struct row_vec *rows)
{
	ics_begin(&f->out);
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *r = &rows->at[i];
		const char *title = arena_printf(
			&f->arena, "%s%s%s %s %s", r->visit->patient,
			r->name ? " " : "", r->name ? r->name : "", r->protocol,
			r->kind);
		struct ics_day day = {.uid = r->visit->id,
				      .day = r->visit->planned,
				      .sequence = r->visit->sequence,
				      .cancelled = r->state == VISIT_CANCELLED,
				      .summary = title,
				      .stamp = f->app->ui->now};
		ics_add_day(&f->out, &day);
	}
	ics_end(&f->out);
}

bool followup_due(struct followup *f, struct err *err)
{
	const struct followup_params *o = f->params;
	struct due_filter filter = {
		.doctor = o->doctor,
		.village = o->village,
		.protocol = o->protocol.n ? o->protocol.at[0] : NULL,
		.until = until(f),
	};
	struct chart_visit_vec visits = {0};
	struct row_vec rows = {0};
	bool ok = followup_format(f, "text json ndjson csv ics", err) &&
		  chart_visit_due(f->chart, &filter, &f->arena, &visits, err) &&
		  (o->common.format != FORMAT_ICS ||
		   chart_visit_cancelled(f->chart, &filter,
					 f->today - CANCELLED_DAYS, &f->arena,
					 &visits, err)) &&
		  collect(f, &visits, &rows, err);

	if (ok && followup_json(f))
		due_json(f, &rows);
	else if (ok && o->common.format == FORMAT_CSV)
		due_csv(f, &rows);
	else if (ok && o->common.format == FORMAT_ICS)
		due_ics(f, &rows);
	else if (ok) {
		size_t open;
		ok = followup_open_criticals(f, NULL, &open, err);
		due_text(f, &rows);
		ok = ok && followup_ask_summary(f, err);
	}
	vec_free(&rows);
	vec_free(&visits);
	return ok;
}
