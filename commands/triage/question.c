/* The questions whose answer would change most: first the level, then the
 * differential. */
#include "commands/triage/triage.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *id;
	struct text ask;
	bool phone; /* a caller can tell */
} measures[] = {
	{"HR", TEXT("心率多少？", "What is the heart rate?"), false},
	{"RR", TEXT("每分钟呼吸几次？", "How many breaths a minute?"), true},
	{"SBP", TEXT("血压多少？", "What is the blood pressure?"), false},
	{"DBP", TEXT("血压多少？", "What is the blood pressure?"), false},
	{"SPO2", TEXT("血氧饱和度多少？", "What is the oxygen saturation?"),
	 false},
	{"TEMP",
	 TEXT("体温多少，在哪里量的？",
	      "What is the temperature, and where was it taken?"),
	 true},
	{"GCS", TEXT("GCS 评分多少？", "What is the GCS?"), false},
	{"ACVPU",
	 TEXT("神志清楚吗？叫得醒吗？", "Awake? Does he or she rouse?"), true},
	{"PAIN", TEXT("疼痛 0–10 分，几分？", "How bad is the pain, 0 to 10?"),
	 true},
	{"GLU", TEXT("血糖多少？", "What is the blood glucose?"), true},
	{"AGE", TEXT("年龄？", "How old is the patient?"), true},
	{"AGE_D", TEXT("年龄？", "How old is the patient?"), true},
	{"SEX", TEXT("性别？", "Male or female?"), true},
	{"PREGNANT", TEXT("是否怀孕或可能怀孕？", "Pregnant, or possibly so?"),
	 true},
	{"GA", TEXT("怀孕多少周？", "How many weeks pregnant?"), true},
	{"POSTPARTUM_D", TEXT("产后多少天？", "How many days since birth?"),
	 true},
};

struct asked {
	struct triage_question list[96];
	size_t n;
};

static void add(struct asked *q, const struct triage_question *new)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->list[i].id, new->id) == 0) {
			q->list[i].worth += new->worth;
			return;
		}
	if (q->n < sizeof q->list / sizeof *q->list)
		q->list[q->n++] = *new;
}

static void add_name(const struct triage *t, struct asked *q,
		     const struct name *name, double worth,
		     const struct triage_item *why)
{
	struct triage_question new = {
		.id = name->text, .worth = worth, .why = why->title};
	bool phone = t->patient.setting == SETTING_PHONE;

	if ((name->attribute == ATTR_PREGNANT || name->attribute == ATTR_GA) &&
	    t->patient.age.days < 10 * 365.25)
		return;
	if (name->attribute == ATTR_SYMPTOM) {
		int id = (int)name->argument / SYMPTOM_ASPECTS;
		if ((int)name->argument % SYMPTOM_ASPECTS != SYMPTOM_STATE)
			return;
		new.symptom = id;
		new.ask = t->k->symptoms[id].ask;
		add(q, &new);
		return;
	}
	if (name->attribute == ATTR_CONTEXT) {
		const struct context *c =
			kb_context(t->app->kb, (int)name->argument);
		if (!c)
			return;
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
			new.ask.in[lang] = arena_printf(
				t->arena,
				lang == LANG_ZH ? "有没有：%s？" : "Any: %s?",
				c->name.in[lang]);
		add(q, &new);
		return;
	}
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
		if (strcmp(measures[i].id, name->text) == 0 &&
		    (measures[i].phone || !phone)) {
			new.ask = measures[i].ask;
			add(q, &new);
		}
}

static void of_level(const struct triage *t, struct asked *q)
{
	bool phone = t->patient.setting == SETTING_PHONE;

	for (size_t i = 0; i < t->undecided.n; i++) {
		const struct undecided *u = &t->undecided.at[i];
		if (u->item->level >= t->level || (phone && !u->item->flag))
			continue;
		for (size_t k = 0; k < u->n_missing; k++)
			add_name(t, q, u->missing[k],
				 100.0 * (t->level - u->item->level) /
					 (double)u->n_missing,
				 u->item);
	}
}

static void of_differential(const struct triage *t, struct asked *q)
{
	for (size_t i = 0; i < t->n_diseases; i++) {
		const struct triage_item *x = t->diseases[i].item;
		const struct triage_weight *lists[] = {x->pro, x->con};
		size_t n[] = {x->n_pro, x->n_con};
		for (int l = 0; l < 2; l++)
			for (size_t k = 0; k < n[l]; k++) {
				int id = lists[l][k].what;
				if (id <= 0 ||
				    !isnan(t->known.symptom[id *
							    SYMPTOM_ASPECTS]))
					continue;
				struct triage_question new = {
					.id = arena_printf(
						t->arena, "S.%s",
						t->k->symptoms[id].code),
					.symptom = id,
					.ask = t->k->symptoms[id].ask,
					.why = x->title,
					.worth = lists[l][k].points *
						 (x->flag ? 2 : 1) /
						 (double)(i + 1)};
				add(q, &new);
			}
	}
}

static int by_worth(const void *a, const void *b)
{
	const struct triage_question *x = a, *y = b;

	return x->worth != y->worth
		       ? (x->worth < y->worth) - (x->worth > y->worth)
		       : strcmp(x->id, y->id);
}

void triage_ask(struct triage *t)
{
	struct asked *q = arena_new(t->arena, struct asked);

	if (t->level <= 2)
		return; /* act first */
	of_level(t, q);
	of_differential(t, q);
	qsort(q->list, q->n, sizeof *q->list, by_worth);
	for (size_t i = 0; i < q->n && i < TRIAGE_QUESTIONS_MAX; i++)
		t->questions[t->n_questions++] = q->list[i];
}
