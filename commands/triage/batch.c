/* A batch of complaints: each line a request, each answered by itself. */
#include "commands/triage/run.h"

#include <jansson.h>
#include <string.h>

/* An item of a batch that could not be read answers with its error. */
static void answer_error(struct triage_run *run, const struct err *err,
			 const char *id, struct batch_reply *reply)
{
	struct patient nobody = patient_unknown();
	struct result r = {.schema = "clin.triage/1",
			   .id = id,
			   .patient = &nobody,
			   .explanation = "",
			   .explained_by = "off",
			   .reasons = 1u << EXIT_PARTIAL};

	vec_push(&r.errors, result_error_of(run->app, err, &run->arena));
	struct jw j = jw_to(&reply->out);
	result_json(&j, run->app, &r, "e");
	jw_end(&j);
	strbuf_addch(&reply->out, '\n');
	reply->reasons |= r.reasons;
	reply->counts.failed++;
	result_release(&r);
}

/* "vitals": {"HR":120, "BP":"90/60"}, or one string as the option writes them;
 * what is neither is an error: signs must not be lost without a word. */
static bool vitals_of(const char *line, size_t n, struct arena *a,
		      const char **ret, struct err *err)
{
	json_t *root = json_loadb(line, n, 0, NULL), *value;
	json_t *vitals = json_object_get(root, "vitals");
	const char *key;
	struct strbuf sb = STRBUF_INIT;
	bool ok = !vitals || json_is_null(vitals) || json_is_object(vitals) ||
		  json_is_string(vitals);

	if (json_is_string(vitals))
		strbuf_addf(&sb, "%s", json_string_value(vitals));
	json_object_foreach(vitals, key, value)
	{
		if (json_is_string(value))
			strbuf_addf(&sb, "%s=%s ", key,
				    json_string_value(value));
		else if (json_is_number(value))
			strbuf_addf(&sb, "%s=%g ", key,
				    json_number_value(value));
		else
			ok &= json_is_null(value);
	}
	*ret = sb.len ? arena_strdup(a, sb.buf) : NULL;
	strbuf_release(&sb);
	json_decref(root);
	return ok ||
	       ERR(err, ERR_JSON, "request", "1", "\"vitals\" not understood");
}

static void item_line(void *self, const char *line, size_t n,
		      struct batch_reply *reply)
{
	struct triage_run *run = self;
	struct batch_request request;
	struct err err;
	bool ok =
		batch_request_read(&request, line, n, &run->params->many.common,
				   &run->arena, &err);

	if (ok && !request.text)
		ok = ERR(&err, ERR_JSON, "request", "1", "no \"text\"");
	const char *vitals = NULL;
	ok = ok && vitals_of(line, n, &run->arena, &vitals, &err);
	if (ok && request.text) {
		struct triage_input in = {.text = request.text,
					  .n = strlen(request.text),
					  .common = &request.common,
					  .vitals = vitals,
					  .history = &run->params->history,
					  .chart = run->chart};
		if (!in.vitals)
			in.vitals = run->params->vitals;
		ok = triage_answer_one(run, &in, request.id, reply, &err);
	}
	if (!ok)
		answer_error(run, &err, request.id, reply);
	batch_request_release(&request);
	arena_reset(&run->arena);
}

static void item_crashed(void *self, const char *item, size_t n,
			 struct batch_reply *reply)
{
	struct err err;

	(void)item;
	(void)n;
	(void)ERR(&err, ERR_WORKER, "item", "crashed");
	answer_error(self, &err, NULL, reply);
}

int triage_run_batch(struct triage_run *run, const struct string_vec *words,
		     struct err *err)
{
	struct batch_job job = {.app = run->app,
				.params = &run->params->many.batch,
				.item = item_line,
				.crashed = item_crashed,
				.self = run};

	return batch_run_status(&job, words, err);
}
