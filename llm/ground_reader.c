/* Words of the vocabulary and names of the knowledge base in a text. */
#include "llm/ground_reader.h"

#include "base/utf8.h"
#include "kb/word.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const says[SAY_COUNT] = {
	[SAY_PLAIN] = "plain",
	[SAY_ASK] = "ask",
	[SAY_ALLOW] = "allow",
	[SAY_IF] = "if",
	[SAY_MAYBE] = "maybe",
	[SAY_RISK] = "risk",
	[SAY_PREVENT] = "prevent",
	[SAY_NOT] = "not",
	[SAY_STOP] = "stop",
	[SAY_NONEED] = "noneed",
	[SAY_START] = "start",
	[SAY_GO] = "go",
	[SAY_TAKE] = "take",
	[SAY_CHANGE] = "change",
	[SAY_WITH] = "with",
	[SAY_MORE] = "more",
	[SAY_LESS] = "less",
	[SAY_UP] = "up",
	[SAY_DOWN] = "down",
	[SAY_NORMAL] = "normal",
	[SAY_ABNORMAL] = "abnormal",
	[SAY_POSITIVE] = "positive",
	[SAY_NEGATIVE] = "negative",
	[SAY_OVER] = "over",
	[SAY_UNDER] = "under",
	[SAY_NOW] = "now",
	[SAY_TODAY] = "today",
	[SAY_NEXT] = "next",
	[SAY_SOON] = "soon",
	[SAY_AGAIN] = "again",
	[SAY_TEST] = "test",
	[SAY_FIRST] = "first",
	[SAY_THEN] = "then",
	[SAY_BEFORE] = "before",
	[SAY_CAUSE] = "cause",
	[SAY_MEAN] = "mean",
	[SAY_IS] = "is",
	[SAY_DONE] = "done",
	[SAY_SEVERE] = "severe",
	[SAY_MODERATE] = "moderate",
	[SAY_MILD] = "mild",
	[SAY_ONLY] = "only",
	[SAY_THAN] = "than",
};

bool reader_latin(const char *s)
{
	return isalnum((unsigned char)*s) != 0;
}

struct reader reader_of(struct kb *kb, const char *text, struct arena *a)
{
	struct reader r = {kb, a, ground_view(kb, text, a), NULL};

	r.folded = arena_array(a, size_t, r.v.n + 1);
	for (size_t i = 0; i <= r.v.n; i++)
		r.folded[i] = r.v.f.n;
	for (size_t i = r.v.f.n; i-- > 0;)
		r.folded[r.v.f.at[i]] = i;
	return r;
}

size_t reader_char(const struct reader *r, size_t i, uint32_t *ret_cp)
{
	return utf8_decode(r->v.text + i, r->v.n - i, ret_cp);
}

/* Where a name of `len` folded bytes ends in the text. */
static size_t end_of(const struct reader *r, size_t f, size_t len)
{
	uint32_t cp;
	size_t last = r->v.f.at[f + len - 1];

	return last + reader_char(r, last, &cp);
}

/* A name that runs over a comma or a sentence's end is none. */
static bool unbroken(const struct reader *r, size_t start, size_t end)
{
	uint32_t cp;

	for (size_t i = start; i < end;) {
		size_t n = reader_char(r, i, &cp);
		bool kept = r->folded[i] < r->v.f.n;
		if (!kept && cp != ' ' && cp != '-' && cp != '\'' &&
		    cp != 0x2019 && cp != '.')
			return false;
		i += n;
	}
	return true;
}

static struct term_match match(const struct reader *r, enum term_domain domain,
			       size_t at, size_t *ret_end)
{
	struct term_match none = {0, NULL, 0}, m;
	size_t f = r->folded[at];

	*ret_end = at;
	if (f >= r->v.f.n)
		return none;
	m = domain == TERM_SAY
		    ? term_longest(r->kb, domain, r->v.f.s + f, r->v.f.n - f)
		    : ground_name_at(r->kb, domain, &r->v, f);
	if (!m.len)
		return none;
	*ret_end = end_of(r, f, m.len);
	/* a plural */
	if (domain != TERM_SAY && reader_latin(r->v.text + *ret_end - 1) &&
	    r->v.text[*ret_end] == 's' &&
	    !reader_latin(r->v.text + *ret_end + 1))
		++*ret_end;
	bool inside =
		domain == TERM_SAY &&
		((reader_latin(r->v.text + at) && at > 0 &&
		  reader_latin(r->v.text + at - 1)) ||
		 (reader_latin(r->v.text + *ret_end - 1) && *ret_end < r->v.n &&
		  reader_latin(r->v.text + *ret_end)));
	/* "not" of "note": a shorter word of the vocabulary may still end where
	 * the word does */
	if (inside || !unbroken(r, at, *ret_end)) {
		*ret_end = at;
		return none;
	}
	return m;
}

/* The longest word of the vocabulary that ends where a word ends. */
struct term_match reader_say(const struct reader *r, size_t at, size_t *ret_end)
{
	struct term_match m = match(r, TERM_SAY, at, ret_end);
	size_t f = r->folded[at];

	if (m.len || f >= r->v.f.n ||
	    (reader_latin(r->v.text + at) && at > 0 &&
	     reader_latin(r->v.text + at - 1)))
		return m;
	/* shorter ones: back from the longest */
	m = term_longest(r->kb, TERM_SAY, r->v.f.s + f, r->v.f.n - f);
	for (size_t n = m.len; n > 0; n--) {
		if (((unsigned char)r->v.f.s[f + n] & 0xC0) == 0x80)
			continue;
		size_t end = end_of(r, f, n);
		if ((reader_latin(r->v.text + end - 1) && end < r->v.n &&
		     reader_latin(r->v.text + end)) ||
		    !unbroken(r, at, end))
			continue;
		m = term_exact(r->kb, TERM_SAY, r->v.f.s + f, n);
		if (m.len) {
			*ret_end = end;
			return m;
		}
	}
	return (struct term_match){0, NULL, 0};
}

void reader_meaning(const struct reader *r, const struct term_match *m,
		    struct token *t)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct word *w = kb_word(r->kb, (int)m->targets[i]);
		if (strcmp(w->class, "same") == 0)
			t->same = w->id;
		for (int k = 0; k < SAY_COUNT; k++)
			if (strcmp(w->class, "say") == 0 &&
			    strcmp(w->means, says[k]) == 0)
				t->says |= SAYS(k);
	}
}

/* A name that holds a direction or a denial is read in its parts. */
static bool says_within(const struct reader *r, size_t at, size_t n)
{
	static const char *const words[] = {
		"高",   "低",   "减少", "增多", "减退", "亢进", "下降", "增加",
		"不足", "过多", "异常", "抑制", "不",   "未",   "无"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (memmem(r->v.text + at, n, words[i], strlen(words[i])))
			return true;
	return false;
}

/* The longest name of a vocabulary. */
size_t reader_name(const struct reader *r, size_t at, struct token *t)
{
	static const enum term_domain domains[TOKEN_NAMES] = {
		TERM_DRUG, TERM_ANALYTE, TERM_SYMPTOM};
	size_t longest = at, end[TOKEN_NAMES];

	for (int i = 0; i < TOKEN_NAMES; i++) {
		t->name[i] = match(r, domains[i], at, &end[i]);
		if (i > 0 && t->name[i].len && says_within(r, at, end[i] - at))
			t->name[i].len = 0;
		if (t->name[i].len && end[i] > longest)
			longest = end[i];
	}
	for (int i = 0; i < TOKEN_NAMES; i++)
		if (end[i] < longest)
			t->name[i].len = 0;
	return longest - at;
}

static size_t stem(const char *s, size_t n)
{
	static const char *const endings[] = {"ation", "ing", "ies", "ed",
					      "es",    "ly",  "er",  "al",
					      "ic",    "y",   "s",   "e"};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t k = strlen(endings[i]);
		if (n >= k + 3 && strncasecmp(s + n - k, endings[i], k) == 0)
			return n - k;
	}
	return n;
}

bool ground_same_name(const struct token *x, const struct token *y)
{
	if (x->same && x->same == y->same)
		return true;
	for (int i = 0; i < TOKEN_NAMES; i++)
		if (x->name[i].len && y->name[i].len &&
		    ground_shares(&x->name[i], &y->name[i]))
			return true;
	return false;
}

bool ground_same_word(const char *text, const struct token *x,
		      const char *other, const struct token *y)
{
	size_t n = x->end - x->start, m = y->end - y->start;
	const char *s = text + x->start, *t = other + y->start;

	if (n == m && strncasecmp(s, t, n) == 0)
		return true;
	if (!x->latin || !y->latin || isdigit((unsigned char)*s))
		return false;
	/* a statin is told of as what the drug is */
	if (x->name[0].len && m >= 5 && n > m &&
	    strncasecmp(s + n - m, t, m) == 0)
		return true;
	size_t k = stem(s, n), l = stem(t, m);
	return k == l && k >= 3 && strncasecmp(s, t, k) == 0;
}
