#include "commands/result.h"

#include <math.h>
#include <string.h>

static void write_strings(struct jw *j, const char *key,
			  const char *const *list, size_t n)
{
	jw_array(j, key);
	for (size_t i = 0; i < n; i++)
		jw_str(j, NULL, list[i]);
	jw_end(j);
}

static void write_patient(struct jw *j, const struct app *app,
			  const struct patient *p)
{
	static const char *const settings[] = {
		NULL, "gp", "ward", "dialysis", "emergency", "phone"};

	jw_object(j, "patient");
	if (isnan(p->age.days)) {
		jw_null(j, "age");
	} else {
		jw_object(j, "age");
		jw_num(j, "value", p->age.value);
		jw_str(j, "unit", p->age.unit);
		jw_end(j);
	}
	jw_str(j, "sex",
	       p->sex == SEX_FEMALE ? "F"
	       : p->sex == SEX_MALE ? "M"
				    : NULL);
	if (p->pregnant == TRI_UNKNOWN)
		jw_null(j, "pregnant");
	else
		jw_bool(j, "pregnant", p->pregnant == TRI_YES);
	jw_num(j, "weeks", p->weeks);
	jw_num(j, "weight", p->weight);
	jw_str(j, "setting", settings[p->setting]);
	jw_array(j, "context");
	for (size_t i = 0; i < p->context.n; i++)
		jw_str(j, NULL, kb_context(app->kb, p->context.at[i])->code);
	jw_end(j);
	jw_end(j);
}

static void write_finding(struct jw *j, const struct app *app,
			  const struct result *r, const struct finding *f,
			  const char *prefix)
{
	enum lang lang = app->ui->lang;

	jw_object(j, NULL);
	jw_str(j, "id", f->id);
	jw_str(j, "origin", f->origin);
	jw_str(j, "urgency", urgency_name(f->urgency));
	jw_int(j, "rank", f->rank);
	jw_str(j, "title", f->title.in[lang]);
	jw_str(j, "because", f->because.in[lang]);
	jw_array(j, "evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		char ref[40], number[24];
		jw_object(j, NULL);
		jw_str(j, "code", f->evidence[i].code);
		strcpy(ref, prefix);
		strcat(ref, err_int(number, f->evidence[i].ref));
		jw_str(j, "ref", f->evidence[i].ref >= 0 ? ref : NULL);
		if (f->evidence[i].line > 0)
			jw_int(j, "line", f->evidence[i].line);
		else
			jw_null(j, "line");
		if (f->evidence[i].end > f->evidence[i].start) {
			jw_array(j, "span");
			jw_int(j, NULL, (int64_t)f->evidence[i].start);
			jw_int(j, NULL, (int64_t)f->evidence[i].end);
			jw_end(j);
		} else {
			jw_null(j, "span");
		}
		jw_end(j);
	}
	jw_end(j);
	jw_array(j, "actions");
	for (size_t i = 0; i < f->n_actions; i++)
		jw_str(j, NULL, f->actions[i].in[lang]);
	jw_end(j);
	write_strings(j, "missing", f->missing, f->n_missing);
	write_strings(j, "explains", f->explains, f->n_explains);
	write_strings(j, "sources", f->sources, f->n_sources);
	if (r->finding_json && f->extra)
		r->finding_json(j, app, f);
	jw_end(j);
}

static void write_not_checked(struct jw *j, const struct not_checked *n,
			      enum lang lang)
{
	jw_object(j, NULL);
	if (n->check) {
		jw_str(j, "check", n->check);
		jw_str(j, "why", n->why.in[lang]);
	} else {
		jw_str(j, "rule", n->rule);
		jw_str(j, "title", n->title.in[lang]);
	}
	jw_array(j, "missing");
	for (size_t i = 0; i < n->n_missing; i++) {
		jw_object(j, NULL);
		jw_str(j, "code", n->missing[i].code);
		jw_str(j, "state", n->missing[i].state);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void write_source(struct jw *j, const struct result *r)
{
	jw_object(j, "source");
	jw_str(j, "file", r->file);
	jw_int(j, "index", r->index);
	jw_str(j, "format", r->format);
	jw_str(j, "encoding", r->encoding);
	jw_str(j, "id", r->id);
	jw_end(j);
}

static void write_errors(struct jw *j, const struct result *r)
{
	jw_array(j, "errors");
	for (size_t i = 0; i < r->errors.n; i++) {
		jw_object(j, NULL);
		jw_str(j, "code", r->errors.at[i].code);
		jw_str(j, "message", r->errors.at[i].message);
		if (r->errors.at[i].line)
			jw_int(j, "line", r->errors.at[i].line);
		jw_end(j);
	}
	jw_end(j);
	jw_array(j, "exit_reasons");
	for (int status = 1; status <= EXIT_CONFIG; status++)
		if (r->reasons & 1u << status)
			jw_int(j, NULL, status);
	jw_end(j);
}

void result_json(struct jw *j, const struct app *app, const struct result *r,
		 const char *row_prefix)
{
	const struct kb_info *info = kb_info(app->kb);

	jw_object(j, NULL);
	jw_str(j, "schema", r->schema);
	jw_object(j, "kb");
	jw_str(j, "version", info->version);
	jw_str(j, "digest", info->digest);
	jw_int(j, "overrides", info->overrides);
	if (app->banner)
		jw_str(j, "warning", app->banner);
	jw_end(j);
	write_source(j, r);
	write_patient(j, app, r->patient);
	jw_array(j, "findings");
	for (size_t i = 0; i < r->findings.n; i++)
		write_finding(j, app, r, &r->findings.at[i], row_prefix);
	jw_end(j);
	jw_array(j, "not_checked");
	for (size_t i = 0; i < r->not_checked.n; i++)
		write_not_checked(j, &r->not_checked.at[i], app->ui->lang);
	jw_end(j);
	jw_array(j, "not_interpreted");
	for (size_t i = 0; i < r->not_interpreted.n; i++) {
		jw_object(j, NULL);
		jw_str(j, "section", r->not_interpreted.at[i].title);
		jw_str(j, "text", r->not_interpreted.at[i].text);
		jw_int(j, "line", r->not_interpreted.at[i].line);
		jw_end(j);
	}
	jw_end(j);
	jw_object(j, "explanation");
	jw_str(j, "origin", r->explained_by);
	jw_str(j, "text", r->explanation);
	jw_str(j, "model", r->model);
	if (r->ledger_id)
		jw_str(j, "id", r->ledger_id);
	if (r->cached)
		jw_bool(j, "cached", true);
	if (r->request)
		jw_str(j, "request", r->request);
	jw_array(j, "checks");
	for (size_t i = 0; i < r->checks.n; i++)
		jw_str(j, NULL, r->checks.at[i]);
	jw_end(j);
	jw_end(j);
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
