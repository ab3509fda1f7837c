/* Several products behind one name: form, release and strength decide, or
 * nobody does. */
#include "commands/order_forms.h"

#include "kb/term.h"

#include <math.h>
#include <string.h>

bool order_same_ingredients(const struct drug *x, const struct drug *y)
{
	size_t n = x->n_ingredients ? x->n_ingredients : 1;
	size_t m = y->n_ingredients ? y->n_ingredients : 1;

	if (n != m)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct drug *a =
			x->n_ingredients ? x->ingredients[i].drug : x;
		bool found = false;
		for (size_t k = 0; k < m; k++)
			found |= (y->n_ingredients ? y->ingredients[k].drug
						   : y) == a;
		if (!found)
			return false;
	}
	return true;
}

bool order_holds(const struct drug *product, const struct drug *part)
{
	for (size_t i = 0; i < product->n_ingredients; i++)
		if (product->ingredients[i].drug == part)
			return product->n_ingredients > 1;
	return false;
}

bool order_is_insulin(const struct drug *d)
{
	const struct drug *first =
		d->n_ingredients ? d->ingredients[0].drug : d;

	return strncmp(first->atc, "A10A", 4) == 0;
}

static bool same_amount(double x, double y)
{
	return isnan(x) || fabs(x - y) < 1e-6 * y;
}

/* "49/51": one number for each ingredient, in whatever order. */
static bool parts_contradict(const struct drug *d, const struct parts *p)
{
	if (d->n_ingredients != p->n)
		return d->n_ingredients > 0;
	for (size_t i = 0; i < p->n; i++) {
		bool found = false;
		for (size_t k = 0; k < d->n_ingredients; k++)
			found |=
				same_amount(d->ingredients[k].amount, p->at[i]);
		if (!found)
			return true;
	}
	return false;
}

/* Does the product contradict what is written? */
static bool contradicted(const struct drug *d, const struct order *o)
{
	if (d->release && o->release && strcmp(d->release, o->release) != 0)
		return true;
	if (d->release && strcmp(d->release, "extended") == 0 && !o->release &&
	    o->form)
		return true; /* a plain "片" is no 缓释片 */
	if (d->form && o->form && strcmp(d->form, o->form) != 0)
		return true;
	if (o->parts.n)
		return parts_contradict(d, &o->parts);
	if (o->strength.unit && d->n_ingredients) {
		for (size_t i = 0; i < d->n_ingredients; i++)
			if (same_amount(d->ingredients[i].amount,
					o->strength.value))
				return false;
		return true;
	}
	return false;
}

void order_choose(struct kb *kb, struct order *o, const struct term_match *m,
		  struct arena *a)
{
	const struct drug **list = arena_array(a, const struct drug *, m->n);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < m->n; i++)
		if ((list[n] = kb_drug(kb, m->targets[i])))
			n++;
	if (n > 1) {
		const struct drug **fit =
			arena_array(a, const struct drug *, n);
		for (size_t i = 0; i < n; i++)
			if (!contradicted(list[i], o))
				fit[kept++] = list[i];
		if (kept) {
			list = fit;
			n = kept;
		}
	}
	bool same = n > 0;
	for (size_t i = 1; i < n; i++)
		same &= order_same_ingredients(list[0], list[i]);
	o->status = !n     ? ORDER_UNRESOLVED
		    : same ? ORDER_RESOLVED
			   : ORDER_AMBIGUOUS;
	o->drug = same ? list[0] : NULL;
	if (same && n > 1) {
		/* the ingredients are certain, which product is not: neither
		 * its amounts nor its form may be used */
		o->uncertain = true;
		if (list[0]->n_ingredients == 1)
			o->drug = list[0]->ingredients[0].drug;
	}
	if (n > 1) {
		o->candidates = list;
		o->n_candidates = n;
	}
	if (o->drug && o->drug->kind == DRUG_PRODUCT && n == 1) {
		if (!o->route && o->drug->route)
			o->route = o->drug->route;
		if (n == 1 && !o->form)
			o->form = o->drug->form;
		if (n == 1 && !o->release)
			o->release = o->drug->release;
	}
}
