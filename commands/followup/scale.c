/* scale: a questionnaire administered, scored and kept. What is missing is
 * named and nothing is scored in its place. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"
#include "chart/answer.h"
#include "kb/analyte.h"
#include "kb/calculator.h"
#include "kb/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct work {
	struct followup *f;
	const struct chart_patient *patient;
	struct sheet sheet;
	struct calculator *calculators[16];
	size_t n;
	struct chart_answer_vec answers;
	struct chart_observation_vec readings;
	struct chart_observation at; /* when and where */
};

static bool load(struct work *w, const char *name, struct err *err)
{
	struct kb *kb = w->f->app->kb;
	struct arena *a = &w->f->arena;

	if (!sheet_find(kb, name, a, &w->sheet, err))
		return false;
	if (w->sheet.kind != SHEET_SCALE)
		return ERR(err, ERR_KB_NO_ENTRY, name);
	for (size_t i = 0; i < w->sheet.n_scores && w->n < 16; i++)
		if (!calculator_find(kb, w->sheet.scores[i].calculator, a,
				     &w->calculators[w->n++], err))
			return false;
	return true;
}

/* Give an answer to every score that asks for it. False with *err when none
 * takes it. */
static bool give(struct work *w, const char *item, const char *value,
		 struct err *err)
{
	struct followup *f = w->f;
	const struct sheet_choice *c =
		sheet_choose(w->sheet.choices, w->sheet.n_choices, value);
	bool taken = false;
	struct err refused = {0};

	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->calculators[i]->n_inputs; k++) {
			struct input *in = &w->calculators[i]->inputs[k];
			if (strcmp(in->name, item) != 0)
				continue;
			if (!calculator_give(f->app->kb, w->calculators[i],
					     item, c ? c->value : value,
					     &f->arena, &refused)) {
				*err = refused;
				return false;
			}
			taken = true;
		}
	if (!taken)
		return ERR(err, ERR_ARGUMENT, item, "item=value");
	struct chart_answer a = {.form = w->sheet.id,
				 .item = item,
				 .value = c ? c->value : value};
	vec_push(&w->answers, a);
	return true;
}

static bool is_of_chart(const struct input *in)
{
	return in->code &&
	       (strcmp(in->code, "AGE") == 0 || strcmp(in->code, "SEX") == 0);
}

static const char *current(const struct work *w, const char *item)
{
	for (size_t i = w->answers.n; i > 0; i--)
		if (strcmp(w->answers.at[i - 1].item, item) == 0)
			return w->answers.at[i - 1].value;
	return NULL;
}

/* Age and sex are the chart's, not asked. */
static bool give_patient(struct work *w, struct err *err)
{
	struct followup *f = w->f;
	const struct chart_patient *p = w->patient;

	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->calculators[i]->n_inputs; k++) {
			const struct input *in = &w->calculators[i]->inputs[k];
			char sex[2] = {p->sex, '\0'};
			const char *value = NULL;
			if (!is_of_chart(in))
				continue;
			if (strcmp(in->code, "SEX") == 0)
				value = p->sex ? sex : NULL;
			else if (p->birth != DATE_NONE)
				value = arena_printf(
					&f->arena, "%dy",
					date_age_years(date_civil(p->birth),
						       date_civil(f->today)));
			if (value &&
			    !calculator_give(f->app->kb, w->calculators[i],
					     in->name, value, &f->arena, err))
				return false;
		}
	return true;
}

static void add_prompt(struct work *w, struct strbuf *sb,
		       const struct input *in)
{
	enum lang lang = w->f->app->ui->lang;

	strbuf_addf(sb, "%s\n", in->label.in[lang]);
	for (size_t i = 0; i < in->n_choices; i++) {
		char number[NUM_SIZE];
		strbuf_addf(sb, "  %s %s\n",
			    num_format(number, in->choices[i].value),
			    in->choices[i].label.in[lang]);
	}
	if (!in->n_choices && in->type == INPUT_NUMBER)
		for (size_t i = 0; i < w->sheet.n_choices; i++)
			strbuf_addf(sb, "  %s %s", w->sheet.choices[i].value,
				    w->sheet.choices[i].text.in[lang]);
	if (in->type == INPUT_YESNO)
		strbuf_adds(sb, "  y/n");
	strbuf_adds(sb, "> ");
}

/* One item until it has an answer; an empty line leaves it open, q ends. */
static bool ask_item(struct work *w, const struct input *in)
{
	struct ui *ui = w->f->app->ui;
	struct strbuf prompt = STRBUF_INIT, typed = STRBUF_INIT;
	struct strbuf said = STRBUF_INIT;
	bool on = true;

	add_prompt(w, &prompt, in);
	while (on) {
		struct err err = {0};
		strbuf_clear(&typed);
		on = ui->ask(ui, prompt.buf, &typed) &&
		     strcmp(typed.buf, "q") != 0;
		if (!on || !typed.len)
			break;
		if (give(w, in->name, arena_strdup(&w->f->arena, typed.buf),
			 &err))
			break;
		strbuf_clear(&said);
		ui->message(ui->lang, &err, &said);
		ui->note(ui, said.buf);
	}
	strbuf_release(&said);
	strbuf_release(&typed);
	strbuf_release(&prompt);
	return on;
}

static void ask_all(struct work *w)
{
	struct ui *ui = w->f->app->ui;
	const char *intro = w->sheet.intro.in[ui->lang];

	if (*intro)
		ui->note(ui, intro);
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->calculators[i]->n_inputs; k++) {
			const struct input *in = &w->calculators[i]->inputs[k];
			if (!is_of_chart(in) && !current(w, in->name) &&
			    !ask_item(w, in))
				return;
		}
}

/* "item3=2", or bare values in the order of the items. */
static bool given(struct work *w, struct err *err)
{
	const struct string_vec *words = w->f->words;
	const struct calculator *first = w->calculators[0];
	size_t next = 0;

	for (size_t i = 3; i < words->n; i++) {
		const char *word = words->at[i], *eq = strchr(word, '=');
		const char *item = NULL;
		if (eq) {
			item = arena_strndup(&w->f->arena, word,
					     (size_t)(eq - word));
		} else {
			while (next < first->n_inputs &&
			       is_of_chart(&first->inputs[next]))
				next++;
			if (next < first->n_inputs)
				item = first->inputs[next++].name;
		}
		if (!item)
			return ERR(err, ERR_ARGUMENT, word, "item=value");
		if (!give(w, item, eq ? eq + 1 : word, err))
			return false;
	}
	return true;
}

static void keep(struct work *w, const char *code, double value)
{
	struct chart_observation o = w->at;
	const struct analyte *a = kb_analyte_by_code(w->f->app->kb, code);

	o.code = code;
	o.value = o.canonical = value;
	o.unit = o.canonical_unit = a ? a->unit : "1";
	o.source = "scale";
	vec_push(&w->readings, o);
}

static void say_score(struct work *w, const struct calculator *c,
		      const struct calculated *done)
{
	struct followup *f = w->f;
	enum lang lang = f->app->ui->lang;

	if (done->state == CALCULATED) {
		strbuf_addf(&f->out, "  %s  %s", c->name.in[lang], done->text);
		if (done->band)
			strbuf_addf(&f->out, "  %s", done->band->text.in[lang]);
		strbuf_addch(&f->out, '\n');
		for (size_t i = 0; i < done->n_alerts; i++)
			strbuf_addf(&f->out, "  ! %s\n",
				    done->alerts[i].in[lang]);
		return;
	}
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "  %s  未计分，缺：",
			"  %s  NOT SCORED, missing:"),
		    c->name.in[lang]);
	for (size_t i = 0; i < done->n_missing; i++)
		strbuf_addf(&f->out, " %s", done->missing[i]);
	strbuf_addch(&f->out, '\n');
}

static bool score(struct work *w, struct err *err)
{
	struct followup *f = w->f;

	for (size_t i = 0; i < w->n; i++) {
		struct calculated done;
		if (!calculator_compute(f->app->kb, w->calculators[i], f->today,
					&f->arena, &done, err))
			return false;
		say_score(w, w->calculators[i], &done);
		if (done.state != CALCULATED)
			f->status = EXIT_PARTIAL;
		else if (w->sheet.scores[i].code)
			keep(w, w->sheet.scores[i].code, done.value);
	}
	/* an answer that matters by itself does so in an incomplete scale */
	for (size_t i = 0; i < w->sheet.n_keeps; i++) {
		const char *value = current(w, w->sheet.keeps[i].item);
		double x;
		if (value && num_parse_all(value, &x))
			keep(w, w->sheet.keeps[i].code, x);
	}
	return true;
}

static bool store(struct work *w, struct err *err)
{
	struct followup *f = w->f;
	int64_t batch, id;
	enum chart_added added;

	if (!chart_batch(f->chart, "scale", w->sheet.id, &batch, err))
		return false;
	for (size_t i = 0; i < w->answers.n; i++) {
		w->answers.at[i].at = w->at.at;
		w->answers.at[i].zone = w->at.zone;
		if (!chart_answer_add(f->chart, w->patient->id,
				      &w->answers.at[i], batch, err))
			return false;
	}
	for (size_t i = 0; i < w->readings.n; i++)
		if (!chart_observation_add(f->chart, w->patient->id,
					   &w->readings.at[i], batch, &id,
					   &added, err))
			return false;
	return followup_findings(f, w->patient, batch, err);
}

static bool list_scales(struct followup *f, struct err *err)
{
	struct sheet_vec all = {0};
	bool ok = sheets_list(f->app->kb, &f->arena, &all, err);

	for (size_t i = 0; ok && i < all.n; i++)
		if (all.at[i].kind == SHEET_SCALE)
			strbuf_addf(&f->out, "  %-18s %s\n", all.at[i].id,
				    all.at[i].title.in[f->app->ui->lang]);
	vec_free(&all);
	return ok;
}

/* scale P012 [SCALE [item=value… | value…]] */
bool followup_scale(struct followup *f, struct err *err)
{
	struct chart_patient p;
	struct work w = {.f = f, .patient = &p};

	if (!followup_format(f, "text", err) || !followup_patient(f, &p, err))
		return false;
	if (f->words->n == 2)
		return list_scales(f, err);
	bool ok = load(&w, f->words->at[2], err) &&
		  followup_at(f, &w.at, err) && give_patient(&w, err) &&
		  given(&w, err);
	if (ok && f->words->n == 3 && f->app->ui->input_terminal)
		ask_all(&w);
	if (ok && !w.answers.n)
		ok = ERR(err, ERR_ARGUMENT, w.sheet.id,
			 "item=value, or answer at a terminal");
	if (ok) {
		strbuf_addf(&f->out, "%s  %s\n", p.id,
			    w.sheet.title.in[f->app->ui->lang]);
		ok = score(&w, err) && store(&w, err);
	}
	f->changed = ok && !f->params->dry_run;
	vec_free(&w.answers);
	vec_free(&w.readings);
	return ok;
}
