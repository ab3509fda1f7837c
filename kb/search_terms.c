#include "kb/search_terms.h"

#include "base/utf8.h"
#include "kb/drug.h"
#include "kb/fold.h"
#include "kb/term.h"
#include "kb/word.h"

#include <ctype.h>
#include <string.h>

enum { TEXT_MAX = 64 * 1024, FREE = 0, STOP = -1 };

/* What a question says of each byte of the text: the unit it belongs to. */
struct scan {
	struct kb *kb;
	const char *text;
	size_t n;
	struct arena *a;
	struct search_tokens *ret;
	int *mark; /* of a question; NULL: a passage */
	int units;
};

static bool latin(char c)
{
	return isalnum((unsigned char)c);
}

static void emit(struct scan *s, const char *text, int unit, bool concept)
{
	struct search_token t = {text, unit, concept, false};

	vec_push(s->ret, t);
}

/* A name in Latin letters ends and begins where a word does; a name of one
 * ideograph is no name in running text. */
static bool stands_alone(const struct scan *s, const struct folded *f, size_t i,
			 size_t len)
{
	uint32_t cp;

	if (latin(f->s[i]) && f->at[i] > 0 && latin(s->text[f->at[i] - 1]))
		return false;
	if (latin(f->s[i + len - 1]) && f->at[i + len] < s->n &&
	    latin(s->text[f->at[i + len]]) &&
	    f->at[i + len] == f->at[i + len - 1] + 1)
		return false;
	return len > utf8_decode(f->s + i, len, &cp) &&
	       (len > 2 || !latin(f->s[i]) || s->mark);
}

static void emit_drug(struct scan *s, uint32_t id, int unit)
{
	const struct drug *d = kb_drug(s->kb, id);

	emit(s, arena_printf(s->a, "#d%u", (unsigned)id), unit, true);
	if (!s->mark || !d)
		return;
	/* what is said of a class is said of its members */
	for (size_t i = 0; i < d->n_classes; i++)
		if (d->classes[i].node != id) {
			emit(s,
			     arena_printf(s->a, "#d%u",
					  (unsigned)d->classes[i].node),
			     unit, true);
			s->ret->at[s->ret->n - 1].broader = true;
		}
	for (size_t i = 0; i < d->n_ingredients; i++)
		emit_drug(s, d->ingredients[i].drug->id, unit);
}

/* Everything of the longest length that begins at folded byte i. Returns it;
 * 0: nothing does. */
static size_t emit_concepts(struct scan *s, const struct folded *f, size_t i)
{
	static const struct {
		enum term_domain domain;
		char letter;
	} domains[] = {{TERM_SEARCH, 'w'},
		       {TERM_DRUG, 'd'},
		       {TERM_ANALYTE, 'a'},
		       {TERM_SYMPTOM, 's'},
		       {TERM_CONTEXT, 'c'}};
	enum { N = sizeof domains / sizeof *domains };
	struct term_match m[N];
	size_t longest = 0;
	bool stop = false;

	for (size_t k = 0; k < N; k++) {
		m[k] = term_longest(s->kb, domains[k].domain, f->s + i,
				    f->n - i);
		if (m[k].len && !stands_alone(s, f, i, m[k].len))
			m[k].len = 0;
		longest = m[k].len > longest ? m[k].len : longest;
	}
	if (!longest)
		return 0;
	if (m[0].len == longest)
		stop = strcmp(kb_word(s->kb, (int)m[0].targets[0])->means,
			      "stop") == 0;
	int unit = stop ? STOP : ++s->units;
	for (size_t k = 0; !stop && k < N; k++)
		for (size_t x = 0; m[k].len == longest && x < m[k].n; x++)
			if (domains[k].letter == 'd')
				emit_drug(s, m[k].targets[x], unit);
			else
				emit(s,
				     arena_printf(s->a, "#%c%u",
						  domains[k].letter,
						  (unsigned)m[k].targets[x]),
				     unit, true);
	for (uint32_t b = f->at[i]; s->mark && b < f->at[i + longest]; b++)
		s->mark[b] = unit;
	return longest;
}

static void scan_concepts(struct scan *s)
{
	struct folded f = fold_text(s->kb, s->text, s->n, s->a);

	for (size_t i = 0; i < f.n;) {
		uint32_t cp;
		size_t len = emit_concepts(s, &f, i);
		i += len ? len : utf8_decode(f.s + i, f.n - i, &cp);
	}
}

/* The unit of what stands from..to: its own when nothing claimed it, the
 * claimant's when that has all of it. False: it is not to be looked for. */
static bool unit_of(struct scan *s, size_t from, size_t to, int *ret)
{
	*ret = 0;
	if (!s->mark)
		return true;
	int first = s->mark[from], last = s->mark[to - 1];
	if (first != last || first == STOP)
		return false;
	*ret = first != FREE ? first : ++s->units;
	return true;
}

/* A Latin word or a number; a plural's s is dropped from both sides. */
static size_t scan_word(struct scan *s, size_t i)
{
	size_t end = i;
	int unit;

	while (end < s->n &&
	       (latin(s->text[end]) ||
		(s->text[end] == '.' && end > i &&
		 isdigit((unsigned char)s->text[end - 1]) && end + 1 < s->n &&
		 isdigit((unsigned char)s->text[end + 1]))))
		end++;
	char *word = arena_strndup(s->a, s->text + i, end - i);
	size_t n = end - i;
	for (size_t k = 0; k < n; k++)
		word[k] = (char)tolower((unsigned char)word[k]);
	if (n > 3 && word[n - 1] == 's' && word[n - 2] != 's')
		word[n - 1] = '\0';
	if ((n > 1 || isdigit((unsigned char)*word)) && n < 60 &&
	    unit_of(s, i, end, &unit))
		emit(s, word, unit, false);
	return end;
}

/* Pairs of ideographs from i on. Returns where the run ends. */
static size_t scan_ideographs(struct scan *s, size_t i)
{
	size_t before = 0, at = i, count = 0;
	uint32_t cp;
	int unit;

	while (at < s->n) {
		size_t len = utf8_decode(s->text + at, s->n - at, &cp);
		if (!utf8_is_cjk(cp))
			break;
		if (count++ && unit_of(s, before, at + len, &unit)) {
			struct folded f = fold_text(s->kb, s->text + before,
						    at + len - before, s->a);
			emit(s, f.s, unit, false);
		}
		before = at;
		at += len;
	}
	return at;
}

static void scan(struct scan *s)
{
	s->n = s->n > TEXT_MAX ? TEXT_MAX : s->n;
	scan_concepts(s);
	for (size_t i = 0; i < s->n;) {
		uint32_t cp;
		size_t len = utf8_decode(s->text + i, s->n - i, &cp);
		if (latin(s->text[i]))
			i = scan_word(s, i);
		else if (utf8_is_cjk(cp))
			i = scan_ideographs(s, i);
		else
			i += len;
	}
}

/* Full-width letters and digits as plain ones: words are told by ASCII. */
static const char *plain(const char *text, size_t n, struct arena *a,
			 size_t *ret_n)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(text + i, n - i, &cp);
		utf8_add(&sb, utf8_halfwidth(cp));
	}
	const char *copy = arena_strndup(a, sb.buf, sb.len);
	*ret_n = sb.len;
	strbuf_release(&sb);
	return copy;
}

void search_tokens_of(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct search_tokens *ret)
{
	struct scan s = {.kb = kb, .a = a, .ret = ret};

	s.text = plain(text, n, a, &s.n);
	scan(&s);
}

int search_units_of(struct kb *kb, const char *text, size_t n, struct arena *a,
		    struct search_tokens *ret)
{
	struct scan s = {.kb = kb, .a = a, .ret = ret};

	s.text = plain(text, n, a, &s.n);
	s.mark = arena_array(a, int, s.n + 1);
	scan(&s);
	return s.units;
}
