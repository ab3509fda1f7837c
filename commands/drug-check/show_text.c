/* For a terminal of 80 columns: what to stop, change, check; then the names
 * that could not be used; then what could not be checked. */
#include "commands/drug-check/run.h"

#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

const char *drug_tier_word(const struct ui *ui, enum drug_tier t)
{
	static const struct text words[TIERS] = {
		TEXT("禁忌", "STOP"), TEXT("严重", "MAJOR"),
		TEXT("中度", "MODERATE"), TEXT("轻微", "MINOR")};

	return words[t].in[ui->lang];
}

static const char *tier_colour(enum drug_tier t)
{
	static const char *const sgr[TIERS] = {"1;97;41", "1;33", "36", "2"};

	return sgr[t];
}

void drug_count(const struct drug_result *d, size_t ret[TIERS])
{
	for (int t = 0; t < TIERS; t++)
		ret[t] = 0;
	for (size_t i = 0; i < d->result.findings.n; i++) {
		const struct drug_finding *x = d->result.findings.at[i].extra;
		if (!x->under)
			ret[drug_finding_weight(x)]++;
	}
}

void drug_counts(struct strbuf *out, const struct app *app,
		 const struct drug_result *d)
{
	size_t n[TIERS];

	drug_count(d, n);
	strbuf_addf(out,
		    SAY(app->ui, "停 %zu，改 %zu，查 %zu",
			"stop %zu, change %zu, check %zu"),
		    n[TIER_CONTRAINDICATED], n[TIER_MAJOR], n[TIER_MODERATE]);
}

static void labelled(struct strbuf *out, const struct ui *ui, const char *label,
		     const char *text)
{
	if (!text || !*text)
		return;
	strbuf_addf(out, "   %s ", label);
	text_wrapped(out, ui, text,
		     3 + (int)utf8_width(label, strlen(label)) + 1);
}

static void add_modifiers(struct strbuf *out, const struct ui *ui,
			  const struct drug_finding *x, bool all)
{
	for (size_t i = 0; i < x->n_modifiers; i++) {
		const struct modifier *m = &x->modifiers[i];
		struct strbuf line = STRBUF_INIT;
		if (!isnan(m->met) && m->met == 0 && !all)
			continue;
		strbuf_addf(&line, "%s%s%s", m->condition.in[ui->lang],
			    m->tier >= 0 ? SAY(ui, " → ", " -> ") : "",
			    m->tier >= 0 ? drug_tier_word(
						   ui, (enum drug_tier)m->tier)
					 : "");
		strbuf_adds(&line, isnan(m->met) ? SAY(ui, "（未知：未提供）",
						       " (unknown: not given)")
				   : m->met != 0
					   ? SAY(ui, "（符合）", " (met)")
					   : SAY(ui, "（不符）", " (not met)"));
		labelled(out, ui, SAY(ui, "条件", "when"), line.buf);
		strbuf_release(&line);
	}
}

static void add_finding(struct strbuf *out, const struct app *app,
			const struct finding *f, bool all)
{
	const struct ui *ui = app->ui;
	const struct drug_finding *x = f->extra;
	enum lang lang = ui->lang;

	if (x->under && !all) { /* said by the stack, or by ours, above */
		struct strbuf line = STRBUF_INIT;
		strbuf_adds(&line, f->title.in[lang]);
		for (size_t i = 0; i < f->n_actions; i++)
			strbuf_addf(&line, "%s%s", SAY(ui, " → ", " -> "),
				    f->actions[i].in[lang]);
		if (strcmp(f->origin, "base") != 0)
			strbuf_addf(&line, SAY(ui, "（来自 %s）", " (from %s)"),
				    f->origin);
		strbuf_adds(out, "   - ");
		text_wrapped(out, ui, line.buf, 5);
		strbuf_release(&line);
		return;
	}
	bool food = x->aspect == ASPECT_FOOD;
	text_colour(out, ui, tier_colour(drug_finding_weight(x)));
	strbuf_addf(out, "[%s]",
		    food ? SAY(ui, "饮食", "FOOD")
			 : drug_tier_word(ui, x->tier));
	text_colour(out, ui, "0");
	strbuf_adds(out, x->is_new ? " + " : " ");
	text_wrapped(out, ui, f->title.in[lang], 3);
	bool loud = all || drug_finding_weight(x) <= TIER_MAJOR;
	if (loud)
		labelled(out, ui, SAY(ui, "机制", "how "),
			 x->mechanism.in[lang]);
	for (size_t i = 0; i < f->n_actions; i++)
		labelled(out, ui, SAY(ui, "处理", "do  "),
			 f->actions[i].in[lang]);
	add_modifiers(out, ui, x, all);
	if (x->tier <= TIER_MODERATE || all)
		labelled(out, ui, SAY(ui, "监测", "watch"),
			 x->monitor.in[lang]);
	if (loud)
		labelled(out, ui, SAY(ui, "替代", "or  "),
			 x->alternatives.in[lang]);
	if (loud && f->n_sources) {
		struct strbuf s = STRBUF_INIT;
		for (size_t i = 0; i < f->n_sources; i++)
			if (f->sources[i])
				strbuf_addf(&s, "%s%s", s.len ? "; " : "",
					    f->sources[i]);
		labelled(out, ui, SAY(ui, "出处", "src "), s.buf);
		strbuf_release(&s);
	}
	if (strcmp(f->origin, "base") != 0)
		labelled(out, ui, SAY(ui, "来自", "from"), f->origin);
}

/* With a new order the standing list's findings are folded to a line, and
 * minor ones always are. */
static void add_findings(struct strbuf *out, const struct app *app,
			 const struct drug_result *d, bool all)
{
	const struct ui *ui = app->ui;
	size_t standing[TIERS] = {0}, folded = 0, minor = 0;

	for (size_t i = 0; i < d->result.findings.n; i++) {
		const struct finding *f = &d->result.findings.at[i];
		const struct drug_finding *x = f->extra;
		if (!all && d->checking.has_new && !x->is_new) {
			if (!x->under)
				standing[drug_finding_weight(x)]++;
			folded++;
		} else if (!all && x->tier == TIER_MINOR &&
			   !(x->under && drug_origin_imported(f->origin))) {
			minor++;
		} else {
			add_finding(out, app, f, all);
		}
	}
	if (folded)
		strbuf_addf(
			out,
			SAY(ui,
			    "原有医嘱之间：停 %zu，改 %zu，查 %zu，轻微 %zu（--all 显示）\n",
			    "among standing orders: stop %zu, change %zu, "
			    "check %zu, minor %zu (--all shows them)\n"),
			standing[0], standing[1], standing[2], standing[3]);
	if (minor)
		strbuf_addf(out,
			    SAY(ui, "轻微提示 %zu 条（--all 显示）\n",
				"%zu minor (--all shows them)\n"),
			    minor);
	if (d->hidden)
		strbuf_addf(out,
			    SAY(ui, "低于 --min-tier 未显示 %zu 条\n",
				"%zu below --min-tier not shown\n"),
			    d->hidden);
	if (!d->result.findings.n && !d->hidden && d->orders.n)
		strbuf_adds(out,
			    SAY(ui, "知识库中没有适用的规则（不等于安全）\n",
				"no rule in the knowledge base applies (which "
				"is not to say safe)\n"));
}

static void add_unresolved(struct strbuf *out, const struct app *app,
			   const struct drug_result *d)
{
	const struct ui *ui = app->ui;

	for (size_t i = 0; i < d->orders.n; i++) {
		const struct order *o = &d->orders.at[i];
		struct strbuf line = STRBUF_INIT;
		if (o->status == ORDER_RESOLVED)
			continue;
		text_colour(out, ui, "1;35");
		strbuf_adds(out, SAY(ui, "[未核对]", "[NOT CHECKED]"));
		text_colour(out, ui, "0");
		strbuf_addf(&line, SAY(ui, "第 %d 行 %s", "line %d %s"),
			    o->line, o->printed);
		strbuf_adds(&line,
			    o->status == ORDER_UNRESOLVED
				    ? SAY(ui, "：药名不识", ": unknown name")
			    : o->near ? SAY(ui, "：是否为 ", ": did you mean ")
				      : SAY(ui, "：可能是 ", ": could be "));
		for (size_t k = 0; k < o->n_candidates; k++)
			strbuf_addf(&line, "%s%s", k ? SAY(ui, "、", ", ") : "",
				    o->candidates[k]->name.in[ui->lang]);
		strbuf_addch(out, ' ');
		text_wrapped(out, ui, line.buf, 3);
		strbuf_release(&line);
	}
	for (size_t i = 0; i < d->result.errors.n; i++) {
		const char *code = d->result.errors.at[i].code;
		if (strcmp(code, "allergy-unknown") != 0 &&
		    strcmp(code, "dx-unknown") != 0 &&
		    strcmp(code, "on-unknown") != 0)
			continue;
		strbuf_adds(out, "! ");
		text_wrapped(out, ui, d->result.errors.at[i].message, 2);
	}
}

static void add_orders(struct strbuf *out, const struct app *app,
		       const struct drug_result *d)
{
	const struct ui *ui = app->ui;

	for (size_t i = 0; i < d->orders.n; i++) {
		const struct order *o = &d->orders.at[i];
		struct strbuf line = STRBUF_INIT;
		char number[NUM_SIZE];
		const char *unit = NULL;
		if (!o->drug)
			continue;
		strbuf_addf(&line, "%s%s = %s", o->is_new ? "+ " : "",
			    o->printed, o->drug->name.in[ui->lang]);
		if (!o->drug->n_ingredients) {
			double daily = order_daily(o, o->drug, &unit);
			if (!isnan(daily) && unit)
				strbuf_addf(
					&line,
					SAY(ui, "，%s %s/日", ", %s %s a day"),
					num_format(number,
						   round(daily * 1000) / 1000),
					unit);
		}
		for (size_t k = 0; k < o->drug->n_ingredients; k++)
			strbuf_addf(&line, "%s%s",
				    k ? " + " : SAY(ui, "：", ": "),
				    o->drug->ingredients[k].drug
					    ? o->drug->ingredients[k]
						      .drug->name.in[ui->lang]
					    : "?");
		if (o->repeated)
			strbuf_adds(
				&line,
				SAY(ui, "（与上文相同，未重复计）",
				    " (the same order again, not counted)"));
		strbuf_adds(out, "   ");
		text_wrapped(out, ui, line.buf, 3);
		strbuf_release(&line);
	}
}

static void add_last(struct strbuf *out, const struct app *app,
		     const struct drug_result *d)
{
	size_t bad = 0;

	for (size_t i = 0; i < d->orders.n; i++)
		bad += d->orders.at[i].status != ORDER_RESOLVED;
	strbuf_addf(out,
		    SAY(app->ui, "读入 %zu 条医嘱，%zu 条未能核对\n",
			"%zu orders read, %zu not checked\n"),
		    d->orders.n, bad);
}

void drug_text(struct strbuf *out, const struct app *app,
	       const struct drug_result *d, bool all)
{
	if (app->banner)
		strbuf_addf(out, "%s\n", app->banner);
	text_colour(out, app->ui, "1");
	drug_counts(out, app, d);
	text_colour(out, app->ui, "0");
	strbuf_addch(out, '\n');
	add_unresolved(out, app, d);
	add_findings(out, app, d, all);
	result_text_explanation(out, app, &d->result);
	drug_text_missing(out, app, d, all);
	if (all)
		add_orders(out, app, d);
	add_last(out, app, d);
}

void drug_md(struct strbuf *out, const struct app *app,
	     const struct drug_result *d)
{
	strbuf_adds(out, "## ");
	drug_counts(out, app, d);
	strbuf_adds(out, "\n\n");
	result_md_findings(out, app, &d->result);
	strbuf_addch(out, '\n');
	add_unresolved(out, app, d);
	drug_text_missing(out, app, d, true);
	add_last(out, app, d);
}
