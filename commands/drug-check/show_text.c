/* For a terminal of 80 columns: what to stop, change, check; then the names
 * that could not be used; then what could not be checked. */
#include "commands/drug-check/chart.h"

#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

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

/* With a new order the standing list's findings are folded to a line, and
 * minor ones always are. */
static void add_findings(struct strbuf *out, const struct app *app,
			 const struct drug_result *d, bool all)
{
	const struct ui *ui = app->ui;
	size_t standing[TIERS] = {0}, folded = 0, minor = 0;
	bool loud = false;

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
			loud |= drug_finding_interrupts(x);
			drug_text_finding(out, app, f, all);
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
	if (loud)
		text_wrapped(
			out, ui,
			SAY(ui,
			    "仍用时记录理由：获益大于风险、已有监测、曾用耐受、无可"
			    "替代、不适用于此人",
			    "if kept, record why: benefit outweighs risk, "
			    "monitored, tolerated before, no alternative, does "
			    "not apply"),
			3);
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
		if (o->chart)
			strbuf_addf(&line, SAY(ui, "病历 %s", "chart %s"),
				    o->printed);
		else
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
		/* orders stand above, with their candidates */
		if (strncmp(code, "drug-", 5) == 0)
			continue;
		strbuf_adds(out, "! ");
		text_wrapped(out, ui, d->result.errors.at[i].message, 2);
	}
}

/* What was read and is not checked, for it is no longer given or is no drug. */
static void add_aside(struct strbuf *out, const struct app *app,
		      const struct drug_result *d)
{
	const struct ui *ui = app->ui;
	struct strbuf ended = STRBUF_INIT, other = STRBUF_INIT;
	const char *between = SAY(ui, "；", "; ");

	for (size_t i = 0; i < d->orders.n; i++)
		if (d->orders.at[i].stopped)
			strbuf_addf(&ended, "%s%s", ended.len ? between : "",
				    d->orders.at[i].printed);
	for (size_t i = 0; i < d->result.not_interpreted.n; i++)
		strbuf_addf(&other, "%s%s", other.len ? between : "",
			    d->result.not_interpreted.at[i].text);
	if (ended.len) {
		strbuf_adds(out,
			    SAY(ui, "已停，未核对：", "ended, not checked: "));
		text_wrapped(out, ui, ended.buf, 3);
	}
	if (other.len) {
		strbuf_adds(out, SAY(ui, "不是用药，未解读：",
				     "no drug, not read: "));
		text_wrapped(out, ui, other.buf, 3);
	}
	strbuf_release(&ended);
	strbuf_release(&other);
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
		    app->ui->lang == LANG_ZH
			    ? "读入 %zu 条医嘱，%zu 条未能核对\n"
		    : d->orders.n == 1 ? "%zu order read, %zu not checked\n"
				       : "%zu orders read, %zu not checked\n",
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
	drug_chart_text(out, app, d);
	add_unresolved(out, app, d);
	add_findings(out, app, d, all);
	result_text_explanation(out, app, &d->result);
	drug_text_missing(out, app, d, all);
	if (all)
		add_orders(out, app, d);
	add_aside(out, app, d);
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
	add_aside(out, app, d);
	add_last(out, app, d);
}
