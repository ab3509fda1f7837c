/* What was taken from the chart, with its dates, and what was too old. */
#include "commands/drug-check/chart.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>

static const char *day_of(const struct chart_value *v, char buf[32])
{
	date_format(buf, v->at, false);
	return buf;
}

const char *drug_chart_word(const struct app *app, const struct chart_value *v,
			    bool named, struct arena *a)
{
	const struct ui *ui = app->ui;
	const char *name = named ? v->fact.analyte->name.in[ui->lang] : "";
	const char *gap = named ? " " : "";
	char day[32], number[NUM_SIZE];

	if (!v->stale)
		return arena_printf(a, SAY(ui, "%s%s%s（%s）", "%s%s%s (%s)"),
				    name, gap, v->fact.printed, day_of(v, day));
	return arena_printf(a,
			    SAY(ui, "%s%s%s（%s，已过 %s 天）",
				"%s%s%s (%s, over %s days)"),
			    name, gap, v->fact.printed, day_of(v, day),
			    num_format(number, v->limit));
}

/* Values that rules of drugs may look at: those with a named age. */
static void add_values(struct strbuf *line, const struct app *app,
		       const struct drug_result *d, bool stale, struct arena *a)
{
	const struct ui *ui = app->ui;
	size_t n = 0;

	for (size_t i = 0; i < d->chart.values.n; i++) {
		const struct chart_value *v = &d->chart.values.at[i];
		if (isnan(v->limit) || v->passed || v->stale != stale)
			continue;
		strbuf_adds(line, n++     ? SAY(ui, "、", ", ")
				  : stale ? SAY(ui, "；过期未用：",
						"; too old, not used: ")
					  : SAY(ui, "；", "; "));
		strbuf_adds(line, drug_chart_word(app, v, true, a));
	}
}

void drug_chart_text(struct strbuf *out, const struct app *app,
		     const struct drug_result *d)
{
	const struct ui *ui = app->ui;
	struct strbuf line = STRBUF_INIT;
	struct arena a = ARENA_INIT;

	if (!d->chart.id)
		return;
	strbuf_addf(&line,
		    SAY(ui, "病历 %s：在用 %zu 条", "chart %s: takes %zu"),
		    d->chart.id, d->chart.orders);
	for (size_t i = 0; i < d->chart.allergies.n; i++)
		strbuf_addf(&line, "%s%s",
			    i ? SAY(ui, "、", ", ")
			      : SAY(ui, "；过敏 ", "; allergic to "),
			    d->chart.allergies.at[i]);
	add_values(&line, app, d, false, &a);
	add_values(&line, app, d, true, &a);
	text_wrapped(out, ui, line.buf, 3);
	arena_free(&a);
	strbuf_release(&line);
}

void drug_chart_json(struct jw *j, const struct app *app,
		     const struct drug_result *d)
{
	char day[32];

	(void)app;
	if (!d->chart.id) {
		jw_null(j, "chart");
		return;
	}
	jw_object(j, "chart");
	jw_str(j, "patient", d->chart.id);
	jw_int(j, "orders", (int64_t)d->chart.orders);
	jw_array(j, "allergies");
	for (size_t i = 0; i < d->chart.allergies.n; i++)
		jw_str(j, NULL, d->chart.allergies.at[i]);
	jw_end(j);
	jw_array(j, "values");
	for (size_t i = 0; i < d->chart.values.n; i++) {
		const struct chart_value *v = &d->chart.values.at[i];
		jw_object(j, NULL);
		jw_str(j, "code", v->code);
		jw_str(j, "printed", v->fact.printed);
		jw_str(j, "date", day_of(v, day));
		jw_num(j, "days_current", v->limit);
		jw_bool(j, "used", !v->stale && !v->passed);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}
