/* A name without what stands around it: forms, salts; and whether another name
 * is as near. */
#include "commands/order_forms.h"

#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <string.h>

/* Does a word begin at k, as it was printed: "Sheng Mai" is no shengma i. */
bool order_stands_apart(const struct folded *f, const char *printed, size_t k)
{
	if (!k || k >= f->n || !isalpha((unsigned char)f->s[k]) ||
	    !isalpha((unsigned char)f->s[k - 1]))
		return true;
	return f->at[k] != f->at[k - 1] + 1 || /* ToprolXL */
	       (isupper((unsigned char)printed[f->at[k]]) &&
		islower((unsigned char)printed[f->at[k - 1]]));
}

/* The name without the forms around it: where it begins, and its length. */
static size_t without_forms(struct kb *kb, const struct folded *f,
			    const char *printed, size_t *ret_n,
			    struct term_match *m)
{
	size_t from = 0, n = f->n;

	*m = term_exact(kb, TERM_DRUG, f->s, n);
	for (int round = 0; !m->len && n && round < 12; round++) {
		const char *s = f->s + from;
		const struct order_form *form = form_at(s, n, true);
		size_t cut = form ? strlen(form->word) : 0;
		if (cut && cut < n &&
		    order_stands_apart(f, printed, from + n - cut)) {
			n -= cut;
		} else if ((form = form_at(s, n, false)) &&
			   (unsigned char)*s >= 0x80 &&
			   strlen(form->word) < n) {
			from += strlen(form->word);
			n -= strlen(form->word);
		} else {
			break;
		}
		*m = term_exact(kb, TERM_DRUG, f->s + from, n);
	}
	*ret_n = n;
	return from;
}

static struct term_match without_salt(struct kb *kb, const char *s, size_t n)
{
	struct term_match m = {0, NULL, 0};

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

/* 生龙骨, 醋延胡索: how a herb was prepared; 小儿布洛芬栓: for whom. Only of what
 * the word cannot make another thing: herbs, and of 小儿 single substances. */
static struct term_match without_preparation(struct kb *kb, const char *s,
					     size_t n)
{
	static const struct {
		const char *word;
		enum drug_kind kind;
	} words[] = {{"麸炒", DRUG_HERB}, {"清炒", DRUG_HERB},
		     {"盐炒", DRUG_HERB}, {"酒炒", DRUG_HERB},
		     {"醋炒", DRUG_HERB}, {"蜜炙", DRUG_HERB},
		     {"酒炙", DRUG_HERB}, {"醋炙", DRUG_HERB},
		     {"盐炙", DRUG_HERB}, {"酒制", DRUG_HERB},
		     {"醋制", DRUG_HERB}, {"砂烫", DRUG_HERB},
		     {"水飞", DRUG_HERB}, {"生", DRUG_HERB},
		     {"炒", DRUG_HERB},   {"煅", DRUG_HERB},
		     {"醋", DRUG_HERB},   {"酒", DRUG_HERB},
		     {"蜜", DRUG_HERB},   {"盐", DRUG_HERB},
		     {"炙", DRUG_HERB},   {"焦", DRUG_HERB},
		     {"净", DRUG_HERB},   {"鲜", DRUG_HERB},
		     {"煨", DRUG_HERB},   {"烫", DRUG_HERB},
		     {"制", DRUG_HERB},   {"小儿", DRUG_SUBSTANCE}};
	struct term_match none = {0, NULL, 0};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i].word);
		if (len + 6 > n || memcmp(s, words[i].word, len) != 0)
			continue;
		struct term_match m =
			term_exact(kb, TERM_DRUG, s + len, n - len);
		const struct drug *d =
			m.n == 1 ? kb_drug(kb, m.targets[0]) : NULL;
		if (d && d->kind == words[i].kind)
			return m;
	}
	return none;
}

/* Apo-Metoprolol, Teva-Rosuvastatin: who made it. */
static struct term_match without_maker(struct kb *kb, const char *s, size_t n)
{
	static const char *const makers[] = {
		"apo",  "teva",  "ratio", "mylan", "pms",  "novo", "sandoz",
		"auro", "jamp",  "mint",  "ran",   "gen",  "taro", "act",
		"dom",  "sivem", "riva",  "accel", "almus"};
	struct term_match none = {0, NULL, 0};

	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		size_t len = strlen(makers[i]);
		if (n < len + 6 || memcmp(s, makers[i], len) != 0)
			continue;
		struct term_match m =
			term_exact(kb, TERM_DRUG, s + len, n - len);
		if (!m.len)
			m = without_salt(kb, s + len, n - len);
		if (m.len)
			return m;
	}
	return none;
}

struct term_match order_name_match(struct kb *kb, const struct folded *f,
				   const char *printed)
{
	struct term_match m;
	size_t n, from = without_forms(kb, f, printed, &n, &m);

	if (!m.len)
		m = without_salt(kb, f->s + from, n);
	if (!m.len && n < f->n) /* 制附片: its form is of the herb's name */
		m = without_preparation(kb, f->s, f->n);
	if (!m.len && strpbrk(printed, "- "))
		m = without_maker(kb, f->s + from, n);
	return m.len ? m : without_preparation(kb, f->s + from, n);
}

struct term_match order_name_match_text(struct kb *kb, const char *printed,
					struct arena *a)
{
	struct folded f = fold_text(kb, printed, strlen(printed), a);

	return order_name_match(kb, &f, printed);
}

/* "Insulin Humulin M3", "胰岛素诺和灵R": the substance and its brand side by
 * side. The brand's, when the substance is in it. */
static struct term_match brand_behind(struct kb *kb, const struct folded *f,
				      const char *printed)
{
	struct term_match none = {0, NULL, 0};
	struct term_match front = term_longest(kb, TERM_DRUG, f->s, f->n);

	if (front.len < 6 || front.n != 1 || front.len + 4 > f->n ||
	    !order_stands_apart(f, printed, front.len))
		return none;
	struct term_match back =
		term_exact(kb, TERM_DRUG, f->s + front.len, f->n - front.len);
	const struct drug *generic = kb_drug(kb, front.targets[0]),
			  *brand = back.n == 1 ? kb_drug(kb, back.targets[0])
					       : NULL;
	if (!generic || !brand || generic->kind != DRUG_SUBSTANCE)
		return none;
	return order_same_ingredients(generic, brand) ||
			       order_holds(brand, generic)
		       ? back
		       : none;
}

/* A known name in front with nothing but forms and salts behind, or a known
 * name behind a salt. */
struct term_match order_prefix_match(struct kb *kb, const struct folded *f,
				     const char *printed)
{
	struct term_match m = term_longest(kb, TERM_DRUG, f->s, f->n);

	if (m.len && order_stands_apart(f, printed, m.len) &&
	    only_forms(f->s + m.len, f->n - m.len))
		return m;
	for (int k = 0; order_salts[k]; k++) {
		size_t len = strlen(order_salts[k]);
		if (len >= f->n || memcmp(f->s, order_salts[k], len) != 0)
			continue;
		m = term_longest(kb, TERM_DRUG, f->s + len, f->n - len);
		if (m.len && order_stands_apart(f, printed, len + m.len) &&
		    only_forms(f->s + len + m.len, f->n - len - m.len))
			return m;
	}
	return brand_behind(kb, f, printed);
}

/* A character less and a salt, a form or a further ingredient explains the
 * rest: 叶酸钙 may be 亚叶酸钙, 盐酸麻黄 盐酸麻黄碱, 黄连颗粒 双黄连颗粒. The other names,
 * when what was found rests on such an explanation. */
size_t order_other_names(struct kb *kb, const struct folded *f,
			 const char *printed, const struct term_match *found,
			 uint32_t *ret, size_t max)
{
	struct term_match m;
	size_t n, from = without_forms(kb, f, printed, &n, &m), kept = 0;
	bool herb = false;

	if (m.len) {
		const struct drug *d = kb_drug(kb, m.targets[0]);
		herb = d && d->kind == DRUG_HERB && n < f->n;
		if (!herb)
			return 0; /* the name itself, and forms */
	}
	if (n < 6)
		return 0;
	size_t more = term_one_longer(kb, TERM_DRUG, f->s + from, n, ret, max);
	if (!more) /* with its form, as products are named */
		more = term_one_longer(kb, TERM_DRUG, f->s, f->n, ret, max);
	for (size_t i = 0; i < more; i++) {
		bool same = false;
		for (size_t k = 0; k < found->n; k++)
			same |= found->targets[k] == ret[i];
		if (herb) { /* another herb's name is none of its products */
			const struct drug *d = kb_drug(kb, ret[i]);
			same |= !d || d->kind == DRUG_HERB;
		}
		if (!same)
			ret[kept++] = ret[i];
	}
	return kept;
}
