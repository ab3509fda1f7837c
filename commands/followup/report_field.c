/* Where the fields of a form come from: what was typed, else the chart. */
#include "commands/followup/report.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/chart_critical.h"
#include "commands/order.h"
#include "kb/analyte.h"
#include "kb/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t local_day(int64_t instant, int zone)
{
	int64_t local = instant + zone;

	return (local - (local < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
}

const struct chart_observation *report_reading(
	const struct chart_observation_vec *list, const char *code,
	int64_t from, int64_t until)
{
	const struct chart_observation *found = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct chart_observation *o = &list->at[i];
		int64_t day = local_day(o->at, o->zone);
		if (strcmp(o->code, code) == 0 && day >= from && day < until &&
		    (!found || o->at >= found->at))
			found = o;
	}
	return found;
}

/* The number in the form's unit; with its own unit where that does not
 * convert. */
static const char *number_text(struct followup *f,
			       const struct chart_observation *o,
			       const char *unit)
{
	const struct analyte *a = kb_analyte_by_code(f->app->kb, o->code);
	char buf[UNIT_SIZE], number[NUM_SIZE];
	double x = o->canonical;
	const char *wanted =
		*unit ? unit_normalise(unit, strlen(unit), buf, sizeof buf)
		      : NULL;

	if (isnan(x) || !a || a->scale != SCALE_QUANTITATIVE)
		return chart_value_text(o, &f->arena);
	if (wanted && o->unit && strcmp(wanted, o->unit) == 0)
		x = o->value; /* as it was entered */
	else if (wanted && !analyte_convert_to(f->app->kb, a, x, wanted, &x))
		return chart_value_text(o, &f->arena);
	return arena_printf(&f->arena, "%s%s",
			    o->comparator ? o->comparator : "",
			    num_format(number, round(x * 1e4) / 1e4));
}

static const char *of_codes(struct followup *f, const struct report_row *row,
			    const char *codes, const char *unit)
{
	size_t n = strcspn(codes, "/");
	const char *first = arena_strndup(&f->arena, codes, n);
	const struct chart_observation *o =
		report_reading(&row->readings, first, row->from, row->until);

	if (!o)
		return "";
	const char *text = number_text(f, o, unit);
	if (!codes[n])
		return text;
	/* the second of a pair was taken at the same time */
	for (size_t i = 0; i < row->readings.n; i++) {
		const struct chart_observation *b = &row->readings.at[i];
		if (b->at == o->at && strcmp(b->code, codes + n + 1) == 0)
			return arena_printf(&f->arena, "%s/%s", text,
					    number_text(f, b, unit));
	}
	return text;
}

static const char *bmi(struct followup *f, const struct report_row *row)
{
	const struct chart_observation *w =
		report_reading(&row->readings, "BW", row->from, row->until);
	const struct chart_observation *h =
		report_reading(&row->readings, "HEIGHT", 0, row->until);
	char number[NUM_SIZE];

	if (!w || !h || isnan(w->canonical) || !(h->canonical > 0))
		return "";
	double metres = h->canonical / 100;
	return arena_strdup(
		&f->arena,
		num_format_fixed(number, w->canonical / metres / metres, 1));
}

/* "@HBA1C" and "@HBA1C.date": the last within a year. */
static const char *of_year(struct followup *f, const struct report_row *row,
			   const char *what, const char *unit)
{
	size_t n = strcspn(what, ".");
	const struct chart_observation *o = report_reading(
		&row->readings, arena_strndup(&f->arena, what, n),
		row->until - 366, row->until);

	if (!o)
		return "";
	return what[n] ? followup_date(f, local_day(o->at, o->zone))
		       : number_text(f, o, unit);
}

static const char *next_visit(struct followup *f, const struct report_row *row)
{
	int64_t next = DATE_NONE;

	for (size_t i = 0; row->visit && i < row->visits.n; i++) {
		const struct chart_visit *v = &row->visits.at[i];
		if (v->plan == row->visit->plan && v->id != row->visit->id &&
		    v->planned > row->day && v->cancelled == DATE_NONE &&
		    (next == DATE_NONE || v->planned < next))
			next = v->planned;
	}
	return followup_date(f, next);
}

/* Taken on the day of the form. */
static bool is_taken(const struct chart_medication *m, int64_t day)
{
	return (m->start == DATE_NONE || m->start <= day) &&
	       (m->stop == DATE_NONE || m->stop > day);
}

static bool is_insulin(const char *text)
{
	return strstr(text, "胰岛素") || strcasestr(text, "insulin");
}

static struct order read_order(struct followup *f, const char *text)
{
	struct order o = order_blank();

	order_read(f->app->kb, text, strlen(text), &f->arena, &o);
	return o;
}

/* The n-th drug of the day (from 1), insulin apart when the form has a field
 * for it; `rest`: all from that one on. */
static const char *drugs(struct followup *f, const struct report_row *row,
			 int n, bool dose, bool rest)
{
	bool apart = sheet_field_find(row->sheet, "insulin") != NULL;
	struct strbuf sb = STRBUF_INIT;
	int k = 0;

	for (size_t i = 0; i < row->medication.n; i++) {
		const struct chart_medication *m = &row->medication.at[i];
		if (!is_taken(m, row->day) || (apart && is_insulin(m->text)))
			continue;
		if (++k < n || (!rest && k > n))
			continue;
		if (rest) {
			strbuf_addf(&sb, "%s%s",
				    sb.len ? SAY(f->app->ui, "；", "; ") : "",
				    m->text);
			continue;
		}
		struct order o = read_order(f, m->text);
		size_t name = o.printed ? strlen(o.printed) : 0;
		const char *at = name ? strstr(m->text, o.printed) : NULL;
		if (!dose)
			strbuf_adds(&sb, at ? o.printed : m->text);
		else if (at)
			strbuf_adds(&sb, at + name + strspn(at + name, " "));
	}
	const char *text =
		arena_strndup(&f->arena, sb.len ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return text;
}

static const char *insulin(struct followup *f, const struct report_row *row)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < row->medication.n; i++)
		if (is_taken(&row->medication.at[i], row->day) &&
		    is_insulin(row->medication.at[i].text))
			strbuf_addf(&sb, "%s%s",
				    sb.len ? SAY(f->app->ui, "；", "; ") : "",
				    row->medication.at[i].text);
	const char *text =
		arena_strndup(&f->arena, sb.len ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return text;
}

/* Constitution: every type that is or tends to be; needs all nine scores. */
static const char *constitution(struct followup *f,
				const struct report_row *row)
{
	static const struct {
		const char *code;
		struct text name;
	} types[] = {
		{"TCM_QI", TEXT("气虚质", "qi deficiency")},
		{"TCM_YANG", TEXT("阳虚质", "yang deficiency")},
		{"TCM_YIN", TEXT("阴虚质", "yin deficiency")},
		{"TCM_PHLEGM", TEXT("痰湿质", "phlegm-dampness")},
		{"TCM_DAMP_HEAT", TEXT("湿热质", "damp-heat")},
		{"TCM_STASIS", TEXT("血瘀质", "blood stasis")},
		{"TCM_STAGNATION", TEXT("气郁质", "qi stagnation")},
		{"TCM_ALLERGIC", TEXT("特禀质", "inherited special")},
	};
	const struct ui *ui = f->app->ui;
	const struct chart_observation *o = report_reading(
		&row->readings, "TCM_BALANCED", row->from, row->until);
	const char *text = "";
	double balanced = o ? o->canonical : NUM_NONE, most = 0;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		o = report_reading(&row->readings, types[i].code, row->from,
				   row->until);
		if (!o || isnan(balanced))
			return "";
		most = fmax(most, o->canonical);
		if (o->canonical >= 9)
			text = arena_printf(
				&f->arena, "%s%s%s%s", text,
				*text ? SAY(ui, "、", ", ") : "",
				types[i].name.in[ui->lang],
				o->canonical >= 11
					? SAY(ui, "（是）", " (yes)")
					: SAY(ui, "（倾向是）", " (tends to)"));
	}
	if (balanced >= 17 && most <= 10)
		text = arena_printf(
			&f->arena, "%s%s%s",
			most <= 8 ? SAY(ui, "平和质（是）", "balanced (yes)")
				  : SAY(ui, "平和质（基本是）",
					"balanced (basically)"),
			*text ? SAY(ui, "、", ", ") : "", text);
	return text;
}

static const char *choice_text(struct followup *f,
			       const struct sheet_field *field, size_t i)
{
	return i < field->n_choices
		       ? field->choices[i].text.in[f->app->ui->lang]
		       : "";
}

static const char *selfcare(struct followup *f, const struct report_row *row,
			    const struct sheet_field *field)
{
	const struct chart_observation *o = report_reading(
		&row->readings, "ELDER_SELFCARE", row->from, row->until);

	if (!o || isnan(o->canonical))
		return "";
	return choice_text(f, field,
			   o->canonical >= 19  ? 3
			   : o->canonical >= 9 ? 2
			   : o->canonical >= 4 ? 1
					       : 0);
}

static const char *computed(struct followup *f, const struct report_row *row,
			    const struct sheet_field *field)
{
	const char *what = field->from + 1;

	if (strcmp(what, "date") == 0)
		return followup_date(f, row->day);
	if (strcmp(what, "doctor") == 0)
		return row->patient->doctor ? row->patient->doctor : "";
	if (strcmp(what, "next") == 0)
		return next_visit(f, row);
	if (strcmp(what, "bmi") == 0)
		return bmi(f, row);
	if (strcmp(what, "weight") == 0)
		return of_codes(f, row, "BW", field->unit.in[LANG_EN]);
	if (strcmp(what, "class") == 0)
		return row->controlled < 0
			       ? ""
			       : choice_text(f, field, !row->controlled);
	if (strcmp(what, "insulin") == 0)
		return insulin(f, row);
	if (strcmp(what, "drugs") == 0)
		return drugs(f, row, 4, false, true);
	if (strncmp(what, "drug", 4) == 0)
		return drugs(f, row, atoi(what + 4), false, false);
	if (strncmp(what, "dose", 4) == 0)
		return drugs(f, row, atoi(what + 4), true, false);
	if (strcmp(what, "tcm") == 0)
		return constitution(f, row);
	if (strcmp(what, "selfcare") == 0)
		return selfcare(f, row, field);
	return of_year(f, row, what, field->unit.in[LANG_EN]);
}

/* "2,6" → the official words. */
static const char *words_of(struct followup *f, const struct sheet_field *field,
			    const char *value)
{
	const struct ui *ui = f->app->ui;
	const char *text = "";

	if (!field->n_choices)
		return value;
	for (const char *p = value; *p;) {
		size_t n = strcspn(p, ",/");
		const struct sheet_choice *c =
			sheet_choose(field->choices, field->n_choices,
				     arena_strndup(&f->arena, p, n));
		const char *between = p == value     ? ""
				      : p[-1] == '/' ? "/"
						     : SAY(ui, "、", ", ");
		text = arena_printf(&f->arena, "%s%s%s", text, between,
				    c ? c->text.in[ui->lang] : "?");
		p += n + (p[n] != '\0');
	}
	return text;
}

const char *report_field(struct followup *f, const struct report_row *row,
			 const struct sheet_field *field)
{
	for (size_t i = row->answers.n; i > 0; i--)
		if (strcmp(row->answers.at[i - 1].item, field->id) == 0)
			return words_of(f, field, row->answers.at[i - 1].value);
	if (!field->from)
		return "";
	return *field->from == '@'
		       ? computed(f, row, field)
		       : of_codes(f, row, field->from, field->unit.in[LANG_EN]);
}
