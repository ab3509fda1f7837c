/* Tables: Dexcom Clarity, LibreView, Omron, Withings, Eversense, and any
 * other whose headings, or whose saved map, say what its columns are. */
#include "commands/followup/import_heading.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

enum { HEADER_WITHIN = 20 };

struct table {
	struct import *in;
	struct column column[COLUMNS];
	size_t n;
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
	const char *time = import_when(t->in, cell(t, cells, ROLE_TIME));
	const char *date = import_when(t->in, cell(t, cells, ROLE_DATE));
	const char *clock = import_when(t->in, cell(t, cells, ROLE_CLOCK));

	if (time)
		return time;
	if (date && clock)
		return arena_printf(t->in->arena, "%s %s", date, clock);
	return date ? date : clock;
}

static const char *row_context(const struct table *t,
			       const struct csv_cells *cells)
{
	const char *text = cell(t, cells, ROLE_CONTEXT);
	const struct import_map *map = t->in->map;

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

/* Clarity writes alarms and calibrations between the readings, with their
 * thresholds in the column of the readings, and other devices have such a
 * column; a map names such rows itself. */
static bool is_reading(struct table *t, const struct csv_cells *cells, int line)
{
	static const char *const readings[] = {
		"EGV", "egv",  "lucose", "Sensor", "SGV", "CGM",
		"BG",  "读数", "血糖",   "葡萄糖", NULL};
	static const char *const alarms[] = {"lert", "larm", "arnung", "报警",
					     "警报", "提醒", NULL};
	static const char *const calibrations[] = {"alib", "校准", "定标",
						   "talonnage", NULL};
	const char *event = cell(t, cells, ROLE_EVENT);
	const char *tag = cell(t, cells, ROLE_TAG);
	const char *skip = cell(t, cells, ROLE_SKIP);
	bool clarity = strcmp(t->in->kind, "clarity") == 0;

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
	    found_in(event, readings))
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

	if (!record || (*record >= '0' && *record <= '2' && !record[1]))
		return true;
	import_leave(t->in, "event", line);
	return false;
}

/* A file of several parts repeats its headings. */
static bool is_header_again(struct table *t, const struct csv_cells *cells)
{
	const char *when = row_time(t, cells);
	struct column again[COLUMNS];

	if (t->in->map || !when || strpbrk(when, "0123456789") ||
	    !headings_read(t->in->arena, cells, again, &t->n, &t->in->kind))
		return false;
	memcpy(t->column, again, sizeof again);
	return true;
}

/* A column says of itself what it holds. */
static bool has_values(const struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->column[i].role == ROLE_VALUE)
			return true;
	return false;
}

static void read_row(struct table *t, const struct csv_cells *cells, int line)
{
	const char *when = row_time(t, cells);
	bool clarity = strcmp(t->in->kind, "clarity") == 0;

	if (is_header_again(t, cells) || !is_reading(t, cells, line) ||
	    !is_record(t, cells, line))
		return;
	if (cell(t, cells, ROLE_NAME)) {
		read_long(t, cells, when, line);
		return;
	}
	if (cell(t, cells, ROLE_RESULT) && !has_values(t)) {
		import_leave(t->in, "name", line);
		return;
	}
	for (size_t i = 0; i < t->n && i < cells->n; i++) {
		struct column c = t->column[i];
		if (c.role != ROLE_VALUE || !*cells->at[i])
			continue;
		const char *unit = c.unit ? c.unit : cell(t, cells, ROLE_UNIT);
		if (clarity && strcmp(c.code, "GLUCOSE") == 0)
			c.code = "CGM";
		read_value(t, cells->at[i], &c, unit, when,
			   row_context(t, cells), line);
	}
}

static bool read_header(struct table *t, const struct csv_cells *cells)
{
	struct import *in = t->in;

	return in->map ? headings_mapped(in->map, cells, t->column, &t->n)
		       : headings_read(in->arena, cells, t->column, &t->n,
				       &in->kind);
}

/* The delimiter by which most lines have the same number of cells; a title
 * above the headings has none. */
static char find_delimiter(const char *text, size_t n)
{
	enum { LINES = 60, CELLS = 100 };
	static const char delimiters[] = ",;\t|";
	size_t best = 0;
	char found = ',';

	for (const char *d = delimiters; *d; d++) {
		size_t of[CELLS] = {0}, cells = 1, lines = 0;
		bool quoted = false;
		for (size_t i = 0; i < n && lines < LINES; i++) {
			quoted ^= text[i] == '"';
			if (text[i] == *d && !quoted && cells + 1 < CELLS)
				cells++;
			if (text[i] != '\n')
				continue;
			of[cells]++;
			lines++;
			cells = 1;
		}
		of[cells]++;
		for (size_t k = 2; k < CELLS; k++)
			if (of[k] * k > best) {
				best = of[k] * k;
				found = *d;
			}
	}
	return found;
}

bool import_table(struct import *in, const char *text, size_t n,
		  struct err *err)
{
	struct table t = {.in = in};
	struct csv csv;
	struct csv_cells cells = {0};
	bool header = false;
	int line = 0;

	in->kind = in->map ? in->map->name : "table";
	csv_begin(&csv, text, n, in->arena);
	csv.delimiter = find_delimiter(text, n);
	for (int i = 0; csv_next(&csv, &cells, &line); i++) {
		if (header)
			read_row(&t, &cells, line);
		else if (i >= HEADER_WITHIN)
			break;
		else
			header = read_header(&t, &cells);
	}
	vec_free(&cells);
	return header ||
	       ERR(err, ERR_MESSAGE, in->kind, "1",
		   in->map ? "no row of headings has every column of the map"
			   : "no row of headings that tells when and what; "
			     "describe its columns with --map");
}
