/* --format referral: one screen for the doctor who takes over: why, what is
 * known, what was done, the red flags, the question. */
#include "commands/triage/show.h"

#include "base/utf8.h"

#include <string.h>

enum { CLIP = 300 }; /* columns of one heading's text: four lines */

static void clipped(struct strbuf *out, const struct ui *ui, const char *title,
		    const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n = strlen(text), fit = utf8_fit(text, n, CLIP);

	if (!n)
		return;
	strbuf_add(&sb, text, fit);
	if (fit < n)
		strbuf_adds(&sb, SAY(ui, "…", "..."));
	show_line(out, ui, title, sb.buf);
	strbuf_release(&sb);
}

/* At most `max` titles, "; " between. */
static void add_title(struct strbuf *sb, const struct ui *ui,
		      const struct text *title)
{
	strbuf_addf(sb, "%s%s", sb->len ? SAY(ui, "；", "; ") : "",
		    title->in[ui->lang]);
}

static void show_why(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, SAY(ui, "%d 级，ESI %d", "level %d, ESI %d"), t->level,
		    t->esi.value);
	for (size_t i = 0; i < t->fired.n && i < 3; i++)
		add_title(&sb, ui, &t->fired.at[i].item->title);
	clipped(out, ui, SAY(ui, "原因", "Why"), sb.buf);
	if (t->n_departments)
		show_line(out, ui, SAY(ui, "转往", "To"),
			  t->departments[0].item->title.in[ui->lang]);
	strbuf_release(&sb);
}

static void show_known(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct triage_record *r = &t->record;
	const struct {
		struct text title;
		const char *text;
	} parts[] = {{TEXT("主诉", "Chief complaint"), r->chief_complaint},
		     {TEXT("病史", "History"), r->present_illness},
		     {TEXT("既往", "Past"), r->past_history},
		     {TEXT("个人", "Personal"), r->personal_history},
		     {TEXT("家族", "Family"), r->family_history},
		     {TEXT("过敏", "Allergies"), r->allergies}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].text)
			clipped(out, ui, parts[i].title.in[ui->lang],
				parts[i].text);
	for (size_t i = 0; i < t->n_scores; i++)
		show_score(out, t, &t->scores[i]);
	show_unmeasured(out, t);
}

/* What the patient has had, and what is to be done on the way. */
static void show_done(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct complaint *c = &t->complaint;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < c->treated.n; i++) {
		if (sb.len)
			strbuf_adds(&sb, SAY(ui, "；", "; "));
		record_phrase(&sb, c->text, c->treated.at[i].start,
			      c->treated.at[i].end);
	}
	clipped(out, ui, SAY(ui, "已做", "Done"),
		sb.len ? sb.buf : SAY(ui, "未说明", "not told"));
	strbuf_clear(&sb);
	for (size_t i = 0; i < t->fired.n && i < 2; i++)
		if (t->fired.at[i].item->n_actions)
			add_title(&sb, ui, &t->fired.at[i].item->actions[0]);
	clipped(out, ui, SAY(ui, "宜先做", "To do now"), sb.buf);
	strbuf_release(&sb);
}

static void show_flags(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->fired.n && i < 5; i++)
		if (t->fired.at[i].item->level <= 3)
			add_title(&sb, ui, &t->fired.at[i].item->title);
	clipped(out, ui, SAY(ui, "红旗", "Red flags"),
		sb.len ? sb.buf : SAY(ui, "未触发", "none fired"));
	strbuf_clear(&sb);
	for (size_t i = 0, n = 0; i < t->undecided.n && n < 3; i++)
		if (t->undecided.at[i].item->level <= 2) {
			add_title(&sb, ui, &t->undecided.at[i].item->title);
			n++;
		}
	clipped(out, ui, SAY(ui, "未排除", "Not excluded"), sb.buf);
	strbuf_release(&sb);
}

/* What the one who takes over is asked to find out. */
static void show_question(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0, n = 0; i < t->n_diseases && n < 3; i++) {
		const struct triage_item *x = t->diseases[i].item;
		if (i > 0 && !x->flag)
			continue;
		add_title(&sb, ui, &x->title);
		if (x->n_actions)
			strbuf_addf(&sb,
				    ui->lang == LANG_ZH ? "（%s）" : " (%s)",
				    x->actions[0].in[ui->lang]);
		n++;
	}
	clipped(out, ui, SAY(ui, "请明确或排除", "Please find or exclude"),
		sb.len ? sb.buf
		       : SAY(ui, "诊断不明，请协助评估",
			     "no diagnosis in sight; please assess"));
	strbuf_release(&sb);
}

void triage_referral(struct strbuf *out, const struct triage *t,
		     const struct result *r)
{
	show_head(out, t, SAY(t->app->ui, "转诊", "Referral"));
	for (size_t i = 0; i < r->errors.n; i++)
		text_wrapped(out, t->app->ui, r->errors.at[i].message, 0);
	if (!t->level)
		return;
	show_why(out, t);
	show_known(out, t);
	show_done(out, t);
	show_flags(out, t);
	show_question(out, t);
}
