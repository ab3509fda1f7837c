/* The feverish child: the traffic light of NICE NG143 and antipyretic doses
 * by weight. */
#include "commands/triage/score.h"

#include "base/date.h"
#include "base/num.h"
#include "kb/calculator.h"

#include <math.h>
#include <string.h>

enum { CHILD = 14, LIGHT_CHILD = 5 };

static bool feverish(const struct triage *t, double below_years)
{
	int id = triage_symptom_id(t->k, "fever");

	return t->patient.age.days < below_years * 365.25 && id &&
	       t->known.symptom[id * SYMPTOM_ASPECTS] == 1;
}

static bool present(const struct triage *t, const char *code)
{
	int id = triage_symptom_id(t->k, code);

	return id && t->known.symptom[id * SYMPTOM_ASPECTS] == 1;
}

static bool fired(const struct triage *t, const char *name)
{
	for (size_t i = 0; i < t->fired.n; i++)
		if (strcmp(t->fired.at[i].item->name, name) == 0)
			return true;
	return false;
}

/* Names that an undecided rule still needs, onto the score. */
static bool open_names(const struct triage *t, const char *name,
		       struct triage_score *s)
{
	for (size_t i = 0; i < t->undecided.n; i++) {
		const struct undecided *u = &t->undecided.at[i];
		if (strcmp(u->item->name, name) != 0)
			continue;
		for (size_t k = 0; k < u->n_missing; k++)
			triage_score_misses(s, u->missing[k]->text);
		return true;
	}
	return false;
}

/* Green needs every red and amber sign denied. */
void triage_traffic_light(struct triage *t)
{
	static const struct text lights[] = {
		TEXT("绿灯：可居家照护，交代何时再来",
		     "green: care at home, with advice when to come back"),
		TEXT("黄灯：今天当面评估", "amber: seen face to face today"),
		TEXT("红灯：立即当面评估", "red: seen face to face at once")};

	if (!feverish(t, LIGHT_CHILD))
		return;
	struct triage_score *s = triage_add_score(t, "nice-ng143");
	bool amber = fired(t, "triage.ng143.amber");
	s->at_least = amber;
	if (fired(t, "triage.ng143.red"))
		s->at_least = 2;
	else if (open_names(t, "triage.ng143.red", s))
		s->value = NUM_NONE;
	else if (!amber)
		open_names(t, "triage.ng143.amber", s);
	if (!s->n_missing)
		s->value = s->at_least;
	if (s->at_least > 0 || !s->n_missing)
		s->note = lights[(int)s->at_least];
}

/* *ret_mg stays NaN where the calculator gives no dose. */
static bool dose_of(struct triage *t, const char *id, double *ret_mg,
		    struct err *err)
{
	struct calculator *c;
	struct calculated done;
	struct err ignored;
	char text[NUM_SIZE];

	*ret_mg = NUM_NONE;
	if (!calculator_find(t->app->kb, id, t->arena, &c, err))
		return false;
	if (!calculator_give(t->app->kb, c, "weight",
			     num_format(text, t->patient.weight), t->arena,
			     &ignored) ||
	    !calculator_give(t->app->kb, c, "age",
			     arena_printf(t->arena, "%.3f",
					  t->patient.age.days / 365.25),
			     t->arena, &ignored))
		return true;
	if (!calculator_compute(t->app->kb, c, t->app->ui->now / DATE_DAY,
				t->arena, &done, err))
		return false;
	if (done.state == CALCULATED)
		*ret_mg = done.value;
	return true;
}

static void advise(struct triage *t, struct text line)
{
	t->antipyretic[t->n_antipyretic++] = line;
}

/* Why ibuprofen is left out; NULL texts: it is not. */
static struct text no_ibuprofen(const struct triage *t)
{
	static const struct text dry =
		TEXT("有脱水或少尿时不用布洛芬",
		     "no ibuprofen while dehydrated or passing little urine");
	static const struct text pox =
		TEXT("水痘时不用布洛芬", "no ibuprofen with chickenpox");
	static const struct text none = TEXT(NULL, NULL);

	if (present(t, "dehydration") || present(t, "oliguria") ||
	    present(t, "cannot_keep_fluids"))
		return dry;
	return present(t, "chickenpox") ? pox : none;
}

/* "…每次 MG …": what stands before and after the number. */
static void advise_dose(struct triage *t, const struct text *before, double mg,
			const struct text *after)
{
	char text[NUM_SIZE];
	struct text line;

	num_format(text, mg);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
		line.in[lang] =
			arena_printf(t->arena, "%s %s %s", before->in[lang],
				     text, after->in[lang]);
	advise(t, line);
}

bool triage_antipyretics(struct triage *t, struct err *err)
{
	static const struct text weigh = TEXT(
		"退热药按体重给：告知体重（kg）后给出剂量",
		"Antipyretics go by weight: give the weight (kg) for doses");
	static const struct text young =
		TEXT("2 月龄以下退热药由医生决定",
		     "Under 2 months antipyretics only on a doctor's decision");
	static const struct text doses[] = {
		TEXT("对乙酰氨基酚每次", "Paracetamol"),
		TEXT("mg（15 mg/kg），间隔 4–6 小时，24 小时不超过 4 次",
		     "mg a dose (15 mg/kg), 4 to 6 hours apart, at most 4 "
		     "doses in 24 hours"),
		TEXT("或布洛芬每次", "Or ibuprofen"),
		TEXT("mg（10 mg/kg），间隔 6–8 小时，24 小时不超过 4 "
		     "次；两药不同用",
		     "mg a dose (10 mg/kg), 6 to 8 hours apart, at most 4 "
		     "doses in 24 hours; not both")};
	double paracetamol, ibuprofen;

	if (!feverish(t, CHILD) || t->level <= 2)
		return true;
	if (isnan(t->patient.weight)) {
		advise(t, t->patient.age.days < 60 ? young : weigh);
		return true;
	}
	if (!dose_of(t, "paracetamol-child", &paracetamol, err) ||
	    !dose_of(t, "ibuprofen-child", &ibuprofen, err))
		return false;
	if (isnan(paracetamol)) {
		advise(t, young);
		return true;
	}
	advise_dose(t, &doses[0], paracetamol, &doses[1]);
	struct text why = no_ibuprofen(t);
	if (why.in[LANG_ZH])
		advise(t, why);
	else if (!isnan(ibuprofen))
		advise_dose(t, &doses[2], ibuprofen, &doses[3]);
	return true;
}
