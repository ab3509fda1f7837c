/* Result tables → reports, one per patient. Column headings are words of the
 * knowledge base (class csv); in a wide table they are analytes. */
#include "commands/csv.h"
#include "commands/interpret-report/report.h"

#include "base/date.h"
#include "base/num.h"
#include "kb/fold.h"
#include "kb/term.h"
#include "kb/word.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum column {
	COL_NONE,
	COL_PATIENT,
	COL_NAME,
	COL_ABBREV,
	COL_LOINC,
	COL_RESULT,
	COL_UNIT,
	COL_RANGE,
	COL_LOW,
	COL_HIGH,
	COL_FLAG,
	COL_SPECIMEN,
	COL_TIME,
	COL_SEX,
	COL_AGE,
	COL_PERSON,
	COL_STATUS,
	COL_COMMENT,
	COL_PANEL,
	COL_ANALYTE
};

static const char *const meanings[] = {
	"",      "patient", "name",   "abbrev",  "loinc",    "result", "unit",
	"range", "low",     "high",   "flag",    "specimen", "time",   "sex",
	"age",   "person",  "status", "comment", "panel"};

struct heading {
	enum column column;
	const char *name, *unit; /* of a wide table's analyte column */
};

struct person {
	const char *key;
	struct report *report;
};

struct state {
	struct kb *kb;
	struct arena *arena;
	struct report_vec *reports;
	VEC(struct heading) headings;
	VEC(struct person) persons;
	bool wide;
	int day_first; /* of dates in this file: -1 not settled */
};

/* "HGB (g/L)" or "HGB[g/L]" → name and unit. */
static void split_unit(struct arena *a, const char *text, struct heading *ret)
{
	size_t n = strcspn(text, "([（");
	const char *open = text + n;

	ret->name = text;
	if (!*open)
		return;
	open += *open == '(' || *open == '[' ? 1 : strlen("（");
	size_t m = strcspn(open, ")]");
	const char *full = strstr(open, "）");
	if (full && (size_t)(full - open) < m)
		m = (size_t)(full - open);
	while (n > 0 && text[n - 1] == ' ')
		n--;
	ret->name = arena_strndup(a, text, n);
	ret->unit = arena_strndup(a, open, m);
}

static bool is_analyte(struct state *st, const char *name)
{
	struct folded f = fold_text(st->kb, name, strlen(name), st->arena);

	return term_exact(st->kb, TERM_ANALYTE, f.s, f.n).len > 0;
}

static struct heading read_heading(struct state *st, const char *text)
{
	struct heading h = {COL_NONE, text, NULL};
	struct folded f = fold_text(st->kb, text, strlen(text), st->arena);
	const struct word *word = kb_word_find(st->kb, "csv", f.s, f.n);

	for (int i = 1; word && i < COL_ANALYTE; i++)
		if (strcmp(word->means, meanings[i]) == 0)
			h.column = (enum column)i;
	if (h.column == COL_NONE) {
		if (!is_analyte(st, text))
			split_unit(st->arena, text, &h);
		if (is_analyte(st, h.name))
			h.column = COL_ANALYTE;
	}
	return h;
}

static bool has(const struct state *st, enum column column)
{
	for (size_t i = 0; i < st->headings.n; i++)
		if (st->headings.at[i].column == column)
			return true;
	return false;
}

static bool read_headings(struct state *st, const struct csv_cells *cells)
{
	size_t analytes = 0;

	for (size_t i = 0; i < cells->n; i++) {
		struct heading h = read_heading(st, cells->at[i]);
		analytes += h.column == COL_ANALYTE;
		vec_push(&st->headings, h);
	}
	bool named =
		has(st, COL_NAME) || has(st, COL_ABBREV) || has(st, COL_LOINC);
	st->wide = !(named && has(st, COL_RESULT)) && analytes > 0;
	return st->wide || (named && has(st, COL_RESULT));
}

static const char *cell(const struct state *st, const struct csv_cells *cells,
			enum column column)
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

/* The report of the record's patient; a table without patient columns is one
 * patient's. */
static struct report *report_of(struct state *st, const struct csv_cells *cells)
{
	const char *id = cell(st, cells, COL_PATIENT);
	const char *person = cell(st, cells, COL_PERSON);
	const char *sex = cell(st, cells, COL_SEX),
		   *age = cell(st, cells, COL_AGE);
	const char *key = id ? id : person ? person : "";
	struct report *r = NULL;

	for (size_t i = 0; i < st->persons.n && !r; i++)
		if (strcmp(st->persons.at[i].key, key) == 0)
			r = st->persons.at[i].report;
	if (!r) {
		struct person p = {key, report_new(st->arena)};
		r = p.report;
		r->patient_id = id;
		r->patient_name = person;
		vec_push(&st->persons, p);
		vec_push(st->reports, r);
	}
	if (sex && r->patient.sex == SEX_UNKNOWN)
		r->patient.sex = sex_of(sex);
	if (age && isnan(r->patient.age.days))
		age_parse(age, &r->patient.age);
	return r;
}

/* Is day or month first? One date with a part over 12 settles it for the
 * whole file; otherwise ambiguous dates stay unread. */
static void settle_dates(struct state *st, struct csv csv)
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

static struct raw_row new_row(struct state *st, struct report *r,
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

static void read_bounds(struct state *st, const struct csv_cells *cells,
			struct raw_row *row)
{
	const char *low = cell(st, cells, COL_LOW);
	const char *high = cell(st, cells, COL_HIGH);

	row->range = cell(st, cells, COL_RANGE);
	if (low)
		num_parse_all(low, &row->low);
	if (high)
		num_parse_all(high, &row->high);
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

static void read_long(struct state *st, struct report *r,
		      const struct csv_cells *cells, int line)
{
	struct raw_row row = new_row(st, r, cells, line);

	row.name = cell(st, cells, COL_NAME);
	row.abbrev = cell(st, cells, COL_ABBREV);
	row.loinc = cell(st, cells, COL_LOINC);
	row.value = cell(st, cells, COL_RESULT);
	row.unit = cell(st, cells, COL_UNIT);
	row.flag = cell(st, cells, COL_FLAG);
	row.status = cell(st, cells, COL_STATUS);
	if (!row.name)
		row.name = row.abbrev ? row.abbrev : row.loinc;
	read_bounds(st, cells, &row);
	if (withdrawn(row.status)) {
		vec_push(&r->notes,
			 arena_printf(st->arena, "line %d: withdrawn (%s)",
				      line, row.status));
	} else if (row.name && row.value) {
		vec_push(&r->rows, row);
	} else if (row.name || row.value) {
		struct unread left = {line, row.name ? row.name : row.value};
		vec_push(&r->unread, left);
	}
}

static void read_wide(struct state *st, struct report *r,
		      const struct csv_cells *cells, int line)
{
	for (size_t i = 0; i < st->headings.n && i < cells->n; i++) {
		const struct heading *h = &st->headings.at[i];
		if (h->column != COL_ANALYTE || !*cells->at[i])
			continue;
		struct raw_row row = new_row(st, r, cells, line);
		row.name = h->name;
		row.unit = h->unit;
		row.value = cells->at[i];
		vec_push(&r->rows, row);
	}
}

static void read_records(struct state *st, struct csv *csv)
{
	struct csv_cells cells = {0};
	int line;

	while (csv_next(csv, &cells, &line)) {
		struct report *r = report_of(st, &cells);
		if (st->wide)
			read_wide(st, r, &cells, line);
		else
			read_long(st, r, &cells, line);
	}
	vec_free(&cells);
}

bool read_csv(struct kb *kb, const char *text, size_t n, struct arena *a,
	      struct report_vec *ret, struct err *err)
{
	struct state st = {.kb = kb, .arena = a, .reports = ret};
	struct csv_cells first = {0};
	struct csv csv;
	int line;
	size_t before = ret->n;

	csv_begin(&csv, text, n, a);
	bool ok = csv_next(&csv, &first, &line) && read_headings(&st, &first);
	if (!ok) {
		char number[24];
		(void)ERR(
			err, ERR_MESSAGE, "CSV", err_int(number, line),
			"no column of analytes and results among the headings");
	} else {
		settle_dates(&st, csv);
		read_records(&st, &csv);
		if (ret->n == before)
			ok = ERR(err, ERR_NO_DATA, "CSV");
	}
	vec_free(&first);
	vec_free(&st.headings);
	vec_free(&st.persons);
	return ok;
}
