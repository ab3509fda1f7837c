/* The result a question is about: a file of clin's own JSON, or the last one
 * of this terminal. */
#include "commands/ask/ask.h"

#include "base/io.h"
#include "base/utf8.h"
#include "commands/last.h"

#include <jansson.h>
#include <string.h>

enum { RESULT_LIMIT = 16 * 1024 * 1024, FINDINGS_MAX = 200 };

/* A member's text, safe for the terminal; "" when it is none. */
static const char *member(struct ask *q, const json_t *node, const char *key)
{
	const json_t *value = json_object_get(node, key);
	struct strbuf sb = STRBUF_INIT;

	if (json_is_string(value))
		utf8_add_safe(&sb, json_string_value(value),
			      json_string_length(value));
	const char *text = arena_strndup(q->a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static const char *joined(struct ask *q, const json_t *list)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		if (!json_is_string(item))
			continue;
		strbuf_adds(&sb, sb.len ? ", " : "");
		utf8_add_safe(&sb, json_string_value(item),
			      json_string_length(item));
	}
	const char *text = arena_strndup(q->a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static void read_finding(struct ask *q, const json_t *node)
{
	struct asked_finding f = {.id = member(q, node, "id"),
				  .urgency = member(q, node, "urgency"),
				  .title = member(q, node, "title"),
				  .because = member(q, node, "because")};
	struct strbuf all = STRBUF_INIT, one = STRBUF_INIT;
	json_t *item;
	size_t i;

	f.key = arena_printf(q->a, "F%zu", q->findings.n + 1);
	f.critical = strcmp(f.urgency, "critical") == 0;
	f.sources = joined(q, json_object_get(node, "sources"));
	json_array_foreach(json_object_get(node, "actions"), i, item)
	{
		if (!json_is_string(item))
			continue;
		strbuf_clear(&one);
		utf8_add_safe(&one, json_string_value(item),
			      json_string_length(item));
		char *copy = arena_strndup(q->a, one.buf, one.len);
		vec_push(&f.actions, copy);
	}
	ask_translate(q, &f);
	strbuf_addf(&all, "%s\n%s\n", f.title, f.because);
	for (i = 0; i < f.actions.n; i++)
		strbuf_addf(&all, "%s\n", f.actions.at[i]);
	/* what a drug finding says besides */
	strbuf_addf(&all, "%s\n%s\n", member(q, node, "consequence"),
		    member(q, node, "mechanism"));
	f.text = arena_strndup(q->a, all.buf, all.len);
	strbuf_release(&all);
	strbuf_release(&one);
	vec_push(&q->findings, f);
}

static void read_patient(struct ask *q, const json_t *patient)
{
	const json_t *age = json_object_get(patient, "age");
	const json_t *value = json_object_get(age, "value");

	if (json_is_number(value))
		q->age = arena_printf(q->a, "%g%s", json_number_value(value),
				      member(q, age, "unit"));
	if (json_is_string(json_object_get(patient, "sex")))
		q->sex = member(q, patient, "sex");
	q->pregnant = json_is_true(json_object_get(patient, "pregnant"));
}

/* {"schema","results":[one]}, or one result. NULL: neither, or several. */
static const json_t *only_result(const json_t *root)
{
	const json_t *list = json_object_get(root, "results");

	if (json_is_array(list))
		return json_array_size(list) == 1 ? json_array_get(list, 0)
						  : NULL;
	return json_is_array(json_object_get(root, "findings")) ? root : NULL;
}

/* Results of clin, how many ever. */
static bool is_result(const json_t *root)
{
	const char *schema = json_string_value(json_object_get(root, "schema"));

	return only_result(root) ||
	       (schema && strncmp(schema, "clin.", 5) == 0);
}

/* The report in the file, as interpret-report reads it. NULL: nothing in it
 * was read. */
static json_t *interpreted(struct ask *q, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	bool any = false;
	json_t *one, *row;
	size_t i, k;

	q->app->read_report(q->app, path, &text);
	json_t *root = json_loadb(text.buf, text.len, 0, NULL);
	json_array_foreach(json_object_get(root, "results"), i, one)
		json_array_foreach(json_object_get(one, "observations"), k, row)
			any |= json_is_string(json_object_get(row, "code"));
	if (!any) {
		json_decref(root);
		root = NULL;
	}
	strbuf_release(&text);
	return root;
}

bool ask_read(struct ask *q, const char *about, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	json_t *item;
	size_t i;

	q->last = about && strcmp(about, "last") == 0;
	if (!about)
		return true;
	bool ok = q->last ? last_load(q->app, &text, &q->at, err)
			  : io_read(about, RESULT_LIMIT, &text, err);
	json_t *root = ok ? json_loadb(text.buf, text.len, 0, NULL) : NULL;
	const json_t *result = only_result(root);
	/* other JSON than FHIR is no report */
	bool other = root && !json_object_get(root, "resourceType");
	if (ok && !q->last && !is_result(root) && !other) {
		/* a report itself: read it first */
		json_decref(root);
		root = interpreted(q, about);
		result = only_result(root);
	}
	if (ok && !result)
		ok = ERR(
			err, ERR_ARGUMENT, about,
			json_array_size(json_object_get(root, "results")) > 1
				? SAY(q->app->ui,
				      "其中有多个结果；请用 clin i -f ndjson "
				      "分开，一次问一个",
				      "several results; part them with 'clin "
				      "i -f ndjson', a line each, and ask "
				      "about one")
				: SAY(q->app->ui,
				      "一个 clin 的 JSON 结果，或一份读得懂的化验单",
				      "one result of clin in JSON, or a "
				      "report that can be read"));
	if (ok) {
		q->schema = member(q, result, "schema");
		q->file = member(q, json_object_get(result, "source"), "file");
		read_patient(q, json_object_get(result, "patient"));
		json_array_foreach(json_object_get(result, "findings"), i,
				   item) if (i < FINDINGS_MAX)
			read_finding(q, item);
		q->all_findings = q->findings.n;
	}
	json_decref(root);
	strbuf_release(&text);
	return ok;
}

void ask_release(struct ask *q)
{
	for (size_t i = 0; i < q->findings.n; i++)
		vec_free(&q->findings.at[i].actions);
	vec_free(&q->findings);
	vec_free(&q->passages);
	vec_free(&q->checks);
}
