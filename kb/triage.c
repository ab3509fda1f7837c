#include "kb/triage.h"

#include "base/db.h"
#include "base/num.h"
#include "kb/phrase.h"
#include "kb/private.h"
#include "kb/triage_image.h"

#include <math.h>
#include <string.h>

const char *const complaint_names[COMPLAINTS] = {
	"pain",     "swelling", "itch", "numbness", "rash",
	"bleeding", "weakness", "lump", "injury",   "discomfort"};

struct triage_kb *kb_triage(struct kb *kb, struct err *err)
{
	if (!kb->triage) {
		struct triage_kb *k = arena_new(&kb->arena, struct triage_kb);
		size_t n;
		const void *section = kb_section(kb, IMAGE_TRIAGE, &n);
		if (!triage_image_read(section, n, &kb->arena, k) &&
		    !triage_load_rows(kb, k, err))
			return NULL;
		kb->triage = k;
	}
	return kb->triage;
}

bool symptom_is_topic(const struct symptom *s)
{
	return s->system && strcmp(s->system, SYSTEM_TOPIC) == 0;
}

int triage_symptom_id(const struct triage_kb *k, const char *code)
{
	size_t low = 1, high = k->n_symptoms; /* ids are in order of codes */

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = k->symptoms[mid].code
				    ? strcmp(k->symptoms[mid].code, code)
				    : -1;
		if (order == 0)
			return (int)mid;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

void triage_free_all(struct kb *kb)
{
	struct triage_kb *k = kb->triage;

	for (size_t i = 0; k && i < k->first[TRIAGE_KINDS]; i++) {
		condition_release(&k->items[i].condition);
		for (size_t r = 0; r < k->items[i].n_rules; r++)
			condition_release(&k->items[i].rules[r].condition);
	}
}

void triage_facts_init(struct triage_facts *t, const struct triage_kb *k,
		       struct arena *a)
{
	t->symptom = arena_array(a, double, k->n_symptoms *SYMPTOM_ASPECTS);
	for (size_t i = 0; i < k->n_symptoms * SYMPTOM_ASPECTS; i++)
		t->symptom[i] = NUM_NONE;
	for (int i = 0; i < TRIAGE_NUMBERS; i++)
		t->number[i] = NUM_NONE;
}

void triage_facts_note(struct triage_facts *t, const struct triage_kb *k,
		       int id, bool present)
{
	double *state = &t->symptom[id * SYMPTOM_ASPECTS + SYMPTOM_STATE];
	const struct symptom *s = &k->symptoms[id];

	if (*state == 1 || (!present && *state == 0))
		return;
	*state = present;
	if (!present)
		return;
	for (size_t i = 0; i < s->n_implies; i++)
		triage_facts_note(t, k, s->implies[i], true);
	for (size_t i = 0; i < s->n_excludes; i++)
		triage_facts_note(t, k, s->excludes[i], false);
}

bool triage_fits(const struct triage_item *x, const struct patient *p)
{
	if (x->sex && p->sex != SEX_UNKNOWN && (int)p->sex != x->sex)
		return false;
	/* whoever is pregnant is no child */
	if (p->pregnant == TRI_YES && x->age_high <= 11 * 365.25)
		return false;
	return isnan(p->age.days) ||
	       !((!isnan(x->age_low) && p->age.days < x->age_low) ||
		 (!isnan(x->age_high) && p->age.days >= x->age_high));
}

/* A pulse of nought is a reading; a sign that is absent gives nothing. */
static bool is_reading(const struct name *name)
{
	return name->attribute == ATTR_VALUE || name->attribute == ATTR_TRIAGE;
}

/* Can the given be true: is any of its names known and not zero? */
static bool any_given(const struct bindings *b, const struct condition *c,
		      int n_given)
{
	bool named = false;

	for (int i = 0; i < n_given && i < CONDITION_NAMES; i++) {
		if (c->names[i]->attribute == ATTR_LITERAL)
			continue;
		named = true;
		if (!isnan(b->value[i]) &&
		    (b->value[i] != 0 || is_reading(c->names[i])))
			return true;
	}
	return !named;
}

/* Names before conditions: most conditions end at their names. */
static bool bind_names(struct kb *kb, const char *names, struct condition *c,
		       const struct facts *f, struct bindings *ret,
		       struct err *err)
{
	if (!c->names && !condition_names(kb, names, c, err))
		return false;
	condition_bind(c, f, ret);
	return true;
}

bool triage_evaluate(struct kb *kb, struct triage_item *x,
		     const struct facts *f, enum triage_outcome *ret,
		     const struct name **ret_missing, size_t max, size_t *ret_n,
		     struct err *err)
{
	struct condition *c = &x->condition;
	struct bindings b;

	*ret = TRIAGE_SILENT;
	*ret_n = 0;
	if (!x->sql)
		return true;
	if (!bind_names(kb, x->names, c, f, &b, err))
		return false;
	if (!any_given(&b, c, x->n_given))
		return true;
	if (!condition_prepare(kb, x->sql, c, err))
		return false;
	struct outcome out = condition_run(c, &b);
	if (!(out.column[0] != 0) || isnan(out.column[0]) || out.column[2] == 1)
		return true;
	if (!isnan(out.column[1])) {
		*ret = out.column[1] != 0 ? TRIAGE_FIRES : TRIAGE_SILENT;
		return true;
	}
	*ret = TRIAGE_UNKNOWN;
	for (size_t i = (size_t)x->n_given; i < c->n_names && *ret_n < max; i++)
		if (isnan(b.value[i]) && condition_depends(c, &b, i, 1))
			ret_missing[(*ret_n)++] = c->names[i];
	return true;
}

bool triage_points(struct kb *kb, struct triage_item *x, const struct facts *f,
		   double *ret, struct err *err)
{
	struct bindings b;

	*ret = 0;
	for (size_t i = 0; i < x->n_rules; i++) {
		struct triage_rule *r = &x->rules[i];
		if (!bind_names(kb, r->names, &r->condition, f, &b, err) ||
		    !condition_prepare(kb, r->sql, &r->condition, err))
			return false;
		struct outcome out = condition_run(&r->condition, &b);
		if (!isnan(out.column[0]) && out.column[0] != 0)
			*ret += r->points;
	}
	return true;
}
