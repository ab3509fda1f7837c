/* The 14-day profile of a sensor: figures, percentiles, chart of a day. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/followup/cgm.h"

#include <math.h>
#include <string.h>

enum { CHART_BINS = 96, CHART_ROWS = 14 };

/* The last 14 days, unless the person asked for another time. */
static const struct chart_observation *window(const struct followup *f,
					      const struct trend *t,
					      size_t *ret_n)
{
	size_t from = f->params->days.given
			      ? 0
			      : cgm_window(t->list.at, t->list.n, CGM_DAYS);

	*ret_n = t->list.n - from;
	return t->list.n ? t->list.at + from : NULL;
}

static enum cgm_goal goal_of(const struct trend *t)
{
	return t->pregnant ? CGM_PREGNANT : CGM_ADULT;
}

static void row(struct followup *f, struct strbuf *out, const struct cgm *m,
		const char *name, double percent, const char *goal, bool met)
{
	strbuf_adds(out, name);
	strbuf_addf(out, " %5s%%", trend_number(f, percent, 1));
	if (goal)
		strbuf_addf(out, SAY(f->app->ui, "  目标 %s%s", "  goal %s%s"),
			    goal,
			    !m->sufficient ? ""
			    : met          ? SAY(f->app->ui, " 达到", " met")
				  : SAY(f->app->ui, " 未达", " NOT met"));
	strbuf_addch(out, '\n');
}

static void ranges_pregnant(struct followup *f, struct strbuf *out,
			    const struct cgm *m)
{
	struct ui *ui = f->app->ui;
	double below = m->low + m->very_low;

	strbuf_adds(out, SAY(ui, "  妊娠目标（1 型糖尿病的共识值）\n",
			     "  goals of pregnancy (agreed for type 1)\n"));
	row(f, out, m, "  >7.8      TAR ", m->high, "<25%", m->high < 25);
	row(f, out, m, "  3.5-7.8   TIR ", m->in_range, ">70%",
	    m->in_range > 70);
	row(f, out, m, SAY(ui, "  <3.5      合计", "  <3.5      all "), below,
	    "<4%", below < 4);
	row(f, out, m, "  <3.0      TBR2", m->very_low, "<1%", m->very_low < 1);
}

static void older(struct followup *f, struct strbuf *out, const struct cgm *m)
{
	struct ui *ui = f->app->ui;

	strbuf_addf(out,
		    SAY(ui,
			"  老年或高危者的目标：TIR >50%%、<3.9 <1%%、>13.9 "
			"<10%%%s\n",
			"  goals if frail or at high risk: TIR >50%%, <3.9 "
			"<1%%, >13.9 <10%%%s\n"),
		    !m->sufficient ? ""
		    : m->in_range > 50 && m->low + m->very_low < 1 &&
				    m->very_high < 10
			    ? SAY(ui, " 达到", " met")
			    : SAY(ui, " 未达", " NOT met"));
}

static void ranges(struct followup *f, struct strbuf *out, const struct cgm *m)
{
	struct ui *ui = f->app->ui;
	double above = m->high + m->very_high, below = m->low + m->very_low;

	row(f, out, m, "  >13.9     TAR2", m->very_high, "<5%",
	    m->very_high < 5);
	row(f, out, m, "  10.1-13.9 TAR1", m->high, NULL, true);
	row(f, out, m, SAY(ui, "  >10.0     合计", "  >10.0     all "), above,
	    "<25%", above < 25);
	row(f, out, m, "  3.9-10.0  TIR ", m->in_range, ">70%",
	    m->in_range > 70);
	row(f, out, m, SAY(ui, "  <3.9      合计", "  <3.9      all "), below,
	    "<4%", below < 4);
	row(f, out, m, "  3.0-3.8   TBR1", m->low, NULL, true);
	row(f, out, m, "  <3.0      TBR2", m->very_low, "<1%", m->very_low < 1);
}

static void figures(struct followup *f, struct strbuf *out, const struct cgm *m)
{
	struct ui *ui = f->app->ui;

	strbuf_addf(out,
		    SAY(ui,
			"  均值 %s mmol/L（%s mg/dL）  SD %s  GMI %s%%  "
			"CV %s%%（目标 ≤36%%）\n",
			"  mean %s mmol/L (%s mg/dL)  SD %s  GMI %s%%  CV "
			"%s%% (goal ≤36%%)\n"),
		    trend_number(f, m->mean / CGM_MG_PER_MMOL, 1),
		    trend_number(f, m->mean, 0),
		    trend_number(f, m->sd / CGM_MG_PER_MMOL, 1),
		    trend_number(f, m->gmi, 1), trend_number(f, m->cv, 1));
	strbuf_addf(out,
		    SAY(ui, "  GRI %s%s  MAGE %s mmol/L\n",
			"  GRI %s%s  MAGE %s mmol/L\n"),
		    trend_number(f, m->gri, 1),
		    isnan(m->gri)
			    ? ""
			    : arena_printf(&f->arena,
					   SAY(ui, "（%c 区）", " (zone %c)"),
					   cgm_gri_zone(m->gri)),
		    trend_number(f, m->mage / CGM_MG_PER_MMOL, 1));
}

/* What research reports besides. */
static void indices(struct followup *f, struct strbuf *out, const struct cgm *m)
{
	strbuf_addf(out,
		    SAY(f->app->ui,
			"  LBGI %s  HBGI %s  J 指数 %s  MODD %s mmol/L\n",
			"  LBGI %s  HBGI %s  J index %s  MODD %s mmol/L\n"),
		    trend_number(f, m->lbgi, 1), trend_number(f, m->hbgi, 1),
		    trend_number(f, m->j_index, 1),
		    trend_number(f, m->modd / CGM_MG_PER_MMOL, 1));
}

/* Every third hour, so that it fits beside anything. */
static void hours(struct followup *f, struct strbuf *out,
		  const struct cgm_bin *bins)
{
	strbuf_adds(out, SAY(f->app->ui, "  时刻   n", "  hour   n"));
	for (int c = 0; c < CGM_CURVES; c++)
		strbuf_addf(out, "    P%02d", cgm_percents[c]);
	strbuf_addch(out, '\n');
	for (int b = 0; b < CGM_BINS; b += 3) {
		strbuf_addf(out, "  %02d:00 %3zu", b, bins[b].n);
		for (int c = 0; c < CGM_CURVES; c++) {
			double x = bins[b].at[c];
			strbuf_addf(out, "  %5s",
				    isinf(x) ? (x < 0 ? "LOW" : "HIGH")
					     : trend_number(f, x, 1));
		}
		strbuf_addch(out, '\n');
	}
}

static struct plot_point *curve_points(struct followup *f,
				       const struct cgm_bin *bins, int n,
				       int which)
{
	struct plot_point *at =
		arena_array(&f->arena, struct plot_point, (size_t)n);

	for (int b = 0; b < n; b++) {
		double y = bins[b].at[which];
		at[b] = (struct plot_point){
			.x = (b + 0.5) * DATE_DAY / n,
			.y = isinf(y) ? NUM_NONE : y,
			.beyond = isinf(y) ? (y < 0 ? -1 : 1) : 0};
	}
	return at;
}

bool trend_cgm_plot(struct followup *f, const struct trend *t, struct plot *ret)
{
	struct cgm_bin bins[CHART_BINS];
	struct plot_curve *curves =
		arena_array(&f->arena, struct plot_curve, CGM_CURVES);
	size_t n, filled = 0;
	const struct chart_observation *list = window(f, t, &n);

	cgm_profile(list, n, CHART_BINS, bins);
	for (int b = 0; b < CHART_BINS; b++)
		filled += bins[b].n >= CGM_LEAST;
	if (filled < CHART_BINS / 4)
		return false;
	*ret = (struct plot){.title = SAY(f->app->ui, "动态葡萄糖图谱（AGP）",
					  "Ambulatory glucose profile (AGP)"),
			     .unit = t->analyte->unit,
			     .x1 = DATE_DAY,
			     .clock = true,
			     .target_low = t->target.low,
			     .target_high = t->target.high,
			     .alert_low = t->target.alert_low,
			     .alert_high = t->target.alert_high};
	for (int c = 0; c < CGM_CURVES; c++)
		curves[c] = (struct plot_curve){
			curve_points(f, bins, CHART_BINS, c), CHART_BINS,
			c == 0 || c == CGM_CURVES - 1 ? 0 : 3600,
			c != CGM_CURVES / 2};
	ret->curves = (struct plot_curve_vec){curves, CGM_CURVES, CGM_CURVES};
	struct plot_curve *range = arena_array(&f->arena, struct plot_curve, 4);
	range[0] = curves[0];
	range[1] = curves[4];
	range[2] = curves[1];
	range[3] = curves[3];
	ret->range = range;
	ret->n_range = 2;
	plot_frame(ret);
	return true;
}

void trend_cgm_text(struct followup *f, const struct trend *t,
		    struct strbuf *out)
{
	struct ui *ui = f->app->ui;
	struct cgm_bin bins[CGM_BINS];
	struct plot plot;
	struct cgm m;
	size_t n;
	const struct chart_observation *list = window(f, t, &n);
	char from[32], to[32];

	if (!cgm_describe(list, n, goal_of(t), &m))
		return;
	strbuf_addf(out,
		    SAY(ui,
			"%.10s 至 %.10s：%zu 个，有效 %s%%，占 14 天的 "
			"%s%%%s\n",
			"%.10s to %.10s: n %zu, active %s%%, %s%% of 14 "
			"days%s\n"),
		    date_format(from, list[0].at + list[0].zone, false),
		    date_format(to, list[n - 1].at + list[n - 1].zone, false),
		    n, trend_number(f, m.active, 1),
		    trend_number(f, m.coverage, 1),
		    m.sufficient ? SAY(ui, "：够", ": sufficient")
				 : SAY(ui, "：不足 70%，只作参考，不下结论",
				       ": less than 70%, no verdict"));
	if (t->pregnant)
		ranges_pregnant(f, out, &m);
	else
		ranges(f, out, &m);
	if (t->older && !t->pregnant)
		older(f, out, &m);
	figures(f, out, &m);
	if (f->params->common.all)
		indices(f, out, &m);
	if (!trend_cgm_plot(f, t, &plot))
		return;
	cgm_profile(list, n, CGM_BINS, bins);
	strbuf_addf(out, "%s\n", plot.title);
	plot_text(out, ui, &plot, CHART_ROWS);
	if (f->params->common.all)
		hours(f, out, bins);
}

void trend_cgm_json(struct followup *f, const struct trend *t, struct jw *j)
{
	struct cgm_bin bins[CGM_BINS];
	struct cgm m;
	size_t n;
	const struct chart_observation *list = window(f, t, &n);

	if (!cgm_describe(list, n, goal_of(t), &m))
		return;
	jw_object(j, "cgm");
	jw_int(j, "n", (int64_t)m.n);
	jw_num(j, "days", m.days);
	jw_num(j, "active", m.active);
	jw_num(j, "coverage_14d", m.coverage);
	jw_bool(j, "sufficient", m.sufficient);
	jw_num(j, "mean_mg_dl", m.mean);
	jw_num(j, "sd_mg_dl", m.sd);
	jw_num(j, "cv", m.cv);
	jw_num(j, "gmi", m.gmi);
	jw_num(j, "tir", m.in_range);
	jw_num(j, "low", m.low);
	jw_num(j, "very_low", m.very_low);
	jw_num(j, "high", m.high);
	jw_num(j, "very_high", m.very_high);
	jw_num(j, "gri", m.gri);
	if (!isnan(m.gri))
		jw_strn(j, "gri_zone", (char[]){cgm_gri_zone(m.gri)}, 1);
	jw_str(j, "ranges", t->pregnant ? "pregnancy" : "adult");
	jw_num(j, "mage_mg_dl", m.mage);
	jw_num(j, "lbgi", m.lbgi);
	jw_num(j, "hbgi", m.hbgi);
	jw_num(j, "j_index", m.j_index);
	jw_num(j, "modd_mg_dl", m.modd);
	jw_array(j, "agp");
	cgm_profile(list, n, CGM_BINS, bins);
	for (int b = 0; b < CGM_BINS; b++) {
		static const char *const keys[CGM_CURVES] = {"p5", "p25", "p50",
							     "p75", "p95"};
		jw_object(j, NULL);
		jw_int(j, "hour", b);
		jw_int(j, "n", (int64_t)bins[b].n);
		for (int c = 0; c < CGM_CURVES; c++)
			jw_num(j, keys[c], bins[b].at[c]);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}
