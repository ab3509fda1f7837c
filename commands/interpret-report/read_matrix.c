/* Tables over time. The glucose tolerance test's: glucose, insulin and C
 * peptide, a line a time or a line an analyte; every cell becomes a row whose
 * name says both. And any analytes by date, a line a date. */
#include "commands/interpret-report/read_private.h"

#include "base/date.h"
#include "base/num.h"

#include <string.h>
#include <strings.h>

enum { GLUCOSE, INSULIN, C_PEPTIDE, ANALYTES };
enum { NOTHING = -1, CELLS_MOST = MATRIX_MOST + 1 };

struct piece {
	const char *s;
	size_t n;
};

/* Cells between tabs, bars and gaps; blanks part them when nothing else
 * does. */
static int split(const struct line *l, struct piece *ret)
{
	size_t lead = strspn(l->s, " \t|");
	bool gaps = strstr(l->s + lead, "  ") || strpbrk(l->s + lead, "\t|");
	int n = 0;

	for (size_t i = lead; i < l->n;) {
		size_t k = i;
		while (k < l->n && l->s[k] != '\t' && l->s[k] != '|' &&
		       !(l->s[k] == ' ' && (!gaps || l->s[k + 1] == ' ')))
			k++;
		if (n == CELLS_MOST)
			return 0;
		ret[n++] = (struct piece){l->s + i, k - i};
		i = k + strspn(l->s + k, " \t|");
	}
	return n;
}

static bool is_any(struct piece c, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == c.n && strncasecmp(c.s, *words, c.n) == 0)
			return true;
	return false;
}

static struct piece after(struct piece c, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (c.n > n && strncasecmp(c.s, *words, n) == 0)
			return (struct piece){c.s + n, c.n - n};
	}
	return c;
}

/* "血糖(mmol/L)": the analyte, and the unit in its brackets. */
static int analyte_of(struct text_reader *t, struct piece c, const char **name,
		      const char **unit)
{
	static const char *const names[ANALYTES][8] = {
		{"血糖", "葡萄糖", "GLU", "Glucose", "血糖值", "血葡萄糖",
		 "血清葡萄糖", NULL},
		{"胰岛素", "INS", "Insulin", "血清胰岛素", "真胰岛素",
		 "胰岛素值", "血胰岛素", NULL},
		{"C肽", "C-肽", "CP", "C-Peptide", "C peptide", "血清C肽",
		 "C-P", NULL}};
	const char *open = memchr(c.s, '(', c.n);

	if (open && open > c.s && c.s[c.n - 1] == ')') {
		size_t inside = c.n - (size_t)(open - c.s) - 2;
		*unit = arena_strndup(t->arena, open + 1, inside);
		c.n = (size_t)(open - c.s);
	}
	*name = arena_strndup(t->arena, c.s, c.n);
	for (int i = 0; i < ANALYTES; i++)
		if (is_any(c, names[i]))
			return i;
	return NOTHING;
}

/* "空腹", "餐后1小时", "30分钟", "120'", or "60" where minutes are bare. */
static int minutes_of(struct piece c, bool bare)
{
	static const char *const lead[] = {"餐后",  "服糖后", "糖后",
					   "OGTT-", "OGTT",   NULL};
	static const char *const fasting[] = {"空腹", "Fasting", "基础", NULL};
	static const char *const half[] = {"半小时", NULL};
	static const char *const minute[] = {"分钟", "min", "分", "'", NULL};
	static const char *const hour[] = {"小时", "h", "hr", "hours", NULL};
	double x;

	c = after(c, lead);
	c.s += strspn(c.s, " ") * (c.n > 1);
	if (is_any(c, fasting))
		return 0;
	if (is_any(c, half))
		return 30;
	size_t n = num_parse(c.s, c.n, &x);
	if (!n || x < 0 || x > 600)
		return NOTHING;
	struct piece unit = {c.s + n, c.n - n};
	while (unit.n && *unit.s == ' ')
		unit = (struct piece){unit.s + 1, unit.n - 1};
	if (is_any(unit, hour))
		x *= 60;
	else if (!is_any(unit, minute) && !(bare && !unit.n))
		return NOTHING;
	return x <= 600 ? (int)x : NOTHING;
}

static bool is_analyte(struct text_reader *t, const char *name)
{
	struct name_match m;

	return name_resolve(t->kb, name, false, &t->scratch, &m);
}

static bool all_times(const struct piece *cell, int n)
{
	for (int i = 0; i < n; i++)
		if (minutes_of(cell[i], false) == NOTHING)
			return false;
	return true;
}

/* The header: 时间 and analytes, or 项目 and times. */
static bool read_header(struct text_reader *t, struct piece *cell, int n)
{
	static const char *const times[] = {
		"时间",     "时间点",     "日期", "检验日期",   "采样时间",
		"采样日期", "检测日期",   "Date", "Collected",  "采血时间",
		"检测时间", "时段",       "时相", "时间(分钟)", "时间(min)",
		"Time",     "Time (min)", NULL};
	static const char *const items[] = {"项目",     "检验项目", "项目名称",
					    "检测项目", "Test",     NULL};
	static const char *const units[] = {"单位", "Unit", "Units", NULL};
	struct matrix m = {.n = n - 1, .by_time = is_any(cell[0], times)};
	int known = 0;

	if (n >= 3 && n < CELLS_MOST && all_times(cell, n)) {
		/* "        0min  30min  120min": its first cell is empty */
		memmove(cell + 1, cell, (size_t)n * sizeof *cell);
		cell[0] = (struct piece){items[0], strlen(items[0])};
		m.n = n++;
	}
	if (n < 2 || (!m.by_time && !is_any(cell[0], items)))
		return false;
	m.minutes = memchr(cell[0].s, '(', cell[0].n) != NULL;
	for (int i = 1; i < n; i++) {
		m.what[i - 1] = m.by_time
					? analyte_of(t, cell[i], &m.name[i - 1],
						     &m.unit[i - 1])
					: minutes_of(cell[i], false);
		known += m.what[i - 1] != NOTHING;
		if (m.what[i - 1] == NOTHING && !is_any(cell[i], units) &&
		    !(m.by_time && is_analyte(t, m.name[i - 1])))
			return false; /* another table's */
	}
	m.tolerance = known >= (m.by_time ? 1 : 2);
	if (!m.tolerance && !m.by_time)
		return false;
	rows_flush(t);
	t->matrix = m;
	t->quiet_lines = 0;
	return true;
}

static struct raw_row blank_row(const struct text_reader *t)
{
	return (struct raw_row){.previous_when = DATE_NONE,
				.when = DATE_NONE,
				.low = NUM_NONE,
				.high = NUM_NONE,
				.panel = t->panel,
				.specimen = t->specimen};
}

static bool is_empty(struct piece value)
{
	return value.n == strspn(value.s, "-/\\");
}

static void keep(struct text_reader *t, const struct line *l,
		 struct raw_row *raw, struct piece value)
{
	raw->value = arena_strndup(t->arena, value.s, value.n);
	sheet_settle(t);
	row_keep(t, raw, l->number, l->start, l->end);
}

/* A line of a date: every cell is a row of its time. */
static bool emit_dated(struct text_reader *t, const struct line *l,
		       const struct piece *cell, int n)
{
	const struct matrix *m = &t->matrix;
	int64_t when = DATE_NONE;
	bool time;

	if (!m->by_time ||
	    date_parse(cell[0].s, cell[0].n, -1, &when, &time) != cell[0].n)
		return false;
	for (int i = 1; i < n; i++) {
		struct raw_row raw = blank_row(t);
		raw.name = m->name[i - 1];
		raw.unit = m->unit[i - 1];
		raw.when = when;
		if (raw.name && !is_empty(cell[i]))
			keep(t, l, &raw, cell[i]);
	}
	return true;
}

static void emit(struct text_reader *t, const struct line *l, int analyte,
		 int minutes, struct piece value, const char *unit)
{
	static const char *const fasting[ANALYTES] = {"糖耐量空腹",
						      "空腹胰岛素", "空腹C肽"};
	static const char *const names[ANALYTES] = {"葡萄糖", "胰岛素", "C肽"};
	struct raw_row raw = blank_row(t);

	if (is_empty(value) || analyte == NOTHING || minutes == NOTHING)
		return;
	raw.name = minutes ? arena_printf(t->arena, "%s(%d分钟)",
					  names[analyte], minutes)
			   : fasting[analyte];
	raw.unit = unit;
	keep(t, l, &raw, value);
}

bool matrix_read(struct text_reader *t, const struct line *l)
{
	struct piece cell[CELLS_MOST + 1];
	const struct matrix *m = &t->matrix;
	const char *unit = NULL, *name;

	if (!m->n && !strstr(l->s, "时") && !strstr(l->s, "分") &&
	    !strstr(l->s, "min") && !strstr(l->s, "Time") &&
	    !strstr(l->s, "日期") && !strstr(l->s, "Date") &&
	    !strstr(l->s, "Collected"))
		return false;
	int n = split(l, cell);
	if (n < 2)
		return false;
	if (!m->n)
		return read_header(t, cell, n);
	if (n - 1 <= m->n && emit_dated(t, l, cell, n))
		return true;
	int first = !m->tolerance ? NOTHING
		    : m->by_time  ? minutes_of(cell[0], m->minutes)
				  : analyte_of(t, cell[0], &name, &unit);
	if (first == NOTHING || n - 1 > m->n) {
		t->matrix.n = 0;
		return false;
	}
	for (int i = 0; i < n - 1; i++)
		if (!m->by_time &&
		    m->what[i] == NOTHING) /* the unit's column */
			unit = arena_strndup(t->arena, cell[i + 1].s,
					     cell[i + 1].n);
	for (int i = 0; i < n - 1; i++)
		emit(t, l, m->by_time ? m->what[i] : first,
		     m->by_time ? first : m->what[i], cell[i + 1],
		     m->by_time ? m->unit[i] : unit);
	return true;
}
