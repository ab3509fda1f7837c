/* One page for a patient: a table, then a chart and its figures for every
 * analyte. No script, nothing fetched; it prints. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>

static void both(struct strbuf *out, const char *tag, const char *zh,
		 const char *en)
{
	strbuf_addf(out, "<%s><span lang=\"zh\">", tag);
	xml_text(out, zh);
	strbuf_adds(out, "</span> <span lang=\"en\">");
	xml_text(out, en);
	strbuf_addf(out, "</span></%s>\n", tag);
}

static void head(struct followup *f, const struct chart_patient *p)
{
	struct strbuf *out = &f->out;
	char when[32];

	strbuf_addf(out,
		    "<!DOCTYPE html>\n<html lang=\"%s\" "
		    "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
		    "<meta charset=\"utf-8\"/>\n"
		    "<meta name=\"viewport\" "
		    "content=\"width=device-width\"/>\n<title>",
		    SAY(f->app->ui, "zh", "en"));
	xml_text(out, p->id);
	strbuf_addf(out,
		    "</title>\n<style>body{font:14px/1.5 sans-serif;margin:1em "
		    "auto;max-width:190mm;padding:0 1em}h1{font-size:1.3em}"
		    "h2{font-size:1.1em;margin:1.2em 0 .2em}"
		    "table{border-collapse:collapse}td{white-space:nowrap}"
		    "td:first-child{white-space:normal}td,th{border:1px solid "
		    "#bbb;padding:.1em .5em;text-align:left}"
		    "pre{white-space:pre-wrap;font:12px/1.4 monospace}"
		    "section{break-inside:avoid}"
		    "@media print{body{margin:0;max-width:none}}%s</style>\n"
		    "</head>\n<body>\n<h1>",
		    plot_css);
	xml_text(out, p->id);
	if (f->params->with_names && p->name) {
		strbuf_addch(out, ' ');
		xml_text(out, p->name);
	}
	strbuf_adds(out, "</h1>\n");
	date_format(when, f->app->ui->now + f->app->ui->zone, true);
	both(out, "p",
	     arena_printf(&f->arena, "%s 导出；供医生参考，不代替判断。", when),
	     arena_printf(&f->arena,
			  "Written %s; supports a clinician's judgement and "
			  "does not replace it.",
			  when));
}

static void cell(struct strbuf *out, const char *text)
{
	strbuf_adds(out, "<td>");
	xml_text(out, text);
	strbuf_adds(out, "</td>");
}

static void table(struct followup *f, const struct trend_vec *all)
{
	struct strbuf *out = &f->out;
	char buf[32], unit[UNIT_SIZE];

	strbuf_adds(out,
		    "<table>\n<thead><tr>"
		    "<th>项目 Analyte</th><th>n</th><th>均值 Mean</th>"
		    "<th>最低 Low</th><th>最高 High</th>"
		    "<th>末次 Last</th><th>日期 Date</th><th>目标 Target</th>"
		    "<th>未达 Outside</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < all->n; i++) {
		const struct trend *t = &all->at[i];
		strbuf_adds(out, "<tr>");
		cell(out, arena_printf(&f->arena, "%s %s %s",
				       t->analyte->name.in[LANG_ZH],
				       t->analyte->name.in[LANG_EN],
				       t->analyte->unit
					       ? unit_show(t->analyte->unit,
							   unit, sizeof unit)
					       : ""));
		cell(out, arena_printf(&f->arena, "%zu", t->list.n));
		cell(out,
		     trend_number(f,
				  t->used ? t->sum / (double)t->used : NUM_NONE,
				  1));
		cell(out, trend_number(f, t->used ? t->low : NUM_NONE, 1));
		cell(out, trend_number(f, t->used ? t->high : NUM_NONE, 1));
		cell(out, trend_last(f, t));
		cell(out, t->used ? date_format(buf, t->last, false) : "");
		cell(out, target_text(f, &t->target));
		cell(out, t->target.origin
				  ? arena_printf(&f->arena, "%zu", t->out)
				  : "");
		strbuf_adds(out, "</tr>\n");
	}
	strbuf_adds(out, "</tbody>\n</table>\n");
}

static void marks_list(struct strbuf *out, const struct plot *p)
{
	if (!p->marks.n)
		return;
	strbuf_adds(out, "<ol>\n");
	for (size_t i = 0; i < p->marks.n; i++) {
		char buf[32];
		strbuf_addf(out, "<li>%s ",
			    date_format(buf, (int64_t)p->marks.at[i].x, false));
		xml_text(out, p->marks.at[i].text);
		strbuf_adds(out, "</li>\n");
	}
	strbuf_adds(out, "</ol>\n");
}

/* The figures of the terminal's screen, without its drawing of the day. */
static bool figures_in(struct followup *f, enum lang lang,
		       const struct chart_patient *p, const struct trend *t,
		       struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	struct ui *ui = f->app->ui;
	enum lang own = ui->lang;

	ui->lang = lang;
	bool ok = trend_extra_text(f, p, t, &text, err);
	ui->lang = own;
	const char *chart = strstr(text.buf, "AGP");

	if (chart) {
		while (chart > text.buf && chart[-1] != '\n')
			chart--;
		strbuf_truncate(&text, (size_t)(chart - text.buf));
	}
	if (ok && text.len) {
		strbuf_addf(&f->out, "<pre lang=\"%s\">",
			    lang == LANG_ZH ? "zh" : "en");
		xml_text(&f->out, text.buf);
		strbuf_adds(&f->out, "</pre>\n");
	}
	strbuf_release(&text);
	return ok;
}

static bool section(struct followup *f, const struct chart_patient *p,
		    const struct trend *t, const struct plot_mark_vec *marks,
		    struct err *err)
{
	struct plot plot;

	strbuf_adds(&f->out, "<section>\n");
	both(&f->out, "h2", t->analyte->name.in[LANG_ZH],
	     t->analyte->name.in[LANG_EN]);
	if (t->used) {
		plot = trend_plot(f, t, marks);
		plot_svg(&f->out, &plot);
		marks_list(&f->out, &plot);
	}
	if (trend_is(t, "CGM") && trend_cgm_plot(f, t, &plot)) {
		both(&f->out, "h2",
		     "动态葡萄糖图谱（AGP）：P5、P25、中位、P75、P95",
		     "Ambulatory glucose profile: P5, P25, median, P75, P95");
		plot_svg(&f->out, &plot);
	}
	bool ok = figures_in(f, LANG_ZH, p, t, err) &&
		  figures_in(f, LANG_EN, p, t, err);
	strbuf_adds(&f->out, "</section>\n");
	return ok;
}

bool trend_html(struct followup *f, const struct chart_patient *p,
		const struct trend_vec *all, const struct plot_mark_vec *marks,
		struct err *err)
{
	bool ok = true;

	head(f, p);
	table(f, all);
	if (!all->n)
		both(&f->out, "p", "这段时间没有读数",
		     "No reading in this time");
	for (size_t i = 0; ok && i < all->n; i++)
		ok = section(f, p, &all->at[i], marks, err);
	strbuf_adds(&f->out, "</body>\n</html>\n");
	return ok;
}
