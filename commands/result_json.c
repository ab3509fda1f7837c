#include "commands/result.h"


#include <math.h>
#include <stdio.h>

static void write_strings(struct json *j, const char *key,
			  const char *const *list, size_t n)
{
	json_array(j, key);
	for (size_t i = 0; i < n; i++)
		json_str(j, NULL, list[i]);
	json_end(j);
}

static void write_patient(struct json *j, const struct app *app,
			  const struct patient *p)
{
	static const char *const settings[] = {NULL, "gp", "ward", "dialysis",
					       "emergency", "phone"};

	json_object(j, "patient");
	if (isnan(p->age.days)) {
		json_null(j, "age");
	} else {
		json_object(j, "age");
		json_num(j, "value", p->age.value);
		json_str(j, "unit", p->age.unit);
		json_end(j);
	}
	json_str(j, "sex", p->sex == SEX_FEMALE ? "F"
			   : p->sex == SEX_MALE ? "M"
						: NULL);
	if (p->pregnant == TRI_UNKNOWN)
		json_null(j, "pregnant");
	else
		json_bool(j, "pregnant", p->pregnant == TRI_YES);
	json_num(j, "weeks", p->weeks);
	json_num(j, "weight", p->weight);
	json_str(j, "setting", settings[p->setting]);
	json_array(j, "context");
	for (size_t i = 0; i < p->context.n; i++)
		json_str(j, NULL, kb_context(app->kb, p->context.at[i])->code);
	json_end(j);
	json_end(j);
}

static void write_finding(struct json *j, const struct app *app,
			  const struct finding *f, const char *prefix)
{
	enum lang lang = app->ui->lang;

	json_object(j, NULL);
	json_str(j, "id", f->id);
	json_str(j, "origin", f->origin);
	json_str(j, "urgency", urgency_name(f->urgency));
	json_int(j, "rank", f->rank);
	json_str(j, "title", f->title.in[lang]);
	json_str(j, "because", f->because.in[lang]);
	json_array(j, "evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		char ref[24];
		json_object(j, NULL);
		json_str(j, "code", f->evidence[i].code);
		snprintf(ref, sizeof ref, "%s%d", prefix, f->evidence[i].ref);
		json_str(j, "ref", f->evidence[i].ref >= 0 ? ref : NULL);
		if (f->evidence[i].line > 0)
			json_int(j, "line", f->evidence[i].line);
		else
			json_null(j, "line");
		json_end(j);
	}
	json_end(j);
	json_array(j, "actions");
	for (size_t i = 0; i < f->n_actions; i++)
		json_str(j, NULL, f->actions[i].in[lang]);
	json_end(j);
	write_strings(j, "missing", f->missing, f->n_missing);
	write_strings(j, "explains", f->explains, f->n_explains);
	write_strings(j, "sources", f->sources, f->n_sources);
	json_end(j);
}

static void write_not_checked(struct json *j, const struct not_checked *n,
			      enum lang lang)
{
	json_object(j, NULL);
	json_str(j, "rule", n->rule);
	json_str(j, "title", n->title.in[lang]);
	json_array(j, "missing");
	for (size_t i = 0; i < n->n_missing; i++) {
		json_object(j, NULL);
		json_str(j, "code", n->missing[i].code);
		json_str(j, "state", n->missing[i].state);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void write_source(struct json *j, const struct result *r)
{
	json_object(j, "source");
	json_str(j, "file", r->file);
	json_int(j, "index", r->index);
	json_str(j, "format", r->format);
	json_str(j, "encoding", r->encoding);
	json_str(j, "id", r->id);
	json_end(j);
}

static void write_errors(struct json *j, const struct result *r)
{
	json_array(j, "errors");
	for (size_t i = 0; i < r->errors.n; i++) {
		json_object(j, NULL);
		json_str(j, "code", r->errors.at[i].code);
		json_str(j, "message", r->errors.at[i].message);
		if (r->errors.at[i].line)
			json_int(j, "line", r->errors.at[i].line);
		json_end(j);
	}
	json_end(j);
	json_array(j, "exit_reasons");
	for (int status = 1; status <= EXIT_CONFIG; status++)
		if (r->reasons & 1u << status)
			json_int(j, NULL, status);
	json_end(j);
}

void result_json(struct json *j, const struct app *app, const struct result *r,
		 const char *row_prefix)
{
	const struct kb_info *info = kb_info(app->kb);

	json_object(j, NULL);
	json_str(j, "schema", r->schema);
	json_object(j, "kb");
	json_str(j, "version", info->version);
	json_str(j, "digest", info->digest);
	json_int(j, "overrides", info->overrides);
	if (app->banner)
		json_str(j, "warning", app->banner);
	json_end(j);
	write_source(j, r);
	write_patient(j, app, r->patient);
	json_array(j, "findings");
	for (size_t i = 0; i < r->findings.n; i++)
		write_finding(j, app, &r->findings.at[i], row_prefix);
	json_end(j);
	json_array(j, "not_checked");
	for (size_t i = 0; i < r->not_checked.n; i++)
		write_not_checked(j, &r->not_checked.at[i], app->ui->lang);
	json_end(j);
	json_array(j, "not_interpreted");
	for (size_t i = 0; i < r->not_interpreted.n; i++) {
		json_object(j, NULL);
		json_str(j, "section", r->not_interpreted.at[i].title);
		json_str(j, "text", r->not_interpreted.at[i].text);
		json_int(j, "line", r->not_interpreted.at[i].line);
		json_end(j);
	}
	json_end(j);
	json_object(j, "explanation");
	json_str(j, "origin", r->explained_by);
	json_str(j, "text", r->explanation);
	json_null(j, "model");
	json_array(j, "checks");
	json_end(j);
	json_end(j);
	write_errors(j, r);
}

void results_json_begin(struct strbuf *out, const char *schema)
{
	strbuf_addf(out, "{\"schema\":\"%s\",\"results\":[", schema);
}

void results_json_end(struct strbuf *out)
{
	strbuf_adds(out, "]}\n");
}
