/* Result tables → reports, one per patient. */
#include "commands/interpret-report/csv_private.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *cell(const struct csv_state *st,
			const struct csv_cells *cells, enum csv_column column)
{
	for (size_t i = 0; i < st->headings.n && i < cells->n; i++)
		if (st->headings.at[i].column == column && *cells->at[i])
			return cells->at[i];
	return NULL;
}

static enum sex sex_of(const char *text)
{
	if (strcmp(text, "男") == 0 || *text == 'M' || *text == 'm' ||
	    *text == '1')
		return SEX_MALE;
	if (strcmp(text, "女") == 0 || *text == 'F' || *text == 'f' ||
	    *text == '2')
		return SEX_FEMALE;
	return SEX_UNKNOWN;
}

static void set_age(struct report *r, const char *age, const char *birth,
		    const char *when, int day_first)
{
	int64_t born, at;

	if (!isnan(r->patient.age.days))
		return;
	if (age && age_parse(age, &r->patient.age))
		return;
	if (!birth || !when ||
	    !date_parse(birth, strlen(birth), day_first, &born, NULL) ||
	    !date_parse(when, strlen(when), day_first, &at, NULL) || at < born)
		return;
	double days = (double)((at - born) / DATE_DAY);
	int years = date_age_years(date_civil(born / DATE_DAY),
				   date_civil(at / DATE_DAY));
	if (years > 130)
		return;
	r->patient.age =
		(struct age){years >= 2 ? fmax(days, years * 365.25) : days,
			     years >= 2   ? years
			     : days >= 60 ? floor(days / 30.4375)
					  : days,
			     years >= 2   ? "y"
			     : days >= 60 ? "mo"
					  : "d"};
}

/* The report of the record's patient. Without a column of patients the table
 * is one person's, as far as the sex stays the same. */
static struct report *report_of(struct csv_state *st,
				const struct csv_cells *cells)
{
	const char *id = cell(st, cells, COL_PATIENT);
	const char *person = cell(st, cells, COL_PERSON);
	const char *sex = cell(st, cells, COL_SEX);
	const char *key = id ? id : person ? person : sex ? sex : "";
	const struct map_slot *slot = map_find(&st->persons, key, strlen(key));
	struct report *r = slot ? slot->value : NULL;

	if (!r) {
		r = report_new(st->arena);
		r->patient_id = id;
		r->patient_name = person;
		map_put(&st->persons, key, strlen(key), r);
		vec_push(&st->reports, r);
	}
	if (sex && r->patient.sex == SEX_UNKNOWN)
		r->patient.sex = sex_of(sex);
	set_age(r, cell(st, cells, COL_AGE), cell(st, cells, COL_BIRTH),
		cell(st, cells, COL_TIME), st->day_first);
	return r;
}

/* Is day or month first? One date with a part over 12 settles it for the
 * whole file; otherwise ambiguous dates stay unread. */
static void settle_dates(struct csv_state *st, struct csv csv)
{
	struct csv_cells cells = {0};
	int line, a, b, year;

	st->day_first = -1;
	while (st->day_first < 0 && csv_next(&csv, &cells, &line)) {
		const char *text = cell(st, &cells, COL_TIME);
		if (!text || sscanf(text, "%2d/%2d/%4d", &a, &b, &year) != 3)
			continue;
		if (a > 12)
			st->day_first = 1;
		else if (b > 12)
			st->day_first = 0;
	}
	vec_free(&cells);
}

static struct raw_row new_row(struct csv_state *st, struct report *r,
			      const struct csv_cells *cells, int line)
{
	struct raw_row row = {.line = line,
			      .when = DATE_NONE,
			      .previous_when = DATE_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE};
	const char *when = cell(st, cells, COL_TIME);

	if (when &&
	    !date_parse(when, strlen(when), st->day_first, &row.when, NULL))
		vec_push(&r->notes, arena_printf(st->arena,
						 "line %d: date '%s' not "
						 "read",
						 line, when));
	row.specimen = cell(st, cells, COL_SPECIMEN);
	row.panel = cell(st, cells, COL_PANEL);
	row.comment = cell(st, cells, COL_COMMENT);
	return row;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "5,6", "3,5-5,3" where cells are not separated by commas: decimal commas,
 * unless three digits follow, which may be thousands. */
static const char *number_of(const struct csv_state *st, const char *text)
{
	char *copy = NULL;

	for (size_t i = 1; st->comma && text && *text && text[i]; i++) {
		if (text[i] != ',' || !is_digit(text[i - 1]) ||
		    !is_digit(text[i + 1]) ||
		    strspn(text + i + 1, "0123456789") == 3)
			continue;
		copy = copy ? copy : arena_strdup(st->arena, text);
		copy[i] = '.';
	}
	return copy ? copy : text;
}

static void read_bounds(struct csv_state *st, const struct csv_cells *cells,
			struct raw_row *row)
{
	const char *low = cell(st, cells, COL_LOW);
	const char *high = cell(st, cells, COL_HIGH);

	row->range = number_of(st, cell(st, cells, COL_RANGE));
	if (low)
		num_parse_all(low = number_of(st, low), &row->low);
	if (high)
		num_parse_all(high = number_of(st, high), &row->high);
	if (row->range || (isnan(row->low) && isnan(row->high)))
		return;
	if (!isnan(row->low) && !isnan(row->high))
		row->range = arena_printf(st->arena, "%s-%s", low, high);
	else
		row->range = arena_printf(st->arena, "%s%s",
					  isnan(row->low) ? "<=" : ">=",
					  isnan(row->low) ? high : low);
}

static bool withdrawn(const char *status)
{
	static const char *const words[] = {
		"cancelled", "canceled", "deleted", "entered-in-error",
		"作废",      "撤销",     "X",       "W",
		"D",         NULL};

	for (int i = 0; status && words[i]; i++)
		if (strcasecmp(status, words[i]) == 0)
			return true;
	return false;
}

static bool is_corrected(const char *status)
{
	return status && (strcasecmp(status, "C") == 0 ||
			  strcasecmp(status, "corrected") == 0 ||
			  strcasecmp(status, "amended") == 0 ||
			  strncmp(status, "更正", strlen("更正")) == 0);
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The same analyte of the same time: what a correction takes the place of. */
static void supersede(struct report *r, const struct raw_row *row)
{
	for (size_t i = 0; i < r->rows.n;) {
		const struct raw_row *was = &r->rows.at[i];
		if (was->when == row->when && same_text(was->name, row->name) &&
		    same_text(was->abbrev, row->abbrev) &&
		    same_text(was->specimen, row->specimen)) {
			memmove(&r->rows.at[i], &r->rows.at[i + 1],
				(r->rows.n - i - 1) * sizeof *was);
			r->rows.n--;
		} else {
			i++;
		}
	}
}

static void read_long(struct csv_state *st, struct report *r,
		      const struct csv_cells *cells, int line)
{
	struct raw_row row = new_row(st, r, cells, line);

	row.name = cell(st, cells, COL_NAME);
	row.abbrev = cell(st, cells, COL_ABBREV);
	row.loinc = cell(st, cells, COL_LOINC);
	row.value = number_of(st, cell(st, cells, COL_RESULT));
	row.unit = cell(st, cells, COL_UNIT);
	row.flag = cell(st, cells, COL_FLAG);
	row.status = cell(st, cells, COL_STATUS);
	if (!row.name)
		row.name = row.abbrev ? row.abbrev : row.loinc;
	read_bounds(st, cells, &row);
	row.corrected = is_corrected(row.status);
	if (row.corrected || withdrawn(row.status))
		supersede(r, &row);
	if (withdrawn(row.status)) {
		struct withdrawal w = {line, row.name, row.status, 0};
		vec_push(&r->withdrawn, w);
	} else if (row.name && row.value) {
		vec_push(&r->rows, row);
	} else if (row.name || row.value) {
		struct unread left = {line, row.name ? row.name : row.value};
		vec_push(&r->unread, left);
	}
}

/* A column that nobody understands, with numbers in it: said once. */
static void note_column(struct report *r, struct csv_heading *h,
			const char *text, int line)
{
	if (h->said || !strpbrk(text, "0123456789"))
		return;
	h->said = true;
	struct unread left = {line, h->name};
	vec_push(&r->unread, left);
}

static void read_wide(struct csv_state *st, struct report *r,
		      const struct csv_cells *cells, int line)
{
	for (size_t i = 0; i < st->headings.n && i < cells->n; i++) {
		struct csv_heading *h = &st->headings.at[i];
		if (h->column == COL_NONE)
			note_column(r, h, cells->at[i], line);
		if (h->column != COL_ANALYTE || !*cells->at[i])
			continue;
		struct raw_row row = new_row(st, r, cells, line);
		row.name = h->name;
		row.unit = h->unit;
		row.value = number_of(st, cells->at[i]);
		vec_push(&r->rows, row);
	}
}

/* An analyte a record, each dated column one of its results. */
static void read_dated(struct csv_state *st, struct report *r,
		       const struct csv_cells *cells, int line)
{
	for (size_t i = 0; i < st->headings.n && i < cells->n; i++) {
		struct csv_heading *h = &st->headings.at[i];
		if (h->column == COL_NONE)
			note_column(r, h, cells->at[i], line);
		if (h->column != COL_DATED || !*cells->at[i])
			continue;
		struct raw_row row = new_row(st, r, cells, line);
		row.name = cell(st, cells, COL_NAME);
		row.abbrev = cell(st, cells, COL_ABBREV);
		row.loinc = cell(st, cells, COL_LOINC);
		row.unit = cell(st, cells, COL_UNIT);
		row.value = number_of(st, cells->at[i]);
		row.when = h->when;
		if (!row.name)
			row.name = row.abbrev ? row.abbrev : row.loinc;
		read_bounds(st, cells, &row);
		if (row.name)
			vec_push(&r->rows, row);
	}
}

static void read_records(struct csv_state *st, struct csv *csv)
{
	struct csv_cells cells = {0};
	int line;

	while (csv_next(csv, &cells, &line)) {
		struct report *r = report_of(st, &cells);
		if (st->shape == CSV_WIDE)
			read_wide(st, r, &cells, line);
		else if (st->shape == CSV_DATED)
			read_dated(st, r, &cells, line);
		else
			read_long(st, r, &cells, line);
	}
	vec_free(&cells);
}

bool read_csv(struct kb *kb, const char *text, size_t n, struct arena *a,
	      struct report_sink *ret, struct err *err)
{
	struct csv_state st = {.kb = kb, .arena = a};
	struct csv_cells first = {0};
	struct csv csv;
	int line;

	csv_begin(&csv, text, n, a);
	st.comma = csv.delimiter != ',';
	bool ok =
		csv_next(&csv, &first, &line) && csv_read_headings(&st, &first);
	if (!ok) {
		char number[24];
		(void)ERR(
			err, ERR_MESSAGE, "CSV", err_int(number, line),
			"no column of analytes and results among the headings");
	} else {
		settle_dates(&st, csv);
		read_records(&st, &csv);
		if (!st.reports.n)
			ok = ERR(err, ERR_NO_DATA, "CSV");
		for (size_t i = 0; i < st.reports.n; i++)
			report_hand(ret, st.reports.at[i]);
	}
	vec_free(&first);
	vec_free(&st.headings);
	vec_free(&st.reports);
	map_free(&st.persons);
	return ok;
}
