/* The pre-consultation record in its conventional order (病历书写基本规范
 * 2010): chief complaint, present illness with pertinent negatives, histories,
 * and what nobody has said yet. */
#include "commands/triage/triage.h"

#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

enum { CHIEF_MAX = 20 };

static const char *keep(struct triage *t, struct strbuf *sb)
{
	const char *text =
		sb->len ? arena_strndup(t->arena, sb->buf, sb->len) : NULL;

	strbuf_release(sb);
	return text;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* Words of the complaint: without the stops at its ends, safe to show. */
static void add_phrase(struct strbuf *sb, const struct complaint *c,
		       const struct phrase *p)
{
	size_t start = p->start, end = p->end;

	while (start < end && (c->text[start] == ' ' || c->text[start] == '\n'))
		start++;
	for (;;) {
		if (end > start && strchr(" ,.;!?\n", c->text[end - 1]))
			end--;
		else if (end >= start + 3 &&
			 (strncmp(c->text + end - 3, "，", 3) == 0 ||
			  strncmp(c->text + end - 3, "。", 3) == 0 ||
			  strncmp(c->text + end - 3, "；", 3) == 0))
			end -= 3;
		else
			break;
	}
	utf8_add_safe(sb, c->text + start, end - start);
}

static bool own(const struct complaint_evidence *e, enum state state)
{
	return !e->other && !e->past && e->state == state;
}

static const char *chief(struct triage *t, size_t symptoms)
{
	enum lang lang = t->app->ui->lang;
	struct strbuf sb = STRBUF_INIT;
	const struct complaint_evidence *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->complaint.evidence.n && n < symptoms; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (!own(e, STATE_PRESENT))
			continue;
		if (!first)
			first = e;
		strbuf_addf(&sb, "%s%s", n++ ? SAY(t->app->ui, "、", ", ") : "",
			    e->symptom->name.in[lang]);
	}
	if (first && first->onset)
		strbuf_addf(&sb, "%s%s", lang == LANG_ZH ? "" : " for ",
			    first->onset);
	return keep(t, &sb);
}

static void write_chief(struct triage *t)
{
	const char *text = NULL;

	for (size_t n = 3; n > 0; n--) {
		text = chief(t, n);
		if (!text || characters(text) <= CHIEF_MAX ||
		    t->app->ui->lang == LANG_EN)
			break;
	}
	t->record.chief_complaint = text;
	if (!text)
		t->record.missing[t->record.n_missing++] =
			SAY(t->app->ui, "主诉", "chief complaint");
}

static void add_one(struct triage *t, struct strbuf *sb,
		    const struct complaint_evidence *e)
{
	char number[NUM_SIZE];
	enum lang lang = t->app->ui->lang;

	if (e->sudden)
		strbuf_adds(sb, lang == LANG_ZH ? "突发" : "sudden ");
	strbuf_adds(sb, e->symptom->name.in[lang]);
	if (!isnan(e->severity))
		strbuf_addf(sb,
			    lang == LANG_ZH ? "（程度约 %s/10）"
					    : " (about %s/10)",
			    num_format(number, e->severity));
	if (e->onset)
		strbuf_addf(sb, lang == LANG_ZH ? "（%s）" : " (%s)", e->onset);
}

static void add_list(struct triage *t, struct strbuf *sb, enum state state,
		     const char *before)
{
	const struct ui *ui = t->app->ui;
	size_t n = 0;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (!own(e, state))
			continue;
		strbuf_adds(sb, n++ ? SAY(ui, "、", ", ") : before);
		if (state == STATE_PRESENT)
			add_one(t, sb, e);
		else
			strbuf_adds(sb, e->symptom->name.in[ui->lang]);
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

static void write_present(struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct complaint *c = &t->complaint;
	struct strbuf sb = STRBUF_INIT;

	add_list(t, &sb, STATE_PRESENT, SAY(ui, "出现", "Has "));
	if (c->worse)
		strbuf_adds(&sb, SAY(ui, "逐渐加重。", "Getting worse. "));
	else if (c->better)
		strbuf_adds(&sb, SAY(ui, "有所减轻。", "Somewhat better. "));
	for (size_t i = 0; i < c->treated.n; i++) {
		strbuf_adds(&sb, i ? SAY(ui, "；", "; ")
				   : SAY(ui, "诊治经过：", "Treated: "));
		add_phrase(&sb, c, &c->treated.at[i]);
	}
	if (c->treated.n)
		strbuf_adds(&sb, SAY(ui, "。", ". "));
	add_measures(t, &sb);
	add_list(t, &sb, STATE_ABSENT, SAY(ui, "否认", "Denies "));
	t->record.present_illness = keep(t, &sb);
}

static const char *phrases(struct triage *t, const struct phrase_vec *list)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < list->n; i++) {
		if (i)
			strbuf_adds(&sb, SAY(t->app->ui, "；", "; "));
		add_phrase(&sb, &t->complaint, &list->at[i]);
	}
	return keep(t, &sb);
}

static const char *past(struct triage *t)
{
	struct strbuf sb = STRBUF_INIT;
	enum lang lang = t->app->ui->lang;

	for (size_t i = 0; i < t->patient.context.n; i++) {
		const struct context *c =
			kb_context(t->app->kb, t->patient.context.at[i]);
		strbuf_addf(&sb, "%s%s", i ? SAY(t->app->ui, "、", ", ") : "",
			    c->name.in[lang]);
	}
	return keep(t, &sb);
}

static void need(struct triage *t, const char *value, const char *what)
{
	if (!value)
		t->record.missing[t->record.n_missing++] = what;
}

void triage_write_record(struct triage *t)
{
	const struct ui *ui = t->app->ui;
	struct triage_record *r = &t->record;
	double years = t->patient.age.days / 365.25;
	bool timed = false;

	write_chief(t);
	write_present(t);
	r->past_history = past(t);
	r->family_history = phrases(t, &t->complaint.family);
	const char *allergy = strstr(t->complaint.text, "过敏");
	if (!allergy)
		allergy = strcasestr(t->complaint.text, "allerg");
	if (allergy) {
		struct phrase p = {(size_t)(allergy - t->complaint.text), 0};
		while (p.start > 0 &&
		       !strchr(",;.\n", t->complaint.text[p.start - 1]) &&
		       (unsigned char)t->complaint.text[p.start - 1] != 0x8C &&
		       (unsigned char)t->complaint.text[p.start - 1] != 0x82)
			p.start--;
		p.end = p.start + strcspn(t->complaint.text + p.start, ",;.\n");
		struct strbuf sb = STRBUF_INIT;
		add_phrase(&sb, &t->complaint, &p);
		r->allergies = keep(t, &sb);
	} else if (t->chart) {
		r->allergies = t->chart->allergies;
	}
	for (size_t i = 0; i < t->complaint.evidence.n; i++)
		timed |= t->complaint.evidence.at[i].onset != NULL;
	need(t, timed ? "" : NULL, SAY(ui, "起病时间", "onset"));
	need(t, r->past_history, SAY(ui, "既往史", "past history"));
	need(t, r->personal_history, SAY(ui, "个人史", "personal history"));
	need(t, r->family_history, SAY(ui, "家族史", "family history"));
	need(t, r->allergies, SAY(ui, "过敏史", "allergies"));
	if (t->patient.sex == SEX_FEMALE && years >= 12 && years < 55)
		need(t, NULL,
		     SAY(ui, "月经婚育史（末次月经）",
			 "menstrual history (last period)"));
	if (isnan(years))
		need(t, NULL, SAY(ui, "年龄", "age"));
	if (t->patient.sex == SEX_UNKNOWN)
		need(t, NULL, SAY(ui, "性别", "sex"));
}
