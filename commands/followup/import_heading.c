#include "commands/followup/import_heading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Words of a heading, in lower case; the first that is found in it decides.
 * Ahead stand those that would be mistaken for a later one. */
static const struct {
	const char *word;
	enum role role;
	const char *code;
} words[] = {
	{"rate of change", ROLE_NONE, NULL},
	{"transmitter", ROLE_NONE, NULL},
	{"insulin", ROLE_NONE, NULL},
	{"胰岛素", ROLE_NONE, NULL},
	{"carb", ROLE_NONE, NULL},
	{"ketone", ROLE_NONE, NULL},
	{"血酮", ROLE_NONE, NULL},
	{"mass", ROLE_NONE, NULL},
	{"hydration", ROLE_NONE, NULL},
	{"timezone", ROLE_NONE, NULL},
	{"time zone", ROLE_NONE, NULL},
	{"duration", ROLE_NONE, NULL},
	{"target", ROLE_NONE, NULL},
	{"irregular", ROLE_NONE, NULL},
	{"event type", ROLE_EVENT, NULL},
	{"ereignistyp", ROLE_EVENT, NULL},
	{"tipo de evento", ROLE_EVENT, NULL},
	{"type d’événement", ROLE_EVENT, NULL},
	{"type d'événement", ROLE_EVENT, NULL},
	{"事件类型", ROLE_EVENT, NULL},
	{"subtype", ROLE_NONE, NULL},
	{"untertyp", ROLE_NONE, NULL},
	{"record type", ROLE_RECORD, NULL},
	{"aufzeichnungstyp", ROLE_RECORD, NULL},
	{"记录类型", ROLE_RECORD, NULL},
	{"血糖时间", ROLE_TIME, NULL},
	{"historic glucose", ROLE_VALUE, "CGM"},
	{"scan glucose", ROLE_VALUE, "CGM"},
	{"glukosewert-verlauf", ROLE_VALUE, "CGM"},
	{"glukose-scan", ROLE_VALUE, "CGM"},
	{"历史葡萄糖", ROLE_VALUE, "CGM"},
	{"扫描葡萄糖", ROLE_VALUE, "CGM"},
	{"strip glucose", ROLE_VALUE, "GLU"},
	{"teststreifen", ROLE_VALUE, "GLU"},
	{"试纸血糖", ROLE_VALUE, "GLU"},
	{"指尖血糖", ROLE_VALUE, "GLU"},
	{"fingerstick", ROLE_VALUE, "GLU"},
	{"sensor glucose", ROLE_VALUE, "CGM"},
	{"传感器葡萄糖", ROLE_VALUE, "CGM"},
	{"动态血糖", ROLE_VALUE, "CGM"},
	{"组织间液", ROLE_VALUE, "CGM"},
	{"空腹血糖", ROLE_VALUE, "FPG"},
	{"glucose", ROLE_VALUE, "GLUCOSE"},
	{"glukose", ROLE_VALUE, "GLUCOSE"},
	{"glucosa", ROLE_VALUE, "GLUCOSE"},
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
	{"脉率", ROLE_VALUE, "HR"},
	{"weight", ROLE_VALUE, "BW"},
	{"体重", ROLE_VALUE, "BW"},
	{"temperature", ROLE_VALUE, "TEMP"},
	{"体温", ROLE_VALUE, "TEMP"},
	{"timestamp", ROLE_TIME, NULL},
	{"zeitstempel", ROLE_TIME, NULL},
	{"marca temporal", ROLE_TIME, NULL},
	{"horodatage", ROLE_TIME, NULL},
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

static const char *lower(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

/* The unit that a heading names, as it stands there. */
static const char *heading_unit(const char *small)
{
	static const char *const units[] = {
		"mg/dl", "mmol/l", "mmhg", "kpa", "bpm", "次/分", "beats/min",
		"kg",    "lb",     "°c",   "℃",   "°f",  NULL};

	for (size_t i = 0; units[i]; i++)
		if (strstr(small, units[i]))
			return units[i];
	return NULL;
}

struct column heading_read(struct arena *a, const char *heading)
{
	const char *small = lower(a, heading);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(small, words[i].word))
			return (struct column){words[i].role, words[i].code,
					       heading_unit(small), NULL};
	return (struct column){0};
}

static bool has(struct arena *a, const struct csv_cells *cells,
		const char *word)
{
	for (size_t i = 0; i < cells->n; i++)
		if (strstr(lower(a, cells->at[i]), word))
			return true;
	return false;
}

/* What is worn at home says so; a clinic's own table is not known to be. */
static const char *kind_of(struct arena *a, const struct csv_cells *cells,
			   const struct column *columns, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (columns[i].role == ROLE_EVENT)
			return "clarity";
		if (columns[i].role == ROLE_RECORD)
			return "libreview";
	}
	if (has(a, cells, "systolic (mmhg)") && has(a, cells, "pulse (bpm)"))
		return "omron";
	if (has(a, cells, "comments") &&
	    ((has(a, cells, "systolic") && has(a, cells, "heart rate")) ||
	     has(a, cells, "fat mass")))
		return "withings";
	return "table";
}

bool headings_read(struct arena *a, const struct csv_cells *cells,
		   struct column *columns, size_t *ret_n, const char **ret_kind)
{
	size_t n = cells->n < COLUMNS ? cells->n : COLUMNS;
	bool when = false, what = false;

	for (size_t i = 0; i < n; i++) {
		columns[i] = heading_read(a, cells->at[i]);
		enum role role = columns[i].role;
		when |= role == ROLE_TIME || role == ROLE_DATE ||
			role == ROLE_CLOCK;
		what |= role == ROLE_VALUE || role == ROLE_RESULT;
	}
	if (!when || !what)
		return false;
	*ret_n = n;
	*ret_kind = kind_of(a, cells, columns, n);
	return true;
}

/* The column that a map names, by heading or by number; -1: not there. */
static int find_column(const struct csv_cells *cells, const char *name)
{
	char *end;
	long number = strtol(name, &end, 10);

	if (!*end && number >= 1 && number <= COLUMNS)
		return (size_t)number <= cells->n ? (int)number - 1 : -1;
	for (size_t i = 0; i < cells->n && i < COLUMNS; i++)
		if (strcasecmp(cells->at[i], name) == 0)
			return (int)i;
	return -1;
}

static bool place(const struct csv_cells *cells, struct column *columns,
		  const char *name, struct column c)
{
	int at = name ? find_column(cells, name) : -1;

	if (name && at < 0)
		return false;
	if (name)
		columns[at] = c;
	return true;
}

static struct column column_of(enum role role)
{
	return (struct column){.role = role};
}

bool headings_mapped(const struct import_map *map,
		     const struct csv_cells *cells, struct column *columns,
		     size_t *ret_n)
{
	bool ok = true;

	memset(columns, 0, COLUMNS * sizeof *columns);
	for (size_t i = 0; ok && i < map->n_readings; i++) {
		const struct import_map_reading *r = &map->readings[i];
		ok = place(cells, columns, r->column,
			   (struct column){ROLE_VALUE, r->code, r->unit,
					   r->context});
	}
	*ret_n = cells->n < COLUMNS ? cells->n : COLUMNS;
	return ok && place(cells, columns, map->time, column_of(ROLE_TIME)) &&
	       place(cells, columns, map->date, column_of(ROLE_DATE)) &&
	       place(cells, columns, map->clock, column_of(ROLE_CLOCK)) &&
	       place(cells, columns, map->context, column_of(ROLE_CONTEXT)) &&
	       place(cells, columns, map->skip, column_of(ROLE_SKIP));
}
