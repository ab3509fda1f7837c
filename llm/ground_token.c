/* A text, taken apart. */
#include "llm/ground_reader.h"

#include "base/utf8.h"
#include "kb/word.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

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

/* ＜ ≥ and their like compare as words do. */
static size_t comparison(const struct reader *r, size_t at, struct token *t)
{
	uint32_t cp;
	size_t n = reader_char(r, at, &cp);

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

static size_t word_at(const struct reader *r, size_t at, struct token *t)
{
	uint32_t cp;
	size_t n = reader_char(r, at, &cp);

	t->kind = TOKEN_THING;
	t->latin = reader_latin(r->v.text + at);
	if (t->latin)
		for (n = 0; reader_latin(r->v.text + at + n);)
			n++;
	return n;
}

static size_t thing_at(const struct reader *r, size_t at, struct token *t)
{
	size_t say_end, name, n;
	struct term_match say = reader_say(r, at, &say_end);

	name = reader_name(r, at, t);
	/* only the name of a drug or an analyte is more than a word */
	bool proper = t->name[0].len || t->name[1].len;
	if (say.len && (say_end - at >= name || !proper)) {
		reader_meaning(r, &say, t);
		bool thing = !t->says;
		t->kind = thing ? TOKEN_THING : TOKEN_SAY;
		if (!thing || say_end - at != name)
			memset(t->name, 0, sizeof t->name);
		t->latin = reader_latin(r->v.text + at);
		return say_end - at;
	}
	memset(&say, 0, sizeof say);
	if (name) {
		t->kind = TOKEN_THING;
		t->latin = reader_latin(r->v.text + at);
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
		reader_meaning(r, &say, t);
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
	    reader_say(r, at, &say_end).len)
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
	reader_meaning(r, &m, &t);
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
	bool letter = utf8_is_cjk(cp) || reader_latin(r->v.text + i) ||
		      (cp >= 0xA0 && !sign);
	size_t len = number_at(r, i, t);

	len = len ? len : comparison(r, i, t);
	return !len && letter ? thing_at(r, i, t) : len;
}

/* 钾 of 排钾 is no potassium of the blood: one ideograph is a name only where
 * it stands alone. */
static void drop_parts(struct tokens *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct token *x = &t->at[i];
		bool before = i > 0 && x[-1].kind == TOKEN_THING &&
			      !x[-1].latin && x[-1].end == x->start;
		bool behind = i + 1 < t->n && x[1].kind == TOKEN_THING &&
			      !x[1].latin && x[1].start == x->end;
		if (x->kind != TOKEN_THING || x->latin || x->span != 1 ||
		    !(before || behind))
			continue;
		x->same = 0;
		memset(x->name, 0, sizeof x->name);
	}
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
		size_t n = reader_char(&r, i, &cp);
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
	drop_parts(ret);
}
