/* HL7 v2 results (ORU, OUL, ORM/OML with OBX) → reports. */
#include "commands/interpret-report/hl7_private.h"

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* HL7 table 0001 and what Chinese systems send. */
static enum sex sex_of(const char *s)
{
	if (hl7_is(s, "F") || hl7_is(s, "female") || strcmp(s, "女") == 0 ||
	    hl7_is(s, "2"))
		return SEX_FEMALE;
	if (hl7_is(s, "M") || hl7_is(s, "male") || strcmp(s, "男") == 0 ||
	    hl7_is(s, "1"))
		return SEX_MALE;
	return SEX_UNKNOWN;
}

static void set_age(struct hl7_state *st, int64_t day)
{
	struct report *r = st->report;

	if (!st->birth_known || day == DATE_NONE || day < st->birth ||
	    !isnan(r->patient.age.days))
		return;
	double days = (double)((day - st->birth) / DATE_DAY);
	struct date birth = date_civil(st->birth / DATE_DAY);
	int years = date_age_years(birth, date_civil(day / DATE_DAY));
	if (years > 130)
		return;
	r->patient.age.days = days;
	r->patient.age.value = years >= 2   ? years
			       : days >= 60 ? floor(days / 30.4375)
					    : days;
	r->patient.age.unit = years >= 2 ? "y" : days >= 60 ? "mo" : "d";
	if (years >= 2)
		r->patient.age.days = fmax(days, years * 365.25);
}

static void end_report(struct hl7_state *st)
{
	if (st->report)
		report_hand(st->reports, st->report);
	st->report = NULL;
}

void hl7_start_report(struct hl7_state *st)
{
	end_report(st);
	st->report = report_new(st->arena);
	st->report->when = DATE_NONE;
	vec_clear(&st->keys);
	st->preliminary = false;
	st->specimen = st->order = NULL;
	st->order_status = "";
	st->order_time = DATE_NONE;
	st->birth_known = false;
	st->last_row = -1;
}

static void read_pid(struct hl7_state *st, const struct hl7_segment *s)
{
	/* a second PID in one message is another patient */
	if (!st->report || st->report->patient_id || st->report->rows.n)
		hl7_start_report(st);
	st->report->patient_id = hl7_or_null(hl7_text(st, s, 3, 1));
	st->report->patient_name = hl7_or_null(hl7_whole(&st->cursor, s, 5, 0));
	st->report->patient.sex = sex_of(hl7_text(st, s, 8, 1));
	st->birth = hl7_time(hl7_text(st, s, 7, 1));
	st->birth_known = st->birth != DATE_NONE;
	set_age(st, st->message_time);
}

/* HL7 table 0070 (specimen source) and SPM-4 texts → our specimen words. */
static const char *specimen_of(const char *code)
{
	static const struct {
		const char *from, *to;
	} map[] = {
		{"BLD", "blood"},   {"WB", "blood"},    {"BLDV", "blood"},
		{"BLDA", "gas"},    {"BLDC", "blood"},  {"SER", "serum"},
		{"SERUM", "serum"}, {"PLAS", "plasma"}, {"PLASMA", "plasma"},
		{"UR", "urine"},    {"URINE", "urine"}, {"URC", "urine"},
		{"UR24", "urine"},  {"STL", "stool"},   {"STOOL", "stool"},
		{"CSF", "csf"},     {"SMN", "semen"},   {"PLR", "pleural"},
		{"SNV", "joint"},   {"VAG", "vaginal"}, {"血清", "serum"},
		{"血浆", "plasma"}, {"全血", "blood"},  {"血液", "blood"},
		{"尿液", "urine"},  {"尿", "urine"},    {"粪便", "stool"},
		{"脑脊液", "csf"},
	};

	for (size_t i = 0; i < sizeof map / sizeof *map; i++)
		if (hl7_is(code, map[i].from))
			return map[i].to;
	return NULL;
}

static void read_obr(struct hl7_state *st, const struct hl7_segment *s)
{
	const char *source = hl7_text(st, s, 15, 1);

	if (!st->report)
		hl7_start_report(st);
	st->order = hl7_text(st, s, 3, 1);
	st->order_time = hl7_time(hl7_text(st, s, 7, 1));
	if (st->order_time == DATE_NONE)
		st->order_time = hl7_time(hl7_text(st, s, 22, 1));
	st->order_status = hl7_code(st, s, 25);
	st->specimen = specimen_of(source);
	st->last_row = -1;
	set_age(st, st->order_time);
	if (st->report->when == DATE_NONE)
		st->report->when = st->order_time;
}

/* A remark on the result before it, or on the order or the patient. */
static void read_nte(struct hl7_state *st, const struct hl7_segment *s)
{
	size_t n = hl7_repetitions(&st->cursor, s, 3);
	const char *text = "";

	for (size_t i = 0; i < n; i++) {
		const char *one = hl7_whole(&st->cursor, s, 3, i);
		text = *text && *one
			       ? arena_printf(st->arena, "%s\n%s", text, one)
		       : *one ? one
			      : text;
	}
	if (!*text || !st->report)
		return;
	if (st->last_row < 0) {
		vec_push(&st->report->notes, text);
		return;
	}
	struct raw_row *row = &st->report->rows.at[st->last_row];
	row->comment = row->comment ? arena_printf(st->arena, "%s\n%s",
						   row->comment, text)
				    : text;
}

/* SPM follows the OBXs in some messages: it fills what OBR-15 left open. */
static void read_spm(struct hl7_state *st, const struct hl7_segment *s)
{
	const char *specimen = specimen_of(hl7_text(st, s, 4, 1));

	if (!specimen)
		specimen = specimen_of(hl7_text(st, s, 4, 2));
	if (!specimen || !st->report)
		return;
	st->specimen = specimen;
	for (size_t i = 0; i < st->report->rows.n; i++)
		if (!st->report->rows.at[i].specimen)
			st->report->rows.at[i].specimen = specimen;
}

static void read_diagnosis(struct hl7_state *st, const struct hl7_segment *s)
{
	const char *text = hl7_text(st, s, 3, 2);

	if (!*text)
		text = hl7_text(st, s, 4, 1);
	if (!st->report || !*text)
		return;
	st->report->diagnosis =
		st->report->diagnosis
			? arena_printf(st->arena, "%s；%s",
				       st->report->diagnosis, text)
			: text;
}

static void read_segment(struct hl7_state *st, const struct hl7_segment *s)
{
	if (strcmp(s->id, "MSH") == 0) {
		end_report(st);
		st->message_time = hl7_time(hl7_text(st, s, 7, 1));
	} else if (strcmp(s->id, "PID") == 0) {
		read_pid(st, s);
	} else if (strcmp(s->id, "OBR") == 0) {
		read_obr(st, s);
	} else if (strcmp(s->id, "OBX") == 0) {
		hl7_read_result(st, s);
	} else if (strcmp(s->id, "NTE") == 0) {
		read_nte(st, s);
	} else if (strcmp(s->id, "SPM") == 0) {
		read_spm(st, s);
	} else if (strcmp(s->id, "DG1") == 0) {
		read_diagnosis(st, s);
	}
}

bool read_hl7(struct kb *kb, const char *text, size_t n, struct arena *a,
	      struct report_sink *ret, struct err *err)
{
	struct hl7_state st = {.kb = kb,
			       .arena = a,
			       .reports = ret,
			       .order_status = "",
			       .message_time = DATE_NONE,
			       .order_time = DATE_NONE,
			       .last_row = -1};
	struct hl7_segment s;
	size_t before = ret->n;

	hl7_begin(&st.cursor, text, n, a);
	while (hl7_next(&st.cursor, &s))
		read_segment(&st, &s);
	end_report(&st);
	vec_free(&st.keys);
	if (ret->n == before)
		return ERR(err, ERR_NO_DATA, "HL7");
	return true;
}
