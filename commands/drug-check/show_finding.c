/* One finding for a terminal: what, why, what to do, when, instead, from. */
#include "commands/drug-check/run.h"

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

static const char *evidence_word(const struct ui *ui, const char *level)
{
	static const struct {
		const char *level;
		struct text word;
	} words[] = {{"established", TEXT("已确立", "established")},
		     {"probable", TEXT("很可能", "probable")},
		     {"suspected", TEXT("疑似", "suspected")},
		     {"theoretical", TEXT("理论上", "theoretical")}};

	for (size_t i = 0; level && i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].level, level) == 0)
			return words[i].word.in[ui->lang];
	return SAY(ui, "未知", "unknown");
}

/* Where it is taken from, how well it is known, and how often it happens: what
 * nobody has counted is said to be unknown. */
static void add_sources(struct strbuf *out, const struct ui *ui,
			const struct finding *f)
{
	const struct drug_finding *x = f->extra;
	const char *exposure = x->exposure.in[ui->lang];
	const char *harm = x->harm.in[ui->lang];
	const char *unknown = SAY(ui, "未知", "unknown");
	struct strbuf s = STRBUF_INIT;

	for (size_t i = 0; i < f->n_sources; i++)
		if (f->sources[i])
			strbuf_addf(&s, "%s%s", s.len ? "; " : "",
				    f->sources[i]);
	if (s.len)
		strbuf_adds(&s, SAY(ui, "；", "; "));
	strbuf_addf(&s, SAY(ui, "证据%s", "evidence %s"),
		    evidence_word(ui, x->evidence));
	if (exposure || harm)
		strbuf_addf(&s,
			    SAY(ui, "；频度：暴露%s，伤害%s",
				"; frequency: exposure %s, harm %s"),
			    exposure ? exposure : unknown,
			    harm ? harm : unknown);
	else
		strbuf_adds(&s, SAY(ui, "，频度未知", ", frequency unknown"));
	labelled(out, ui, SAY(ui, "出处", "src "), s.buf);
	strbuf_release(&s);
}

void drug_text_finding(struct strbuf *out, const struct app *app,
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
	if (loud)
		add_sources(out, ui, f);
	if (strcmp(f->origin, "base") != 0)
		labelled(out, ui, SAY(ui, "来自", "from"), f->origin);
}
