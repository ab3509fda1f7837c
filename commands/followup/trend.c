/* trend: one analyte over time, as a plot in the terminal, CSV or JSON. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/followup/cgm.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>

enum { ROWS = 10, MARGIN = 10, COLUMNS = 200 };

struct series {
	const struct analyte *analyte;
	const struct chart_observation *at;
	size_t n, used; /* used: those with a number */
	double low, high, sum;
	int64_t first, last;
};

static struct series describe(const struct analyte *a,
			      const struct chart_observation_vec *list)
{
	struct series s = {.analyte = a,
			   .at = list->at,
			   .n = list->n,
			   .low = INFINITY,
			   .high = -INFINITY};

	for (size_t i = 0; i < s.n; i++) {
		double x = s.at[i].canonical;
		if (isnan(x) || s.at[i].comparator)
			continue;
		if (!s.used++)
			s.first = s.at[i].at;
		s.last = s.at[i].at;
		s.low = fmin(s.low, x);
		s.high = fmax(s.high, x);
		s.sum += x;
	}
	return s;
}

static void plot(struct followup *f, const struct series *s)
{
	struct ui *ui = f->app->ui;
	const char *dot = ui->ascii ? "*" : "•";
	int width = ui->width - MARGIN - 2;
	char cells[ROWS][COLUMNS];
	double span = s->high > s->low ? s->high - s->low : 1;
	int64_t time = s->last > s->first ? s->last - s->first : 1;

	width = width < 10 ? 10 : width > COLUMNS ? COLUMNS : width;
	memset(cells, ' ', sizeof cells);
	for (size_t i = 0; i < s->n; i++) {
		double x = s->at[i].canonical;
		if (isnan(x) || s->at[i].comparator)
			continue;
		int column = (int)((double)(s->at[i].at - s->first) /
				   (double)time * (width - 1));
		int row = (int)lround((s->high - x) / span * (ROWS - 1));
		cells[row][column] = 1;
	}
	for (int row = 0; row < ROWS; row++) {
		char number[NUM_SIZE];
		double level = s->high - span * row / (ROWS - 1);
		strbuf_addf(&f->out, "%*s %s", MARGIN - 1,
			    row % 3 == 0 ? num_format_fixed(number, level, 1)
					 : "",
			    ui->ascii ? "|" : "│");
		int last = width;
		while (last > 0 && cells[row][last - 1] == ' ')
			last--;
		for (int i = 0; i < last; i++)
			strbuf_adds(&f->out, cells[row][i] == 1 ? dot : " ");
		strbuf_addch(&f->out, '\n');
	}
}

/* Percentages and the like of a sensor's series; no verdict below what the
 * consensus calls sufficient. */
static void cgm_text(struct followup *f, const struct series *s)
{
	struct ui *ui = f->app->ui;
	struct cgm m;

	if (strcmp(s->analyte->code, "CGM") != 0 ||
	    !cgm_describe(s->at, s->n, &m))
		return;
	strbuf_addf(&f->out,
		    SAY(ui, "%.1f 天，有效 %.1f%%%s\n",
			"%.1f days, %.1f%% active%s\n"),
		    m.days, m.active,
		    m.sufficient
			    ? ""
			    : SAY(ui, "：不足 14 天 70%，只作参考，不下结论",
				  ": less than 14 days and 70%, no verdict"));
	strbuf_addf(
		&f->out,
		SAY(ui,
		    "TIR %.1f%%  低 %.1f%% 很低 %.1f%%  高 %.1f%% 很高 %.1f%%\n",
		    "TIR %.1f%%  low %.1f%%, very low %.1f%%  high %.1f%%, "
		    "very high %.1f%%\n"),
		m.in_range, m.low, m.very_low, m.high, m.very_high);
	strbuf_addf(
		&f->out,
		SAY(ui,
		    "均值 %.1f mmol/L（%.0f mg/dL）  GMI %.1f%%  CV %.1f%%  "
		    "GRI %.1f\n",
		    "mean %.1f mmol/L (%.0f mg/dL)  GMI %.1f%%  CV %.1f%%  "
		    "GRI %.1f\n"),
		m.mean / 18.0182, m.mean, m.gmi, m.cv, m.gri);
}

static void cgm_json(struct jw *j, const struct series *s)
{
	struct cgm m;

	if (strcmp(s->analyte->code, "CGM") != 0 ||
	    !cgm_describe(s->at, s->n, &m))
		return;
	jw_object(j, "cgm");
	jw_num(j, "days", m.days);
	jw_num(j, "active", m.active);
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
	jw_end(j);
}

static void trend_text(struct followup *f, const struct series *s)
{
	struct ui *ui = f->app->ui;
	char low[NUM_SIZE], high[NUM_SIZE], mean[NUM_SIZE], unit[UNIT_SIZE];
	char from[32], to[32];

	strbuf_addf(&f->out, "%s  %s\n", s->analyte->name.in[ui->lang],
		    s->analyte->unit
			    ? unit_show(s->analyte->unit, unit, sizeof unit)
			    : "");
	if (s->used > 1)
		plot(f, s);
	if (s->used)
		strbuf_addf(
			&f->out,
			SAY(ui,
			    "%.10s 至 %.10s：%zu 次，均值 %s，最低 %s，最高 %s\n",
			    "%.10s to %.10s: n %zu, mean %s, lowest %s, "
			    "highest %s\n"),
			date_format(from, s->first + s->at[0].zone, false),
			date_format(to, s->last + s->at[0].zone, false),
			s->used,
			num_format_fixed(mean, s->sum / (double)s->used, 1),
			num_format(low, s->low), num_format(high, s->high));
	cgm_text(f, s);
	if (s->used < s->n)
		strbuf_addf(&f->out,
			    SAY(ui, "另有 %zu 次超出量程或读不出，未画\n",
				"%zu out of range or unreadable, not drawn\n"),
			    s->n - s->used);
	if (!s->n)
		strbuf_adds(&f->out, SAY(ui, "这段时间没有读数\n",
					 "no reading in this time\n"));
}

static void trend_rows(struct followup *f, const struct series *s)
{
	bool csv = f->params->common.format == FORMAT_CSV;
	struct jw j = jw_to(&f->out);
	char at[32], number[NUM_SIZE];

	if (csv) {
		strbuf_adds(&f->out, "at,code,value,unit,context\r\n");
	} else {
		jw_object(&j, NULL);
		jw_str(&j, "schema", "clin.followup.trend/1");
		jw_str(&j, "id", f->words->at[1]);
		jw_str(&j, "code", s->analyte->code);
		jw_str(&j, "unit", s->analyte->unit);
		jw_int(&j, "n", (int64_t)s->used);
		jw_num(&j, "mean",
		       s->used ? s->sum / (double)s->used : NUM_NONE);
		cgm_json(&j, s);
		jw_array(&j, "points");
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct chart_observation *o = &s->at[i];
		date_format(at, o->at + o->zone, o->timed);
		if (csv) {
			strbuf_addf(&f->out, "%s,%s,%s%s,%s,%s\r\n", at,
				    o->code, o->comparator ? o->comparator : "",
				    isnan(o->canonical)
					    ? ""
					    : num_format(number, o->canonical),
				    o->canonical_unit ? o->canonical_unit : "",
				    o->context ? o->context : "");
			continue;
		}
		jw_object(&j, NULL);
		jw_str(&j, "at", at);
		jw_num(&j, "value", o->canonical);
		jw_str(&j, "comparator", o->comparator);
		jw_str(&j, "context", o->context);
		jw_end(&j);
	}
	if (csv)
		return;
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
}

static const struct analyte *find_analyte(struct followup *f, const char *word)
{
	struct kb *kb = f->app->kb;
	char code[64] = "";

	for (size_t i = 0; word[i] && i + 1 < sizeof code; i++)
		code[i] = (char)(word[i] >= 'a' && word[i] <= 'z'
					 ? word[i] - 'a' + 'A'
					 : word[i]);
	const struct analyte *a = kb_analyte_by_code(kb, code);
	if (a)
		return a;
	struct folded folded = fold_text(kb, word, strlen(word), &f->arena);
	struct term_match m = term_exact(kb, TERM_ANALYTE, folded.s, folded.n);
	return m.len && m.n == 1 ? kb_analyte(kb, (int)m.targets[0]) : NULL;
}

bool followup_trend(struct followup *f, struct err *err)
{
	struct chart_patient p;
	struct chart_observation_vec list = {0};
	double days = f->params->days.given ? f->params->days.value : 90;

	if (!followup_format(f, "text json ndjson csv", err) ||
	    !followup_patient(f, &p, err))
		return false;
	if (f->words->n != 3)
		return ERR(err, ERR_ARGUMENT, "trend", "P012 SBP");
	const struct analyte *a = find_analyte(f, f->words->at[2]);
	if (!a)
		return ERR(err, ERR_KB_NO_ENTRY, f->words->at[2]);
	if (!(days >= 1 && days <= 36500))
		return ERR(err, ERR_OPTION_VALUE, "--days", "", "1-36500");
	int64_t from = f->app->ui->now - (int64_t)(days * DATE_DAY);
	if (!chart_observation_series(f->chart, p.id, a->code, from, &f->arena,
				      &list, err))
		return false;
	struct series s = describe(a, &list);
	if (f->params->common.format == FORMAT_TEXT)
		trend_text(f, &s);
	else
		trend_rows(f, &s);
	vec_free(&list);
	return true;
}
