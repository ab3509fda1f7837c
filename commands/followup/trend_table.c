/* trend without an analyte: a line with a sparkline for each. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/table.h"

#include <math.h>

enum { SPARKS = 24 };

/* Means of equal parts of the time, for a sparkline. */
static const char *spark(struct followup *f, const struct trend *t)
{
	double sum[SPARKS] = {0};
	size_t count[SPARKS] = {0};
	struct strbuf sb = STRBUF_INIT;
	int64_t span = t->last - t->first;
	size_t k = 0;
	double y[SPARKS];

	for (size_t i = 0; i < t->list.n; i++) {
		const struct chart_observation *o = &t->list.at[i];
		if (isnan(o->canonical) || o->comparator)
			continue;
		double part = span > 0 ? (double)(o->at + o->zone - t->first) /
						 (double)span
				       : 0;
		size_t bin =
			t->used <= SPARKS ? k++ : (size_t)(part * (SPARKS - 1));
		sum[bin] += o->canonical;
		count[bin]++;
	}
	size_t n = t->used <= SPARKS ? k : SPARKS;
	for (size_t i = 0; i < n; i++)
		y[i] = count[i] ? sum[i] / (double)count[i] : NUM_NONE;
	plot_sparkline(&sb, f->app->ui, y, n);
	const char *text = arena_strndup(&f->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

const char *trend_last(struct followup *f, const struct trend *t)
{
	const struct chart_observation *o = &t->list.at[t->list.n - 1];
	char number[NUM_SIZE];

	return arena_printf(
		&f->arena, "%s%s", o->comparator ? o->comparator : "",
		isnan(o->canonical)
			? (o->text ? o->text : "?")
			: num_format(number, round(o->canonical * 100) / 100));
}

void trend_table(struct followup *f, const struct trend_vec *all)
{
	struct ui *ui = f->app->ui;
	const struct table_column columns[] = {
		{SAY(ui, "项目", "analyte"), false, true},
		{"n", true, false},
		{SAY(ui, "走势", "course"), false, false},
		{SAY(ui, "末次", "last"), true, false},
		{SAY(ui, "日期", "date"), false, false},
		{SAY(ui, "目标", "target"), false, false},
		{SAY(ui, "未达", "out"), true, false}};
	enum { N = sizeof columns / sizeof *columns };
	const char **cells =
		arena_array(&f->arena, const char *, all->n *N + 1);

	for (size_t i = 0; i < all->n; i++) {
		const struct trend *t = &all->at[i];
		const struct chart_observation *o = &t->list.at[t->list.n - 1];
		const char **cell = cells + i * N;
		char day[32];
		cell[0] = t->analyte->name.in[ui->lang];
		cell[1] = arena_printf(&f->arena, "%zu", t->list.n);
		cell[2] = spark(f, t);
		cell[3] = trend_last(f, t);
		cell[4] = arena_strdup(
			&f->arena, date_format(day, o->at + o->zone, false));
		cell[5] = target_text(f, &t->target);
		cell[6] = t->target.origin
				  ? arena_printf(&f->arena, "%zu", t->out)
				  : NULL;
	}
	if (all->n)
		table_print(&f->out, ui, columns, N, cells, all->n);
	else
		strbuf_adds(&f->out, SAY(ui, "这段时间没有读数\n",
					 "no reading in this time\n"));
}
