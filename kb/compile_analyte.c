/* Analytes, their intervals and conversions. */
#include "kb/compile_private.h"

#include "base/num.h"
#include "kb/analyte.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const scales[] = {"quantitative", "ordinal", "titre",
				     "nominal",      "risk",    NULL};
static const char *const specimens[] = {
	"blood",   "serum", "plasma", "urine",   "stool",     "csf", "pleural",
	"ascites", "joint", "semen",  "vaginal", "prostatic", "gas", "sweat",
	"saliva",  "swab",  "breath", "any",     "vital",     NULL};

/* Blood pressure, weight and the like: no result of a laboratory. They have
 * no names or LOINC here, so that no report reader takes a row for one. */
static bool is_vital(const struct entry *e)
{
	const char *specimen = yaml_str(e->node, "specimen");

	return specimen && strcmp(specimen, "vital") == 0;
}

static int index_in(const char *word, const char *const *list)
{
	for (int i = 0; word && list[i]; i++)
		if (strcmp(word, list[i]) == 0)
			return i;
	return -1;
}

static double number(struct compiler *c, const struct entry *e,
		     const struct yaml *node)
{
	double x;

	if (!node)
		return NUM_NONE;
	if (yaml_number(node, &x))
		return x;
	problem_add(c->problems, e, node->line, "'%s' is no number",
		    node->scalar);
	return NUM_NONE;
}

static void check_unit(struct compiler *c, const struct entry *e, int line,
		       const char *unit)
{
	struct unit parsed;

	if (!unit_parse(unit, &parsed))
		problem_add(c->problems, e, line, "'%s' is no UCUM unit", unit);
}

/* A number inside {value:, sources:}; the source is checked. */
static double sourced(struct compiler *c, const struct entry *e,
		      const char *key)
{
	const struct yaml *node = yaml_get(e->node, key);

	if (!node)
		return NUM_NONE;
	check_sources(c, e, node);
	return number(c, e, yaml_get(node, "value"));
}

static double ordinal_word(struct compiler *c, const struct entry *e,
			   const struct yaml *node)
{
	if (!node)
		return NUM_NONE;
	if (strcmp(node->scalar, "NEGATIVE") == 0)
		return ORDINAL_NEGATIVE;
	if (strcmp(node->scalar, "POSITIVE") == 0)
		return ORDINAL_POSITIVE;
	if (strcmp(node->scalar, "TRACE") == 0)
		return ORDINAL_TRACE;
	return number(c, e, node);
}

static bool is_true(const struct yaml *node, const char *key)
{
	const char *value = yaml_str(node, key);

	return value && strcmp(value, "true") == 0;
}

/* A bound in the analyte's unit when the row has its own. */
static double bound(struct compiler *c, const struct entry *e,
		    const struct yaml *row, const char *key)
{
	double x = number(c, e, yaml_get(row, key));
	const char *from = yaml_str(row, "unit"),
		   *to = yaml_str(e->node, "unit");
	struct unit f, t;

	if (!from || isnan(x))
		return x;
	if (to && unit_parse(from, &f) && unit_parse(to, &t) &&
	    unit_convert(&f, &t, x, &x))
		return x;
	problem_add(c->problems, e, row->line, "cannot convert '%s'", from);
	return NUM_NONE;
}

static void write_interval(struct compiler *c, const struct entry *e,
			   const struct yaml *row, size_t seq, sqlite3_stmt *s)
{
	static const char *const keys[] = {
		"sex",  "age",        "pregnant",    "low",
		"high", "low_strict", "high_strict", "normal",
		"unit", "sources",    "note",        NULL};
	const char *sex = yaml_str(row, "sex"), *age = yaml_str(row, "age");
	double age_low = NUM_NONE, age_high = NUM_NONE;
	double low = bound(c, e, row, "low"), high = bound(c, e, row, "high");
	double normal = ordinal_word(c, e, yaml_get(row, "normal"));

	check_keys(c, e, row, keys);
	check_sources(c, e, row);
	if (age && !parse_age_range(age, &age_low, &age_high))
		problem_add(c->problems, e, row->line, "age '%s'", age);
	if (sex && strcmp(sex, "F") != 0 && strcmp(sex, "M") != 0)
		problem_add(c->problems, e, row->line, "sex '%s'", sex);
	if (low > high)
		problem_add(c->problems, e, row->line, "low is above high");
	if (isnan(low) && isnan(high) && isnan(normal))
		problem_add(c->problems, e, row->line,
			    "interval without bounds");
	sqlite3_bind_int(s, 1, e->number);
	sqlite3_bind_int(s, 2, (int)seq);
	sqlite3_bind_int(s, 3, !sex ? 0 : *sex == 'F' ? SEX_FEMALE : SEX_MALE);
	sqlite3_bind_int(s, 4, is_true(row, "pregnant"));
	bind_num(s, 5, age_low);
	bind_num(s, 6, age_high);
	bind_num(s, 7, low);
	bind_num(s, 8, high);
	sqlite3_bind_int(s, 9, is_true(row, "low_strict"));
	sqlite3_bind_int(s, 10, is_true(row, "high_strict"));
	bind_num(s, 11, normal);
	bind_str(s, 12, join_list(c, yaml_get(row, "sources")));
	run_statement(c, e, s);
}

static void write_conversion(struct compiler *c, const struct entry *e,
			     const struct yaml *row, sqlite3_stmt *s)
{
	static const char *const keys[] = {"unit",    "factor", "offset",
					   "sources", "note",   NULL};
	const char *unit = yaml_str(row, "unit");
	double factor = number(c, e, yaml_get(row, "factor"));
	double shift = number(c, e, yaml_get(row, "offset"));

	check_keys(c, e, row, keys);
	check_sources(c, e, row);
	if (!unit || !(factor > 0)) {
		problem_add(c->problems, e, row->line,
			    "conversion needs unit and factor");
		return;
	}
	check_unit(c, e, row->line, unit);
	sqlite3_bind_int(s, 1, e->number);
	bind_str(s, 2, unit);
	sqlite3_bind_double(s, 3, factor);
	sqlite3_bind_double(s, 4, isnan(shift) ? 0 : shift);
	run_statement(c, e, s);
}

static const char *all_units(struct compiler *c, const struct entry *e)
{
	const struct yaml *units = yaml_get(e->node, "units");
	const struct yaml *own = yaml_get(e->node, "conversions");
	const char *unit = yaml_str(e->node, "unit");
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, unit ? unit : "");
	for (size_t i = 0; i < yaml_count(units); i++) {
		check_unit(c, e, units->line, yaml_at(units, i)->scalar);
		strbuf_addf(&sb, " %s", yaml_at(units, i)->scalar);
	}
	for (size_t i = 0; i < yaml_count(own); i++)
		if (yaml_str(yaml_at(own, i), "unit"))
			strbuf_addf(&sb, " %s",
				    yaml_str(yaml_at(own, i), "unit"));
	const char *joined = arena_strndup(c->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return joined;
}

static void check_analyte(struct compiler *c, const struct entry *e)
{
	static const char *const keys[] = {
		"id",          "name",       "names",       "loinc",
		"specimen",    "panel",      "scale",       "unit",
		"units",       "molar_mass", "conversions", "plausible",
		"competitive", "cvi",        "intervals",   "sources",
		"note",        NULL};
	const char *unit = yaml_str(e->node, "unit");
	int scale = index_in(yaml_str(e->node, "scale"), scales);

	check_keys(c, e, e->node, keys);
	check_sources(c, e, e->node);
	need(c, e, "panel");
	if (index_in(need(c, e, "specimen"), specimens) < 0)
		problem_add(c->problems, e, e->node->line, "specimen unknown");
	if (scale < 0)
		problem_add(c->problems, e, e->node->line, "scale unknown");
	if (unit)
		check_unit(c, e, e->node->line, unit);
	else if (scale == SCALE_QUANTITATIVE)
		problem_add(c->problems, e, e->node->line, "no unit");
	for (const char *p = e->id; *p; p++)
		if (!((*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
		      *p == '_'))
			problem_add(c->problems, e, e->node->line,
				    "a code is A-Z 0-9 _");
}

struct statements {
	sqlite3_stmt *analyte, *loinc, *interval, *conversion;
};

static void write_analyte(struct compiler *c, const struct entry *e,
			  const struct statements *s)
{
	const struct yaml *plausible = yaml_get(e->node, "plausible");
	const struct yaml *loinc = yaml_get(e->node, "loinc");
	const char *name[2] = {NULL, NULL};

	check_analyte(c, e);
	need_text(c, e, e->node, "name", name);
	sqlite3_bind_int(s->analyte, 1, e->number);
	bind_str(s->analyte, 2, e->id);
	bind_str(s->analyte, 3, name[0]);
	bind_str(s->analyte, 4, name[1]);
	bind_str(s->analyte, 5,
		 yaml_count(loinc) ? yaml_at(loinc, 0)->scalar : NULL);
	bind_str(s->analyte, 6, yaml_str(e->node, "specimen"));
	bind_str(s->analyte, 7, yaml_str(e->node, "panel"));
	sqlite3_bind_int(s->analyte, 8,
			 index_in(yaml_str(e->node, "scale"), scales));
	bind_str(s->analyte, 9, yaml_str(e->node, "unit"));
	bind_str(s->analyte, 10, all_units(c, e));
	bool pair = yaml_count(plausible) == 2;
	bind_num(s->analyte, 11,
		 pair ? number(c, e, yaml_at(plausible, 0)) : NUM_NONE);
	bind_num(s->analyte, 12,
		 pair ? number(c, e, yaml_at(plausible, 1)) : NUM_NONE);
	bind_num(s->analyte, 13, sourced(c, e, "molar_mass"));
	bind_num(s->analyte, 14, sourced(c, e, "cvi"));
	sqlite3_bind_int(s->analyte, 15, is_true(e->node, "competitive"));
	run_statement(c, e, s->analyte);

	for (size_t i = 0; !is_vital(e) && i < yaml_count(loinc); i++) {
		bind_str(s->loinc, 1, yaml_at(loinc, i)->scalar);
		sqlite3_bind_int(s->loinc, 2, e->number);
		run_statement(c, e, s->loinc);
	}
}

void compile_analytes(struct compiler *c)
{
	struct statements s = {
		prepare(c, "INSERT INTO analyte VALUES(?1,?2,?3,?4,?5,?6,?7,?8,"
			   "?9,?10,?11,?12,?13,?14,?15)"),
		prepare(c, "INSERT INTO loinc VALUES(?1,?2)"),
		prepare(c,
			"INSERT INTO interval VALUES(?1,?2,?3,?4,?5,?6,?7,?8,"
			"?9,?10,?11,?12)"),
		prepare(c, "INSERT INTO conversion VALUES(?1,?2,?3,?4)")};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_ANALYTE, &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *rows = yaml_get(e[i].node, "intervals");
		const struct yaml *own = yaml_get(e[i].node, "conversions");
		write_analyte(c, &e[i], &s);
		for (size_t k = 0; k < yaml_count(rows); k++)
			write_interval(c, &e[i], yaml_at(rows, k), k,
				       s.interval);
		for (size_t k = 0; k < yaml_count(own); k++)
			write_conversion(c, &e[i], yaml_at(own, k),
					 s.conversion);
		if (!is_vital(&e[i]))
			add_analyte_names(c, &e[i]);
	}
	complete_analyte_names(c);
	sqlite3_finalize(s.analyte);
	sqlite3_finalize(s.loinc);
	sqlite3_finalize(s.interval);
	sqlite3_finalize(s.conversion);
}
