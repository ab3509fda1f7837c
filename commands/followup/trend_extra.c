/* Slope, time in therapeutic range, weight change, home average: as text and
 * JSON. The sensor's profile stands in trend_cgm.c. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/followup/course.h"

#include <math.h>
#include <string.h>

bool trend_is(const struct trend *t, const char *code)
{
	return strcmp(t->analyte->code, code) == 0;
}

const char *trend_signed(struct followup *f, double x, int digits)
{
	char number[NUM_SIZE];

	return isnan(x) ? "?"
			: arena_printf(&f->arena, "%s%s", x > 0 ? "+" : "",
				       num_format_fixed(number, x, digits));
}

const char *trend_number(struct followup *f, double x, int digits)
{
	char number[NUM_SIZE];

	return isnan(x) ? "?"
			: arena_strdup(&f->arena,
				       num_format_fixed(number, x, digits));
}

static void slope_text(struct followup *f, const struct trend *t,
		       struct strbuf *out)
{
	struct ui *ui = f->app->ui;
	struct slope s;

	if (!slope_of(t->list.at, t->list.n, &s))
		return;
	strbuf_addf(out,
		    SAY(ui, "斜率 %s mL/min/1.73m²/年",
			"slope %s mL/min/1.73m² a year"),
		    trend_signed(f, s.per_year, 1));
	if (!isnan(s.error))
		strbuf_addf(out,
			    SAY(ui, "（标准误 %s）", " (standard error %s)"),
			    trend_number(f, s.error, 1));
	strbuf_addf(out,
		    SAY(ui, "  %zu 次，%s 年\n", "  n %zu over %s years\n"),
		    s.n, trend_number(f, s.years, 1));
	if (s.n < 3 || s.years < 1)
		strbuf_adds(out, SAY(ui, "  不足 3 次或不足 1 年，不下结论\n",
				     "  fewer than 3 or less than a year: no "
				     "verdict\n"));
	else if (s.per_year <= -5)
		strbuf_adds(out,
			    SAY(ui,
				"  每年下降 ≥5：快速进展（KDIGO），查原因\n",
				"  a fall of 5 or more a year: rapid "
				"progression (KDIGO); look for the "
				"cause\n"));
}

static void ttr_text(struct followup *f, const struct trend *t,
		     struct strbuf *out)
{
	struct ui *ui = f->app->ui;
	struct ttr r;

	if (isnan(t->target.low) || isnan(t->target.high) ||
	    !ttr_of(t->list.at, t->list.n, t->target.low, t->target.high, &r))
		return;
	strbuf_addf(out,
		    SAY(ui,
			"目标内时间（Rosendaal，%s）%s%%  低于 %s%%  高于 "
			"%s%%  %s 天\n",
			"time in range (Rosendaal, %s) %s%%  below %s%%  above "
			"%s%%  of %s days\n"),
		    target_text(f, &t->target), trend_number(f, r.within, 1),
		    trend_number(f, r.below, 1), trend_number(f, r.above, 1),
		    trend_number(f, r.days, 0));
	if (r.left_out > 0)
		strbuf_addf(out,
			    SAY(ui, "  间隔超过 56 天的 %s 天不计\n",
				"  %s days between tests over 56 days apart "
				"are left out\n"),
			    trend_number(f, r.left_out, 0));
}

static void weight_text(struct followup *f, const struct trend *t,
			struct strbuf *out)
{
	static const int days[] = {3, 7, 30};
	struct ui *ui = f->app->ui;

	for (size_t i = 0; i < 3; i++) {
		double x = change_within(t->list.at, t->list.n, days[i]);
		if (!isnan(x))
			strbuf_addf(out,
				    SAY(ui, "%d 天内 %s kg  ",
					"within %d days %s kg  "),
				    days[i], trend_signed(f, x, 1));
	}
	if (out->len && out->buf[out->len - 1] == ' ')
		strbuf_addch(out, '\n');
}

/* Both pressures, whichever of them the trend is of. */
static bool home(struct followup *f, const struct chart_patient *p,
		 const struct trend *t, struct home_bp *ret, bool *ret_any,
		 struct err *err)
{
	struct chart_observation_vec other = {0};
	bool is_sbp = trend_is(t, "SBP");
	int64_t from = t->list.n ? t->list.at[0].at : 0;

	*ret_any = false;
	if (!t->list.n)
		return true;
	if (!chart_observation_series(f->chart, p->id, is_sbp ? "DBP" : "SBP",
				      from, &f->arena, &other, err))
		return false;
	*ret_any = is_sbp ? home_bp_of(t->list.at, t->list.n, other.at, other.n,
				       ret)
			  : home_bp_of(other.at, other.n, t->list.at, t->list.n,
				       ret);
	vec_free(&other);
	return true;
}

static double home_limit(struct followup *f, const char *code)
{
	const struct analyte *a = kb_analyte_by_code(f->app->kb, code);

	return a ? trend_limit(f, a, "home_below") : NUM_NONE;
}

static void home_text(struct followup *f, const struct home_bp *h,
		      struct strbuf *out)
{
	struct ui *ui = f->app->ui;
	double sbp = home_limit(f, "SBP"), dbp = home_limit(f, "DBP");

	strbuf_addf(out,
		    SAY(ui, "家测 722：%s 至 %s，%d 天，去首日后 %zu 对\n",
			"home 722: %s to %s, %d days, %zu pairs without the "
			"first day\n"),
		    followup_date(f, h->first), followup_date(f, h->last),
		    h->days, h->n);
	if (!h->n)
		return;
	strbuf_addf(out,
		    SAY(ui,
			"  平均 %s/%s（目标 <%s/%s）  上午 %s/%s  下午 "
			"%s/%s\n",
			"  mean %s/%s (target <%s/%s)  before noon %s/%s  "
			"after %s/%s\n"),
		    trend_number(f, h->sbp, 0), trend_number(f, h->dbp, 0),
		    trend_number(f, sbp, 0), trend_number(f, dbp, 0),
		    trend_number(f, h->morning_sbp, 0),
		    trend_number(f, h->morning_dbp, 0),
		    trend_number(f, h->evening_sbp, 0),
		    trend_number(f, h->evening_dbp, 0));
	if (h->short_occasions)
		strbuf_addf(out,
			    SAY(ui, "  %d 次测量中 %d 次只有一个读数\n",
				"  %d occasions, %d with a single reading\n"),
			    h->occasions, h->short_occasions);
	if (!h->sufficient)
		strbuf_adds(out, SAY(ui, "  不足 4 天或读数不够，不下结论\n",
				     "  less than 4 days or too few readings: "
				     "no verdict\n"));
	else if (h->sbp >= sbp || h->dbp >= dbp)
		strbuf_adds(out, SAY(ui, "  家测平均未达标\n",
				     "  the average at home is above "
				     "target\n"));
	else
		strbuf_adds(out, SAY(ui, "  家测平均在目标内\n",
				     "  the average at home is within "
				     "target\n"));
}

bool trend_extra_text(struct followup *f, const struct chart_patient *p,
		      const struct trend *t, struct strbuf *out,
		      struct err *err)
{
	struct home_bp h;
	bool any;

	if (trend_is(t, "CGM"))
		trend_cgm_text(f, t, out);
	else if (trend_is(t, "EGFR"))
		slope_text(f, t, out);
	else if (trend_is(t, "INR"))
		ttr_text(f, t, out);
	else if (trend_is(t, "BW"))
		weight_text(f, t, out);
	else if (trend_is(t, "SBP") || trend_is(t, "DBP")) {
		if (!home(f, p, t, &h, &any, err))
			return false;
		if (any)
			home_text(f, &h, out);
	}
	return true;
}

static void home_json(struct jw *j, const struct home_bp *h)
{
	jw_object(j, "home722");
	jw_int(j, "days", h->days);
	jw_int(j, "n", (int64_t)h->n);
	jw_int(j, "occasions", h->occasions);
	jw_int(j, "short_occasions", h->short_occasions);
	jw_bool(j, "sufficient", h->sufficient);
	jw_num(j, "sbp", h->sbp);
	jw_num(j, "dbp", h->dbp);
	jw_num(j, "morning_sbp", h->morning_sbp);
	jw_num(j, "morning_dbp", h->morning_dbp);
	jw_num(j, "evening_sbp", h->evening_sbp);
	jw_num(j, "evening_dbp", h->evening_dbp);
	jw_end(j);
}

static void course_json(const struct trend *t, struct jw *j)
{
	struct slope s;
	struct ttr r;

	if (trend_is(t, "EGFR") && slope_of(t->list.at, t->list.n, &s)) {
		jw_object(j, "slope");
		jw_int(j, "n", (int64_t)s.n);
		jw_num(j, "years", s.years);
		jw_num(j, "per_year", s.per_year);
		jw_num(j, "standard_error", s.error);
		jw_bool(j, "sufficient", s.n >= 3 && s.years >= 1);
		jw_end(j);
	}
	if (trend_is(t, "INR") && !isnan(t->target.low) &&
	    !isnan(t->target.high) &&
	    ttr_of(t->list.at, t->list.n, t->target.low, t->target.high, &r)) {
		jw_object(j, "ttr");
		jw_str(j, "method", "rosendaal");
		jw_int(j, "n", (int64_t)r.n);
		jw_num(j, "days", r.days);
		jw_num(j, "days_left_out", r.left_out);
		jw_num(j, "within", r.within);
		jw_num(j, "below", r.below);
		jw_num(j, "above", r.above);
		jw_end(j);
	}
	if (trend_is(t, "BW")) {
		jw_object(j, "change");
		jw_num(j, "3d", change_within(t->list.at, t->list.n, 3));
		jw_num(j, "7d", change_within(t->list.at, t->list.n, 7));
		jw_num(j, "30d", change_within(t->list.at, t->list.n, 30));
		jw_end(j);
	}
}

bool trend_extra_json(struct followup *f, const struct chart_patient *p,
		      const struct trend *t, struct jw *j, struct err *err)
{
	struct home_bp h;
	bool any;

	if (trend_is(t, "CGM"))
		trend_cgm_json(f, t, j);
	course_json(t, j);
	if (!trend_is(t, "SBP") && !trend_is(t, "DBP"))
		return true;
	if (!home(f, p, t, &h, &any, err))
		return false;
	if (any)
		home_json(j, &h);
	return true;
}
