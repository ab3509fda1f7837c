#include "commands/followup/import_store.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

enum { PREVIEW = 6 };

static const char *default_unit(const struct importer *m, const char *code)
{
	static const struct {
		const char *code, *unit;
	} units[] = {{"SBP", "mm[Hg]"}, {"DBP", "mm[Hg]"}, {"HR", "/min"},
		     {"BW", "kg"},      {"TEMP", "Cel"},   {"HBA1C", "%"},
		     {"PULSEOX", "%"}};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(code, units[i].code) == 0)
			return units[i].unit;
	return strcmp(code, "CGM") == 0 || strcmp(code, "GLU") == 0 ||
			       strcmp(code, "FPG") == 0 ||
			       strcmp(code, "PPG2H") == 0
		       ? m->glucose_unit
		       : NULL;
}

/* The row's unit in UCUM; NULL: unknown. */
static const char *row_unit(struct importer *m, const struct import_row *row,
			    const struct analyte *a)
{
	char buf[UNIT_SIZE];
	const char *unit = row->unit;

	if (!unit)
		return default_unit(m, a->code);
	if (strcmp(a->code, "HR") == 0)
		return "/min"; /* bpm, 次/分 and the like */
	const char *ucum = unit_normalise(unit, strlen(unit), buf, sizeof buf);
	if (!ucum || !analyte_unit_fits(m->f->app->kb, a, ucum))
		return NULL;
	return arena_strdup(m->in.arena, ucum);
}

static const struct analyte *row_analyte(struct importer *m,
					 const struct import_row *row)
{
	struct kb *kb = m->f->app->kb;
	const char *code = row->code;

	if (!code)
		return kb_analyte_by_loinc(kb, row->loinc);
	if (strcmp(code, "GLUCOSE") == 0)
		code = m->glucose_code;
	/* fasting and two hours after a meal have limits of their own */
	if (strcmp(code, "GLU") == 0 && row->context) {
		if (strcmp(row->context, "fasting") == 0)
			code = "FPG";
		else if (strcmp(row->context, "post-prandial-2h") == 0)
			code = "PPG2H";
	}
	return kb_analyte_by_code(kb, code);
}

/* False: the value is none that a person can have. */
static bool convert(struct importer *m, const struct analyte *a,
		    struct chart_observation *o)
{
	if (isnan(o->value))
		return true; /* beyond a limit that is not known */
	if (!analyte_convert(m->f->app->kb, a, o->unit, o->value,
			     &o->canonical))
		o->canonical = NUM_NONE;
	o->canonical_unit = a->unit;
	return !isnan(o->canonical) &&
	       (isnan(a->plausible_low) || o->canonical >= a->plausible_low) &&
	       (isnan(a->plausible_high) || o->canonical <= a->plausible_high);
}

static void take_row(struct importer *m, const struct import_row *row)
{
	const struct analyte *a = row_analyte(m, row);
	struct chart_observation o = {.value = row->value,
				      .comparator = row->comparator,
				      .text = row->text,
				      .canonical = NUM_NONE,
				      .context = row->context,
				      .source = row->source ? row->source
							    : m->in.kind,
				      .row = row->line};
	const char *why = NULL;

	if (!a)
		why = "name";
	else if (!import_instant(&m->clock, row->when, &o.at, &o.zone,
				 &o.timed))
		why = "time";
	else if (o.at > m->f->app->ui->now + DATE_DAY)
		why = "future";
	else if (!(o.unit = row_unit(m, row, a)))
		why = "unit";
	else if (!convert(m, a, &o))
		why = "impossible";
	if (why) {
		import_leave(&m->in, why, row->line);
		m->impossible += strcmp(why, "impossible") == 0;
		return;
	}
	o.code = a->code;
	if (!o.context && strcmp(o.code, "GLU") == 0)
		o.context = "capillary";
	vec_push(&m->list, o);
}

bool import_take(struct importer *m, struct err *err)
{
	for (size_t i = 0; i < m->in.rows.n; i++)
		take_row(m, &m->in.rows.at[i]);
	return m->impossible * 2 <= m->in.rows.n ||
	       ERR(err, ERR_MESSAGE, m->in.kind, "1",
		   "most values are impossible in the unit it names");
}

static const struct left_word {
	const char *why;
	struct text word;
	bool harmless; /* no reading was lost */
} left_words[] = {
	{"calibration", TEXT("校准，不是读数", "calibrations"), true},
	{"event",
	 TEXT("报警、设置等，不是读数", "alarms, settings and the like"), true},
	{"control", TEXT("质控液，不是读数", "control solution"), true},
	{"skipped", TEXT("对照表说不是读数", "no readings, by the map"), true},
	{"other", TEXT("其他种类的记录", "records of other kinds"), true},
	{"pulse", TEXT("不随血压测的心率", "pulses taken without a pressure"),
	 true},
	{"repeat", TEXT("文件里重复的", "twice in the file"), true},
	{"elsewhere",
	 TEXT("与其他来源的读数相同（同时刻、同值、同单位）",
	      "the same as readings of another source (instant, value, unit)"),
	 true},
	{"withdrawn", TEXT("已撤销或未完成", "withdrawn or not final"), true},
	{"value", TEXT("数值读不出", "value unreadable"), false},
	{"time", TEXT("时间读不出", "time missing or unreadable"), false},
	{"unit", TEXT("单位不认识", "unit unknown"), false},
	{"name", TEXT("项目不认识", "measurement unknown"), false},
	{"impossible",
	 TEXT("数值不可能（单位是否写错？）",
	      "impossible values (is the unit wrong?)"),
	 false},
	{"future", TEXT("时间在将来", "in the future"), false},
	{"sensor error", TEXT("传感器错误码", "error codes of a sensor"),
	 false},
};

static const struct left_word *left_word(const char *why)
{
	for (size_t i = 0; i < sizeof left_words / sizeof *left_words; i++)
		if (strcmp(left_words[i].why, why) == 0)
			return &left_words[i];
	return NULL;
}

/* What --dry-run shows of the readings: the first, and the last. */
static void preview(struct importer *m)
{
	size_t n = m->list.n;
	char at[32];

	for (size_t i = 0; i < n; i++) {
		const struct chart_observation *o = &m->list.at[i];
		if (i == PREVIEW - 1 && n > PREVIEW) {
			strbuf_adds(&m->f->out, "  …\n");
			i = n - 1;
			o = &m->list.at[i];
		}
		strbuf_addf(&m->f->out, "  %d  %.16s  ", o->row,
			    date_format(at, o->at + o->zone, o->timed));
		followup_observation_text(m->f, &m->f->out, o);
		strbuf_addch(&m->f->out, '\n');
	}
}

static void summarise(struct importer *m, int64_t batch, size_t taken,
		      size_t there)
{
	struct ui *ui = m->f->app->ui;
	struct strbuf *out = &m->f->out;

	if (m->f->params->dry_run)
		preview(m);
	strbuf_addf(out,
		    m->f->params->dry_run
			    ? SAY(ui, "%s：将取入 %zu 条，已有 %zu 条\n",
				  "%s: %zu would be taken, %zu are there "
				  "already\n")
			    : SAY(ui, "%s：取入 %zu 条，已有 %zu 条\n",
				  "%s: %zu taken, %zu were there already\n"),
		    m->in.kind, taken, there);
	if (m->completed)
		strbuf_addf(out,
			    SAY(ui,
				"  其中 %zu 条补上了先前没写的场合（家测等），"
				"以新录的为准\n",
				"  of these %zu say how it was taken, which "
				"the chart did not: they stand instead\n"),
			    m->completed);
	for (size_t i = 0; i < m->in.left.n; i++) {
		const struct import_left *left = &m->in.left.at[i];
		const struct left_word *w = left_word(left->why);
		strbuf_addf(out,
			    SAY(ui, "  未取 %zu 条：%s（首见第 %d 行）\n",
				"  left out %zu: %s (first on line %d)\n"),
			    left->n, w ? w->word.in[ui->lang] : left->why,
			    left->line);
		if (!w || !w->harmless)
			m->f->status = EXIT_PARTIAL;
	}
	if (m->clock.skipped)
		strbuf_addf(
			out,
			SAY(ui,
			    "  %zu 条的时刻因夏令时不存在，按未拨快的钟取入\n",
			    "  %zu at times that summer time skips: taken "
			    "as of a clock not put forward\n"),
			m->clock.skipped);
	if (taken && !m->f->params->dry_run)
		strbuf_addf(out,
			    SAY(ui,
				"  批次 %lld；clin followup undo %lld 可取回\n",
				"  batch %lld; clin followup undo %lld takes "
				"it back\n"),
			    (long long)batch, (long long)batch);
}

bool import_store(struct importer *m, const struct chart_patient *patient,
		  struct err *err)
{
	size_t taken = 0, there = 0, elsewhere = 0;
	int64_t batch, id, first = INT64_MAX;
	enum chart_added added;
	bool ok = chart_batch(m->f->chart, "import", m->in.kind, &batch, err);

	for (size_t i = 0; ok && i < m->list.n; i++) {
		ok = chart_observation_add(m->f->chart, patient->id,
					   &m->list.at[i], batch, &id, &added,
					   err);
		if (!ok)
			break;
		if (chart_is_taken(added) && !taken++)
			first = id;
		m->completed += added == CHART_COMPLETES;
		if (added == CHART_OTHER_SOURCE) {
			import_leave(&m->in, "elsewhere", m->list.at[i].row);
			elsewhere++;
		}
		if (added == CHART_THERE && id >= first)
			import_leave(&m->in, "repeat", m->list.at[i].row);
		else if (added == CHART_THERE)
			there++;
	}
	if (ok)
		summarise(m, batch, taken, there);
	if (!taken && !there && !elsewhere)
		m->f->status = EXIT_PARTIAL;
	/* alarms at entry, as for what is typed */
	m->f->batch_said = true;
	if (ok && taken)
		ok = followup_findings(m->f, patient, batch, err);
	m->f->changed = ok && taken && !m->f->params->dry_run;
	return ok;
}
