/* report panel: the station's counts, by protocol. */
#include "commands/followup/report.h"

#include "base/date.h"
#include "chart/critical.h"
#include "commands/table.h"

#include <stdlib.h>
#include <string.h>

struct line {
	struct protocol protocol;
	size_t managed,
		begun; /* people followed; of them begun in the period */
	size_t due, done, late, missed, overdue, lost; /* visits */
	size_t controlled, not_controlled, unknown;    /* people */
};
struct line_vec VEC_OF(struct line);

static struct line *line_of(struct followup *f, struct line_vec *lines,
			    const char *id)
{
	struct line one = {.protocol = {.id = NULL}};
	struct err gone;

	for (size_t i = 0; i < lines->n; i++)
		if (strcmp(lines->at[i].protocol.id, id) == 0)
			return &lines->at[i];
	if (!protocol_find(f->app->kb, id, &f->arena, &one.protocol, &gone)) {
		one.protocol.id = id;
		one.protocol.title = (struct text){{id, id}};
	}
	vec_push(lines, one);
	return &lines->at[lines->n - 1];
}

/* Visits planned in the period and not after today; what became of them. */
static void count_visits(struct followup *f, const struct chart_visit_vec *list,
			 int64_t plan, const struct period *period,
			 struct line *ret)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct chart_visit *v = &list->at[i];
		int64_t days;
		if (v->plan != plan || v->planned < period->from ||
		    v->planned >= period->until || v->planned > f->today)
			continue;
		enum visit_state s = visit_state(v, f->today, &days);
		bool reached = !v->outcome || strcmp(v->outcome, "done") == 0;
		if (s == VISIT_CANCELLED)
			continue;
		ret->due++;
		ret->done += s == VISIT_DONE && reached;
		ret->late += s == VISIT_DONE && reached && v->done > v->last;
		ret->missed +=
			s == VISIT_MISSED || (s == VISIT_DONE && !reached);
		ret->overdue += s == VISIT_OVERDUE;
		ret->lost += s == VISIT_LOST;
	}
}

static bool add_person(struct followup *f, const struct chart_patient *p,
		       const struct period *period, struct line_vec *lines,
		       struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct chart_visit_vec visits = {0};
	bool ok = chart_plan_list(f->chart, p->id, &f->arena, &plans, err) &&
		  chart_visit_list(f->chart, p->id, &f->arena, &visits, err);

	for (size_t i = 0; ok && i < plans.n; i++) {
		const struct chart_plan *plan = &plans.at[i];
		int controlled;
		if (plan->start >= period->until ||
		    (plan->ended != DATE_NONE && plan->ended < period->from))
			continue;
		struct line *line = line_of(f, lines, plan->protocol);
		line->managed++;
		line->begun += plan->start >= period->from;
		count_visits(f, &visits, plan->id, period, line);
		if (!line->protocol.n_control)
			continue;
		ok = report_controlled(f, p, &line->protocol, period->from,
				       period->until, &controlled, err);
		line->controlled += controlled == 1;
		line->not_controlled += controlled == 0;
		line->unknown += controlled < 0;
	}
	vec_free(&plans);
	vec_free(&visits);
	return ok;
}

static const char *percent(struct followup *f, size_t part, size_t whole)
{
	return whole ? arena_printf(&f->arena, "%.1f%%",
				    100.0 * (double)part / (double)whole)
		     : "";
}

static const char *count(struct followup *f, size_t n)
{
	return arena_printf(&f->arena, "%zu", n);
}

enum { COLUMNS = 13 };

/* One line's cells, in the order of the headings. */
static void cells_of(struct followup *f, const struct line *l, bool csv,
		     const char *cell[COLUMNS])
{
	bool rated = l->protocol.n_control > 0;

	cell[0] = csv ? l->protocol.id : l->protocol.title.in[f->app->ui->lang];
	cell[1] = count(f, l->managed);
	cell[2] = count(f, l->begun);
	cell[3] = count(f, l->due);
	cell[4] = count(f, l->done);
	cell[5] = count(f, l->late);
	cell[6] = count(f, l->missed);
	cell[7] = percent(f, l->done, l->due);
	cell[8] = count(f, l->overdue);
	cell[9] = count(f, l->lost);
	cell[10] = rated ? count(f, l->controlled) : "";
	cell[11] = rated ? count(f, l->unknown) : "";
	cell[12] = rated ? percent(f, l->controlled, l->managed) : "";
}

static void heading(const struct ui *ui, const char *ret[COLUMNS])
{
	static const struct text words[COLUMNS] = {
		TEXT("方案", "protocol"),   TEXT("在管", "managed"),
		TEXT("新增", "new"),        TEXT("应访", "due"),
		TEXT("完成", "done"),       TEXT("迟", "late"),
		TEXT("未访到", "missed"),   TEXT("完成率", "done %"),
		TEXT("逾期", "overdue"),    TEXT("失访", "lost"),
		TEXT("达标", "controlled"), TEXT("无读数", "no reading"),
		TEXT("控制率", "control %")};

	for (int i = 0; i < COLUMNS; i++)
		ret[i] = words[i].in[ui->lang];
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->protocol.id,
		      ((const struct line *)b)->protocol.id);
}

static void panel_csv(struct followup *f, const struct line_vec *lines)
{
	const char *cell[COLUMNS];

	heading(f->app->ui, cell);
	for (int i = 0; i < COLUMNS; i++)
		followup_csv_cell(&f->out, cell[i], i + 1 == COLUMNS);
	for (size_t k = 0; k < lines->n; k++) {
		cells_of(f, &lines->at[k], true, cell);
		for (int i = 0; i < COLUMNS; i++)
			followup_csv_cell(&f->out, cell[i], i + 1 == COLUMNS);
	}
}

/* Two narrow tables, so that 80 columns hold them: visits, then control. */
static void panel_text(struct followup *f, const struct line_vec *lines)
{
	const char *head[COLUMNS], *all[COLUMNS];
	static const int first[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
			 second[] = {0, 1, 10, 11, 12};
	const struct {
		const int *at;
		size_t n;
	} parts[] = {{first, 10}, {second, 5}};

	heading(f->app->ui, head);
	for (size_t t = 0; t < 2; t++) {
		struct table_column columns[COLUMNS];
		size_t n = parts[t].n, rows = 0;
		const char **cells =
			arena_array(&f->arena, const char *, lines->n *n + 1);
		for (size_t i = 0; i < n; i++)
			columns[i] = (struct table_column){head[parts[t].at[i]],
							   i > 0, i == 0};
		for (size_t k = 0; k < lines->n; k++) {
			if (t == 1 && !lines->at[k].protocol.n_control)
				continue;
			cells_of(f, &lines->at[k], false, all);
			for (size_t i = 0; i < n; i++)
				cells[rows * n + i] = all[parts[t].at[i]];
			rows++;
		}
		if (rows)
			table_print(&f->out, f->app->ui, columns, n, cells,
				    rows);
	}
}

bool report_panel(struct followup *f, const struct period *period,
		  struct err *err)
{
	struct chart_patient_vec list = {0};
	struct chart_critical_vec open = {0};
	struct line_vec lines = {0};
	struct ui *ui = f->app->ui;
	bool ok = followup_format(f, "text csv", err) &&
		  chart_patient_list(f->chart, f->params->doctor,
				     f->params->village, true, &f->arena, &list,
				     err) &&
		  chart_critical_list(f->chart, NULL, true, &f->arena, &open,
				      err);

	for (size_t i = 0; ok && i < list.n; i++)
		ok = add_person(f, &list.at[i], period, &lines, err);
	if (lines.n)
		qsort(lines.at, lines.n, sizeof *lines.at, by_id);
	if (ok && f->params->common.format == FORMAT_CSV) {
		panel_csv(f, &lines);
	} else if (ok) {
		strbuf_addf(&f->out,
			    SAY(ui, "%s 在册 %zu 人，未闭环危急值 %zu 条\n",
				"%s: %zu people in the chart, %zu critical "
				"values open\n"),
			    period->text, list.n, open.n);
		panel_text(f, &lines);
		strbuf_adds(&f->out,
			    SAY(ui, "控制率 = 达标 / 在管；无读数者不算达标\n",
				"control % = controlled / managed; without a "
				"reading is not controlled\n"));
	}
	vec_free(&list);
	vec_free(&open);
	vec_free(&lines);
	return ok;
}
