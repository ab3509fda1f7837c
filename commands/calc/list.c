/* What can be calculated, by specialty. */
#include "commands/calc/show.h"

#include <string.h>

static void list_text(struct strbuf *out, const struct ui *ui,
		      const struct calculator_vec *list)
{
	const char *specialty = "";

	for (size_t i = 0; i < list->n; i++) {
		const struct calculator *c = list->at[i];
		const char *own = c->specialty ? c->specialty : "";
		if (strcmp(own, specialty) != 0)
			strbuf_addf(out, "%s\n", own);
		specialty = own;
		strbuf_addf(out, "  %-28s ", c->id);
		text_wrapped(out, ui, c->name.in[ui->lang], 31);
	}
}

static void list_json(struct strbuf *out, enum lang lang,
		      const struct calculator_vec *list)
{
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.calc.list/1");
	jw_array(&j, "calculators");
	for (size_t i = 0; i < list->n; i++) {
		const struct calculator *c = list->at[i];
		jw_object(&j, NULL);
		jw_str(&j, "id", c->id);
		jw_str(&j, "name", c->name.in[lang]);
		jw_str(&j, "specialty", c->specialty ? c->specialty : "");
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(out, '\n');
}

void calc_list(struct strbuf *out, const struct app *app,
	       const struct calculator_vec *list, bool json)
{
	if (json)
		list_json(out, app->ui->lang, list);
	else
		list_text(out, app->ui, list);
}
