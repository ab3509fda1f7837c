#include "llm/ground_token.h"

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

/* What is read: the text, folded, and where each byte's character is in the
 * folded text (n: nowhere). */
struct reader {
	struct kb *kb;
	struct arena *a;
	struct text_view v;
	size_t *folded;
};

static bool is_latin(const char *s)
{
	return isalnum((unsigned char)*s) != 0;
}

static struct reader reader_of(struct kb *kb, const char *text, struct arena *a)
{
	struct reader r = {kb, a, ground_view(kb, text, a), NULL};

	r.folded = arena_array(a, size_t, r.v.n + 1);
	for (size_t i = 0; i <= r.v.n; i++)
		r.folded[i] = r.v.f.n;
	for (size_t i = r.v.f.n; i-- > 0;)
		r.folded[r.v.f.at[i]] = i;
	return r;
}

static size_t char_at(const struct reader *r, size_t i, uint32_t *ret_cp)
{
	return utf8_decode(r->v.text + i, r->v.n - i, ret_cp);
}

/* Where a name of `len` folded bytes ends in the text. */
static size_t end_of(const struct reader *r, size_t f, size_t len)
{
	uint32_t cp;
	size_t last = r->v.f.at[f + len - 1];

	return last + char_at(r, last, &cp);
}

static enum token_kind sign_at(const char *s, size_t n)
{
	uint32_t cp;
	size_t len = utf8_decode(s, n, &cp);

	if (strchr("\n;!?", *s) || cp == 0x3002 || cp == 0xFF1B ||
	    cp == 0xFF01 || cp == 0xFF1F || cp == 0x2026)
		return TOKEN_STOP;
	if (*s == '.' && (len == n || !isdigit((unsigned char)s[1])))
		return TOKEN_STOP;
	if (*s == ',' || *s == ':' || cp == 0xFF0C || cp == 0xFF1A ||
	    cp == 0x2014)
		return TOKEN_CUT;
	return TOKEN_LIST;
}

/* A name that runs over a comma or a sentence's end is none. */
static bool unbroken(const struct reader *r, size_t start, size_t end)
{
	uint32_t cp;

	for (size_t i = start; i < end;) {
		size_t n = char_at(r, i, &cp);
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
	if (domain != TERM_SAY && is_latin(r->v.text + *ret_end - 1) &&
	    r->v.text[*ret_end] == 's' && !is_latin(r->v.text + *ret_end + 1))
		++*ret_end;
	bool inside = domain == TERM_SAY &&
		      ((is_latin(r->v.text + at) && at > 0 &&
			is_latin(r->v.text + at - 1)) ||
		       (is_latin(r->v.text + *ret_end - 1) &&
			*ret_end < r->v.n && is_latin(r->v.text + *ret_end)));
	/* "not" of "note": a shorter word of the vocabulary may still end where
	 * the word does */
	if (inside || !unbroken(r, at, *ret_end)) {
		*ret_end = at;
		return none;
	}
	return m;
}

/* The longest word of the vocabulary that ends where a word ends. */
static struct term_match say_at(const struct reader *r, size_t at,
				size_t *ret_end)
{
	struct term_match m = match(r, TERM_SAY, at, ret_end);
	size_t f = r->folded[at];

	if (m.len || f >= r->v.f.n ||
	    (is_latin(r->v.text + at) && at > 0 &&
	     is_latin(r->v.text + at - 1)))
		return m;
	/* shorter ones: back from the longest */
	m = term_longest(r->kb, TERM_SAY, r->v.f.s + f, r->v.f.n - f);
	for (size_t n = m.len; n > 0; n--) {
		if (((unsigned char)r->v.f.s[f + n] & 0xC0) == 0x80)
			continue;
		size_t end = end_of(r, f, n);
		if ((is_latin(r->v.text + end - 1) && end < r->v.n &&
		     is_latin(r->v.text + end)) ||
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

static void read_meaning(const struct reader *r, const struct term_match *m,
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

/* ＜ ≥ and their like compare as words do. */
static size_t comparison(const struct reader *r, size_t at, struct token *t)
{
	uint32_t cp;
	size_t n = char_at(r, at, &cp);

	if (cp == '>' || cp == 0xFF1E || cp == 0x2265)
		t->says = SAYS(SAY_OVER);
	else if (cp == '<' || cp == 0xFF1C || cp == 0x2264)
		t->says = SAYS(SAY_UNDER);
	else if (cp == 0x2191)
		t->says = SAYS(SAY_UP);
	else if (cp == 0x2193)
		t->says = SAYS(SAY_DOWN);
	else
		return 0;
	t->kind = TOKEN_SAY;
	return n;
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
static size_t name_at(const struct reader *r, size_t at, struct token *t)
{
	static const enum term_domain domains[TOKEN_NAMES] = {
		TERM_DRUG, TERM_ANALYTE, TERM_SYMPTOM, TERM_SEARCH};
	size_t longest = 0, end[TOKEN_NAMES];

	for (int i = 0; i < TOKEN_NAMES; i++) {
		t->name[i] = match(r, domains[i], at, &end[i]);
		if (t->name[i].len && domains[i] == TERM_SEARCH &&
		    strcmp(kb_word(r->kb, (int)t->name[i].targets[0])->means,
			   "stop") == 0)
			t->name[i].len = 0;
		if (i > 0 && t->name[i].len && says_within(r, at, end[i] - at))
			t->name[i].len = 0;
		longest = t->name[i].len && end[i] > longest ? end[i] : longest;
	}
	for (int i = 0; i < TOKEN_NAMES; i++)
		if (end[i] < longest)
			t->name[i].len = 0;
	return longest > at ? longest - at : 0;
}

static size_t word_at(const struct reader *r, size_t at, struct token *t)
{
	uint32_t cp;
	size_t n = char_at(r, at, &cp);

	t->kind = TOKEN_THING;
	t->latin = is_latin(r->v.text + at);
	if (t->latin)
		for (n = 0; is_latin(r->v.text + at + n);)
			n++;
	return n;
}

static size_t thing_at(const struct reader *r, size_t at, struct token *t)
{
	size_t say_end, name, n;
	struct term_match say = say_at(r, at, &say_end);

	name = name_at(r, at, t);
	/* only the name of a drug or an analyte is more than a word */
	bool proper = t->name[0].len || t->name[1].len;
	if (say.len && (say_end - at >= name || !proper)) {
		read_meaning(r, &say, t);
		bool thing = !t->says;
		t->kind = thing ? TOKEN_THING : TOKEN_SAY;
		if (!thing)
			memset(t->name, 0, sizeof t->name);
		t->latin = is_latin(r->v.text + at);
		return say_end - at;
	}
	memset(&say, 0, sizeof say);
	if (name) {
		t->kind = TOKEN_THING;
		t->latin = is_latin(r->v.text + at);
		n = name;
	} else
		n = word_at(r, at, t);
	/* the group of exactly this */
	if (r->folded[at] < r->v.f.n) {
		size_t f = r->folded[at], len = 0;
		while (f + len < r->v.f.n && r->v.f.at[f + len] < at + n)
			len++;
		say = term_exact(r->kb, TERM_SAY, r->v.f.s + f, len);
		uint64_t before = t->says;
		read_meaning(r, &say, t);
		t->says = before;
	}
	return n;
}

/* 一个, 十分: a word of the vocabulary is no number. */
static size_t number_at(const struct reader *r, size_t at, struct token *t)
{
	const char *s = r->v.text + at;
	size_t n = 0, say_end;
	bool inside = at > 0 && isalpha((unsigned char)s[-1]);

	if (inside)
		return 0;
	n = ground_quantity(r->v.text, s, &t->value, &t->unit);
	/* 一个, 十分, one of: no number but for its unit */
	if (n && !t->unit && !isdigit((unsigned char)*s) &&
	    say_at(r, at, &say_end).len)
		n = 0;
	if (n)
		t->kind = TOKEN_NUMBER;
	return n;
}

/* Is a part of a name, by itself, a word that says nothing? */
static bool is_plain(const struct reader *r, size_t at, size_t n)
{
	size_t f = r->folded[at], len = 0;
	struct token t = {0};

	while (f + len < r->v.f.n && r->v.f.at[f + len] < at + n)
		len++;
	struct term_match m = term_exact(r->kb, TERM_SAY, r->v.f.s + f, len);
	read_meaning(r, &m, &t);
	return t.says & SAYS(SAY_PLAIN);
}

/* A thing of several ideographs or words is as many tokens. */
static void push_things(const struct reader *r, struct token *t,
			struct tokens *ret)
{
	size_t first = ret->n, end = t->end;

	for (size_t i = t->start; i < end;) {
		struct token part = *t;
		size_t n = word_at(r, i, &part);
		if (r->folded[i] >= r->v.f.n) { /* a blank, a hyphen */
			i += n;
			continue;
		}
		part.start = i;
		part.end = i += n;
		part.plain = is_plain(r, part.start, n);
		if (ret->n > first) {
			part.same = 0;
			memset(part.name, 0, sizeof part.name);
		}
		vec_push(ret, part);
	}
	if (ret->n > first)
		ret->at[first].span = ret->n - first;
}

/* The token at i; 0: a sign. */
static size_t token_at(const struct reader *r, size_t i, uint32_t cp,
		       struct token *t)
{
	bool sign = (cp >= 0x2000 && cp < 0x2E80) ||
		    (cp >= 0x3000 && cp < 0x3040) || cp >= 0xFF00;
	bool letter = utf8_is_cjk(cp) || is_latin(r->v.text + i) ||
		      (cp >= 0xA0 && !sign);
	size_t len = number_at(r, i, t);

	len = len ? len : comparison(r, i, t);
	return !len && letter ? thing_at(r, i, t) : len;
}

void ground_tokens(struct kb *kb, const char *text, struct arena *a,
		   struct tokens *ret)
{
	struct reader r = reader_of(kb, text, a);
	int line = 0, sentence = 0, clause = 0;

	for (size_t i = 0; i < r.v.n;) {
		struct token t = {.start = i,
				  .line = line,
				  .sentence = sentence,
				  .clause = clause};
		uint32_t cp;
		size_t n = char_at(&r, i, &cp);
		if (cp == ' ' || cp == '\t') {
			i += n;
			continue;
		}
		size_t len = token_at(&r, i, cp, &t);
		if (!len) {
			len = n;
			t.kind = sign_at(text + i, r.v.n - i);
			t.value = cp;
			clause += t.kind == TOKEN_CUT || t.kind == TOKEN_STOP;
			sentence += t.kind == TOKEN_STOP;
			line += cp == '\n';
		}
		t.end = i += len;
		if (t.kind == TOKEN_THING)
			push_things(&r, &t, ret);
		else
			vec_push(ret, t);
	}
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
