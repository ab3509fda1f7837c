/* Names of the knowledge base's vocabularies in a claim. */
#include "llm/ground_private.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

struct text_view ground_view(struct kb *kb, const char *text, struct arena *a)
{
	size_t n = strlen(text);

	return (struct text_view){text, n, fold_text(kb, text, n, a)};
}

static bool latin(char c)
{
	return isalnum((unsigned char)c) != 0;
}

/* "ketones, blood" over a comma and "is at" of short words are no names. */
static bool scattered(const char *s, size_t n)
{
	size_t word = 0, longest = 0;
	bool blank = false;

	for (size_t i = 0; i <= n; i++) {
		if (strchr(",;:()", s[i]))
			return true;
		blank |= s[i] == ' ';
		word = s[i] >= 'a' && s[i] <= 'z' ? word + 1
		       : s[i] == ' '              ? 0
						  : 9;
		longest = word > longest ? word : longest;
	}
	return blank && longest < 4;
}

/* A name in Latin letters is one only where words end. */
struct term_match ground_name_at(struct kb *kb, enum term_domain domain,
				 const struct text_view *v, size_t i)
{
	const struct folded *f = &v->f;
	struct term_match none = {0, NULL, 0};
	struct term_match m = term_longest(kb, domain, f->s + i, f->n - i);

	if (!m.len)
		return none;
	if (latin(f->s[i]) && f->at[i] > 0 && latin(v->text[f->at[i] - 1]))
		return none;
	/* "L is" is no lithium, "at" and "and" no analytes */
	if (m.len < 4 && latin(f->s[i]) &&
	    (f->at[i + m.len - 1] - f->at[i] != m.len - 1 ||
	     islower((unsigned char)v->text[f->at[i]])))
		return none;
	/* "ALT is" is no "ALT I" */
	size_t last = f->at[i + m.len - 1];
	if (latin(f->s[i + m.len - 1]) && last > 0 &&
	    !latin(v->text[last - 1]) && last + 1 < v->n &&
	    latin(v->text[last + 1]) && m.len > 1)
		return none;
	if (latin(f->s[i]) && scattered(v->text + f->at[i], last - f->at[i]))
		return none;
	size_t end = f->at[i + m.len];
	if (latin(f->s[i + m.len - 1]) && end < v->n && latin(v->text[end]) &&
	    latin(v->text[end - 1]) && v->text[end] != 's')
		return none;
	return m;
}

bool ground_shares(const struct term_match *x, const struct term_match *y)
{
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++)
			if (x->targets[i] == y->targets[k])
				return true;
	return false;
}

/* Named there by this or another of its names? */
static bool named(struct kb *kb, enum term_domain domain,
		  const struct text_view *there, const char *name,
		  const struct term_match *m)
{
	if (memmem(there->f.s, there->f.n, name, m->len))
		return true;
	for (size_t k = 0; k < there->f.n; k++) {
		struct term_match o = ground_name_at(kb, domain, there, k);
		/* K of vitamin K is no potassium */
		if (o.len > 1 && ground_shares(m, &o))
			return true;
	}
	return false;
}

static const char *check(struct kb *kb, enum term_domain domain, size_t least,
			 const struct text_view *claim,
			 const struct text_view *there, struct arena *a)
{
	for (size_t i = 0; i < claim->f.n;) {
		struct term_match m = ground_name_at(kb, domain, claim, i);
		/* 激素偏低: a level, no drug */
		if (m.len == 6 && claim->f.n >= i + 9 &&
		    memcmp(claim->f.s + i, "激素", 6) == 0 &&
		    (memcmp(claim->f.s + i + 6, "偏", 3) == 0 ||
		     memcmp(claim->f.s + i + 6, "不", 3) == 0))
			m.len = 0;
		/* "blood" by itself says nothing */
		if (m.len &&
		    term_exact(kb, TERM_SAY, claim->f.s + i, m.len).len)
			m.len = 0;
		if (m.len >= least &&
		    !named(kb, domain, there, claim->f.s + i, &m))
			return ground_reason(
				a, "name",
				arena_strndup(a, claim->f.s + i, m.len));
		uint32_t cp;
		i += m.len >= least
			     ? m.len
			     : utf8_decode(claim->f.s + i, claim->f.n - i, &cp);
	}
	return NULL;
}

const char *ground_names(struct kb *kb, const char *claim, const char *cited,
			 struct arena *a)
{
	struct text_view c = ground_view(kb, claim, a),
			 f = ground_view(kb, cited, a);
	const char *wrong = check(kb, TERM_DRUG, 4, &c, &f, a);

	return wrong ? wrong : check(kb, TERM_ANALYTE, 4, &c, &f, a);
}
