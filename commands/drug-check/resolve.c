/* From the name as written to a substance, herb or product: exact, then
 * without makers, forms and salts, then near names, which are only offered.
 * Several products behind one name: form, release and strength decide, or
 * nobody does. */
#include "commands/drug-check/order.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>

/* Words of dosage forms, folded. */
static const struct {
	const char *word, *release, *form, *route;
} forms[] = {
	{"缓释", "extended", NULL, NULL},   {"控释", "extended", NULL, NULL},
	{"长效", "extended", NULL, NULL},   {"肠溶", "enteric", NULL, NULL},
	{"双释放", NULL, NULL, NULL},       {"薄膜衣", NULL, NULL, NULL},
	{"口腔崩解", NULL, NULL, "oral"},   {"口崩", NULL, NULL, "oral"},
	{"分散", NULL, NULL, "oral"},       {"咀嚼", NULL, NULL, "oral"},
	{"泡腾", NULL, NULL, NULL},         {"速释", "immediate", NULL, NULL},
	{"舌下", NULL, NULL, "sublingual"}, {"片剂", NULL, "tablet", "oral"},
	{"注射用", NULL, "injection", "injected"},
	{"注射液", NULL, "injection", "injected"},
	{"注射剂", NULL, "injection", "injected"},
	{"冻干粉针", NULL, "injection", "injected"},
	{"粉针剂", NULL, "injection", "injected"},
	{"粉针", NULL, "injection", "injected"},
	{"针剂", NULL, "injection", "injected"},
	{"针", NULL, "injection", "injected"},
	{"预填充", NULL, "injection", "injected"},
	{"笔芯", NULL, "injection", "injected"},
	{"软胶囊", NULL, "capsule", "oral"}, {"胶囊剂", NULL, "capsule", "oral"},
	{"胶囊", NULL, "capsule", "oral"},  {"胶丸", NULL, "capsule", "oral"},
	{"滴丸", NULL, "pill", "oral"},     {"颗粒剂", NULL, "granules", "oral"},
	{"颗粒", NULL, "granules", "oral"}, {"冲剂", NULL, "granules", "oral"},
	{"干混悬剂", NULL, "suspension", "oral"},
	{"混悬滴剂", NULL, "suspension", "oral"},
	{"混悬液", NULL, "suspension", "oral"},
	{"混悬剂", NULL, "suspension", "oral"},
	{"口服溶液", NULL, "solution", "oral"},
	{"口服液", NULL, "solution", "oral"}, {"口服", NULL, NULL, "oral"},
	{"糖浆", NULL, "syrup", "oral"},    {"合剂", NULL, "solution", "oral"},
	{"滴眼液", NULL, "drops", "eye"},   {"眼膏", NULL, "ointment", "eye"},
	{"滴耳液", NULL, "drops", "topical"}, {"滴鼻液", NULL, "drops", "nasal"},
	{"鼻喷雾剂", NULL, "spray", "nasal"}, {"鼻喷剂", NULL, "spray", "nasal"},
	{"滴剂", NULL, "drops", "oral"},
	{"吸入气雾剂", NULL, "inhaler", "inhaled"},
	{"吸入粉雾剂", NULL, "inhaler", "inhaled"},
	{"粉吸入剂", NULL, "inhaler", "inhaled"},
	{"粉雾剂", NULL, "inhaler", "inhaled"},
	{"气雾剂", NULL, "inhaler", "inhaled"},
	{"雾化吸入用", NULL, "solution", "inhaled"},
	{"吸入用", NULL, "solution", "inhaled"},
	{"吸入", NULL, NULL, "inhaled"},    {"雾化", NULL, NULL, "inhaled"},
	{"喷雾剂", NULL, "spray", NULL},    {"软膏", NULL, "cream", "topical"},
	{"乳膏", NULL, "cream", "topical"}, {"凝胶", NULL, "cream", "topical"},
	{"乳胶", NULL, "cream", "topical"}, {"霜", NULL, "cream", "topical"},
	{"搽剂", NULL, "solution", "topical"}, {"洗剂", NULL, "solution", "topical"},
	{"贴剂", NULL, "patch", "transdermal"}, {"贴片", NULL, "patch", "transdermal"},
	{"透皮", NULL, NULL, "transdermal"}, {"贴膏", NULL, "patch", "topical"},
	{"栓剂", NULL, "suppository", "rectal"}, {"栓", NULL, "suppository", "rectal"},
	{"溶液", NULL, "solution", NULL},   {"浓缩丸", NULL, "pill", "oral"},
	{"水蜜丸", NULL, "pill", "oral"},   {"大蜜丸", NULL, "pill", "oral"},
	{"蜜丸", NULL, "pill", "oral"},     {"水丸", NULL, "pill", "oral"},
	{"丸", NULL, "pill", "oral"},       {"散剂", NULL, NULL, "oral"},
	{"散", NULL, NULL, "oral"},         {"片", NULL, "tablet", "oral"},
	{"膏", NULL, NULL, NULL},           {"液", NULL, NULL, NULL},
	{"剂", NULL, NULL, NULL},           {"型", NULL, NULL, NULL},
	{"tablets", NULL, "tablet", "oral"}, {"tablet", NULL, "tablet", "oral"},
	{"tabs", NULL, "tablet", "oral"},   {"tab", NULL, "tablet", "oral"},
	{"capsules", NULL, "capsule", "oral"}, {"capsule", NULL, "capsule", "oral"},
	{"caps", NULL, "capsule", "oral"},  {"cap", NULL, "capsule", "oral"},
	{"extendedrelease", "extended", NULL, NULL},
	{"sustainedrelease", "extended", NULL, NULL},
	{"modifiedrelease", "extended", NULL, NULL},
	{"delayedrelease", "enteric", NULL, NULL},
	{"entericcoated", "enteric", NULL, NULL},
	{"injection", NULL, "injection", "injected"},
	{"inj", NULL, "injection", "injected"},
	{"xr", "extended", NULL, NULL},     {"er", "extended", NULL, NULL},
	{"sr", "extended", NULL, NULL},     {"xl", "extended", NULL, NULL},
	{"cr", "extended", NULL, NULL},     {"mr", "extended", NULL, NULL},
	{"la", "extended", NULL, NULL},     {"ec", "enteric", NULL, NULL},
	{"oral", NULL, NULL, "oral"},       {"solution", NULL, "solution", NULL},
	{"suspension", NULL, "suspension", "oral"},
	{"syrup", NULL, "syrup", "oral"},   {"cream", NULL, "cream", "topical"},
	{"ointment", NULL, "cream", "topical"}, {"gel", NULL, "cream", "topical"},
	{"patch", NULL, "patch", "transdermal"},
	{"inhaler", NULL, "inhaler", "inhaled"},
	{"eyedrops", NULL, "drops", "eye"}, {"nasalspray", NULL, "spray", "nasal"},
	{"i", NULL, NULL, NULL},            {"ii", NULL, NULL, NULL},
};

static const char *const salts[] = {
	"盐酸",     "硫酸氢", "硫酸",   "酒石酸", "重酒石酸", "琥珀酸", "马来酸",
	"富马酸",   "枸橼酸", "磷酸",   "甲磺酸", "苯磺酸",   "氢溴酸", "醋酸",
	"乙酸",     "硝酸",   "乳酸",   "延胡索酸", "二盐酸", "半水合", "一水",
	"对甲苯磺酸", "双羟萘酸", "钠",  "钾",     "钙",       "镁",     "二钠",
	"hydrochloride", "hcl",    "hydrobromide", "sulfate", "sulphate",
	"bisulfate", "tartrate",   "succinate",    "maleate", "fumarate",
	"citrate",  "phosphate",   "mesylate",     "besylate", "besilate",
	"acetate",  "nitrate",     "lactate",      "sodium",  "potassium",
	"calcium",  "magnesium",   "disodium",     "tosylate", "medoxomil",
};
enum { FORMS = sizeof forms / sizeof *forms,
       SALTS = sizeof salts / sizeof *salts };

/* The longest form word at the start (or end) of s. */
static int form_at(const char *s, size_t n, bool at_end)
{
	int best = -1;
	size_t longest = 0;

	for (int i = 0; i < FORMS; i++) {
		if (!at_end && (!n || forms[i].word[0] != *s))
			continue;
		size_t m = strlen(forms[i].word);
		if (m <= n && m > longest &&
		    memcmp(at_end ? s + n - m : s, forms[i].word, m) == 0) {
			best = i;
			longest = m;
		}
	}
	return best;
}

bool only_forms(const char *s, size_t n)
{
	while (n) {
		int i = form_at(s, n, false);
		size_t m = i >= 0 ? strlen(forms[i].word) : 0;
		for (int k = 0; k < SALTS; k++) {
			size_t len = strlen(salts[k]);
			if (len <= n && len > m && memcmp(s, salts[k], len) == 0)
				m = len;
		}
		if (!m)
			return false;
		s += m;
		n -= m;
	}
	return true;
}

/* What the form words anywhere in the name say. */
static void note_forms(struct order *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		int f = form_at(s + i, n - i, false);
		/* short Latin words only where they end the name */
		if (f >= 0 && (unsigned char)s[i] < 0x80 &&
		    i + strlen(forms[f].word) != n && strlen(forms[f].word) < 4)
			f = -1;
		if (f >= 0) {
			if (forms[f].release)
				o->release = forms[f].release;
			if (forms[f].form)
				o->form = forms[f].form;
			if (forms[f].route && !o->route &&
			    strcmp(forms[f].route, "injected") != 0)
				o->route = forms[f].route;
			i += strlen(forms[f].word);
			continue;
		}
		do
			i++;
		while (i < n && ((unsigned char)s[i] & 0xC0) == 0x80);
	}
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

static struct term_match stripped_match(struct kb *kb, const char *s, size_t n)
{
	struct term_match m = term_exact(kb, TERM_DRUG, s, n);

	for (int round = 0; !m.len && n && round < 12; round++) {
		int f = form_at(s, n, true);
		size_t cut = f >= 0 ? strlen(forms[f].word) : 0;
		if (cut && cut < n) {
			n -= cut;
		} else if ((f = form_at(s, n, false)) >= 0 &&
			   (unsigned char)*s >= 0x80 &&
			   strlen(forms[f].word) < n) {
			s += strlen(forms[f].word);
			n -= strlen(forms[f].word);
		} else {
			break;
		}
		m = term_exact(kb, TERM_DRUG, s, n);
	}
	for (int k = 0; !m.len && k < SALTS; k++) {
		size_t len = strlen(salts[k]);
		if (len >= n)
			continue;
		if (memcmp(s, salts[k], len) == 0)
			m = term_exact(kb, TERM_DRUG, s + len, n - len);
		if (!m.len && memcmp(s + n - len, salts[k], len) == 0)
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
	for (int k = 0; k < SALTS; k++) {
		size_t len = strlen(salts[k]);
		if (len >= n || memcmp(s, salts[k], len) != 0)
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
	if (o->strength.unit && d->n_ingredients) {
		for (size_t i = 0; i < d->n_ingredients; i++)
			if (isnan(d->ingredients[i].amount) ||
			    fabs(d->ingredients[i].amount - o->strength.value) <
				    1e-6 * o->strength.value)
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
		const struct drug **fit = arena_array(a, const struct drug *, n);
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
	o->status = !n ? ORDER_UNRESOLVED
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

static void resolve(struct kb *kb, struct order *o, struct arena *a)
{
	const char *bare = without_brackets(a, o->printed);
	struct folded whole = fold_text(kb, o->printed, strlen(o->printed), a);
	struct folded f = fold_text(kb, bare, strlen(bare), a);

	note_forms(o, f.s, f.n);
	struct term_match m = term_exact(kb, TERM_DRUG, whole.s, whole.n);
	if (!m.len)
		m = stripped_match(kb, f.s, f.n);
	if (!m.len)
		m = prefix_match(kb, f.s, f.n);
	if (!m.len)
		m = stripped_match(kb, whole.s, whole.n);
	if (!m.len)
		m = term_exact(kb, TERM_DRUG_PINYIN, f.s, f.n);
	if (m.len) {
		choose(kb, o, &m, a);
		return;
	}
	/* near names, without the forms at the end */
	size_t n = f.n;
	for (int i; n > 6 && (i = form_at(f.s, n, true)) >= 0 &&
		    strlen(forms[i].word) < n;)
		n -= strlen(forms[i].word);
	offer_near(kb, o, f.s, n, a);
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
			o->repeated |=
				o->drug && orders->at[k].drug == o->drug &&
				equal_text(orders->at[k].text, o->text);
	}
}
