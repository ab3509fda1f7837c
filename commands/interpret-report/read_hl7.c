/* HL7 v2 results (ORU, OUL, ORM/OML with OBX) → reports. */
#include "commands/interpret-report/hl7_private.h"

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *or_null(const char *s)
{
	return *s ? s : NULL;
}

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

static void start_report(struct hl7_state *st)
{
	st->report = report_new(st->arena);
	st->report->when = DATE_NONE;
	vec_push(st->reports, st->report);
	vec_clear(&st->keys);
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
		start_report(st);
	st->report->patient_id = or_null(hl7_text(st, s, 3, 1));
	st->report->patient_name = or_null(hl7_whole(&st->cursor, s, 5, 0));
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
		start_report(st);
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

static const char *row_key(struct hl7_state *st, const struct hl7_segment *s)
{
	struct strbuf sb = STRBUF_INIT;
	char when[NUM_SIZE];

	strbuf_adds(&sb, hl7_text(st, s, 3, 1));
	strbuf_addch(&sb, '|');
	strbuf_adds(&sb, hl7_text(st, s, 4, 1));
	strbuf_addch(&sb, '|');
	strbuf_adds(&sb, st->order ? st->order : "");
	strbuf_addch(&sb, '|');
	strbuf_adds(&sb, num_format_int(when, (long long)st->order_time));
	const char *key = arena_strndup(st->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return key;
}

/* A correction or withdrawal takes the earlier row of the same observation. */
static void supersede(struct hl7_state *st, const char *key)
{
	struct report *r = st->report;

	for (size_t i = 0; i < r->rows.n;) {
		if (strcmp(st->keys.at[i], key) != 0) {
			i++;
			continue;
		}
		memmove(&r->rows.at[i], &r->rows.at[i + 1],
			(r->rows.n - i - 1) * sizeof *r->rows.at);
		memmove(&st->keys.at[i], &st->keys.at[i + 1],
			(st->keys.n - i - 1) * sizeof *st->keys.at);
		r->rows.n--;
		st->keys.n--;
	}
}

/* Age, weight and pregnancy sent as observations describe the patient. */
static bool read_patient_fact(struct hl7_state *st, const struct raw_row *row)
{
	struct patient *p = &st->report->patient;
	const char *code = row->loinc ? row->loinc : "";
	struct age age;
	double x;

	if (strcmp(code, "30525-0") == 0 || strcmp(code, "21612-7") == 0 ||
	    strcmp(row->name, "年龄") == 0 || hl7_is(row->name, "age")) {
		const char *unit = row->unit ? row->unit : "";
		const char *text =
			arena_printf(st->arena, "%s%s", row->value,
				     *unit == 'a' || *unit == 'A' ? "y" : unit);
		if (isnan(p->age.days) && age_parse(text, &age))
			p->age = age;
		return true;
	}
	if (strcmp(code, "29463-7") == 0 || strcmp(code, "3141-9") == 0) {
		if (row->unit && hl7_is(row->unit, "kg") &&
		    num_parse_all(row->value, &x))
			p->weight = x;
		return true;
	}
	if (strcmp(code, "11884-4") == 0) {
		if (num_parse_all(row->value, &x)) {
			p->weeks = x;
			p->pregnant = TRI_YES;
		}
		return true;
	}
	return false;
}

static bool withdrawn(const char *status)
{
	return hl7_is(status, "D") || hl7_is(status, "W") ||
	       hl7_is(status, "X");
}

static bool pending(const char *status)
{
	return hl7_is(status, "I") || hl7_is(status, "N") ||
	       hl7_is(status, "O") || hl7_is(status, "S");
}

static void note_attachment(struct hl7_state *st, const struct hl7_segment *s,
			    const struct raw_row *row, const char *type)
{
	struct section section = {s->line, row->name,
				  arena_printf(st->arena, "OBX-2 %s", type)};

	vec_push(&st->report->not_interpreted, section);
}

static void add_row(struct hl7_state *st, const struct hl7_segment *s,
		    struct raw_row *row, const char *status)
{
	if (hl7_is(status, "C"))
		row->status = "corrected";
	else if (hl7_is(status, "P") || hl7_is(status, "R") ||
		 hl7_is(status, "B"))
		row->status = "preliminary";
	else
		row->status = "final";
	if (strcmp(row->status, "preliminary") == 0)
		row->comment = "preliminary result / 初步结果";
	vec_push(&st->report->rows, *row);
	vec_push(&st->keys, row_key(st, s));
	st->last_row = (int)st->report->rows.n - 1;
}

static void read_obx(struct hl7_state *st, const struct hl7_segment *s)
{
	struct raw_row row = {.line = s->line,
			      .start = s->start,
			      .end = s->end,
			      .previous_when = DATE_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE};
	const char *type = hl7_code(st, s, 2), *status = hl7_code(st, s, 11);

	if (!st->report)
		start_report(st);
	st->last_row = -1;
	hl7_identifier(st, s, &row);
	row.value = hl7_value(st, s, type);
	row.unit = or_null(hl7_text(st, s, 6, 1));
	if (!row.unit)
		row.unit = or_null(hl7_text(st, s, 6, 2));
	row.range = or_null(hl7_whole(&st->cursor, s, 7, 0));
	row.flag = hl7_flag(st, s);
	row.specimen = st->specimen;
	row.when = hl7_time(hl7_text(st, s, 14, 1));
	if (row.when == DATE_NONE)
		row.when = st->order_time;
	if (withdrawn(status) || hl7_is(st->order_status, "X") ||
	    hl7_is(status, "C"))
		supersede(st, row_key(st, s));
	if (withdrawn(status) || hl7_is(st->order_status, "X")) {
		vec_push(&st->report->notes,
			 arena_printf(st->arena,
				      "OBX line %d: withdrawn or not "
				      "obtained (%s)",
				      s->line, *status ? status : "OBR-25 X"));
		return;
	}
	if (hl7_is(type, "ED") || hl7_is(type, "RP")) {
		note_attachment(st, s, &row, type);
		return;
	}
	if (!*row.value && pending(status))
		return;
	if (!*row.value) {
		struct unread blank = {s->line, row.name};
		vec_push(&st->report->unread, blank);
		return;
	}
	if (!read_patient_fact(st, &row))
		add_row(st, s, &row, status);
}

static void read_nte(struct hl7_state *st, const struct hl7_segment *s)
{
	const char *text = hl7_whole(&st->cursor, s, 3, 0);

	if (st->last_row < 0 || !*text)
		return;
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
		st->report = NULL;
		st->message_time = hl7_time(hl7_text(st, s, 7, 1));
	} else if (strcmp(s->id, "PID") == 0) {
		read_pid(st, s);
	} else if (strcmp(s->id, "OBR") == 0) {
		read_obr(st, s);
	} else if (strcmp(s->id, "OBX") == 0) {
		read_obx(st, s);
	} else if (strcmp(s->id, "NTE") == 0) {
		read_nte(st, s);
	} else if (strcmp(s->id, "SPM") == 0) {
		read_spm(st, s);
	} else if (strcmp(s->id, "DG1") == 0) {
		read_diagnosis(st, s);
	}
}

bool read_hl7(struct kb *kb, const char *text, size_t n, struct arena *a,
	      struct report_vec *ret, struct err *err)
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
	vec_free(&st.keys);
	if (ret->n == before)
		return ERR(err, ERR_NO_DATA, "HL7");
	return true;
}
