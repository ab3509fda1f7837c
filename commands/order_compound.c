/* Combinations that are printed by their ingredients, and numbers that only
 * mean something once the drug is known. */
#include "commands/order_forms.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/entries.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>

enum { MOST = 4 };

struct list {
	const struct drug *at[MOST];
	size_t n;
};

static bool add_part(struct kb *kb, struct list *list,
		     const struct term_match *m)
{
	const struct drug *d = m->n ? kb_drug(kb, m->targets[0]) : NULL;

	if (m->n != 1 || !d || d->kind != DRUG_SUBSTANCE || list->n == MOST)
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i] == d)
			return false;
	list->at[list->n++] = d;
	return true;
}

/* "A/B", "A-B", "A + B", "A and B". */
static bool split_marks(struct kb *kb, const char *name, struct list *list,
			struct arena *a)
{
	bool word = (unsigned char)*name >= 0x80;

	while (*name) {
		size_t n = strcspn(name, "/+&-");
		const char *and = strstr(name, " and ");
		size_t skip = 1;
		if (and&&(size_t)(and-name) < n) {
			n = (size_t)(and-name);
			skip = 5;
		}
		struct folded f = fold_text(kb, name, n, a);
		struct term_match m = order_name_match(kb, &f, name);
		if (!m.len || !add_part(kb, list, &m))
			return false;
		word |= n > 4;
		name += n;
		name += strlen(name) < skip ? strlen(name) : skip;
	}
	/* of abbreviations alone anything can be made: SMZ/TPM */
	return list->n > 1 && word;
}

static size_t salt_at(const char *s, size_t n)
{
	size_t best = 0;

	for (int k = 0; order_salts[k]; k++) {
		size_t m = strlen(order_salts[k]);
		if (m <= n && m > best && memcmp(s, order_salts[k], m) == 0)
			best = m;
	}
	return best;
}

/* 缬沙坦氨氯地平片: names on end, salts between, forms behind. */
static bool split_run(struct kb *kb, const char *name, struct list *list,
		      struct arena *a)
{
	struct folded f = fold_text(kb, name, strlen(name), a);
	const struct order_form *form = form_at(f.s, f.n, false);
	size_t at = form ? strlen(form->word) : 0; /* 注射用 */

	while (at < f.n) {
		struct term_match m =
			term_longest(kb, TERM_DRUG, f.s + at, f.n - at);
		/* names of one character are parts of others */
		if (m.len >= 6 && add_part(kb, list, &m)) {
			at += m.len;
			continue;
		}
		size_t salt = salt_at(f.s + at, f.n - at);
		if (!salt || (unsigned char)f.s[at] < 0x80)
			break;
		at += salt;
	}
	return list->n > 1 && only_forms(f.s + at, f.n - at);
}

static const char *join(const struct list *list, bool codes, enum lang lang,
			struct arena *a)
{
	const char *text = "";

	for (size_t i = 0; i < list->n; i++)
		text = arena_printf(a, "%s%s%s", text,
				    !i                ? ""
				    : codes           ? "+"
				    : lang == LANG_ZH ? "、"
						      : " and ",
				    codes ? list->at[i]->code
					  : list->at[i]->name.in[lang]);
	return text;
}

bool order_compound(struct kb *kb, struct order *o, const char *name,
		    struct arena *a)
{
	struct list list = {.n = 0};
	bool cjk = (unsigned char)*name >= 0x80;

	/* 复方: there may be more in it than is named */
	if (strstr(name, "复方") || strstr(name, "複方") ||
	    (!split_marks(kb, name, &list, a) &&
	     (list.n = 0, !cjk || !split_run(kb, name, &list, a))))
		return false;
	struct drug *d = arena_new(a, struct drug);
	struct drug_ingredient *parts =
		arena_array(a, struct drug_ingredient, list.n);
	for (size_t i = 0; i < list.n; i++)
		parts[i] = (struct drug_ingredient){list.at[i], NUM_NONE, NULL};
	d->kind = DRUG_PRODUCT;
	d->code = join(&list, true, LANG_EN, a);
	for (int l = 0; l < LANG_COUNT; l++)
		d->name.in[l] = join(&list, false, (enum lang)l, a);
	d->atc = "";
	d->duplicate = -1;
	d->ingredients = parts;
	d->n_ingredients = list.n;
	d->entry = ENTRY_PRODUCT;
	o->drug = d;
	return true;
}

/* The most a limit of the knowledge base allows at once or a day, in mg. */
static double most_allowed(struct kb *kb, const struct drug *d)
{
	static const char *const keys[] = {"single", "daily"};
	double most = NUM_NONE;
	size_t n;
	const uint32_t *rules = drug_checks(kb, d->id, &n);

	for (size_t i = 0; i < n; i++) {
		const struct drug_rule *r = kb_drug_rule(kb, rules[i]);
		if (!r || r->entry != ENTRY_DOSE_LIMIT)
			continue;
		for (size_t k = 0; k < 2; k++) {
			const char *unit,
				*text = yaml_str(drug_rule_node(kb, r),
						 keys[k]);
			double x;
			if (text && drug_amount_parse(text, &x, &unit) &&
			    strcmp(unit, "mg") == 0 &&
			    (isnan(most) || x > most))
				most = x;
		}
	}
	return most;
}

/* "amlodipine/valsartan 5/160" of a product that holds valsartan first: the
 * numbers follow the names. */
static bool follow_names(struct kb *kb, struct order *o, struct arena *a)
{
	const struct drug *d = o->drug;
	struct list list = {.n = 0};
	struct parts sorted = o->parts;

	if (!split_marks(kb, o->printed, &list, a) || list.n != o->parts.n ||
	    d->n_ingredients != list.n)
		return false;
	for (size_t i = 0; i < list.n; i++) {
		size_t k = 0;
		while (k < d->n_ingredients &&
		       d->ingredients[k].drug != list.at[i])
			k++;
		if (k == d->n_ingredients ||
		    o->parts.at[i] > most_allowed(kb, list.at[i]))
			return false;
		sorted.at[k] = o->parts.at[i];
	}
	o->parts = sorted;
	return true;
}

/* "50/12.5": may each number belong to the ingredient at its place? */
static bool parts_fit(struct kb *kb, const struct order *o)
{
	const struct drug *d = o->drug;
	/* micrograms of an inhaler are often printed without their unit */
	bool swallowed = !d->route || strcmp(d->route, "oral") == 0;

	if (d->n_ingredients != o->parts.n || (!o->parts.unit && !swallowed))
		return false;
	for (size_t i = 0; i < d->n_ingredients; i++) {
		const struct drug_ingredient *part = &d->ingredients[i];
		if (!isnan(part->amount)
			    ? fabs(part->amount - o->parts.at[i]) >
				      1e-6 * o->parts.at[i]
			    : o->parts.at[i] > most_allowed(kb, part->drug))
			return false;
	}
	return true;
}

/* "0.5 1片": beside tablets it is what each holds. */
static void put_grams(struct order *o)
{
	struct quantity *q = o->dose.unit ? &o->strength : &o->dose;

	*q = (struct quantity){o->bare * 1000, "mg"};
	if (q == &o->dose)
		o->dose_high = NUM_NONE;
}

/* 二甲双胍 0.5 tid: a prescription leaves out the gram, and only the gram.
 * 地高辛 0.25 would be a thousand times too much: then the unit is not known. */
static void read_grams(struct kb *kb, struct order *o)
{
	const struct drug *one = o->drug->n_ingredients == 1
					 ? o->drug->ingredients[0].drug
				 : o->drug->n_ingredients ? NULL
							  : o->drug;
	bool cjk = (unsigned char)o->printed[0] >= 0x80;
	bool fraction = o->bare != floor(o->bare) || o->decimal;
	double most = one ? most_allowed(kb, one) : NUM_NONE;

	/* 哌拉西林/他唑巴坦 4.5: grams, as of all of these */
	if (!one && cjk && o->decimal && o->bare >= 0.5 && o->bare <= 6 &&
	    o->drug->ingredients[0].drug &&
	    o->drug->ingredients[0].drug->atc[0] == 'J') {
		put_grams(o);
		return;
	}
	/* 柴胡 9: of herbs everything is in grams */
	if (one && one->kind == DRUG_HERB && cjk && o->bare <= 120) {
		put_grams(o);
		return;
	}
	if (!one || one->kind != DRUG_SUBSTANCE || !cjk || !fraction ||
	    o->bare < 0.05 || o->bare * 1000 > most)
		return;
	/* with no limit known only drugs that are always of grams */
	if (isnan(most) &&
	    !(one->atc[0] == 'J' && o->bare >= 0.25 && o->bare <= 6))
		return;
	put_grams(o);
}

/* "软膏 20g 外用", "滴眼液 5ml": what the tube or bottle holds is no dose. */
static void leave_pack(struct order *o)
{
	static const char *const forms[] = {"cream", "ointment", "drops",
					    "spray", "inhaler"};
	bool tube = false;

	for (size_t i = 0; o->form && i < sizeof forms / sizeof *forms; i++)
		tube |= strcmp(o->form, forms[i]) == 0;
	bool bottle = o->form && o->route && strcmp(o->route, "topical") == 0;
	if ((!tube && !bottle) || !o->dose.unit ||
	    (o->route && strcmp(o->route, "oral") == 0))
		return;
	if ((strcmp(o->dose.unit, "mg") == 0 && o->dose.value >= 5000) ||
	    (strcmp(o->dose.unit, "mL") == 0 &&
	     o->dose.value >= (tube ? 2.5 : 30))) {
		o->dose = (struct quantity){NUM_NONE, NULL};
		o->dose_high = NUM_NONE;
	}
}

void order_amounts(struct kb *kb, struct order *o, struct arena *a)
{
	bool several = o->drug->n_ingredients > 1;

	/* "49-51 mg" of two drugs is no range of a dose */
	if (several && o->dose.unit && strcmp(o->dose.unit, "mg") == 0 &&
	    !isnan(o->dose_high) && o->drug->n_ingredients == 2 &&
	    !o->parts.n) {
		o->parts = (struct parts){
			{o->dose.value, o->dose_high}, 2, "mg", true};
		o->dose = (struct quantity){NUM_NONE, NULL};
		o->dose_high = NUM_NONE;
	}
	if (several && o->parts.n) {
		/* the names say it, whatever strength we know */
		o->parts_fit = follow_names(kb, o, a) || parts_fit(kb, o);
	}
	leave_pack(o);
	bool tablets = o->dose.unit && strcmp(o->dose.unit, "tablet") == 0 &&
		       !o->strength.unit;
	if ((!o->dose.unit || tablets) && !isnan(o->bare))
		read_grams(kb, o);
}
