/* kb/units/ucum.yaml: prefixes, symbols, annotations. */
#include "kb/unit_gen.h"

#include "base/num.h"
#include "kb/unit_algebra.h"
#include "kb/unit_fold.h"
#include "kb/unit_ucum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is(const struct yaml *row, const char *key, const char *value)
{
	const char *s = yaml_str(row, key);

	return s && strcmp(s, value) == 0;
}

/* A decimal as a whole number and a power of ten: 133.322 is 133322 × 10⁻³. */
static bool read_decimal(const char *s, struct unit *ret)
{
	char digits[32];
	size_t n = 0, point = 0;
	double value;

	if (!num_parse_all(s, &value) || !(value > 0))
		return false;
	*ret = unit_number(value);
	for (; *s && strchr("0123456789.", *s); s++) {
		if (*s == '.')
			point = n + 1;
		else if (n < 15)
			digits[n++] = *s;
		else
			return true; /* pi: the nearest double */
	}
	digits[n] = '\0';
	*ret = unit_number(strtod(digits, NULL));
	ret->power -= point ? (int)(n - (point - 1)) : 0;
	ret->power += *s ? (int)strtol(s + 1, NULL, 10) : 0; /* e-19 */
	return true;
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct unit_atom *)a)->code,
		      ((const struct unit_atom *)b)->code);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct unit_annotation *)a)->name,
		      ((const struct unit_annotation *)b)->name);
}

static void refresh(struct generator *g)
{
	if (g->atoms.n)
		qsort(g->atoms.at, g->atoms.n, sizeof *g->atoms.at, by_code);
	if (g->annotations.n)
		qsort(g->annotations.at, g->annotations.n,
		      sizeof *g->annotations.at, by_name);
	g->table = (struct unit_table){
		.prefix = g->prefixes.at,
		.n_prefix = g->prefixes.n,
		.atom = g->atoms.at,
		.n_atom = g->atoms.n,
		.annotation = g->annotations.at,
		.n_annotation = g->annotations.n,
	};
}

/* value × base, as the row says. */
static bool read_definition(struct generator *g, const struct yaml *row,
			    struct unit *ret)
{
	const char *base = gen_need(g, row, "base"),
		   *value = yaml_str(row, "value");
	const char *shift = yaml_str(row, "shift");
	struct unit number;

	if (!read_decimal(value ? value : "1", &number)) {
		gen_problem(g, row->line, "'%s' is no positive number", value);
		return false;
	}
	if (!ucum_parse(&g->table, base, ret) ||
	    !unit_multiply(ret, &number, 1)) {
		gen_problem(g, row->line, "'%s' is not known here", base);
		return false;
	}
	if (shift && !num_parse_all(shift, &ret->shift))
		gen_problem(g, row->line, "'%s' is no number", shift);
	ret->shift = floor(ret->shift * 100 + 0.5);
	return true;
}

static void read_prefix(struct generator *g, const struct yaml *row)
{
	struct unit_prefix prefix = {.code = gen_need(g, row, "code")};

	prefix.power = (int)strtol(gen_need(g, row, "power"), NULL, 10);
	vec_push(&g->prefixes, prefix);
}

static void read_atom(struct generator *g, const struct yaml *row)
{
	struct unit_atom atom = {.code = gen_need(g, row, "code"),
				 .metric = is(row, "metric", "true"),
				 .unit = unit_number(1)};

	for (size_t i = 0; i < g->atoms.n; i++)
		if (strcmp(g->atoms.at[i].code, atom.code) == 0)
			gen_problem(g, row->line, "'%s' stands twice",
				    atom.code);
	if (is(row, "kind", "base")) {
		if (g->bases == UNIT_DIMENSIONS)
			gen_problem(g, row->line, "too many base units");
		else
			atom.unit.dimension[g->bases++] = 1;
	} else if (is(row, "kind", "arbitrary")) {
		atom.unit = unit_named(atom.code, strlen(atom.code));
	} else if (!is(row, "kind", "derived") && !is(row, "kind", "offset")) {
		gen_problem(g, row->line, "'kind' is unknown");
	} else if (!read_definition(g, row, &atom.unit)) {
		return;
	}
	vec_push(&g->atoms, atom);
}

static void read_annotation(struct generator *g, const struct yaml *row)
{
	char *name = arena_strdup(&g->arena, gen_need(g, row, "code"));
	struct unit_annotation a = {.name = name, .unit = unit_number(1)};

	unit_lower(name);
	if (is(row, "kind", "distinct")) {
		a.attached = true;
		a.unit = unit_named(name, strlen(name));
	} else if (is(row, "kind", "same")) {
		if (!read_definition(g, row, &a.unit))
			return;
	} else if (!is(row, "kind", "number")) {
		gen_problem(g, row->line, "'kind' is unknown");
	}
	vec_push(&g->annotations, a);
}

static void read_rows(struct generator *g, const struct yaml *root,
		      const char *key,
		      void (*read)(struct generator *, const struct yaml *))
{
	const struct yaml *list = yaml_get(root, key);

	if (!list)
		gen_problem(g, root->line, "no '%s'", key);
	for (size_t i = 0; i < yaml_count(list); i++) {
		const struct yaml *row = yaml_at(list, i);
		if (yaml_count(yaml_get(row, "sources")) == 0)
			gen_problem(g, row->line, "no source");
		read(g, row);
		refresh(g);
	}
}

void gen_read_symbols(struct generator *g, const struct yaml *root)
{
	refresh(g);
	read_rows(g, root, "prefixes", read_prefix);
	read_rows(g, root, "atoms", read_atom);
	read_rows(g, root, "annotations", read_annotation);
	if (g->bases != UNIT_DIMENSIONS)
		gen_problem(g, 0,
			    "the base units are not those of "
			    "enum unit_dimension");
}
