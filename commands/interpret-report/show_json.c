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

static void write_range(struct jw *j, const struct observation *o)
{
	jw_object(j, "range");
	jw_num(j, "low", o->low);
	jw_num(j, "high", o->high);
	jw_bool(j, "low_strict", o->low_strict);
	jw_bool(j, "high_strict", o->high_strict);
	jw_str(j, "text", o->range_text ? o->range_text : o->raw->range);
	jw_str(j, "origin", origin_name(o->range_origin));
	jw_end(j);
}

static void write_canonical(struct jw *j, const struct observation *o)
{
	if (!o->analyte || isnan(o->canonical)) {
		jw_null(j, "canonical");
		return;
	}
	jw_object(j, "canonical");
	jw_num(j, "value", o->canonical);
	jw_str(j, "unit", o->analyte->unit);
	jw_end(j);
}

/* Only a corrected result has it. */
static void write_replaced(struct jw *j, const struct observation *o)
{
	const struct issued_result *was = o->raw->replaces;

	if (!o->raw->corrected || o->previous)
		return;
	jw_bool(j, "corrected", true);
	if (!was)
		return;
	jw_object(j, "replaces");
	jw_int(j, "index", was->index);
	if (was->line)
		jw_int(j, "line", was->line);
	else
		jw_null(j, "line");
	jw_str(j, "value", *was->value ? was->value : NULL);
	jw_end(j);
}

static void write_notes(struct jw *j, const struct report *r,
			const struct observation *o, enum lang lang)
{
	struct str_vec notes = {0};

	observation_notes(r, o, lang, &notes);
	jw_array(j, "notes");
	for (size_t i = 0; i < notes.n; i++)
		jw_str(j, NULL, notes.at[i]);
	jw_end(j);
	vec_free(&notes);
}

static void write_observation(struct jw *j, const struct report *r,
			      const struct observation *o, int index,
			      enum lang lang)
{
	char ref[24], when[32];
	const struct analyte *a = o->analyte;

	jw_object(j, NULL);
	strcpy(ref, "o");
	jw_str(j, "ref", strcat(ref, err_int(when, index)));
	if (o->raw->line > 0)
		jw_int(j, "line", o->raw->line);
	else
		jw_null(j, "line");
	jw_str(j, "printed", o->derived ? NULL : o->raw->name);
	jw_str(j, "code", a ? a->code : NULL);
	jw_str(j, "name", a ? a->name.in[lang] : NULL);
	jw_str(j, "loinc", o->raw->loinc ? o->raw->loinc : a ? a->loinc : NULL);
	jw_str(j, "specimen", a ? a->specimen : o->raw->specimen);
	jw_num(j, "value", o->value);
	jw_str(j, "comparator", o->comparator);
	jw_str(j, "text", o->text);
	jw_num(j, "ordinal", o->ordinal);
	jw_str(j, "unit", o->unit ? o->unit : o->raw->unit);
	write_canonical(j, o);
	write_range(j, o);
	jw_str(j, "flag", flag_name(o->flag));
	jw_str(j, "printed_flag", o->printed_flag);
	jw_str(j, "status", row_status_name(o->status));
	jw_bool(j, "derived", o->derived);
	jw_bool(j, "previous", o->previous);
	write_replaced(j, o);
	jw_str(j, "time",
	       o->when == DATE_NONE ? NULL : date_format(when, o->when, true));
	write_notes(j, r, o, lang);
	jw_end(j);
}

void report_json(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result)
{
	struct jw j = jw_to(out);

	result_json(&j, app, result, "o");
	jw_array(&j, "observations");
	for (size_t i = 0; i < r->observations.n; i++)
		write_observation(&j, r, &r->observations.at[i], (int)i,
				  app->ui->lang);
	jw_end(&j);
	jw_array(&j, "unread");
	for (size_t i = 0; i < r->unread.n; i++) {
		jw_object(&j, NULL);
		jw_int(&j, "line", r->unread.at[i].line);
		jw_str(&j, "text", r->unread.at[i].text);
		jw_end(&j);
	}
	jw_end(&j);
	jw_array(&j, "notes");
	for (size_t i = 0; i < r->notes.n; i++)
		jw_str(&j, NULL, r->notes.at[i]);
	jw_end(&j);
	jw_end(&j);
}
