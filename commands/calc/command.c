/* clin calc: calculators and scales of the knowledge base. */
#include "commands/calc/command.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/batch.h"
#include "commands/calc/show.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

struct params {
	struct common_batch_params many;
	bool describe;
};

static const struct option options[] = {
	{"describe", 0, OPTION_FLAG, offsetof(struct params, describe),
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

struct run {
	struct app *app;
	const struct params *params;
	struct arena arena;
};

static int64_t today(const struct app *app)
{
	int64_t local = app->ui->now + app->ui->zone;

	return (local - (local < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
}

/* -a -s --weight fill inputs of the same meaning that were not given. */
static bool give_context(struct run *run, struct calculator *c,
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
static bool give_words(struct run *run, struct calculator *c,
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
static void ask_missing(struct run *run, struct calculator *c)
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

/* One calculation into out; returns the exit reasons. error: an input that
 * was refused. */
static unsigned compute(struct run *run, struct calculator *c, const char *id,
			const struct err *refused, bool json,
			struct strbuf *out)
{
	struct ui *ui = run->app->ui;
	struct calculated done = {.value = NUM_NONE,
				  .state = CALCULATION_INVALID};
	struct strbuf message = STRBUF_INIT;
	struct result_error error = {NULL, NULL, 0};
	struct err err;
	char code[32];
	unsigned reasons = 1u << EXIT_PARTIAL;

	if (!refused) {
		if (calculator_compute(run->app->kb, c, today(run->app),
				       &run->arena, &done, &err))
			reasons = reason_of(&done);
		else
			refused = &err;
	}
	if (refused) {
		ui->message(ui->lang, refused, &message);
		error.code = err_code(refused->id, code);
		error.message = message.buf;
	}
	if (json)
		calc_json(out, run->app, c, &done, id, refused ? &error : NULL,
			  reasons);
	else
		calc_text(out, run->app, c, &done,
			  refused ? message.buf : NULL);
	strbuf_release(&message);
	return reasons;
}

static bool give_json(struct run *run, struct calculator *c,
		      const json_t *inputs, struct err *err)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)inputs, key, value)
	{
		char number[NUM_SIZE];
		const char *text =
			json_is_string(value) ? json_string_value(value)
			: json_is_number(value)
				? num_format(number, json_number_value(value))
			: json_is_true(value)  ? "yes"
			: json_is_false(value) ? "no"
					       : NULL;
		if (text && !calculator_give(run->app->kb, c, key, text,
					     &run->arena, err))
			return false;
	}
	return true;
}

/* {"id":…, "calc":…, "inputs":{…}, "patient":{…}} */
static void item_line(void *self, const char *line, size_t n,
		      struct batch_reply *reply)
{
	struct run *run = self;
	struct batch_request in;
	struct calculator *c = NULL;
	struct err err;
	json_t *root = json_loadb(line, n, 0, NULL);
	const char *name = json_string_value(json_object_get(root, "calc"));
	bool read = batch_request_read(&in, line, n, &run->params->many.common,
				       &run->arena, &err);
	bool ok =
		read &&
		(name || ERR(&err, ERR_JSON, "request", "1", "no \"calc\"")) &&
		calculator_find(run->app->kb, name, &run->arena, &c, &err) &&
		give_json(run, c, json_object_get(root, "inputs"), &err) &&
		give_context(run, c, &in.common, &err);

	if (c) {
		reply->reasons |= compute(run, c, in.id, ok ? NULL : &err, true,
					  &reply->out);
	} else {
		struct strbuf text = STRBUF_INIT;
		char code[32];
		run->app->ui->message(run->app->ui->lang, &err, &text);
		struct result_error error = {err_code(err.id, code), text.buf,
					     0};
		calc_json(&reply->out, run->app, NULL, NULL, in.id, &error,
			  1u << EXIT_PARTIAL);
		reply->reasons |= 1u << EXIT_PARTIAL;
		strbuf_release(&text);
	}
	reply->counts.failed += !ok;
	reply->counts.results++;
	strbuf_addch(&reply->out, '\n');
	batch_request_release(&in);
	json_decref(root);
	arena_reset(&run->arena);
}

static void item_crashed(void *self, const char *item, size_t n,
			 struct batch_reply *reply)
{
	struct run *run = self;
	struct result_error error = {"worker", "crashed", 0};

	(void)item;
	(void)n;
	calc_json(&reply->out, run->app, NULL, NULL, NULL, &error,
		  1u << EXIT_PARTIAL);
	strbuf_addch(&reply->out, '\n');
}

static int run_batch(struct run *run, const struct string_vec *words,
		     struct err *err)
{
	struct batch_job job = {.app = run->app,
				.params = &run->params->many.batch,
				.item = item_line,
				.crashed = item_crashed,
				.self = run};

	return batch_run_status(&job, words, err);
}

/* A word that names no calculator is a search. */
static int search(struct run *run, const char *text, const struct err *why,
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

static int run_one(struct run *run, const struct string_vec *words,
		   struct strbuf *out, struct err *err)
{
	const struct params *p = run->params;
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
		  give_context(run, c, &p->many.common, &refused);
	if (!ok && refused.id == ERR_ARGUMENT) {
		*err = refused;
		return EXIT_USAGE;
	}
	if (ok && ui->input_terminal && ui->terminal && !json)
		ask_missing(run, c);
	unsigned reasons =
		compute(run, c, NULL, ok ? NULL : &refused, json, out);
	if (json)
		strbuf_addch(out, '\n');
	return reasons_status(reasons);
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct run run = {.app = app, .params = params};
	struct strbuf out = STRBUF_INIT;
	struct err unwritten;

	if (run.params->many.batch.batch) {
		int status = run_batch(&run, words, err);
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
	.params_size = sizeof(struct params),
	.run = run,
};
