/* Tables: Dexcom Clarity, LibreView, Omron, Withings, Eversense, and any
 * other whose header says what its columns are. */
#include "commands/followup/import.h"

#include "base/num.h"
#include "commands/csv.h"

#include <string.h>

enum role {
	ROLE_NONE,
	ROLE_TIME, /* date and clock in one */
	ROLE_DATE,
	ROLE_CLOCK,
	ROLE_VALUE,  /* of the column's code */
	ROLE_EVENT,  /* Clarity: what kind of row */
	ROLE_RECORD, /* LibreView: the same, as a number */
	ROLE_NAME,   /* long form: which measurement */
	ROLE_RESULT,
	ROLE_UNIT,
	ROLE_CONTEXT,
};

struct column {
	enum role role;
	const char *code, *unit;
};

enum { COLUMNS = 64, HEADER_WITHIN = 20 };

struct table {
	struct import *in;
	struct column column[COLUMNS];
	size_t n;
	bool has_date;
};

/* Words of a heading, in lower case; the first that is found in it decides.
 * Ahead stand those that would be mistaken for a later one. */
static const struct {
	const char *word;
	enum role role;
	const char *code;
} headings[] = {
	{"rate of change", ROLE_NONE, NULL},
	{"transmitter", ROLE_NONE, NULL},
	{"insulin", ROLE_NONE, NULL},
	{"carb", ROLE_NONE, NULL},
	{"ketone", ROLE_NONE, NULL},
	{"mass", ROLE_NONE, NULL},
	{"timezone", ROLE_NONE, NULL},
	{"event type", ROLE_EVENT, NULL},
	{"ereignistyp", ROLE_EVENT, NULL},
	{"事件类型", ROLE_EVENT, NULL},
	{"subtype", ROLE_NONE, NULL},
	{"record type", ROLE_RECORD, NULL},
	{"记录类型", ROLE_RECORD, NULL},
	{"historic glucose", ROLE_VALUE, "CGM"},
	{"scan glucose", ROLE_VALUE, "CGM"},
	{"历史葡萄糖", ROLE_VALUE, "CGM"},
	{"扫描葡萄糖", ROLE_VALUE, "CGM"},
	{"strip glucose", ROLE_VALUE, "GLU"},
	{"试纸血糖", ROLE_VALUE, "GLU"},
	{"sensor glucose", ROLE_VALUE, "CGM"},
	{"传感器葡萄糖", ROLE_VALUE, "CGM"},
	{"glucose", ROLE_VALUE, "GLUCOSE"},
	{"glukose", ROLE_VALUE, "GLUCOSE"},
	{"血糖", ROLE_VALUE, "GLUCOSE"},
	{"葡萄糖", ROLE_VALUE, "GLUCOSE"},
	{"systolic", ROLE_VALUE, "SBP"},
	{"收缩压", ROLE_VALUE, "SBP"},
	{"高压", ROLE_VALUE, "SBP"},
	{"diastolic", ROLE_VALUE, "DBP"},
	{"舒张压", ROLE_VALUE, "DBP"},
	{"低压", ROLE_VALUE, "DBP"},
	{"heart rate", ROLE_VALUE, "HR"},
	{"pulse", ROLE_VALUE, "HR"},
	{"心率", ROLE_VALUE, "HR"},
	{"脉搏", ROLE_VALUE, "HR"},
	{"weight", ROLE_VALUE, "BW"},
	{"体重", ROLE_VALUE, "BW"},
	{"temperature", ROLE_VALUE, "TEMP"},
	{"体温", ROLE_VALUE, "TEMP"},
	{"timestamp", ROLE_TIME, NULL},
	{"zeitstempel", ROLE_TIME, NULL},
	{"date and time", ROLE_TIME, NULL},
	{"datetime", ROLE_TIME, NULL},
	{"date/time", ROLE_TIME, NULL},
	{"日期时间", ROLE_TIME, NULL},
	{"date", ROLE_DATE, NULL},
	{"datum", ROLE_DATE, NULL},
	{"日期", ROLE_DATE, NULL},
	{"time", ROLE_CLOCK, NULL},
	{"时间", ROLE_CLOCK, NULL},
	{"measurement", ROLE_NAME, NULL},
	{"项目", ROLE_NAME, NULL},
	{"value", ROLE_RESULT, NULL},
	{"结果", ROLE_RESULT, NULL},
	{"数值", ROLE_RESULT, NULL},
	{"unit", ROLE_UNIT, NULL},
	{"单位", ROLE_UNIT, NULL},
	{"时段", ROLE_CONTEXT, NULL},
	{"meal", ROLE_CONTEXT, NULL},
};

void import_leave(struct import *in, const char *why, int line)
{
	for (size_t i = 0; i < in->left.n; i++)
		if (strcmp(in->left.at[i].why, why) == 0) {
			in->left.at[i].n++;
			return;
		}
	struct import_left left = {why, 1, line};
	vec_push(&in->left, left);
}

static const char *lower(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

/* The unit that a heading names, as it stands there. */
static const char *heading_unit(struct arena *a, const char *heading)
{
	static const char *const units[] = {
		"mg/dl", "mmol/l", "mmhg", "kpa", "bpm", "次/分", "beats/min",
		"kg",    "lb",     "°c",   "℃",   "°f",  NULL};
	const char *small = lower(a, heading);

	for (size_t i = 0; units[i]; i++)
		if (strstr(small, units[i]))
			return units[i];
	return NULL;
}

static struct column read_heading(struct arena *a, const char *heading)
{
	const char *small = lower(a, heading);

	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		if (strstr(small, headings[i].word))
			return (struct column){headings[i].role,
					       headings[i].code,
					       heading_unit(a, heading)};
	return (struct column){ROLE_NONE, NULL, NULL};
}

/* The row of headings: it tells when, and what. */
static bool read_header(struct table *t, const struct csv_cells *cells)
{
	bool when = false, what = false;

	t->n = cells->n < COLUMNS ? cells->n : COLUMNS;
	t->has_date = false;
	for (size_t i = 0; i < t->n; i++) {
		t->column[i] = read_heading(t->in->arena, cells->at[i]);
		enum role role = t->column[i].role;
		when |= role == ROLE_TIME || role == ROLE_DATE ||
			role == ROLE_CLOCK;
		what |= role == ROLE_VALUE || role == ROLE_RESULT;
		t->has_date |= role == ROLE_DATE;
		if (role == ROLE_EVENT)
			t->in->kind = "clarity";
		if (role == ROLE_RECORD)
			t->in->kind = "libreview";
	}
	return when && what;
}

static const char *cell(const struct table *t, const struct csv_cells *cells,
			enum role role)
{
	for (size_t i = 0; i < t->n && i < cells->n; i++)
		if (t->column[i].role == role && *cells->at[i])
			return cells->at[i];
	return NULL;
}

static const char *row_time(const struct table *t,
			    const struct csv_cells *cells)
{
	const char *time = cell(t, cells, ROLE_TIME);
	const char *date = cell(t, cells, ROLE_DATE);
	const char *clock = cell(t, cells, ROLE_CLOCK);

	if (time)
		return time;
	if (date && clock)
		return arena_printf(t->in->arena, "%s %s", date, clock);
	return date ? date : clock;
}

static bool one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

/* Below or above what the device can measure: never dropped. The limits are
 * those of the two makers' labels; another device's are not known. */
static bool read_sentinel(const struct table *t, const char *small,
			  struct import_row *row)
{
	static const char *const lows[] = {"low", "lo", "低", "niedrig", NULL};
	static const char *const highs[] = {"high", "hi", "高", "hoch", NULL};
	bool low = one_of(small, lows), mg;

	if (!low && !one_of(small, highs))
		return false;
	mg = row->unit && strcmp(row->unit, "mg/dl") == 0;
	row->comparator = low ? "<" : ">";
	if (strcmp(t->in->kind, "clarity") == 0)
		row->value = low ? (mg ? 40 : 2.2) : (mg ? 400 : 22.2);
	else if (strcmp(t->in->kind, "libreview") == 0)
		row->value = low ? (mg ? 40 : 2.2) : (mg ? 500 : 27.8);
	return true;
}

static void read_cell(struct table *t, const char *text, const char *code,
		      const char *unit, const char *when, const char *context,
		      int line)
{
	static const char *const empty[] = {"-", "--", "n/a", "null", NULL};
	const char *small = lower(t->in->arena, text);
	struct import_row row = {.code = code,
				 .value = NUM_NONE,
				 .unit = unit,
				 .when = when,
				 .context = context,
				 .line = line};
	char *comma = strchr(small, ',');

	if (one_of(small, empty))
		return;
	if (comma && !strchr(small, '.'))
		*comma = '.'; /* decimal comma of a localised export */
	if (read_sentinel(t, small, &row)) {
		row.text = text;
	} else {
		size_t n = num_parse(small, strlen(small), &row.value);
		const char *rest = small + n + strspn(small + n, " ");
		if (!n) {
			import_leave(t->in, "value", line);
			return;
		}
		if (*rest)
			row.unit = rest;
	}
	if (!when) {
		import_leave(t->in, "time", line);
		return;
	}
	vec_push(&t->in->rows, row);
}

/* Clarity writes alarms and calibrations between the readings, with their
 * thresholds in the column of the readings. */
static bool is_reading(struct table *t, const struct csv_cells *cells, int line)
{
	static const char *const readings[] = {"egv", "glucose", "读数", NULL};
	const char *event = cell(t, cells, ROLE_EVENT);

	if (!event || one_of(lower(t->in->arena, event), readings))
		return event || strcmp(t->in->kind, "clarity") != 0;
	import_leave(t->in,
		     strstr(lower(t->in->arena, event), "calib") ? "calibration"
								 : "event",
		     line);
	return false;
}

static void read_long(struct table *t, const struct csv_cells *cells,
		      const char *when, int line)
{
	const char *name = cell(t, cells, ROLE_NAME);
	const char *result = cell(t, cells, ROLE_RESULT);
	struct column of = read_heading(t->in->arena, name);

	if (of.role != ROLE_VALUE)
		import_leave(t->in, "name", line);
	else if (result)
		read_cell(t, result, of.code, cell(t, cells, ROLE_UNIT), when,
			  cell(t, cells, ROLE_CONTEXT), line);
}

static void read_row(struct table *t, const struct csv_cells *cells, int line)
{
	const char *when = row_time(t, cells);

	if (!is_reading(t, cells, line))
		return;
	if (cell(t, cells, ROLE_NAME)) {
		read_long(t, cells, when, line);
		return;
	}
	for (size_t i = 0; i < t->n && i < cells->n; i++) {
		const struct column *c = &t->column[i];
		if (c->role != ROLE_VALUE || !*cells->at[i])
			continue;
		const char *unit =
			c->unit ? c->unit : cell(t, cells, ROLE_UNIT);
		read_cell(t, cells->at[i],
			  strcmp(t->in->kind, "clarity") == 0 &&
					  strcmp(c->code, "GLUCOSE") == 0
				  ? "CGM"
				  : c->code,
			  unit, when, cell(t, cells, ROLE_CONTEXT), line);
	}
}

bool import_table(struct import *in, const char *text, size_t n,
		  struct err *err)
{
	struct table t = {.in = in};
	struct csv csv;
	struct csv_cells cells = {0};
	bool header = false;
	int line = 0;

	in->kind = "table";
	csv_begin(&csv, text, n, in->arena);
	for (int i = 0; csv_next(&csv, &cells, &line); i++) {
		if (header)
			read_row(&t, &cells, line);
		else if (i >= HEADER_WITHIN)
			break;
		else
			header = read_header(&t, &cells);
	}
	vec_free(&cells);
	return header || ERR(err, ERR_MESSAGE, "table", "1",
			     "no row of headings that tells when and what");
}
