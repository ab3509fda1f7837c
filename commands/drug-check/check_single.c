/* Checks of one drug against the patient: disease, pregnancy, lactation,
 * kidney, liver, age, laboratory. Conditions decide; one that could not is
 * noted with what it lacks. */
#include "commands/drug-check/check.h"

#include "kb/entries.h"

#include <math.h>
#include <string.h>

struct fired {
	const struct drug_rule *rule;
	int active;
	bool specific; /* names the substance itself */
	bool dropped, used;
};
struct fired_vec VEC_OF(struct fired);

/* The list is closed: a treatment it does not name is not being taken. */
static bool drop_treatments(struct code_vec *codes)
{
	size_t kept = 0;

	for (size_t i = 0; i < codes->n; i++)
		if (strncmp(codes->at[i], "ON.", 3) != 0)
			codes->at[kept++] = codes->at[i];
	codes->n = kept;
	return kept == 0;
}

static void judge(struct checking *c, const struct drug_rule *r, int a,
		  bool specific, struct fired_vec *fired)
{
	const struct active *x = &c->actives.at[a];
	struct code_vec missing = {0};

	for (size_t i = 0; i < fired->n; i++)
		if (fired->at[i].rule == r && fired->at[i].active == a)
			return;
	if (!route_allows(drug_rule_routes(c->kb, r), x))
		return;
	use_doses(c, x, NULL);
	double holds = drug_rule_holds(c->kb, r, 0, c->facts, &missing, c->err);
	if (isnan(holds)) {
		if (!drop_treatments(&missing))
			note_unchecked(c, r->aspect, &missing, x->drug);
	} else if (holds != 0) {
		struct fired f = {r, a, specific, false, false};
		vec_push(fired, f);
	}
	vec_free(&missing);
}

/* Of several rules on one matter (kidney, age …) for one drug the one that
 * names it, then the worst, speaks. */
static bool single_voice(enum drug_aspect a)
{
	return a == ASPECT_RENAL || a == ASPECT_HEPATIC ||
	       a == ASPECT_PREGNANCY || a == ASPECT_LACTATION ||
	       a == ASPECT_AGE || a == ASPECT_FOOD;
}

static void drop_lesser(struct fired_vec *v)
{
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->n; k++) {
			struct fired *x = &v->at[i], *y = &v->at[k];
			if (i == k || x->active != y->active ||
			    x->rule->aspect != y->rule->aspect ||
			    !single_voice(x->rule->aspect) || y->dropped)
				continue;
			if (y->rule->tier < x->rule->tier ||
			    (y->rule->tier == x->rule->tier &&
			     (y->specific > x->specific ||
			      (y->specific == x->specific && k < i))))
				x->dropped = true;
		}
}

static void report(struct checking *c, struct fired_vec *v, size_t at)
{
	const struct active *who[16];
	const struct drug_rule *r = v->at[at].rule;
	struct modifier *modifiers;
	size_t n = 0, n_modifiers;

	for (size_t i = at; i < v->n && n < 16; i++)
		if (v->at[i].rule == r && !v->at[i].dropped) {
			who[n++] = &c->actives.at[v->at[i].active];
			v->at[i].used = true;
		}
	enum drug_tier tier =
		weigh_modifiers(c, r, who[0], NULL, &modifiers, &n_modifiers);
	struct drug_finding *x = found(c, r, r->aspect, tier, who, n);
	x->modifiers = modifiers;
	x->n_modifiers = n_modifiers;
}

void check_single(struct checking *c)
{
	struct fired_vec fired = {0};

	for (size_t a = 0; a < c->actives.n; a++) {
		const struct drug *d = c->actives.at[a].drug;
		for (size_t k = 0; k < d->n_classes; k++) {
			size_t n;
			uint32_t node = d->classes[k].node;
			const uint32_t *rules = drug_checks(c->kb, node, &n);
			for (size_t i = 0; i < n; i++) {
				const struct drug_rule *r =
					kb_drug_rule(c->kb, rules[i]);
				if (r && r->entry == ENTRY_DRUG_CHECK)
					judge(c, r, (int)a, node == d->id,
					      &fired);
			}
		}
	}
	drop_lesser(&fired);
	for (size_t i = 0; i < fired.n; i++)
		if (!fired.at[i].used && !fired.at[i].dropped)
			report(c, &fired, i);
	vec_free(&fired);
}
