/* kb/units/spellings.yaml: units as printed. */
#include "kb/unit_gen.h"

#include "kb/unit_fold.h"
#include "kb/unit_ucum.h"

#include <stdlib.h>
#include <string.h>

/* One spelling as it stands in the file. */
struct printed {
	struct unit_spelling spelling;
	const char *lower; /* its key in lower case */
	int line;
};
struct printed_vec VEC_OF(struct printed);

static enum unit_role read_role(struct generator *g, const struct yaml *row)
{
	static const char *const names[ROLES] = {
		[ROLE_WHOLE] = "whole",   [ROLE_PART] = "part",
		[ROLE_FACTOR] = "factor", [ROLE_OVER] = "over",
		[ROLE_UNDER] = "under",   [ROLE_COUNT] = "count",
		[ROLE_OF] = "of",         [ROLE_NONE] = "none",
	};
	const char *as = yaml_str(row, "as");

	for (int i = 0; as && i < ROLES; i++)
		if (strcmp(names[i], as) == 0)
			return (enum unit_role)i;
	if (as)
		gen_problem(g, row->line, "'as: %s' is unknown", as);
	return ROLE_WHOLE;
}

static void add_spelling(struct generator *g, int line, const char *text,
			 struct unit_spelling s, struct printed_vec *ret)
{
	char key[UNIT_FOLD_SIZE];

	if (!unit_fold(text, strlen(text), key)) {
		gen_problem(g, line, "'%s' folds to nothing", text);
		return;
	}
	s.key = arena_strdup(&g->arena, key);
	unit_lower(key);
	struct printed p = {s, arena_strdup(&g->arena, key), line};
	vec_push(ret, p);
}

static void read_row(struct generator *g, const struct yaml *row,
		     struct printed_vec *ret)
{
	const struct yaml *printed = yaml_get(row, "printed");
	struct unit_spelling s = {.ucum = gen_need(g, row, "ucum"),
				  .role = read_role(g, row)};
	struct unit unit;
	bool may_be_empty = s.role == ROLE_COUNT || s.role == ROLE_OF ||
			    s.role == ROLE_NONE;

	if (*s.ucum ? !ucum_parse(&g->table, s.ucum, &unit) : !may_be_empty)
		gen_problem(g, row->line, "'%s' is no UCUM", s.ucum);
	if (yaml_count(printed) == 0)
		gen_problem(g, row->line, "nothing printed");
	for (size_t i = 0; i < yaml_count(printed); i++)
		add_spelling(g, row->line, yaml_at(printed, i)->scalar, s, ret);
}

static bool stands_whole(const struct printed *p)
{
	return p->spelling.role == ROLE_WHOLE ||
	       p->spelling.role == ROLE_PART || p->spelling.role == ROLE_NONE;
}

static bool stands_in_parts(const struct printed *p)
{
	return p->spelling.role != ROLE_WHOLE && p->spelling.role != ROLE_NONE;
}

static int by_lower(const void *a, const void *b)
{
	const struct printed *x = a, *y = b;
	int order = strcmp(x->lower, y->lower);

	return order ? order : strcmp(x->spelling.key, y->spelling.key);
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct unit_spelling *)a)->key,
		      ((const struct unit_spelling *)b)->key);
}

static bool same_meaning(const struct printed *a, const struct printed *b)
{
	return a->spelling.role == b->spelling.role &&
	       strcmp(a->spelling.ucum, b->spelling.ucum) == 0;
}

/* The spellings at[0 … n) differ at most by case. */
static void add_group(struct generator *g, const struct printed *at, size_t n,
		      struct spelling_set *ret)
{
	bool exact = at->lower[1] == '\0' || at->spelling.role == ROLE_NONE;
	const char *last = "";

	for (size_t i = 1; i < n; i++) {
		bool same = same_meaning(&at[i - 1], &at[i]);
		exact |= !same;
		if (!same &&
		    strcmp(at[i - 1].spelling.key, at[i].spelling.key) == 0)
			gen_problem(g, at[i].line,
				    "'%s' means two things, see "
				    "line %d",
				    at[i].spelling.key, at[i - 1].line);
	}
	if (!exact) {
		struct unit_spelling s = at->spelling;
		s.key = at->lower;
		vec_push(&ret->folded, s);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (strcmp(last, at[i].spelling.key) != 0)
			vec_push(&ret->exact, at[i].spelling);
		last = at[i].spelling.key;
	}
}

/* Those that `stands` keeps, sorted for the program's look-up. Case is kept
 * for single letters, what is no unit, and where it tells two units apart. */
static void sort_set(struct generator *g, const struct printed_vec *all,
		     bool (*stands)(const struct printed *),
		     struct spelling_set *ret)
{
	struct printed_vec v = {0};

	for (size_t i = 0; i < all->n; i++)
		if (stands(&all->at[i]))
			vec_push(&v, all->at[i]);
	if (v.n)
		qsort(v.at, v.n, sizeof *v.at, by_lower);
	for (size_t i = 0, n; i < v.n; i += n) {
		n = 1;
		while (i + n < v.n &&
		       strcmp(v.at[i].lower, v.at[i + n].lower) == 0)
			n++;
		add_group(g, &v.at[i], n, ret);
	}
	if (ret->exact.n)
		qsort(ret->exact.at, ret->exact.n, sizeof *ret->exact.at,
		      by_key);
	vec_free(&v);
}

void gen_read_spellings(struct generator *g, const struct yaml *root)
{
	struct printed_vec all = {0};

	for (size_t i = 0; i < yaml_count(root); i++)
		read_row(g, yaml_at(root, i), &all);
	sort_set(g, &all, stands_whole, &g->whole);
	sort_set(g, &all, stands_in_parts, &g->factor);
	vec_free(&all);
}
