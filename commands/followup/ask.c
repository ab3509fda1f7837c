/* ask: questionnaires out, and what has not come back. */
#include "commands/followup/ask.h"

#include "base/date.h"
#include "commands/table.h"

#include <string.h>

enum { BACK_DAYS = 7 };

static bool find_form(struct followup *f, const char *patient, const char *name,
		      struct sheet *ret, struct err *err)
{
	struct sheet_vec all = {0};
	struct chart_plan_vec plans = {0};
	bool ok = sheets_list(f->app->kb, &f->arena, &all, err) &&
		  chart_plan_list(f->chart, patient, &f->arena, &plans, err);
	bool found = false;

	for (size_t i = 0; ok && i < all.n && !found; i++) {
		const struct sheet *s = &all.at[i];
		bool followed = false;
		for (size_t k = 0; s->protocol && k < plans.n; k++)
			followed |=
				plans.at[k].ended == DATE_NONE &&
				strcmp(plans.at[k].protocol, s->protocol) == 0;
		found = s->kind == SHEET_QUESTIONNAIRE &&
			(name ? strcmp(s->id, name) == 0 ||
					 (s->protocol &&
					  strcmp(s->protocol, name) == 0)
			      : followed);
		if (found)
			*ret = *s;
	}
	vec_free(&all);
	vec_free(&plans);
	return ok &&
	       (found || ERR(err, ERR_ARGUMENT, name ? name : patient,
			     "a questionnaire: q-htn, q-t2dm, q-hf, q-copd, "
			     "q-postop, q-warfarin"));
}

static void form_text(struct followup *f, const struct sheet *s,
		      const char *ref, int64_t due)
{
	struct ui *ui = f->app->ui;
	enum lang lang = ui->lang;

	strbuf_addf(&f->out, SAY(ui, "%s  编号 %s\n", "%s  ref %s\n"),
		    s->title.in[lang], ref);
	strbuf_addf(
		&f->out,
		SAY(ui,
		    "请在“答：”后填写（选择题填序号，可多选的用逗号），%s 前发回。\n",
		    "Write behind 'A:' (the number of a choice; several "
		    "with commas) and send it back by %s.\n"),
		followup_date(f, due));
	for (size_t i = 0; i < s->n_fields; i++) {
		const struct sheet_field *x = &s->fields[i];
		strbuf_addf(
			&f->out, "%zu. %s%s\n", i + 1, x->name.in[lang],
			x->many ? SAY(ui, "（可多选）", " (several may hold)")
				: "");
		for (size_t k = 0; k < x->n_choices; k++)
			strbuf_addf(&f->out, "   %s %s\n", x->choices[k].value,
				    x->choices[k].text.in[lang]);
		strbuf_adds(&f->out, SAY(ui, "答：\n", "A:\n"));
	}
}

static void form_json(struct followup *f, const struct sheet *s,
		      const char *ref, int64_t due)
{
	enum lang lang = f->app->ui->lang;
	struct jw j = jw_to(&f->out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.followup.form/1");
	jw_str(&j, "ref", ref);
	jw_str(&j, "form", s->id);
	jw_str(&j, "title", s->title.in[lang]);
	jw_str(&j, "due", followup_date(f, due));
	jw_array(&j, "questions");
	for (size_t i = 0; i < s->n_fields; i++) {
		const struct sheet_field *x = &s->fields[i];
		jw_object(&j, NULL);
		jw_str(&j, "id", x->id);
		jw_str(&j, "text", x->name.in[lang]);
		jw_bool(&j, "many", x->many);
		jw_array(&j, "choices");
		for (size_t k = 0; k < x->n_choices; k++) {
			jw_object(&j, NULL);
			jw_str(&j, "value", x->choices[k].value);
			jw_str(&j, "text", x->choices[k].text.in[lang]);
			jw_end(&j);
		}
		jw_end(&j);
		jw_end(&j);
	}
	jw_end(&j);
	/* what the patient's side fills in */
	jw_object(&j, "answers");
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
}

/* No name is in it: the reference is the local id and a number. */
static bool send(struct followup *f, struct err *err)
{
	struct chart_patient p;
	struct sheet s = {0};
	int64_t batch, id;

	if (!followup_format(f, "text json", err) ||
	    !followup_patient(f, &p, err) ||
	    !find_form(f, p.id, f->words->n > 2 ? f->words->at[2] : NULL, &s,
		       err))
		return false;
	struct chart_sent sent = {.patient = p.id,
				  .form = s.id,
				  .day = f->today,
				  .due = f->today + BACK_DAYS};
	if (!chart_batch(f->chart, "ask", s.id, &batch, err) ||
	    !chart_sent_add(f->chart, &sent, batch, &id, err))
		return false;
	const char *ref =
		arena_printf(&f->arena, "%s-%lld", p.id, (long long)id);
	if (followup_json(f))
		form_json(f, &s, ref, sent.due);
	else
		form_text(f, &s, ref, sent.due);
	f->changed = !f->params->dry_run;
	return true;
}

static void count(const struct chart_sent_vec *list, size_t *ret_back)
{
	*ret_back = 0;
	for (size_t i = 0; i < list->n; i++)
		*ret_back += list->at[i].answered != DATE_NONE;
}

static void say_rate(struct followup *f, const struct chart_sent_vec *list)
{
	size_t back;

	count(list, &back);
	strbuf_addf(&f->out,
		    SAY(f->app->ui,
			"问卷发出 %zu 份，回收 %zu 份（%.1f%%），未回 %zu 份\n",
			"questionnaires: %zu sent, %zu back (%.1f%%), %zu not "
			"back\n"),
		    list->n, back,
		    list->n ? 100.0 * (double)back / (double)list->n : 0.0,
		    list->n - back);
}

bool followup_ask_summary(struct followup *f, struct err *err)
{
	struct chart_sent_vec list = {0};
	size_t back;
	bool ok = chart_sent_list(f->chart, NULL, &f->arena, &list, err);

	count(&list, &back);
	if (ok && back < list.n)
		say_rate(f, &list);
	vec_free(&list);
	return ok;
}

static void list_text(struct followup *f, const struct chart_sent_vec *list)
{
	struct ui *ui = f->app->ui;
	const struct table_column columns[] = {
		{SAY(ui, "编号", "ref"), false, false},
		{SAY(ui, "问卷", "form"), false, true},
		{SAY(ui, "发出", "sent"), false, false},
		{SAY(ui, "应回", "due"), false, false},
		{SAY(ui, "逾期天数", "days late"), true, false}};
	enum { N = sizeof columns / sizeof *columns };
	const char **cells =
		arena_array(&f->arena, const char *, list->n *N + 1);
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct chart_sent *s = &list->at[i];
		const char **cell = cells + n * N;
		if (s->answered != DATE_NONE)
			continue;
		n++;
		cell[0] = arena_printf(&f->arena, "%s-%lld", s->patient,
				       (long long)s->id);
		cell[1] = s->form;
		cell[2] = followup_date(f, s->day);
		cell[3] = followup_date(f, s->due);
		cell[4] = f->today > s->due
				  ? arena_printf(&f->arena, "%lld",
						 (long long)(f->today - s->due))
				  : NULL;
	}
	if (n)
		table_print(&f->out, ui, columns, N, cells, n);
	say_rate(f, list);
}

static void list_json(struct followup *f, const struct chart_sent_vec *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct chart_sent *s = &list->at[i];
		struct jw j = jw_to(&f->out);
		jw_object(&j, NULL);
		jw_str(&j, "schema", "clin.followup.ask/1");
		jw_str(&j, "ref",
		       arena_printf(&f->arena, "%s-%lld", s->patient,
				    (long long)s->id));
		jw_str(&j, "id", s->patient);
		jw_str(&j, "form", s->form);
		jw_str(&j, "sent", followup_date(f, s->day));
		jw_str(&j, "due", followup_date(f, s->due));
		jw_str(&j, "answered",
		       s->answered == DATE_NONE
			       ? NULL
			       : followup_date(f, s->answered));
		jw_end(&j);
		strbuf_addch(&f->out, '\n');
	}
}

static bool list_sent(struct followup *f, struct err *err)
{
	struct chart_sent_vec list = {0};
	bool ok = followup_format(f, "text json ndjson", err) &&
		  chart_sent_list(f->chart, NULL, &f->arena, &list, err);

	if (ok && followup_json(f))
		list_json(f, &list);
	else if (ok)
		list_text(f, &list);
	if (ok)
		followup_lines_json(f, "clin.followup.ask/1");
	vec_free(&list);
	return ok;
}

/* ask | ask P012 [FORM] | ask reply FILE… */
bool followup_ask(struct followup *f, struct err *err)
{
	if (f->words->n == 1)
		return list_sent(f, err);
	if (strcmp(f->words->at[1], "reply") == 0)
		return followup_reply(f, err);
	return send(f, err);
}
