/* import: a device's export → readings, each once. */
#include "commands/followup/import.h"

#include "base/date.h"
#include "base/encoding.h"
#include "base/io.h"
#include "base/num.h"
#include "commands/followup/followup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool import_date_order(const struct import *in, int64_t today, int *ret)
{
	bool possible[2] = {true, true}, needed = false;
	int64_t t;

	for (size_t i = 0; i < in->rows.n; i++) {
		const char *when = in->rows.at[i].when;
		size_t n = strlen(when);
		bool reads[2];
		for (int order = 0; order < 2; order++)
			reads[order] = date_parse(when, n, order, &t, NULL) &&
				       t / DATE_DAY <= today + 1;
		if (!reads[0] && !reads[1])
			continue; /* no date at all: left out later */
		possible[0] &= reads[0];
		possible[1] &= reads[1];
		needed |= !date_parse(when, n, -1, &t, NULL);
	}
	*ret = possible[1] ? 1 : 0;
	return !needed || possible[0] != possible[1];
}

struct importer {
	struct followup *f;
	struct import in;
	int order;
	const char *glucose_unit, *glucose_code; /* decided for the file */
	struct chart_observation_vec list;
	size_t impossible;
};

/* "Z", "+0800", "+08:00" behind a time. False: it has none. */
static bool read_zone(const char *text, int *ret)
{
	int h, m;

	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	text += strspn(text, " ");
	*ret = 0;
	if (*text == 'Z')
		return true;
	if ((*text != '+' && *text != '-') ||
	    (sscanf(text + 1, "%2d:%2d", &h, &m) != 2 &&
	     sscanf(text + 1, "%2d%2d", &h, &m) != 2))
		return false;
	*ret = (h * 3600 + m * 60) * (*text == '-' ? -1 : 1);
	return true;
}

/* Local time as printed, or an instant with its zone. */
static bool row_instant(const struct importer *m, const struct import_row *row,
			struct chart_observation *o)
{
	int64_t local;
	size_t n = date_parse(row->when, strlen(row->when), m->order, &local,
			      &o->timed);

	if (!n)
		return false;
	if (!read_zone(row->when + n, &o->zone))
		o->zone = m->f->app->ui->zone;
	o->at = local - o->zone;
	return true;
}

/* A glucose without a unit: mmol/L has decimals and stays below 40, mg/dL are
 * whole numbers that do not. */
static bool decide_glucose(struct importer *m, struct err *err)
{
	bool below = true, above = true, decimals = false, any = false;
	size_t n = 0;
	int64_t first = 0, last = 0;

	for (size_t i = 0; i < m->in.rows.n; i++) {
		const struct import_row *row = &m->in.rows.at[i];
		struct chart_observation o;
		if (strcmp(row->code, "GLUCOSE") == 0 &&
		    row_instant(m, row, &o)) {
			first = n && first < o.at ? first : o.at;
			last = n && last > o.at ? last : o.at;
			n++;
		}
		if (row->unit || isnan(row->value) ||
		    (strcmp(row->code, "GLUCOSE") != 0 &&
		     strcmp(row->code, "CGM") != 0 &&
		     strcmp(row->code, "GLU") != 0))
			continue;
		any = true;
		below &= row->value < 40;
		above &= row->value >= 40;
		decimals |= row->value != floor(row->value);
	}
	/* more than a reading every 20 minutes on average is a sensor's */
	m->glucose_code = n >= 50 && (last - first) / (int64_t)n <= 20 * 60
				  ? "CGM"
				  : "GLU";
	m->glucose_unit = below && decimals    ? "mmol/L"
			  : above && !decimals ? "mg/dL"
					       : NULL;
	return !any || m->glucose_unit ||
	       ERR(err, ERR_MESSAGE, m->in.kind, "1",
		   "the file does not say the unit of its glucose");
}

static const char *default_unit(const struct importer *m, const char *code)
{
	static const struct {
		const char *code, *unit;
	} units[] = {{"SBP", "mm[Hg]"},
		     {"DBP", "mm[Hg]"},
		     {"HR", "/min"},
		     {"BW", "kg"},
		     {"TEMP", "Cel"}};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(code, units[i].code) == 0)
			return units[i].unit;
	return m->glucose_unit;
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

static void take_row(struct importer *m, const struct import_row *row)
{
	const char *code =
		strcmp(row->code, "GLUCOSE") == 0 ? m->glucose_code : row->code;
	const struct analyte *a = kb_analyte_by_code(m->f->app->kb, code);
	struct chart_observation o = {.code = code,
				      .value = row->value,
				      .comparator = row->comparator,
				      .text = row->text,
				      .canonical = NUM_NONE,
				      .context = row->context,
				      .source = m->in.kind,
				      .row = row->line};

	if (!a || !row_instant(m, row, &o)) {
		import_leave(&m->in, "time", row->line);
		return;
	}
	if (o.at > m->f->app->ui->now + DATE_DAY) {
		import_leave(&m->in, "future", row->line);
		return;
	}
	o.unit = row_unit(m, row, a);
	if (!o.unit) {
		import_leave(&m->in, "unit", row->line);
		return;
	}
	if (!isnan(o.value)) {
		if (!analyte_convert(m->f->app->kb, a, o.unit, o.value,
				     &o.canonical))
			o.canonical = NUM_NONE;
		o.canonical_unit = a->unit;
		if (isnan(o.canonical) || o.canonical < a->plausible_low ||
		    o.canonical > a->plausible_high) {
			import_leave(&m->in, "impossible", row->line);
			m->impossible++;
			return;
		}
	}
	if (!o.context && strcmp(code, "GLU") == 0)
		o.context = "capillary";
	vec_push(&m->list, o);
}

static bool read_file(struct importer *m, const char *path, struct err *err)
{
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;
	const char *encoding;
	size_t bad;
	bool ok = io_read(path, IO_LIMIT_REPORT, &raw, err) &&
		  encoding_decode(raw.buf, raw.len, NULL, path, &text,
				  &encoding, &bad, err);

	if (ok) {
		const char *copy =
			arena_strndup(m->in.arena, text.buf, text.len);
		const char *start = copy + strspn(copy, " \t\r\n");
		ok = *start == '['
			     ? import_nightscout(&m->in, copy, text.len, err)
		     : *start == '<'
			     ? import_apple(&m->in, copy, text.len, err)
			     : import_table(&m->in, copy, text.len, err);
	}
	strbuf_release(&raw);
	strbuf_release(&text);
	return ok;
}

static const char *left_word(const struct ui *ui, const char *why)
{
	static const struct {
		const char *why;
		struct text word;
	} words[] = {
		{"calibration", TEXT("校准，不是读数", "calibrations")},
		{"event", TEXT("报警、设置等，不是读数",
			       "alarms, settings and the like")},
		{"value", TEXT("数值读不出", "value unreadable")},
		{"time", TEXT("时间读不出", "time missing or unreadable")},
		{"unit", TEXT("单位不认识", "unit unknown")},
		{"name", TEXT("项目不认识", "measurement unknown")},
		{"impossible", TEXT("数值不可能（单位是否写错？）",
				    "impossible values (is the unit wrong?)")},
		{"future", TEXT("时间在将来", "in the future")},
		{"sensor error",
		 TEXT("传感器错误码", "error codes of a sensor")},
		{"other", TEXT("其他种类的记录", "records of other kinds")},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].why, why) == 0)
			return words[i].word.in[ui->lang];
	return why;
}

static void summarise(struct importer *m, size_t taken, size_t there)
{
	struct ui *ui = m->f->app->ui;
	struct strbuf *out = &m->f->out;

	strbuf_addf(out,
		    m->f->params->dry_run
			    ? SAY(ui, "%s：将取入 %zu 条，已有 %zu 条\n",
				  "%s: %zu would be taken, %zu are there "
				  "already\n")
			    : SAY(ui, "%s：取入 %zu 条，已有 %zu 条\n",
				  "%s: %zu taken, %zu were there already\n"),
		    m->in.kind, taken, there);
	for (size_t i = 0; i < m->in.left.n; i++) {
		const struct import_left *left = &m->in.left.at[i];
		strbuf_addf(out,
			    SAY(ui, "  未取 %zu 条：%s（首见第 %d 行）\n",
				"  left out %zu: %s (first on line %d)\n"),
			    left->n, left_word(ui, left->why), left->line);
	}
	if (!taken && !there)
		m->f->status = EXIT_PARTIAL;
	for (size_t i = 0; i < m->in.left.n; i++)
		if (strcmp(m->in.left.at[i].why, "calibration") != 0 &&
		    strcmp(m->in.left.at[i].why, "event") != 0 &&
		    strcmp(m->in.left.at[i].why, "other") != 0)
			m->f->status = EXIT_PARTIAL;
}

static bool store(struct importer *m, const char *patient, struct err *err)
{
	size_t taken = 0, there = 0;
	int64_t batch, id;
	bool is_new, ok = chart_batch(m->f->chart, "import", m->in.kind, &batch,
				      err);

	for (size_t i = 0; ok && i < m->list.n; i++) {
		ok = chart_observation_add(m->f->chart, patient, &m->list.at[i],
					   batch, &id, &is_new, err);
		*(is_new ? &taken : &there) += 1;
	}
	if (ok)
		summarise(m, taken, there);
	m->f->changed = ok && taken && !m->f->params->dry_run;
	return ok;
}

bool followup_import(struct followup *f, struct err *err)
{
	struct importer m = {.f = f, .in = {.arena = &f->arena}};
	struct chart_patient p;

	if (!followup_format(f, "text", err) || !followup_patient(f, &p, err))
		return false;
	if (f->words->n != 3)
		return ERR(err, ERR_ARGUMENT, "import", "P031 sensor.csv");
	bool ok = read_file(&m, f->words->at[2], err);
	if (ok && f->params->date_order)
		m.order = f->params->date_order - 1;
	else if (ok)
		ok = import_date_order(&m.in, f->today, &m.order) ||
		     ERR(err, ERR_OPTION_MISSING, "--date-order");
	ok = ok && decide_glucose(&m, err);
	for (size_t i = 0; ok && i < m.in.rows.n; i++)
		take_row(&m, &m.in.rows.at[i]);
	if (ok && m.impossible * 2 > m.in.rows.n)
		ok = ERR(err, ERR_MESSAGE, m.in.kind, "1",
			 "most values are impossible in the unit it names");
	ok = ok && store(&m, p.id, err);
	vec_free(&m.in.rows);
	vec_free(&m.in.left);
	vec_free(&m.list);
	return ok;
}
