#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/show.h"

#include <math.h>
#include <string.h>

static const char *origin_name(enum range_origin origin)
{
	static const char *const names[] = {"none", "report", "kb"};

	return names[origin];
}

static void write_range(struct json *j, const struct observation *o)
{
	json_object(j, "range");
	json_num(j, "low", o->low);
	json_num(j, "high", o->high);
	json_bool(j, "low_strict", o->low_strict);
	json_bool(j, "high_strict", o->high_strict);
	json_str(j, "text", o->range_text ? o->range_text : o->raw->range);
	json_str(j, "origin", origin_name(o->range_origin));
	json_end(j);
}

static void write_canonical(struct json *j, const struct observation *o)
{
	if (!o->analyte || isnan(o->canonical)) {
		json_null(j, "canonical");
		return;
	}
	json_object(j, "canonical");
	json_num(j, "value", o->canonical);
	json_str(j, "unit", o->analyte->unit);
	json_end(j);
}

static void write_notes(struct json *j, const struct report *r,
			const struct observation *o, enum lang lang)
{
	struct str_vec notes = {0};

	observation_notes(r, o, lang, &notes);
	json_array(j, "notes");
	for (size_t i = 0; i < notes.n; i++)
		json_str(j, NULL, notes.at[i]);
	json_end(j);
	vec_free(&notes);
}

static void write_observation(struct json *j, const struct report *r,
			      const struct observation *o, int index,
			      enum lang lang)
{
	char ref[24], when[32];
	const struct analyte *a = o->analyte;

	json_object(j, NULL);
	strcpy(ref, "o");
	json_str(j, "ref", strcat(ref, err_int(when, index)));
	if (o->raw->line > 0)
		json_int(j, "line", o->raw->line);
	else
		json_null(j, "line");
	json_str(j, "printed", o->derived ? NULL : o->raw->name);
	json_str(j, "code", a ? a->code : NULL);
	json_str(j, "name", a ? a->name.in[lang] : NULL);
	json_str(j, "loinc", o->raw->loinc ? o->raw->loinc : a ? a->loinc : NULL);
	json_str(j, "specimen", a ? a->specimen : o->raw->specimen);
	json_num(j, "value", o->value);
	json_str(j, "comparator", o->comparator);
	json_str(j, "text", o->text);
	json_num(j, "ordinal", o->ordinal);
	json_str(j, "unit", o->unit ? o->unit : o->raw->unit);
	write_canonical(j, o);
	write_range(j, o);
	json_str(j, "flag", flag_name(o->flag));
	json_str(j, "printed_flag", o->printed_flag);
	json_str(j, "status", row_status_name(o->status));
	json_bool(j, "derived", o->derived);
	json_bool(j, "previous", o->previous);
	json_str(j, "time", o->when == DATE_NONE
				    ? NULL
				    : date_format(when, o->when, true));
	write_notes(j, r, o, lang);
	json_end(j);
}

void report_json(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result)
{
	struct json j = json_to(out);

	result_json(&j, app, result, "o");
	json_array(&j, "observations");
	for (size_t i = 0; i < r->observations.n; i++)
		write_observation(&j, r, &r->observations.at[i], (int)i,
				  app->ui->lang);
	json_end(&j);
	json_array(&j, "unread");
	for (size_t i = 0; i < r->unread.n; i++) {
		json_object(&j, NULL);
		json_int(&j, "line", r->unread.at[i].line);
		json_str(&j, "text", r->unread.at[i].text);
		json_end(&j);
	}
	json_end(&j);
	json_array(&j, "notes");
	for (size_t i = 0; i < r->notes.n; i++)
		json_str(&j, NULL, r->notes.at[i]);
	json_end(&j);
	json_end(&j);
}
