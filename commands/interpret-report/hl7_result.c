/* One OBX → a row: its status, what it corrects, what it withdraws. */
#include "commands/interpret-report/hl7_private.h"
#include "commands/interpret-report/issued.h"
#include "commands/interpret-report/scope.h"

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static bool same_key(const struct hl7_key *a, const struct hl7_key *b)
{
	return strcmp(a->code, b->code) == 0 && strcmp(a->sub, b->sub) == 0 &&
	       strcmp(a->order, b->order) == 0 && a->time == b->time;
}

static struct hl7_key key_of(struct hl7_state *st, const struct hl7_segment *s)
{
	return (struct hl7_key){hl7_text(st, s, 3, 1), hl7_text(st, s, 4, 1),
				st->order ? st->order : "", st->order_time};
}

/* The same in a later message: the patient's result of the order, whenever the
 * specimen is said to have been taken. Without an order it is any. */
static uint64_t issued_key_of(const struct hl7_state *st,
			      const struct hl7_key *key)
{
	const char *id = st->report->patient_id;
	const char *parts[] = {id ? id : "", key->order, key->code, key->sub};

	return *key->order ? issued_key(parts, 4) : 0;
}

/* The earlier rows of the same observation go: all of them, or those that
 * were preliminary. */
static void supersede(struct hl7_state *st, const struct hl7_key *key, bool all)
{
	struct report *r = st->report;

	for (size_t i = 0; i < r->rows.n;) {
		if (!same_key(&st->keys.at[i], key) ||
		    !(all ||
		      strcmp(r->rows.at[i].status, "preliminary") == 0)) {
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

/* HL7 table 0085. */
static bool is_withdrawn(const char *status)
{
	return hl7_is(status, "D") || hl7_is(status, "W") ||
	       hl7_is(status, "X");
}

static bool is_pending(const char *status)
{
	return hl7_is(status, "I") || hl7_is(status, "N") ||
	       hl7_is(status, "O") || hl7_is(status, "S");
}

static bool is_preliminary(const char *status)
{
	return hl7_is(status, "P") || hl7_is(status, "R") ||
	       hl7_is(status, "B");
}

static void note_attachment(struct hl7_state *st, const struct hl7_segment *s,
			    const struct raw_row *row, const char *type)
{
	struct section section = {s->line, row->name,
				  arena_printf(st->arena, "OBX-2 %s", type)};

	vec_push(&st->report->not_interpreted, section);
}

static void note_withdrawn(struct hl7_state *st, const struct hl7_segment *s,
			   const struct raw_row *row, const char *status)
{
	bool order = !is_withdrawn(status);

	struct withdrawal w = {s->line, row->name,
			       arena_printf(st->arena, "%s %s",
					    order ? "OBR-25" : "OBX-11",
					    order ? st->order_status : status),
			       row->key};
	vec_push(&st->report->withdrawn, w);
}

static bool is_ten(const char *s)
{
	static const char *const tens[] = {"10", "x10", "X10", "*10", "×10"};

	for (size_t i = 0; i < sizeof tens / sizeof *tens; i++)
		if (strcmp(s, tens[i]) == 0)
			return true;
	return false;
}

/* ISO+ writes its units without regard to case (G/L: gram per litre). */
static const char *read_unit(struct hl7_state *st, const struct hl7_segment *s)
{
	const char *part[3];

	hl7_split(&st->cursor, s, 6, 0, part, 3);
	const char *unit = hl7_or_null(part[0]), *system = part[2];
	/* "10^9/L" without escapes */
	if (unit && isdigit((unsigned char)*part[1]) && is_ten(unit))
		return arena_printf(st->arena, "10*%s", part[1]);
	if (!unit)
		return hl7_or_null(part[1]);
	if (!hl7_is(system, "ISO+") && !hl7_is(system, "ANS+"))
		return unit;
	char *low = arena_strdup(st->arena, unit);
	for (char *p = low; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return low;
}

/* "3.9-6.1", or its two ends as components or repetitions. */
static const char *read_range(struct hl7_state *st, const struct hl7_segment *s,
			      const char *type)
{
	const char *whole = hl7_whole(&st->cursor, s, 7, 0);
	bool repeated = hl7_repetitions(&st->cursor, s, 7) == 2;
	const char *low = hl7_get(&st->cursor, s, 7, 0, 1);
	const char *high =
		hl7_get(&st->cursor, s, 7, repeated, repeated ? 1 : 2);
	double x, y;

	if (*whole && num_parse_all(low, &x) && num_parse_all(high, &y) &&
	    x < y)
		return arena_printf(st->arena, "%s-%s", low, high);
	if (hl7_is(type, "NM"))
		whole = hl7_point_commas(st, whole);
	return hl7_or_null(whole);
}

static void add_row(struct hl7_state *st, struct raw_row *row,
		    const struct hl7_key *key, const char *status)
{
	row->status = row->corrected           ? "corrected"
		      : is_preliminary(status) ? "preliminary"
					       : "final";
	if (is_preliminary(status))
		row->comment = "preliminary result / 初步结果";
	st->preliminary |= is_preliminary(status);
	vec_push(&st->report->rows, *row);
	vec_push(&st->keys, *key);
	st->last_row = (int)st->report->rows.n - 1;
}

/* Every number of a repeated value is a result. */
static void add_rows(struct hl7_state *st, const struct hl7_segment *s,
		     struct raw_row *row, const struct hl7_key *key,
		     const char *type, const char *status)
{
	size_t n = hl7_values(st, s, type);
	const char *before = NULL;

	for (size_t i = 0; i < n; i++) {
		row->value = hl7_value(st, s, type, i);
		if (!*row->value || (before && strcmp(before, row->value) == 0))
			continue;
		before = row->value;
		add_row(st, row, key, status);
	}
}

/* What an analyser says of its own run: mode, alarms, the places of lines in
 * its pictures. */
static bool is_of_the_machine(struct hl7_state *st, const struct hl7_segment *s,
			      const struct raw_row *row, const char *type)
{
	if (!hl7_is(hl7_text(st, s, 3, 3), "99MRC"))
		return false;
	return strstr(row->name, "istogram") ||
	       strstr(row->name, "cattergram") ||
	       (hl7_is(type, "IS") && !strpbrk(row->value, "0123456789*"));
}

/* A vital sign, or (OBX-29) a question that was asked at the order. */
static bool is_aside(struct hl7_state *st, const struct hl7_segment *s,
		     const struct raw_row *row, const char *type)
{
	const char *kind = s->n_fields > 28 ? hl7_code(st, s, 29) : "";

	return hl7_is(kind, "QST") || hl7_is(kind, "SCI") ||
	       is_of_the_machine(st, s, row, type) ||
	       (row->loinc ? scope_is_vital(row->loinc)
			   : scope_is_vital_name(row->name));
}

static void note_aside(struct hl7_state *st, const struct hl7_segment *s,
		       const struct raw_row *row)
{
	struct strbuf text = STRBUF_INIT;
	size_t n = hl7_repetitions(&st->cursor, s, 5);

	if (read_patient_fact(st, row))
		return;
	for (size_t i = 0; n > 1 && i < n; i++)
		strbuf_addf(&text, "%s%s", i ? " ~ " : "",
			    hl7_whole(&st->cursor, s, 5, i));
	if (n <= 1)
		strbuf_adds(&text, row->value);
	if (row->unit)
		strbuf_addf(&text, " %s", row->unit);
	struct section section = {row->line, row->name,
				  arena_strdup(st->arena, text.buf)};
	vec_push(&st->report->not_interpreted, section);
	strbuf_release(&text);
}

void hl7_read_result(struct hl7_state *st, const struct hl7_segment *s)
{
	struct raw_row row = {.line = s->line,
			      .start = s->start,
			      .end = s->end,
			      .previous_when = DATE_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE};
	const char *type = hl7_code(st, s, 2), *status = hl7_code(st, s, 11);

	if (!st->report)
		hl7_start_report(st);
	st->last_row = -1;
	hl7_identifier(st, s, &row);
	row.value = hl7_value(st, s, type, 0);
	row.unit = read_unit(st, s);
	row.range = read_range(st, s, type);
	row.flag = hl7_flag(st, s);
	row.specimen = st->specimen;
	row.when = hl7_time(hl7_text(st, s, 14, 1));
	if (row.when == DATE_NONE)
		row.when = st->order_time;

	struct hl7_key key = key_of(st, s);
	row.key = issued_key_of(st, &key);
	bool withdrawn = is_withdrawn(status) || hl7_is(st->order_status, "X");
	bool corrects = hl7_is(status, "C") || hl7_is(st->order_status, "C");
	row.corrected = corrects;
	if (withdrawn || corrects ||
	    (st->preliminary && !is_preliminary(status)))
		supersede(st, &key, withdrawn || corrects);
	if (withdrawn) {
		note_withdrawn(st, s, &row, status);
	} else if (hl7_is(type, "ED") || hl7_is(type, "RP")) {
		note_attachment(st, s, &row, type);
	} else if (!*row.value) {
		struct unread blank = {s->line, row.name};
		if (!is_pending(status))
			vec_push(&st->report->unread, blank);
	} else if (is_aside(st, s, &row, type)) {
		note_aside(st, s, &row);
	} else if (!read_patient_fact(st, &row)) {
		add_rows(st, s, &row, &key, type, status);
	}
}
