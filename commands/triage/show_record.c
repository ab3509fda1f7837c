/* The record as JSON and as a FHIR QuestionnaireResponse. */
#include "commands/triage/family.h"
#include "commands/triage/show.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>

static const char *const habit_names[] = {NULL, "never", "former", "current"};
static const char *const states[] = {"present", "absent", "unknown"};

/* What the histories say in numbers; null: not told. */
static void write_habits(struct jw *j, const struct habits *h)
{
	char day[32];

	jw_object(j, "habits");
	jw_object(j, "smoking");
	jw_str(j, "status", habit_names[h->smoking]);
	jw_num(j, "cigarettes_a_day", h->cigarettes);
	jw_num(j, "years", h->smoking_years);
	jw_num(j, "pack_years", h->pack_years);
	jw_end(j);
	jw_object(j, "alcohol");
	jw_str(j, "status", habit_names[h->drinking]);
	jw_num(j, "amount", h->drinks);
	jw_str(j, "measure", h->measure);
	jw_str(j, "per", h->per);
	jw_num(j, "years", h->drinking_years);
	jw_end(j);
	jw_str(j, "occupation", h->occupation);
	jw_str(j, "travel", h->travel);
	jw_end(j);
	jw_object(j, "obstetric");
	jw_str(j, "last_period",
	       h->lmp == INT64_MIN
		       ? NULL
		       : date_format(day, h->lmp * DATE_DAY, false));
	jw_num(j, "gravida", h->gravida);
	jw_num(j, "para", h->para);
	jw_end(j);
}

static void write_family(struct jw *j, const struct triage *t)
{
	struct kin kin[KIN_MAX];
	size_t n = family_read(&t->history, t->complaint.text, t->arena, kin);

	jw_array(j, "family");
	for (size_t i = 0; i < n; i++) {
		jw_object(j, NULL);
		jw_str(j, "relative", kin[i].relative);
		jw_str(j, "condition", kin[i].condition);
		jw_str(j, "state", kin[i].absent ? "absent" : "present");
		jw_end(j);
	}
	jw_end(j);
}

static void write_treatments(struct jw *j, const struct triage_record *record)
{
	jw_array(j, "treatment");
	for (size_t i = 0; i < record->n_treatments; i++) {
		const struct triage_treatment *x = &record->treatments[i];
		jw_object(j, NULL);
		jw_str(j, "printed", x->printed);
		jw_str(j, "drug", x->drug);
		jw_str(j, "effect", x->effect);
		jw_bool(j, "standing", x->standing);
		jw_end(j);
	}
	jw_end(j);
}

void triage_record_json(struct jw *j, const struct triage *t)
{
	const struct triage_record *record = &t->record;

	jw_object(j, "record");
	jw_str(j, "chief_complaint", record->chief_complaint);
	jw_str(j, "present_illness", record->present_illness);
	jw_str(j, "past_history", record->past_history);
	jw_str(j, "personal_history", record->personal_history);
	jw_str(j, "menstrual_history", record->menstrual_history);
	jw_str(j, "family_history", record->family_history);
	jw_str(j, "allergies", record->allergies);
	write_habits(j, &t->habits);
	write_family(j, t);
	write_treatments(j, record);
	jw_array(j, "missing");
	for (size_t i = 0; i < record->n_missing; i++)
		jw_str(j, NULL, record->missing[i]);
	jw_end(j);
	jw_end(j);
}

/* "20 cigarettes a day for 20 years, 20 pack-years; last period 2026-11-03";
 * NULL: nothing in numbers. */
const char *show_smoking(const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct habits *h = &t->habits;
	char a[NUM_SIZE], b[NUM_SIZE], c[NUM_SIZE];

	if (isnan(h->pack_years))
		return NULL;
	if (isnan(h->cigarettes) || isnan(h->smoking_years))
		return arena_printf(t->arena,
				    SAY(ui, "%s 包年", "%s pack-years"),
				    num_format(a, h->pack_years));
	return arena_printf(t->arena,
			    SAY(ui, "每日 %s 支 × %s 年 = %s 包年",
				"%s a day for %s years = %s pack-years"),
			    num_format(a, h->cigarettes),
			    num_format(b, h->smoking_years),
			    num_format(c, h->pack_years));
}

const char *show_last_period(const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct habits *h = &t->habits;
	char day[32], days[NUM_SIZE];

	if (h->lmp == INT64_MIN)
		return NULL;
	int64_t today = (ui->now + ui->zone) / DATE_DAY;
	return arena_printf(
		t->arena,
		SAY(ui, "末次月经 %s，%s 天前", "last period %s, %s days ago"),
		date_format(day, h->lmp * DATE_DAY, false),
		num_format(days, (double)(today - h->lmp)));
}

static void fhir_item(struct jw *j, const char *id, const char *text,
		      const char *value)
{
	jw_object(j, NULL);
	jw_str(j, "linkId", id);
	jw_str(j, "text", text);
	if (value) {
		jw_array(j, "answer");
		jw_object(j, NULL);
		jw_str(j, "valueString", value);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

/* "2 glass a week", as read. */
static const char *alcohol(const struct triage *t)
{
	const struct habits *h = &t->habits;
	char number[NUM_SIZE];

	return arena_printf(t->arena, "%s %s%s%s",
			    num_format(number, h->drinks), h->measure,
			    h->per ? " / " : "", h->per ? h->per : "");
}

static void fhir_number(struct jw *j, const char *id, const char *text,
			const char *type, double value)
{
	if (isnan(value))
		return;
	jw_object(j, NULL);
	jw_str(j, "linkId", id);
	jw_str(j, "text", text);
	jw_array(j, "answer");
	jw_object(j, NULL);
	jw_num(j, type, value);
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

static void fhir_date(struct jw *j, const char *id, const char *text,
		      int64_t day)
{
	char buf[32];

	if (day == INT64_MIN)
		return;
	jw_object(j, NULL);
	jw_str(j, "linkId", id);
	jw_str(j, "text", text);
	jw_array(j, "answer");
	jw_object(j, NULL);
	jw_str(j, "valueDate", date_format(buf, day * DATE_DAY, false));
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

/* Only what was told. */
static void fhir_habits(struct jw *j, const struct triage *t)
{
	const struct ui *ui = t->app->ui;
	const struct habits *h = &t->habits;

	if (h->smoking)
		fhir_item(j, "smoking-status", SAY(ui, "吸烟", "Smoking"),
			  habit_names[h->smoking]);
	fhir_number(j, "cigarettes-per-day",
		    SAY(ui, "每日支数", "Cigarettes a day"), "valueDecimal",
		    h->cigarettes);
	fhir_number(j, "smoking-years", SAY(ui, "吸烟年数", "Years smoked"),
		    "valueDecimal", h->smoking_years);
	fhir_number(j, "pack-years", SAY(ui, "包年", "Pack-years"),
		    "valueDecimal", h->pack_years);
	if (h->drinking)
		fhir_item(j, "alcohol-status", SAY(ui, "饮酒", "Alcohol"),
			  habit_names[h->drinking]);
	if (h->measure)
		fhir_item(j, "alcohol-amount", SAY(ui, "饮酒量", "How much"),
			  alcohol(t));
	if (h->occupation)
		fhir_item(j, "occupation", SAY(ui, "职业", "Occupation"),
			  h->occupation);
	if (h->travel)
		fhir_item(j, "travel", SAY(ui, "旅行", "Travel"), h->travel);
	fhir_date(j, "last-period", SAY(ui, "末次月经", "Last period"), h->lmp);
	fhir_number(j, "gravida", SAY(ui, "孕次", "Gravida"), "valueInteger",
		    h->gravida);
	fhir_number(j, "para", SAY(ui, "产次", "Para"), "valueInteger",
		    h->para);
}

void triage_fhir(struct strbuf *out, const struct triage *t)
{
	struct jw j = jw_to(out);
	const struct triage_record *r = &t->record;
	const struct ui *ui = t->app->ui;
	char when[32];

	jw_object(&j, NULL);
	jw_str(&j, "resourceType", "QuestionnaireResponse");
	jw_str(&j, "status", "completed");
	date_format(when, ui->now, true);
	jw_str(&j, "authored", strcat(when, "Z"));
	jw_array(&j, "item");
	fhir_item(&j, "chief-complaint", SAY(ui, "主诉", "Chief complaint"),
		  r->chief_complaint);
	fhir_item(&j, "present-illness", SAY(ui, "现病史", "Present illness"),
		  r->present_illness);
	fhir_item(&j, "past-history", SAY(ui, "既往史", "Past history"),
		  r->past_history);
	fhir_item(&j, "personal-history", SAY(ui, "个人史", "Personal history"),
		  r->personal_history);
	fhir_item(&j, "menstrual-history",
		  SAY(ui, "月经婚育史", "Menstrual and obstetric history"),
		  r->menstrual_history);
	fhir_item(&j, "family-history", SAY(ui, "家族史", "Family history"),
		  r->family_history);
	fhir_item(&j, "allergies", SAY(ui, "过敏史", "Allergies"),
		  r->allergies);
	fhir_habits(&j, t);
	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (e->other)
			continue;
		/* affirmed and denied: each its own link */
		fhir_item(&j,
			  arena_printf(t->arena, "evidence.%zu.%s", i + 1,
				       e->symptom->code),
			  e->symptom->name.in[ui->lang], states[e->state]);
	}
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(out, '\n');
}
