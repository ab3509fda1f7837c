/* For a terminal: level and what to do first, then where to, what to ask,
 * what it may be, and the record. */
#include "commands/triage/show.h"

#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

static void heading(struct strbuf *out, const struct ui *ui, const char *title)
{
	text_colour(out, ui, "1");
	strbuf_adds(out, title);
	text_colour(out, ui, "0");
	strbuf_adds(out, "  ");
}

void show_line(struct strbuf *out, const struct ui *ui, const char *title,
	       const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	heading(out, ui, title);
	utf8_add_safe(&sb, text, strlen(text));
	text_wrapped(out, ui, sb.buf, 6);
	strbuf_release(&sb);
}

void show_head(struct strbuf *out, const struct triage *t, const char *title)
{
	const struct ui *ui = t->app->ui;
	const struct patient *p = &t->patient;
	char number[NUM_SIZE];

	heading(out, ui, title);
	if (p->sex != SEX_UNKNOWN)
		strbuf_adds(out, p->sex == SEX_FEMALE
					 ? SAY(ui, "女  ", "female  ")
					 : SAY(ui, "男  ", "male  "));
	if (!isnan(p->age.days)) {
		bool years = p->age.unit[0] == 'y';
		strbuf_addf(out, "%s%s  ", num_format(number, p->age.value),
			    years ? SAY(ui, "岁", " years")
			    : strcmp(p->age.unit, "mo") == 0
				    ? SAY(ui, "个月", " months")
				    : p->age.unit);
	}
	if (p->pregnant == TRI_YES)
		strbuf_adds(out, SAY(ui, "妊娠", "pregnant"));
	strbuf_addch(out, '\n');
}

static void show_level(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	static const struct text times[] = {
		TEXT("", ""), TEXT("立即", "at once"),
		TEXT("10 分钟内", "within 10 minutes"),
		TEXT("30 分钟内", "within 30 minutes"),
		TEXT("60 分钟以上可候诊", "may wait an hour or more")};

	text_colour(out, ui, t->level <= 2 ? "1;97;41" : "1");
	strbuf_addf(out, SAY(ui, "%d 级", "Level %d"), t->level);
	text_colour(out, ui, "0");
	strbuf_addf(out, "  %s  %s\n", times[t->level].in[ui->lang],
		    t->level <= 2 ? SAY(ui, "急诊", "emergency")
		    : t->care     ? SAY(ui, "可居家处理", "self-care")
				  : SAY(ui, "非急诊", "not an emergency"));
	for (size_t i = 0; i < t->fired.n && i < 5; i++) {
		const struct triage_item *x = t->fired.at[i].item;
		strbuf_addf(out, SAY(ui, "  %d 级 ", "  level %d "), x->level);
		text_wrapped(out, ui, x->title.in[ui->lang], 7);
		for (size_t k = 0; k < x->n_actions && k < 4 && i < 3; k++) {
			strbuf_adds(out, SAY(ui, "    → ", "    > "));
			text_wrapped(out, ui, x->actions[k].in[ui->lang], 6);
		}
	}
}

static const char *score_name(const char *id)
{
	static const char *const names[][2] = {
		{"news2", "NEWS2"},
		{"qsofa", "qSOFA"},
		{"pews-brighton", "PEWS (Brighton)"},
		{"meows", "MEOWS"},
		{"gcs", "GCS"},
		{"be-fast", "BE-FAST"},
		{"nice-ng143", "NG143"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(id, names[i][0]) == 0)
			return names[i][1];
	return id;
}

/* "NEWS2 5", or "NEWS2 at least 4; missing RR, SBP". */
void show_score(struct strbuf *out, const struct triage *t,
		const struct triage_score *s)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;
	char number[NUM_SIZE];

	if (!isnan(s->value))
		strbuf_addf(&sb, "%s %s", score_name(s->id),
			    num_format(number, s->value));
	else
		strbuf_addf(
			&sb,
			SAY(ui, "%s 至少 %s，缺", "%s at least %s; missing"),
			score_name(s->id), num_format(number, s->at_least));
	for (size_t i = 0; isnan(s->value) && i < s->n_missing; i++) {
		const char *what = s->missing[i];
		int id = strncmp(what, "S.", 2) == 0
				 ? triage_symptom_id(t->k, what + 2)
				 : 0;
		strbuf_addf(&sb, "%s%s", i ? SAY(ui, "、", ", ") : " ",
			    id ? t->k->symptoms[id].name.in[ui->lang] : what);
	}
	if (s->scale == 2)
		strbuf_adds(&sb, SAY(ui, "（血氧量表 2）", " (SpO2 scale 2)"));
	if (s->note.in[ui->lang])
		strbuf_addf(&sb, "; %s", s->note.in[ui->lang]);
	show_line(out, ui, SAY(ui, "评分", "Score"), sb.buf);
	strbuf_release(&sb);
}

/* "ESI 3 (C): laboratory tests; ultrasound, CT or MRI". */
static void show_esi(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct triage_esi *e = &t->esi;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%d (%c)  %s", e->value, e->point,
		    triage_esi_because(t).in[ui->lang]);
	for (size_t i = 0; i < e->n_resources; i++)
		strbuf_addf(&sb, "%s%s", i ? SAY(ui, "、", "; ") : ": ",
			    e->resource[i]->title.in[ui->lang]);
	show_line(out, ui, "ESI", sb.buf);
	strbuf_release(&sb);
}

void show_unmeasured(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct vitals *v = &t->vitals;
	const struct {
		const char *name;
		double value;
	} list[] = {{"HR", v->hr},     {"RR", v->rr},  {"BP", v->sbp},
		    {"SpO2", v->spo2}, {"T", v->temp}, {"ACVPU", v->acvpu}};
	size_t n = 0;

	if (t->patient.setting == SETTING_PHONE)
		return;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (isnan(list[i].value)) {
			if (!n)
				heading(out, ui,
					SAY(ui, "未测", "Not measured"));
			strbuf_addf(out, "%s%s", n++ ? " " : "", list[i].name);
		}
	if (n)
		strbuf_adds(out, SAY(ui, "（未知，不按正常处理）\n",
				     " (unknown, not taken as normal)\n"));
}

static void show_movers(struct strbuf *out, const struct ui *ui,
			const struct triage_mover *list, size_t n,
			const char *sign, bool points)
{
	char number[NUM_SIZE];

	for (size_t i = 0; i < n; i++) {
		bool less = list[i].points < 0;
		if (less && !points)
			continue;
		strbuf_addf(out, " %s%s", less ? SAY(ui, "−", "-") : sign,
			    list[i].name.in[ui->lang]);
		if (points)
			strbuf_addf(out, " %s",
				    num_format(number, fabs(list[i].points)));
	}
}

static void show_ranked(struct strbuf *out, const struct triage *t, bool why)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->n_departments; i++) {
		const struct triage_ranked *r = &t->departments[i];
		strbuf_addf(&sb, "%s%s", i ? "  " : "",
			    r->item->title.in[ui->lang]);
		if (why)
			show_movers(&sb, ui, r->pro, r->n_pro, "+", true);
		if (why && r->because.in[ui->lang])
			strbuf_addf(&sb, " +%s", r->because.in[ui->lang]);
	}
	if (sb.len)
		show_line(out, ui, SAY(ui, "科室", "Department"), sb.buf);
	for (size_t i = 0; i < t->n_questions; i++) {
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%zu %s", i + 1,
			    t->questions[i].ask.in[ui->lang]);
		if (why)
			strbuf_addf(&sb, " (%s)",
				    t->questions[i].why.in[ui->lang]);
		show_line(out, ui, SAY(ui, "问", "Ask"), sb.buf);
	}
	for (size_t i = 0; i < t->n_diseases; i++) {
		const struct triage_ranked *r = &t->diseases[i];
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%s%s %s", r->item->flag ? "! " : "",
			    r->item->title.in[ui->lang], r->item->code);
		show_movers(&sb, ui, r->pro, r->n_pro, "+", why);
		show_movers(&sb, ui, r->con, r->n_con, "−", why);
		for (size_t k = 0; k < r->item->n_actions; k++)
			strbuf_addf(&sb, "%s%s", k ? "; " : " → ",
				    r->item->actions[k].in[ui->lang]);
		show_line(out, ui, SAY(ui, "可能", "Consider"), sb.buf);
	}
	strbuf_release(&sb);
}

static void show_record(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct triage_record *r = &t->record;
	const struct {
		struct text title;
		const char *text;
	} parts[] = {{TEXT("主诉", "Chief complaint"), r->chief_complaint},
		     {TEXT("现病史", "Present illness"), r->present_illness},
		     {TEXT("既往史", "Past history"), r->past_history},
		     {TEXT("个人史", "Personal history"), r->personal_history},
		     {TEXT("月经婚育史", "Periods and births"),
		      r->menstrual_history},
		     {TEXT("家族史", "Family history"), r->family_history},
		     {TEXT("过敏史", "Allergies"), r->allergies}};
	struct strbuf sb = STRBUF_INIT;

	const char *notes[] = {show_smoking(t), show_last_period(t)};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *note = i == 3 ? notes[0] : i == 4 ? notes[1] : NULL;
		if (!parts[i].text)
			continue;
		strbuf_clear(&sb);
		strbuf_adds(&sb, parts[i].text);
		if (note)
			strbuf_addf(&sb, SAY(ui, "（%s）", " (%s)"), note);
		show_line(out, ui, parts[i].title.in[ui->lang], sb.buf);
	}
	strbuf_clear(&sb);
	for (size_t i = 0; i < r->n_missing; i++)
		strbuf_addf(&sb, "%s%s", i ? SAY(ui, "、", ", ") : "",
			    r->missing[i]);
	if (sb.len)
		show_line(out, ui, SAY(ui, "未问到", "Not known"), sb.buf);
	strbuf_release(&sb);
}

/* What was asked in the interview, and the answers as typed. */
static void show_transcript(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->n_transcript; i++) {
		const struct triage_answer *a = &t->transcript[i];
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%zu %s  ", i + 1, a->asked);
		strbuf_adds(&sb,
			    a->state == STATE_PRESENT  ? SAY(ui, "有", "yes")
			    : a->state == STATE_ABSENT ? SAY(ui, "没有", "no")
			    : *a->text                 ? a->printed
				       : SAY(ui, "未答", "not answered"));
		show_line(out, ui, SAY(ui, "问答", "Asked"), sb.buf);
	}
	strbuf_release(&sb);
}

static void show_end(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	size_t present = 0, absent = 0, unknown = 0;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (e->raised)
			continue;
		present += e->state == STATE_PRESENT;
		absent += e->state == STATE_ABSENT;
		unknown += e->state == STATE_UNKNOWN;
	}
	if (t->complaint.contradicts)
		strbuf_adds(out, SAY(ui, "主诉前后不一，两种说法都保留\n",
				     "The complaint contradicts itself; both "
				     "statements are kept\n"));
	strbuf_addf(out,
		    SAY(ui, "读出 %zu 项有、%zu 项无、%zu 项不明\n",
			"read: %zu present, %zu absent, %zu unclear\n"),
		    present, absent, unknown);
}

static void show_care(struct strbuf *out, const struct triage *t)
{
	const struct ui *ui = t->app->ui;

	for (size_t i = 0; t->care && i < t->care->n_actions; i++)
		show_line(out, ui, SAY(ui, "居家", "At home"),
			  t->care->actions[i].in[ui->lang]);
	for (size_t i = 0; i < t->n_antipyretic; i++)
		show_line(out, ui, SAY(ui, "退热", "Fever"),
			  t->antipyretic[i].in[ui->lang]);
	for (size_t i = 0; t->care && i < t->care->n_tell; i++)
		show_line(out, ui, SAY(ui, "出现则就诊", "Come back if"),
			  t->care->tell[i].in[ui->lang]);
}

void triage_text(struct strbuf *out, const struct triage *t,
		 const struct result *r, bool why, bool all)
{
	(void)all;
	if (t->app->banner)
		strbuf_addf(out, "%s\n", t->app->banner);
	show_head(out, t, SAY(t->app->ui, "分诊", "Triage"));
	for (size_t i = 0; i < r->errors.n; i++)
		text_wrapped(out, t->app->ui, r->errors.at[i].message, 0);
	if (!t->level) {
		show_ranked(out, t, why);
		show_end(out, t);
		return;
	}
	show_level(out, t);
	show_care(out, t);
	show_esi(out, t);
	for (size_t i = 0; i < t->n_scores; i++)
		show_score(out, t, &t->scores[i]);
	show_unmeasured(out, t);
	show_ranked(out, t, why);
	show_record(out, t);
	show_transcript(out, t);
	show_end(out, t);
}
