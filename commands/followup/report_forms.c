/* The forms of a period: a row a visit, or a person a year. */
#include "commands/followup/report.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

bool report_row_load(struct followup *f, struct report_row *row,
		     struct err *err)
{
	const char *id = row->patient->id;
	int zone = f->app->ui->zone;
	const char *form = row->visit ? "visit" : row->sheet->id;

	return chart_observation_series(f->chart, id, NULL,
					(row->until - 366 * 3) * DATE_DAY -
						zone,
					&f->arena, &row->readings, err) &&
	       chart_answer_list(f->chart, id, form,
				 row->from * DATE_DAY - zone,
				 row->until * DATE_DAY - zone, &f->arena,
				 &row->answers, err) &&
	       chart_medication_list(f->chart, id, &f->arena, &row->medication,
				     err) &&
	       chart_visit_list(f->chart, id, &f->arena, &row->visits, err);
}

void report_row_release(struct report_row *row)
{
	vec_free(&row->readings);
	vec_free(&row->answers);
	vec_free(&row->medication);
	vec_free(&row->visits);
}

static void csv_head(struct followup *f, const struct sheet *s)
{
	struct ui *ui = f->app->ui;

	followup_csv_cell(&f->out, SAY(ui, "编号", "id"), false);
	if (f->params->with_names)
		followup_csv_cell(&f->out, SAY(ui, "姓名", "name"), false);
	followup_csv_cell(&f->out, SAY(ui, "性别", "sex"), false);
	followup_csv_cell(&f->out, SAY(ui, "出生日期", "born"), false);
	for (size_t i = 0; i < s->n_fields; i++) {
		const struct sheet_field *x = &s->fields[i];
		const char *name = x->name.in[ui->lang];
		if (*x->unit.in[ui->lang])
			name = arena_printf(&f->arena,
					    SAY(ui, "%s（%s）", "%s (%s)"),
					    name, x->unit.in[ui->lang]);
		followup_csv_cell(&f->out, name, i + 1 == s->n_fields);
	}
}

static const char *sex_word(const struct ui *ui, char sex)
{
	return sex == 'F'   ? SAY(ui, "女", "F")
	       : sex == 'M' ? SAY(ui, "男", "M")
			    : "";
}

static void row_csv(struct followup *f, const struct report_row *row)
{
	const struct chart_patient *p = row->patient;
	const struct sheet *s = row->sheet;

	followup_csv_cell(&f->out, p->id, false);
	if (f->params->with_names)
		followup_csv_cell(&f->out, p->name, false);
	followup_csv_cell(&f->out, sex_word(f->app->ui, p->sex), false);
	followup_csv_cell(&f->out,
			  p->birth_exact ? followup_date(f, p->birth) : "",
			  false);
	for (size_t i = 0; i < s->n_fields; i++)
		followup_csv_cell(&f->out, report_field(f, row, &s->fields[i]),
				  i + 1 == s->n_fields);
}

/* For pasting: a field a line; what is not recorded is named at the end. */
static void row_text(struct followup *f, const struct report_row *row)
{
	struct ui *ui = f->app->ui;
	struct strbuf empty = STRBUF_INIT;
	const struct sheet *s = row->sheet;

	strbuf_addf(&f->out, "%s  %s", s->title.in[ui->lang], row->patient->id);
	if (f->params->with_names && row->patient->name) {
		strbuf_addch(&f->out, ' ');
		utf8_add_safe(&f->out, row->patient->name,
			      strlen(row->patient->name));
	}
	strbuf_addf(&f->out, "  %s\n", sex_word(ui, row->patient->sex));
	for (size_t i = 0; i < s->n_fields; i++) {
		const struct sheet_field *x = &s->fields[i];
		const char *value = report_field(f, row, x);
		if (!*value) {
			strbuf_addf(&empty, "%s%s",
				    empty.len ? SAY(ui, "、", ", ") : "",
				    x->name.in[ui->lang]);
			continue;
		}
		strbuf_addf(&f->out, SAY(ui, "  %s：", "  %s: "),
			    x->name.in[ui->lang]);
		utf8_add_safe(&f->out, value, strlen(value));
		const char *unit = x->unit.in[ui->lang];
		strbuf_addf(&f->out, "%s%s\n", *unit ? " " : "", unit);
	}
	if (empty.len) {
		strbuf_adds(&f->out, SAY(ui, "  未记录：", "  not recorded: "));
		text_wrapped(&f->out, ui, empty.buf, 4);
	}
	strbuf_release(&empty);
}

static bool add_row(struct followup *f, struct report_row *row,
		    const struct protocol *protocol, size_t *n, struct err *err)
{
	bool ok = report_row_load(f, row, err);

	row->controlled = -1;
	if (ok && protocol)
		ok = report_controlled(f, row->patient, protocol, row->from,
				       row->until, &row->controlled, err);
	if (ok && f->params->common.format == FORMAT_CSV)
		row_csv(f, row);
	else if (ok)
		row_text(f, row);
	++*n;
	report_row_release(row);
	return ok;
}

/* Every visit of the protocol that was done in the period. */
static bool visits_of(struct followup *f, const struct chart_patient *p,
		      const struct sheet *sheet,
		      const struct protocol *protocol,
		      const struct period *period, size_t *n, struct err *err)
{
	struct chart_visit_vec visits = {0};
	bool ok = chart_visit_list(f->chart, p->id, &f->arena, &visits, err);

	for (size_t i = 0; ok && i < visits.n; i++) {
		const struct chart_visit *v = &visits.at[i];
		if (strcmp(v->protocol, sheet->protocol) != 0 ||
		    v->done == DATE_NONE || v->done < period->from ||
		    v->done >= period->until ||
		    (v->outcome && strcmp(v->outcome, "done") != 0))
			continue;
		struct report_row row = {.patient = p,
					 .sheet = sheet,
					 .day = v->done,
					 .from = v->done,
					 .until = v->done + 1,
					 .visit = v};
		ok = add_row(f, &row, protocol, n, err);
	}
	vec_free(&visits);
	return ok;
}

/* Those of 65 and older at the end of the period, with anything in it. */
static bool check_of(struct followup *f, const struct chart_patient *p,
		     const struct sheet *sheet, const struct period *period,
		     size_t *n, struct err *err)
{
	struct chart_answer_vec answers = {0};
	int zone = f->app->ui->zone;
	bool ok = true;

	if (p->birth == DATE_NONE ||
	    date_age_years(date_civil(p->birth),
			   date_civil(period->until - 1)) < 65)
		return true;
	ok = chart_answer_list(
		f->chart, p->id, sheet->id, period->from * DATE_DAY - zone,
		period->until * DATE_DAY - zone, &f->arena, &answers, err);
	if (ok && answers.n) {
		const struct chart_answer *last = &answers.at[answers.n - 1];
		struct report_row row = {.patient = p,
					 .sheet = sheet,
					 .day = (last->at + last->zone) /
						DATE_DAY,
					 .from = period->from,
					 .until = period->until};
		ok = add_row(f, &row, NULL, n, err);
	}
	vec_free(&answers);
	return ok;
}

static bool follows(struct followup *f, const char *patient,
		    const char *protocol, const struct period *period,
		    bool *ret, struct err *err)
{
	struct chart_plan_vec plans = {0};
	bool ok = chart_plan_list(f->chart, patient, &f->arena, &plans, err);

	*ret = false;
	for (size_t i = 0; i < plans.n; i++)
		*ret |= strcmp(plans.at[i].protocol, protocol) == 0 &&
			plans.at[i].start < period->until &&
			(plans.at[i].ended == DATE_NONE ||
			 plans.at[i].ended >= period->from);
	vec_free(&plans);
	return ok;
}

/* Said apart: who should have a form and has none. */
static void note_without(struct followup *f, const struct period *period,
			 const struct sheet *sheet, struct strbuf *without,
			 size_t n, size_t rows)
{
	struct ui *ui = f->app->ui;
	struct strbuf said = STRBUF_INIT;

	strbuf_addf(&said, SAY(ui, "%s %s：%zu 份", "%s %s: %zu forms"),
		    period->text, sheet->title.in[ui->lang], rows);
	if (n)
		strbuf_addf(&said,
			    SAY(ui, "；%zu 人没有记录：%s",
				"; %zu people without any: %s"),
			    n, without->buf);
	ui->note(ui, said.buf);
	strbuf_release(&said);
}

static bool find_sheet(struct followup *f, const char *name, struct sheet *ret,
		       struct err *err)
{
	struct sheet_vec all = {0};
	bool ok = sheets_list(f->app->kb, &f->arena, &all, err), found = false;

	for (size_t i = 0; ok && i < all.n && !found; i++) {
		const struct sheet *s = &all.at[i];
		found = (s->kind == SHEET_VISIT && s->protocol &&
			 strcmp(s->protocol, name) == 0) ||
			(s->kind == SHEET_YEARLY &&
			 (strcmp(s->id, name) == 0 ||
			  strcmp(name, "elder") == 0));
		if (found)
			*ret = *s;
	}
	vec_free(&all);
	return ok && (found || ERR(err, ERR_ARGUMENT, name,
				   "htn, t2dm, copd, elder, panel, note P012"));
}

static bool all_rows(struct followup *f, const struct sheet *sheet,
		     const struct protocol *protocol,
		     const struct period *period,
		     const struct chart_patient_vec *list, struct err *err)
{
	struct strbuf without = STRBUF_INIT;
	size_t rows = 0, n_without = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < list->n; i++) {
		const struct chart_patient *p = &list->at[i];
		size_t n = 0;
		bool wanted = !protocol;
		if (protocol)
			ok = follows(f, p->id, sheet->protocol, period, &wanted,
				     err) &&
			     (!wanted || visits_of(f, p, sheet, protocol,
						   period, &n, err));
		else
			ok = check_of(f, p, sheet, period, &n, err);
		rows += n;
		wanted &= protocol ||
			  (p->birth != DATE_NONE &&
			   date_age_years(date_civil(p->birth),
					  date_civil(period->until - 1)) >= 65);
		if (wanted && !n && p->ended == DATE_NONE)
			strbuf_addf(&without, "%s%s", n_without++ ? " " : "",
				    p->id);
	}
	if (ok)
		note_without(f, period, sheet, &without, n_without, rows);
	strbuf_release(&without);
	return ok;
}

bool report_forms(struct followup *f, const char *name,
		  const struct period *period, struct err *err)
{
	struct chart_patient_vec list = {0};
	struct sheet sheet = {0};
	struct protocol protocol;

	if (!followup_format(f, "text csv", err) ||
	    !find_sheet(f, name, &sheet, err) ||
	    (sheet.protocol && !protocol_find(f->app->kb, sheet.protocol,
					      &f->arena, &protocol, err)) ||
	    !chart_patient_list(f->chart, f->params->doctor, f->params->village,
				true, &f->arena, &list, err))
		return false;
	if (f->params->common.format == FORMAT_CSV)
		csv_head(f, &sheet);
	bool ok = all_rows(f, &sheet, sheet.protocol ? &protocol : NULL, period,
			   &list, err);
	vec_free(&list);
	return ok;
}
