#include "commands/followup/import_heading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *lower(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

/* The unit that a heading names, as it stands there. A 斤 is half a kilogram,
 * and no unit that is known here: it is told, not taken for one. */
static const char *heading_unit(const char *small)
{
	static const char *const units[] = {
		"mg/dl", "mmol/l", "mmhg", "kpa", "bpm", "次/分", "beats/min",
		"kg",    "lb",     "°c",   "℃",   "°f",  NULL};

	for (size_t i = 0; units[i]; i++)
		if (strstr(small, units[i]))
			return units[i];
	if (strstr(small, "公斤") || strstr(small, "千克"))
		return "kg";
	return strstr(small, "斤") ? "斤" : NULL;
}

/* "睡前血糖": the heading says how the glucose was taken. */
static const char *when_taken(struct arena *a, const struct heading_word *w,
			      const char *heading)
{
	return w->role == ROLE_VALUE && w->code &&
			       (strcmp(w->code, "GLU") == 0 ||
				strcmp(w->code, "GLUCOSE") == 0)
		       ? import_context(a, heading)
		       : NULL;
}

static const struct heading_word *find_word(const struct heading_word *w,
					    const char *small)
{
	for (; w->word; w++)
		if (w->word[0] == '=' ? strcmp(small, w->word + 1) == 0
				      : strstr(small, w->word) != NULL)
			return w;
	return NULL;
}

struct column heading_read(struct arena *a, const char *heading)
{
	const struct heading_word *const lists[] = {
		heading_ahead, heading_values, heading_rest};
	const char *small = lower(a, heading);
	const struct heading_word *w = NULL;

	/* "com.samsung.health.blood_glucose.start_time": the last part */
	if (strncmp(small, "com.", 4) == 0)
		small = strrchr(small, '.') + 1;
	for (size_t i = 0; !w && i < sizeof lists / sizeof *lists; i++)
		w = find_word(lists[i], small);
	return w ? (struct column){w->role, w->code, heading_unit(small),
				   when_taken(a, w, heading)}
		 : (struct column){0};
}

static bool has(struct arena *a, const struct csv_cells *cells,
		const char *word)
{
	for (size_t i = 0; i < cells->n; i++)
		if (strstr(lower(a, cells->at[i]), word))
			return true;
	return false;
}

static bool has_one(struct arena *a, const struct csv_cells *cells,
		    const char *const *words)
{
	for (; *words; words++)
		if (has(a, cells, *words))
			return true;
	return false;
}

/* The device, by the headings that only it has. */
static const char *kind_of(struct arena *a, const struct csv_cells *cells,
			   const struct column *columns, size_t n)
{
	static const char *const clarity[] = {
		"thh:mm:ss", "tuu:mm:ss",    "transmitter",      "transmisor",
		"trasmett",  "transmetteur", "zender",           "sändar",
		"发射器",    "变送器",       "トランスミッター", NULL};
	static const char *const omron[] = {
		"truread",   "consumed",         "irregular heart",
		"unregelm",  "body movement",    "不规则脉",
		"cuff wrap", "measurement mode", "不規則脈",
		NULL};
	static const char *const comment[] = {"comment",  "kommentar", "coment",
					      "commenti", "opmerking", NULL};
	static const char *const withings[] = {
		"systol",    "sistol",       "sistól",       "fat mass", "masa",
		"fettmasse", "masse grasse", "massa grassa", NULL};
	bool event = false;

	if (has(a, cells, "rawvalue") || has(a, cells, "sensorid"))
		return "juggluco";
	if (has(a, cells, "time of glucose reading"))
		return "lingo";
	for (size_t i = 0; i < n; i++) {
		event |= columns[i].role == ROLE_EVENT;
		if (columns[i].role == ROLE_RECORD)
			return "libreview";
	}
	if (event && has_one(a, cells, clarity))
		return "clarity";
	if (has(a, cells, "glucosedisplaytime"))
		return "dexcom-studio";
	if (has(a, cells, "sensor reading") ||
	    (has(a, cells, "机构名称") && has(a, cells, "设备名称")))
		return "sibionics";
	if (has_one(a, cells, omron))
		return "omron";
	if (has(a, cells, "systolic (mmhg)") && has(a, cells, "pulse (bpm)"))
		return "omron";
	if (has_one(a, cells, comment) && has_one(a, cells, withings))
		return "withings";
	if (has(a, cells, "sys(mmhg)") && has(a, cells, "pulse(beats/min)"))
		return "ihealth";
	return "table";
}

/* "Tag" is a day in German; beside a date it is how the glucose was taken. */
static void settle_tag(struct arena *a, const struct csv_cells *cells,
		       struct column *columns, size_t n)
{
	size_t days = 0;

	for (size_t i = 0; i < n; i++)
		days += columns[i].role == ROLE_DATE ||
			columns[i].role == ROLE_TIME;
	for (size_t i = 0; days > 1 && i < n; i++)
		if (strcmp(lower(a, cells->at[i]), "tag") == 0)
			columns[i].role = ROLE_CONTEXT;
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
	/* the glucose that a pump worked a bolus out of was measured before */
	if (!when || !what || has(a, cells, "bolusdeliverymethod"))
		return false;
	settle_tag(a, cells, columns, n);
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
