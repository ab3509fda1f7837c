/* Questions for numbers and contexts, age and sex, the stroke clock. */
#include "commands/triage/question.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static const struct {
	const char *id;
	struct text ask;
	bool phone; /* a caller can tell */
	double likely;
} measures[] = {
	{"HR", TEXT("心率多少？", "What is the heart rate?"), false, 0.4},
	{"RR", TEXT("一分钟呼吸几次？", "How many breaths a minute?"), true,
	 0.3},
	{"SBP", TEXT("血压多少？", "What is the blood pressure?"), false, 0.4},
	{"DBP", TEXT("血压多少？", "What is the blood pressure?"), false, 0.3},
	{"SPO2", TEXT("血氧饱和度多少？", "What is the oxygen saturation?"),
	 false, 0.4},
	{"TEMP",
	 TEXT("体温多少，在哪里量的？",
	      "What is the temperature, and where was it taken?"),
	 true, 0.7},
	{"GCS", TEXT("GCS 评分多少？", "What is the GCS?"), false, 0.2},
	{"CRT",
	 TEXT("毛细血管再充盈几秒？", "How many seconds is capillary refill?"),
	 false, 0.2},
	{"ACVPU",
	 TEXT("神志清楚吗，叫得醒吗？（A 清醒 C 糊涂 V 呼唤 P 疼痛 U 无反应）",
	      "Awake and clear? (A alert, C confused, V voice, P pain, U none)"),
	 true, 0.2},
	{"PAIN", TEXT("0 到 10 分，疼几分？", "How bad is the pain, 0 to 10?"),
	 true, 0.6},
	{"GLU", TEXT("血糖多少？", "What is the blood glucose?"), true, 0.4},
	{"AGE", TEXT("多大年纪？", "How old is the patient?"), true, 2},
	{"AGE_D", TEXT("多大年纪？", "How old is the patient?"), true, 2},
	{"SEX_F", TEXT("男性还是女性？", "Male or female?"), true, 1},
	{"SEX_M", TEXT("男性还是女性？", "Male or female?"), true, 1},
	{"PREGNANT",
	 TEXT("怀孕了吗，或有可能怀孕吗？", "Pregnant, or possibly so?"), true,
	 0.5},
	{"GA", TEXT("怀孕多少周？", "How many weeks pregnant?"), true, 1},
	{"POSTPARTUM_D", TEXT("产后多少天？", "How many days since the birth?"),
	 true, 0.3},
	{"LKW",
	 TEXT("最后确认一切正常是几点？（醒来才发现的，说睡前时间）",
	      "When was the patient last known well? (Woke with it: bedtime)"),
	 true, 3},
};

bool question_phone(const struct triage *t)
{
	return t->patient.setting == SETTING_PHONE;
}

/* Hours since the longest of what is there began; 0: not told. */
double question_lasted(const struct triage *t)
{
	double longest = 0;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (e->state == STATE_PRESENT && !e->other &&
		    e->hours > longest)
			longest = e->hours;
	}
	return longest;
}

/* May she be pregnant? */
static bool fertile(const struct patient *p)
{
	double years = p->age.days / 365.25;

	return p->sex != SEX_MALE && !(years < 11) && !(years > 56);
}

/* How likely she is: of nobody's sex or age known, half. */
static double pregnancy_likely(const struct patient *p)
{
	double years = p->age.days / 365.25;

	if (p->sex == SEX_UNKNOWN)
		return 0.25;
	return years < 14 || years >= 45 ? 0.1 : 0.5;
}

/* The question of this id, new when there is none yet; NULL: no room. A
 * symptom is found by its number; its id is written when it is asked. */
struct triage_question *question_find(struct asked *q, const char *id,
				      int symptom)
{
	for (size_t i = 0; i < q->n; i++)
		if (symptom ? q->list[i].symptom == symptom
			    : q->list[i].id && strcmp(q->list[i].id, id) == 0)
			return &q->list[i];
	if (q->n == CANDIDATES)
		return NULL;
	q->list[q->n] = (struct triage_question){.id = id, .symptom = symptom};
	return &q->list[q->n++];
}

/* An emergency or not is the step that counts; the gravest flag says why. A
 * flag of the level that stands says how soon and to whom. */
void question_level(struct triage_question *q, const struct triage *t,
		    const struct triage_item *x, double likely)
{
	const double SAME = 0.8;
	double steps = x->level <= 2 ? 2 + 0.2 * (2 - x->level)
				     : fmax(SAME, t->level - x->level);
	double worth = 40 * likely * steps;

	if (!q->why.in[LANG_ZH] || worth > q->worth)
		q->why = x->title;
	if (worth > q->worth)
		q->worth = worth;
	q->level = true;
}

void question_context(const struct triage *t, struct asked *q,
		      const struct name *name, const struct triage_item *x,
		      double likely)
{
	const struct context *c = kb_context(t->app->kb, (int)name->argument);
	struct triage_question *new =
		c ? question_find(q, name->text, 0) : NULL;

	if (!new)
		return;
	bool on = strncmp(c->code, "ON.", 3) == 0;
	new->context = c->id;
	new->ask.in[LANG_ZH] = arena_printf(
		t->arena, on ? "现在用着%s吗？" : "以前查出过%s吗？",
		c->name.in[LANG_ZH]);
	new->ask.in[LANG_EN] =
		arena_printf(t->arena,
			     on ? "Are you taking this now: %s?"
				: "Have you ever been told you have: %s?",
			     c->name.in[LANG_EN]);
	question_level(new, t, x, likely);
}

void question_measure(const struct triage *t, struct asked *q,
		      const struct name *name, const struct triage_item *x,
		      double share)
{
	const struct patient *p = &t->patient;
	bool pregnancy = name->attribute == ATTR_PREGNANT ||
			 name->attribute == ATTR_GA ||
			 strcmp(name->text, "POSTPARTUM_D") == 0;

	if (pregnancy && !fertile(p))
		return;
	if (name->attribute == ATTR_GA && p->pregnant != TRI_YES)
		return;
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
		if (strcmp(measures[i].id, name->text) != 0 ||
		    (question_phone(t) && !measures[i].phone))
			continue;
		struct triage_question *new =
			question_find(q, measures[i].id, 0);
		if (!new)
			return;
		new->ask = measures[i].ask;
		question_level(new, t, x,
			       name->attribute == ATTR_PREGNANT
				       ? share * pregnancy_likely(p)
				       : measures[i].likely);
	}
}

/* Age and sex, when they are not known: half of the knowledge hangs on them. */
void question_patient(const struct triage *t, struct asked *q)
{
	const struct patient *p = &t->patient;
	static const struct text why =
		TEXT("科室与诊断随年龄、性别而不同",
		     "department and diagnosis depend on age and sex");

	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
		bool age = strcmp(measures[i].id, "AGE") == 0;
		bool sex = strcmp(measures[i].id, "SEX_F") == 0;
		if (!(age && isnan(p->age.days)) &&
		    !(sex && p->sex == SEX_UNKNOWN))
			continue;
		struct triage_question *new =
			question_find(q, age ? "AGE" : "SEX", 0);
		if (!new)
			return;
		new->ask = measures[i].ask;
		new->department = new->differential = true;
		if (!new->why.in[LANG_ZH])
			new->why = why;
		new->worth += age ? 200 : 100; /* before all else */
	}
}

/* A stroke's clock is asked for whatever the level. */
void question_clock(struct triage *t)
{
	if (!(t->known.number[TRIAGE_BEFAST] >= 1) ||
	    !isnan(t->known.number[TRIAGE_LKW]))
		return;
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
		if (strcmp(measures[i].id, "LKW") == 0)
			t->questions[t->n_questions++] =
				(struct triage_question){
					.id = "LKW",
					.ask = measures[i].ask,
					.why = TEXT("溶栓与取栓的时间窗",
						    "windows of thrombolysis "
						    "and thrombectomy")};
}
