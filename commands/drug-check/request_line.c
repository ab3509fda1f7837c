/* A request of a batch: its orders, and what it says of the patient over the
 * options. */
#include "commands/drug-check/run.h"

#include "base/num.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *scalar(struct arena *a, const json_t *v)
{
	char number[NUM_SIZE];

	if (json_is_string(v))
		return arena_strdup(a, json_string_value(v));
	if (json_is_number(v))
		return arena_strdup(a,
				    num_format(number, json_number_value(v)));
	return NULL;
}

static void add_words(struct arena *a, const json_t *list,
		      struct string_vec *ret)
{
	if (json_is_string(list))
		vec_push(ret, scalar(a, list));
	for (size_t i = 0; i < json_array_size(list); i++)
		if (scalar(a, json_array_get(list, i)))
			vec_push(ret, scalar(a, json_array_get(list, i)));
}

/* {"K": "5.8mmol/L"} or ["K=5.8mmol/L"]. */
static void add_labs(struct arena *a, json_t *labs, struct string_vec *ret)
{
	const char *key;
	json_t *value;

	add_words(a, labs, ret);
	json_object_foreach(labs, key, value)
	{
		const char *text = scalar(a, value);
		if (text)
			vec_push(ret, arena_printf(a, "%s=%s", key, text));
	}
}

static void copy_words(const struct string_vec *from, struct string_vec *to)
{
	for (size_t i = 0; i < from->n; i++)
		vec_push(to, from->at[i]);
}

/* What the request's patient says over the options. */
static void read_extra(struct drug_run *run, const json_t *patient,
		       struct drug_request *q)
{
	struct arena *a = &run->arena;
	const struct {
		const char *key;
		const char **to;
	} texts[] = {{"egfr", &q->egfr},
		     {"creatinine", &q->creatinine},
		     {"child_pugh", &q->child_pugh}};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *v =
			scalar(a, json_object_get(patient, texts[i].key));
		if (v)
			*texts[i].to = v;
	}
	if (json_is_true(json_object_get(patient, "breastfeeding")))
		q->breastfeeding = true;
	add_words(a, json_object_get(patient, "allergy"), &q->allergies);
	add_words(a, json_object_get(patient, "allergies"), &q->allergies);
	add_labs(a, json_object_get(patient, "lab"), &q->labs);
	add_labs(a, json_object_get(patient, "labs"), &q->labs);
}

void drug_line(void *self, const char *line, size_t n,
	       struct batch_reply *reply)
{
	struct drug_run *run = self;
	struct batch_request in;
	struct err err;
	bool ok = batch_request_read(&in, line, n, &run->params->many.common,
				     &run->arena, &err);
	const json_t *root = ok ? in.root : NULL;
	const json_t *orders = json_object_get(root, "orders");
	struct drug_request q = {.common = &in.common,
				 .id = in.id,
				 .egfr = run->params->egfr,
				 .creatinine = run->params->creatinine,
				 .child_pugh = run->params->child_pugh,
				 .breastfeeding = run->params->breastfeeding};

	copy_words(&run->params->allergies, &q.allergies);
	copy_words(&run->params->labs, &q.labs);
	read_extra(run, json_object_get(root, "patient"), &q);
	read_extra(run, root, &q);
	q.orders = json_is_array(orders) ? orders : NULL;
	const char *given = q.orders                 ? ""
			    : json_is_string(orders) ? json_string_value(orders)
						     : in.text;
	if (ok && !given)
		ok = ERR(&err, ERR_JSON, "request", "1", "no \"orders\"");
	if (ok)
		drug_answer(run, &q, given, strlen(given), reply);
	else
		drug_answer_error(run, &q, &err, reply);
	vec_free(&q.allergies);
	vec_free(&q.labs);
	batch_request_release(&in);
	arena_reset(&run->arena);
}

void drug_crashed(void *self, const char *item, size_t n,
		  struct batch_reply *reply)
{
	struct drug_run *run = self;
	struct drug_request q = {.common = &run->params->many.common};
	struct err err;

	(void)item;
	(void)n;
	(void)ERR(&err, ERR_WORKER, "item", "crashed");
	drug_answer_error(run, &q, &err, reply);
	arena_reset(&run->arena);
}
