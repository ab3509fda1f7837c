/* The pre-consultation record in its conventional order (病历书写基本规范
 * 2010): chief complaint, present illness with pertinent negatives, histories,
 * and what nobody has said yet. */
#include "base/num.h"
#include "commands/triage/record.h"

#include <math.h>
#include <string.h>

const char *record_keep(struct triage *t, struct strbuf *sb)
{
	const char *text =
		sb->len ? arena_strndup(t->arena, sb->buf, sb->len) : NULL;

	strbuf_release(sb);
	return text;
}

bool record_own(const struct complaint_evidence *e, enum state state)
{
	return !e->other && !e->past && !e->known && !e->raised &&
	       e->state == state;
}

bool record_modifier(const struct symptom *s)
{
	static const char *const codes[] = {"at_rest_relief",
					    "antacid_relief",
					    "lying_worse",
					    "food_related",
					    "night_worse",
					    "movement_worse",
					    "worsening",
					    "long_standing_words",
					    "treatment_failed_words",
					    "sudden_onset",
					    "edge_pain_severe",
					    "exertional",
					    "pleuritic",
					    "colicky",
					    "rest_pain_chest",
					    "hunger_pain",
					    "pain_after_eating",
					    "greasy_food_pain",
					    "pain_radiating_arm",
					    "pain_radiating_jaw",
					    "pain_radiating_back",
					    "bending_forward_relief",
					    "sick_contact",
					    "no_dyspnoea",
					    NULL};

	for (size_t i = 0; codes[i]; i++)
		if (strcmp(s->code, codes[i]) == 0)
			return true;
	return false;
}

/* 腹痛 beside 右下腹痛: the closer word is written, unless each has a time of
 * its own; of what is denied the plain one (a fever, not one after travel). */
static bool said_closer(const struct triage *t,
			const struct complaint_evidence *e)
{
	bool plain = strcmp(e->symptom->code, "pain") == 0;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *o =
			&t->complaint.evidence.at[i];
		const struct symptom *s = o->symptom;
		if (o->state != e->state || o->other != e->other || o == e)
			continue;
		if (e->state == STATE_ABSENT) {
			/* not 呕吐 beside 恶心, each denied by its own word */
			for (size_t k = 0; k < e->symptom->n_implies; k++)
				if (e->symptom->implies[k] == s->id &&
				    e->start < o->end && o->start < e->end)
					return true;
			continue;
		}
		if (plain && strstr(s->code, "_pain") &&
		    record_own(o, o->state))
			return true;
		bool one = e->start < o->end && o->start < e->end;
		if (complaint_composite(o) || (!one && !plain))
			continue;
		for (size_t k = 0; k < s->n_implies; k++)
			if (s->implies[k] == e->symptom->id &&
			    (isnan(e->hours) || isnan(o->hours) ||
			     e->hours == o->hours))
				return true;
	}
	return false;
}

/* What somebody comes for rather than what ails: a check, a repeat. */
static bool is_request(const struct symptom *s)
{
	return strcmp(s->system, "admin") == 0 ||
	       strcmp(s->code, "pregnancy_check") == 0;
}

static bool another_finding(const struct triage *t,
			    const struct complaint_evidence *e)
{
	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *o =
			&t->complaint.evidence.at[i];
		if (o != e && record_own(o, STATE_PRESENT) &&
		    !is_request(o->symptom) && !record_modifier(o->symptom))
			return true;
	}
	return false;
}

/* Put together by the reader out of several words ("…_words"), or a known
 * disease that stands under the past: no symptom to write down. */
bool record_written(const struct triage *t, const struct complaint_evidence *e)
{
	const char *code = e->symptom->code;
	size_t n = strlen(code);

	if ((n > 6 && strcmp(code + n - 6, "_words") == 0) ||
	    complaint_composite(e) ||
	    (is_request(e->symptom) && another_finding(t, e)))
		return false;
	if (strcmp(code, "high_bp") == 0)
		return !patient_has(&t->patient, t->app->kb, "DX.hypertension");
	if (strcmp(code, "high_glucose") == 0)
		return !patient_has(&t->patient, t->app->kb, "DX.diabetes");
	return !said_closer(t, e);
}

static const char *in_units(struct triage *t, double hours)
{
	static const struct {
		double from, hours;
		struct text many, one;
	} units[] = {
		{8766, 8766, TEXT("年", " years"), TEXT("年", " year")},
		{1461, 730.5, TEXT("个月", " months"), TEXT("个月", " month")},
		{48, 24, TEXT("天", " days"), TEXT("天", " day")},
		{1, 1, TEXT("小时", " hours"), TEXT("小时", " hour")},
		{0, 1.0 / 60, TEXT("分钟", " minutes"),
		 TEXT("分钟", " minute")}};
	enum lang lang = t->app->ui->lang;
	char number[NUM_SIZE];
	size_t i = 0;

	while (hours < units[i].from)
		i++;
	double x = round(hours / units[i].hours);
	return arena_printf(t->arena, "%s%s", num_format(number, x),
			    x == 1 ? units[i].one.in[lang]
				   : units[i].many.in[lang]);
}

static bool is_wide(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return true;
	return false;
}

const char *record_duration(struct triage *t,
			    const struct complaint_evidence *e, bool as_told)
{
	if (e->onset && as_told &&
	    is_wide(e->onset) == (t->app->ui->lang == LANG_ZH))
		return e->onset;
	return e->hours >= 0 ? in_units(t, e->hours) : NULL;
}

const char *record_since(const char *duration)
{
	static const char *const numbers[] = {
		"a ",     "an ",       "one",      "two",      "three",
		"four",   "five",      "six",      "seven",    "eight",
		"nine",   "ten",       "half",     "a few",    "about",
		"over",   "several",   "the last", "the past", "nearly",
		"almost", "more than", "many",     NULL};

	if (strchr("0123456789", *duration))
		return " for ";
	for (size_t i = 0; numbers[i]; i++)
		if (strncmp(duration, numbers[i], strlen(numbers[i])) == 0)
			return " for ";
	return " since ";
}

int record_main(const struct triage *t)
{
	int any = -1;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (!record_own(e, STATE_PRESENT) || !record_written(t, e))
			continue;
		if (!record_modifier(e->symptom))
			return (int)i;
		if (any < 0)
			any = (int)i;
	}
	return any;
}

/* Known diseases and standing drugs go to the past history, unless there is
 * nothing else to write down. */
static void part_known(struct triage *t)
{
	struct complaint_evidence_vec *list = &t->complaint.evidence;
	bool other = false;

	for (size_t i = 0; i < list->n; i++) {
		struct complaint_evidence *e = &list->at[i];
		other |= record_own(e, STATE_PRESENT) &&
			 !complaint_is_known(e->symptom) &&
			 !record_modifier(e->symptom);
	}
	for (size_t i = 0; i < list->n; i++) {
		struct complaint_evidence *e = &list->at[i];
		if (!other)
			e->known = false;
		else if (complaint_is_known(e->symptom))
			e->known = true;
	}
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

	part_known(t);
	record_chief(t);
	record_treatments(t);
	r->present_illness = record_present(t);
	record_histories(t);
	for (size_t i = 0; i < t->complaint.evidence.n; i++)
		timed |= t->complaint.evidence.at[i].onset != NULL;
	need(t, timed ? "" : NULL, SAY(ui, "起病时间", "onset"));
	need(t, r->past_history, SAY(ui, "既往史", "past history"));
	need(t, r->personal_history, SAY(ui, "个人史", "personal history"));
	need(t, r->family_history, SAY(ui, "家族史", "family history"));
	need(t, r->allergies, SAY(ui, "过敏史", "allergies"));
	if (t->patient.sex == SEX_FEMALE && years >= 12 && years < 55)
		need(t, r->menstrual_history,
		     SAY(ui, "月经婚育史（末次月经）",
			 "menstrual history (last period)"));
	if (isnan(years))
		need(t, NULL, SAY(ui, "年龄", "age"));
	if (t->patient.sex == SEX_UNKNOWN)
		need(t, NULL, SAY(ui, "性别", "sex"));
}
