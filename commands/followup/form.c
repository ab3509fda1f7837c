/* Fields of a form: typed as "smoke=10/0", or asked one by one. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "kb/analyte.h"

#include <string.h>
#include <strings.h>

bool followup_is_check(const char *word)
{
	return strcmp(word, "check") == 0 || strcmp(word, "体检") == 0;
}

bool followup_sheets(struct followup *f, const char *patient, bool check,
		     struct sheet_vec *ret, struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct sheet_vec all = {0};
	bool ok = sheets_list(f->app->kb, &f->arena, &all, err) &&
		  chart_plan_list(f->chart, patient, &f->arena, &plans, err);

	for (size_t i = 0; ok && i < all.n; i++) {
		const struct sheet *s = &all.at[i];
		bool wanted = check && s->kind == SHEET_YEARLY;
		for (size_t k = 0; !check && k < plans.n; k++)
			wanted |=
				s->kind == SHEET_VISIT && s->protocol &&
				plans.at[k].ended == DATE_NONE &&
				strcmp(s->protocol, plans.at[k].protocol) == 0;
		if (wanted)
			vec_push(ret, *s);
	}
	vec_free(&all);
	vec_free(&plans);
	return ok;
}

static bool is_among(const struct strbuf *list, const char *value)
{
	size_t n = strlen(value);

	for (const char *p = list->len ? list->buf : ""; *p;) {
		size_t m = strcspn(p, ",");
		if (m == n && strncmp(p, value, n) == 0)
			return true;
		p += m + (p[m] == ',');
	}
	return false;
}

/* One of the choices, or several, each once: kept as their values, "2,5". */
static bool choose(struct followup *f, const struct sheet_field *field,
		   const char *text, const char **ret)
{
	struct strbuf sb = STRBUF_INIT;
	bool ok = true;
	size_t n = 0;

	for (const char *p = text; ok && *p; n++) {
		size_t len = strcspn(p, field->many ? "," : "");
		size_t comma = 1;
		const char *zh = field->many ? strstr(p, "、") : NULL;
		if (zh && (size_t)(zh - p) < len) {
			len = (size_t)(zh - p);
			comma = strlen("、");
		}
		const struct sheet_choice *c =
			sheet_choose_part(field->choices, field->n_choices,
					  arena_strndup(&f->arena, p, len));
		ok = c != NULL;
		if (ok && !is_among(&sb, c->value))
			strbuf_addf(&sb, "%s%s", n ? "," : "", c->value);
		p += len;
		if (*p)
			p += comma;
	}
	*ret = arena_strndup(&f->arena, sb.buf ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return ok && n > 0;
}

static const char *allowed(struct followup *f, const struct sheet_field *field)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < field->n_choices; i++)
		strbuf_addf(&sb, "%s%s %s", i ? "  " : "",
			    field->choices[i].value,
			    field->choices[i].text.in[f->app->ui->lang]);
	const char *text =
		arena_strndup(&f->arena, sb.buf ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return text;
}

bool followup_field_value(struct followup *f, const struct sheet_field *field,
			  const char *text, const char **ret, struct err *err)
{
	const char *now = text, *target = NULL;

	*ret = text;
	if (!*text || strlen(text) > 200)
		return ERR(err, ERR_ARGUMENT, field->id, "item=value");
	if (!field->n_choices)
		return true;
	if (field->pair && strchr(text, '/')) {
		size_t n = strcspn(text, "/");
		if (!choose(f, field, text + n + 1, &target))
			return ERR(err, ERR_OPTION_VALUE, field->id, text,
				   allowed(f, field));
		now = arena_strndup(&f->arena, text, n);
	}
	if (!choose(f, field, now, ret))
		return ERR(err, ERR_OPTION_VALUE, field->id, text,
			   allowed(f, field));
	if (target)
		*ret = arena_printf(&f->arena, "%s/%s", *ret, target);
	return true;
}

bool followup_form_words(struct followup *f, const char *patient, bool check,
			 struct chart_answer_vec *ret, struct err *err)
{
	const struct string_vec *w = f->words;
	struct sheet_vec sheets = {0};
	bool ok = followup_sheets(f, patient, check, &sheets, err);

	for (size_t i = 2; ok && i < w->n; i++) {
		const char *eq = strchr(w->at[i], '=');
		if (!eq || eq == w->at[i])
			continue;
		const char *name = arena_strndup(&f->arena, w->at[i],
						 (size_t)(eq - w->at[i]));
		const struct sheet_field *field = NULL;
		const struct sheet *sheet = NULL;
		for (size_t k = 0; k < sheets.n && !field; k++) {
			sheet = &sheets.at[k];
			field = sheet_field_find(sheet, name);
		}
		struct chart_answer a = {.form = check && sheet ? sheet->id
								: "visit"};
		if (!field) {
			ok = ERR(err, ERR_ARGUMENT, w->at[i],
				 "a field of the patient's forms; see "
				 "'clin kb show htn-visit'");
			break;
		}
		ok = followup_field_value(f, field, eq + 1, &a.value, err);
		if (ok) {
			a.item = field->id;
			vec_push(ret, a);
		}
	}
	vec_free(&sheets);
	return ok;
}

/* Ask until `try` takes it; an empty line leaves it out, q ends the form. */
static bool ask(struct followup *f, const char *prompt,
		bool (*try)(struct followup *f, const void *what,
			    const char *typed, struct string_vec *words,
			    struct err *err),
		const void *what, struct string_vec *words)
{
	struct ui *ui = f->app->ui;
	struct strbuf typed = STRBUF_INIT, said = STRBUF_INIT;
	bool on = true, taken = false;

	while (on && !taken) {
		struct err err = {0};
		strbuf_clear(&typed);
		on = ui->ask(ui, prompt, &typed) &&
		     strcmp(typed.buf ? typed.buf : "", "q") != 0;
		if (!on || !typed.len)
			break;
		taken = try(f, what, arena_strdup(&f->arena, typed.buf), words,
			    &err);
		if (taken)
			break;
		strbuf_clear(&said);
		ui->message(ui->lang, &err, &said);
		ui->note(ui, said.buf);
	}
	strbuf_release(&typed);
	strbuf_release(&said);
	return on;
}

static bool try_reading(struct followup *f, const void *what, const char *typed,
			struct string_vec *words, struct err *err)
{
	const char *const at[] = {"add", "?", what, typed};
	const struct string_vec some = {(const char **)(uintptr_t)at, 4, 4};
	const struct string_vec *kept = f->words;
	struct chart_observation_vec list = {0};
	bool visit;

	f->words = &some;
	bool ok = followup_readings(f, 2, &list, &visit, err);
	f->words = kept;
	vec_free(&list);
	if (ok) {
		vec_push(words, what);
		vec_push(words, typed);
	}
	return ok;
}

static bool try_field(struct followup *f, const void *what, const char *typed,
		      struct string_vec *words, struct err *err)
{
	const struct sheet_field *field = what;
	const char *value;

	if (!followup_field_value(f, field, typed, &value, err))
		return false;
	vec_push(words, arena_printf(&f->arena, "%s=%s", field->id, value));
	return true;
}

static bool has(const struct string_vec *v, const char *s)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->at[i], s) == 0)
			return true;
	return false;
}

/* What the open visits of the patient ask to be recorded. */
static bool wanted_codes(struct followup *f, const char *patient,
			 struct string_vec *ret, struct err *err)
{
	struct chart_visit_vec visits = {0};
	struct err gone;
	bool ok = chart_visit_list(f->chart, patient, &f->arena, &visits, err);

	for (size_t i = 0; ok && i < visits.n; i++) {
		const struct chart_visit *v = &visits.at[i];
		struct protocol p;
		if (v->done != DATE_NONE || v->cancelled != DATE_NONE ||
		    v->first > f->today ||
		    !protocol_find(f->app->kb, v->protocol, &f->arena, &p,
				   &gone))
			continue;
		const struct protocol_visit *pv =
			protocol_visit_find(&p, v->kind);
		for (size_t k = 0; pv && k < pv->n_record; k++)
			if (!has(ret, pv->record[k]))
				vec_push(ret, pv->record[k]);
	}
	vec_free(&visits);
	return ok;
}

static bool ask_readings(struct followup *f, const struct string_vec *codes,
			 struct string_vec *words)
{
	enum lang lang = f->app->ui->lang;
	bool pressure = has(codes, "SBP") && has(codes, "DBP");
	bool on = true;

	for (size_t i = 0; on && i < codes->n; i++) {
		const char *code = codes->at[i];
		const struct analyte *a = kb_analyte_by_code(f->app->kb, code);
		char unit[UNIT_SIZE];
		if (pressure && strcmp(code, "DBP") == 0)
			continue;
		if (pressure && strcmp(code, "SBP") == 0)
			on = ask(f,
				 SAY(f->app->ui, "血压 mmHg（148/92）> ",
				     "blood pressure mmHg (148/92)> "),
				 try_reading, "bp", words);
		else if (a && a->scale == SCALE_QUANTITATIVE)
			on = ask(f,
				 arena_printf(
					 &f->arena, "%s %s> ", a->name.in[lang],
					 unit_show(a->unit, unit, sizeof unit)),
				 try_reading, code, words);
	}
	return on;
}

static bool ask_fields(struct followup *f, const struct sheet_vec *sheets,
		       struct string_vec *words)
{
	struct string_vec asked = {0};
	enum lang lang = f->app->ui->lang;
	bool on = true;

	for (size_t i = 0; on && i < sheets->n; i++)
		for (size_t k = 0; on && k < sheets->at[i].n_fields; k++) {
			const struct sheet_field *x = &sheets->at[i].fields[k];
			if (x->from || has(&asked, x->id))
				continue;
			vec_push(&asked, x->id);
			on = ask(f,
				 arena_printf(&f->arena, "%s%s%s%s%s%s> ",
					      x->name.in[lang],
					      *x->unit.in[lang] ? " " : "",
					      x->unit.in[lang],
					      x->pair ? SAY(f->app->ui,
							    "（现在/目标）",
							    " (now/target)")
						      : "",
					      x->n_choices ? "\n  " : "",
					      allowed(f, x)),
				 try_field, x, words);
		}
	vec_free(&asked);
	return on;
}

bool followup_ask_form(struct followup *f, const char *patient, bool check,
		       struct string_vec *words, struct err *err)
{
	struct string_vec codes = {0};
	struct sheet_vec sheets = {0};
	struct strbuf typed = STRBUF_INIT;
	struct ui *ui = f->app->ui;
	bool ok = wanted_codes(f, patient, &codes, err) &&
		  followup_sheets(f, patient, check, &sheets, err);

	if (ok) {
		ui->note(ui, SAY(ui, "空行跳过，q 结束",
				 "an empty line skips, q ends"));
		bool on = ask_readings(f, &codes, words) &&
			  ask_fields(f, &sheets, words);
		if (on && !check &&
		    ui->ask(ui,
			    SAY(ui, "记为一次随访？y/n> ",
				"record as a visit? y/n> "),
			    &typed) &&
		    (typed.buf[0] == 'y' || typed.buf[0] == 'Y' ||
		     strcmp(typed.buf, "是") == 0))
			vec_push(words, "visit");
	}
	strbuf_release(&typed);
	vec_free(&codes);
	vec_free(&sheets);
	return ok;
}
