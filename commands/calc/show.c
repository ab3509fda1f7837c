#include "commands/calc/show.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/browse.h"
#include "kb/unit.h"

#include <math.h>
#include <string.h>

/* The unit as people write it; "" for scores and dates. */
static const char *unit_text(const struct calculator *c, char buf[UNIT_SIZE])
{
	if (!c->unit || strcmp(c->unit, "date") == 0)
		return "";
	return unit_show(c->unit, buf, UNIT_SIZE);
}

static void add_pair(struct strbuf *out, const struct ui *ui, const char *label,
		     const struct yaml *pair)
{
	const char *text = yaml_str(pair, ui->lang == LANG_ZH ? "zh" : "en");

	if (!text)
		return;
	strbuf_addf(out, "%s ", label);
	text_wrapped(out, ui, text, (int)utf8_width(label, strlen(label)) + 1);
}

static void add_sources(struct strbuf *out, const struct app *app,
			const struct calculator *c)
{
	const struct yaml *sources = yaml_get(c->node, "sources");
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < yaml_count(sources); i++) {
		const char *ref = yaml_at(sources, i)->scalar;
		const char *id = arena_strndup(&a, ref, strcspn(ref, "#"));
		struct kb_entry_vec found = {0};
		if (kb_find(app->kb, id, &a, &found, NULL))
			text_wrapped(
				out, app->ui,
				arena_printf(
					&a, "%s %s. %s. %s",
					SAY(app->ui, "出处", "source"),
					found.at[0].title[app->ui->lang],
					yaml_str(found.at[0].node, "edition"),
					yaml_str(found.at[0].node, "year")),
				5);
		vec_free(&found);
	}
	arena_free(&a);
}

static void add_missing(struct strbuf *out, const struct app *app,
			const struct calculator *c,
			const struct calculated *done)
{
	const struct ui *ui = app->ui;

	strbuf_adds(out, SAY(ui, "算不出，还缺：", "no value; missing:"));
	for (size_t i = 0; i < done->n_missing; i++)
		for (size_t k = 0; k < c->n_inputs; k++)
			if (strcmp(c->inputs[k].name, done->missing[i]) == 0)
				strbuf_addf(out, "%s %s (%s%s%s)", i ? "," : "",
					    c->inputs[k].label.in[ui->lang],
					    c->inputs[k].name,
					    c->inputs[k].unit ? " " : "",
					    c->inputs[k].unit
						    ? c->inputs[k].unit
						    : "");
	strbuf_addch(out, '\n');
}

void calc_text(struct strbuf *out, const struct app *app,
	       const struct calculator *c, const struct calculated *done,
	       const char *error)
{
	const struct ui *ui = app->ui;
	const struct yaml *notes = yaml_get(c->node, "notes");
	char unit[UNIT_SIZE];

	strbuf_addf(out, "%s  [%s]\n", c->name.in[ui->lang], c->id);
	if (error)
		text_wrapped(out, ui, error, 2);
	if (!error && done->state == CALCULATED) {
		text_colour(out, ui, "1");
		strbuf_addf(out, "= %s %s", done->text, unit_text(c, unit));
		text_colour(out, ui, "0");
		if (done->band)
			strbuf_addf(out, "  %s", done->band->text.in[ui->lang]);
		strbuf_addch(out, '\n');
		for (size_t i = 0; i < done->n_alerts; i++) {
			text_colour(out, ui, "1;31");
			text_wrapped(out, ui, done->alerts[i].in[ui->lang], 2);
			text_colour(out, ui, "0");
		}
		strbuf_addf(out, "%s ", SAY(ui, "算式", "working"));
		text_wrapped(out, ui, done->working, 5);
		for (size_t i = 0; i < c->n_inputs; i++)
			if (c->inputs[i].conversion)
				strbuf_addf(out, "%s %s\n",
					    SAY(ui, "换算", "converted"),
					    c->inputs[i].conversion);
	} else if (!error && done->state == CALCULATION_MISSING) {
		add_missing(out, app, c, done);
	} else if (!error) {
		strbuf_adds(
			out,
			SAY(ui, "不在此公式的适用范围内，不给数值\n",
			    "outside the validity of this formula: no value\n"));
	}
	add_pair(out, ui, SAY(ui, "版本", "variant"),
		 yaml_get(c->node, "variant"));
	add_pair(out, ui, SAY(ui, "适用", "valid for"),
		 yaml_get(c->node, "validity"));
	for (size_t i = 0; i < yaml_count(notes); i++)
		add_pair(out, ui, SAY(ui, "注意", "note"), yaml_at(notes, i));
	add_sources(out, app, c);
}

static void write_inputs(struct jw *j, const struct calculator *c,
			 enum lang lang)
{
	jw_array(j, "inputs");
	for (size_t i = 0; i < c->n_inputs; i++) {
		const struct input *in = &c->inputs[i];
		jw_object(j, NULL);
		jw_str(j, "name", in->name);
		jw_str(j, "code", in->code);
		jw_str(j, "label", in->label.in[lang]);
		jw_str(j, "printed", in->printed);
		jw_num(j, "value", in->value);
		jw_str(j, "unit", in->unit);
		jw_str(j, "conversion", in->conversion);
		jw_end(j);
	}
	jw_end(j);
}

static void write_list(struct jw *j, const char *key, const struct yaml *list)
{
	jw_array(j, key);
	for (size_t i = 0; i < yaml_count(list); i++)
		jw_str(j, NULL, yaml_at(list, i)->scalar);
	jw_end(j);
}

static void write_bands(struct jw *j, const struct calculator *c,
			enum lang lang)
{
	jw_array(j, "bands");
	for (size_t i = 0; i < c->n_bands; i++) {
		jw_object(j, NULL);
		jw_num(j, "below", c->bands[i].below);
		jw_str(j, "text", c->bands[i].text.in[lang]);
		jw_end(j);
	}
	jw_end(j);
}

static void write_outcome(struct jw *j, const struct calculator *c,
			  const struct calculated *done, enum lang lang)
{
	static const char *const states[] = {"ok", "missing", "invalid"};

	jw_str(j, "state", states[done->state]);
	jw_num(j, "value", done->value);
	jw_str(j, "unit", c->unit);
	jw_str(j, "text", done->text);
	jw_str(j, "band", done->band ? done->band->text.in[lang] : NULL);
	jw_str(j, "working", done->working);
	write_bands(j, c, lang);
	jw_array(j, "missing");
	for (size_t i = 0; i < done->n_missing; i++)
		jw_str(j, NULL, done->missing[i]);
	jw_end(j);
	jw_array(j, "alerts");
	for (size_t i = 0; i < done->n_alerts; i++)
		jw_str(j, NULL, done->alerts[i].in[lang]);
	jw_end(j);
}

void calc_json(struct strbuf *out, const struct app *app,
	       const struct calculator *c, const struct calculated *done,
	       const char *id, const struct result_error *error,
	       unsigned reasons)
{
	enum lang lang = app->ui->lang;
	const char *key = lang == LANG_ZH ? "zh" : "en";
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.calc/1");
	jw_str(&j, "id", c ? c->id : NULL);
	jw_str(&j, "name", c ? c->name.in[lang] : NULL);
	jw_object(&j, "source");
	jw_str(&j, "id", id);
	jw_end(&j);
	if (c) {
		write_outcome(&j, c, done, lang);
		write_inputs(&j, c, lang);
		jw_str(&j, "variant",
		       yaml_str(yaml_get(c->node, "variant"), key));
		jw_str(&j, "validity",
		       yaml_str(yaml_get(c->node, "validity"), key));
		write_list(&j, "sources", yaml_get(c->node, "sources"));
	}
	jw_array(&j, "errors");
	if (error) {
		jw_object(&j, NULL);
		jw_str(&j, "code", error->code);
		jw_str(&j, "message", error->message);
		jw_end(&j);
	}
	jw_end(&j);
	jw_array(&j, "exit_reasons");
	for (int status = 1; status <= EXIT_CONFIG; status++)
		if (reasons & 1u << status)
			jw_int(&j, NULL, status);
	jw_end(&j);
	jw_end(&j);
}

static const char *type_name(enum input_type type)
{
	static const char *const names[] = {"number", "yesno", "choice",
					    "date",   "age",   "sex"};

	return names[type];
}

void calc_describe_json(struct strbuf *out, const struct app *app,
			const struct calculator *c)
{
	enum lang lang = app->ui->lang;
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.calc.describe/1");
	jw_str(&j, "id", c->id);
	jw_str(&j, "name", c->name.in[lang]);
	jw_str(&j, "specialty", c->specialty);
	jw_str(&j, "unit", c->unit);
	jw_str(&j, "formula", c->formula);
	jw_array(&j, "inputs");
	for (size_t i = 0; i < c->n_inputs; i++) {
		const struct input *in = &c->inputs[i];
		jw_object(&j, NULL);
		jw_str(&j, "name", in->name);
		jw_str(&j, "code", in->code);
		jw_str(&j, "label", in->label.in[lang]);
		write_list(&j, "aliases", in->names);
		jw_str(&j, "type", type_name(in->type));
		jw_str(&j, "unit", in->unit);
		jw_num(&j, "min", in->min);
		jw_num(&j, "max", in->max);
		jw_bool(&j, "optional", in->optional);
		jw_array(&j, "choices");
		for (size_t k = 0; k < in->n_choices; k++) {
			jw_object(&j, NULL);
			jw_num(&j, "value", in->choices[k].value);
			jw_str(&j, "label", in->choices[k].label.in[lang]);
			jw_end(&j);
		}
		jw_end(&j);
		jw_end(&j);
	}
	jw_end(&j);
	write_bands(&j, c, lang);
	write_list(&j, "sources", yaml_get(c->node, "sources"));
	jw_end(&j);
	strbuf_addch(out, '\n');
}

static void describe_input(struct strbuf *out, const struct ui *ui,
			   const struct input *in)
{
	char low[NUM_SIZE], high[NUM_SIZE];

	strbuf_addf(out, "  %-16s %s", in->name, in->label.in[ui->lang]);
	if (in->unit)
		strbuf_addf(out, " [%s]", in->unit);
	if (!isnan(in->min) || !isnan(in->max))
		strbuf_addf(out, " %s..%s",
			    isnan(in->min) ? "" : num_format(low, in->min),
			    isnan(in->max) ? "" : num_format(high, in->max));
	if (in->type == INPUT_YESNO)
		strbuf_adds(out, SAY(ui, " 是/否", " yes/no"));
	if (in->optional)
		strbuf_adds(out, SAY(ui, "（可不填）", " (optional)"));
	strbuf_addch(out, '\n');
	for (size_t k = 0; k < in->n_choices; k++)
		strbuf_addf(out, "  %16s %g = %s\n", "", in->choices[k].value,
			    in->choices[k].label.in[ui->lang]);
}

void calc_describe_text(struct strbuf *out, const struct app *app,
			const struct calculator *c)
{
	const struct ui *ui = app->ui;
	char below[NUM_SIZE], unit[UNIT_SIZE];

	strbuf_addf(out, "%s  [%s]  %s\n", c->name.in[ui->lang], c->id,
		    c->specialty ? c->specialty : "");
	for (size_t i = 0; i < c->n_inputs; i++)
		describe_input(out, ui, &c->inputs[i]);
	strbuf_addf(out, "%s ", SAY(ui, "公式", "formula"));
	text_wrapped(out, ui, c->formula, 5);
	strbuf_addf(out, "%s %s\n", SAY(ui, "单位", "unit"),
		    unit_text(c, unit));
	for (size_t i = 0; i < c->n_bands; i++) {
		if (isnan(c->bands[i].below))
			strbuf_addf(out, "  %-10s ", SAY(ui, "其余", "above"));
		else
			strbuf_addf(out, "  < %-8s ",
				    num_format(below, c->bands[i].below));
		text_wrapped(out, ui, c->bands[i].text.in[ui->lang], 13);
	}
	add_pair(out, ui, SAY(ui, "版本", "variant"),
		 yaml_get(c->node, "variant"));
	add_pair(out, ui, SAY(ui, "适用", "valid for"),
		 yaml_get(c->node, "validity"));
	add_sources(out, app, c);
}
