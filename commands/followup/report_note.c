/* report note: what happened at one visit, for the record. */
#include "commands/followup/report.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

/* The last visit that was done, or that of --at. */
static const struct chart_visit *find_visit(const struct chart_visit_vec *list,
					    int64_t day)
{
	const struct chart_visit *found = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct chart_visit *v = &list->at[i];
		if (v->done != DATE_NONE &&
		    (day == DATE_NONE ? !found || v->done >= found->done
				      : v->done == day))
			found = v;
	}
	return found;
}

static void heading(struct followup *f, const struct report_row *row)
{
	struct ui *ui = f->app->ui;
	const struct chart_patient *p = row->patient;

	strbuf_addf(&f->out,
		    SAY(ui, "随访记录  %s  %s", "follow-up note  %s  %s"),
		    followup_date(f, row->day), p->id);
	if (f->params->with_names && p->name) {
		strbuf_addch(&f->out, ' ');
		utf8_add_safe(&f->out, p->name, strlen(p->name));
	}
	if (p->sex)
		strbuf_addf(&f->out, "  %s",
			    p->sex == 'F' ? SAY(ui, "女", "F")
					  : SAY(ui, "男", "M"));
	if (p->birth != DATE_NONE)
		strbuf_addf(&f->out, SAY(ui, "  %d岁", "  %d y"),
			    date_age_years(date_civil(p->birth),
					   date_civil(row->day)));
	strbuf_addch(&f->out, '\n');
}

static void visits_of_day(struct followup *f, const struct report_row *row)
{
	struct ui *ui = f->app->ui;
	struct err gone;

	for (size_t i = 0; i < row->visits.n; i++) {
		const struct chart_visit *v = &row->visits.at[i];
		struct protocol p;
		if (v->done != row->day)
			continue;
		bool known = protocol_find(f->app->kb, v->protocol, &f->arena,
					   &p, &gone);
		strbuf_addf(&f->out,
			    SAY(ui, "方案 %s（计划 %s）",
				"protocol: %s (planned %s)"),
			    known ? p.title.in[ui->lang] : v->protocol,
			    followup_date(f, v->planned));
		if (v->outcome && strcmp(v->outcome, "done") != 0)
			strbuf_addf(&f->out, "  %s", v->outcome);
		if (v->note) {
			strbuf_adds(&f->out, "  ");
			utf8_add_safe(&f->out, v->note, strlen(v->note));
		}
		strbuf_addch(&f->out, '\n');
	}
}

static void measured(struct followup *f, const struct report_row *row)
{
	int64_t from = row->day * DATE_DAY, until = from + DATE_DAY;
	bool any = false;

	for (size_t i = 0; i < row->readings.n; i++) {
		const struct chart_observation *o = &row->readings.at[i];
		int64_t local = o->at + o->zone;
		if (local < from || local >= until)
			continue;
		strbuf_adds(&f->out,
			    any ? SAY(f->app->ui, "，", ", ")
				: SAY(f->app->ui, "测量 ", "measured: "));
		followup_observation_text(f, &f->out, o);
		any = true;
	}
	if (any)
		strbuf_addch(&f->out, '\n');
}

/* What was asked and seen: the fields that were typed, in the forms' order. */
static bool asked(struct followup *f, const struct report_row *row,
		  struct err *err)
{
	struct sheet_vec sheets = {0};
	struct string_vec said = {0};
	bool ok = followup_sheets(f, row->patient->id, false, &sheets, err);

	for (size_t i = 0; ok && i < sheets.n; i++) {
		for (size_t k = 0; k < sheets.at[i].n_fields; k++) {
			const struct sheet_field *x = &sheets.at[i].fields[k];
			struct sheet_field typed = *x;
			bool twice = false;
			typed.from = NULL;
			for (size_t m = 0; m < said.n; m++)
				twice |= strcmp(said.at[m], x->id) == 0;
			const char *value = report_field(f, row, &typed);
			if (twice || !*value)
				continue;
			strbuf_addf(
				&f->out, "%s%s ",
				said.n ? SAY(f->app->ui, "，", ", ")
				       : SAY(f->app->ui, "记录 ", "recorded: "),
				x->name.in[f->app->ui->lang]);
			utf8_add_safe(&f->out, value, strlen(value));
			const char *unit = x->unit.in[f->app->ui->lang];
			strbuf_addf(&f->out, "%s%s", *unit ? " " : "", unit);
			vec_push(&said, x->id);
		}
	}
	if (said.n)
		strbuf_addch(&f->out, '\n');
	vec_free(&said);
	vec_free(&sheets);
	return ok;
}

static void taken(struct followup *f, const struct report_row *row)
{
	bool any = false;

	for (size_t i = 0; i < row->medication.n; i++) {
		const struct chart_medication *m = &row->medication.at[i];
		if ((m->start != DATE_NONE && m->start > row->day) ||
		    (m->stop != DATE_NONE && m->stop <= row->day))
			continue;
		strbuf_adds(&f->out,
			    any ? SAY(f->app->ui, "；", "; ")
				: SAY(f->app->ui, "用药 ", "medication: "));
		utf8_add_safe(&f->out, m->text, strlen(m->text));
		any = true;
	}
	strbuf_adds(&f->out, any ? "\n"
				 : SAY(f->app->ui, "用药 无记录\n",
				       "medication: none recorded\n"));
}

/* The findings as they stood on that day, and what was said for them. */
static bool judged(struct followup *f, const struct report_row *row,
		   struct err *err)
{
	struct as_of then;
	struct chart_observation_vec list = {0};
	struct result r = {.schema = ""};
	struct patient patient = patient_unknown();

	report_as_of(f, row->day, &then);
	bool ok = followup_judge(&then.f, row->patient, 90, &patient, &list, &r,
				 err);
	if (ok) {
		result_text_findings(&f->out, f->app, &r);
		ok = followup_advise(f, row->patient->id, &r, err);
	}
	result_release(&r);
	patient_release(&patient);
	vec_free(&list);
	arena_free(&then.f.arena);
	return ok;
}

static void planned(struct followup *f, const struct report_row *row)
{
	for (size_t i = 0; i < row->visits.n; i++) {
		const struct chart_visit *v = &row->visits.at[i];
		if (v->planned > row->day && v->cancelled == DATE_NONE &&
		    (v->done == DATE_NONE || v->done > row->day)) {
			strbuf_addf(&f->out,
				    SAY(f->app->ui, "下次随访 %s  %s %s\n",
					"next visit: %s  %s %s\n"),
				    followup_date(f, v->planned), v->protocol,
				    v->kind);
			return;
		}
	}
	strbuf_adds(&f->out, SAY(f->app->ui, "下次随访 未计划\n",
				 "next visit: none planned\n"));
}

/* report note P012 [--at DAY] */
bool report_note(struct followup *f, struct err *err)
{
	struct chart_patient p;
	struct chart_observation at = {0};
	struct chart_visit_vec visits = {0};

	if (f->words->n != 3)
		return ERR(err, ERR_ARGUMENT, "report", "report note P012");
	bool ok = followup_format(f, "text", err) && followup_at(f, &at, err) &&
		  chart_patient_get(f->chart, f->words->at[2], &f->arena, &p,
				    err) &&
		  chart_visit_list(f->chart, p.id, &f->arena, &visits, err);
	int64_t day = f->params->at ? (at.at + at.zone) / DATE_DAY : DATE_NONE;
	const struct chart_visit *v = ok ? find_visit(&visits, day) : NULL;
	if (ok && !v)
		ok = ERR(err, ERR_CHART_UNSEEN, p.id);
	if (ok && v) {
		struct sheet none = {0};
		f->seen = p.id;
		struct report_row row = {.patient = &p,
					 .sheet = &none,
					 .day = v->done,
					 .from = v->done,
					 .until = v->done + 1,
					 .visit = v,
					 .controlled = -1};
		ok = report_row_load(f, &row, err);
		if (ok) {
			heading(f, &row);
			visits_of_day(f, &row);
			measured(f, &row);
			ok = asked(f, &row, err);
			taken(f, &row);
			ok = ok && judged(f, &row, err);
			planned(f, &row);
		}
		report_row_release(&row);
	}
	vec_free(&visits);
	return ok;
}
