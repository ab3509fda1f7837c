/* HL7 v2 results (ORU, OUL, ORM/OML with OBX) → reports. */
#include "commands/interpret-report/hl7.h"
#include "commands/interpret-report/report.h"

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where we are in the message. */
struct state {
	struct hl7_cursor cursor;
	struct kb *kb;
	struct arena *arena;
	struct report_vec *reports;
	struct report *report;        /* of the present patient */
	const char *specimen, *order; /* of the present OBR */
	const char *order_status;
	int64_t order_time, message_time;
	int64_t birth;
	bool birth_known;
	struct str_vec keys; /* one per row: what a correction replaces */
	int last_row;        /* for NTE; -1 none */
};

static bool is(const char *a, const char *b)
{
	return ((*a ^ *b) & ~0x20) == 0 && strcasecmp(a, b) == 0;
}

static const char *get(struct state *st, const struct hl7_segment *s, int field,
		       int component)
{
	return hl7_get(&st->cursor, s, field, 0, component);
}

static const char *or_null(const char *s)
{
	return *s ? s : NULL;
}

static int64_t time_of(const char *text)
{
	int64_t t;

	return date_parse(text, strlen(text), -1, &t, NULL) ? t : DATE_NONE;
}

/* HL7 table 0001 and what Chinese systems send. */
static enum sex sex_of(const char *s)
{
	if (is(s, "F") || is(s, "female") || strcmp(s, "女") == 0 || is(s, "2"))
		return SEX_FEMALE;
	if (is(s, "M") || is(s, "male") || strcmp(s, "男") == 0 || is(s, "1"))
		return SEX_MALE;
	return SEX_UNKNOWN;
}

static void set_age(struct state *st, int64_t day)
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

static void start_report(struct state *st)
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

static void read_pid(struct state *st, const struct hl7_segment *s)
{
	/* a second PID in one message is another patient */
	if (!st->report || st->report->patient_id || st->report->rows.n)
		start_report(st);
	st->report->patient_id = or_null(get(st, s, 3, 1));
	st->report->patient_name = or_null(hl7_whole(&st->cursor, s, 5, 0));
	st->report->patient.sex = sex_of(get(st, s, 8, 1));
	st->birth = time_of(get(st, s, 7, 1));
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
		if (is(code, map[i].from))
			return map[i].to;
	return NULL;
}

static void read_obr(struct state *st, const struct hl7_segment *s)
{
	const char *source = get(st, s, 15, 1);

	if (!st->report)
		start_report(st);
	st->order = get(st, s, 3, 1);
	st->order_time = time_of(get(st, s, 7, 1));
	if (st->order_time == DATE_NONE)
		st->order_time = time_of(get(st, s, 22, 1));
	st->order_status = get(st, s, 25, 1);
	st->specimen = specimen_of(source);
	st->last_row = -1;
	set_age(st, st->order_time);
	if (st->report->when == DATE_NONE)
		st->report->when = st->order_time;
}

/* LOINC stands in either triplet of OBX-3; a number with a check digit also
 * without saying so. */
static bool looks_loinc(const char *code)
{
	size_t n = strspn(code, "0123456789");

	return n >= 3 && n <= 5 && code[n] == '-' && code[n + 1] >= '0' &&
	       code[n + 1] <= '9' && code[n + 2] == '\0';
}

static void read_identifier(struct state *st, const struct hl7_segment *s,
			    struct raw_row *row)
{
	const char *code = get(st, s, 3, 1), *text = get(st, s, 3, 2);
	const char *system = get(st, s, 3, 3), *other = get(st, s, 3, 4);
	const char *other_text = get(st, s, 3, 5),
		   *other_system = get(st, s, 3, 6);

	if ((is(system, "LN") || is(system, "LOINC") || !*system) &&
	    looks_loinc(code))
		row->loinc = code;
	else if ((is(other_system, "LN") || is(other_system, "LOINC") ||
		  !*other_system) &&
		 looks_loinc(other))
		row->loinc = other;
	row->name = *text         ? text
		    : *other_text ? other_text
		    : *code       ? code
				  : other;
	if (row->loinc != code && *code && row->name != code)
		row->abbrev = code;
	else if (*other && row->loinc != other)
		row->abbrev = other;
}

/* SN: comparator^number^separator^number. */
static const char *read_sn(struct state *st, const struct hl7_segment *s,
			   size_t rep)
{
	const char *sign = hl7_get(&st->cursor, s, 5, rep, 1);
	const char *a = hl7_get(&st->cursor, s, 5, rep, 2);
	const char *separator = hl7_get(&st->cursor, s, 5, rep, 3);
	const char *b = hl7_get(&st->cursor, s, 5, rep, 4);

	if (!*a && !*b) /* not structured after all: "^" or plain text */
		return sign;
	if (is(sign, "="))
		sign = "";
	return arena_printf(st->arena, "%s%s%s%s", sign, a, separator, b);
}

static const char *read_coded(struct state *st, const struct hl7_segment *s,
			      size_t rep)
{
	static const int order[] = {2, 9, 5, 1, 4};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		const char *text = hl7_get(&st->cursor, s, 5, rep, order[i]);
		if (*text)
			return text;
	}
	return "";
}

static const char *read_value(struct state *st, const struct hl7_segment *s,
			      const char *type)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n = hl7_repetitions(&st->cursor, s, 5);

	for (size_t i = 0; i < n; i++) {
		const char *text;
		if (is(type, "SN"))
			text = read_sn(st, s, i);
		else if (is(type, "CE") || is(type, "CWE") || is(type, "CF") ||
			 is(type, "CNE"))
			text = read_coded(st, s, i);
		else
			text = hl7_whole(&st->cursor, s, 5, i);
		if (sb.len && *text)
			strbuf_addch(&sb, '\n');
		strbuf_adds(&sb, text);
	}
	while (sb.len && strchr(" \t\n", sb.buf[sb.len - 1]))
		strbuf_truncate(&sb, sb.len - 1);
	size_t skip = strspn(sb.buf, " \t");
	const char *text = arena_strdup(st->arena, sb.buf + skip);
	strbuf_release(&sb);
	return text;
}

/* The most telling of the repeated flags; "null" and the like are none. */
static const char *read_flag(struct state *st, const struct hl7_segment *s)
{
	static const char *const order[] = {"HH", "LL",  ">", "<",   "AA", "H",
					    "L",  "POS", "A", "NEG", "N"};
	size_t n = hl7_repetitions(&st->cursor, s, 8), best = 99;
	const char *flag = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *text = hl7_get(&st->cursor, s, 8, i, 1);
		for (size_t k = 0; k < sizeof order / sizeof *order; k++)
			if (is(text, order[k]) && k < best) {
				best = k;
				flag = text;
			}
		if (!flag && *text && !is(text, "null"))
			flag = text;
	}
	return flag;
}

static const char *row_key(struct state *st, const struct hl7_segment *s)
{
	struct strbuf sb = STRBUF_INIT;
	char when[NUM_SIZE];

	strbuf_adds(&sb, get(st, s, 3, 1));
	strbuf_addch(&sb, '|');
	strbuf_adds(&sb, get(st, s, 4, 1));
	strbuf_addch(&sb, '|');
	strbuf_adds(&sb, st->order ? st->order : "");
	strbuf_addch(&sb, '|');
	strbuf_adds(&sb, num_format_int(when, (long long)st->order_time));
	const char *key = arena_strndup(st->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return key;
}

/* A correction or withdrawal takes the earlier row of the same observation. */
static void supersede(struct state *st, const char *key)
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
static bool read_patient_fact(struct state *st, const struct raw_row *row)
{
	struct patient *p = &st->report->patient;
	const char *code = row->loinc ? row->loinc : "";
	struct age age;
	double x;

	if (strcmp(code, "30525-0") == 0 || strcmp(code, "21612-7") == 0 ||
	    strcmp(row->name, "年龄") == 0 || is(row->name, "age")) {
		const char *unit = row->unit ? row->unit : "";
		const char *text =
			arena_printf(st->arena, "%s%s", row->value,
				     *unit == 'a' || *unit == 'A' ? "y" : unit);
		if (isnan(p->age.days) && age_parse(text, &age))
			p->age = age;
		return true;
	}
	if (strcmp(code, "29463-7") == 0 || strcmp(code, "3141-9") == 0) {
		if (row->unit && is(row->unit, "kg") &&
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
	return is(status, "D") || is(status, "W") || is(status, "X");
}

static bool pending(const char *status)
{
	return is(status, "I") || is(status, "N") || is(status, "O") ||
	       is(status, "S");
}

static void note_attachment(struct state *st, const struct hl7_segment *s,
			    const struct raw_row *row, const char *type)
{
	struct section section = {s->line, row->name,
				  arena_printf(st->arena, "OBX-2 %s", type)};

	vec_push(&st->report->not_interpreted, section);
}

static void add_row(struct state *st, const struct hl7_segment *s,
		    struct raw_row *row, const char *status)
{
	if (is(status, "C"))
		row->status = "corrected";
	else if (is(status, "P") || is(status, "R") || is(status, "B"))
		row->status = "preliminary";
	else
		row->status = "final";
	if (strcmp(row->status, "preliminary") == 0)
		row->comment = "preliminary result / 初步结果";
	vec_push(&st->report->rows, *row);
	vec_push(&st->keys, row_key(st, s));
	st->last_row = (int)st->report->rows.n - 1;
}

static void read_obx(struct state *st, const struct hl7_segment *s)
{
	struct raw_row row = {.line = s->line,
			      .start = s->start,
			      .end = s->end,
			      .previous_when = DATE_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE};
	const char *type = get(st, s, 2, 1), *status = get(st, s, 11, 1);

	if (!st->report)
		start_report(st);
	st->last_row = -1;
	read_identifier(st, s, &row);
	row.value = read_value(st, s, type);
	row.unit = or_null(get(st, s, 6, 1));
	if (!row.unit)
		row.unit = or_null(get(st, s, 6, 2));
	row.range = or_null(hl7_whole(&st->cursor, s, 7, 0));
	row.flag = read_flag(st, s);
	row.specimen = st->specimen;
	row.when = time_of(get(st, s, 14, 1));
	if (row.when == DATE_NONE)
		row.when = st->order_time;
	if (withdrawn(status) || is(st->order_status, "X") || is(status, "C"))
		supersede(st, row_key(st, s));
	if (withdrawn(status) || is(st->order_status, "X")) {
		vec_push(&st->report->notes,
			 arena_printf(st->arena,
				      "OBX line %d: withdrawn or not "
				      "obtained (%s)",
				      s->line, *status ? status : "OBR-25 X"));
		return;
	}
	if (is(type, "ED") || is(type, "RP")) {
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

static void read_nte(struct state *st, const struct hl7_segment *s)
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
static void read_spm(struct state *st, const struct hl7_segment *s)
{
	const char *specimen = specimen_of(get(st, s, 4, 1));

	if (!specimen)
		specimen = specimen_of(get(st, s, 4, 2));
	if (!specimen || !st->report)
		return;
	st->specimen = specimen;
	for (size_t i = 0; i < st->report->rows.n; i++)
		if (!st->report->rows.at[i].specimen)
			st->report->rows.at[i].specimen = specimen;
}

static void read_diagnosis(struct state *st, const struct hl7_segment *s)
{
	const char *text = get(st, s, 3, 2);

	if (!*text)
		text = get(st, s, 4, 1);
	if (!st->report || !*text)
		return;
	st->report->diagnosis =
		st->report->diagnosis
			? arena_printf(st->arena, "%s；%s",
				       st->report->diagnosis, text)
			: text;
}

static void read_segment(struct state *st, const struct hl7_segment *s)
{
	if (strcmp(s->id, "MSH") == 0) {
		st->report = NULL;
		st->message_time = time_of(get(st, s, 7, 1));
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
	struct state st = {.kb = kb,
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
