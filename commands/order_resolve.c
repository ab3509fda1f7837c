/* From the name as written to a substance, herb or product: exact, then
 * without makers, forms and salts, then near names, which are only offered.
 * Several products behind one name: form, release and strength decide, or
 * nobody does. */
#include "commands/order_forms.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>

struct order order_blank(void)
{
	return (struct order){.strength = {NUM_NONE, NULL},
			      .per = {NUM_NONE, NULL},
			      .dose = {NUM_NONE, NULL},
			      .dose_high = NUM_NONE,
			      .per_day = NUM_NONE,
			      .days = NUM_NONE,
			      .bare = NUM_NONE,
			      .day_factor = NUM_NONE,
			      .status = ORDER_UNRESOLVED};
}

/* Brackets with what they hold go (makers, Latin names). */
static char *without_brackets(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s), *to = copy;
	int depth = 0;

	for (const char *p = s; *p; p++) {
		if (*p == '(' || *p == '[' || *p == '<') {
			depth++;
		} else if (*p == ')' || *p == ']' || *p == '>') {
			if (depth)
				depth--;
		} else if (!depth) {
			*to++ = *p;
		}
	}
	*to = '\0';
	return copy;
}

struct term_match order_name_match(struct kb *kb, const char *s, size_t n)
{
	struct term_match m = term_exact(kb, TERM_DRUG, s, n);

	for (int round = 0; !m.len && n && round < 12; round++) {
		const struct order_form *f = form_at(s, n, true);
		size_t cut = f ? strlen(f->word) : 0;
		if (cut && cut < n) {
			n -= cut;
		} else if ((f = form_at(s, n, false)) &&
			   (unsigned char)*s >= 0x80 && strlen(f->word) < n) {
			s += strlen(f->word);
			n -= strlen(f->word);
		} else {
			break;
		}
		m = term_exact(kb, TERM_DRUG, s, n);
	}
	for (int k = 0; !m.len && order_salts[k]; k++) {
		size_t len = strlen(order_salts[k]);
		if (len >= n)
			continue;
		if (memcmp(s, order_salts[k], len) == 0)
			m = term_exact(kb, TERM_DRUG, s + len, n - len);
		if (!m.len && memcmp(s + n - len, order_salts[k], len) == 0)
			m = term_exact(kb, TERM_DRUG, s, n - len);
	}
	return m;
}

/* A known name in front with nothing but forms and salts behind, or a known
 * name behind a salt. */
static struct term_match prefix_match(struct kb *kb, const char *s, size_t n)
{
	struct term_match none = {0, NULL, 0};
	struct term_match m = term_longest(kb, TERM_DRUG, s, n);

	if (m.len && only_forms(s + m.len, n - m.len))
		return m;
	for (int k = 0; order_salts[k]; k++) {
		size_t len = strlen(order_salts[k]);
		if (len >= n || memcmp(s, order_salts[k], len) != 0)
			continue;
		m = term_longest(kb, TERM_DRUG, s + len, n - len);
		if (m.len && only_forms(s + len + m.len, n - len - m.len))
			return m;
	}
	return none;
}

static bool same_ingredients(const struct drug *x, const struct drug *y)
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

static void choose(struct kb *kb, struct order *o, const struct term_match *m,
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
		same &= same_ingredients(list[0], list[i]);
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

static void offer_near(struct kb *kb, struct order *o, const char *s, size_t n,
		       struct arena *a)
{
	size_t characters = 0;

	for (size_t i = 0; i < n; i++)
		characters += ((unsigned char)s[i] & 0xC0) != 0x80;
	if (characters < 3)
		return;
	uint32_t ids[8];
	bool latin = (unsigned char)s[0] < 0x80;
	int distance = characters >= (latin ? 6 : 5) ? 2 : 1;
	size_t found = term_near_all(kb, TERM_DRUG, s, n, distance, ids, 8);
	const struct drug **list = arena_array(a, const struct drug *, found);
	size_t kept = 0;
	for (size_t i = 0; i < found; i++)
		if ((list[kept] = kb_drug(kb, ids[i])))
			kept++;
	if (kept) {
		o->status = ORDER_AMBIGUOUS;
		o->near = true;
		o->candidates = list;
		o->n_candidates = kept;
	}
}

static bool all_herbs(struct kb *kb, const struct term_match *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct drug *d = kb_drug(kb, m->targets[i]);
		if (!d || d->kind != DRUG_HERB)
			return false;
	}
	return m->n > 0;
}

/* What the brackets hold, when what stands before them is unknown:
 * "氨麻苯美片(白加黑)". */
static struct term_match bracket_match(struct kb *kb, const char *printed,
				       struct arena *a)
{
	struct term_match none = {0, NULL, 0};

	for (const char *p = printed; (p = strpbrk(p, "([")); p++) {
		size_t n = strcspn(p + 1, ")]");
		struct folded f = fold_text(kb, p + 1, n, a);
		struct term_match m = order_name_match(kb, f.s, f.n);
		if (m.len && f.n >= 6)
			return m;
	}
	return none;
}

static void resolve(struct kb *kb, struct order *o, struct arena *a)
{
	const char *bare = without_brackets(a, o->printed);
	struct folded whole = fold_text(kb, o->printed, strlen(o->printed), a);
	struct folded f = fold_text(kb, bare, strlen(bare), a);
	struct term_match m = term_exact(kb, TERM_DRUG, whole.s, whole.n);

	/* 砒霜 is no cream */
	if (!m.len || !all_herbs(kb, &m))
		note_forms(o, f.s, f.n);
	if (!m.len)
		m = order_name_match(kb, f.s, f.n);
	if (!m.len)
		m = prefix_match(kb, f.s, f.n);
	if (!m.len)
		m = order_name_match(kb, whole.s, whole.n);
	if (!m.len && (m = term_exact(kb, TERM_DRUG_PINYIN, f.s, f.n)).len)
		o->form = o->release = NULL; /* the xl of amxl */
	if (m.len) {
		choose(kb, o, &m, a);
	} else if (order_compound(kb, o, bare, a)) {
		o->status = ORDER_RESOLVED;
	} else if ((m = bracket_match(kb, o->printed, a)).len) {
		choose(kb, o, &m, a);
	} else {
		/* near names, without the forms at the end */
		size_t n = f.n;
		for (const struct order_form *w; n > 6 &&
						 (w = form_at(f.s, n, true)) &&
						 strlen(w->word) < n;)
			n -= strlen(w->word);
		offer_near(kb, o, f.s, n, a);
	}
	if (o->drug)
		order_amounts(kb, o, a);
}

static bool equal_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void orders_resolve(struct kb *kb, struct order_vec *orders, struct arena *a)
{
	for (size_t i = 0; i < orders->n; i++) {
		struct order *o = &orders->at[i];
		resolve(kb, o, a);
		for (size_t k = 0; k < i; k++)
			o->repeated |= o->drug &&
				       orders->at[k].drug == o->drug &&
				       equal_text(orders->at[k].text, o->text);
	}
}
