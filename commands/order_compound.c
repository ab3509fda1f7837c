/* Combinations that are printed by their ingredients. */
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
		/* names of one character are parts of others; 阿片 at the end
		 * is a form */
		bool form_char = m.len == 6 && at + m.len == f.n && at &&
				 form_at(f.s + at, m.len, true);
		if (m.len >= 6 && !form_char && add_part(kb, list, &m)) {
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

/* "amlodipine/valsartan 5/160" of a product that holds valsartan first: the
 * numbers follow the names. */
bool order_follow_names(struct kb *kb, struct order *o, struct arena *a)
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
		    o->parts.at[i] > order_most_allowed(kb, list.at[i]))
			return false;
		sorted.at[k] = o->parts.at[i];
	}
	o->parts = sorted;
	return true;
}
