/* Findings of drug checks: wording, modifiers, doses. */
#include "commands/drug-check/check.h"

#include "base/num.h"
#include "base/strbuf.h"

#include <math.h>
#include <string.h>

static const enum urgency urgency_of[TIERS] = {URGENCY_URGENT, URGENCY_SOON,
					       URGENCY_ROUTINE, URGENCY_INFO};

const char *names_of(struct checking *c, const struct active *const *who,
		     size_t n, enum lang lang, const char *between)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < n; i++)
		strbuf_addf(&sb, "%s%s", i ? between : "",
			    who[i]->drug->name.in[lang]);
	const char *text = arena_strndup(c->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static void copy_sources(struct checking *c, const struct yaml *list,
			 struct finding *f)
{
	f->n_sources = yaml_count(list);
	f->sources = arena_array(c->arena, const char *, f->n_sources);
	for (size_t i = 0; i < f->n_sources; i++)
		f->sources[i] = yaml_at(list, i)->scalar;
}

static void add_evidence(struct checking *c, struct finding *f,
			 const struct active *const *who, size_t n)
{
	struct evidence_vec all = {0};

	for (size_t i = 0; i < n; i++)
		for (size_t o = 0; o < c->orders->n && o < 64; o++)
			if (who[i]->orders & 1ull << o) {
				struct evidence e = {
					who[i]->drug->code, (int)o + 1,
					c->orders->at[o].line, 0, 0};
				vec_push(&all, e);
			}
	f->evidence = arena_array(c->arena, struct evidence, all.n);
	if (all.n)
		memcpy(f->evidence, all.at, all.n * sizeof *all.at);
	f->n_evidence = all.n;
	vec_free(&all);
}

static struct drug_finding *add(struct checking *c, const char *id,
				const char *origin, enum drug_aspect aspect,
				enum drug_tier tier,
				const struct active *const *who, size_t n,
				struct text effect, struct text action,
				struct text because)
{
	struct drug_finding *x = arena_new(c->arena, struct drug_finding);
	struct finding f = {
		.id = id,
		.origin = origin,
		.urgency =
			urgency_of[aspect == ASPECT_FOOD && tier < TIER_MODERATE
					   ? TIER_MODERATE
					   : tier],
		.rank = 50,
		.extra = x};
	const bool plus = aspect == ASPECT_INTERACTION || aspect == ASPECT_HERB;

	x->id = id;
	x->aspect = aspect;
	x->tier = tier;
	x->consequence = effect;
	for (size_t i = 0; i < n && x->n_drugs < 16; i++) {
		x->drugs[x->n_drugs++] = who[i]->drug;
		x->is_new |= who[i]->is_new;
	}
	for (int k = 0; k < LANG_COUNT; k++) {
		enum lang lang = (enum lang)k;
		const char *names = names_of(c, who, n, lang,
					     plus              ? " + "
					     : lang == LANG_ZH ? "、"
							       : ", ");
		f.title.in[k] = arena_printf(c->arena, "%s%s%s", names,
					     lang == LANG_ZH ? "：" : ": ",
					     effect.in[k] ? effect.in[k] : "");
		f.because.in[k] = because.in[k] && *because.in[k]
					  ? because.in[k]
				  : effect.in[k] ? effect.in[k]
						 : "";
		f.patient.in[k] = "";
	}
	f.n_actions = action.in[0] != NULL;
	f.actions = arena_new(c->arena, struct text);
	f.actions[0] = action;
	add_evidence(c, &f, who, n);
	vec_push(c->findings, f);
	return x;
}

struct drug_finding *found(struct checking *c, const struct drug_rule *r,
			   enum drug_aspect aspect, enum drug_tier tier,
			   const struct active *const *who, size_t n)
{
	const struct yaml *node = drug_rule_node(c->kb, r);
	struct drug_finding *x = add(c, r->name, r->origin, aspect, tier, who,
				     n, drug_rule_text(c->kb, r, "effect"),
				     drug_rule_text(c->kb, r, "action"),
				     drug_rule_text(c->kb, r, "mechanism"));

	x->mechanism = drug_rule_text(c->kb, r, "mechanism");
	x->monitor = drug_rule_text(c->kb, r, "monitor");
	x->alternatives = drug_rule_text(c->kb, r, "alternatives");
	x->exposure = drug_rule_text(c->kb, r, "exposure");
	x->harm = drug_rule_text(c->kb, r, "harm");
	x->evidence = yaml_str(node, "evidence");
	x->covers = yaml_get(node, "covers");
	x->named = yaml_get(node, "all") != NULL;
	copy_sources(c, yaml_get(node, "sources"),
		     &c->findings->at[c->findings->n - 1]);
	return x;
}

struct drug_finding *found_plain(struct checking *c, const char *id,
				 const char *origin, enum drug_aspect aspect,
				 enum drug_tier tier,
				 const struct active *const *who, size_t n,
				 struct text effect, struct text action,
				 const char *source)
{
	struct text none = {{NULL, NULL}};
	struct drug_finding *x =
		add(c, id, origin, aspect, tier, who, n, effect, action, none);
	struct finding *f = &c->findings->at[c->findings->n - 1];

	f->n_sources = source != NULL;
	f->sources = arena_new(c->arena, const char *);
	f->sources[0] = source;
	return x;
}

void use_doses(struct checking *c, const struct active *a,
	       const struct active *b)
{
	const struct active *side[2] = {a, b};

	for (int i = 0; i < 2; i++) {
		double *amount = c->drug_facts->amount[i];
		bool mg = side[i] && side[i]->unit &&
			  strcmp(side[i]->unit, "mg") == 0;
		amount[DRUG_DAILY_MG] = mg && !side[i]->daily_partial
						? side[i]->daily
						: NUM_NONE;
		amount[DRUG_SINGLE_MG] = mg ? side[i]->single : NUM_NONE;
		amount[DRUG_DAILY_G] = amount[DRUG_DAILY_MG] / 1000;
	}
}

enum drug_tier weigh_modifiers(struct checking *c, const struct drug_rule *r,
			       const struct active *a, const struct active *b,
			       struct modifier **ret, size_t *ret_n)
{
	const struct yaml *list =
		yaml_get(drug_rule_node(c->kb, r), "modifiers");
	size_t n = yaml_count(list);
	enum drug_tier tier = r->tier;
	bool changed = false;

	*ret = arena_array(c->arena, struct modifier, n);
	*ret_n = n;
	if (n)
		use_doses(c, a, b);
	for (size_t i = 0; i < n; i++) {
		const struct yaml *m = yaml_at(list, i),
				  *text = yaml_get(m, "text");
		struct modifier *to = &(*ret)[i];
		to->condition.in[LANG_ZH] = yaml_str(text, "zh");
		to->condition.in[LANG_EN] = yaml_str(text, "en");
		to->when = yaml_str(m, "when");
		to->tier = drug_tier_parse(yaml_str(m, "tier"));
		to->met = drug_rule_holds(c->kb, r, (int)i + 1, c->facts, NULL,
					  c->err);
		if (!isnan(to->met) && to->met != 0 && to->tier >= 0 &&
		    (!changed || (enum drug_tier)to->tier < tier)) {
			tier = (enum drug_tier)to->tier;
			changed = true;
		}
	}
	return tier;
}

bool route_allows(const struct yaml *routes, const struct active *a)
{
	if (!yaml_count(routes))
		return a->systemic;
	if (!a->n_routes) /* not said: it may be this one */
		return strcmp(yaml_at(routes, 0)->scalar, "iv_push") != 0;
	for (size_t i = 0; i < yaml_count(routes); i++)
		for (size_t k = 0; k < a->n_routes; k++)
			if (strcmp(yaml_at(routes, i)->scalar, a->routes[k]) ==
			    0)
				return true;
	return false;
}

static void add_unique(struct code_vec *v, const char *code)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->at[i], code) == 0)
			return;
	vec_push(v, code);
}

void note_unchecked(struct checking *c, enum drug_aspect aspect,
		    const struct code_vec *codes, const struct drug *d)
{
	struct unchecked *u = &c->unchecked[aspect];

	for (size_t i = 0; i < codes->n; i++)
		add_unique(&u->codes, codes->at[i]);
	if (d)
		add_unique(&u->drugs, d->code);
}

enum drug_tier drug_finding_weight(const struct drug_finding *x)
{
	return x->aspect == ASPECT_FOOD && x->tier < TIER_MODERATE
		       ? TIER_MODERATE
		       : x->tier;
}

bool drug_finding_interrupts(const struct drug_finding *x)
{
	return !x->under && drug_finding_weight(x) <= TIER_MAJOR;
}
