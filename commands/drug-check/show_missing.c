/* What was not given, in the reader's words; JSON keeps the codes. */
#include "commands/drug-check/chart.h"

#include <string.h>

enum { SHOWN = 4 };

/* Two codes of one name ("age" in years and in days) are said once. */
static void add_missing(struct strbuf *line, const struct app *app,
			const struct drug_result *d,
			const struct not_checked *n, bool all)
{
	enum lang lang = app->ui->lang;
	size_t shown = 0, left = 0;

	for (size_t k = 0; k < n->n_missing; k++) {
		struct text name = missing_name(app->kb, n->missing[k].code);
		bool said = false;
		for (size_t i = 0; i < k && !said; i++)
			said = strcmp(missing_name(app->kb, n->missing[i].code)
					      .in[lang],
				      name.in[lang]) == 0;
		if (said)
			continue;
		if (!all && shown == SHOWN) {
			left++;
			continue;
		}
		strbuf_addf(line, "%s%s",
			    shown++ ? SAY(app->ui, "、", ", ") : "",
			    name.in[lang]);
		/* there is one, too old to rely on */
		const struct chart_value *old =
			drug_chart_stale(d, n->missing[k].code);
		struct arena a = ARENA_INIT;
		if (old)
			strbuf_addf(
				line, SAY(app->ui, "〔%s〕", " [%s]"),
				drug_chart_word(app, old,
						strcmp(old->code,
						       n->missing[k].code) != 0,
						&a));
		arena_free(&a);
	}
	if (left)
		strbuf_addf(line,
			    SAY(app->ui, "等，另 %zu 项", " and %zu more"),
			    left);
}

static void add_drugs(struct strbuf *line, const struct app *app,
		      const struct unchecked *u, bool all)
{
	size_t shown = all || u->drugs.n <= SHOWN ? u->drugs.n : SHOWN;

	strbuf_adds(line, SAY(app->ui, "（", " ("));
	for (size_t i = 0; i < shown; i++) {
		const struct drug *d = kb_drug_by_code(app->kb, u->drugs.at[i]);
		strbuf_addf(line, "%s%s", i ? SAY(app->ui, "、", ", ") : "",
			    d ? d->name.in[app->ui->lang] : u->drugs.at[i]);
	}
	if (shown < u->drugs.n)
		strbuf_addf(line, SAY(app->ui, "等 %zu 种", ", %zu in all"),
			    u->drugs.n);
	strbuf_adds(line, SAY(app->ui, "）", ")"));
}

void drug_text_missing(struct strbuf *out, const struct app *app,
		       const struct drug_result *d, bool all)
{
	static const struct text words[ASPECTS] = {
		TEXT("相互作用", "interactions"),
		TEXT("重复", "duplicates"),
		TEXT("过敏", "allergy"),
		TEXT("疾病禁忌", "diseases"),
		TEXT("妊娠", "pregnancy"),
		TEXT("哺乳", "lactation"),
		TEXT("肾功能", "kidney"),
		TEXT("肝功能", "liver"),
		TEXT("年龄", "age"),
		TEXT("剂量", "dose"),
		TEXT("检验", "laboratory"),
		TEXT("饮食", "food"),
		TEXT("中药", "herbs"),
		TEXT("叠加", "stacking")};
	const struct ui *ui = app->ui;

	for (size_t i = 0; i < d->result.not_checked.n; i++) {
		const struct not_checked *n = &d->result.not_checked.at[i];
		struct strbuf line = STRBUF_INIT;
		int aspect = drug_aspect_parse(n->check);
		strbuf_addf(
			&line, "%s%s", words[aspect].in[ui->lang],
			SAY(ui, "未全核对，缺 ", " not fully checked, needs "));
		add_missing(&line, app, d, n, all);
		add_drugs(&line, app, &d->checking.unchecked[aspect], all);
		strbuf_adds(out, " ? ");
		text_wrapped(out, ui, line.buf, 3);
		strbuf_release(&line);
	}
}
