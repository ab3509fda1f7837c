/* From the name as written to a substance, herb or product: exact, then
 * without makers, forms and salts, then spelled out by ingredients, then near
 * names, which are only offered. */
#include "commands/order_forms.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/memo.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

struct order order_blank(void)
{
	return (struct order){.strength = {NUM_NONE, NULL},
			      .per = {NUM_NONE, NULL},
			      .dose = {NUM_NONE, NULL},
			      .dose_high = NUM_NONE,
			      .strength_high = NUM_NONE,
			      .per_day = NUM_NONE,
			      .days = NUM_NONE,
			      .bare = NUM_NONE,
			      .bare_high = NUM_NONE,
			      .spec = NUM_NONE,
			      .day_factor = NUM_NONE,
			      .most = {NUM_NONE, NULL},
			      .sites = 1,
			      .ends = DATE_NONE,
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
	/* what is farther than the nearest is noise */
	size_t found = 0;
	for (int d = 1; d <= distance && !found; d++)
		found = term_near_all(kb, TERM_DRUG, s, n, d, ids, 8);
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
		struct term_match m = order_name_match(kb, &f, p + 1);
		if (m.len && f.n >= 6)
			return m;
	}
	return none;
}

/* "10%KCl", "0.5%碘伏": the name behind how strong it is. */
static const char *without_percent(const char *s)
{
	size_t i = strspn(s, "0123456789.");

	return i && s[i] == '%' && s[i + 1] ? s + i + 1 : s;
}

/* What a name stands for, and what its words of forms say. */
struct name_read {
	struct term_match match;
	const char *form, *release, *route;
	uint32_t other[4]; /* it might be these as well */
	size_t n_other;
	bool guessed; /* initials that may be anything */
};

/* Three letters stand for anything, and capitals for an abbreviation: only hfl
 * of the generic name 华法林 is taken; of others it is asked. */
static bool initials_guess(struct kb *kb, const struct term_match *m,
			   const char *printed)
{
	size_t n = 0, small = 0;
	const struct drug *d = kb_drug(kb, m->targets[0]);

	for (const char *c = printed; *c; c++) {
		n += isalnum((unsigned char)*c) != 0;
		small += islower((unsigned char)*c) != 0;
	}
	if (n > 4 || (n == 4 && (small == n || !small)))
		return false;
	return small < n || m->n != 1 || !d || d->kind != DRUG_SUBSTANCE ||
	       strlen(d->name.in[LANG_ZH]) != 3 * n;
}

static struct name_read read_name(struct kb *kb, const char *printed,
				  struct arena *a)
{
	const char *bare = without_brackets(a, printed);
	struct folded whole = fold_text(kb, printed, strlen(printed), a);
	struct folded f = fold_text(kb, bare, strlen(bare), a);
	struct term_match m = term_exact(kb, TERM_DRUG, whole.s, whole.n);
	struct order words = {.form = NULL};

	/* 砒霜 is no cream */
	if (!m.len || !all_herbs(kb, &m))
		note_forms(&words, &f, bare);
	bool exact = m.len > 0;
	if (!m.len)
		m = order_name_match(kb, &f, bare);
	if (!m.len)
		m = order_prefix_match(kb, &f, bare);
	if (!m.len)
		m = order_name_match(kb, &whole, printed);
	if (!m.len && without_percent(bare) != bare)
		m = order_name_match_text(kb, without_percent(bare), a);
	bool pinyin = false;
	if (!m.len && (m = term_exact(kb, TERM_DRUG_PINYIN, f.s, f.n)).len) {
		words = (struct order){.form = NULL}; /* the xl of amxl */
		pinyin = true;
	}
	struct name_read ret = {.match = m,
				.form = words.form,
				.release = words.release,
				.route = words.route,
				.guessed =
					pinyin && initials_guess(kb, &m, bare)};
	if (!exact && !pinyin)
		ret.n_other = order_other_names(kb, &f, bare, &m, ret.other, 4);
	return ret;
}

static const struct name_read *name_of(struct kb *kb, const char *printed,
				       struct arena *a)
{
	size_t n = strlen(printed);
	const void *known;

	if (kb_recall(kb, KB_MEMO_ORDER_NAME, printed, n, &known))
		return known;
	struct arena *kept = kb_may_keep(kb, KB_MEMO_ORDER_NAME, n);
	struct name_read *name = arena_new(kept ? kept : a, struct name_read);
	*name = read_name(kb, printed, a);
	if (kept)
		kb_keep(kb, KB_MEMO_ORDER_NAME, printed, n, name);
	return name;
}

/* The nearest names, without the forms at the end. */
static void guess(struct kb *kb, struct order *o, struct arena *a)
{
	const char *bare = without_brackets(a, o->printed);
	struct folded f = fold_text(kb, bare, strlen(bare), a);
	size_t n = f.n;

	for (const struct order_form *w;
	     n > 6 && (w = form_at(f.s, n, true)) && strlen(w->word) < n;)
		n -= strlen(w->word);
	offer_near(kb, o, f.s, n, a);
}

/* What was found is one candidate among others. */
static void doubt(struct kb *kb, struct order *o, const struct name_read *name,
		  struct arena *a)
{
	const struct drug **list =
		arena_array(a, const struct drug *, name->n_other + 1);
	size_t n = 0;

	if (o->status != ORDER_RESOLVED)
		return;
	if (o->drug->id)
		list[n++] = o->drug;
	for (size_t i = 0; i < name->n_other; i++)
		if ((list[n] = kb_drug(kb, name->other[i])) &&
		    !order_same_ingredients(list[n], o->drug))
			n++;
	if (!name->guessed && n == (o->drug->id > 0))
		return; /* another name of the same */
	o->status = ORDER_AMBIGUOUS;
	o->near = true;
	o->drug = NULL;
	o->candidates = list;
	o->n_candidates = n;
}

/* "胰岛素(诺和灵30R)", "硝苯地平片(拜新同)": the brand in the brackets says more
 * than the generic name. Of the same ingredients it is the product; what holds
 * others as well, or is another insulin, is asked about. */
static void prefer_brand(struct kb *kb, struct order *o, struct arena *a)
{
	const struct drug *generic = o->drug;
	struct term_match m = {0, NULL, 0};

	if (generic && strpbrk(o->printed, "(["))
		m = bracket_match(kb, o->printed, a);
	const struct drug *brand =
		m.len && m.n == 1 ? kb_drug(kb, m.targets[0]) : NULL;
	if (!brand || brand == generic || brand->patent || generic->patent)
		return;
	if (order_same_ingredients(brand, generic)) {
		if (brand->kind == DRUG_PRODUCT)
			order_choose(kb, o, &m, a);
		return;
	}
	if (!order_holds(brand, generic) &&
	    !(order_is_insulin(brand) && order_is_insulin(generic)))
		return;
	const struct drug **list = arena_array(a, const struct drug *, 2);
	list[0] = brand;
	list[1] = generic;
	o->status = ORDER_AMBIGUOUS;
	o->drug = NULL;
	o->candidates = list;
	o->n_candidates = 2;
}

static void resolve(struct kb *kb, struct order *o, struct arena *a)
{
	const struct name_read *name = name_of(kb, o->printed, a);
	struct term_match m = name->match;

	if (name->form)
		o->form = name->form;
	if (name->release)
		o->release = name->release;
	if (name->route && !o->route)
		o->route = name->route;
	if (m.len) {
		order_choose(kb, o, &m, a);
		prefer_brand(kb, o, a);
	} else if (order_compound(kb, o, without_brackets(a, o->printed), a)) {
		o->status = ORDER_RESOLVED;
	} else if ((m = bracket_match(kb, o->printed, a)).len) {
		order_choose(kb, o, &m, a);
	} else {
		guess(kb, o, a);
	}
	if (name->n_other || name->guessed)
		doubt(kb, o, name, a);
	if (o->drug)
		order_amounts(kb, o, a);
}

/* Nothing but a name. */
static bool says_nothing(const struct order *o)
{
	return isnan(o->dose.value) && isnan(o->strength.value) &&
	       isnan(o->per_day) && isnan(o->bare) && !o->parts.n && !o->once &&
	       !o->prn && !o->frequency && isnan(o->days) && !o->aside;
}

/* "cholecalciferol, vitamin D3, (VITAMIN D3) 50 mcg": named twice, ordered
 * once. */
static void drop_named_twice(struct order_vec *orders)
{
	size_t kept = 0;

	for (size_t i = 0; i < orders->n; i++) {
		const struct order *o = &orders->at[i],
				   *next = i + 1 < orders->n ? o + 1 : NULL;
		if (next && o->line && o->line == next->line && o->drug &&
		    o->drug == next->drug && says_nothing(o) &&
		    !says_nothing(next))
			continue;
		orders->at[kept++] = *o;
	}
	orders->n = kept;
}

static bool equal_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void orders_resolve(struct kb *kb, struct order_vec *orders, struct arena *a)
{
	for (size_t i = 0; i < orders->n; i++)
		resolve(kb, &orders->at[i], a);
	drop_named_twice(orders);
	for (size_t i = 0; i < orders->n; i++) {
		struct order *o = &orders->at[i];
		for (size_t k = 0; k < i; k++)
			o->repeated |= o->drug &&
				       orders->at[k].drug == o->drug &&
				       equal_text(orders->at[k].text, o->text);
	}
}
