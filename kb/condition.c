#include "kb/condition.h"

#include "base/db.h"
#include "base/num.h"
#include "kb/private.h"

#include <math.h>
#include <string.h>

static size_t count_names(const char *names)
{
	size_t n = *names != '\0';

	for (; *names; names++)
		n += *names == '\x1f';
	return n;
}

/* The same names stand in many conditions: each is taken apart once. */
static const struct name *read_name(struct kb *kb, const char *text, size_t n)
{
	const void *kept;

	if (kb_recall(kb, KB_MEMO_NAME, text, n, &kept))
		return kept;
	struct name *name = arena_new(&kb->arena, struct name);
	if (!name_resolved(kb, arena_strndup(&kb->arena, text, n), name))
		return NULL;
	name->bound = arena_new(&kb->arena, struct name_value);
	if (kb_may_keep(kb, KB_MEMO_NAME, n))
		kb_keep(kb, KB_MEMO_NAME, text, n, name);
	return name;
}

bool condition_begin(struct kb *kb, const char *names, struct condition *ret,
		     struct err *err)
{
	size_t n = count_names(names);

	*ret = (struct condition){.n_names = n, .names_text = names};
	if (n > CONDITION_NAMES)
		return ERR(err, ERR_EXPR, names, "too many names");
	ret->names = arena_array(&kb->arena, const struct name *, n);
	return true;
}

const struct name *condition_name(struct kb *kb, const struct condition *c,
				  size_t i)
{
	const char *text = c->names_text;

	if (c->names[i])
		return c->names[i];
	for (size_t k = 0; k < i; k++)
		text = strchr(text, '\x1f') + 1;
	c->names[i] = read_name(kb, text, strcspn(text, "\x1f"));
	return c->names[i];
}

bool condition_names(struct kb *kb, const char *names, struct condition *ret,
		     struct err *err)
{
	if (!ret->names && !condition_begin(kb, names, ret, err))
		return false;
	for (size_t i = 0; ret->names && i < ret->n_names; i++) {
		size_t n = strcspn(names, "\x1f");
		if (!ret->names[i])
			ret->names[i] = read_name(kb, names, n);
		if (!ret->names[i])
			return ERR(err, ERR_EXPR, ret->names_text,
				   "unknown name");
		names += n + (names[n] != '\0');
	}
	return true;
}

bool condition_prepare(struct kb *kb, const char *sql, struct condition *c,
		       struct err *err)
{
	if (c->plan || c->statement)
		return true;
	if ((c->plan = plan_make(&kb->arena, sql)))
		return true;
	if (sqlite3_prepare_v3(kb->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &c->statement, NULL) != SQLITE_OK)
		return db_fail(kb->db, err);
	/* numbers of the condition itself never change */
	for (size_t i = 0; i < c->n_names; i++)
		if (c->names[i]->attribute == ATTR_LITERAL)
			sqlite3_bind_double(c->statement, (int)i + 1,
					    c->names[i]->argument);
	return true;
}

void condition_release(struct condition *c)
{
	sqlite3_finalize(c->statement);
	c->statement = NULL;
}

struct name_value name_bind(const struct name *name, const struct facts *f)
{
	struct name_value b = {.censored = NULL};

	b.value = facts_value(f, name, &b.why, &b.absent);
	if (!isnan(b.value) || name->attribute != ATTR_VALUE || !name->analyte)
		return b;
	const struct fact *fact = facts_latest(f, name->analyte->id);
	if (fact && fact->state == FACT_PRESENT && !isnan(fact->lo))
		b.censored = fact;
	return b;
}

void bindings_set(struct bindings *b, size_t i, const struct name_value *bound)
{
	b->value[i] = bound->value;
	b->why[i] = bound->why;
	b->absent[i] = bound->absent;
	b->censored[i] = bound->censored;
	b->n_censored += bound->censored != NULL;
}

void condition_bind(const struct condition *c, const struct facts *f,
		    struct bindings *ret)
{
	ret->n_censored = 0;
	for (size_t i = 0; i < c->n_names; i++) {
		struct name_value b = name_bind(c->names[i], f);
		bindings_set(ret, i, &b);
	}
}

struct outcome condition_run(const struct condition *c,
			     const struct bindings *b)
{
	struct outcome out;

	if (c->plan) {
		plan_run(c->plan, b->value, out.column, CONDITION_COLUMNS);
		return out;
	}
	for (size_t i = 0; i < c->n_names; i++) {
		if (c->names[i]->attribute == ATTR_LITERAL)
			continue;
		if (isnan(b->value[i]))
			sqlite3_bind_null(c->statement, (int)i + 1);
		else
			sqlite3_bind_double(c->statement, (int)i + 1,
					    b->value[i]);
	}
	bool row = sqlite3_step(c->statement) == SQLITE_ROW;
	int columns = sqlite3_column_count(c->statement);
	for (int k = 0; k < CONDITION_COLUMNS; k++)
		out.column[k] = row && k < columns ? kb_real(c->statement, k)
						   : NUM_NONE;
	sqlite3_reset(c->statement);
	return out;
}

enum { STEPS = 24, PROBES = 3 * CONDITION_NAMES + STEPS + 4 };

static double nudge(double x, int direction)
{
	double step = fabs(x) * 1e-9 + 1e-12;

	return x + direction * step;
}

/* Points of the interval at which a comparison could change its answer: the
 * ends, just below, at and above every other value of the condition, and
 * steps between, for sums and ratios that cross a limit inside. */
static size_t probe_points(const struct condition *c, const struct bindings *b,
			   const struct fact *fact, double points[PROBES])
{
	/* measured quantities are not negative, unless the bound itself is */
	double lo = !isinf(fact->lo) ? fact->lo : fact->hi > 0 ? 0 : -1e12;
	double hi = isinf(fact->hi) ? 1e12 : fact->hi;
	double step =
		isinf(fact->hi) ? fmax(fabs(lo), 1) / 8 : (hi - lo) / STEPS;
	size_t n = 0;

	for (int k = 1; k < STEPS; k++)
		points[n++] = lo + k * step;
	points[n++] = fact->lo_closed ? lo : nudge(lo, 1);
	points[n++] = fact->hi_closed ? hi : nudge(hi, -1);
	for (size_t i = 0; i < c->n_names; i++) {
		double x = b->value[i];
		for (int d = -1; d <= 1; d++)
			if (!isnan(x) && nudge(x, d) > lo && nudge(x, d) < hi)
				points[n++] = nudge(x, d);
	}
	return n;
}

static void merge(struct outcome *all, const struct outcome *one, bool first)
{
	for (int k = 0; k < CONDITION_COLUMNS; k++) {
		if (first)
			all->column[k] = one->column[k];
		else if (!(all->column[k] == one->column[k]))
			all->column[k] = NUM_NONE;
	}
}

struct outcome condition_run_censored(const struct condition *c,
				      const struct bindings *b)
{
	struct outcome all = {{NUM_NONE, NUM_NONE, NUM_NONE}};
	struct bindings probe = *b;
	size_t which[2] = {0, 0}, found = 0;

	for (size_t i = 0; i < c->n_names; i++)
		if (b->censored[i] && found < 2)
			which[found++] = i;
	if (found == 0 || b->n_censored > 2)
		return condition_run(c, b);

	double outer[PROBES], inner[PROBES] = {0};
	size_t n_outer = probe_points(c, b, b->censored[which[0]], outer);
	size_t n_inner = 1;
	if (found == 2)
		n_inner = probe_points(c, b, b->censored[which[1]], inner);
	bool first = true;
	for (size_t i = 0; i < n_outer; i++)
		for (size_t k = 0; k < n_inner; k++) {
			probe.value[which[0]] = outer[i];
			if (found == 2)
				probe.value[which[1]] = inner[k];
			struct outcome one = condition_run(c, &probe);
			merge(&all, &one, first);
			first = false;
		}
	return all;
}

bool condition_depends(const struct condition *c, const struct bindings *b,
		       size_t i, int column)
{
	static const double tries[] = {-1e12, 0, 0.5, 1, 2, 1e12};
	struct bindings probe = *b;

	for (size_t k = 0; k < sizeof tries / sizeof *tries; k++) {
		probe.value[i] = tries[k];
		if (!isnan(condition_run(c, &probe).column[column]))
			return true;
	}
	return false;
}
