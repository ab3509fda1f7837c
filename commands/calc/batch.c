/* A batch of calculations: each line a request, each answered by itself. */
#include "commands/calc/run.h"

#include "base/num.h"
#include "commands/calc/show.h"

#include <jansson.h>

static bool give_json(struct calc_run *run, struct calculator *c,
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

/* An item that names no calculator answers with its error. */
static void answer_error(struct calc_run *run, const struct err *err,
			 const char *id, struct batch_reply *reply)
{
	struct result_error error = result_error_of(run->app, err, &run->arena);

	calc_json(&reply->out, run->app, NULL, NULL, id, &error,
		  1u << EXIT_PARTIAL);
	reply->reasons |= 1u << EXIT_PARTIAL;
	reply->counts.failed++;
}

/* {"id":…, "calc":…, "inputs":{…}, "patient":{…}} */
static void item_line(void *self, const char *line, size_t n,
		      struct batch_reply *reply)
{
	struct calc_run *run = self;
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
		calc_give_context(run, c, &in.common, &err);

	if (c) {
		reply->reasons |= calc_compute(run, c, in.id, ok ? NULL : &err,
					       true, &reply->out);
		reply->counts.failed += !ok;
	} else {
		answer_error(run, &err, in.id, reply);
	}
	strbuf_addch(&reply->out, '\n');
	reply->counts.results++;
	batch_request_release(&in);
	json_decref(root);
	arena_reset(&run->arena);
}

static void item_crashed(void *self, const char *item, size_t n,
			 struct batch_reply *reply)
{
	struct calc_run *run = self;
	struct err err;

	(void)item;
	(void)n;
	(void)ERR(&err, ERR_WORKER, "item", "crashed");
	answer_error(run, &err, NULL, reply);
	strbuf_addch(&reply->out, '\n');
	arena_reset(&run->arena);
}

int calc_run_batch(struct calc_run *run, const struct string_vec *words,
		   struct err *err)
{
	struct batch_job job = {.app = run->app,
				.params = &run->params->many.batch,
				.item = item_line,
				.crashed = item_crashed,
				.self = run};

	return batch_run_status(&job, words, err);
}
