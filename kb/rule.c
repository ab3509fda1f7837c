#include "kb/rule.h"

#include "base/strbuf.h"

#include "base/num.h"
#include "kb/condition.h"
#include "kb/expr.h"
#include "kb/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column { GIVEN, WHEN, UNLESS };

struct rule {
	int id;
	const char *name, *origin;
	enum urgency urgency;
	int rank;
	const char *sql, *names_text;
	const int32_t *required; /* analyte ids that must be there */
	size_t n_required;
	const struct expr_guard *guards;
	size_t n_guards;
	struct condition condition; /* names and statement at first use */
};

void rule_free_all(struct kb *kb)
{
	for (size_t i = 0; i < kb->n_rules; i++)
		if (kb->rules[i])
			condition_release(&kb->rules[i]->condition);
	derive_free_all(kb);
}

static struct rule *rule_load(struct kb *kb, int id)
{
	if (kb->rules[id])
		return kb->rules[id];

	sqlite3_stmt *s = kb_query(kb, KB_Q_RULE);
	sqlite3_bind_int(s, 1, id);
	if (sqlite3_step(s) != SQLITE_ROW)
		return NULL;
	struct rule *r = arena_new(&kb->arena, struct rule);
	r->id = id;
	r->name = kb_text(kb, s, 0);
	r->origin = kb_text(kb, s, 1);
	r->urgency = (enum urgency)sqlite3_column_int(s, 2);
	r->rank = sqlite3_column_int(s, 3);
	r->sql = kb_text(kb, s, 4);
	r->names_text = kb_text(kb, s, 5);
	size_t bytes = (size_t)sqlite3_column_bytes(s, 6);
	int32_t *required = arena_alloc(&kb->arena, bytes);
	if (bytes)
		memcpy(required, sqlite3_column_blob(s, 6), bytes);
	r->required = required;
	r->n_required = bytes / sizeof *required;
	bytes = (size_t)sqlite3_column_bytes(s, 7);
	struct expr_guard *guards = arena_alloc(&kb->arena, bytes);
	if (bytes)
		memcpy(guards, sqlite3_column_blob(s, 7), bytes);
	r->guards = guards;
	r->n_guards = bytes / sizeof *guards;
	sqlite3_reset(s);
	kb->rules[id] = r;
	return r;
}

struct evaluation {
	const struct facts *facts;
	struct kb *kb;
	struct finding_vec *findings;
	struct not_checked_vec *not_checked;
};

static bool required_there(const struct rule *r, const struct facts *f)
{
	for (size_t i = 0; i < r->n_required; i++)
		if (!facts_latest(f, r->required[i]))
			return false;
	return true;
}

/* Split a U+001F-separated column into strings of the arena. */
static const char **split(struct arena *a, const char *text, size_t *ret_n)
{
	size_t n = text && *text ? 1 : 0;

	for (const char *p = text; p && *p; p++)
		n += *p == '\x1f';
	const char **list = arena_array(a, const char *, n);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(text, "\x1f");
		list[i] = arena_strndup(a, text, len);
		text += len + 1;
	}
	*ret_n = n;
	return list;
}

/* How a name's value reads in a sentence. */
static void add_value(struct strbuf *sb, const struct facts *f,
		      const char *text, size_t n)
{
	struct name name;
	char number[NUM_SIZE];
	enum fact_state why;
	bool absent;
	char *copy = arena_strndup(f->arena, text, n);

	if (!name_parse(f->kb, copy, &name)) {
		strbuf_adds(sb, "—");
		return;
	}
	const struct fact *fact =
		name.analyte ? facts_latest(f, name.analyte->id) : NULL;
	if (name.attribute == ATTR_VALUE && fact && fact->printed) {
		strbuf_adds(sb, fact->printed);
		return;
	}
	double x = facts_value(f, &name, &why, &absent);
	if (isnan(x)) {
		strbuf_adds(sb, "—");
		return;
	}
	bool whole =
		name.attribute == ATTR_AGE || name.attribute == ATTR_PREV_DAYS;
	strbuf_adds(sb, num_format_fixed(number, whole ? floor(x) : x,
					 whole || x == floor(x) ? 0 : 2));
	char unit[UNIT_SIZE];
	if (name.analyte && name.analyte->unit &&
	    name.attribute != ATTR_PREV_DAYS && name.attribute != ATTR_COUNT &&
	    name.analyte->scale == SCALE_QUANTITATIVE &&
	    *unit_show(name.analyte->unit, unit, sizeof unit))
		strbuf_addf(sb, " %s", unit);
}

static const char *fill(const struct facts *f, const char *template)
{
	struct strbuf sb = STRBUF_INIT;

	for (const char *p = template; *p;) {
		size_t plain = strcspn(p, "{");
		strbuf_add(&sb, p, plain);
		p += plain;
		if (!*p)
			break;
		size_t n = strcspn(p, "}");
		add_value(&sb, f, p + 1, n - 1);
		p += n + (p[n] == '}');
	}
	const char *text = arena_strndup(f->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static void read_actions(struct arena *a, const char *zh, const char *en,
			 struct finding *ret)
{
	size_t n_zh, n_en;
	const char **in_zh = split(a, zh, &n_zh), **in_en = split(a, en, &n_en);

	ret->n_actions = n_zh < n_en ? n_zh : n_en;
	ret->actions = arena_array(a, struct text, ret->n_actions);
	for (size_t i = 0; i < ret->n_actions; i++) {
		ret->actions[i].in[LANG_ZH] = in_zh[i];
		ret->actions[i].in[LANG_EN] = in_en[i];
	}
}

static void keep_absent(const struct facts *f, struct finding *ret)
{
	size_t kept = 0;

	for (size_t i = 0; i < ret->n_missing; i++) {
		const struct analyte *a =
			kb_analyte_by_code(f->kb, ret->missing[i]);
		if (!a || !facts_latest(f, a->id))
			ret->missing[kept++] = ret->missing[i];
	}
	ret->n_missing = kept;
}

static void read_texts(struct evaluation *e, int rule, struct finding *ret)
{
	struct arena *a = e->facts->arena;
	sqlite3_stmt *s = kb_query(e->kb, KB_Q_RULE_TEXT);

	sqlite3_bind_int(s, 1, rule);
	if (sqlite3_step(s) != SQLITE_ROW)
		return;
	const char *zh = arena_strdup(a, db_text(s, 2));
	const char *en = arena_strdup(a, db_text(s, 3));
	ret->title.in[LANG_ZH] = arena_strdup(a, db_text(s, 0));
	ret->title.in[LANG_EN] = arena_strdup(a, db_text(s, 1));
	ret->patient.in[LANG_ZH] = arena_strdup(a, db_text(s, 4));
	ret->patient.in[LANG_EN] = arena_strdup(a, db_text(s, 5));
	read_actions(a, db_text(s, 6), db_text(s, 7), ret);
	ret->explains = split(a, db_text(s, 8), &ret->n_explains);
	ret->missing = split(a, db_text(s, 9), &ret->n_missing);
	ret->sources = split(a, db_text(s, 10), &ret->n_sources);
	sqlite3_reset(s);
	ret->because.in[LANG_ZH] = fill(e->facts, zh);
	ret->because.in[LANG_EN] = fill(e->facts, en);
	keep_absent(e->facts, ret);
}

static void gather_evidence(struct evaluation *e, const struct rule *r,
			    struct finding *ret)
{
	const struct condition *c = &r->condition;
	bool *seen = arena_array(e->facts->arena, bool, e->kb->n_analytes);

	ret->evidence = arena_array(e->facts->arena, struct evidence,
				    c->n_names + r->n_required);
	for (size_t i = 0; i < c->n_names + r->n_required; i++) {
		const struct analyte *a =
			i < r->n_required ? kb_analyte(e->kb, r->required[i])
					  : c->names[i - r->n_required].analyte;
		const struct fact *fact =
			a ? facts_latest(e->facts, a->id) : NULL;
		if (!fact || seen[a->id])
			continue;
		seen[a->id] = true;
		ret->evidence[ret->n_evidence++] =
			(struct evidence){a->code, fact->ref, fact->line};
	}
}

static void add_finding(struct evaluation *e, const struct rule *r)
{
	struct finding finding = {.id = r->name,
				  .origin = r->origin,
				  .urgency = r->urgency,
				  .rank = r->rank};

	gather_evidence(e, r, &finding);
	read_texts(e, r->id, &finding);
	vec_push(e->findings, finding);
}

static const char *state_name(const struct bindings *b, size_t i)
{
	if (b->censored[i])
		return "censored";
	switch (b->why[i]) {
	case FACT_UNREADABLE:
		return "unreadable";
	case FACT_UNIT_UNKNOWN:
		return "unit-unknown";
	case FACT_CONFLICT:
		return "conflict";
	default:
		return "absent";
	}
}

/* CODE.high cannot be had without CODE: asking for the code is enough. */
static bool implied(const struct evaluation *e, const struct condition *c,
		    const struct bindings *b, size_t i)
{
	const struct name *name = &c->names[i];

	if (!name->analyte || name->attribute == ATTR_VALUE ||
	    facts_latest(e->facts, name->analyte->id))
		return false;
	for (size_t k = 0; k < c->n_names; k++)
		if (c->names[k].analyte == name->analyte &&
		    c->names[k].attribute == ATTR_VALUE && isnan(b->value[k]))
			return true;
	return false;
}

/* The names whose value could decide; all unknown ones when none alone can. */
static void add_not_checked(struct evaluation *e, const struct rule *r,
			    const struct bindings *b)
{
	const struct condition *c = &r->condition;
	struct arena *a = e->facts->arena;
	struct not_checked item = {.rule = r->name, .urgency = r->urgency};
	bool any = false, deciding[CONDITION_NAMES] = {false};

	for (size_t i = 0; i < c->n_names; i++)
		if (isnan(b->value[i]))
			any |= deciding[i] = condition_depends(c, b, i, WHEN);
	item.missing = arena_array(a, struct missing, c->n_names);
	for (size_t i = 0; i < c->n_names; i++)
		if (isnan(b->value[i]) && (deciding[i] || !any) &&
		    !implied(e, c, b, i))
			item.missing[item.n_missing++] = (struct missing){
				c->names[i].text, state_name(b, i)};
	if (!item.n_missing)
		return; /* a division by zero or the like: nothing to ask for */

	sqlite3_stmt *s = kb_query(e->kb, KB_Q_RULE_TEXT);
	sqlite3_bind_int(s, 1, r->id);
	if (sqlite3_step(s) == SQLITE_ROW) {
		item.title.in[LANG_ZH] = arena_strdup(a, db_text(s, 0));
		item.title.in[LANG_EN] = arena_strdup(a, db_text(s, 1));
	}
	sqlite3_reset(s);
	vec_push(e->not_checked, item);
}

static bool compare(double x, int op, double y)
{
	switch (op) {
	case GUARD_LT:
		return x < y;
	case GUARD_LE:
		return x <= y;
	case GUARD_GT:
		return x > y;
	case GUARD_GE:
		return x >= y;
	case GUARD_EQ:
		return x == y;
	default:
		return x != y;
	}
}

/* Is the rule decided by its plain comparisons: one of the given that is not
 * true, or one of the when that is false? Censored values decide nothing. */
static bool guarded(const struct rule *r, const struct bindings *b)
{
	for (size_t i = 0; i < r->n_guards; i++) {
		const struct expr_guard *g = &r->guards[i];
		double x = b->value[g->left - 1], y = b->value[g->right - 1];
		bool known = !isnan(x) && !isnan(y);
		if (b->censored[g->left - 1] || b->censored[g->right - 1])
			continue;
		if (known ? !compare(x, g->op, y) : g->of == GIVEN)
			return true;
	}
	return false;
}

static bool evaluate(struct evaluation *e, struct rule *r, struct err *err)
{
	struct bindings b;

	if (!required_there(r, e->facts))
		return true;
	if (!r->condition.names &&
	    !condition_names(e->kb, r->names_text, &r->condition, err))
		return false;
	condition_bind(&r->condition, e->facts, &b);
	if (guarded(r, &b))
		return true;
	if (!condition_prepare(e->kb, r->sql, &r->condition, err))
		return false;
	struct outcome out = b.n_censored
				     ? condition_run_censored(&r->condition, &b)
				     : condition_run(&r->condition, &b);
	if (!(out.column[GIVEN] != 0) || isnan(out.column[GIVEN]) ||
	    out.column[UNLESS] == 1)
		return true;
	if (isnan(out.column[WHEN]))
		add_not_checked(e, r, &b);
	else if (out.column[WHEN] != 0)
		add_finding(e, r);
	return true;
}

static int by_id(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The rules indexed under a fact that is there, each once, in id order. */
static size_t candidates(const struct facts *f, int *ids, size_t max)
{
	size_t n = 0, kept = 0;

	for (size_t a = 1; a < f->latest_n; a++) {
		if (f->latest[a] < 0)
			continue;
		sqlite3_stmt *s = kb_query(f->kb, KB_Q_TRIGGER);
		sqlite3_bind_int(s, 1, (int)a);
		while (n < max && sqlite3_step(s) == SQLITE_ROW)
			ids[n++] = sqlite3_column_int(s, 0);
		sqlite3_reset(s);
	}
	qsort(ids, n, sizeof *ids, by_id);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

static int by_urgency(const void *pa, const void *pb)
{
	const struct not_checked *a = pa, *b = pb;

	return a->urgency != b->urgency ? (int)a->urgency - (int)b->urgency
					: strcmp(a->rule, b->rule);
}

bool rules_evaluate(const struct facts *f, struct finding_vec *ret,
		    struct not_checked_vec *ret_not_checked, struct err *err)
{
	struct evaluation e = {f, f->kb, ret, ret_not_checked};
	size_t max = 4 * f->kb->n_rules;
	int *ids = mem_alloc(max * sizeof *ids);
	size_t n = candidates(f, ids, max);
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		struct rule *r = rule_load(f->kb, ids[i]);
		ok = r && evaluate(&e, r, err);
	}
	free(ids);
	findings_order(ret);
	if (ret_not_checked->n)
		qsort(ret_not_checked->at, ret_not_checked->n,
		      sizeof *ret_not_checked->at, by_urgency);
	return ok;
}
