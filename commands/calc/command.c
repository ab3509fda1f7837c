/* clin calc: calculators and scales of the knowledge base. */
#include "commands/calc/command.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/calc/run.h"
#include "commands/calc/show.h"

#include <math.h>
#include <string.h>

static const struct option options[] = {
	{"describe", 0, OPTION_FLAG, offsetof(struct calc_params, describe),
	 TEXT(NULL, NULL),
	 TEXT("说明此计算器的输入、公式和出处，不计算",
	      "describe its inputs, formula and source instead of computing"),
	 NULL},
	{0},
};

static const struct example examples[] = {
	{"clin calc", TEXT("按专科列出全部计算器", "list all, by specialty")},
	{"clin calc 肾小球", TEXT("查找", "search")},
	{"clin calc ckd-epi-2021 creatinine=98umol/L age=66 sex=F",
	 TEXT("计算，单位自动换算", "compute; units are converted")},
	{"clin calc ckd-epi-2021 --describe",
	 TEXT("输入、公式、出处", "inputs, formula, source")},
	{0},
};

static int64_t today(const struct app *app)
{
	int64_t local = app->ui->now + app->ui->zone;

	return (local - (local < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
}

bool calc_give_context(struct calc_run *run, struct calculator *c,
		       const struct common_params *common, struct err *err)
{
	static const char *const sexes[] = {NULL, "F", "M"};
	const struct {
		const char *code, *value;
	} given[] = {{"AGE", common->age},
		     {"SEX", sexes[common->sex]},
		     {"WEIGHT", common->weight}};

	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; given[i].value && k < c->n_inputs; k++) {
			struct input *in = &c->inputs[k];
			if (in->code && strcmp(in->code, given[i].code) == 0 &&
			    isnan(in->value) &&
			    !calculator_give(run->app->kb, c, in->name,
					     given[i].value, &run->arena, err))
				return false;
		}
	return true;
}

/* key=value words. */
static bool give_words(struct calc_run *run, struct calculator *c,
		       const struct string_vec *words, struct err *err)
{
	for (size_t i = 1; i < words->n; i++) {
		const char *equals = strchr(words->at[i], '=');
		if (!equals)
			return ERR(err, ERR_ARGUMENT, words->at[i],
				   "key=value");
		const char *key =
			arena_strndup(&run->arena, words->at[i],
				      (size_t)(equals - words->at[i]));
		if (!calculator_give(run->app->kb, c, key, equals + 1,
				     &run->arena, err))
			return false;
	}
	return true;
}

/* At a terminal the missing inputs are asked for, one line each; an empty
 * answer leaves one out. */
static void ask_missing(struct calc_run *run, struct calculator *c)
{
	struct ui *ui = run->app->ui;
	struct strbuf answer = STRBUF_INIT, prompt = STRBUF_INIT;

	for (size_t i = 0; i < c->n_inputs; i++) {
		struct input *in = &c->inputs[i];
		struct err err;
		while (isnan(in->value)) {
			strbuf_clear(&answer);
			strbuf_clear(&prompt);
			strbuf_addf(
				&prompt, "%s%s%s%s: ", in->label.in[ui->lang],
				in->unit ? " [" : "", in->unit ? in->unit : "",
				in->unit ? "]" : "");
			if (!ui->ask(ui, prompt.buf, &answer) || !answer.len)
				break;
			if (calculator_give(run->app->kb, c, in->name,
					    answer.buf, &run->arena, &err))
				break;
			strbuf_clear(&prompt);
			ui->message(ui->lang, &err, &prompt);
			ui->note(ui, prompt.buf);
		}
	}
	strbuf_release(&answer);
	strbuf_release(&prompt);
}

static unsigned reason_of(const struct calculated *done)
{
	return done->state == CALCULATED ? 0 : 1u << EXIT_PARTIAL;
}

unsigned calc_compute(struct calc_run *run, struct calculator *c,
		      const char *id, const struct err *refused, bool json,
		      struct strbuf *out)
{
	struct calculated done = {.value = NUM_NONE,
				  .state = CALCULATION_INVALID};
	struct result_error error = {NULL, NULL, 0};
	struct err err;
	unsigned reasons = 1u << EXIT_PARTIAL;

	if (!refused) {
		if (calculator_compute(run->app->kb, c, today(run->app),
				       &run->arena, &done, &err))
			reasons = reason_of(&done);
		else
			refused = &err;
	}
	if (refused)
		error = result_error_of(run->app, refused, &run->arena);
	if (json)
		calc_json(out, run->app, c, &done, id, refused ? &error : NULL,
			  reasons);
	else
		calc_text(out, run->app, c, &done, error.message);
	return reasons;
}

/* A word that names no calculator is a search. */
static int search(struct calc_run *run, const char *text, const struct err *why,
		  struct strbuf *out, struct err *err)
{
	struct calculator_vec list = {0};
	bool json = run->params->many.common.format != FORMAT_TEXT;

	if (!calculators_list(run->app->kb, text, &run->arena, &list, err))
		return EXIT_FAILED;
	size_t n = list.n;
	calc_list(out, run->app, &list, json);
	vec_free(&list);
	if (text && !n) {
		*err = *why;
		return EXIT_PARTIAL;
	}
	return EXIT_DONE;
}

static int run_one(struct calc_run *run, const struct string_vec *words,
		   struct strbuf *out, struct err *err)
{
	const struct calc_params *p = run->params;
	bool json = p->many.common.format == FORMAT_JSON ||
		    p->many.common.format == FORMAT_NDJSON;
	struct ui *ui = run->app->ui;
	struct calculator *c;
	struct err unknown;

	if (!words->n)
		return search(run, NULL, NULL, out, err);
	if (!calculator_find(run->app->kb, words->at[0], &run->arena, &c,
			     &unknown)) {
		if (words->n == 1)
			return search(run, words->at[0], &unknown, out, err);
		*err = unknown;
		return EXIT_USAGE;
	}
	if (p->describe) {
		if (json)
			calc_describe_json(out, run->app, c);
		else
			calc_describe_text(out, run->app, c);
		return EXIT_DONE;
	}
	struct err refused;
	bool ok = give_words(run, c, words, &refused) &&
		  calc_give_context(run, c, &p->many.common, &refused);
	if (!ok && refused.id == ERR_ARGUMENT) {
		*err = refused;
		return EXIT_USAGE;
	}
	if (ok && ui->input_terminal && ui->terminal && !json)
		ask_missing(run, c);
	unsigned reasons =
		calc_compute(run, c, NULL, ok ? NULL : &refused, json, out);
	if (json)
		strbuf_addch(out, '\n');
	return reasons_status(reasons);
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct calc_run run = {.app = app, .params = params};
	struct strbuf out = STRBUF_INIT;
	struct err unwritten;

	if (run.params->many.batch.batch) {
		int status = calc_run_batch(&run, words, err);
		arena_free(&run.arena);
		return status;
	}
	int status = run_one(&run, words, &out, err);
	if (!app->ui->write(app->ui, out.buf, out.len, &unwritten)) {
		*err = unwritten;
		status = EXIT_FAILED;
	}
	strbuf_release(&out);
	arena_free(&run.arena);
	return status;
}

const struct command calc_command = {
	.name = "calc",
	.summary = TEXT("医学计算器和量表", "medical calculators and scales"),
	.description = TEXT(
		"不带参数时按专科列出；给出名称（中英文、缩写均可）和 键=值 时计算，"
		"单位自动换算并显示换算过程。缺少必需的输入时不给数值，状态 4。"
		"不可能的数值会被拒绝，并提示可能的单位。",
		"Without arguments lists them by specialty; with a name (either "
		"language, abbreviations too) and key=value words computes, converting "
		"units and showing the conversion. A needed input that is missing: no "
		"value, exit status 4. An impossible value is refused, with the unit "
		"it was probably meant in."),
	.positionals = TEXT("[名称 [键=值…]]", "[NAME [KEY=VALUE…]]"),
	.options = options,
	.shared = {output_options, context_options, batch_options},
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON,
	.params_size = sizeof(struct calc_params),
	.run = run,
};
