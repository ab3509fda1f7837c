/* --patient: what the chart knows joins the complaint. */
#include "commands/triage/triage.h"

#include "base/strbuf.h"
#include "base/utf8.h"
#include "commands/chart_context.h"

#include <string.h>

static bool allergies(struct chart *c, const char *id, struct arena *a,
		      const char *between, const char **ret, struct err *err)
{
	struct chart_context_vec list = {0};
	struct strbuf sb = STRBUF_INIT;

	if (!chart_context_list(c, id, a, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const char *text = list.at[i].text;
		if (strcmp(list.at[i].kind, "allergy") != 0)
			continue;
		if (sb.len)
			strbuf_adds(&sb, between);
		utf8_add_safe(&sb, text, strlen(text));
	}
	*ret = sb.len ? arena_strndup(a, sb.buf, sb.len) : NULL;
	strbuf_release(&sb);
	vec_free(&list);
	return true;
}

bool triage_chart_load(struct app *app, const char *id, struct arena *a,
		       struct triage_chart *ret, struct err *err)
{
	struct chart *chart;
	struct chart_patient p;

	if (!chart_context_open(app, false, &chart, err))
		return false;
	bool ok =
		chart_patient_get(chart, id, a, &p, err) &&
		chart_context_patient(app, chart, &p, a, &ret->patient, err) &&
		allergies(chart, id, a, SAY(app->ui, "、", ", "),
			  &ret->allergies, err) &&
		chart_note_access(chart, "triage", id, err);
	chart_close(chart);
	return ok;
}
