/* The present illness in its conventional order (病历书写基本规范 2010): onset
 * and trigger, the main symptom with site, nature, severity and relief, the
 * course, what accompanies it, treatment, general state, pertinent negatives. */
#include "commands/triage/record.h"

#include "base/num.h"
#include "base/utf8.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const struct text sides[] = {TEXT("左侧", "left"), TEXT("右侧", "right"),
				    TEXT("双侧", "both sides")};

static const struct text *side_text(const char *side)
{
	return &sides[*side == 'l' ? 0 : *side == 'r' ? 1 : 2];
}

/* Said of the whole person rather than of the illness. */
static bool is_general(const struct symptom *s)
{
	static const char *const codes[] = {
		"fatigue",     "poor_appetite", "insomnia", "weight_loss",
		"weight_gain", "malaise",       "listless", NULL};

	for (size_t i = 0; codes[i]; i++)
		if (strcmp(s->code, codes[i]) == 0)
			return true;
	return false;
}

/* Is side or character already in the symptom's name ("右下腹痛")? */
static bool says(const char *name, const char *what)
{
	return strstr(name, what) != NULL ||
	       (strncmp(what, "左", 3) == 0 && strstr(name, "左")) ||
	       (strncmp(what, "右", 3) == 0 && strstr(name, "右"));
}

/* A fever has no side. */
static bool sided(const struct symptom *s)
{
	return strcmp(s->system, "general") != 0;
}

/* Within an English sentence names are small, but for "ECG", "HIV". */
static void add_name(struct strbuf *sb, const struct ui *ui,
		     const struct symptom *s)
{
	const char *name = s->name.in[ui->lang];
	bool small = ui->lang == LANG_EN && name[0] &&
		     islower((unsigned char)name[1]);

	if (small)
		strbuf_addf(sb, "%c%s", tolower((unsigned char)name[0]),
			    name + 1);
	else
		strbuf_adds(sb, name);
}

/* Has none of it ("no_dyspnoea"): the symptom it denies, NULL for others. */
static const struct symptom *denial_of(const struct triage *t,
				       const struct symptom *s)
{
	int id = strncmp(s->code, "no_", 3) == 0
			 ? triage_symptom_id(t->k, s->code + 3)
			 : 0;

	return id > 0 ? &t->k->symptoms[id] : NULL;
}

static void add_details(struct triage *t, struct strbuf *sb,
			const struct complaint_evidence *e,
			const struct triage_aspect *a)
{
	const struct ui *ui = t->app->ui;
	const char *name = e->symptom->name.in[ui->lang];
	const char *comma = SAY(ui, "，", ", ");
	char number[NUM_SIZE];

	if (a->side && sided(e->symptom) &&
	    !says(name, side_text(a->side)->in[ui->lang]))
		strbuf_addf(sb, "%s%s", comma,
			    side_text(a->side)->in[ui->lang]);
	if (a->character && !says(name, a->character)) {
		strbuf_addf(sb, "%s%s", comma,
			    SAY(ui, "性质：", "described as "));
		utf8_add_safe(sb, a->character, strlen(a->character));
	}
	if (!isnan(e->severity))
		strbuf_addf(sb,
			    ui->lang == LANG_ZH ? "，程度约 %s/10"
						: ", about %s/10",
			    num_format(number, e->severity));
	if (a->trigger) {
		strbuf_addf(sb, "%s%s", comma,
			    SAY(ui, "诱因或加重：", "brought on or worse: "));
		utf8_add_safe(sb, a->trigger, strlen(a->trigger));
	}
	if (a->relief) {
		strbuf_addf(sb, "%s%s", comma, SAY(ui, "缓解：", "relieved: "));
		utf8_add_safe(sb, a->relief, strlen(a->relief));
	}
}

/* "3天前突发胸痛，左侧，…。" */
static void add_main(struct triage *t, struct strbuf *sb, int at)
{
	const struct ui *ui = t->app->ui;
	const struct complaint_evidence *e = &t->complaint.evidence.at[at];
	const char *since = record_duration(t, e, true);
	bool zh = ui->lang == LANG_ZH;

	if (since && zh && strcmp(e->symptom->code, "missed_period") == 0) {
		strbuf_addf(sb, "%s%s", e->symptom->name.in[LANG_ZH], since);
		strbuf_adds(sb, "。");
		return;
	}
	if (since && zh) {
		bool dated = strstr(since, "前") || strstr(since, "昨") ||
			     strstr(since, "今") || strstr(since, "从") ||
			     strstr(since, "上") || strstr(since, "刚");
		strbuf_addf(sb, "%s%s", since, dated ? "" : "前");
	}
	const char *name = e->symptom->name.in[ui->lang];
	if (e->sudden && strncmp(name, zh ? "突" : "Sudden", zh ? 3 : 6) != 0)
		strbuf_adds(sb, zh ? "突然" : "Sudden ");
	strbuf_addf(sb, "%s%s%s", zh ? "出现" : "",
		    zh && record_again(t, e) ? "反复" : "", name);
	if (since && !zh)
		strbuf_addf(sb, "%s%s", record_since(since), since);
	add_details(t, sb, e, &t->aspects[at]);
	strbuf_adds(sb, SAY(ui, "。", ". "));
}

/* A denial, or what makes it worse or better and is told with the symptom. */
static bool only_says_how(const struct triage *t, size_t i)
{
	static const char *const kept[] = {"pain_radiating_arm",
					   "pain_radiating_jaw",
					   "pain_radiating_back",
					   "lying_worse",
					   "rest_pain_chest",
					   "sick_contact",
					   "hunger_pain",
					   "pain_after_eating",
					   "food_related",
					   "night_worse",
					   "colicky",
					   "pleuritic",
					   NULL};
	const struct symptom *s = t->complaint.evidence.at[i].symptom;

	for (size_t k = 0; kept[k]; k++)
		if (strcmp(s->code, kept[k]) == 0)
			return false;
	return record_modifier(s) || denial_of(t, s);
}

/* What goes with it, or how the person is. */
static void add_others(struct triage *t, struct strbuf *sb, int first,
		       bool general, const char *before)
{
	const struct ui *ui = t->app->ui;
	const char *main_since =
		record_duration(t, &t->complaint.evidence.at[first], true);
	size_t n = 0;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if ((int)i == first || !record_own(e, STATE_PRESENT) ||
		    !record_written(t, e) ||
		    is_general(e->symptom) != general || only_says_how(t, i))
			continue;
		strbuf_adds(sb, n++ ? SAY(ui, "、", ", ") : before);
		add_name(sb, ui, e->symptom);
		const char *since = record_duration(t, e, true);
		if (since && (!main_since || strcmp(since, main_since) != 0))
			strbuf_addf(sb,
				    ui->lang == LANG_ZH ? "（%s）" : " (%s)",
				    since);
		const struct triage_aspect *a = &t->aspects[i];
		if (a->side && sided(e->symptom) &&
		    !says(e->symptom->name.in[ui->lang],
			  side_text(a->side)->in[ui->lang]))
			strbuf_addf(sb,
				    ui->lang == LANG_ZH ? "（%s）" : " (%s)",
				    side_text(a->side)->in[ui->lang]);
	}
	if (n)
		strbuf_adds(sb, SAY(ui, "。", ". "));
}

static void add_measures(struct triage *t, struct strbuf *sb)
{
	const struct vitals *v = &t->vitals;
	const struct {
		const char *name, *unit;
		double value;
	} list[] = {{"T", "°C", v->temp},
		    {"HR", "/min", v->hr},
		    {"RR", "/min", v->rr},
		    {"SpO2", "%", v->spo2},
		    {"GLU", "mmol/L", v->glu}};
	char a[NUM_SIZE], b[NUM_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (!isnan(list[i].value))
			strbuf_addf(sb, "%s%s %s %s", n++ ? ", " : "",
				    list[i].name,
				    num_format_fixed(a, list[i].value, 1),
				    list[i].unit);
	if (!isnan(v->sbp) && !isnan(v->dbp))
		strbuf_addf(sb, "%sBP %s/%s mmHg", n++ ? ", " : "",
			    num_format(a, v->sbp), num_format(b, v->dbp));
	if (n)
		strbuf_adds(sb, SAY(t->app->ui, "。", ". "));
}

static void add_negatives(struct triage *t, struct strbuf *sb)
{
	const struct ui *ui = t->app->ui;
	size_t n = 0;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		const struct symptom *s = e->symptom, *denied = denial_of(t, s);
		bool none = denied && record_own(e, STATE_PRESENT);
		/* nobody is asked whether it was too much */
		if (!none &&
		    (!record_own(e, STATE_ABSENT) || !record_written(t, e) ||
		     strcmp(s->code, "overdose") == 0))
			continue;
		strbuf_adds(sb, n++ ? SAY(ui, "、", ", ")
				    : SAY(ui, "否认", "Denies "));
		add_name(sb, ui, none ? denied : s);
	}
	if (n)
		strbuf_adds(sb, SAY(ui, "。", "."));
}

/* A standing drug of a known disease goes to the past history. */
static bool of_the_past(const struct complaint *c, size_t start)
{
	for (size_t i = 0; i < c->known.n; i++)
		if (c->known.at[i].start == start)
			return true;
	return false;
}

/* What was done, and what came of it where the words leave it out. */
static void add_treated(struct triage *t, struct strbuf *sb)
{
	const struct ui *ui = t->app->ui;
	const struct complaint *c = &t->complaint;
	size_t n = 0;

	for (size_t i = 0; i < c->treated.n; i++) {
		struct strbuf one = STRBUF_INIT;
		if (of_the_past(c, c->treated.at[i].start))
			continue;
		record_phrase(&one, c->text, c->treated.at[i].start,
			      c->treated.at[i].end);
		const char *printed = record_keep(t, &one), *effect = NULL;
		for (size_t k = 0; printed && k < t->record.n_treatments; k++)
			if (strcmp(t->record.treatments[k].printed, printed) ==
			    0)
				effect = record_effect(
					t, &t->record.treatments[k]);
		strbuf_adds(sb, n++ ? SAY(ui, "；", "; ")
				    : SAY(ui, "诊治经过：", "Treated: "));
		strbuf_adds(sb, printed ? printed : "");
		if (effect)
			strbuf_addf(sb, SAY(ui, "（%s）", " (%s)"), effect);
	}
	if (n)
		strbuf_adds(sb, SAY(ui, "。", ". "));
}

/* 进行性加重2个月: the illness itself is no older. */
static bool told_once(struct triage *t, const char *worse)
{
	int at = record_main(t);
	const char *since =
		at < 0 ? NULL
		       : record_duration(t, &t->complaint.evidence.at[at],
					 true);

	return since && strcmp(since, worse) == 0;
}

static bool worsens(const struct triage *t)
{
	int id = triage_symptom_id(t->k, "worsening");

	return id > 0 && t->known.symptom[id * SYMPTOM_ASPECTS] == 1;
}

/* "近1周加重。" or that it gets worse or better. */
static void add_course(struct triage *t, struct strbuf *sb)
{
	const struct ui *ui = t->app->ui;
	const char *turn, *worse = record_worse(t, &turn);

	if (worse && ui->lang == LANG_ZH && told_once(t, worse))
		strbuf_adds(sb, "进行性加重。");
	else if (worse && ui->lang == LANG_ZH)
		strbuf_addf(sb, "近%s%s。", worse, turn);
	else if (t->complaint.worse || worsens(t))
		strbuf_adds(sb, SAY(ui, "病情逐渐加重。", "Getting worse. "));
	else if (t->complaint.better)
		strbuf_adds(sb, SAY(ui, "近来有所减轻。", "Somewhat better. "));
}

const char *record_present(struct triage *t)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;
	int at = record_main(t);

	if (at >= 0)
		add_main(t, &sb, at);
	add_course(t, &sb);
	if (at >= 0)
		add_others(t, &sb, at, false, SAY(ui, "伴", "With "));
	add_treated(t, &sb);
	add_measures(t, &sb);
	if (at >= 0)
		add_others(t, &sb, at, true,
			   SAY(ui, "一般情况：", "In general: "));
	add_negatives(t, &sb);
	return record_keep(t, &sb);
}
