/* What a rule that could not decide leaves behind. */
#include "kb/rule_private.h"

#include <math.h>

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
	const struct name *name = c->names[i];

	if (!name->analyte || name->attribute == ATTR_VALUE ||
	    facts_latest(e->facts, name->analyte->id))
		return false;
	for (size_t k = 0; k < c->n_names; k++)
		if (c->names[k]->analyte == name->analyte &&
		    c->names[k]->attribute == ATTR_VALUE && isnan(b->value[k]))
			return true;
	return false;
}

void evaluation_without_age(struct evaluation *e, struct rule *r,
			    const struct bindings *b)
{
	const struct condition *c = &r->condition;

	for (size_t i = 0; i < c->n_names; i++) {
		bool age = c->names[i]->attribute == ATTR_AGE ||
			   c->names[i]->attribute == ATTR_AGE_D;
		if (!age || !isnan(b->value[i]) ||
		    !condition_depends(c, b, i, GIVEN))
			continue;
		struct not_checked item = {
			.rule = r->name,
			.urgency = r->urgency,
			.title = rule_text(e->kb, r)->title,
			.missing = arena_new(e->facts->arena, struct missing),
			.n_missing = 1};
		item.missing[0] = (struct missing){c->names[i]->text, "absent"};
		vec_push(e->not_checked, item);
		return;
	}
}

/* The names whose value could decide; all unknown ones when none alone can. */
void evaluation_unchecked(struct evaluation *e, struct rule *r,
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
				c->names[i]->text, state_name(b, i)};
	if (!item.n_missing)
		return; /* a division by zero or the like: nothing to ask for */

	item.title = rule_text(e->kb, r)->title;
	vec_push(e->not_checked, item);
}
