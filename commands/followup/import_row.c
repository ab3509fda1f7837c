/* The rows of a table: when, what, and how it was taken. */
#include "commands/followup/import_table.h"

#include "base/num.h"

#include <string.h>

static const char *cell(const struct table *t, const struct csv_cells *cells,
			enum role role)
{
	for (size_t i = 0; i < t->n && i < cells->n; i++)
		if (t->column[i].role == role && *cells->at[i])
			return cells->at[i];
	return NULL;
}

/* A place goes in brackets behind the time, an offset as it stands; names as
 * "CET" are not told apart and say nothing. */
static const char *with_zone(const struct table *t, const char *time,
			     const char *zone)
{
	bool place = zone && strchr(zone, '/');
	bool offset = zone && (strncmp(zone, "GMT", 3) == 0 ||
			       strncmp(zone, "UTC", 3) == 0 || *zone == '+' ||
			       *zone == '-');

	if (!time || (!place && !offset) || strspn(zone, "-") == strlen(zone))
		return time;
	return arena_printf(t->in->arena, place ? "%s [%s]" : "%s %s", time,
			    zone);
}

/* Old Dexcom programs put two courses side by side, each with its clock. */
static const char *time_left_of(const struct table *t,
				const struct csv_cells *cells, size_t i)
{
	while (i-- > 0)
		if (t->column[i].role == ROLE_TIME)
			return *cells->at[i] ? import_when(t->in, cells->at[i])
					     : NULL;
	return NULL;
}

/* 7:15, 07:15:20 AM: no day in it. */
static bool is_clock(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n >= 1 && n <= 2 && text[n] == ':';
}

static const char *row_time(const struct table *t,
			    const struct csv_cells *cells)
{
	const char *time = import_when(t->in, cell(t, cells, ROLE_TIME));
	const char *date = import_when(t->in, cell(t, cells, ROLE_DATE));
	const char *clock = import_when(t->in, cell(t, cells, ROLE_CLOCK));
	const char *zone = cell(t, cells, ROLE_ZONE);

	if (!time && date && clock)
		time = arena_printf(t->in->arena, "%s %s", date, clock);
	time = time ? time : date ? date : clock;
	if (time && t->day && is_clock(time))
		time = arena_printf(t->in->arena, "%s %s", t->day, time);
	return with_zone(t, time, zone ? zone : cell(t, cells, ROLE_OFFSET));
}

/* A day in a row of its own stands for the clocks below it. */
static bool is_day(struct table *t, const struct csv_cells *cells,
		   const char *when)
{
	size_t filled = 0;
	int64_t at;
	bool timed;

	for (size_t i = 0; i < cells->n; i++)
		filled += *cells->at[i] != '\0';
	if (filled != 1 || !when || is_clock(when) ||
	    !date_parse(when, strlen(when), 0, &at, &timed) || timed)
		return false;
	t->day = when;
	return true;
}

static const char *row_context(const struct table *t,
			       const struct csv_cells *cells)
{
	const char *text = cell(t, cells, ROLE_CONTEXT);
	const struct import_map *map = t->in->map;

	for (size_t i = 0; i < t->n && i < cells->n; i++)
		if (t->column[i].role == ROLE_FLAG && *cells->at[i])
			return t->column[i].code;
	for (size_t i = 0; text && map && i < map->n_context; i++)
		if (strcmp(text, map->context_words[i]) == 0)
			return map->context_values[i];
	return import_context(t->in->arena, text);
}

/* Devices for the home. */
static bool is_home(const char *kind, const char *code)
{
	return (strcmp(kind, "omron") == 0 || strcmp(kind, "withings") == 0 ||
		strcmp(kind, "ihealth") == 0) &&
	       (strcmp(code, "SBP") == 0 || strcmp(code, "DBP") == 0);
}

static bool is_glucose(const char *code)
{
	static const char *const codes[] = {"GLU",   "GLUCOSE", "FPG",
					    "PPG2H", "PPG1H",   "CGM"};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(code, codes[i]) == 0)
			return true;
	return false;
}

static void read_pair(struct table *t, const char *text, const struct column *c,
		      const char *unit, const char *when, const char *context,
		      int line);

static void read_value(struct table *t, const char *text,
		       const struct column *c, const char *unit,
		       const char *when, const char *context, int line)
{
	struct import_row row = {.code = c->code,
				 .unit = unit,
				 .when = when,
				 .context = context ? context : c->context,
				 .line = line};

	if (strcmp(c->code, "BP") == 0) {
		read_pair(t, text, c, unit, when, context, line);
		return;
	}
	/* a meal says nothing of a pressure or a weight */
	if (row.context && !is_glucose(c->code) &&
	    strcmp(row.context, "home") != 0 &&
	    strcmp(row.context, "clinic") != 0)
		row.context = c->context;
	if (!row.context && is_home(t->in->kind, c->code))
		row.context = "home";
	if (!import_cell(t->in, text, &row))
		return;
	if (!when) {
		import_leave(t->in, "time", line);
		return;
	}
	vec_push(&t->in->rows, row);
}

/* "148/92" in one cell. */
static void read_pair(struct table *t, const char *text, const struct column *c,
		      const char *unit, const char *when, const char *context,
		      int line)
{
	const char *slash = strchr(text, '/');
	struct column one = *c;

	if (!slash || slash == text || !slash[1]) {
		if (*text && strspn(text, "-/ ") != strlen(text))
			import_leave(t->in, "value", line);
		return;
	}
	one.code = "SBP";
	read_value(t, arena_strndup(t->in->arena, text, (size_t)(slash - text)),
		   &one, unit, when, context, line);
	one.code = "DBP";
	read_value(t, slash + 1, &one, unit, when, context, line);
}

static bool word_in(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static bool found_in(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

/* EGV, EGW, VGE, NEG: the estimated glucose in the languages of Clarity. */
static bool is_acronym(const char *text)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n >= 2 && n <= 4 && !text[n];
}

/* Clarity writes alarms and calibrations between the readings, with their
 * thresholds in the column of the readings, and other devices have such a
 * column; a map names such rows itself. */
static bool is_reading(struct table *t, const struct csv_cells *cells, int line)
{
	static const char *const readings[] = {
		"EGV", "egv",  "VGE",  "lucos",  "Sensor",     "SGV", "CGM",
		"BG",  "读数", "血糖", "葡萄糖", "グルコース", NULL};
	static const char *const alarms[] = {"lert", "larm", "arnung",   "报警",
					     "警报", "提醒", "アラート", NULL};
	static const char *const calibrations[] = {
		"alib", "校准", "定标", "較正", "校正", "talonnage", NULL};
	const char *event = cell(t, cells, ROLE_EVENT);
	const char *offset = cell(t, cells, ROLE_OFFSET);
	const char *tag = cell(t, cells, ROLE_TAG);
	const char *skip = cell(t, cells, ROLE_SKIP);
	bool clarity = strcmp(t->in->kind, "clarity") == 0;

	t->offset |= offset && strpbrk(offset, "123456789");
	if (cell(t, cells, ROLE_CONTROL)) {
		import_leave(t->in, "control", line);
		return false;
	}
	if (skip && word_in(skip, t->in->map->skip_words)) {
		import_leave(t->in, "skipped", line);
		return false;
	}
	if (tag && found_in(tag, calibrations)) {
		import_leave(t->in, "calibration", line);
		return false;
	}
	if (!event)
		return !clarity;
	if (!found_in(event, calibrations) && !found_in(event, alarms) &&
	    (found_in(event, readings) || (clarity && is_acronym(event))))
		return true;
	import_leave(t->in,
		     found_in(event, calibrations) ? "calibration" : "event",
		     line);
	return false;
}

static void read_long(struct table *t, const struct csv_cells *cells,
		      const char *when, int line)
{
	const char *name = cell(t, cells, ROLE_NAME);
	const char *result = cell(t, cells, ROLE_RESULT);
	struct column of = heading_read(t->in->arena, name);

	if (of.role != ROLE_VALUE)
		import_leave(t->in, "name", line);
	else if (result)
		read_value(t, result, &of, cell(t, cells, ROLE_UNIT), when,
			   row_context(t, cells), line);
}

/* LibreView: 0 historic, 1 scan, 2 strip are readings; ketones, insulin, food
 * and changes of the clock are not. */
static bool is_record(struct table *t, const struct csv_cells *cells, int line)
{
	const char *record = cell(t, cells, ROLE_RECORD);

	if (!record || (*record >= '0' && *record <= '2' && !record[1]) ||
	    strcmp(record, "glucose") == 0)
		return true;
	import_leave(t->in, "event", line);
	return false;
}

/* Words alone. */
static bool is_heading(const struct csv_cells *cells)
{
	size_t words = 0;
	double x;

	for (size_t i = 0; i < cells->n; i++) {
		words += *cells->at[i] != '\0';
		if (num_parse_all(cells->at[i], &x))
			return false;
	}
	return words >= 2;
}

/* A file of several parts repeats its headings, or has others: a part whose
 * headings say nothing is left out as a whole. */
static bool is_part(struct table *t, const struct csv_cells *cells, int line)
{
	const char *when = row_time(t, cells);
	struct column again[COLUMNS];

	if (t->in->map || (t->n && (!when || strpbrk(when, "0123456789"))))
		return false;
	if (headings_read(t->in->arena, cells, again, &t->n, &t->in->kind))
		memcpy(t->column, again, sizeof again);
	else if (!t->n)
		import_leave(t->in, "other", line);
	else if (is_heading(cells))
		t->n = 0;
	else
		return false;
	return true;
}

static bool has_role(const struct table *t, enum role role)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->column[i].role == role)
			return true;
	return false;
}

/* Of a glucose of which the heading does not say how it was taken. */
static const char *glucose_code(const struct table *t,
				const struct csv_cells *cells)
{
	static const char *const sensors[] = {"clarity", "sibionics",
					      "juggluco", "lingo", NULL};
	const char *record = cell(t, cells, ROLE_RECORD);

	if (record)
		return *record == '2' ? "GLU" : "CGM";
	return word_in(t->in->kind, sensors) ? "CGM" : "GLUCOSE";
}

/* A meter that has a column for its control solution measures glucose, and so
 * does a sensor's own program. */
static void read_result(struct table *t, const struct csv_cells *cells,
			const char *when, int line)
{
	bool sensor = strcmp(t->in->kind, "juggluco") == 0;
	struct column glucose = {ROLE_VALUE, sensor ? "CGM" : "GLU", NULL,
				 NULL};

	if (sensor || has_role(t, ROLE_CONTROL))
		read_value(t, cell(t, cells, ROLE_RESULT), &glucose,
			   cell(t, cells, ROLE_UNIT), when,
			   row_context(t, cells), line);
	else
		import_leave(t->in, "name", line);
}

void table_row(struct table *t, const struct csv_cells *cells, int line)
{
	const char *when = row_time(t, cells);

	if (is_part(t, cells, line) || is_day(t, cells, when) ||
	    !is_reading(t, cells, line) || !is_record(t, cells, line))
		return;
	if (cell(t, cells, ROLE_NAME) && has_role(t, ROLE_RESULT)) {
		read_long(t, cells, when, line);
		return;
	}
	if (cell(t, cells, ROLE_RESULT) && !has_role(t, ROLE_VALUE)) {
		read_result(t, cells, when, line);
		return;
	}
	bool studio = strcmp(t->in->kind, "dexcom-studio") == 0;
	for (size_t i = 0; i < t->n && i < cells->n; i++) {
		struct column c = t->column[i];
		if (c.role != ROLE_VALUE || !*cells->at[i])
			continue;
		const char *unit = c.unit ? c.unit : cell(t, cells, ROLE_UNIT);
		if (strcmp(c.code, "GLUCOSE") == 0)
			c.code = glucose_code(t, cells);
		read_value(t, cells->at[i], &c, unit,
			   studio ? time_left_of(t, cells, i) : when,
			   row_context(t, cells), line);
	}
}
