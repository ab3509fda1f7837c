/* The result a question is about: a file of clin's own JSON, or the last one
 * of this terminal. */
#include "commands/ask/ask.h"

#include "base/io.h"
#include "base/utf8.h"
#include "commands/last.h"
#include "kb/browse.h"

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

/* A result kept in the other language: title and actions as the knowledge
 * base has them in this one. The reason holds values and stays. */
static void translate(struct ask *q, struct asked_finding *f)
{
	enum lang lang = q->app->ui->lang;
	const char *ours = lang == LANG_ZH ? "zh" : "en";
	const char *theirs = lang == LANG_ZH ? "en" : "zh";
	struct kb_entry_vec found = {0};

	if (kb_find(q->app->kb, f->id, q->a, &found, NULL)) {
		const struct yaml *node = found.at[0].node;
		const struct yaml *title = yaml_get(node, "title");
		const struct yaml *actions = yaml_get(node, "actions");
		const char *other = yaml_str(title, theirs);
		const char *own = yaml_str(title, ours);
		if (other && own && strcmp(other, f->title) == 0) {
			f->title = own;
			vec_clear(&f->actions);
			for (size_t i = 0; i < yaml_count(actions); i++) {
				const char *text =
					yaml_str(yaml_at(actions, i), ours);
				char *copy =
					arena_strdup(q->a, text ? text : "");
				vec_push(&f->actions, copy);
			}
		}
	}
	vec_free(&found);
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
	translate(q, &f);
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
	if (ok && !result)
		ok = ERR(err, ERR_ARGUMENT, about,
			 "one result of clin with --format json");
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
